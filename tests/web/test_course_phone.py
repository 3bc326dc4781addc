"""Sessions of courses from a phone: its pack, and the same outbox as meetings."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_programme, a_uuid
from tests.services.courses_world import BEGINS_ON, ENDS_ON, a_course, a_session
from tests.web.phone import answers, item, post, statuses
from vsla.services.course_pack import course_pack
from vsla.store import courses

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.services.courses_world import CourseWorld
    from tests.web.books import Shelf

PACK = "/api/courses/pack"
API = {"X-VSLA-Request": "1"}


@pytest.fixture(autouse=True)
def in_the_course(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a day of the course."""
    monkeypatch.setattr("vsla.web.api.today", lambda: BEGINS_ON)


@pytest.fixture
def world(shelf: Shelf) -> CourseWorld:
    """A course with two women, the partner of one of them, and a man."""
    made = a_course(shelf.group)
    shelf.session.commit()
    return made


@pytest.fixture
def trainer(shelf: Shelf, world: CourseWorld) -> FlaskClient:
    """The trainer's phone."""
    return shelf.browser(world.trainer)


def sent(world: CourseWorld, number: int = 1, **more: Any) -> str:
    """Write the lines of a session in the outbox."""
    document = {"course": world.course_id, **a_session(number, **more)}
    uuid = a_uuid(json.dumps(document))
    return item(world.group.group_id, uuid, document, kind="course_session")


def test_the_pack_holds_the_list_of_each_course(trainer: FlaskClient, world: CourseWorld) -> None:
    answer = trainer.get(PACK, headers=API)

    assert answer.json is not None
    (course,) = answer.json["courses"]
    assert (course["name"], course["next_session"]) == ("Lire son carnet", 1)
    assert course["group_id"] == world.group.group_id
    assert [(p["participant"], p["gender"], p["partner_of"]) for p in course["participants"]] == [
        (1, "F", None),
        (2, "unknown", shelf_name(world)),
        (3, "F", None),
        (4, "M", None),
    ]


def shelf_name(world: CourseWorld) -> str:
    """Name the member whose partner takes part."""
    people = courses.participants(world.session, world.course_id)
    return people[0].member.name


def test_the_pack_is_sent_again_only_when_it_changed(
    trainer: FlaskClient, world: CourseWorld
) -> None:
    first = trainer.get(PACK, headers=API)
    again = trainer.get(PACK, headers={**API, "If-None-Match": first.headers["ETag"]})
    world.record(a_session())
    world.session.commit()
    changed = trainer.get(PACK, headers={**API, "If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)


def test_a_course_that_ended_long_ago_is_not_in_the_pack(world: CourseWorld) -> None:
    def names(days: int) -> list[str]:
        on = ENDS_ON + timedelta(days=days)
        told = json.loads(course_pack(world.session, world.trainer, on=on))
        return [course["name"] for course in told["courses"]]

    assert (names(60), names(61)) == (["Lire son carnet"], [])


def test_sessions_of_a_phone_are_recorded_once(trainer: FlaskClient, world: CourseWorld) -> None:
    batch = [sent(world, 1), sent(world, 2, states={1: "present", 4: "absent"})]

    first = answers(post(trainer, batch))
    again = answers(post(trainer, batch))

    assert [(one["status"], one["session"]) for one in first] == [(201, 1), (201, 2)]
    assert [(one["status"], one["replay"]) for one in again] == [(200, True), (200, True)]
    world.session.rollback()
    assert len(courses.sessions(world.session, world.course_id)) == 2


def test_a_session_that_is_refused_says_why_and_stops_no_other(
    trainer: FlaskClient, world: CourseWorld
) -> None:
    stranger = sent(world, 1, states={9: "present"})
    batch = [stranger, sent(world, 2), sent(world, 2, minutes=10), "{}\n{}\n"]

    told = answers(post(trainer, batch))

    assert [one["status"] for one in told[:3]] == [422, 201, 409]
    assert told[0]["problems"] == [["attendance.0.participant", "not_in_course", {"number": 9}]]
    assert told[2]["problems"][0][1] == "session_taken"
    assert told[3]["status"] == 422


@pytest.mark.parametrize(
    ("body", "status"), [("[]", 422), ("{}", 422), ('{"course": 999999}', 404), ("{", 422)]
)
def test_what_names_no_course_is_refused(
    trainer: FlaskClient, world: CourseWorld, body: str, status: int
) -> None:
    line = item(world.group.group_id, a_uuid(body), body, kind="course_session")

    assert statuses(post(trainer, [line])) == [status]


def test_only_those_who_keep_courses_send_sessions(shelf: Shelf, world: CourseWorld) -> None:
    stranger = shelf.browser(a_programme(shelf.session).trainer)

    assert statuses(post(shelf.facilitator, [sent(world)])) == [403]
    assert statuses(post(stranger, [sent(world)])) == [404]
    assert shelf.facilitator.get(PACK, headers=API).status_code == 403
    assert stranger.get(PACK, headers=API).json == {"schema_version": 1, "courses": []}
