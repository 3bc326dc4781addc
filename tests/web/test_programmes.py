"""Programmes, their zones and exchange rates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOW, PASSWORD, a_user
from tests.web.books import forgotten_texts
from tests.web.desk import fields_of
from tests.web.probe import speak
from vsla.services.access import Role, system_actor
from vsla.services.programmes import add_programme, list_rates, list_zones
from vsla.store.models import Programme

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.web.books import Shelf

NEW = {
    "code": "AFECCOR",
    "name": "Femmes du Kivu",
    "reporting_currency": "USD",
    "groups": "50",
    "women": "1 000",
    "second_person": "y",
}
RATE = {"currency": "CDF", "per_unit": "2 850", "rate_on": "2024-03-01", "source": "BCC"}


def _admin(shelf: Shelf) -> FlaskClient:
    return shelf.browser(shelf.programme.administrator)


def _path(shelf: Shelf, rest: str = "") -> str:
    return f"/programmes/{shelf.programme.programme_id}{rest}"


def test_an_administrator_adds_a_programme(shelf: Shelf) -> None:
    page = _admin(shelf).post("/programmes/new", data=NEW, follow_redirects=True).text

    kept = shelf.session.query(Programme).filter_by(code="AFECCOR").one()
    assert (kept.planned_groups, kept.planned_women, kept.planned_men) == (50, 1000, None)
    assert kept.second_person_share_out
    assert "Add its zones" in page
    assert "No zone yet." in page


def test_problems_of_a_new_programme_stand_at_their_fields(shelf: Shelf) -> None:
    typed = {**NEW, "name": "", "groups": "many", "reporting_currency": "EUR"}

    answer = _admin(shelf).post("/programmes/new", data=typed)

    assert answer.status_code == 422
    for name in ("name", "groups", "reporting_currency"):
        assert f'id="{name}-error"' in answer.text


def test_a_programme_is_changed(shelf: Shelf) -> None:
    client = _admin(shelf)
    sent = {**fields_of(client.get(_path(shelf, "/edit"))), "name": "Kivu", "men": "600"}
    sent.pop("second_person")

    answer = client.post(_path(shelf, "/edit"), data=sent)

    shelf.session.rollback()
    kept = shelf.session.get_one(Programme, shelf.programme.programme_id)
    assert answer.location == _path(shelf)
    assert (kept.name, kept.planned_men, kept.second_person_share_out) == ("Kivu", 600, False)
    assert client.post(_path(shelf, "/edit"), data={**sent, "name": ""}).status_code == 422


@pytest.mark.parametrize("role", ["administrator", "officer"])
def test_a_zone_is_added_and_a_group_can_be_opened_in_it(shelf: Shelf, role: str) -> None:
    client = shelf.browser(getattr(shelf.programme, role))

    client.post(_path(shelf, "/zones"), data={"zone": "Mwenga"})
    refused = client.post(_path(shelf, "/zones"), data={"zone": ""})

    names = [zone.name for zone in list_zones(shelf.session, shelf.programme.programme_id)]
    assert names == ["Kamituga", "Mwenga"]
    assert refused.status_code == 422
    assert 'id="zone-error"' in refused.text
    assert "Mwenga" in shelf.facilitator.get("/groups/new").text


@pytest.mark.parametrize("role", ["administrator", "officer"])
def test_a_dated_rate_is_added(shelf: Shelf, role: str) -> None:
    client = shelf.browser(getattr(shelf.programme, role))

    page = client.post(_path(shelf, "/rates"), data=RATE, follow_redirects=True).text

    (rate,) = list_rates(shelf.session, shelf.programme.programme_id)
    assert (rate.per_unit_minor, rate.rate_on) == (285_000, date(2024, 3, 1))
    assert "2,850" in page


def test_problems_of_a_rate_stand_at_their_fields(shelf: Shelf) -> None:
    typed = {**RATE, "currency": "USD", "per_unit": "much", "source": ""}

    answer = _admin(shelf).post(_path(shelf, "/rates"), data=typed)

    assert answer.status_code == 422
    for name in ("currency", "per_unit", "source"):
        assert f'id="{name}-error"' in answer.text


def test_an_officer_finds_the_rates_from_home_but_changes_no_programme(shelf: Shelf) -> None:
    client = shelf.browser(shelf.programme.officer)

    assert _path(shelf) in client.get("/").text
    assert _path(shelf, "/edit") not in client.get(_path(shelf)).text
    assert "New programme" not in client.get("/programmes").text


def test_an_empty_installation_says_to_begin_with_a_programme(
    app: Flask, app_session: Session
) -> None:
    head = a_user(app_session, Role.ADMINISTRATOR, None, login="head")
    app_session.commit()
    client = app.test_client()
    client.post("/login", data={"login": "head", "password": PASSWORD})
    speak(client, "en")

    pages = [client.get(path).text for path in ("/", "/programmes")]

    assert head.programme_id is None
    assert "There is no programme yet." in pages[0]
    assert "No programme yet." in pages[1]
    assert all("Add a programme" in page for page in pages)


def test_a_head_of_one_programme_adds_no_other(shelf: Shelf) -> None:
    number = shelf.programme.programme_id
    client = shelf.browser(a_user(shelf.session, Role.ADMINISTRATOR, number))

    assert client.get("/programmes/new").status_code == 403
    assert "New programme" not in client.get("/programmes").text
    assert client.get(_path(shelf, "/edit")).status_code == 200


def test_a_programme_without_zones_sends_the_officer_to_add_one(
    app: Flask, app_session: Session
) -> None:
    bare = add_programme(
        app_session, system_actor(), code="X", name="X", reporting_currency="USD", now=NOW
    )
    a_user(app_session, Role.OFFICER, bare.programme_id, login="officer")
    app_session.commit()
    client = app.test_client()
    client.post("/login", data={"login": "officer", "password": PASSWORD})

    assert f'href="/programmes/{bare.programme_id}"' in client.get("/groups/new").text


@pytest.mark.parametrize("rest", ["", "/new", "/page", "/edit"])
def test_every_text_of_a_programme_passed_through_a_catalogue(shelf: Shelf, rest: str) -> None:
    number = shelf.programme.programme_id
    places = {"/page": f"/{number}", "/edit": f"/{number}/edit"}

    assert forgotten_texts(_admin(shelf), f"/programmes{places.get(rest, rest)}") == []
