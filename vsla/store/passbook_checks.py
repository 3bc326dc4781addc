"""Samples of passbooks: the groups to draw from, and the last word on each passbook drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from vsla.domain.accuracy import NOTHING, Accuracy
from vsla.domain.passbook_check import CheckOutcome
from vsla.store.models import (
    Cycle,
    Group,
    GroupPosition,
    GroupStatus,
    LoanRow,
    Member,
    PassbookCheck,
)
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(slots=True)
class Told:
    """What the passbooks of a sample, or of a group in it, came to.

    Attributes:
        accuracy: of those that were seen.
        lost: had no passbook to show.
        absent: could not be met.
    """

    accuracy: Accuracy = NOTHING
    lost: int = 0
    absent: int = 0

    @property
    def entered(self) -> int:
        """Count the passbooks about which something was entered."""
        return self.accuracy.checked + self.lost + self.absent

    def add(self, outcome: CheckOutcome, count: int, right: int) -> None:
        """Add passbooks of one outcome."""
        if outcome is CheckOutcome.CHECKED:
            self.accuracy += Accuracy(right, count)
        elif outcome is CheckOutcome.LOST:
            self.lost += count
        else:
            self.absent += count


def groups_to_draw(
    session: Session, programme_id: int, *, zone_id: int | None, code: str
) -> Sequence[Group]:
    """List the groups with a cycle that runs, of a programme, a zone or one code."""
    query = (
        select(Group)
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(
            Cycle,
            and_(Cycle.group_id == Group.group_id, Cycle.number == GroupPosition.cycle),
        )
        .where(
            Group.programme_id == programme_id,
            Group.status == GroupStatus.ACTIVE,
            Cycle.closed_on.is_(None),
        )
    )
    if zone_id is not None:
        query = query.where(Group.zone_id == zone_id)
    if code:
        query = query.where(Group.code == code)
    return session.scalars(query.order_by(Group.group_id)).all()


def present(session: Session, group_ids: Collection[int]) -> Sequence[tuple[int, int, int]]:
    """Give group, member and passbook number of everybody who belongs to some groups."""
    query = select(Member.group_id, Member.member_id, Member.passbook_number)
    here = query.where(Member.group_id.in_(group_ids), Member.left_on.is_(None))
    return [(row[0], row[1], row[2]) for row in session.execute(here)]


def _last() -> ColumnElement[bool]:
    """Say that no later line tells of the same passbook of the same sample."""
    later = aliased(PassbookCheck)
    newest = (
        select(func.max(later.line))
        .where(
            later.group_id == PassbookCheck.group_id,
            later.sample_id == PassbookCheck.sample_id,
            later.member_id == PassbookCheck.member_id,
        )
        .correlate(PassbookCheck)
        .scalar_subquery()
    )
    return PassbookCheck.line == newest


def told(session: Session, sample_ids: Collection[int]) -> dict[tuple[int, int], Told]:
    """Count what was entered, by sample and group, in one statement."""
    right = sum_minor(case((PassbookCheck.agrees, 1), else_=0))
    query = (
        select(
            PassbookCheck.sample_id,
            PassbookCheck.group_id,
            PassbookCheck.outcome,
            func.count(),
            right,
        )
        .where(PassbookCheck.sample_id.in_(sample_ids), _last())
        .group_by(PassbookCheck.sample_id, PassbookCheck.group_id, PassbookCheck.outcome)
    )
    found: dict[tuple[int, int], Told] = {}
    for sample_id, group_id, outcome, count, agreeing in session.execute(query):
        found.setdefault((sample_id, group_id), Told()).add(outcome, count, agreeing)
    return found


def told_of_group(session: Session, group_id: int) -> tuple[Told, int | None]:
    """Count what was entered of one group, and name the last sample it was drawn in, at once."""
    c = PassbookCheck
    right = sum_minor(case((c.agrees, 1), else_=0))
    query = (
        select(c.outcome, func.count(), right, func.max(c.sample_id))
        .where(c.group_id == group_id, _last())
        .group_by(c.outcome)
    )
    told, samples = Told(), []
    for outcome, count, agreeing, sample_id in session.execute(query):
        told.add(outcome, count, agreeing)
        samples.append(sample_id)
    return told, max(samples, default=None)


def add_up(parts: Sequence[Told]) -> Told:
    """Pool what several groups or samples came to."""
    return Told(
        sum((part.accuracy for part in parts), NOTHING),
        sum(part.lost for part in parts),
        sum(part.absent for part in parts),
    )


def checks(session: Session, group_id: int, sample_id: int) -> dict[int, PassbookCheck]:
    """Give the last word on each passbook of a group in a sample, by member."""
    query = select(PassbookCheck).where(
        PassbookCheck.group_id == group_id, PassbookCheck.sample_id == sample_id, _last()
    )
    return {row.member_id: row for row in session.scalars(query)}


def owed(session: Session, group_id: int, member_ids: Collection[int]) -> dict[int, int]:
    """Add up the principal each of some members owes, minor units."""
    query = (
        select(LoanRow.member_id, sum_minor(LoanRow.principal_left))
        .where(LoanRow.group_id == group_id, LoanRow.member_id.in_(member_ids))
        .group_by(LoanRow.member_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
