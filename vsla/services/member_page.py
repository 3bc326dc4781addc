"""One member's page: her passbook of a cycle, with every correction left in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.errors import NotFoundError
from vsla.domain.loans import days_late, owed
from vsla.domain.statement import lines_of, standing
from vsla.store import passbooks
from vsla.store.models import CommitteeTerm, Cycle, LoanRow, Member

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.statement import Line
    from vsla.services.group_page import Cover


@dataclass(frozen=True, slots=True)
class LoanOfMember:
    """A loan with what settles it on the day, in minor units."""

    row: LoanRow
    owed: int
    interest: int
    penalty: int
    late_days: int


@dataclass(frozen=True, slots=True)
class Passbook:
    """One member's book of one cycle.

    Attributes:
        member: the person.
        cycle: the cycle shown, or None before the first.
        cycles: numbers of all cycles of the group, the newest first.
        lines: the last meeting first; a line put right stands directly behind the line that did.
        shares: of the cycle shown.
        solidarity: paid in the cycle shown, in ``solidarity_times`` payments.
        debt: owed today on all loans; ``fines`` owed today.
        loans: open ones first.
        terms: posts held, the newest first.
    """

    member: Member
    cycle: Cycle | None
    cycles: tuple[int, ...]
    lines: tuple[Line, ...]
    shares: int
    solidarity: int
    solidarity_times: int
    debt: int
    due_on: date | None
    fines: int
    loans: tuple[LoanOfMember, ...]
    terms: tuple[CommitteeTerm, ...]


def passbook(
    session: Session, here: Cover, member_id: int, *, cycle: int | None = None
) -> Passbook:
    """Read one member's book, in a number of statements that does not grow.

    Args:
        session: any.
        here: the cover of her group, which says whose groups may be seen.
        member_id: who.
        cycle: which cycle; None for the latest.

    Returns:
        The book as of the cover's day.

    Raises:
        NotFoundError: no such member or cycle in this group.
    """
    group_id = here.group.group_id
    member = session.get(Member, (group_id, member_id))
    if member is None:
        raise NotFoundError
    cycles = _cycles(session, group_id)
    shown = _choose(cycles, cycle)
    lines = [] if shown is None else _lines(session, member, shown)
    valid = standing(lines)
    loans = _loans(session, here, member)
    debt, due_on = _debt(loans)
    return Passbook(
        member=member,
        cycle=shown,
        cycles=tuple(each.number for each in cycles),
        lines=tuple(lines),
        shares=sum(line.shares for line in valid),
        solidarity=sum(line.solidarity for line in valid),
        solidarity_times=sum(line.solidarity > 0 for line in valid),
        debt=debt,
        due_on=due_on,
        fines=here.books.fines_owed.get(member_id, 0) if here.books is not None else 0,
        loans=tuple(loans),
        terms=tuple(_terms(session, member)),
    )


def _cycles(session: Session, group_id: int) -> Sequence[Cycle]:
    query = select(Cycle).where(Cycle.group_id == group_id).order_by(Cycle.number.desc())
    return session.scalars(query).all()


def _choose(cycles: Sequence[Cycle], number: int | None) -> Cycle | None:
    if number is None:
        return cycles[0] if cycles else None
    found = [each for each in cycles if each.number == number]
    if not found:
        raise NotFoundError
    return found[0]


def _lines(session: Session, member: Member, cycle: Cycle) -> list[Line]:
    """Read the lines of a cycle, the last meeting first."""
    number = member.member_id
    entries, facts = passbooks.read(session, member.group_id, cycle.number, number)
    told = lines_of(
        entries, facts.get(number, ()), joined_on=member.joined_on, left_on=member.left_on
    )
    return told[::-1]


def _loans(session: Session, here: Cover, member: Member) -> list[LoanOfMember]:
    query = (
        select(LoanRow)
        .where(LoanRow.group_id == member.group_id, LoanRow.member_id == member.member_id)
        .order_by(LoanRow.settled_on.is_not(None), LoanRow.granted_on.desc(), LoanRow.loan_id)
    )
    return [_loan(row, here) for row in session.scalars(query)]


def _loan(row: LoanRow, here: Cover) -> LoanOfMember:
    loan = here.books.loans.get(row.loan_id) if here.books is not None else None
    if loan is None:
        return LoanOfMember(row, 0, 0, 0, 0)
    due = owed(loan, here.on)
    return LoanOfMember(row, due.total, due.interest, due.penalty, days_late(loan, here.on))


def _debt(loans: Sequence[LoanOfMember]) -> tuple[int, date | None]:
    """Add up what is owed, and find the day by which the first of it is due."""
    owing = [each for each in loans if each.owed]
    return sum(each.owed for each in owing), min((n.row.due_on for n in owing), default=None)


def _terms(session: Session, member: Member) -> Sequence[CommitteeTerm]:
    query = (
        select(CommitteeTerm)
        .where(
            CommitteeTerm.group_id == member.group_id, CommitteeTerm.member_id == member.member_id
        )
        .order_by(CommitteeTerm.elected_on.desc(), CommitteeTerm.line)
    )
    return session.scalars(query).all()
