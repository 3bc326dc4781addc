"""One member's page: her passbook of a cycle, with every correction left in sight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Kind
from vsla.domain.loans import days_late, owed
from vsla.store.models import (
    AttendanceRow,
    CommitteeTerm,
    Cycle,
    EntryKind,
    FineCharged,
    JournalEntry,
    LoanRow,
    Member,
    MovementRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.group_page import Cover

_REPAID = frozenset({
    Kind.PRINCIPAL_REPAID,
    Kind.INTEREST_PAID,
    Kind.PENALTY_PAID,
    Kind.SOLIDARITY_REPAID,
    Kind.PRINCIPAL_SET_OFF,
    Kind.INTEREST_SET_OFF,
    Kind.PENALTY_SET_OFF,
})  # fmt: skip
_FINES = frozenset({Kind.FINE_PAID, Kind.FINE_PAID_SOLIDARITY, Kind.FINE_ARREARS_PAID})
_LENT = frozenset({Kind.LOAN_DISBURSED, Kind.SOLIDARITY_LOAN})
_RECEIVED = frozenset({
    Kind.SHAREOUT_PAID,
    Kind.SOLIDARITY_SHARED,
    Kind.LEAVING_PAID,
    Kind.SHAREOUT_ARREARS_PAID,
})  # fmt: skip


@dataclass(slots=True)
class Line:
    """What one entry says of the member; money in minor units.

    Attributes:
        replaced_by: the line of the entry that put this one right; then this one is crossed out.
        received: paid to her at a share-out, or when she left.
    """

    entry: JournalEntry
    attendance: AttendanceRow | None = None
    shares: int = 0
    solidarity: int = 0
    fine_charged: int = 0
    fine_paid: int = 0
    loan: int = 0
    repaid: int = 0
    helped: int = 0
    received: int = 0
    replaced_by: Line | None = field(default=None, repr=False)

    @property
    def figures(self) -> tuple[int, ...]:
        """Give everything a correction can change for the member."""
        return (
            self.shares,
            self.solidarity,
            self.fine_paid,
            self.loan,
            self.repaid,
            self.helped,
            self.received,
        )


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
    standing = [line for line in lines if line.replaced_by is None]
    loans = _loans(session, here, member)
    debt, due_on = _debt(loans)
    return Passbook(
        member=member,
        cycle=shown,
        cycles=tuple(each.number for each in cycles),
        lines=tuple(lines),
        shares=sum(line.shares for line in standing),
        solidarity=sum(line.solidarity for line in standing),
        solidarity_times=sum(line.solidarity > 0 for line in standing),
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


def _entries(session: Session, member: Member, cycle: Cycle) -> tuple[list[Line], dict[int, int]]:
    """Read the entries that hold a document, and which of them an entry undid."""
    query = (
        select(JournalEntry)
        .options(defer(JournalEntry.document))
        .where(JournalEntry.group_id == member.group_id, JournalEntry.cycle == cycle.number)
        .order_by(JournalEntry.number)
    )
    lines, undone = [], {}
    for entry in session.scalars(query):
        if entry.kind is EntryKind.REVERSAL:
            continue
        lines.append(Line(entry))
        if entry.replaces is not None:
            undone[entry.replaces] = entry.number
    return lines, undone


def _lines(session: Session, member: Member, cycle: Cycle) -> list[Line]:
    lines, undone = _entries(session, member, cycle)
    by_entry = {line.entry.number: line for line in lines}
    _add_movements(session, member, by_entry)
    _add_facts(session, member, by_entry)
    for old, new in undone.items():
        by_entry[old].replaced_by = by_entry[new]
    told = [line for line in lines if _is_told(line, member)]
    return sorted(told, key=_place)


def _is_told(line: Line, member: Member) -> bool:
    """Leave out what changed nothing for her, and meetings before she joined or after she left.

    The opening and the share-out are told only if money of hers moved.
    """
    if line.replaced_by is not None:
        return line.figures != line.replaced_by.figures
    day, left_on = line.entry.occurred_on, member.left_on
    belonged = member.joined_on <= day and (left_on is None or day <= left_on)
    return any(line.figures) or (belonged and bool(line.entry.meeting))


def _place(line: Line) -> tuple[bool, int, int]:
    """Order by meeting, the last first; the share-out before all; what is put right behind."""
    number = line.entry.meeting
    return number is not None, -(number or 0), -line.entry.number


def _add_movements(session: Session, member: Member, by_entry: dict[int, Line]) -> None:
    query = select(
        MovementRow.entry_number, MovementRow.kind, MovementRow.amount, MovementRow.count
    ).where(
        MovementRow.group_id == member.group_id,
        MovementRow.member_id == member.member_id,
        MovementRow.entry_number.in_(list(by_entry)),
    )
    for number, kind, amount, count in session.execute(query):
        _add_movement(by_entry[number], kind, amount, count or 0)


def _add_movement(line: Line, kind: Kind, amount: int, count: int) -> None:
    if kind is Kind.SHARES_BOUGHT:
        line.shares += count
    elif kind is Kind.SOLIDARITY_PAID:
        line.solidarity += amount
    elif kind in _FINES:
        line.fine_paid += amount
    elif kind in _LENT:
        line.loan += amount
    elif kind in _REPAID:
        line.repaid += amount
    elif kind is Kind.SOLIDARITY_GRANT:
        line.helped += amount
    elif kind in _RECEIVED:
        line.received += amount


def _add_facts(session: Session, member: Member, by_entry: dict[int, Line]) -> None:
    came = select(AttendanceRow).where(
        AttendanceRow.group_id == member.group_id,
        AttendanceRow.member_id == member.member_id,
        AttendanceRow.entry_number.in_(list(by_entry)),
    )
    for row in session.scalars(came):
        by_entry[row.entry_number].attendance = row
    fined = select(FineCharged).where(
        FineCharged.group_id == member.group_id,
        FineCharged.member_id == member.member_id,
        FineCharged.entry_number.in_(list(by_entry)),
    )
    for fine in session.scalars(fined):
        by_entry[fine.entry_number].fine_charged += fine.amount


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
