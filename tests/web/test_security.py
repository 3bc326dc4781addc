"""Headers on every answer, and the two ways in which a change proves that we sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.probe import add_probe, speak

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.conftest import MakeApp


def test_no_page_may_run_what_stands_inside_it(stranger: FlaskClient) -> None:
    answer = stranger.get("/login")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.text
    assert " on" not in answer.text.replace(" one", "").split("<main")[0].split("<body")[1]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_browsers_are_held_to_https_in_production_only(
    make_app: MakeApp, sqlite_template: Path
) -> None:
    url = f"sqlite:///{sqlite_template}"
    name = "Strict-Transport-Security"
    real, local = make_app(url, VSLA_ENV="production"), make_app(url)
    add_probe(real)
    add_probe(local)

    assert name in real.test_client().get("/login", base_url="https://vsla.example").headers
    assert name not in real.test_client().get("/login").headers
    assert name not in local.test_client().get("/login", base_url="https://x.example").headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"X-VSLA-Request": "1"}, 200), ({}, 400), ({"X-VSLA-Request": "0"}, 400)],
)
def test_the_json_interface_asks_for_its_header(
    stranger: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert stranger.put("/api/probe/fine", json={}, headers=headers).status_code == status


def test_the_json_interface_takes_json_alone(stranger: FlaskClient) -> None:
    answer = stranger.put("/api/probe/fine", data={"a": "b"}, headers={"X-VSLA-Request": "1"})

    assert answer.status_code == 400
    because = "X-VSLA-Request: 1 and a JSON body are required"
    assert answer.json == {"problems": [["", "bad_request", {"because": because}]]}


def test_what_is_too_large_is_refused_with_words(stranger: FlaskClient) -> None:
    speak(stranger, "en")

    page = stranger.post("/login", data={"login": "x" * 4_000_001})
    data = stranger.put("/api/probe/read", json=["x" * 4_000_001], headers={"X-VSLA-Request": "1"})

    assert page.status_code == data.status_code == 413
    assert "too large" in page.text
    assert data.json == {"problems": [["", "request_entity_too_large", {}]]}


@pytest.mark.parametrize("place", ["/login?next=%00", "/check/%00", "/login"])
def test_a_character_that_no_database_keeps_is_refused_with_words(
    stranger: FlaskClient, place: str
) -> None:
    sent = {"login": "a\0" if place == "/login" else "a", "password": "x"}

    answer = stranger.post(place, data=sent)

    assert answer.status_code == 400
    assert "<h1" in answer.text
