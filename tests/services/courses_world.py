"""A course for tests: two members of a group with their life partners, and sessions to record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.builders import NOW, a_uuid
from vsla.services.course_people import enrol_participants
from vsla.services.courses import add_course, serve_group
from vsla.services.record_session import RecordedSession, record_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor
    from vsla.store.models import Course

BEGINS_ON = date(2024, 3, 4)
ENDS_ON = date(2024, 5, 27)
PEOPLE = ((1, False), (1, True), (2, False), (8, False))
"""Women 1 and 2, the life partner of the first, and man 8: participants 1 to 4."""


def course_facts(**facts: Any) -> dict[str, Any]:
    """Make what a form says of a course."""
    return {
        "component": "literacy",
        "name": "Lire son carnet",
        "place": "Centre",
        "language": "sw",
        "starts_on": BEGINS_ON.isoformat(),
        "ends_on": ENDS_ON.isoformat(),
        "sessions_planned": 8,
        "expected_women": 4,
        "expected_men": 2,
        **facts,
    }


def a_session(number: int = 1, states: Mapping[int, str] | None = None, **more: Any) -> Any:
    """Make the JSON of a session; a state that ends in + came with the partner."""
    told = {1: "present", 2: "present", 3: "present", 4: "present"} if states is None else states
    day = BEGINS_ON + timedelta(weeks=number - 1)
    return {
        "schema_version": 1,
        "session": number,
        "held_on": day.isoformat(),
        "minutes": 90,
        "topic": "Les nombres de trois chiffres",
        "attendance": [
            {"participant": n, "state": word.rstrip("+"), "with_partner": word.endswith("+")}
            for n, word in told.items()
        ],
        **more,
    }


@dataclass(frozen=True, slots=True)
class CourseWorld:
    """A course with its group and trainer."""

    group: GroupWorld
    course: Course

    @property
    def session(self) -> Session:
        """Give the session of the group."""
        return self.group.session

    @property
    def trainer(self) -> Actor:
        """Give the literacy trainer of the programme."""
        return self.group.programme.trainer

    @property
    def course_id(self) -> int:
        """Give the number of the course."""
        return self.course.course_id

    def record(self, document: Any, *, by: Actor | None = None, uuid: str = "") -> RecordedSession:
        """Send a session as a phone would."""
        body = document
        if not isinstance(document, str):
            body = json.dumps({"course": self.course_id, **document})
        return record_session(
            self.session,
            by or self.trainer,
            course_id=self.course_id,
            uuid=uuid or a_uuid((self.course_id, body)),
            body=body,
            now=NOW,
        )


def a_course(
    group: GroupWorld, people: Sequence[tuple[int, bool]] = PEOPLE, **facts: Any
) -> CourseWorld:
    """Add a course that serves a group, and enrol some of it."""
    session, trainer = group.session, group.programme.trainer
    course = add_course(session, trainer, course=course_facts(**facts), now=NOW)
    serve_group(session, trainer, course_id=course.course_id, code=group.group.code)
    world = CourseWorld(group, course)
    if people:
        enrol(world, people)
    return world


def enrol(world: CourseWorld, people: Sequence[tuple[int, bool]], **more: Any) -> None:
    """Put people of the group on the list."""
    enrol_participants(
        world.session,
        world.trainer,
        course_id=world.course_id,
        group_id=world.group.group_id,
        enrolment={"enrolled_on": BEGINS_ON.isoformat(), "wish": "expressed", **more},
        people=[{"member": member, "partner": partner} for member, partner in people],
        now=NOW,
    )
