"""What stands beside the ledger of a group goes out and in with it, and nothing of other groups."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tests.builders import NOW, a_group, a_programme, meet
from tests.services.courses_world import ENDS_ON, a_course, a_session
from tests.services.test_group_file import resealed, setting, take, written
from tests.services.test_passbook_samples import a_sample, drawn, enter
from tests.services.test_visits import visit
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError
from vsla.services.arrive_beside import Beside
from vsla.services.course_people import enrol_participants
from vsla.services.course_results import note_activity, record_business_result, record_levels
from vsla.services.courses import add_component, serve_group, set_rules
from vsla.services.own_fields import add_field, all_fields, write_group_values, write_member_values
from vsla.services.own_values import group_values
from vsla.services.record_session import next_session
from vsla.services.visits import add_item, group_visits
from vsla.store import courses
from vsla.store.models import Course, Group, Member
from vsla.store.visits import checklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld, ProgrammeWorld
    from tests.services.courses_world import CourseWorld

PARTS = ("own_fields", "visits", "actions", "activities", "samples", "courses")
STARTED = {"started": True, "running": True, "activity": "Poisson", "money_source": "loan"}


def with_a_course(group: GroupWorld) -> CourseWorld:
    """Let people of two groups take a course: two sessions, a test, a result."""
    world = a_course(group, component="own", component_id=a_kind(group))
    other = a_group(group.session, group.programme, members=5, name="Amani")
    serve_group(group.session, world.trainer, course_id=world.course_id, code=other.group.code)
    enrol_participants(
        group.session,
        world.trainer,
        course_id=world.course_id,
        group_id=other.group_id,
        enrolment={"enrolled_on": "2024-03-04", "wish": "invited"},
        people=[{"member": 5}],
        now=NOW,
    )
    world.record(a_session(1, {1: "present+", 2: "present+", 3: "absent", 5: "late"}))
    world.record(a_session(2, {}, held=False, because="Pluie", topic="", minutes=0))
    of: dict[str, Any] = {"course_id": world.course_id, "now": NOW}
    test = {"tested_on": ENDS_ON.isoformat(), "moment": "after"}
    levels = [{"participant": n, "level": 3} for n in (1, 5)]
    record_levels(group.session, world.trainer, test=test, levels=levels, **of)
    result = {"months": 3, "asked_on": ENDS_ON.isoformat(), **STARTED}
    record_business_result(group.session, world.trainer, number=1, result=result, **of)
    return world


def a_kind(group: GroupWorld) -> int:
    """Add a kind of course of the programme's own."""
    return add_component(group.session, group.officer, name="Savon").component_id


def field(group: GroupWorld, subject: str, sort: str, name: str, **more: str) -> int:
    told = {"subject": subject, "sort": sort, "name": name, **more}
    of = group.programme.programme_id
    return add_field(group.session, group.officer, programme_id=of, field=told).field_id


@pytest.fixture
def group(session: Session) -> GroupWorld:
    """A group with something of everything beside its ledger."""
    here = a_group(session, members=8)
    meet(here, shares=dict.fromkeys(here.members, 2))
    road = field(here, "group", "choice", "Road", choices="tar\nearth")
    children = field(here, "member", "number", "Children")
    write_group_values(session, here.officer, group_id=here.group_id, typed={road: "earth"})
    member = session.get_one(Member, (here.group_id, 2))
    write_member_values(session, here.officer, member=member, typed={children: 4})
    for text in ("The box is locked", "Three key-holders"):
        add_item(session, here.officer, programme_id=here.programme.programme_id, text=text)
    visit(here)
    sample = a_sample(here, groups=1)
    enter(
        here, sample, {drawn(here, sample)[0]: {"outcome": "checked", "shares": 2, "owed_minor": 0}}
    )
    activity = {"name": "Beignets", "started_on": "2023-05-01", "money_source": "loan"}
    note_activity(
        session, here.officer, group_id=here.group_id, member_id=2, activity=activity, now=NOW
    )
    with_a_course(here)
    a_course(here, people=(), name="Compter")
    return here


@pytest.fixture
def away(session: Session) -> ProgrammeWorld:
    """A programme elsewhere."""
    return a_programme(session)


def parts(text: str) -> dict[str, Any]:
    """Give what stands beside the ledger, without the numbers of a server."""
    told = json.loads(text)
    for course in told["courses"]:
        del course["course_id"]
    return {name: told[name] for name in PARTS}


def there(group: GroupWorld, away: ProgrammeWorld, **how: bool) -> GroupWorld:
    """Take the group over, as it is where it arrived."""
    group_id = take(away, group.session, written(group, **how)).group.group_id
    return replace(
        group, programme=away, group_id=group_id, officer=away.officer, facilitator=away.officer
    )


def test_what_came_out_is_what_goes_out_again(group: GroupWorld, away: ProgrammeWorld) -> None:
    out = parts(written(group))

    again = parts(written(there(group, away)))

    assert all(out.values())
    assert again == out
    assert [len(course["participants"]) for course in out["courses"]] == [4, 0]
    assert "Amani" not in written(group)


def test_nobody_is_asked_what_the_other_programme_asked(
    group: GroupWorld, away: ProgrammeWorld
) -> None:
    road = {"subject": "group", "sort": "choice", "name": "ROAD", "choices": "earth\ntar\nriver"}
    session = group.session
    mine = add_field(session, away.officer, programme_id=away.programme_id, field=road)
    add_item(session, away.officer, programme_id=away.programme_id, text="THREE key-holders")

    moved = there(group, away)

    assert group_values(group.session, moved.group_id) == [(mine, "earth")]
    asked = {each.name: each.retired for each in all_fields(group.session, away.programme_id)}
    assert asked == {"ROAD": False, "Children": True}
    page = group_visits(group.session, away.officer, group_id=moved.group_id)
    found = {mark for mark, _how in page.lines[0].marks}
    assert found == {"The box is locked", "THREE key-holders"}
    assert [each.text for each in checklist(session, away.programme_id)] == ["THREE key-holders"]


def test_names_and_what_people_said_of_themselves_stay_behind(
    group: GroupWorld, away: ProgrammeWorld
) -> None:
    told = parts(written(group, names=False))

    assert told["activities"] == []
    assert [each["subject"] for each in told["own_fields"]] == ["group"]
    assert "Poisson" not in json.dumps(told)
    assert parts(written(there(group, away, names=False), names=False)) == told


def test_a_course_of_two_groups_is_one_course_where_both_arrive(
    group: GroupWorld, away: ProgrammeWorld
) -> None:
    session = group.session
    other = session.scalars(select(Group).where(Group.name == "Amani")).one()
    second = replace(group, group_id=other.group_id, facilitator=group.officer)

    there(group, away)
    there(second, away)

    query = select(Course).where(Course.programme_id == away.programme_id)
    course, _other = session.scalars(query.order_by(Course.course_id)).all()
    came = courses.attendance(session, course.course_id, 1)
    assert {n: str(row.state) for n, row in came.items()} == {
        1: "present",
        2: "present",
        3: "absent",
        5: "late",
    }
    assert len(courses.documents_of(session, course.course_id, 1)) == 2
    assert next_session(session, course.course_id) == 3


def test_a_course_whose_sessions_differ_is_another_one(
    group: GroupWorld, away: ProgrammeWorld
) -> None:
    other = group.session.scalars(select(Group).where(Group.name == "Amani")).one()
    second = replace(group, group_id=other.group_id, facilitator=group.officer)
    there(group, away)

    def another_day(told: Any) -> None:
        told["courses"][0]["sessions"][0]["held_on"] = "2024-03-05"

    take(away, group.session, resealed(written(second), another_day))

    query = select(Course).where(Course.programme_id == away.programme_id)
    assert len(group.session.scalars(query).all()) == 3


def test_a_level_the_scale_of_the_programme_lacks_is_left_and_told(
    group: GroupWorld, away: ProgrammeWorld
) -> None:
    levels = [{"name": "small_numbers"}, {"name": "Lit"}]
    rules = {"complete_percent": 75, "reads_from": 1, "levels": levels}
    set_rules(group.session, away.officer, rules=rules)

    came = take(away, group.session, written(group))

    assert came.beside == Beside(courses=2, levels_left=1)


@pytest.mark.parametrize(
    "change",
    [
        setting("own_fields", 0, "sort", value="song"),
        setting("own_fields", 0, "values", 0, 1, value="mud"),
        setting("own_fields", 0, "values", 0, 1, value=""),
        setting("own_fields", 1, "values", 0, 0, value=99),
        setting("visits", 0, "marks", 0, 0, value=""),
        setting("visits", 0, "number", value=True),
        setting("visits", 0, "visited_on", value=None),
        setting("actions", 0, "text", value=7),
        setting("samples", 0, "checks", 0, "agrees", value=1),
        setting("samples", 0, "checks", 0, "shares", value=-1),
        setting("courses", 0, "sessions", 0, "topic", value="x" * 2_000),
        setting("courses", 0, "participants", 0, "member_id", value=99),
        setting("courses", 0, "participants", 0, "attendance", 0, "state", value="asleep"),
    ],
)
def test_whatever_is_wrong_in_it_the_file_is_refused(
    group: GroupWorld, away: ProgrammeWorld, change: Callable[[Any], None]
) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        take(away, group.session, resealed(written(group), change))

    assert caught.value.problems[0].code is Code.GROUP_FILE_DAMAGED


def test_a_file_from_before_these_parts_is_taken_over_all_the_same(
    group: GroupWorld, away: ProgrammeWorld
) -> None:
    def older(told: Any) -> None:
        for name in PARTS:
            del told[name]

    assert take(away, group.session, resealed(written(group), older)).beside == Beside()
