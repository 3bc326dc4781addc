"""Every route as every kind of person: who may not, never does, and nothing sent breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import PASSWORD as OF_BUILDERS
from tests.builders import a_group, a_programme, a_user, meet
from tests.services.courses_world import a_course, a_session
from vsla.services.access import Role
from vsla.store.models import User
from vsla.web.access import PUBLIC

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

_API = "/api/"
_HEADERS = {"X-VSLA-Request": "1", "Sec-Fetch-Site": "same-origin"}
_REFUSED = {403, 404}
_ENDS = {"auth.logout", "auth.leave"}


@dataclass(frozen=True, slots=True)
class World:
    """The application with one group, and somebody of each kind."""

    app: Flask
    group_id: int
    course_id: int
    logins: dict[str, tuple[str, Role]]

    def client(self, who: str) -> FlaskClient:
        """Give a browser in which somebody is logged in, or for "stranger" nobody."""
        browser = self.app.test_client()
        if who != "stranger":
            browser.post("/login", data={"login": self.logins[who][0], "password": OF_BUILDERS})
        return browser

    def rules(self) -> list[Rule]:
        """List all routes but those of files."""
        return [
            rule
            for rule in self.app.url_map.iter_rules()
            if not rule.endpoint.endswith("static") and rule.endpoint not in _ENDS
        ]

    def allowed(self, rule: Rule) -> frozenset[str]:
        """Read the rule of a view."""
        view: Any = self.app.view_functions[rule.endpoint]
        return frozenset(view.access_rule)

    def url(self, rule: Rule) -> str:
        """Fill the address of a route with things that are there."""
        known: dict[str, Any] = {
            "group_id": self.group_id,
            "course_id": self.course_id,
            "member_id": 1,
            "entry_number": 1,
            "loan_id": 1_001_001,
            "uuid": "11111111-1111-4111-8111-111111111111",
            "user_id": 1,
        }
        values = {name: known.get(name, 1) for name in rule.arguments}
        with self.app.test_request_context():
            built: str = self.app.url_for(rule.endpoint, **values)
        return built


@pytest.fixture
def world(app: Flask, app_session: Session) -> World:
    """One group with one meeting, a loan and a course; the others belong elsewhere."""
    home = a_programme(app_session)
    away = a_programme(app_session)
    group = a_group(app_session, home, members=10)
    meet(
        group,
        shares={1: 3},
        loans_granted=[{"line": 1, "member": 1, "amount_minor": 100_000, "term": 1}],
    )
    course = a_course(group)
    course.record(a_session())
    people = {
        "facilitator": home.facilitator,
        "officer": home.officer,
        "trainer": home.trainer,
        "administrator": home.administrator,
        "facilitator of other groups": a_user(app_session, Role.FACILITATOR, home.programme_id),
        "officer of another programme": away.officer,
        "trainer of another programme": away.trainer,
    }
    logins = {}
    for who, actor in people.items():
        user = app_session.get_one(User, actor.user_id)
        logins[who] = (user.login, user.role)
    app_session.commit()
    return World(app, group.group_id, course.course_id, logins)


def _send(browser: FlaskClient, method: str, url: str) -> TestResponse:
    if url.startswith(_API):
        return browser.open(url, method=method, json={}, headers=_HEADERS)
    return browser.open(url, method=method, data={}, headers=_HEADERS)


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_a_stranger_reaches_nothing_but_the_door(world: World) -> None:
    browser = world.client("stranger")

    for rule in world.rules():
        for method in _methods(rule):
            answer = _send(browser, method, world.url(rule))

            if PUBLIC in world.allowed(rule):
                assert answer.status_code < 500, rule
            elif rule.rule.startswith(_API):
                assert answer.status_code == 401, rule
            else:
                # A late form is carried through the login page, everything else is sent there.
                door = answer.status_code == 302 and "/login" in answer.location
                carried = method == "POST" and b'id="password"' in answer.data
                assert door or carried, (rule, method, answer.status_code)


@pytest.mark.parametrize("who", ["facilitator", "officer", "trainer", "administrator"])
def test_a_role_reaches_what_its_rule_says_and_no_more(world: World, who: str) -> None:
    browser, role = world.client(who), world.logins[who][1]

    for rule in world.rules():
        for method in _methods(rule):
            answer = _send(browser, method, world.url(rule))

            assert answer.status_code < 500, (rule, method)
            if PUBLIC not in world.allowed(rule) and role not in world.allowed(rule):
                assert answer.status_code == 403, (rule, method, answer.status_code)
            elif method == "GET":
                assert answer.status_code != 403, (rule, method)


@pytest.mark.parametrize(
    "who",
    [
        "facilitator of other groups",
        "officer of another programme",
        "trainer of another programme",
    ],
)
def test_a_group_that_is_not_ones_own_does_not_exist(world: World, who: str) -> None:
    browser = world.client(who)
    of_group = [rule for rule in world.rules() if "group_id" in rule.arguments]

    assert of_group
    for rule in of_group:
        for method in _methods(rule):
            answer = _send(browser, method, world.url(rule))

            assert answer.status_code in _REFUSED, (rule, method, answer.status_code)


@pytest.mark.parametrize("who", ["officer of another programme", "trainer of another programme"])
def test_a_course_of_another_programme_does_not_exist(world: World, who: str) -> None:
    browser = world.client(who)
    of_course = [rule for rule in world.rules() if "course_id" in rule.arguments]

    assert of_course
    for rule in of_course:
        for method in _methods(rule):
            answer = _send(browser, method, world.url(rule))

            assert answer.status_code in _REFUSED, (rule, method, answer.status_code)
