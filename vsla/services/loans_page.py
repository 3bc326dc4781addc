"""Read what the page of one loan shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Kind
from vsla.domain.loans import days_late, owed, schedule
from vsla.services import access, books
from vsla.store import members
from vsla.store.models import JournalEntry, LoanRow, MovementRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.loans import Instalment, Loan, Owed
    from vsla.domain.money import Minor
    from vsla.services.access import Actor
    from vsla.store.models import Group, Member

_PAYMENTS = (
    Kind.PRINCIPAL_REPAID,
    Kind.INTEREST_PAID,
    Kind.PENALTY_PAID,
    Kind.SOLIDARITY_REPAID,
    Kind.PRINCIPAL_SET_OFF,
    Kind.INTEREST_SET_OFF,
    Kind.PENALTY_SET_OFF,
    Kind.LOAN_WRITTEN_OFF,
    Kind.SOLIDARITY_WRITTEN_OFF,
)


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan and where it stands.

    Attributes:
        row: as stored.
        borrower: whose.
        owed: on the day looked at; None when it is settled.
        days_late: on that day.
    """

    row: LoanRow
    borrower: Member
    owed: Owed | None
    days_late: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What a meeting brought on a loan; ``amount`` in minor units."""

    entry_number: int
    occurred_on: date
    cycle: int
    meeting: int | None
    kind: Kind
    amount: Minor


@dataclass(frozen=True, slots=True)
class LoanPage:
    """One loan with its plan and payments.

    Attributes:
        group: whose.
        line: where it stands.
        loan: with its terms while it is open, else None.
        plan: equal parts, while it is open.
        payments: as the ledger has them, what was reversed left out.
    """

    group: Group
    line: LoanLine
    loan: Loan | None
    plan: tuple[Instalment, ...]
    payments: tuple[Payment, ...]


def _line(row: LoanRow, people: dict[int, Member], loan: Loan | None, on: date) -> LoanLine:
    if loan is None:
        return LoanLine(row, people[row.member_id], None, 0)
    return LoanLine(row, people[row.member_id], owed(loan, on), days_late(loan, on))


def loan_page(session: Session, actor: Actor, *, group_id: int, loan_id: int, on: date) -> LoanPage:
    """Load one loan.

    Args:
        session: to read with.
        actor: who looks.
        group_id: whose.
        loan_id: which.
        on: the day the debt is reckoned for.

    Returns:
        Terms, plan, payments and what is owed.

    Raises:
        NotFoundError: not the actor's group, or no such loan.
    """
    group = access.group_for(session, actor, group_id, *access.READERS)
    row = session.get(LoanRow, (group_id, loan_id))
    if row is None:
        raise NotFoundError
    loan = books.load(session, group).books.loans.get(loan_id)
    people = {m.member_id: m for m in members.list_members(session, group_id)}
    return LoanPage(
        group=group,
        line=_line(row, people, loan, on),
        loan=loan,
        plan=schedule(loan) if loan else (),
        payments=_payments(session, group_id, loan_id),
    )


def _payments(session: Session, group_id: int, loan_id: int) -> tuple[Payment, ...]:
    """Read payments of entries that stand: a reversed entry and its reversal cancel out."""
    undone = select(JournalEntry.reverses).where(
        JournalEntry.group_id == group_id, JournalEntry.reverses.is_not(None)
    )
    query = (
        select(
            JournalEntry.number,
            JournalEntry.occurred_on,
            JournalEntry.cycle,
            JournalEntry.meeting,
            MovementRow.kind,
            MovementRow.amount,
        )
        .join(
            MovementRow,
            (MovementRow.group_id == JournalEntry.group_id)
            & (MovementRow.entry_number == JournalEntry.number),
        )
        .where(
            JournalEntry.group_id == group_id,
            JournalEntry.reverses.is_(None),
            JournalEntry.number.not_in(undone),
            MovementRow.loan_id == loan_id,
            MovementRow.kind.in_(_PAYMENTS),
        )
        .order_by(JournalEntry.occurred_on, JournalEntry.number, MovementRow.line)
    )
    return tuple(Payment(*row) for row in session.execute(query))
