"""The journal: one chain a group, one entry a document, nothing changed unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.store.builders import (
    BOUGHT,
    DAY,
    NOW,
    PAID,
    a_group,
    a_new_entry,
    a_programme,
    a_recorded_group,
    statements,
)
from vsla.domain.ledger import Kind, Movement, reverse
from vsla.store import journal
from vsla.store.journal import append, verify_chain
from vsla.store.models import EntryKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def _allow_changes(session: Session) -> None:
    """Do what only the owner of the database can: lift the triggers."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP FUNCTION refuse_change() CASCADE"))
        return
    for table in ("journal_entry", "movement"):
        session.execute(text(f"DROP TRIGGER {table}_no_update"))
        session.execute(text(f"DROP TRIGGER {table}_no_delete"))


def test_entries_count_without_gaps_and_link_to_the_one_before(session: Session) -> None:
    group_id, last = a_recorded_group(session, entries=3)

    entries = journal.effective_documents(session, group_id, 1)

    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == ["", *(e.hash for e in entries[:2])]
    assert journal.last_entry(session, group_id) == journal.LastEntry(3, entries[2].hash) == last
    assert journal.entry(session, group_id, 3) is entries[2]
    assert verify_chain(session, group_id) == []


def test_a_group_without_entries_has_no_end_of_chain(session: Session) -> None:
    group_id = a_group(session, a_programme(session))

    assert journal.last_entry(session, group_id) is None
    assert verify_chain(session, group_id) == []


def test_an_entry_costs_one_statement_and_one_for_each_form_of_movement(session: Session) -> None:
    group_id, last = a_recorded_group(session)
    shares, money = Movement(Kind.SHARES_BOUGHT, 5000, 1, None, 5), Movement(Kind.FINE_PAID, 200, 1)
    others = (Movement(Kind.EXPENSE, 300), Movement(Kind.FINE_PAID, 200, 1, reversed=True))
    moved = (shares, others[0], money, shares, others[1])

    with statements(session) as sent:
        append(session, a_new_entry(group_id, 2, movements=moved), last=last)

    assert len(sent) == 1 + len([shares, money, others])
    assert journal.movements_of(session, group_id, [2]) == {2: list(moved)}


def test_an_entry_without_movements_costs_one_statement(session: Session) -> None:
    group_id, last = a_recorded_group(session)

    with statements(session) as sent:
        append(session, a_new_entry(group_id, 2, movements=()), last=last)

    assert len(sent) == 1


def test_the_document_comes_back_word_for_word(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    words = '{ "note": "Réunion à Mongbwalu ☀",\n  "meeting": 1 }'

    append(session, a_new_entry(group_id, document=words), last=None)

    entry = journal.entry_by_uuid(session, group_id, "uuid-1")
    assert entry is not None
    assert entry.document == words
    assert entry.recorded_at == NOW
    assert entry.occurred_on == DAY
    assert journal.movements_of(session, group_id, [1]) == {1: [BOUGHT, PAID]}


def test_the_same_key_is_taken_once_in_a_group(session: Session) -> None:
    programme_id = a_programme(session)
    group_id, other = a_group(session, programme_id), a_group(session, programme_id, "G-02")
    last = append(session, a_new_entry(group_id, 1), last=None)
    append(session, a_new_entry(other, 1), last=None)

    with pytest.raises(IntegrityError), session.begin_nested():
        append(session, a_new_entry(group_id, 2, uuid="uuid-1"), last=last)

    assert journal.last_entry(session, group_id) == last
    assert journal.entry_by_uuid(session, group_id, "uuid-2") is None


EXTRA_LINE = (
    "INSERT INTO movement (group_id, entry_number, line, kind, amount, reversed) "
    "SELECT group_id, 2, 3, kind, 1, reversed FROM movement WHERE entry_number = 1 AND line = 1"
)
ENTRY = "UPDATE journal_entry SET {} WHERE number = 2"


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (ENTRY.format("document = NULL"), [(2, "body")]),
        (ENTRY.format("reason = 'x'"), [(2, "hash")]),
        (ENTRY.format("previous_hash = 'x'"), [(2, "link"), (2, "hash")]),
        ("UPDATE movement SET amount = 1 WHERE entry_number = 1 AND line = 2", [(1, "hash")]),
        ("DELETE FROM movement WHERE entry_number = 1 AND line = 2", [(1, "hash")]),
        (EXTRA_LINE, [(2, "hash")]),
    ],
)
def test_a_tampered_row_is_found(
    session: Session, change: str, faults: list[tuple[int, str]]
) -> None:
    group_id, _ = a_recorded_group(session, entries=3)
    _allow_changes(session)

    session.execute(text(change))

    found = [(fault.entry_number, fault.fault) for fault in verify_chain(session, group_id)]
    assert found == faults


def test_a_missing_entry_and_its_movements_are_found(session: Session) -> None:
    group_id, _ = a_recorded_group(session, entries=3)
    _allow_changes(session)

    session.execute(text("DELETE FROM movement WHERE entry_number = 2"))
    session.execute(text("DELETE FROM journal_entry WHERE number = 2"))

    found = [(fault.entry_number, fault.fault) for fault in verify_chain(session, group_id)]
    assert found == [(3, "number"), (3, "link")]


def test_verifying_a_group_costs_two_statements(session: Session) -> None:
    group_id, _ = a_recorded_group(session, entries=4)

    with statements(session) as sent:
        verify_chain(session, group_id)

    assert len(sent) == 2


def test_documents_are_told_in_the_order_of_their_meetings(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    last = append(
        session, a_new_entry(group_id, None, kind=EntryKind.SHARE_OUT, uuid="s"), last=None
    )
    for meeting in (2, 0, 1):
        last = append(session, a_new_entry(group_id, meeting), last=last)

    found = journal.effective_documents(session, group_id, 1)

    assert [entry.meeting for entry in found] == [0, 1, 2, None]
    assert journal.effective_documents(session, group_id, 2) == []


def test_an_entry_that_was_reversed_no_longer_stands(session: Session) -> None:
    group_id, last = a_recorded_group(session, entries=2)
    undo = a_new_entry(
        group_id, 1, kind=EntryKind.REVERSAL, uuid=None, document=None, reverses=1,
        reason="counted twice", movements=reverse((BOUGHT, PAID)),
    )  # fmt: skip
    last = append(session, undo, last=last)
    new = a_new_entry(
        group_id, 1, kind=EntryKind.CORRECTION, uuid="uuid-1b", replaces=1,
        recorded_at=NOW + timedelta(days=1), movements=(PAID,),
    )  # fmt: skip
    last = append(session, new, last=last)

    standing = journal.effective_documents(session, group_id, 1)

    assert [entry.number for entry in standing] == [4, 2]
    assert journal.numbers_of(session, group_id, 1) == [1, 2, 3, 4]
    first = journal.effective_entry(session, group_id, 1, 1)
    assert first is not None
    assert first.number == 4
    reversal = journal.reversal_of(session, group_id, 1)
    assert reversal is not None
    assert reversal.number == 3
    assert journal.reversal_of(session, group_id, 2) is None
    assert journal.effective_entry(session, group_id, 1, None) is None
    assert verify_chain(session, group_id) == []
