"""Courses: the list page by page, and all that belongs to one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select, tuple_

from vsla.domain.courses import CourseRules
from vsla.domain.facts import CAME
from vsla.store.models import (
    BusinessResult,
    Course,
    CourseAttendance,
    CourseComponent,
    CourseDocument,
    CourseGroup,
    CourseParticipant,
    CourseReaction,
    CourseRulesRow,
    CourseSession,
    CourseTrainer,
    Group,
    IncomeActivity,
    LevelTest,
    Member,
    User,
)
from vsla.store.models.states import Role
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.domain.courses import Component, Moment
    from vsla.domain.roster import Gender


def count_came() -> ColumnElement[int]:
    """Count, within a query of ``CourseAttendance``, the rows of those who took part."""
    return sum_minor(case((CourseAttendance.state.in_(CAME), 1), else_=0))


def rules(session: Session, programme_id: int) -> CourseRules:
    """Read what a programme measures its courses by; the usual until it says otherwise."""
    row = session.get(CourseRulesRow, programme_id)
    if row is None:
        return CourseRules()
    return CourseRules(row.complete_percent, tuple(json.loads(row.levels)), row.reads_from)


def components(session: Session, programme_id: int) -> list[CourseComponent]:
    """List the kinds of courses a programme added, by name."""
    query = select(CourseComponent).where(CourseComponent.programme_id == programme_id)
    return list(session.scalars(query.order_by(CourseComponent.name)))


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One line of a list of courses.

    Attributes:
        own_component: name of the programme's own kind, or None.
        held: sessions that took place.
        people: enrolled, whoever stopped since among them.
    """

    course: Course
    own_component: str | None
    held: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFilter:
    """What a list of courses is narrowed to; what is None does not limit.

    Attributes:
        trainer_id: taught by somebody with this login.
        after: first day and number of the last course of the page before.
    """

    component: Component | None = None
    trainer_id: int | None = None
    after: tuple[date, int] | None = None


def _conditions(wanted: CourseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.component is not None:
        found.append(Course.component == wanted.component)
    if wanted.trainer_id is not None:
        mine = select(CourseTrainer.course_id).where(CourseTrainer.user_id == wanted.trainer_id)
        found.append(Course.course_id.in_(mine))
    if wanted.after is not None:
        found.append(tuple_(Course.starts_on, Course.course_id) < wanted.after)
    return found


def list_courses(
    session: Session, programme_id: int, wanted: CourseFilter, limit: int
) -> list[CourseLine]:
    """Read a page of the list of courses in one statement, the newest first."""
    held = (
        select(func.count())
        .where(CourseSession.course_id == Course.course_id, CourseSession.held)
        .correlate(Course)
        .scalar_subquery()
    )
    people = (
        select(func.count())
        .where(CourseParticipant.course_id == Course.course_id)
        .correlate(Course)
        .scalar_subquery()
    )
    query = (
        select(Course, CourseComponent.name, held, people)
        .outerjoin(CourseComponent, CourseComponent.component_id == Course.component_id)
        .where(Course.programme_id == programme_id, *_conditions(wanted))
        .order_by(Course.starts_on.desc(), Course.course_id.desc())
        .limit(limit)
    )
    return [CourseLine(*row) for row in session.execute(query)]


def trainers(session: Session, course_id: int) -> list[CourseTrainer]:
    """List who teaches a course, in the order in which they were added."""
    query = select(CourseTrainer).where(CourseTrainer.course_id == course_id)
    return list(session.scalars(query.order_by(CourseTrainer.line)))


def groups(session: Session, course_id: int) -> list[Group]:
    """List the groups a course serves, by name."""
    query = (
        select(Group)
        .join(CourseGroup, CourseGroup.group_id == Group.group_id)
        .where(CourseGroup.course_id == course_id)
        .order_by(Group.name, Group.group_id)
    )
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A participant with what her group knows of her.

    Attributes:
        member: the member, or the one whose life partner takes part.
        came: sessions held to which she came; ``told`` sessions that say how she came.
    """

    row: CourseParticipant
    member: Member
    group_name: str
    came: int
    told: int

    @property
    def gender(self) -> Gender | None:
        """Give the sex of the participant; None for a partner of whom it was not said."""
        return self.row.partner_gender if self.row.is_partner else self.member.gender


def participants(session: Session, course_id: int) -> list[Enrolled]:
    """List who takes part in a course by group and passbook, a partner behind her or his member."""
    states = (
        select(
            CourseAttendance.participant,
            func.count().label("told"),
            count_came().label("came"),
        )
        .where(CourseAttendance.course_id == course_id)
        .group_by(CourseAttendance.participant)
        .subquery()
    )
    query = (
        select(CourseParticipant, Member, Group.name, states.c.came, states.c.told)
        .join(
            Member,
            and_(
                Member.group_id == CourseParticipant.group_id,
                Member.member_id == CourseParticipant.member_id,
            ),
        )
        .join(Group, Group.group_id == CourseParticipant.group_id)
        .outerjoin(states, states.c.participant == CourseParticipant.number)
        .where(CourseParticipant.course_id == course_id)
        .order_by(Group.name, Group.group_id, Member.passbook_number, CourseParticipant.is_partner)
    )
    return [
        Enrolled(row, member, name, came or 0, told or 0)
        for row, member, name, came, told in session.execute(query)
    ]


def participant(session: Session, course_id: int, number: int) -> CourseParticipant | None:
    """Read one participant."""
    return session.get(CourseParticipant, (course_id, number))


def numbers(session: Session, course_id: int) -> frozenset[int]:
    """Give the numbers of all who ever were on the list of a course."""
    query = select(CourseParticipant.number).where(CourseParticipant.course_id == course_id)
    return frozenset(session.scalars(query))


def enrolled_of(session: Session, course_id: int, group_id: int) -> frozenset[tuple[int, bool]]:
    """Give who of a group is on the list of a course: the member, and whether as a partner."""
    query = select(CourseParticipant.member_id, CourseParticipant.is_partner).where(
        CourseParticipant.course_id == course_id, CourseParticipant.group_id == group_id
    )
    return frozenset((row[0], row[1]) for row in session.execute(query))


def next_number(session: Session, course_id: int) -> int:
    """Give the next free number of a participant."""
    last = func.coalesce(func.max(CourseParticipant.number), 0)
    query = select(last + 1).where(CourseParticipant.course_id == course_id)
    return session.scalars(query).one()


def sessions(session: Session, course_id: int) -> list[tuple[CourseSession, int]]:
    """List the sessions of a course in order, each with how many came."""
    came = (
        select(func.count())
        .where(
            CourseAttendance.course_id == CourseSession.course_id,
            CourseAttendance.session == CourseSession.number,
            CourseAttendance.state.in_(CAME),
        )
        .correlate(CourseSession)
        .scalar_subquery()
    )
    query = (
        select(CourseSession, came)
        .where(CourseSession.course_id == course_id)
        .order_by(CourseSession.number)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def attendance(session: Session, course_id: int, number: int) -> dict[int, CourseAttendance]:
    """Read how everybody came to one session, by participant."""
    query = select(CourseAttendance).where(
        CourseAttendance.course_id == course_id, CourseAttendance.session == number
    )
    return {row.participant: row for row in session.scalars(query)}


def documents_of(session: Session, course_id: int, number: int) -> list[CourseDocument]:
    """List what was sent about one session, the first document first."""
    query = select(CourseDocument).where(
        CourseDocument.course_id == course_id, CourseDocument.number == number
    )
    return list(session.scalars(query.order_by(CourseDocument.received_at)))


def people_who_teach(session: Session, programme_id: int) -> Sequence[User]:
    """List those with a login of a programme who may be trainers, by name."""
    query = select(User).where(
        User.programme_id == programme_id,
        User.active,
        User.role.in_((Role.TRAINER, Role.FACILITATOR)),
    )
    return session.scalars(query.order_by(User.name, User.user_id)).all()


@dataclass(frozen=True, slots=True)
class CourseOfMember:
    """A course as the page of a member shows it; ``level`` is that of the last test, or None."""

    row: CourseParticipant
    course: Course
    came: int
    held: int
    level: int | None


def courses_of_member(session: Session, group_id: int, member_id: int) -> list[CourseOfMember]:
    """List the courses a member takes part in herself in one statement, the newest first."""
    here = and_(
        CourseAttendance.course_id == CourseParticipant.course_id,
        CourseAttendance.participant == CourseParticipant.number,
    )
    came = select(count_came()).where(here).correlate(CourseParticipant).scalar_subquery()
    held = (
        select(func.count())
        .where(CourseSession.course_id == CourseParticipant.course_id, CourseSession.held)
        .correlate(CourseParticipant)
        .scalar_subquery()
    )
    last = (
        select(LevelTest.level)
        .where(
            LevelTest.course_id == CourseParticipant.course_id,
            LevelTest.participant == CourseParticipant.number,
        )
        .order_by(LevelTest.tested_on.desc(), LevelTest.moment)
        .limit(1)
        .correlate(CourseParticipant)
        .scalar_subquery()
    )
    query = (
        select(CourseParticipant, Course, came, held, last)
        .join(Course, Course.course_id == CourseParticipant.course_id)
        .where(
            CourseParticipant.group_id == group_id,
            CourseParticipant.member_id == member_id,
            CourseParticipant.is_partner.is_(False),
        )
        .order_by(Course.starts_on.desc(), Course.course_id.desc())
    )
    return [CourseOfMember(*row) for row in session.execute(query)]


def levels(session: Session, course_id: int) -> dict[int, dict[Moment, LevelTest]]:
    """Read the tests of a course, by participant and moment."""
    found: dict[int, dict[Moment, LevelTest]] = {}
    query = select(LevelTest).where(LevelTest.course_id == course_id)
    for row in session.scalars(query):
        found.setdefault(row.participant, {})[row.moment] = row
    return found


def results(session: Session, course_id: int) -> dict[int, list[BusinessResult]]:
    """Read the follow-ups of a course by participant, the first one first."""
    found: dict[int, list[BusinessResult]] = {}
    query = select(BusinessResult).where(BusinessResult.course_id == course_id)
    for row in session.scalars(query.order_by(BusinessResult.months)):
        found.setdefault(row.participant, []).append(row)
    return found


def reactions(session: Session, course_id: int) -> list[CourseReaction]:
    """List what was said about a course, the newest first."""
    query = select(CourseReaction).where(CourseReaction.course_id == course_id)
    return list(session.scalars(query.order_by(CourseReaction.number.desc())))


def activities(session: Session, group_id: int, member_id: int) -> list[IncomeActivity]:
    """List what a member earns with, the newest first."""
    query = select(IncomeActivity).where(
        IncomeActivity.group_id == group_id, IncomeActivity.member_id == member_id
    )
    return list(session.scalars(query.order_by(IncomeActivity.started_on.desc())))
