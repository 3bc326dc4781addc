"""What the entries of a cycle say of each member, read in one statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from vsla.domain.statement import Entry, Fact, What
from vsla.store.models import (
    AttendanceRow,
    EntryKind,
    FineCharged,
    JournalEntry,
    MovementRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import CompoundSelect, Select
    from sqlalchemy.orm import Session

_ENTRY = "entry"
_LATER = aliased(JournalEntry)


def read(
    session: Session, group_id: int, cycle: int, member_id: int | None = None
) -> tuple[list[Entry], dict[int, list[Fact]]]:
    """Read a cycle's entries and what they say.

    Args:
        session: any.
        group_id: whose.
        cycle: which cycle.
        member_id: one member; None for all.

    Returns:
        The entries that hold a document, in the order of the journal, and the facts by member.
    """
    entries: list[Entry] = []
    facts: dict[int, list[Fact]] = {}
    query = _everything(group_id, cycle, member_id)
    for what, number, member, word, amount, count, *rest in session.execute(query):
        if what == _ENTRY:
            *about, document = rest
            entries.append(Entry(number, word, *about))
            for who, fact in _facts_of(number, document):
                if member_id in (None, who):
                    facts.setdefault(who, []).append(fact)
        else:
            facts.setdefault(member, []).append(Fact(what, number, word, amount, count or 0))
    entries.sort(key=lambda entry: entry.number)
    return entries, facts


def _facts_of(number: int, document: str | None) -> Iterator[tuple[int, Fact]]:
    """Read how members came, and their fines, from a document that was put right.

    These facts stand in tables that a correction writes anew; movements stay.
    """
    told = json.loads(document) if document else {}
    for row in told.get("attendance", ()):
        sent = int(bool(row.get("by_representative")))
        yield row["member"], Fact(What.ATTENDANCE, number, row["state"], sent, 0)
    for row in told.get("fines_charged", ()):
        yield row["member"], Fact(What.FINE, number, "", row["amount_minor"], 0)


def _everything(group_id: int, cycle: int, member_id: int | None) -> CompoundSelect[Any]:
    here = and_(
        JournalEntry.group_id == group_id,
        JournalEntry.cycle == cycle,
        JournalEntry.kind != EntryKind.REVERSAL,
    )
    put_right = select(_LATER.replaces).where(
        _LATER.group_id == group_id, _LATER.replaces.is_not(None)
    )
    entries = select(
        literal(_ENTRY),
        JournalEntry.number,
        null(),
        type_coerce(JournalEntry.kind, Text),
        null(),
        null(),
        JournalEntry.meeting,
        JournalEntry.replaces,
        JournalEntry.occurred_on,
        JournalEntry.recorded_at,
        JournalEntry.reason,
        JournalEntry.hash,
        case((JournalEntry.number.in_(put_right), JournalEntry.document)),
    ).where(here)
    arms = (
        _facts(What.MOVEMENT, MovementRow, MovementRow.kind, MovementRow.amount, MovementRow.count),
        _facts(
            What.ATTENDANCE,
            AttendanceRow,
            AttendanceRow.state,
            cast(AttendanceRow.by_representative, Integer),
            null(),
        ),
        _facts(What.FINE, FineCharged, literal(""), FineCharged.amount, null()),
    )
    found = [arm.where(here) for arm in arms]
    if member_id is not None:
        found = [arm.where(arm.selected_columns[2] == member_id) for arm in found]
    return union_all(entries, *found)


def _facts(what: What, model: Any, word: Any, amount: Any, count: Any) -> Select[Any]:  # noqa: ANN401
    """Select the facts of one table, in the columns of the entries."""
    return (
        select(
            literal(what.value),
            model.entry_number,
            model.member_id,
            type_coerce(word, Text),
            amount,
            count,
            *(null() for _ in range(7)),
        )
        .join_from(
            JournalEntry,
            model,
            and_(
                model.group_id == JournalEntry.group_id,
                model.entry_number == JournalEntry.number,
            ),
        )
        .where(func.coalesce(model.member_id, 0) > 0)
    )
