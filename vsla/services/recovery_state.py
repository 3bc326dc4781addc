"""The state of a group as a recovery sheet carries it, and back: columns of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from vsla.domain.codes import Code
from vsla.domain.constitution import ChargeBasis, PenaltyKind
from vsla.domain.constitution_form import constitution_from_json, constitution_to_json
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.domain.ledger import Account
from vsla.domain.loans import grant, owed, pay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vsla.domain.constitution import Constitution
    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor

BOXES = (
    Account.CASH_LOAN_FUND,
    Account.CASH_SOLIDARITY,
    Account.BANK,
    Account.BANK_SOLIDARITY,
)
"""The money of a group, in the order of the sheet."""


@dataclass(frozen=True, slots=True)
class CarriedRules:
    """A version of the rules and its vote; ``body`` holds only what is not usual."""

    adopted_on: date
    present: int
    votes_for: int
    votes_against: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CarriedMember:
    """A member who belongs; ``fines`` in minor units."""

    no: int
    name: str
    gender: str
    sign: str
    joined_on: date
    shares: int
    fines: Minor


@dataclass(frozen=True, slots=True)
class CarriedPost:
    """Who holds a post, by passbook number."""

    post: str
    no: int
    votes_for: int
    votes_against: int


@dataclass(frozen=True, slots=True)
class CarriedLoan:
    """An open loan as it was granted, with each payment; minor units."""

    no: int
    granted_on: date
    term: int
    principal: Minor
    solidarity: bool
    due_on: date
    payments: tuple[tuple[date, Minor], ...]


@dataclass(frozen=True, slots=True)
class CarriedDebt:
    """What is left today of a loan that a share-out left open: overdue, and without charge."""

    no: int
    granted_on: date
    due_on: date
    amount: Minor
    solidarity: bool


@dataclass(frozen=True, slots=True)
class CarriedState:
    """All that a recovery sheet carries of a group.

    Attributes:
        code: of the group.
        name: of the group.
        place: where it meets.
        zone: name of its zone.
        currency: ISO code.
        cash_step: minor units.
        formed_on: day of the forming.
        cycle: number of the running cycle.
        opened_on: its first day.
        share_out_on: planned end.
        meeting: number of the last meeting, 0 before the first.
        held_on: its day, or the first day of the cycle.
        entry: number of the last entry.
        hash: of it, shortened.
        boxes: money in the order of ``BOXES``, minor units.
        rules: versions in force since the first day that counts, the oldest first.
        members: in passbook order.
        posts: as held now.
        loans: open ones of running terms, the oldest first.
        debts: of loans that an earlier share-out left open, the oldest first.
        old_fines: by passbook number, the part of ``fines`` that an earlier share-out had put on
            the books, minor units.
        payables: by passbook number, what the group owes from an earlier share-out, minor units.
        by_hand: passbook number and what stands on the paper but cannot be carried, minor units:
            above zero what she owes, below zero what the group owes her.
    """

    code: str
    name: str
    place: str
    zone: str
    currency: str
    cash_step: Minor
    formed_on: date
    cycle: int
    opened_on: date
    share_out_on: date
    meeting: int
    held_on: date
    entry: int
    hash: str
    boxes: tuple[Minor, ...]
    rules: tuple[CarriedRules, ...]
    members: tuple[CarriedMember, ...]
    posts: tuple[CarriedPost, ...]
    loans: tuple[CarriedLoan, ...]
    by_hand: tuple[tuple[int, Minor], ...]
    debts: tuple[CarriedDebt, ...] = ()
    old_fines: tuple[tuple[int, Minor], ...] = ()
    payables: tuple[tuple[int, Minor], ...] = ()

    @property
    def starts_on(self) -> date:
        """Give the first day that counts: of the cycle, or of an older loan."""
        return min([self.opened_on, *(loan.granted_on for loan in self.loans)])


def unusual(rules: Constitution) -> dict[str, Any]:
    """Give what a constitution says beside the usual rules; ``constitution_from_json`` reads it."""
    usual = constitution_to_json(constitution_from_json({"share_value_minor": rules.share_value}))
    said = constitution_to_json(rules)
    body = {name: value for name, value in said.items() if usual[name] != value}
    return {"share_value_minor": rules.share_value, **body}


def carried_loan(loan: Loan, no: int, rules: Constitution) -> CarriedLoan | None:
    """Carry a loan, if granting and paying it again gives the same loan to the last unit.

    Args:
        loan: open.
        no: passbook number of the borrower.
        rules: in force on the day it was granted.

    Returns:
        The loan, or None where it cannot be told again.
    """
    paid = tuple((p.paid_on, p.penalty + p.interest + p.principal) for p in loan.payments)
    again = grant(
        loan=loan.loan,
        member=loan.member,
        granted_on=loan.granted_on,
        term=loan.term,
        principal=loan.principal,
        charge=rules.charge,
        penalty=rules.penalty,
        solidarity=loan.solidarity,
        due_on=loan.due_on if loan.solidarity else None,
    )
    for on, amount in paid:
        again, _payment, _too_much = pay(again, amount, on)
    if again != loan:
        return None
    return CarriedLoan(
        no, loan.granted_on, loan.term, loan.principal, loan.solidarity, loan.due_on, paid
    )


def carried_debt(loan: Loan, no: int, on: date) -> CarriedDebt | None:
    """Carry what is left of a loan that costs nothing any more.

    Args:
        loan: open, and not told again by ``carried_loan``.
        no: passbook number of the borrower.
        on: the day.

    Returns:
        The debt, or None where the loan still bears a charge or a penalty.
    """
    if loan.charge.basis is not ChargeBasis.FREE or loan.penalty.kind is not PenaltyKind.NONE:
        return None
    return CarriedDebt(no, loan.granted_on, loan.due_on, owed(loan, on).total, loan.solidarity)


def state_to_json(state: CarriedState) -> dict[str, object]:
    """Write a state in columns, with days counted from the first day of the cycle."""
    start = state.opened_on

    def days(on: date) -> int:
        return (on - start).days

    members = state.members
    return {
        "g": [state.code, state.name, state.place, state.zone, state.currency, state.cash_step],
        "c": [
            *(on.isoformat() for on in (state.formed_on, start, state.share_out_on, state.held_on)),
            state.cycle,
            state.meeting,
            state.entry,
            state.hash,
        ],
        "b": list(state.boxes),
        "r": [
            [r.adopted_on.isoformat(), r.present, r.votes_for, r.votes_against, r.body]
            for r in state.rules
        ],
        "m": [
            [m.no for m in members],
            "\n".join(m.name for m in members),
            " ".join(m.gender for m in members),
            " ".join(m.sign or "-" for m in members),
            [days(m.joined_on) for m in members],
            [m.shares for m in members],
            [m.fines for m in members],
        ],
        "p": [[p.post, p.no, p.votes_for, p.votes_against] for p in state.posts],
        "l": [
            [
                *(n.no, days(n.granted_on), n.term, n.principal, int(n.solidarity), days(n.due_on)),
                *(value for on, amount in n.payments for value in (days(on), amount)),
            ]
            for n in state.loans
        ],
        "h": [list(pair) for pair in state.by_hand],
        "d": [
            [n.no, days(n.granted_on), days(n.due_on), n.amount, int(n.solidarity)]
            for n in state.debts
        ],
        "f": [list(pair) for pair in state.old_fines],
        "o": [list(pair) for pair in state.payables],
    }


def state_from_json(source: Mapping[str, Any]) -> CarriedState:
    """Read back what ``state_to_json`` wrote; whether it can be, the services say.

    Raises:
        InvalidDocumentError: RECOVERY_DAMAGED, a part is missing or of another kind.
    """
    try:
        return _state(source)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise InvalidDocumentError([Problem("text", Code.RECOVERY_DAMAGED)]) from error


def _state(source: Mapping[str, Any]) -> CarriedState:
    code, name, place, zone, currency, step = source["g"]
    formed, opened, share_out, held, cycle, meeting, entry, mark = source["c"]
    start = date.fromisoformat(opened)
    return CarriedState(
        code=str(code),
        name=str(name),
        place=str(place),
        zone=str(zone),
        currency=str(currency),
        cash_step=int(step),
        formed_on=date.fromisoformat(formed),
        opened_on=start,
        share_out_on=date.fromisoformat(share_out),
        held_on=date.fromisoformat(held),
        cycle=int(cycle),
        meeting=int(meeting),
        entry=int(entry),
        hash=str(mark),
        boxes=tuple(int(amount) for amount in source["b"]),
        rules=tuple(
            CarriedRules(date.fromisoformat(on), int(here), int(pro), int(contra), dict(body))
            for on, here, pro, contra, body in source["r"]
        ),
        members=_members(source["m"], start),
        posts=tuple(
            CarriedPost(str(post), int(no), int(pro), int(contra))
            for post, no, pro, contra in source["p"]
        ),
        loans=tuple(_loan(row, start) for row in source["l"]),
        by_hand=_pairs(source["h"]),
        # Sheets printed before these were carried lie in boxes.
        debts=tuple(_debt(row, start) for row in source.get("d", ())),
        old_fines=_pairs(source.get("f", ())),
        payables=_pairs(source.get("o", ())),
    )


def _pairs(rows: Sequence[Any]) -> tuple[tuple[int, Minor], ...]:
    return tuple((int(no), int(amount)) for no, amount in rows)


def _debt(row: Sequence[Any], start: date) -> CarriedDebt:
    no, granted, due, amount, solidarity = (int(value) for value in row)
    granted_on, due_on = start + timedelta(days=granted), start + timedelta(days=due)
    return CarriedDebt(no, granted_on, due_on, amount, bool(solidarity))


def _members(columns: Sequence[Any], start: date) -> tuple[CarriedMember, ...]:
    numbers, names, genders, signs, joined, shares, fines = columns
    rows = zip(
        numbers,
        str(names).split("\n"),
        str(genders).split(" "),
        str(signs).split(" "),
        joined,
        shares,
        fines,
        strict=True,
    )
    return tuple(
        CarriedMember(
            int(no),
            name,
            gender,
            "" if sign == "-" else sign,
            start + timedelta(days=int(days)),
            int(count),
            int(owed),
        )
        for no, name, gender, sign, days, count, owed in rows
    )


def _loan(row: Sequence[Any], start: date) -> CarriedLoan:
    no, granted, term, principal, solidarity, due, *paid = (int(value) for value in row)

    def day(count: int) -> date:
        return start + timedelta(days=count)

    payments = tuple((day(on), amount) for on, amount in zip(paid[::2], paid[1::2], strict=True))
    return CarriedLoan(no, day(granted), term, principal, bool(solidarity), day(due), payments)
