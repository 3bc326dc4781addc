"""The rows of the courses' tables that are taken along: counts of a group, nobody by name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from vsla.domain.courses import Component
from vsla.domain.facts import CAME
from vsla.domain.roster import Gender
from vsla.services.table_parts import GROUP, between, yes
from vsla.store.models import (
    Course,
    CourseAttendance,
    CourseComponent,
    CourseGroup,
    CourseParticipant,
    CourseSession,
    Member,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from vsla.documents.cells import Value
    from vsla.services.table_parts import Chosen, Of, Row

_PERSON = and_(
    Member.group_id == CourseParticipant.group_id, Member.member_id == CourseParticipant.member_id
)
_SEX = case((CourseParticipant.is_partner, CourseParticipant.partner_gender), else_=Member.gender)
_Counts = dict[Gender | None, int]


def _shown(counts: _Counts) -> tuple[int, int, int]:
    women, men = counts.get(Gender.WOMAN, 0), counts.get(Gender.MAN, 0)
    return women, men, sum(counts.values())


def courses(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    """Read the courses that serve a group, with who takes part from it."""
    enrolled: dict[tuple[int, int], _Counts] = defaultdict(dict)
    left: dict[tuple[int, int], int] = {}
    p = CourseParticipant
    people = (
        select(p.course_id, p.group_id, _SEX, func.count(), func.count(p.left_on))
        .join(Member, _PERSON)
        .where(p.group_id.in_(part))
        .group_by(p.course_id, p.group_id, _SEX)
    )
    for course_id, group_id, sex, number, gone in session.execute(people):
        key = (course_id, group_id)
        enrolled[key][sex] = enrolled[key].get(sex, 0) + number
        left[key] = left.get(key, 0) + gone
    query = (
        select(CourseGroup.group_id, Course, CourseComponent.name)
        .join(Course, Course.course_id == CourseGroup.course_id)
        .outerjoin(CourseComponent, CourseComponent.component_id == Course.component_id)
        .where(CourseGroup.group_id.in_(part))
        .order_by(CourseGroup.group_id, Course.starts_on, Course.course_id)
    )
    for group_id, course, own in session.execute(query):
        kind: Value = own if course.component is Component.OWN else course.component
        key = (course.course_id, group_id)
        days = (course.starts_on, course.ends_on, course.sessions_planned)
        yield (
            *part[group_id].head(),
            course.name,
            kind,
            *days,
            *_shown(enrolled.get(key, {})),
            left.get(key, 0),
        )


COURSES = (
    *GROUP,
    "course",
    "course_kind",
    "starts_on",
    "ends_on",
    "sessions_planned",
    "course_women",
    "course_men",
    "course_all",
    "course_left",
)


def sessions(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    """Read the sessions of the courses that serve a group, with who came from it.

    A topic that is marked as sensitive is not named.
    """
    came: dict[tuple[int, int, int], _Counts] = defaultdict(dict)
    p, a, s = CourseParticipant, CourseAttendance, CourseSession
    people = (
        select(a.course_id, a.session, p.group_id, _SEX, func.count())
        .join(p, and_(p.course_id == a.course_id, p.number == a.participant))
        .join(Member, _PERSON)
        .where(p.group_id.in_(part), a.state.in_(CAME))
        .group_by(a.course_id, a.session, p.group_id, _SEX)
    )
    for course_id, number, group_id, sex, count in session.execute(people):
        came[course_id, number, group_id][sex] = count
    query = (
        select(CourseGroup.group_id, Course.name, s)
        .join(Course, Course.course_id == CourseGroup.course_id)
        .join(s, s.course_id == Course.course_id)
        .where(CourseGroup.group_id.in_(part), *between(s.held_on, chosen))
        .order_by(CourseGroup.group_id, s.course_id, s.number)
    )
    for group_id, name, one in session.execute(query):
        yield (
            *part[group_id].head(),
            name,
            one.number,
            one.held_on,
            yes(one.held),
            None if one.sensitive else one.topic,
            *_shown(came.get((one.course_id, one.number, group_id), {})),
        )


SESSIONS = (
    *GROUP,
    "course",
    "session",
    "session_on",
    "session_held",
    "topic",
    "came_women",
    "came_men",
    "came_all",
)
