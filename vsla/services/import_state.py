"""From the lines of a group to the state that is carried: rules, members, balances, loans."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.money import CURRENCIES, PPM
from vsla.services.recovery_state import (
    CarriedLoan,
    CarriedMember,
    CarriedPost,
    CarriedRules,
    CarriedState,
)
from vsla.store.canonical import digest

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.errors import Problem
    from vsla.services.import_lines import Book, Line

_BOXES = ("box_loan_fund", "box_solidarity", "bank_loan_fund", "bank_solidarity")
_PERCENT = PPM // 100
_SHARES_MAX = 5
_CHARGE = 10
_WEEKS_OF_PERIOD = 4


def state_of(book: Book, line: Line) -> tuple[CarriedState, list[Problem]]:
    """Put together what a file says of a group.

    Args:
        book: the whole file.
        line: of the group; what its sheet must have, this line and those of the group have.

    Returns:
        The state, and what is wrong with it.
    """
    code = line.text("code").upper()
    opened_on, share_out_on = line.day("opened_on"), line.day("share_out_on")
    formed_on = line.day("formed_on")
    assert opened_on is not None, "a line without its days was refused"
    assert share_out_on is not None, "the same"
    assert formed_on is not None, "the same"
    people = book.of_group("members", code)
    held_on = line.day("held_on") or opened_on
    loans, problems = _loans(book, code, people, held_on)
    owing = loans or any(each.count("shares") for each in people)
    if owing and "box_loan_fund" not in line.cells:
        problems.append(line.problem("box_loan_fund", Code.MISSING))
    if owing and line.day("held_on") is None:
        problems.append(line.problem("held_on", Code.MISSING))
    currency = line.text("currency").upper()
    step = CURRENCIES[currency].cash_step if currency in CURRENCIES else 1
    state = CarriedState(
        code=code,
        name=line.text("name"),
        place=line.text("place"),
        zone=line.text("zone"),
        currency=currency,
        cash_step=step,
        formed_on=formed_on,
        cycle=1,
        opened_on=opened_on,
        share_out_on=share_out_on,
        meeting=line.count("meeting"),
        held_on=held_on,
        entry=0,
        hash=digest(repr(sorted(line.cells.items(), key=str)))[:12],
        boxes=tuple(line.count(name) for name in _BOXES),
        rules=(),
        members=tuple(_member(each, opened_on) for each in people),
        posts=tuple(_posts(people)),
        loans=tuple(loans),
        by_hand=(),
    )
    problems += _not_before(line, state)
    return _with_rules(state, line, len(people)), problems


def _not_before(line: Line, state: CarriedState) -> list[Problem]:
    """Note days that are out of order."""
    found = []
    if state.held_on < state.opened_on:
        day = state.opened_on.isoformat()
        found.append(line.problem("held_on", Code.DATE_BEFORE_CYCLE, opened_on=day))
    if state.share_out_on <= state.opened_on:
        day = state.opened_on.isoformat()
        found.append(line.problem("share_out_on", Code.DATE_BEFORE_CYCLE, opened_on=day))
    return found


def _with_rules(state: CarriedState, line: Line, present: int) -> CarriedState:
    """Give the group the rules of its line, adopted by everybody on its first day."""
    body = {
        "share_value_minor": line.count("share_value"),
        "shares_max": line.count("shares_max", _SHARES_MAX),
        "solidarity_contribution_minor": line.count("solidarity"),
        "charge": {
            "basis": "flat_period",
            "period": "four_weeks",
            "rate_ppm": line.count("charge_percent", _CHARGE) * _PERCENT,
            "stops_at_term": True,
        },
    }
    rules = CarriedRules(state.starts_on, max(present, 1), max(present, 1), 0, body)
    return replace(state, rules=(rules,))


def is_carried(state: CarriedState) -> bool:
    """Tell whether a group comes in the middle of its cycle."""
    saved = any(member.shares or member.fines for member in state.members)
    return bool(saved or state.loans or any(state.boxes))


def _member(line: Line, opened_on: date) -> CarriedMember:
    return CarriedMember(
        no=line.count("passbook"),
        name=line.text("name"),
        gender=line.text("sex").upper() or "unknown",
        sign="",
        joined_on=line.day("joined_on") or opened_on,
        shares=line.count("shares"),
        fines=line.count("fines"),
    )


def _posts(people: list[Line]) -> list[CarriedPost]:
    return [
        CarriedPost(line.text("post").lower(), line.count("passbook"), len(people), 0)
        for line in people
        if line.text("post")
    ]


def _loans(
    book: Book, code: str, people: list[Line], held_on: date
) -> tuple[list[CarriedLoan], list[Problem]]:
    known = {line.count("passbook") for line in people}
    loans, problems = [], []
    for line in book.of_group("loans", code):
        number, granted_on = line.count("passbook"), line.day("granted_on")
        if number not in known:
            problems.append(line.problem("passbook", Code.IMPORT_NO_PASSBOOK, number=number))
        assert granted_on is not None, "a line without its day was refused"
        paid_on = line.day("repaid_on") or held_on
        if not granted_on <= paid_on <= held_on:
            day = granted_on.isoformat()
            problems.append(line.problem("repaid_on", Code.DATE_BEFORE_CYCLE, opened_on=day))
        paid = ((paid_on, line.count("repaid")),) if line.count("repaid") else ()
        weeks = line.count("term") * _WEEKS_OF_PERIOD
        loans.append(
            CarriedLoan(
                no=number,
                granted_on=granted_on,
                term=line.count("term"),
                principal=line.count("principal"),
                solidarity=False,
                due_on=granted_on + timedelta(weeks=weeks),
                payments=paid,
            )
        )
    return loans, problems
