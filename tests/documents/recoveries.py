"""Groups whose recovery sheet is printed, and the empty programme that takes them over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tests.builders import GroupWorld, a_group, a_person, a_programme, meet
from tests.domain_builders import a_constitution
from tests.remembered_rows import remembered
from vsla.services.enrol_member import enrol
from vsla.services.paper_code import key_from
from vsla.services.papers.recovery import RecoverySheet, recovery_sheet
from vsla.services.recover_group import read_sheet, recover
from vsla.services.recovery_state import state_to_json
from vsla.services.recovery_text import write_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.models import Group

NOW = datetime(2035, 1, 1, 8, 0, tzinfo=UTC)
ON = date(2023, 4, 20)
KEY = key_from("a key that is long enough and only for tests")


def a_lending_group(session: Session, members: int = 12, **rules: Any) -> GroupWorld:
    """A group with loans of both funds, payments, fines, money at the bank and a newcomer.

    One that lent before on an empty database is remembered.
    """
    name = repr(("a lending group", members, sorted(rules.items())))
    known = remembered(session, name, lambda: _lend(session, members, rules))
    return replace(known, session=session)


def _lend(session: Session, members: int, rules: dict[str, Any]) -> GroupWorld:
    usual: dict[str, Any] = {
        "lending_from_meeting": 1,
        "loan_meeting_every": 1,
        "solidarity_loans": True,
        "guarantors": 0,
    }
    constitution = a_constitution(**{**usual, **rules})
    world = a_group(session, a_programme(session), members=members, constitution=constitution)
    meet(world, 1, shares=dict.fromkeys(world.members, 5))
    loans = [{"line": 1, "member": 1, "amount_minor": 900_000, "term": 2}]
    helps = [{"line": 2, "member": 2, "need": "illness", "amount_minor": 100_000, "weeks": 4}]
    meet(world, 2, loans_granted=loans, solidarity_loans=helps)
    person = a_person(members + 1)
    person["joined_on"] = "2023-01-15"
    enrol(session, world.facilitator, group_id=world.group_id, person=person, now=NOW)
    more = [{"line": 1, "member": 3, "amount_minor": 700_000, "term": 3}]
    paid = [
        {"loan": 1_002_001, "amount_minor": 250_000},
        {"loan": 1_002_002, "amount_minor": 40_000},
    ]
    meet(world, 3, loans_granted=more, repayments=paid, shares={members + 1: 4, 1: 1})
    bank = [
        {"direction": "to_bank", "channel": "bank", "fund": fund, "amount_minor": amount}
        for fund, amount in (("loan_fund", 300_000), ("solidarity_fund", 50_000))
    ]
    fine = [{"member": 5, "offence": "late", "amount_minor": 10_000}]
    spent = [{"fund": "loan_fund", "amount_minor": 55_000, "what": "box"}]
    meet(world, 4, transfers=bank, fines_charged=fine, expenses=spent, shares={2: 3})
    return world


def sheet_of(world: GroupWorld, on: date = ON) -> RecoverySheet:
    """Reckon the sheet as the facilitator."""
    return recovery_sheet(world.session, world.facilitator, world.group_id, on=on)


def text_of(sheet: RecoverySheet, key: bytes = KEY) -> str:
    """Write the text of its square."""
    return write_text(key, state_to_json(sheet.state))


def taken_over(
    session: Session, text: str, actor: Actor | None = None, zone_id: int = 0, **more: Any
) -> tuple[Actor, Group]:
    """Open the group again in a programme that knows nothing of it."""
    if actor is None:
        programme = a_programme(session)
        actor, zone_id = programme.officer, programme.zone_id
    sheet = read_sheet(KEY, text)
    return actor, recover(session, actor, sheet=sheet, zone_id=zone_id, now=NOW, **more)


def told(sheet: RecoverySheet) -> list[tuple[int, str, int, int, int]]:
    """List the members of a sheet with what they saved and owe."""
    return [
        (n.member.passbook_number, n.member.name, n.shares, n.owes, n.fines) for n in sheet.lines
    ]
