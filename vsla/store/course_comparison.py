"""Members who completed a course beside the others of the same groups, joined with the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from vsla.domain.course_figures import Standing
from vsla.domain.courses import PERCENT_MAX
from vsla.domain.ledger import Kind
from vsla.store.course_scope import came_to, held_sessions
from vsla.store.models import (
    Course,
    CourseGroup,
    CourseParticipant,
    Group,
    JournalEntry,
    LoanRow,
    Member,
    MovementRow,
)
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Subquery
    from sqlalchemy.orm import Session

    from vsla.store.course_scope import CourseScope


def _trained(scope: CourseScope, percent: int) -> Subquery:
    """Give the members who completed a course of the scope that is over."""
    came = came_to()
    return (
        select(CourseParticipant.group_id, CourseParticipant.member_id)
        .join(Course, Course.course_id == CourseParticipant.course_id)
        .join(
            came,
            and_(
                came.c.course_id == CourseParticipant.course_id,
                came.c.participant == CourseParticipant.number,
            ),
        )
        .where(
            *scope.conditions(),
            Course.ends_on <= scope.to_on,
            CourseParticipant.is_partner.is_(False),
            came.c.came * PERCENT_MAX >= held_sessions() * percent,
        )
        .distinct()
        .subquery()
    )


def _of_served(scope: CourseScope) -> ColumnElement[bool]:
    served = (
        select(CourseGroup.group_id)
        .join(Course, Course.course_id == CourseGroup.course_id)
        .where(*scope.conditions())
    )
    return Group.group_id.in_(served)


def _borrowed(scope: CourseScope, months: tuple[date, date]) -> Subquery:
    """Give the members who took a loan in these months."""
    return (
        select(LoanRow.group_id, LoanRow.member_id)
        .join(Group, Group.group_id == LoanRow.group_id)
        .where(_of_served(scope), LoanRow.granted_on.between(*months))
        .distinct()
        .subquery()
    )


def _saved(scope: CourseScope, months: tuple[date, date]) -> Subquery:
    """Add up the shares each member bought in these months."""
    signed = case((MovementRow.reversed, -MovementRow.amount), else_=MovementRow.amount)
    return (
        select(MovementRow.group_id, MovementRow.member_id, sum_minor(signed).label("amount"))
        .join(
            JournalEntry,
            and_(
                JournalEntry.group_id == MovementRow.group_id,
                JournalEntry.number == MovementRow.entry_number,
            ),
        )
        .join(Group, Group.group_id == MovementRow.group_id)
        .where(
            _of_served(scope),
            MovementRow.kind == Kind.SHARES_BOUGHT,
            JournalEntry.occurred_on.between(*months),
        )
        .group_by(MovementRow.group_id, MovementRow.member_id)
        .subquery()
    )


def standing(
    session: Session, scope: CourseScope, *, percent: int, months: tuple[date, date]
) -> list[Standing]:
    """Count trained and other members of the groups served, their loans and savings.

    Args:
        session: any.
        scope: which courses; members are those of its last day.
        percent: of the sessions held, which completes a course.
        months: first and last day within which loans and shares count.

    Returns:
        One row for each answer, sex and currency, read in one statement.
    """
    trained = _trained(scope, percent)
    borrowed, saved = _borrowed(scope, months), _saved(scope, months)
    is_trained = case((trained.c.member_id.is_not(None), 1), else_=0)
    query = (
        select(
            is_trained,
            Member.gender,
            Group.currency,
            func.count(),
            func.count(borrowed.c.member_id),
            sum_minor(func.coalesce(saved.c.amount, 0)),
        )
        .select_from(Member)
        .join(Group, Group.group_id == Member.group_id)
        .where(
            _of_served(scope),
            Member.joined_on <= scope.to_on,
            or_(Member.left_on.is_(None), Member.left_on >= scope.to_on),
        )
        .group_by(is_trained, Member.gender, Group.currency)
    )
    for part in (trained, borrowed, saved):
        same = and_(part.c.group_id == Member.group_id, part.c.member_id == Member.member_id)
        query = query.outerjoin(part, same)
    return [Standing(bool(row[0]), *row[1:]) for row in session.execute(query)]
