"""Errors become a status, a sentence and a way on; failures are logged without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.probe import add_probe, speak
from tests.web.pseudo import untranslated
from vsla.domain.errors import IdempotencyConflictError, NotFoundError
from vsla.web.errors import STATUS, WORDS, status_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.conftest import MakeApp

CASES = [("problem", 422), ("conflict", 409), ("missing", 404)]


@pytest.mark.parametrize(("kind", "status"), CASES)
def test_an_error_is_told_on_a_page(stranger: FlaskClient, kind: str, status: int) -> None:
    speak(stranger, "en")

    answer = stranger.get(f"/probe/fail/{kind}")

    assert answer.status_code == status
    assert str(WORDS[status].title) in answer.text


@pytest.mark.parametrize(("kind", "status"), CASES)
def test_an_error_is_told_in_json(stranger: FlaskClient, kind: str, status: int) -> None:
    answer = stranger.get(f"/api/probe/{kind}")

    assert answer.status_code == status
    assert answer.json is not None
    path, code, values = answer.json["problems"][0]
    assert path == ("meeting.date" if kind == "problem" else "")
    assert code
    assert isinstance(values, dict)


def test_every_kind_of_error_has_words_and_a_kind_of_a_kind_has_its_status() -> None:
    assert set(STATUS.values()) <= set(WORDS)
    assert status_of(IdempotencyConflictError(None)) == 409  # type: ignore[arg-type]
    assert status_of(NotFoundError()) == 404


@pytest.mark.parametrize("path", ["/no-such-page", "/probe/fail/missing", "/probe/fail/problem"])
def test_error_pages_are_translated(stranger: FlaskClient, path: str) -> None:
    speak(stranger, "xx")

    left = untranslated(stranger.get(path).text)

    assert left == []


def test_a_wrong_method_and_an_unknown_address_are_pages_too(stranger: FlaskClient) -> None:
    assert stranger.get("/no-such-page").status_code == 404
    assert stranger.delete("/login").status_code == 405
    assert stranger.get("/api/nothing").json == {"problems": [["", "not_found", {}]]}


def test_a_redirect_is_no_error(stranger: FlaskClient) -> None:
    assert stranger.get("/probe/fail/redirect").location == "/login"
    assert stranger.get("/probe/form/").status_code == 404


def test_a_failure_is_logged_without_what_people_typed(
    make_app: MakeApp, sqlite_template: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(f"sqlite:///{sqlite_template}", TESTING=False)
    add_probe(app)
    client = app.test_client()

    page = client.get("/probe/fail/mistake?name=Kahindo")
    data = client.get("/api/probe/mistake")

    assert page.status_code == data.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert "Kahindo" not in caplog.text + page.text
    assert data.json is not None
    assert data.json["problems"][0][1] == "server_failure"


def test_a_failure_reaches_the_tests_as_it_is(stranger: FlaskClient) -> None:
    with pytest.raises(ZeroDivisionError):
        stranger.get("/probe/fail/mistake")
