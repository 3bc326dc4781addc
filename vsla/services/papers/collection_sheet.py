"""What the sheet for the next meeting says: who owes what, before anything is paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.errors import CycleClosedError
from vsla.domain.ledger import Account
from vsla.domain.loans import days_late, owed
from vsla.services import access, books
from vsla.services.next_meeting import next_meeting_on
from vsla.services.paper_code import EntryMark, entry_mark
from vsla.store import members

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.models import Group, Member


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What one member owes on the day of the meeting, in minor units.

    Attributes:
        member: in passbook order.
        fines: of earlier meetings.
        loans: what settles all loans on that day, charges and penalties included.
        next_due: the loan to be repaid first: its day and what settles it; None without loans.
        late: that loan is past its day.
    """

    member: Member
    fines: int
    loans: int
    next_due: tuple[date, int] | None
    late: bool


@dataclass(frozen=True, slots=True)
class CollectionSheet:
    """The sheet; money in minor units.

    Attributes:
        group: whose.
        rules: in force on the planned day.
        meeting: its number.
        planned_on: its day by the rules, not before ``on``; debts are those of this day.
        last: number and day of the meeting before, None before the first of a cycle.
        boxes: what the two boxes hold by the book, the loan fund first.
        lines: who belongs on the planned day.
        entry: where the journal stands.
        on: day of printing.
    """

    group: Group
    rules: Constitution
    meeting: int
    planned_on: date
    last: tuple[int, date] | None
    boxes: tuple[int, int]
    lines: tuple[SheetLine, ...]
    entry: EntryMark
    on: date

    @property
    def fines(self) -> int:
        """Add up the fines owed."""
        return sum(line.fines for line in self.lines)

    @property
    def loans(self) -> int:
        """Add up what is owed on loans."""
        return sum(line.loans for line in self.lines)

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the figures that the code vouches for, in its order."""
        return (
            ("loan_fund", self.boxes[0]),
            ("solidarity_fund", self.boxes[1]),
            ("fines", self.fines),
            ("owes", self.loans),
        )


def collection_sheet(session: Session, actor: Actor, group_id: int, *, on: date) -> CollectionSheet:
    """Read the sheet for the next meeting in seven statements, however many members there are.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        on: day of printing.

    Returns:
        The sheet.

    Raises:
        NotFoundError: not the actor's group.
        ConflictError: no cycle was ever opened.
        CycleClosedError: the cycle is shared out; the next one is not open.
    """
    group = access.group_for(session, actor, group_id, *access.READERS)
    ground = books.load(session, group)
    here = ground.books
    if here.closed:
        raise CycleClosedError(Code.CYCLE_NOT_OPEN, {"cycle": here.cycle})
    planned = _planned(ground, on)
    people = members.list_members(session, group_id, planned)
    return CollectionSheet(
        group=group,
        rules=ground.constitution_on(planned),
        meeting=max(0, here.last_meeting) + 1,
        planned_on=planned,
        last=_last(ground),
        boxes=(here.balances[Account.CASH_LOAN_FUND], here.balances[Account.CASH_SOLIDARITY]),
        lines=tuple(_line(ground, member, planned) for member in people),
        entry=entry_mark(session, group_id, ground.position.entry_number),
        on=on,
    )


def _last(ground: Ground) -> tuple[int, date] | None:
    here = ground.books
    if here.last_meeting <= 0 or here.last_held_on is None:
        return None
    return here.last_meeting, here.last_held_on


def _planned(ground: Ground, on: date) -> date:
    """Plan the meeting by the rules; where it is overdue, it is held today at the earliest."""
    rules, last = ground.constitution_on(on), _last(ground)
    held = last[1] if last else None
    return max(on, next_meeting_on(rules.frequency, rules.weekday, ground.books.opened_on, held))


def _line(ground: Ground, member: Member, day: date) -> SheetLine:
    here = ground.books
    due = [
        (loan.due_on, owed(loan, day).total, days_late(loan, day))
        for loan in here.loans_of(member.member_id)
    ]
    due = sorted(each for each in due if each[1])
    first = due[0] if due else None
    return SheetLine(
        member=member,
        fines=here.fines_owed.get(member.member_id, 0),
        loans=sum(amount for _day, amount, _late in due),
        next_due=first[:2] if first else None,
        late=bool(first and first[2]),
    )
