"""What the pages of courses show: the list, one course, one session, the courses of a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.constitution import Weekday
from vsla.domain.errors import NotFoundError
from vsla.services.access import Role
from vsla.services.courses import course_for, own_programme
from vsla.services.record_session import next_session
from vsla.store import courses
from vsla.store.courses import CourseFilter, CourseLine
from vsla.store.members import list_members
from vsla.store.members import member as find_member
from vsla.store.models import CourseComponent, CourseGroup, CourseSession

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.courses import CourseRules, Moment
    from vsla.services.access import Actor
    from vsla.store.courses import CourseOfMember, Enrolled
    from vsla.store.models import (
        BusinessResult,
        Course,
        CourseAttendance,
        CourseDocument,
        CourseParticipant,
        CourseReaction,
        CourseTrainer,
        Group,
        IncomeActivity,
        LevelTest,
        Member,
    )

PAGE_SIZE = 40
"""Courses on one page of the list."""

MINE_MAX = 6
"""Courses on the home of a trainer."""


@dataclass(frozen=True, slots=True)
class CoursesPage:
    """One page of the list, the newest first; ``after`` leads to the next one."""

    lines: tuple[CourseLine, ...]
    after: tuple[date, int] | None


def list_page(session: Session, actor: Actor, wanted: CourseFilter) -> CoursesPage:
    """Read a page of the courses of the actor's programme in one statement.

    Raises:
        NotAllowedError: the actor keeps no courses.
    """
    programme_id = own_programme(actor)
    found = courses.list_courses(session, programme_id, wanted, PAGE_SIZE + 1)
    lines = found[:PAGE_SIZE]
    last = lines[-1].course if len(found) > PAGE_SIZE else None
    return CoursesPage(tuple(lines), (last.starts_on, last.course_id) if last else None)


@dataclass(frozen=True, slots=True)
class MyCourses:
    """A trainer's courses: those that meet today, and the newest of the others."""

    today: tuple[CourseLine, ...]
    others: tuple[CourseLine, ...]


def my_courses(session: Session, actor: Actor, *, on: date) -> MyCourses:
    """Give the courses of a trainer in one statement, those of today first.

    Args:
        session: any.
        actor: a trainer.
        on: the day.

    Returns:
        Her newest courses.
    """
    wanted = CourseFilter(trainer_id=actor.user_id)
    lines = courses.list_courses(session, own_programme(actor), wanted, MINE_MAX)
    weekday = list(Weekday)[on.weekday()]
    here = [
        line
        for line in lines
        if line.course.weekday is weekday and line.course.starts_on <= on <= line.course.ends_on
    ]
    return MyCourses(tuple(here), tuple(line for line in lines if line not in here))


@dataclass(frozen=True, slots=True)
class CourseBook:
    """One course with all that is known of it.

    Attributes:
        people: by group and passbook, partners behind their member.
        sessions: in order, each with how many came.
        levels: by participant and moment.
        results: follow-ups by participant.
    """

    course: Course
    own_component: str | None
    rules: CourseRules
    trainers: Sequence[CourseTrainer]
    groups: Sequence[Group]
    people: Sequence[Enrolled]
    sessions: Sequence[tuple[CourseSession, int]]
    levels: Mapping[int, Mapping[Moment, LevelTest]]
    results: Mapping[int, Sequence[BusinessResult]]

    @property
    def held(self) -> int:
        """Count the sessions that took place."""
        return sum(row.held for row, _ in self.sessions)

    @property
    def next_number(self) -> int:
        """Give the number of the next session."""
        return max((row.number for row, _ in self.sessions), default=0) + 1

    def completed(self, person: Enrolled) -> bool:
        """Tell whether somebody came to as many sessions as complete the course so far."""
        return self.rules.completed(person.came, self.held)

    @property
    def completed_count(self) -> int:
        """Count those who came to as many sessions as complete the course so far."""
        return sum(map(self.completed, self.people))


def book(session: Session, actor: Actor, course_id: int) -> CourseBook:
    """Read a course in a number of statements that does not grow with its people.

    Args:
        session: any.
        actor: a trainer or an officer of the programme.
        course_id: which course.

    Returns:
        All that is known of it.

    Raises:
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    own = session.get(CourseComponent, course.component_id) if course.component_id else None
    return CourseBook(
        course=course,
        own_component=own.name if own is not None else None,
        rules=courses.rules(session, course.programme_id),
        trainers=courses.trainers(session, course_id),
        groups=courses.groups(session, course_id),
        people=courses.participants(session, course_id),
        sessions=courses.sessions(session, course_id),
        levels=courses.levels(session, course_id),
        results=courses.results(session, course_id),
    )


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """One session to be written down or looked at.

    Attributes:
        row: what stands, or None for a new one.
        people: whoever is on the list on some day; the page shows those of the session's day.
        attendance: by participant, as far as it was said.
        documents: all that was sent about it, the first one first.
    """

    course: Course
    number: int
    row: CourseSession | None
    people: Sequence[Enrolled]
    attendance: Mapping[int, CourseAttendance]
    documents: Sequence[CourseDocument]

    def expected(self, on: date) -> list[Enrolled]:
        """List who is on the list on a day, and whoever came all the same."""
        return [
            each
            for each in self.people
            if each.row.number in self.attendance
            or (each.row.enrolled_on <= on and (each.row.left_on is None or on <= each.row.left_on))
        ]


def session_sheet(
    session: Session, actor: Actor, course_id: int, number: int | None = None
) -> SessionSheet:
    """Read what the form of a session needs.

    Args:
        session: any.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        number: of a session that stands; None for the next one.

    Returns:
        The sheet.

    Raises:
        NotFoundError: no such session in a course of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    row = None if number is None else session.get(CourseSession, (course_id, number))
    if number is not None and row is None:
        raise NotFoundError
    wanted = next_session(session, course_id) if number is None else number
    return SessionSheet(
        course=course,
        number=wanted,
        row=row,
        people=courses.participants(session, course_id),
        attendance=courses.attendance(session, course_id, wanted),
        documents=courses.documents_of(session, course_id, wanted),
    )


@dataclass(frozen=True, slots=True)
class Choosable:
    """A member of a group a course serves, and who of the couple takes part already."""

    member: Member
    takes_part: bool
    partner_takes_part: bool


def choosable(
    session: Session, actor: Actor, course_id: int, group_id: int, *, on: date
) -> tuple[Course, list[Choosable]]:
    """List the members of a group for enrolment.

    Args:
        session: any.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        group_id: a group the course serves.
        on: the day.

    Returns:
        The course, and the members in passbook order.

    Raises:
        NotFoundError: no such course, or it does not serve the group.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    if session.get(CourseGroup, (course_id, group_id)) is None:
        raise NotFoundError
    there = courses.enrolled_of(session, course_id, group_id)
    people = list_members(session, group_id, on=on)
    return course, [
        Choosable(m, (m.member_id, False) in there, (m.member_id, True) in there) for m in people
    ]


def participant_of(
    session: Session, actor: Actor, course_id: int, number: int
) -> tuple[Course, CourseParticipant, Member]:
    """Read one participant with the member she is, or whose life partner.

    Raises:
        NotFoundError: no such participant in a course of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    row = courses.participant(session, course_id, number)
    if row is None:
        raise NotFoundError
    member = find_member(session, row.group_id, row.member_id)
    assert member is not None, "a participant is a member, or the life partner of one"
    return course, row, member


def reactions(session: Session, actor: Actor, course_id: int) -> Sequence[CourseReaction]:
    """List what was said about a course; nobody knows by whom.

    Raises:
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course_for(session, actor, course_id)
    return courses.reactions(session, course_id)


@dataclass(frozen=True, slots=True)
class Learning:
    """Courses and activities on the page of a member.

    Attributes:
        courses: for trainers and officers with attendance and level, for a facilitator without.
        activities: what she earns with.
        in_full: whether attendance and level may be shown.
    """

    courses: Sequence[CourseOfMember]
    activities: Sequence[IncomeActivity]
    rules: CourseRules
    in_full: bool


def learning(
    session: Session, actor: Actor, programme_id: int, group_id: int, member_id: int
) -> Learning | None:
    """Read the courses and activities of a member whose group the actor may see.

    Args:
        session: any.
        actor: who looks at the page, whose group it is.
        programme_id: of the group.
        group_id: whose group.
        member_id: who.

    Returns:
        None for an administrator, who keeps people with access and not people in courses.
    """
    if actor.role is Role.ADMINISTRATOR:
        return None
    return Learning(
        courses.courses_of_member(session, group_id, member_id),
        courses.activities(session, group_id, member_id),
        courses.rules(session, programme_id),
        in_full=actor.role is not Role.FACILITATOR,
    )


def components(session: Session, actor: Actor) -> list[CourseComponent]:
    """List the kinds of courses the actor's programme added.

    Raises:
        NotAllowedError: the actor keeps no courses.
    """
    return courses.components(session, own_programme(actor))
