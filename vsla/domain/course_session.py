"""The document of one session of a course: who came, made on a phone or on a page."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.facts import Attendance
from vsla.domain.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from vsla.domain.errors import Problem

SCHEMA_VERSION = 1
SESSION_MAX = 500
MINUTES_MAX = 600
PARTICIPANTS_MAX = 500
TOPIC_MAX = 120
REASON_MAX = 200
_UUID_LENGTH = 36
_ID_MAX = 999_999_999


@dataclass(frozen=True, slots=True)
class Attended:
    """How one participant came to a session, or did not.

    Attributes:
        participant: number in the course.
        state: as at a meeting of a group.
        with_partner: the life partner came along.
    """

    participant: int
    state: Attendance
    with_partner: bool = False


@dataclass(frozen=True, slots=True)
class SessionDocument:
    """One session of a course.

    Attributes:
        course: which course.
        session: number in the series.
        minutes: how long it lasted; 0 when it was cancelled.
        sensitive: its topic stays out of reports by name.
        held: it took place; ``because`` says why it did not.
        attendance: of everybody, in the order of the list; empty when it was cancelled.
        replaces: UUID of the document it puts right, or "".
    """

    course: int
    session: int
    held_on: date
    minutes: int
    topic: str
    sensitive: bool
    held: bool
    because: str
    attendance: tuple[Attended, ...]
    replaces: str = ""


def _attended(r: Reader) -> Attended:
    return Attended(
        participant=r.integer("participant", 1, PARTICIPANTS_MAX),
        state=r.choice("state", Attendance),
        with_partner=r.yes("with_partner"),
    )


def parse_session(source: object) -> tuple[SessionDocument, list[Problem]]:
    """Read the document of a session from JSON.

    Args:
        source: as ``json.loads`` gives it.

    Returns:
        The document, and every problem in it; with any problem the document does not count.
    """
    r = Reader(source)
    if r.integer("schema_version", 1, SESSION_MAX) != SCHEMA_VERSION:
        r.note("schema_version", Code.UNKNOWN_SCHEMA, known=SCHEMA_VERSION)
    held = r.yes("held", default=True)
    document = SessionDocument(
        course=r.integer("course", 1, _ID_MAX),
        session=r.integer("session", 1, SESSION_MAX),
        held_on=r.day("held_on"),
        minutes=r.integer("minutes", 1 if held else 0, MINUTES_MAX, None if held else 0),
        topic=r.text("topic", TOPIC_MAX, needed=held),
        sensitive=r.yes("sensitive"),
        held=held,
        because=r.text("because", REASON_MAX, needed=not held),
        attendance=r.rows("attendance", _attended, PARTICIPANTS_MAX),
        replaces=r.text("replaces", _UUID_LENGTH),
    )
    r.unique("attendance", map(attrgetter("participant"), document.attendance))
    if document.attendance and not held:
        r.note("attendance", Code.NOBODY_CAN_COME)
    r.finish()
    return document, r.problems


def check_session(
    document: SessionDocument, participants: Collection[int], begins_on: date
) -> list[Problem]:
    """Hold a session against the list of its course.

    Whoever stopped since, or is enrolled from a later day, may have come all the same: a phone
    without network does not know, and what happened is not refused.

    Args:
        document: as read.
        participants: numbers of all who ever were on the list.
        begins_on: first day of the course.

    Returns:
        Every problem: a day before the course, and strangers.
    """
    r = Reader({})
    if document.held_on < begins_on:
        r.note("held_on", Code.DATE_BEFORE_COURSE, begins_on=begins_on.isoformat())
    for place, each in enumerate(document.attendance):
        if each.participant not in participants:
            r.note(f"attendance.{place}.participant", Code.NOT_IN_COURSE, number=each.participant)
    return r.problems


def to_json(document: SessionDocument) -> dict[str, object]:
    """Write a document as its JSON, as a phone would send it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "course": document.course,
        "session": document.session,
        "held_on": document.held_on.isoformat(),
        "minutes": document.minutes,
        "topic": document.topic,
        "sensitive": document.sensitive,
        "held": document.held,
        "because": document.because,
        "attendance": [
            {
                "participant": each.participant,
                "state": str(each.state),
                "with_partner": each.with_partner,
            }
            for each in document.attendance
        ],
        **({"replaces": document.replaces} if document.replaces else {}),
    }
