"""Which courses a report is about, and what its statements share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from vsla.store.courses import count_came
from vsla.store.models import Course, CourseAttendance, CourseParticipant, CourseSession, Member

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, ScalarSelect, Subquery

    from vsla.domain.courses import Component


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseScope:
    """Which courses a report is about.

    Attributes:
        component: one kind; None for all.
        component_id: one of the programme's own kinds; None for all.
        from_on: courses that ended on this day or later.
        to_on: courses that began on this day or earlier; whoever asks counts as of it.
    """

    programme_id: int
    from_on: date
    to_on: date
    component: Component | None = None
    component_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Say the choice as conditions on ``Course``."""
        found: list[ColumnElement[bool]] = [
            Course.programme_id == self.programme_id,
            Course.ends_on >= self.from_on,
            Course.starts_on <= self.to_on,
        ]
        if self.component is not None:
            found.append(Course.component == self.component)
        if self.component_id is not None:
            found.append(Course.component_id == self.component_id)
        return found


def of_member() -> ColumnElement[bool]:
    """Join a participant with the member it is, or whose life partner."""
    return and_(
        Member.group_id == CourseParticipant.group_id,
        Member.member_id == CourseParticipant.member_id,
    )


def held_sessions() -> ScalarSelect[int]:
    """Count, within a query of ``Course``, the sessions that took place."""
    return (
        select(func.count())
        .where(CourseSession.course_id == Course.course_id, CourseSession.held)
        .correlate(Course)
        .scalar_subquery()
    )


def came_to() -> Subquery:
    """Count, by participant, sessions that say how she came, and those to which she came."""
    return (
        select(
            CourseAttendance.course_id,
            CourseAttendance.participant,
            func.count().label("told"),
            count_came().label("came"),
        )
        .group_by(CourseAttendance.course_id, CourseAttendance.participant)
        .subquery()
    )
