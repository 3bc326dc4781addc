"""Proving a ledger: a sound one is found sound, and every kind of tampering is found."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.builders import TODAY, a_group, a_person, adopt_rules, an_empty_group, meet
from tests.domain_builders import SHARE, a_constitution
from tests.services.meetings import body_of, entries, is_sound, put_right
from tests.services.test_cycles import open_next
from tests.services.test_share_out import HELD_ON, confirm, propose
from vsla.domain.ledger import Account
from vsla.services.enrol_member import enrol
from vsla.services.verify_ledger import Check, Finding, rebuild_group, verify_group
from vsla.store.packed import pack

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
LOAN = {"line": 1, "member": 1, "amount_minor": 4 * SHARE, "term": 3}
OFF_BALANCE = r"""
UPDATE group_position SET books = replace(books, '"interest_income"\:', '"interest_income"\:9')
"""
UNCOUNTED: dict[str, dict[str, int]] = {"opening_count": {}, "closing_count": {}}


def a_busy_group(session: Session) -> GroupWorld:
    """Give a group with loans, help, a fine, a leaver and a correction."""
    world = a_group(session, members=9, constitution=RULES)
    helped = {"line": 2, "member": 2, "need": "illness", "amount_minor": 20_000, "weeks": 4}
    meet(
        world,
        1,
        loans_granted=[LOAN],
        solidarity_loans=[helped],
        fines_charged=[{"member": 3, "offence": "late", "amount_minor": 10_000}],
    )
    meet(world, 2, departures=[{"member": 9, "reason": "moved"}], **UNCOUNTED)
    meet(world, 6, repayments=[{"loan": 1_001_001, "amount_minor": SHARE}], **UNCOUNTED)
    put_right(world, 2, body_of(world, 2) | {"note": "Pluie."})
    return world


def tamper(session: Session, change: str, **values: str | bytes) -> None:
    """Change the ledger behind its back: with the protection lifted, as a thief would."""
    protected = ("movement", "journal_entry", "constitution_version")
    postgres = session.get_bind().dialect.name == "postgresql"
    for table in protected:
        if postgres:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            continue
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
    assert session.execute(text(change), values).rowcount  # type: ignore[attr-defined]
    session.expire_all()


def found(world: GroupWorld) -> set[Check]:
    """Name what is found."""
    return {finding.check for finding in verify_group(world.session, world.group_id)}


def test_a_sound_ledger_is_found_sound(session: Session) -> None:
    world = a_busy_group(session)

    assert is_sound(world)


def test_a_group_that_never_met_has_nothing_to_prove(session: Session) -> None:
    empty = an_empty_group(session)
    ready = a_group(session, empty.programme, members=8)

    rebuild_group(session, empty.group_id)

    assert is_sound(empty)
    assert is_sound(ready)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE movement SET amount = amount + 1 WHERE entry_number = 1 AND line = 1", "chain"),
        ("UPDATE movement SET member_id = 2 WHERE entry_number = 1 AND line = 1", "chain"),
        ("DELETE FROM movement WHERE entry_number = 1 AND line = 1", "chain"),
        ("UPDATE journal_entry SET reason = 'other' WHERE number = 2", "chain"),
        ("UPDATE journal_entry SET hash = 'x' WHERE number = 1", "chain"),
        ("UPDATE journal_entry SET recorded_by = NULL WHERE number = 3", "chain"),
        ("UPDATE movement SET amount = amount + 1 WHERE entry_number = 1 AND line = 1", "replay"),
        (
            "UPDATE movement SET amount = amount + 1 WHERE entry_number = 1 AND line = 1",
            "ledger_balances",
        ),
        (
            "UPDATE movement SET amount = amount + 1 WHERE kind = 'principal_repaid'",
            "rollup_ledger",
        ),
        ("UPDATE movement SET kind = 'other_income' WHERE entry_number = 1 AND line = 1", "replay"),
        (
            "UPDATE constitution_version SET body = replace(body, 'wednesday', 'thursday')",
            "constitution",
        ),
        ("UPDATE constitution_version SET votes_for = votes_for + 1", "constitution"),
        ("UPDATE constitution_version SET hash = 'x'", "constitution"),
    ],
)
def test_a_ledger_that_was_changed_is_found_out(
    session: Session, change: str, expected: str
) -> None:
    world = a_busy_group(session)

    tamper(session, change)

    assert Check(expected) in found(world)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE rollup_month SET savings_minor = savings_minor + 1 WHERE gender = 'F'", "rollup"),
        ("UPDATE rollup_month SET meetings_attended = 0", "rollup"),
        ("DELETE FROM rollup_month", "rollup_ledger"),
        ("UPDATE loan SET principal_left = principal_left + 1 WHERE loan_id = 1001001", "loans"),
        ("DELETE FROM loan WHERE loan_id = 1001002", "loans"),
        ("UPDATE group_position SET cash_loan_fund = cash_loan_fund + 1", "position"),
        ("UPDATE group_position SET members_f = 0", "position"),
        ("UPDATE group_position SET books = replace(books, '\"1\":', '\"7\":')", "books"),
        (OFF_BALANCE, "trial_balance"),
        ("UPDATE member SET left_on = NULL WHERE member_id = 9", "roster"),
        ("UPDATE attendance SET state = 'late' WHERE member_id = 1", "facts"),
        ("DELETE FROM attendance WHERE member_id = 2", "facts"),
        ("DELETE FROM breach", "facts"),
        ("UPDATE meeting SET savings = savings + 1 WHERE number = 1", "facts"),
    ],
)
def test_derived_tables_that_were_changed_are_found_and_mended(
    session: Session, change: str, expected: str
) -> None:
    world = a_busy_group(session)

    session.execute(text(change))
    session.expire_all()
    seen = found(world)
    rebuild_group(session, world.group_id)
    session.expire_all()

    assert Check(expected) in seen
    assert is_sound(world)
    assert [m.member for m in world.ground().roster.members.values() if m.left_on] == [9]


def test_a_rebuild_changes_nothing_that_is_sound(session: Session) -> None:
    world = a_busy_group(session)
    before = (world.ground().position, world.ground().roster, len(entries(world)))

    rebuild_group(session, world.group_id)
    session.expire_all()

    assert (world.ground().position, world.ground().roster, len(entries(world))) == before


def test_a_life_of_two_cycles_is_proved_from_the_first_day(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1)
    confirm(world, propose(world))
    open_next(world, {1: 1, 2: 2})
    meet(world, 1, held_on=HELD_ON + timedelta(weeks=1))

    assert is_sound(world)
    rebuild_group(session, world.group_id)
    session.expire_all()
    assert is_sound(world)


def test_opening_books_that_were_changed_are_found(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1)
    confirm(world, propose(world))
    open_next(world, {})
    changed = text("UPDATE cycle SET opening_books = replace(opening_books, :old, :new)")

    solidarity = world.ground().books.balances[Account.CASH_SOLIDARITY]
    pair = {"old": f'"cash_solidarity":{solidarity}', "new": '"cash_solidarity":1'}
    session.execute(changed, pair)
    session.expire_all()

    assert Check.OPENING in found(world)
    assert Check.BOOKS in found(world)


def test_a_document_that_takes_a_box_below_zero_is_found(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1)
    document = body_of(world, 1) | {"expenses": [{"amount_minor": 9 * 10**6, "what": "roof"}]}

    tamper(session, "UPDATE journal_entry SET document = :text", text=pack(json.dumps(document)))

    assert Check.FUND_BELOW_ZERO in found(world)


def test_a_document_that_reads_otherwise_or_not_at_all_is_found(session: Session) -> None:
    world = a_busy_group(session)
    changed = "UPDATE journal_entry SET document = :text WHERE number = 1"

    tamper(session, changed, text=pack(json.dumps(body_of(world, 1)) + " "))
    assert Check.CHAIN in found(world)

    tamper(session, changed, text=b"{}")
    assert verify_group(session, world.group_id) == [
        Finding(world.group_id, Check.CHAIN, "a document cannot be unpacked")
    ]


def test_a_version_of_the_rules_that_was_changed_is_named_and_the_next_one_stands(
    session: Session,
) -> None:
    world = a_group(session, members=8)
    adopt_rules(world, a_constitution(cycle_weeks=40), TODAY, voters=8)

    tamper(session, "UPDATE constitution_version SET body = replace(body, '52', '99')")

    wrong = [each for each in verify_group(session, world.group_id) if each.check == "constitution"]
    assert [each.where for each in wrong] == ["version 1"]


def test_a_finding_names_nobody(session: Session) -> None:
    world = a_busy_group(session)
    tamper(session, "UPDATE movement SET amount = amount + 1 WHERE entry_number = 1 AND line = 1")

    findings = verify_group(session, world.group_id)

    assert {finding.group_id for finding in findings} == {world.group_id}
    assert "entry 1: hash" in {finding.where for finding in findings}
    assert all("Member" not in finding.where for finding in findings)


def test_who_is_enrolled_later_is_expected_from_her_first_day(session: Session) -> None:
    world = a_busy_group(session)
    joined = a_person(12, joined_on=(world.opened_on + timedelta(weeks=1)).isoformat())

    enrol(
        session,
        world.facilitator,
        group_id=world.group_id,
        person=joined,
        now=world.group.created_at,
    )
    session.expire_all()

    assert is_sound(world)
