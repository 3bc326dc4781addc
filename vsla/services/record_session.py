"""Record a session of a course: once, however often it arrives, and put right in the open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, insert, select

from vsla.domain.codes import Code
from vsla.domain.course_session import SessionDocument, check_session, parse_session
from vsla.domain.errors import (
    ConflictError,
    IdempotencyConflictError,
    InvalidDocumentError,
    Problem,
)
from vsla.services.courses import course_for
from vsla.services.days import latest_day
from vsla.services.record_meeting import read_json
from vsla.store import courses
from vsla.store.canonical import digest
from vsla.store.models import (
    Course,
    CourseAttendance,
    CourseDocument,
    CourseSession,
)
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


class SessionTakenError(ConflictError):
    """Another document already tells of this session."""


@dataclass(frozen=True, slots=True)
class RecordedSession:
    """What became of a document.

    Attributes:
        number: of the session in its course.
        replay: it was there already; nothing was written.
    """

    number: int
    replay: bool = False


def record_session(
    session: Session,
    actor: Actor,
    *,
    course_id: int,
    uuid: str,
    body: str,
    now: datetime,
    device: str = "",
) -> RecordedSession:
    """Record a session, or put one right with a document that names the one it replaces.

    Every document is kept word for word; the tables say what the last one says.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        uuid: made before the first sending; the same document may come any number of times.
        body: JSON as ``vsla.domain.course_session`` reads it.
        now: when it arrived.
        device: which sent it.

    Returns:
        The number of the session, and whether it was there already.

    Raises:
        TooLargeError: more than a document may have.
        InvalidDocumentError: with every problem at once.
        IdempotencyConflictError: the same UUID came with another body.
        SessionTakenError: another document tells of this session, or another one than the one
            that is to be put right.
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    key = _key(uuid)
    _lock(session, course_id)
    known = session.get(CourseDocument, (course_id, key))
    if known is not None:
        if known.body_hash != digest(body):
            raise IdempotencyConflictError(Code.SAME_KEY_OTHER_BODY)
        return RecordedSession(known.number, replay=True)
    document = _read(session, course, body, now)
    _refuse_taken(session, course_id, document)
    session.add(
        CourseDocument(
            course_id=course_id,
            uuid=key,
            number=document.session,
            body_hash=digest(body),
            document=body,
            received_at=now,
            received_by=actor.user_id,
            device=device,
        )
    )
    write_session(session, course_id, key, document)
    return RecordedSession(document.session)


def take_session(
    session: Session, actor: Actor, *, uuid: str, body: str, now: datetime, device: str
) -> RecordedSession:
    """Record a session whose document says of which course it is, as a phone sends it.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        uuid: as ``record_session`` takes it, with ``body``, ``now`` and ``device``.
        body: likewise.
        now: likewise.
        device: likewise.

    Returns:
        What ``record_session`` gives.

    Raises:
        TooLargeError: and everything else that ``record_session`` raises.
    """
    document, _ = parse_session(read_json(body))
    return record_session(
        session, actor, course_id=document.course, uuid=uuid, body=body, now=now, device=device
    )


def _key(uuid: str) -> str:
    try:
        return str(UUID(uuid))
    except ValueError as error:
        raise InvalidDocumentError([Problem("uuid", Code.NOT_A_UUID)]) from error


def _lock(session: Session, course_id: int) -> None:
    """Let nobody else record a session of this course until the transaction ends."""
    session.execute(select(Course.course_id).where(Course.course_id == course_id).with_for_update())


def _read(session: Session, course: Course, body: str, now: datetime) -> SessionDocument:
    document, problems = parse_session(read_json(body))
    if document.held_on > latest_day(now):
        problems.append(Problem("held_on", Code.DATE_IN_FUTURE))
    if document.course != course.course_id:
        problems.append(Problem("course", Code.OTHER_COURSE))
    if not problems:
        there = courses.numbers(session, course.course_id)
        problems = check_session(document, there, course.starts_on)
    if problems:
        raise InvalidDocumentError(problems)
    return document


def _refuse_taken(session: Session, course_id: int, document: SessionDocument) -> None:
    """Refuse to tell a session a second time, but by a document that names the one that stands."""
    standing = session.get(CourseSession, (course_id, document.session))
    if (standing.uuid if standing is not None else "") != document.replaces:
        code = Code.SESSION_CHANGED if document.replaces else Code.SESSION_TAKEN
        raise SessionTakenError(code, {"number": document.session})


def write_session(session: Session, course_id: int, uuid: str, document: SessionDocument) -> None:
    """Let the tables say what the document says, and nothing of an earlier one."""
    here = (
        CourseAttendance.course_id == course_id,
        CourseAttendance.session == document.session,
    )
    session.execute(delete(CourseAttendance).where(*here))
    row = session.get(CourseSession, (course_id, document.session))
    if row is None:
        row = CourseSession(course_id=course_id, number=document.session)
        session.add(row)
    row.uuid = uuid
    row.held_on, row.minutes, row.held = document.held_on, document.minutes, document.held
    row.topic, row.sensitive, row.because = document.topic, document.sensitive, document.because
    session.flush()
    rows = [
        {
            "course_id": course_id,
            "participant": each.participant,
            "session": document.session,
            "state": each.state,
            "with_partner": each.with_partner,
        }
        for each in document.attendance
    ]
    if rows:
        session.execute(insert(table_of(CourseAttendance)), rows)


def next_session(session: Session, course_id: int) -> int:
    """Give the number of the next session of a course."""
    return max((row.number for row, _ in courses.sessions(session, course_id)), default=0) + 1
