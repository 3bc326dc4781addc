"""People with access."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.web.books import forgotten_texts
from vsla.store.models import Assignment, User

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.books import Shelf

NEW = {
    "name": "Lotsove Bahati",
    "login": "lotsove",
    "password": "nyota tatu za dhahabu",
    "gender": "F",
    "role": "facilitator",
    "locale": "sw",
}


def _admin(shelf: Shelf) -> FlaskClient:
    return shelf.browser(shelf.programme.administrator)


def _new(shelf: Shelf, **changes: str) -> dict[str, object]:
    return {**NEW, "programme_id": shelf.programme.programme_id, **changes}


def test_an_administrator_gives_access_and_then_groups(shelf: Shelf) -> None:
    answer = _admin(shelf).post("/users/new", data=_new(shelf))

    user = shelf.session.scalars(select(User).where(User.login == "lotsove")).one()
    assert answer.location == f"/users/{user.user_id}/groups"


def test_an_officer_needs_no_groups(shelf: Shelf) -> None:
    answer = _admin(shelf).post("/users/new", data=_new(shelf, role="officer"))

    assert answer.location == "/users"


def test_all_problems_of_a_login_stand_at_their_fields(shelf: Shelf) -> None:
    wrong = {**_new(shelf, name="", programme_id=""), "password": "siri"}

    answer = _admin(shelf).post("/users/new", data=wrong)

    assert answer.status_code == 422
    for field in ("name", "password", "programme_id"):
        assert f'id="{field}-error"' in answer.text
    assert "siri" not in answer.text


def test_what_is_known_of_a_person_can_be_changed(shelf: Shelf) -> None:
    user_id = shelf.programme.trainer.user_id
    changed = {key: value for key, value in _new(shelf).items() if key not in {"login", "password"}}

    answer = _admin(shelf).post(f"/users/{user_id}/edit", data={**changed, "role": "trainer"})

    assert answer.status_code == 302
    assert shelf.session.get_one(User, user_id).name == "Lotsove Bahati"


def test_a_change_without_a_name_is_told(shelf: Shelf) -> None:
    answer = _admin(shelf).post(
        f"/users/{shelf.programme.trainer.user_id}/edit", data=_new(shelf, name="")
    )

    assert answer.status_code == 422


def test_a_new_password_opens_the_book(shelf: Shelf) -> None:
    user = shelf.session.get_one(User, shelf.programme.trainer.user_id)
    admin, path = _admin(shelf), f"/users/{user.user_id}/password"

    short = admin.post(path, data={"password": "short"})
    admin.post(path, data={"password": NEW["password"]})

    assert short.status_code == 422
    login = {"login": user.login, "password": NEW["password"]}
    assert shelf.app.test_client().post("/login", data=login).location == "/"


def test_a_login_is_switched_off_and_on(shelf: Shelf) -> None:
    user_id = shelf.programme.trainer.user_id
    admin = _admin(shelf)

    admin.post(f"/users/{user_id}/active", data={"active": "no"})
    off = admin.get("/users").text
    admin.post(f"/users/{user_id}/active", data={"active": "yes"})

    assert "switched off" in off
    assert "switched off" not in admin.get("/users").text


def test_an_officer_assigns_groups_that_a_search_finds(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.programme.officer)
    user_id = shelf.programme.facilitator.user_id
    path = f"/users/{user_id}/groups"

    page = officer.get(f"{path}?q=umoja").text
    officer.post(path, data={"groups": [shelf.empty.group_id]})

    assert page.count("checked") == 2
    query = select(Assignment.group_id).where(Assignment.user_id == user_id)
    assert shelf.session.scalars(query).all() == [shelf.empty.group_id]


@pytest.mark.parametrize("number", [26 * "9", "1e400", "-1", "999999999"])
def test_a_group_that_is_not_in_the_list_is_not_assigned(shelf: Shelf, number: str) -> None:
    path = f"/users/{shelf.programme.facilitator.user_id}/groups"

    answer = shelf.browser(shelf.programme.officer).post(path, data={"groups": [number]})

    assert answer.status_code == 422


def test_groups_of_a_trainer_are_not_assigned(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.programme.officer)

    answer = officer.post(f"/users/{shelf.programme.trainer.user_id}/groups", data={})

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["", "/new", "/1/edit", "/1/password", "/1/groups"])
def test_every_text_about_users_passed_through_a_catalogue(shelf: Shelf, path: str) -> None:
    assert forgotten_texts(_admin(shelf), f"/users{path}") == []
