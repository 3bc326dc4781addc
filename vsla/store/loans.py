"""The list of loans: derived from books and postings, written when a loan changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from vsla.domain.ledger import Kind
from vsla.domain.loans import loan_id, loan_to_json, up_front_charge
from vsla.store.canonical import to_text
from vsla.store.fast import Writing
from vsla.store.models import LoanRow
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.facts import Posting
    from vsla.domain.ledger import Movement
    from vsla.domain.loans import Loan

_LOAN = table_of(LoanRow)
_COLUMNS = tuple(column.name for column in _LOAN.columns)
_WRITTEN = tuple(name for name in _COLUMNS if name not in {"group_id", "purpose", "activity"})
"""What follows from the books alone; what a loan is for is said once, when it is granted."""
_INSERT = Writing(insert(_LOAN), *_COLUMNS)
_UPDATE = Writing(
    update(_LOAN).where(
        _LOAN.c.group_id == bindparam("of_group"), _LOAN.c.loan_id == bindparam("of_loan")
    ),
    *_WRITTEN,
    "of_group",
    "of_loan",
)
_PRINCIPAL = (Kind.PRINCIPAL_REPAID, Kind.PRINCIPAL_SET_OFF, Kind.SOLIDARITY_REPAID)
_INTEREST = (Kind.INTEREST_PAID, Kind.INTEREST_SET_OFF)
_PENALTY = (Kind.PENALTY_PAID, Kind.PENALTY_SET_OFF)
_WRITTEN_OFF = (Kind.LOAN_WRITTEN_OFF, Kind.SOLIDARITY_WRITTEN_OFF)


def write_loans(
    session: Session, group_id: int, before: Books, steps: Sequence[tuple[date, Posting]]
) -> None:
    """Bring the list of loans from one state of the books to a later one.

    At most two statements, whatever the number of loans and postings.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        before: the books that the list agrees with now.
        steps: days and postings that follow on them, in order.
    """
    rows: dict[int, dict[str, Any]] = {}
    open_before = before.loans
    for day, posting in steps:
        for number, loan in posting.books.loans.items():
            if open_before.get(number) != loan:
                rows[number] = {**rows.get(number, {}), **_open_row(loan)}
        for fact in posting.loans:
            if fact.loan in rows:
                rows[fact.loan] |= {"purpose": fact.purpose, "activity": fact.activity}
        for number in open_before.keys() - posting.books.loans.keys():
            loan = open_before[number]
            closing = _closed_row(loan, posting.movements, day)
            rows[number] = {**rows.get(number, {}), **closing}
        open_before = posting.books.loans
    granted = [number for number in rows if number not in before.loans]
    _insert(session, group_id, [rows[number] for number in granted])
    _update(session, group_id, [row for number, row in rows.items() if number in before.loans])


def reset_loans(session: Session, group_id: int, opening: Books) -> None:
    """Bring the list of loans back to the opening of a cycle, before the cycle is told again.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        opening: the opening books of that cycle.
    """
    first = loan_id(opening.cycle, 0, 0)
    session.execute(delete(_LOAN).where(_LOAN.c.group_id == group_id, _LOAN.c.loan_id >= first))
    _update(session, group_id, [_open_row(loan) for loan in opening.loans.values()])


def _open_row(loan: Loan) -> dict[str, Any]:
    written = loan_to_json(loan)
    paid = loan.payments
    up_front = 0 if loan.solidarity else up_front_charge(loan.principal, loan.charge, loan.term)
    return {
        "loan_id": loan.loan,
        "member_id": loan.member,
        "granted_on": loan.granted_on,
        "due_on": loan.due_on,
        "term": loan.term,
        "principal": loan.principal,
        "solidarity": loan.solidarity,
        "charge": to_text(written["charge"]),
        "penalty": to_text(written.get("penalty", [])),
        "principal_left": loan.principal - sum(payment.principal for payment in paid),
        "interest_paid": up_front + sum(payment.interest for payment in paid),
        "penalty_paid": sum(payment.penalty for payment in paid),
        "written_off": 0,
        "settled_on": None,
    }


def _closed_row(loan: Loan, movements: Iterable[Movement], day: date) -> dict[str, Any]:
    """Add to what was paid before what the closing posting itself moved."""
    row = _open_row(loan)
    sums = dict.fromkeys((_PRINCIPAL, _INTEREST, _PENALTY, _WRITTEN_OFF), 0)
    for movement in movements:
        for kinds in sums:
            if movement.loan == loan.loan and movement.kind in kinds:
                sums[kinds] += movement.amount
    return row | {
        "principal_left": 0,
        "interest_paid": row["interest_paid"] + sums[_INTEREST],
        "penalty_paid": row["penalty_paid"] + sums[_PENALTY],
        "written_off": sums[_WRITTEN_OFF],
        "settled_on": day,
    }


def _insert(session: Session, group_id: int, rows: list[dict[str, Any]]) -> None:
    blank = {"group_id": group_id, "purpose": "", "activity": ""}
    whole = [blank | row for row in rows]
    _INSERT.run(session, *(tuple([row[name] for name in _COLUMNS]) for row in whole))


def _update(session: Session, group_id: int, rows: list[dict[str, Any]]) -> None:
    values = [(*(row[name] for name in _WRITTEN), group_id, row["loan_id"]) for row in rows]
    _UPDATE.run(session, *values)


def list_loans(
    session: Session, group_id: int, *, still_open: bool | None = None, member: int | None = None
) -> list[LoanRow]:
    """List loans of a group, open ones first, the oldest first.

    Args:
        session: any.
        group_id: whose.
        still_open: True for open ones only, False for settled ones only.
        member: only hers.

    Returns:
        Loans with where they stand.
    """
    query = select(LoanRow).where(LoanRow.group_id == group_id)
    if still_open is not None:
        settled = LoanRow.settled_on.is_(None)
        query = query.where(settled if still_open else ~settled)
    if member is not None:
        query = query.where(LoanRow.member_id == member)
    order = (LoanRow.settled_on.is_not(None), LoanRow.granted_on, LoanRow.loan_id)
    return list(session.scalars(query.order_by(*order)))
