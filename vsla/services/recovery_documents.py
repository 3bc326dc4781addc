"""The documents that bring an empty group to the state of a recovery sheet, to the unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vsla.domain.constitution import Fund, Offence
from vsla.domain.document import SCHEMA_VERSION, Channel, Direction
from vsla.domain.loans import loan_id, up_front_charge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from vsla.domain.constitution import Constitution
    from vsla.domain.money import Minor
    from vsla.services.recovery_state import CarriedLoan, CarriedState

CYCLE = 1
"""On the new system the cycle is the group's first."""


@dataclass(slots=True)
class _Day:
    """What is told again of one day: loans given and money paid on them, by place in the state."""

    granted: list[tuple[int, CarriedLoan]] = field(default_factory=list)
    paid: list[tuple[int, Minor]] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """Money of one fund along the documents; minor units."""

    running: Minor = 0
    lowest: Minor = 0

    def move(self, amount: Minor) -> None:
        """Let money come or go, and remember the lowest the box would have stood."""
        self.running += amount
        self.lowest = min(self.lowest, self.running)


def documents(
    state: CarriedState,
    ids: Mapping[int, int],
    rules_on: Callable[[date], Constitution],
) -> list[dict[str, Any]]:
    """Write the documents: the opening, each day of an open loan, and where the group stands now.

    Loans are given and paid again on their own days, so that they go on as they would have. All
    other money that came and went is one sum: what the boxes hold beside it.

    Args:
        state: of the sheet.
        ids: members by passbook number, all of them.
        rules_on: the constitution in force on a day.

    Returns:
        Meeting documents in JSON, in the order of their days.
    """
    start = state.starts_on
    price = rules_on(state.held_on).share_value
    old_fines = dict(state.old_fines)
    joined_on = {m.no: m.joined_on for m in state.members}
    early = {m.no for m in state.members if m.shares and m.joined_on <= start}
    days = _days(state)
    last = max(state.meeting, len(days) + 1)
    opening, closing = _document(0, start, state), _document(last, state.held_on, state)
    for member in state.members:
        if member.shares:
            row = {"member": ids[member.no], "count": member.shares}
            (opening if member.no in early else closing)["shares_bought"].append(row)
        new_fines = member.fines - old_fines.get(member.no, 0)
        if new_fines:
            fine = {"offence": str(Offence.OTHER), "amount_minor": new_fines}
            closing["fines_charged"].append({"member": ids[member.no], **fine})
    for no, name, row in _carried(state):
        joined = joined_on[no]
        (opening if joined <= start else closing)[name].append({"member": ids[no], **row})
    made = [opening]
    lines: dict[int, int] = {}
    for place, on in enumerate(sorted(days)):
        made.append(_loans(last - len(days) + place, on, days[on], state, ids, lines))
    made.append(closing)
    paid_early = price * sum(m.shares for m in state.members if m.no in early)
    paid_late = price * sum(m.shares for m in state.members if m.no not in early)
    _fill(state, days, rules_on, Fund.LOAN_FUND, opening, closing, (paid_early, paid_late))
    _fill(state, days, rules_on, Fund.SOLIDARITY_FUND, opening, closing, (0, 0))
    return made


def _document(meeting: int, on: date, state: CarriedState) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "cycle": CYCLE,
        "meeting": meeting,
        "held_on": on.isoformat(),
        "shares_bought": [],
        "fines_charged": [],
        "other_income": [],
        "expenses": [],
        "transfers": [],
        "carried_loans": [],
        "carried_fines": [],
        "carried_payables": [],
        "note": f"{state.code} {state.entry} {state.hash}",
    }


def _carried(state: CarriedState) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Say what an earlier share-out left open: passbook number, list of the document, and row."""
    for line, debt in enumerate(state.debts, start=1):
        days = {"granted_on": debt.granted_on.isoformat(), "due_on": debt.due_on.isoformat()}
        row = {"line": line, "amount_minor": debt.amount, "solidarity": debt.solidarity, **days}
        yield debt.no, "carried_loans", row
    for name, pairs in (("carried_fines", state.old_fines), ("carried_payables", state.payables)):
        for no, amount in pairs:
            yield no, name, {"amount_minor": amount}


def _days(state: CarriedState) -> dict[date, _Day]:
    days: dict[date, _Day] = {}
    for place, loan in enumerate(state.loans):
        days.setdefault(loan.granted_on, _Day()).granted.append((place, loan))
        for on, amount in loan.payments:
            days.setdefault(on, _Day()).paid.append((place, amount))
    return days


def _loans(
    meeting: int,
    on: date,
    day: _Day,
    state: CarriedState,
    ids: Mapping[int, int],
    lines: dict[int, int],
) -> dict[str, Any]:
    """Give and pay loans of one day; ``lines`` keeps the id of each loan by its place."""
    made = _document(meeting, on, state)
    made["loans_granted"], made["solidarity_loans"] = [], []
    for line, (place, loan) in enumerate(day.granted, start=1):
        lines[place] = loan_id(CYCLE, meeting, line)
        row = {"line": line, "member": ids[loan.no], "amount_minor": loan.principal}
        if loan.solidarity:
            weeks = (loan.due_on - loan.granted_on).days // 7
            made["solidarity_loans"].append({**row, "need": "other", "weeks": weeks})
        else:
            made["loans_granted"].append({**row, "term": loan.term})
    made["repayments"] = [
        {"loan": lines[place], "amount_minor": amount} for place, amount in day.paid
    ]
    return made


def _fill(
    state: CarriedState,
    days: Mapping[date, _Day],
    rules_on: Callable[[date], Constitution],
    fund: Fund,
    opening: dict[str, Any],
    closing: dict[str, Any],
    shares: tuple[Minor, Minor],
) -> None:
    """Put into a box what it needs in order to end as the sheet says, and never below zero.

    Args:
        state: of the sheet.
        days: of the open loans.
        rules_on: the constitution in force on a day.
        fund: which box.
        opening: the first document.
        closing: the last one.
        shares: paid for shares at the opening and at the end, minor units.
    """
    of_solidarity = fund is Fund.SOLIDARITY_FUND
    box, bank = state.boxes[1::2] if of_solidarity else state.boxes[::2]
    flow = _Flow()
    flow.move(shares[0])
    for on in sorted(days):
        charge = rules_on(on).charge
        for _place, loan in days[on].granted:
            if loan.solidarity is of_solidarity:
                fee = 0 if of_solidarity else up_front_charge(loan.principal, charge, loan.term)
                flow.move(fee - loan.principal)
        flow.move(
            sum(
                amount
                for place, amount in days[on].paid
                if state.loans[place].solidarity is of_solidarity
            )
        )
    missing = box + bank - flow.running - shares[1]
    income = max(missing, -flow.lowest, 0)
    # What came in ahead of its time, so that the box could lend, goes out again at the end.
    for document, name, amount in (
        (opening, "other_income", income),
        (closing, "expenses", income - missing),
    ):
        if amount:
            row = {"fund": str(fund), "amount_minor": amount, "what": state.code}
            document[name].append(row)
    if bank:
        to_bank = {"direction": str(Direction.TO_BANK), "channel": str(Channel.BANK)}
        closing["transfers"].append({**to_bank, "fund": str(fund), "amount_minor": bank})
