"""Levels, plans that became activities, and what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, a_group, a_programme
from tests.services.courses_world import BEGINS_ON, a_course, a_session
from tests.services.test_courses import noted
from vsla.domain.courses import Moment
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services.course_page import choosable, learning, participant_of, reactions
from vsla.services.course_results import (
    note_activity,
    note_reaction,
    record_business_result,
    record_levels,
)
from vsla.store import courses

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.services.courses_world import CourseWorld

DAY = BEGINS_ON.isoformat()


@pytest.fixture
def world(session: Session) -> CourseWorld:
    """A course with two women, the partner of one of them, and a man."""
    return a_course(a_group(session, members=10))


def write_levels(world: CourseWorld, moment: str, *levels: dict[str, Any]) -> int:
    """Write a test down."""
    return record_levels(
        world.session,
        world.trainer,
        course_id=world.course_id,
        test={"tested_on": DAY, "moment": moment},
        levels=levels,
        now=NOW,
    )


def level(participant: int, reached: int, **more: int) -> dict[str, int]:
    """Make one line of a test."""
    return {"participant": participant, "level": reached, **more}


def test_a_second_test_of_the_same_moment_replaces_the_first(world: CourseWorld) -> None:
    write_levels(world, "before", level(1, 0), level(3, 2, items_right=4, items=10))
    write_levels(world, "before", level(1, 1))
    write_levels(world, "after", level(1, 3))

    kept = courses.levels(world.session, world.course_id)
    assert [(m, row.level) for m, row in sorted(kept[1].items())] == [
        (Moment.AFTER, 3),
        (Moment.BEFORE, 1),
    ]
    assert (kept[3][Moment.BEFORE].items_right, kept[3][Moment.BEFORE].items) == (4, 10)


def test_every_problem_of_a_test_is_said_at_once(world: CourseWorld) -> None:
    with pytest.raises(InvalidDocumentError) as raised:
        write_levels(world, "before", level(1, 9), level(9, 1), level(2, 1, items_right=3, items=2))

    assert noted(raised) == [
        ("levels.2.items_right", "right_above_items"),
        ("levels.0.level", "out_of_range"),
        ("levels.1.participant", "not_in_course"),
    ]
    with pytest.raises(InvalidDocumentError) as raised:
        write_levels(world, "before")
    assert noted(raised) == [("levels", "nobody_chosen")]


def result(world: CourseWorld, number: int = 1, **answers: Any) -> Any:
    """Write a follow-up down."""
    return record_business_result(
        world.session,
        world.trainer,
        course_id=world.course_id,
        number=number,
        result={"months": 3, "asked_on": DAY, **answers},
        now=NOW,
    )


def test_an_activity_that_runs_was_planned_and_started(world: CourseWorld) -> None:
    row = result(world, running=True, activity="Vente de riz", money_source="loan")
    planned = result(world, 2, plan_made=True)

    assert (row.plan_made, row.started, row.running) == (True, True, True)
    assert (planned.plan_made, planned.started, planned.money_source) == (True, False, None)


def test_asked_again_the_answer_replaces_the_other(world: CourseWorld) -> None:
    result(world, running=True, activity="Vente de riz", money_source="loan")
    result(world, months=12, started=True, activity="Vente de riz", money_source="share_out")
    result(world)

    kept = courses.results(world.session, world.course_id)
    assert [(row.months, row.started, row.running) for row in kept[1]] == [
        (3, False, False),
        (12, True, False),
    ]


def test_a_follow_up_says_every_problem_at_once(world: CourseWorld) -> None:
    with pytest.raises(InvalidDocumentError) as raised:
        result(world, months=5, started=True, asked_on="2099-01-01")

    assert noted(raised) == [
        ("months", "unknown_choice"),
        ("asked_on", "date_in_future"),
        ("activity", "missing"),
        ("money_source", "missing"),
    ]
    with pytest.raises(NotFoundError):
        result(world, 9)


def test_what_was_said_is_kept_without_a_name(world: CourseWorld) -> None:
    for text in ("Mon mari m'écoute", "Trop court"):
        note_reaction(
            world.session,
            world.trainer,
            course_id=world.course_id,
            reaction={"told_on": DAY, "text": text},
            now=NOW,
        )

    told = reactions(world.session, world.group.officer, world.course_id)
    assert [(row.number, row.text) for row in told] == [(2, "Trop court"), (1, "Mon mari m'écoute")]
    assert {column.name for column in told[0].__table__.columns} == {
        "course_id",
        "number",
        "told_on",
        "text",
    }
    with pytest.raises(InvalidDocumentError) as raised:
        note_reaction(world.session, world.trainer, course_id=world.course_id, reaction={}, now=NOW)
    assert noted(raised) == [("told_on", "missing"), ("text", "missing")]


def test_an_activity_says_what_paid_for_it(world: CourseWorld) -> None:
    def note(member: int, **facts: Any) -> Any:
        return note_activity(
            world.session,
            world.group.facilitator,
            group_id=world.group.group_id,
            member_id=member,
            activity={"name": "Poules", "money_source": "loan", **facts},
            now=NOW,
        )

    first, second = note(1, started_on=DAY), note(1, started_on=DAY, ended_on=DAY)

    assert (first.number, second.number, str(first.money_source)) == (1, 2, "loan")
    assert len(courses.activities(world.session, world.group.group_id, 1)) == 2
    with pytest.raises(InvalidDocumentError) as raised:
        note(1, started_on=DAY, ended_on="2024-01-01")
    assert noted(raised) == [("ended_on", "ends_before_begin")]
    with pytest.raises(NotFoundError):
        note(77, started_on=DAY)


def test_the_page_of_a_member_shows_what_each_role_may_see(world: CourseWorld) -> None:
    world.record(a_session())
    world.record(a_session(2, states={1: "absent"}))
    write_levels(world, "before", level(1, 1))
    programme, here = world.group.programme, world.group.group_id

    def seen(actor: Any) -> Any:
        return learning(world.session, actor, programme.programme_id, here, 1)

    full, less = seen(programme.trainer), seen(world.group.facilitator)
    assert [(c.course.name, c.came, c.held, c.level) for c in full.courses] == [
        ("Lire son carnet", 1, 2, 1)
    ]
    assert (full.in_full, less.in_full, seen(programme.administrator)) == (True, False, None)


def test_members_to_choose_from_say_who_takes_part(world: CourseWorld) -> None:
    here = world.group.group_id

    _, people = choosable(world.session, world.trainer, world.course_id, here, on=BEGINS_ON)

    taken = {p.member.member_id: (p.takes_part, p.partner_takes_part) for p in people}
    assert len(taken) == 10
    assert {n: both for n, both in taken.items() if any(both)} == {
        1: (True, True),
        2: (True, False),
        8: (True, False),
    }
    with pytest.raises(NotFoundError):
        choosable(world.session, world.trainer, world.course_id, 999_999, on=BEGINS_ON)


def test_a_participant_is_a_member_or_the_partner_of_one(world: CourseWorld) -> None:
    _, row, member = participant_of(world.session, world.trainer, world.course_id, 2)

    assert (row.is_partner, member.member_id) == (True, 1)
    with pytest.raises(NotFoundError):
        participant_of(world.session, world.trainer, world.course_id, 9)
    with pytest.raises(NotAllowedError):
        participant_of(world.session, world.group.facilitator, world.course_id, 2)
    with pytest.raises(NotFoundError):
        participant_of(world.session, a_programme(world.session).trainer, world.course_id, 2)
