"""The pages of the courses, as trainers and officers use them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_programme
from tests.services.courses_world import BEGINS_ON, a_course, a_session, course_facts
from tests.web.books import Shelf, forgotten_texts, statements
from vsla.domain.courses import Moment
from vsla.services.courses import add_component
from vsla.store import courses
from vsla.store.models import Course, CourseParticipant

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.services.courses_world import CourseWorld

DAY = BEGINS_ON.isoformat()


@pytest.fixture(autouse=True)
def in_the_course(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a Tuesday of the course."""
    for module in ("home", "courses.books", "courses.people", "courses.sessions"):
        monkeypatch.setattr(f"vsla.web.{module}.today", lambda: BEGINS_ON + timedelta(days=1))


@pytest.fixture
def world(shelf: Shelf) -> CourseWorld:
    """A course with two women, the partner of one of them, and a man."""
    made = a_course(shelf.group, weekday="tuesday")
    shelf.session.commit()
    return made


@pytest.fixture
def trainer(shelf: Shelf, world: CourseWorld) -> FlaskClient:
    """The trainer's browser."""
    return shelf.browser(world.trainer)


@pytest.fixture
def officer(shelf: Shelf, world: CourseWorld) -> FlaskClient:
    """The officer's browser."""
    return shelf.browser(world.group.officer)


def path(world: CourseWorld, rest: str = "") -> str:
    """Give the address of a page of the course."""
    return f"/courses/{world.course_id}{rest}"


def new_session(**more: Any) -> dict[str, Any]:
    """Fill in the form of a session in which everybody is present."""
    return {
        "uuid": "11111111-1111-4111-8111-111111111111",
        "held_on": DAY,
        "held": "yes",
        "minutes": "90",
        "topic": "Compter",
        **{f"state-{n}": "present" for n in (1, 2, 3, 4)},
        **more,
    }


def test_the_home_of_a_trainer_begins_with_the_courses_of_today(
    trainer: FlaskClient, world: CourseWorld
) -> None:
    page = trainer.get("/").text

    assert "Courses of today" in page
    assert path(world, "/sessions/new") in page
    assert "4 people" in page


def test_a_course_is_added_and_changed(trainer: FlaskClient, shelf: Shelf) -> None:
    facts = course_facts(name="Ma petite affaire", component="business", language="")
    typed = {**facts, "weekday": "", "component_id": ""}

    page = trainer.post("/courses/new", data=typed, follow_redirects=True).text
    made = shelf.session.query(Course).order_by(Course.course_id.desc()).first()
    assert made is not None
    changed = trainer.post(
        f"/courses/{made.course_id}/edit",
        data={**typed, "name": "Autre nom"},
        follow_redirects=True,
    ).text

    assert "Ma petite affaire" in page
    assert "Add the groups this course serves" in page
    assert "Autre nom" in changed


def test_every_fault_of_a_course_stands_at_its_field(trainer: FlaskClient) -> None:
    answer = trainer.post("/courses/new", data={"starts_on": DAY, "ends_on": "2024-01-01"})

    assert answer.status_code == 422
    for field in ("name", "component", "ends_on", "sessions_planned"):
        assert f'id="{field}-error"' in answer.text


def test_groups_and_trainers_come_and_go(trainer: FlaskClient, world: CourseWorld) -> None:
    other = world.group.programme.facilitator.user_id
    guest = {"user_id": "", "name": "Mama Zawadi", "gender": "F", "role": "other"}

    trainer.post(path(world, "/trainers"), data={**guest, "user_id": other})
    page = trainer.post(path(world, "/trainers"), data=guest, follow_redirects=True).text
    trainer.post(path(world, "/trainers/2/remove"))
    wrong = trainer.post(path(world, "/groups"), data={"code": "NOWHERE"})
    stays = trainer.post(path(world, f"/groups/{world.group.group_id}/remove"))

    assert "Mama Zawadi" in page
    world.session.rollback()
    assert [t.line for t in courses.trainers(world.session, world.course_id)] == [1, 3]
    assert wrong.status_code == 422
    assert "No group of the programme has the code NOWHERE." in wrong.text
    assert "4 people of this group are on the list" in stays.text
    assert trainer.post(path(world, "/trainers"), data={**guest, "name": ""}).status_code == 422


def test_a_second_group_is_served_and_taken_off(
    trainer: FlaskClient, shelf: Shelf, world: CourseWorld
) -> None:
    second = shelf.empty.group

    page = trainer.post(
        path(world, "/groups"), data={"code": second.code.lower()}, follow_redirects=True
    ).text
    nobody = trainer.get(path(world, f"/groups/{second.group_id}/enrol"))
    trainer.post(path(world, f"/groups/{second.group_id}/remove"))

    assert second.name in page
    assert "Nobody is enrolled yet." in nobody.text
    world.session.rollback()
    assert len(courses.groups(world.session, world.course_id)) == 1


def test_members_and_life_partners_are_ticked(trainer: FlaskClient, world: CourseWorld) -> None:
    enrol = path(world, f"/groups/{world.group.group_id}/enrol")
    typed = {"enrolled_on": DAY, "wish": "invited", "member": ["3", "4", "x"], "partner": ["3"]}

    form = trainer.get(enrol).text
    page = trainer.post(enrol, data=typed, follow_redirects=True).text
    empty = trainer.post(enrol, data={"enrolled_on": DAY, "wish": "invited"})

    assert "partner takes part" in form
    assert "Enrolled: 3." in page
    assert "Life partner of Member 3" in page
    assert empty.status_code == 422
    assert "Nobody is chosen." in empty.text


def test_a_participant_stops_and_a_partner_gets_a_name(
    trainer: FlaskClient, world: CourseWorld
) -> None:
    usual = {"wish": "invited", "enrolled_on": DAY, "stopped_because": ""}
    named = {**usual, "partner_name": "Baba Furaha", "partner_gender": "M"}

    trainer.post(path(world, "/participants/2"), data=named)
    stopped = {**usual, "left_on": DAY, "stopped_because": "family"}
    page = trainer.post(path(world, "/participants/3"), data=stopped, follow_redirects=True).text
    unsaid = trainer.post(path(world, "/participants/3"), data={**usual, "left_on": DAY})

    assert "Baba Furaha" in page
    assert "The family did not want it" in page
    assert 'id="stopped_because-error"' in unsaid.text


def test_a_session_is_written_down_without_script(trainer: FlaskClient, world: CourseWorld) -> None:
    form = trainer.get(path(world, "/sessions/new")).text
    typed = new_session(**{"state-4": "excused", "state-2": ""})

    page = trainer.post(path(world, "/sessions/new"), data=typed, follow_redirects=True).text
    again = trainer.post(path(world, "/sessions/new"), data=typed)

    assert "Everybody is marked present." in form
    assert "Session 1 is written down." in page
    world.session.rollback()
    kept = courses.attendance(world.session, world.course_id, 1)
    assert {n: str(row.state) for n, row in kept.items()} == {
        1: "present",
        3: "present",
        4: "excused",
    }
    assert again.status_code == 422


def test_a_session_is_put_right_and_two_people_do_not_overwrite_each_other(
    trainer: FlaskClient, world: CourseWorld
) -> None:
    trainer.post(path(world, "/sessions/new"), data=new_session())
    form = trainer.get(path(world, "/sessions/1")).text
    assert 'value="11111111-1111-4111-8111-111111111111"' in form
    right = new_session(
        uuid="22222222-2222-4222-8222-222222222222",
        replaces="11111111-1111-4111-8111-111111111111",
        topic="Violences",
        sensitive="y",
    )

    page = trainer.post(path(world, "/sessions/1"), data=right, follow_redirects=True).text
    late = trainer.post(
        path(world, "/sessions/1"),
        data={**right, "uuid": "33333333-3333-4333-8333-333333333333"},
    )

    assert "sensitive" in page
    assert "Put right once" in trainer.get(path(world, "/sessions/1")).text
    assert late.status_code == 422
    assert "Somebody else has changed session 1" in late.text


def test_a_session_is_cancelled_with_a_reason(trainer: FlaskClient, world: CourseWorld) -> None:
    cancelled = new_session(held="no", because="", topic="", minutes="")

    asked = trainer.post(path(world, "/sessions/new"), data=cancelled)
    page = trainer.post(
        path(world, "/sessions/new"), data={**cancelled, "because": "Pluie"}, follow_redirects=True
    ).text

    assert 'id="because-error"' in asked.text
    assert "Cancelled" in page
    assert "checked" in trainer.get(path(world, "/sessions/1")).text


def test_who_came_with_a_partner_is_asked_in_a_discussion_series(
    shelf: Shelf, trainer: FlaskClient
) -> None:
    series = a_course(shelf.group, component="discussion")
    shelf.session.commit()
    typed = new_session(**{"with-3": "y"})

    form = trainer.get(path(series, "/sessions/new")).text
    trainer.post(path(series, "/sessions/new"), data=typed)

    assert ('name="with-3"' in form, 'name="with-1"' in form) == (True, False)
    series.session.rollback()
    assert courses.attendance(series.session, series.course_id, 1)[3].with_partner


def test_a_test_is_written_down_for_those_who_were_tested(
    trainer: FlaskClient, world: CourseWorld
) -> None:
    typed = {"moment": "before", "tested_on": DAY, "level-1": "1", "level-2": "", "level-4": "3"}

    page = trainer.post(path(world, "/levels"), data=typed, follow_redirects=True).text
    counted = {"moment": "after", "tested_on": DAY, "items": "5", "level-1": "2", "right-1": "9"}
    wrong = trainer.post(path(world, "/levels?count=yes"), data=counted)
    trainer.post(path(world, "/levels?count=yes"), data={**counted, "right-1": "4"})

    assert "Levels written down: 2." in page
    assert "Reads the own statement line" in page
    assert "More were right than were asked. Write at most 5" in wrong.text
    world.session.rollback()
    kept = courses.levels(world.session, world.course_id)
    assert kept[1][Moment.AFTER].items_right == 4
    assert trainer.post(path(world, "/levels"), data={}).status_code == 422


def test_a_follow_up_says_what_became_of_the_plan(trainer: FlaskClient, world: CourseWorld) -> None:
    ask = path(world, "/participants/1/follow-up")
    typed = {"months": "3", "asked_on": DAY, "running": "y", "activity": "Riz"}

    wrong = trainer.post(ask, data=typed)
    page = trainer.post(ask, data={**typed, "money_source": "loan"}, follow_redirects=True).text
    none = trainer.post(ask, data={"asked_on": DAY})

    assert 'id="money_source-error"' in wrong.text
    assert "Riz" in page
    assert "A loan of the group" in page
    assert 'id="months-error"' in none.text


def test_what_was_said_has_no_name(trainer: FlaskClient, world: CourseWorld) -> None:
    said = {"told_on": DAY, "text": "Mon mari m'écoute"}

    page = trainer.post(path(world, "/reactions"), data=said, follow_redirects=True).text
    empty = trainer.post(path(world, "/reactions"), data={"told_on": DAY})

    assert "Mon mari m&#39;écoute" in page
    assert 'id="text-error"' in empty.text


def test_the_page_of_a_member_shows_courses_to_those_who_may_see_them(
    shelf: Shelf, trainer: FlaskClient, world: CourseWorld
) -> None:
    world.record(a_session(states={1: "present"}))
    shelf.session.commit()
    new = f"/courses/activities/{world.group.group_id}/1/new"
    activity = {"name": "Poules", "started_on": DAY, "money_source": "share_out"}

    wrong = trainer.post(new, data={})
    page = trainer.post(new, data=activity, follow_redirects=True).text
    facilitator = shelf.facilitator.get(shelf.path("/members/1")).text
    administrator = shelf.browser(world.group.programme.administrator)

    assert wrong.status_code == 422
    assert "Came: 1 of 1" in page
    assert "Poules" in page
    assert ("Lire son carnet" in facilitator, "Came: 1 of 1" in facilitator) == (True, False)
    assert "Lire son carnet" not in administrator.get(shelf.path("/members/1")).text
    nobody = f"/courses/activities/{world.group.group_id}/99/new"
    assert trainer.get(nobody).status_code == 404


def test_small_numbers_are_not_shown_by_sex(officer: FlaskClient, world: CourseWorld) -> None:
    world.record(a_session(states={1: "present", 2: "present", 3: "present", 4: "present"}))
    world.session.commit()

    page = officer.get("/courses/figures?from=2024-03&to=2024-05").text

    assert len(courses.participants(world.session, world.course_id)) < 5
    assert "too few people to be shown" in page
    assert "Member 1" not in page
    assert "Trainers" in page


def test_the_figures_are_narrowed_and_say_what_they_stand_on(
    officer: FlaskClient, world: CourseWorld
) -> None:
    own = add_component(world.session, world.group.officer, name="Droits")
    world.session.commit()

    for wanted in ("literacy", str(own.component_id), "nothing"):
        page = officer.get(f"/courses/figures?from=2024-03&to=2024-05&component={wanted}")
        assert page.status_code == 200
    wrong = officer.get("/courses/figures?from=2024-05&to=2024-03").text
    empty = officer.get("/courses/figures?from=2020-01&to=2020-02").text

    assert "The last month comes after the first" in wrong
    assert "No course ran in these months." in empty


def test_an_officer_sets_the_measures_and_adds_kinds(
    officer: FlaskClient, world: CourseWorld
) -> None:
    rules = {"complete_percent": "80", "reads_from": "1", "levels": "Rien\n\nTout  seul"}

    wrong = officer.post("/courses/measures", data={**rules, "reads_from": "4"})
    officer.post("/courses/measures", data=rules)
    page = officer.post("/courses/kinds", data={"name": "Droits"}, follow_redirects=True).text
    again = officer.post("/courses/kinds", data={"name": "droits"})

    world.session.rollback()
    kept = courses.rules(world.session, world.course.programme_id)
    assert (kept.complete_percent, kept.levels, kept.reads_from) == (80, ("Rien", "Tout seul"), 1)
    assert 'id="reads_from-error"' in wrong.text
    assert "Droits" in page
    assert "This name is there already." in again.text
    assert "Droits" in officer.get("/courses/new").text


def test_the_list_is_narrowed_and_goes_on(
    officer: FlaskClient, world: CourseWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_course(world.group, (), name="Affaires", component="business")
    world.session.commit()
    monkeypatch.setattr("vsla.services.course_page.PAGE_SIZE", 1)

    first = officer.get("/courses").text
    second = officer.get(f"/courses?after={world.course_id + 1}~{DAY}").text

    assert ("Affaires" in first, "Lire son carnet" in first) == (True, False)
    assert f"after={world.course_id + 1}~{DAY}" in first
    assert "Lire son carnet" in second
    assert "No course of this kind yet." in officer.get("/courses?component=discussion").text


def test_a_course_of_another_programme_does_not_exist(shelf: Shelf, world: CourseWorld) -> None:
    stranger = shelf.browser(a_programme(shelf.session).trainer)

    for rest in ("", "/edit", "/levels", "/sessions/new", "/participants/1"):
        assert stranger.get(path(world, rest)).status_code == 404
    assert "No course yet." in stranger.get("/courses").text
    assert "No course of yours yet." in stranger.get("/").text


PAGES = (
    "",
    "/edit",
    "/levels",
    "/levels?count=yes",
    "/sessions/new",
    "/sessions/1",
    "/participants/2",
    "/participants/1/follow-up",
)


def test_every_text_of_the_courses_passed_through_a_catalogue(
    shelf: Shelf, world: CourseWorld
) -> None:
    world.record(a_session(states={1: "present+"}))
    shelf.session.commit()
    officer = shelf.browser(world.group.officer)
    enrol = f"/groups/{world.group.group_id}/enrol"
    pages = [path(world, rest) for rest in (*PAGES, enrol)]
    pages += ["/courses", "/courses/new", "/courses/measures", "/courses/figures"]
    pages += ["/courses/figures?from=2024-03&to=2024-05"]
    pages += [f"/courses/activities/{world.group.group_id}/1/new"]

    assert {page: texts for page in pages if (texts := forgotten_texts(officer, page))} == {}


def _count(app: Flask, browser: FlaskClient, page: str) -> int:
    seen = statements(app)
    found = next(seen)
    assert browser.get(page).status_code == 200
    number = len(found)
    next(seen, None)
    return number


def test_pages_ask_the_database_as_often_for_many_people_as_for_few(
    shelf: Shelf, officer: FlaskClient, world: CourseWorld
) -> None:
    pages = [path(world), path(world, "/sessions/1"), "/courses", "/courses/figures?from=2024-03"]
    world.record(a_session())
    shelf.session.commit()
    few = [_count(shelf.app, officer, page) for page in pages]
    shelf.session.add_all(
        CourseParticipant(
            course_id=world.course_id,
            number=number,
            group_id=world.group.group_id,
            member_id=number - 2,
            is_partner=True,
            wish="invited",
            enrolled_on=BEGINS_ON,
        )
        for number in range(5, 11)
    )
    a_course(world.group, ((1, False), (2, False)), name="Deux")
    shelf.session.commit()

    assert [_count(shelf.app, officer, page) for page in pages] == few
