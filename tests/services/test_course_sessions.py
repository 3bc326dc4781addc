"""Recording sessions: once, however often they arrive, and put right in the open."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tests.builders import NOW, a_group, a_programme, a_uuid
from tests.services.courses_world import BEGINS_ON, a_course, a_session, enrol
from tests.services.test_courses import noted
from vsla.domain.errors import (
    IdempotencyConflictError,
    InvalidDocumentError,
    NotAllowedError,
    NotFoundError,
)
from vsla.services.course_page import book, list_page, my_courses, session_sheet
from vsla.services.course_people import change_participant, enrol_participants
from vsla.services.record_session import SessionTakenError
from vsla.store import courses
from vsla.store.courses import CourseFilter
from vsla.store.models import CourseAttendance, CourseDocument

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.services.courses_world import CourseWorld


@pytest.fixture
def world(session: Session) -> CourseWorld:
    """A course with two women, the partner of one of them, and a man."""
    return a_course(a_group(session, members=10))


def states(world: CourseWorld, number: int = 1) -> dict[int, tuple[str, bool]]:
    """Read how everybody came."""
    found = courses.attendance(world.session, world.course_id, number)
    return {n: (str(row.state), row.with_partner) for n, row in found.items()}


def test_a_session_sent_twice_is_recorded_once(world: CourseWorld) -> None:
    document = a_session(states={1: "present+", 2: "present", 3: "late", 4: "absent"})

    first, second = world.record(document), world.record(document)

    assert (first.number, first.replay, second.number, second.replay) == (1, False, 1, True)
    assert states(world) == {
        1: ("present", True),
        2: ("present", False),
        3: ("late", False),
        4: ("absent", False),
    }
    counts = [
        world.session.scalar(select(func.count()).select_from(table))
        for table in (CourseDocument, CourseAttendance)
    ]
    assert counts == [1, 4]


def test_the_same_key_with_another_body_is_refused(world: CourseWorld) -> None:
    world.record(a_session(), uuid=a_uuid("one"))

    with pytest.raises(IdempotencyConflictError):
        world.record(a_session(minutes=60), uuid=a_uuid("one"))


def test_a_number_is_taken_by_one_document(world: CourseWorld) -> None:
    world.record(a_session())

    with pytest.raises(SessionTakenError) as raised:
        world.record(a_session(minutes=60))

    assert (str(raised.value.code), raised.value.values) == ("session_taken", {"number": 1})


def test_a_session_is_put_right_by_a_document_that_names_the_other(world: CourseWorld) -> None:
    world.record(a_session(), uuid=a_uuid("wrong"))
    right = a_session(states={1: "late"}, topic="Lire", replaces=a_uuid("wrong"))

    world.record(right, uuid=a_uuid("right"))

    sheet = session_sheet(world.session, world.trainer, world.course_id, 1)
    assert states(world) == {1: ("late", False)}
    assert sheet.row is not None
    assert (sheet.row.topic, sheet.row.uuid) == ("Lire", a_uuid("right"))
    assert sorted(each.uuid for each in sheet.documents) == sorted(
        [a_uuid("wrong"), a_uuid("right")]
    )
    with pytest.raises(SessionTakenError) as raised:
        world.record(a_session(minutes=5, replaces=a_uuid("wrong")))
    assert str(raised.value.code) == "session_changed"


def test_a_cancelled_session_says_why_and_counts_nobody(world: CourseWorld) -> None:
    cancelled = a_session(states={}, held=False, minutes=0, topic="", because="Pluie")

    world.record(cancelled)

    read = book(world.session, world.trainer, world.course_id)
    assert (read.held, read.next_number, read.sessions[0][0].because) == (0, 2, "Pluie")
    with pytest.raises(InvalidDocumentError) as raised:
        world.record(a_session(2, held=False))
    assert noted(raised) == [("because", "missing"), ("attendance", "nobody_can_come")]


def test_every_problem_of_a_session_is_said_at_once(world: CourseWorld) -> None:
    odd: dict[str, Any] = {"schema_version": 2, "session": 0, "held_on": "2099-01-01", "odd": 1}

    with pytest.raises(InvalidDocumentError) as raised:
        world.record(odd)

    assert noted(raised) == [
        ("schema_version", "unknown_schema"),
        ("session", "out_of_range"),
        ("minutes", "missing"),
        ("topic", "missing"),
        ("odd", "unknown_field"),
        ("held_on", "date_in_future"),
    ]


def test_strangers_and_days_before_the_course_are_refused(world: CourseWorld) -> None:
    early = (BEGINS_ON - timedelta(days=1)).isoformat()

    with pytest.raises(InvalidDocumentError) as raised:
        world.record(a_session(states={1: "present", 9: "present", 2: "late"}, held_on=early))

    assert noted(raised) == [
        ("held_on", "date_before_course"),
        ("attendance.1.participant", "not_in_course"),
    ]


@pytest.mark.parametrize("body", ["", "{", "[]", "[" * 100_000])
def test_what_is_no_session_is_refused(world: CourseWorld, body: str) -> None:
    with pytest.raises(InvalidDocumentError):
        world.record(body)


def test_a_session_of_another_course_is_refused(world: CourseWorld) -> None:
    with pytest.raises(InvalidDocumentError) as raised:
        world.record(a_session(course=world.course_id + 1))

    assert noted(raised) == [("course", "other_course")]


def test_a_key_that_is_none_is_refused(world: CourseWorld) -> None:
    with pytest.raises(InvalidDocumentError):
        world.record(a_session(), uuid="session-1")


def test_somebody_who_stopped_meanwhile_may_have_come(world: CourseWorld) -> None:
    stopped = {"left_on": BEGINS_ON.isoformat(), "stopped_because": "moved"}
    usual = {"wish": "invited", "enrolled_on": BEGINS_ON.isoformat()}
    change_participant(
        world.session,
        world.trainer,
        course_id=world.course_id,
        number=3,
        person={**usual, **stopped},
        now=NOW,
    )

    world.record(a_session(2, states={1: "present", 2: "absent", 3: "late", 4: "excused"}))

    later = session_sheet(world.session, world.trainer, world.course_id)
    second = session_sheet(world.session, world.trainer, world.course_id, 2)
    day = BEGINS_ON + timedelta(weeks=1)
    assert later.number == 3
    assert [each.row.number for each in later.expected(day)] == [1, 2, 4]
    assert [each.row.number for each in second.expected(day)] == [1, 2, 3, 4]


def test_a_partner_gets_a_name_and_a_sex_if_they_are_known(world: CourseWorld) -> None:
    known = {"partner_name": "Baba Furaha", "partner_gender": "M"}
    usual = {"wish": "invited", "enrolled_on": BEGINS_ON.isoformat()}

    for number in (1, 2):
        change_participant(
            world.session,
            world.trainer,
            course_id=world.course_id,
            number=number,
            person={**usual, **known},
            now=NOW,
        )

    people = courses.participants(world.session, world.course_id)
    told = [(each.row.is_partner, each.row.partner_name, each.gender) for each in people]
    assert told == [
        (False, "", "F"),
        (True, "Baba Furaha", "M"),
        (False, "", "F"),
        (False, "", "M"),
    ]


def test_who_stops_says_when_and_why(world: CourseWorld) -> None:
    day = (BEGINS_ON - timedelta(days=1)).isoformat()

    with pytest.raises(InvalidDocumentError) as raised:
        change_participant(
            world.session,
            world.trainer,
            course_id=world.course_id,
            number=1,
            person={"wish": "invited", "enrolled_on": BEGINS_ON.isoformat(), "left_on": day},
            now=NOW,
        )

    assert noted(raised) == [("left_on", "ends_before_begin"), ("stopped_because", "missing")]
    with pytest.raises(NotFoundError):
        change_participant(
            world.session, world.trainer, course_id=world.course_id, number=9, person={}, now=NOW
        )


def test_nobody_is_enrolled_twice_and_no_stranger_at_all(world: CourseWorld) -> None:
    with pytest.raises(InvalidDocumentError) as raised:
        enrol(world, [(1, False), (77, False), (5, True), (5, True)])

    assert noted(raised) == [
        ("people.3", "duplicate"),
        ("people.0.member", "already_enrolled"),
        ("people.1.member", "unknown_member"),
    ]
    with pytest.raises(InvalidDocumentError) as raised:
        enrol(world, [], wish="")
    assert noted(raised) == [("wish", "missing"), ("people", "nobody_chosen")]
    with pytest.raises(NotFoundError):
        enrol_participants(
            world.session,
            world.trainer,
            course_id=world.course_id,
            group_id=999_999,
            enrolment={},
            people=[],
            now=NOW,
        )


def test_only_those_who_keep_the_course_record_it(world: CourseWorld) -> None:
    away = a_programme(world.session)

    with pytest.raises(NotAllowedError):
        world.record(a_session(), by=world.group.facilitator)
    with pytest.raises(NotFoundError):
        world.record(a_session(), by=away.trainer)
    assert world.record(a_session(), by=world.group.officer).number == 1


def test_a_session_that_is_not_there_has_no_sheet(world: CourseWorld) -> None:
    with pytest.raises(NotFoundError):
        session_sheet(world.session, world.trainer, world.course_id, 1)


def test_a_trainer_sees_the_courses_of_today_first(world: CourseWorld) -> None:
    today = a_course(world.group, (), name="Aujourd'hui", weekday="tuesday")
    a_course(world.group, (), name="Fini", starts_on="2024-01-01", ends_on="2024-01-31")

    mine = my_courses(world.session, world.trainer, on=BEGINS_ON + timedelta(days=1))

    assert [line.course.name for line in mine.today] == [today.course.name]
    assert [(line.course.name, line.people) for line in mine.others] == [
        ("Lire son carnet", 4),
        ("Fini", 0),
    ]


def test_the_list_of_courses_goes_page_by_page(
    world: CourseWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsla.services.course_page.PAGE_SIZE", 2)
    for name in ("Deux", "Trois"):
        a_course(world.group, (), name=name, component="business")

    first = list_page(world.session, world.trainer, CourseFilter())
    second = list_page(world.session, world.trainer, CourseFilter(after=first.after))
    literacy = CourseFilter(component=world.course.component)
    narrowed = list_page(world.session, world.trainer, literacy)

    assert [line.course.name for line in first.lines] == ["Trois", "Deux"]
    assert [line.course.name for line in second.lines] == ["Lire son carnet"]
    assert (second.after, len(narrowed.lines)) == (None, 1)


def test_the_document_is_kept_word_for_word(world: CourseWorld) -> None:
    body = json.dumps({**a_session(), "course": world.course_id}, indent=1)

    world.record(body)

    (kept,) = courses.documents_of(world.session, world.course_id, 1)
    assert kept.document == body
