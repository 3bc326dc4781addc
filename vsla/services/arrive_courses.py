"""Take in what the courses of another server were to the members of a group that arrives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from vsla.domain.course_session import Attended, SessionDocument, to_json
from vsla.domain.facts import Attendance
from vsla.services.file_rows import row_in
from vsla.services.group_beside import (
    COURSE,
    PARTICIPANT,
    RESULT,
    SESSION,
    TEST,
    level_names,
)
from vsla.services.record_session import write_session
from vsla.store import courses
from vsla.store.canonical import digest, to_text
from vsla.store.models import (
    BusinessResult,
    Course,
    CourseComponent,
    CourseDocument,
    CourseGroup,
    CourseParticipant,
    CourseSession,
    LevelTest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.store.models import Group

    Told = Mapping[str, Any]

_SAME = ("component", "component_id", "name", "place", "starts_on", "ends_on")
"""What two courses agree in that are one."""


def take_courses(
    session: Session, group: Group, told: Sequence[Told], *, now: datetime
) -> tuple[int, int]:
    """Write courses with those of this group who took part, their sessions, tests and results.

    A course that came with another group before is the same one. Trainers and how many were
    expected stay behind: they are of all groups of the course.

    Args:
        session: inside ``transaction()``; the members are there.
        group: as it is here.
        told: as ``group_beside`` writes it.
        now: when.

    Returns:
        How many courses came, and how many tests stayed behind because the scale of this programme
        has no such level.

    Raises:
        ValueError: something is not as it is written; KeyError and TypeError too.
    """
    scale = level_names(courses.rules(session, group.programme_id))
    left = 0
    for one in told:
        sessions = [row_in(CourseSession, each, SESSION) for each in one["sessions"]]
        course = _course(session, group, one, sessions, now)
        session.add(CourseGroup(course_id=course.course_id, group_id=group.group_id))
        numbers = _participants(session, course, group, one["participants"])
        for number, person in numbers.items():
            left += _measured(session, course.course_id, number, person, scale)
        for each in sessions:
            _session(session, course.course_id, group, each, numbers, now)
    session.flush()
    return len(told), left


def _course(
    session: Session, group: Group, told: Told, sessions: list[CourseSession], now: datetime
) -> Course:
    """Find the course where it is here already with the same sessions, or write it."""
    course = row_in(Course, told, COURSE, programme_id=group.programme_id)
    course.component_id = _kind(session, group.programme_id, str(told["own_kind"]))
    course.expected_women = course.expected_men = 0
    course.created_at = now
    query = select(Course).where(Course.programme_id == group.programme_id)
    for name in _SAME:
        query = query.where(getattr(Course, name) == getattr(course, name))
    for there in session.scalars(query.order_by(Course.course_id)):
        if _agree(session, there, sessions):
            return there
    session.add(course)
    session.flush()
    return course


def _agree(session: Session, there: Course, sessions: Sequence[CourseSession]) -> bool:
    """Tell whether no session of one course says otherwise than that of the same number here."""
    here = {row.number: row for row, _came in courses.sessions(session, there.course_id)}
    return all(
        (here[one.number].held_on, here[one.number].held, here[one.number].topic)
        == (one.held_on, one.held, one.topic)
        for one in sessions
        if one.number in here
    )


def _kind(session: Session, programme_id: int, name: str) -> int | None:
    """Find the kind of course a programme has of this name, or add it."""
    if not name:
        return None
    known = {each.name.casefold(): each for each in courses.components(session, programme_id)}
    kind = known.get(name.casefold())
    if kind is None:
        kind = CourseComponent(programme_id=programme_id, name=name)
        session.add(kind)
        session.flush()
    return kind.component_id


def _participants(
    session: Session, course: Course, group: Group, told: Sequence[Told]
) -> dict[int, Told]:
    """Put the group on the list of a course; give what is told of each by its new number."""
    first = courses.next_number(session, course.course_id)
    numbers = dict(enumerate(told, start=first))
    session.add_all(
        row_in(
            CourseParticipant,
            person,
            PARTICIPANT,
            course_id=course.course_id,
            number=number,
            group_id=group.group_id,
        )
        for number, person in numbers.items()
    )
    session.flush()
    return numbers


def _measured(
    session: Session, course_id: int, number: int, person: Told, scale: Sequence[str]
) -> int:
    """Write tests and results of a participant; give how many tests have no level here."""
    key = {"course_id": course_id, "participant": number}
    known = [one for one in person["tests"] if one["level"] in scale]
    session.add_all(
        row_in(LevelTest, one, TEST, level=scale.index(one["level"]), **key) for one in known
    )
    session.add_all(row_in(BusinessResult, one, RESULT, **key) for one in person["results"])
    return len(person["tests"]) - len(known)


def _session(
    session: Session,
    course_id: int,
    group: Group,
    told: CourseSession,
    people: Mapping[int, Told],
    now: datetime,
) -> None:
    """Write a session as a document that puts right the one that is here, if there is one."""
    standing = session.get(CourseSession, (course_id, told.number))
    here = courses.attendance(session, course_id, told.number)
    came = [Attended(each.participant, each.state, each.with_partner) for each in here.values()]
    came += [
        Attended(number, Attendance(one["state"]), one["with_partner"] is True)
        for number, person in people.items()
        for one in person["attendance"]
        if one["session"] == told.number
    ]
    document = SessionDocument(
        course=course_id,
        session=told.number,
        held_on=told.held_on,
        minutes=told.minutes,
        topic=told.topic,
        sensitive=told.sensitive,
        held=told.held,
        because=told.because,
        attendance=tuple(came),
    )
    if standing is not None:
        document = replace(document, replaces=standing.uuid)
    body = to_text(to_json(document))
    uuid = str(uuid5(NAMESPACE_URL, f"vsla-arrival/{group.group_id}/{course_id}/{told.number}"))
    session.add(
        CourseDocument(
            course_id=course_id,
            uuid=uuid,
            number=told.number,
            body_hash=digest(body),
            document=body,
            received_at=now,
            received_by=None,
            device="",
        )
    )
    write_session(session, course_id, uuid, document)
