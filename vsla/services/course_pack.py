"""What a phone needs to record sessions of courses without network."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from vsla.services.courses import own_programme
from vsla.store import courses
from vsla.store.canonical import to_text
from vsla.store.courses import CourseFilter

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.courses import CourseLine, Enrolled

SCHEMA_VERSION = 1
COURSES_MAX = 20
_STILL_RECORDED = timedelta(days=60)
"""How long after its last day a course may still have sessions to be written down."""


def course_pack(session: Session, actor: Actor, *, on: date) -> str:
    """Write the courses a trainer teaches, with their lists.

    Args:
        session: to read with.
        actor: a trainer, or an officer who teaches.
        on: the day; courses that ended long before it are left out.

    Returns:
        JSON: up to ``COURSES_MAX`` courses, the newest first, each with a group it serves, its
        participants by number, and the number of its next session.

    Raises:
        NotAllowedError: the actor keeps no courses.
    """
    wanted = CourseFilter(trainer_id=actor.user_id)
    lines = courses.list_courses(session, own_programme(actor), wanted, COURSES_MAX)
    running = [line for line in lines if line.course.ends_on + _STILL_RECORDED >= on]
    told = [_course(session, line) for line in running]
    return to_text({"schema_version": SCHEMA_VERSION, "courses": told})


def _course(session: Session, line: CourseLine) -> dict[str, Any]:
    course = line.course
    people = courses.participants(session, course.course_id)
    groups = courses.groups(session, course.course_id)
    numbers = [row.number for row, _ in courses.sessions(session, course.course_id)]
    return {
        "course_id": course.course_id,
        "group_id": groups[0].group_id if groups else None,
        "name": course.name,
        "component": str(course.component),
        "place": course.place,
        "starts_on": course.starts_on.isoformat(),
        "ends_on": course.ends_on.isoformat(),
        "weekday": None if course.weekday is None else str(course.weekday),
        "sessions_planned": course.sessions_planned,
        "next_session": max(numbers, default=0) + 1,
        "participants": [_participant(each) for each in people],
    }


def _participant(each: Enrolled) -> dict[str, Any]:
    row = each.row
    return {
        "participant": row.number,
        "passbook_number": each.member.passbook_number,
        "name": row.partner_name if row.is_partner else each.member.name,
        "partner_of": each.member.name if row.is_partner else None,
        "gender": str(each.gender or ""),
        "group": each.group_name,
        "enrolled_on": row.enrolled_on.isoformat(),
        "left_on": None if row.left_on is None else row.left_on.isoformat(),
    }
