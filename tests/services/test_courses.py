"""Keeping courses: what they teach, who teaches them, whom they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, a_group, a_programme, an_empty_group
from tests.services.courses_world import BEGINS_ON, a_course, course_facts
from vsla.domain.courses import CourseRules
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services.course_page import components
from vsla.services.courses import (
    add_component,
    add_course,
    add_trainer,
    change_course,
    course_for,
    remove_trainer,
    serve_group,
    set_rules,
    unserve_group,
)
from vsla.store import courses

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.services.courses_world import CourseWorld

RULES = {"complete_percent": 75, "reads_from": 3, "levels": []}


@pytest.fixture
def world(session: Session) -> CourseWorld:
    """A course that serves one group."""
    return a_course(a_group(session, members=10))


def noted(raised: pytest.ExceptionInfo[InvalidDocumentError]) -> list[tuple[str, str]]:
    """Give path and code of every problem."""
    return [(problem.path, str(problem.code)) for problem in raised.value.problems]


def test_a_trainer_teaches_the_course_she_adds(world: CourseWorld) -> None:
    (trainer,) = courses.trainers(world.session, world.course_id)

    assert (trainer.user_id, str(trainer.role)) == (world.trainer.user_id, "literacy_teacher")


def test_a_course_says_every_problem_at_once(world: CourseWorld) -> None:
    typed: dict[str, Any] = {"component": "own", "starts_on": "2024-03-04", "ends_on": "2024-03-03"}

    with pytest.raises(InvalidDocumentError) as raised:
        add_course(world.session, world.group.officer, course=typed, now=NOW)

    assert noted(raised) == [
        ("name", "missing"),
        ("sessions_planned", "missing"),
        ("component_id", "missing"),
        ("ends_on", "ends_before_begin"),
    ]


def test_a_course_is_changed_as_a_whole(world: CourseWorld) -> None:
    change_course(
        world.session,
        world.trainer,
        course_id=world.course_id,
        course=course_facts(name="Écrire", weekday="tuesday", place=""),
    )

    found = course_for(world.session, world.trainer, world.course_id)
    assert (found.name, str(found.weekday), found.place) == ("Écrire", "tuesday", "")
    with pytest.raises(InvalidDocumentError):
        change_course(world.session, world.trainer, course_id=world.course_id, course={})


def test_a_programme_adds_kinds_of_its_own(world: CourseWorld) -> None:
    officer = world.group.officer
    added = add_component(world.session, officer, name="  Droits  des femmes ")
    facts = course_facts(component="own", component_id=added.component_id)

    course = add_course(world.session, officer, course=facts, now=NOW)

    assert course.component_id == added.component_id
    assert [each.name for each in components(world.session, officer)] == ["Droits des femmes"]
    assert courses.trainers(world.session, course.course_id) == []
    with pytest.raises(InvalidDocumentError) as raised:
        add_component(world.session, officer, name="DROITS DES FEMMES")
    assert noted(raised) == [("name", "name_taken")]


def test_a_kind_of_another_programme_is_none(world: CourseWorld) -> None:
    away = a_programme(world.session)
    foreign = add_component(world.session, away.officer, name="Autre")
    facts = course_facts(component="own", component_id=foreign.component_id)

    with pytest.raises(InvalidDocumentError) as raised:
        add_course(world.session, world.trainer, course=facts, now=NOW)

    assert noted(raised) == [("component_id", "missing")]


def test_trainers_have_a_login_or_a_name_and_a_sex(world: CourseWorld) -> None:
    add = {"course_id": world.course_id}
    facilitator = {"user_id": world.group.facilitator.user_id}
    guest = {"name": "Mama Zawadi", "gender": "F", "role": "other"}

    first = add_trainer(world.session, world.trainer, trainer=facilitator, **add)
    second = add_trainer(world.session, world.trainer, trainer=guest, **add)
    again = add_trainer(world.session, world.trainer, trainer=guest, **add)

    assert (str(first.role), first.line, second.line) == ("facilitator", 2, 3)
    assert again is second
    remove_trainer(world.session, world.trainer, line=2, **add)
    assert [t.line for t in courses.trainers(world.session, world.course_id)] == [1, 3]
    with pytest.raises(NotFoundError):
        remove_trainer(world.session, world.trainer, line=2, **add)


def test_a_login_of_another_programme_teaches_nothing_here(world: CourseWorld) -> None:
    away = a_programme(world.session)

    with pytest.raises(InvalidDocumentError) as raised:
        add_trainer(
            world.session,
            world.trainer,
            course_id=world.course_id,
            trainer={"user_id": away.trainer.user_id},
        )

    assert noted(raised) == [("user_id", "unknown_choice")]


def test_a_course_serves_several_groups_of_its_programme(world: CourseWorld) -> None:
    second = an_empty_group(world.session, world.group.programme, name="Amani").group
    foreign = an_empty_group(world.session).group
    serve = {"course_id": world.course_id}

    serve_group(world.session, world.trainer, code=f" {second.code.lower()} ", **serve)
    serve_group(world.session, world.trainer, code=second.code, **serve)

    names = [group.name for group in courses.groups(world.session, world.course_id)]
    assert names == ["Amani", world.group.group.name]
    for code in ("", "ZZZ-9", foreign.code + "X"):
        with pytest.raises(InvalidDocumentError):
            serve_group(world.session, world.trainer, code=code, **serve)


def test_a_group_that_takes_part_stays(world: CourseWorld) -> None:
    second = an_empty_group(world.session, world.group.programme, name="Amani").group
    serve = {"course_id": world.course_id}
    serve_group(world.session, world.trainer, code=second.code, **serve)

    unserve_group(world.session, world.trainer, group_id=second.group_id, **serve)
    with pytest.raises(InvalidDocumentError) as raised:
        unserve_group(world.session, world.trainer, group_id=world.group.group_id, **serve)

    assert noted(raised) == [("code", "still_takes_part")]
    with pytest.raises(NotFoundError):
        unserve_group(world.session, world.trainer, group_id=second.group_id, **serve)


def test_an_officer_sets_what_courses_are_measured_by(world: CourseWorld) -> None:
    levels = [{"name": "Rien"}, {"name": "Un peu"}, {"name": "Tout"}]
    here = world.course.programme_id

    usual = courses.rules(world.session, here)
    set_rules(
        world.session, world.group.officer, rules={**RULES, "levels": levels, "reads_from": 2}
    )
    set_rules(
        world.session,
        world.group.officer,
        rules={"complete_percent": 80, "reads_from": 2, "levels": levels},
    )

    assert usual == CourseRules()
    assert courses.rules(world.session, here) == CourseRules(80, ("Rien", "Un peu", "Tout"), 2)
    with pytest.raises(InvalidDocumentError) as raised:
        set_rules(
            world.session,
            world.group.officer,
            rules={"complete_percent": 0, "reads_from": 3, "levels": [*levels, levels[0], {}]},
        )
    assert noted(raised) == [
        ("levels.4.name", "missing"),
        ("levels.3", "duplicate"),
        ("complete_percent", "out_of_range"),
    ]


def test_only_trainers_and_officers_of_the_programme_keep_courses(world: CourseWorld) -> None:
    away = a_programme(world.session)
    programme = world.group.programme

    for actor in (world.group.facilitator, programme.administrator):
        with pytest.raises(NotAllowedError):
            add_course(world.session, actor, course=course_facts(), now=NOW)
        with pytest.raises(NotAllowedError):
            course_for(world.session, actor, world.course_id)
    for actor in (away.trainer, away.officer):
        with pytest.raises(NotFoundError):
            change_course(world.session, actor, course_id=world.course_id, course=course_facts())
    for actor in (programme.trainer, away.trainer):
        with pytest.raises(NotAllowedError):
            set_rules(world.session, actor, rules=RULES)
        with pytest.raises(NotAllowedError):
            add_component(world.session, actor, name="Droits")


def test_the_first_day_of_a_course_may_be_its_last(world: CourseWorld) -> None:
    facts = course_facts(ends_on=BEGINS_ON.isoformat())

    course = add_course(world.session, world.trainer, course=facts, now=NOW)

    assert course.starts_on == course.ends_on
