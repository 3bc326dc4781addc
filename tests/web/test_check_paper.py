"""The page on which anybody checks a printed paper."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.builders import NOW, TODAY, a_meeting, a_uuid
from tests.web.books import LONG_NAME, Shelf, forgotten_texts
from tests.web.desk import fields_of
from tests.web.probe import speak
from vsla.services.check_paper import FIGURES
from vsla.services.correct_meeting import correct
from vsla.services.paper_code import Claim, address_of, code_for, key_from, last_entry
from vsla.store.models import Group
from vsla.web import paper_words

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.conftest import MakeApp

PAPER = {"subject": "1", "figure_stars": "5", "figure_worth": "5 000", "figure_owes": "5 500"}


@pytest.fixture
def anybody(shelf: Shelf) -> FlaskClient:
    """A browser in which nobody is logged in, in English."""
    client = shelf.app.test_client()
    speak(client, "en")
    return client


def _paper(shelf: Shelf) -> dict[str, str]:
    """Print the statement of member 1 and copy what stands on it."""
    answer = shelf.facilitator.get(shelf.path("/papers/statement.pdf?member=1&lang=en"))
    (page,) = PdfReader(BytesIO(answer.data)).pages
    text = re.sub("[\u00a0\u202f]", " ", page.extract_text())
    code = re.search(r"\d{3} \d{3} \d{3}", text)
    assert code is not None
    group = shelf.session.get_one(Group, shelf.group.group_id)
    here = {"kind": "statement", "group_code": group.code.lower(), "entry": "2"}
    when = {"printed_on": shelf_today(shelf), "figure_solidarity_total": "4 000"}
    return {**here, **when, **PAPER, "code": code[0]}


def shelf_today(shelf: Shelf) -> str:
    """Give the day of printing as the page asks for it."""
    from vsla.web.clock import today  # noqa: PLC0415 - needs the application

    with shelf.app.app_context():
        return today().isoformat()


def _address(shelf: Shelf) -> tuple[Claim, str]:
    """Make what the square of a statement of member 1 says, without a loan."""
    group = shelf.session.get_one(Group, shelf.group.group_id)
    mark = last_entry(shelf.session, group.group_id)
    claim = Claim(
        kind="statement",
        group_code=group.code,
        subject=1,
        entry_number=mark.number,
        printed_on=TODAY,
        figures=(5, 500_000, 0, 400_000),
    )
    key = key_from(str(shelf.app.config["SECRET_KEY"]))
    return claim, code_for(key, claim, group_id=group.group_id, entry_hash=mark.hash)


def _correct(shelf: Shelf) -> None:
    correct(
        shelf.session,
        shelf.group.facilitator,
        group_id=shelf.group.group_id,
        entry_number=1,
        uuid=a_uuid("correction"),
        body=json.dumps(a_meeting(shelf.group, 1, shares={1: 5, 2: 5})),
        reason="Carnet : 5 étoiles",
        now=NOW,
        today=TODAY,
    )
    shelf.session.commit()


def _check(browser: FlaskClient, typed: dict[str, str]) -> TestResponse:
    return browser.post("/check", data=typed)


def test_what_stands_on_the_paper_agrees(shelf: Shelf, anybody: FlaskClient) -> None:
    answer = _check(anybody, _paper(shelf))

    assert answer.status_code == 200
    assert "Paper and books agree." in answer.text
    assert "5,500\u00a0FC" in answer.text
    assert LONG_NAME not in answer.text
    assert "Tujenge" not in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"figure_worth": "6 000"},
        {"figure_stars": "6"},
        {"figure_owes": ""},
        {"entry": "1"},
        {"subject": "2"},
        {"printed_on": "2024-01-01"},
        {"group_code": "NOBODY"},
        {"code": "123 456 789"},
    ],
)
def test_a_tampered_paper_fails(shelf: Shelf, anybody: FlaskClient, change: dict[str, str]) -> None:
    answer = _check(anybody, {**_paper(shelf), **change})

    assert "never agreed" in answer.text
    assert "Number of the entry" not in answer.text


def test_a_corrected_meeting_says_so_with_its_date(shelf: Shelf, anybody: FlaskClient) -> None:
    paper = _paper(shelf)
    _correct(shelf)

    answer = _check(anybody, paper)

    assert "It was corrected since, on Jun 1, 2024, 10:00" in re.sub("\u202f", " ", answer.text)


def test_the_square_leads_to_the_answer_and_its_figures(shelf: Shelf, anybody: FlaskClient) -> None:
    claim, code = _address(shelf)

    answer = anybody.get(f"/C/{address_of(claim, code)}")
    forged = anybody.get(f"/C/{address_of(replace(claim, figures=(6, 600_000, 0, 0)), code)}")
    broken = anybody.get("/C/STATEMENT/1")

    assert "Paper and books agree." in answer.text
    assert "5,000\u00a0FC" in answer.text
    assert "never agreed" in forged.text
    assert "never agreed" in broken.text


def test_wrong_codes_of_any_sort_have_the_same_answer(shelf: Shelf, anybody: FlaskClient) -> None:
    claim, code = _address(shelf)
    wrong = [
        address_of(replace(claim, group_code="NOBODY"), code),
        address_of(replace(claim, entry_number=99), code),
        address_of(claim, "000000000"),
        "STATEMENT/1",
    ]

    pages = {re.sub(r'value="[^"]*"', "", anybody.get(f"/C/{each}").text) for each in wrong}

    assert len(pages) == 1
    assert anybody.get("/C/STATEMENT/%00/1/1/20240601/1/000000000").status_code == 400


def test_codes_cannot_be_tried_one_after_the_other(
    make_app: MakeApp, sqlite_template: Path
) -> None:
    app = make_app(f"sqlite:///{sqlite_template}", RATELIMIT_ENABLED=True)
    client = app.test_client()
    path = "/C/STATEMENT/KAM-01/1/1/20240601/1/{:09d}"

    answers = [client.get(path.format(each)).status_code for each in range(21)]
    typed = client.post("/check", data={"kind": "poster"})

    assert answers == [200] * 20 + [429]
    assert typed.status_code == 429


def test_a_true_paper_does_not_use_up_attempts(shelf: Shelf, make_app: MakeApp) -> None:
    claim, code = _address(shelf)
    app = make_app(shelf.app.config["SQLALCHEMY_DATABASE_URI"], RATELIMIT_ENABLED=True)
    client = app.test_client()

    answers = [client.get(f"/C/{address_of(claim, code)}").status_code for _ in range(25)]

    assert set(answers) == {200}


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(anybody: FlaskClient) -> None:
    fields = fields_of(anybody.get("/check?kind=statement"))

    answer = _check(anybody, {**fields, **PAPER, "group_code": "KAM-01", "code": "12 34"})

    assert answer.status_code == 422
    assert "The code has nine digits" in answer.text
    assert fields_of(answer)["figure_worth"] == "5 000"


def test_every_kind_of_paper_can_be_checked(anybody: FlaskClient) -> None:
    start = anybody.get("/check").text

    assert {kind: tuple(names) for kind, names in paper_words.FIGURES.items()} == FIGURES
    for kind, names in FIGURES.items():
        assert f"kind={kind}" in start
        fields = fields_of(anybody.get(f"/check?kind={kind}"))
        assert {f"figure_{name}" for name in names} < set(fields)
        assert ("subject" in fields) is (kind != "poster")


def test_a_kind_nobody_prints_asks_again(anybody: FlaskClient) -> None:
    answer = _check(anybody, {"kind": "banknote"})

    assert answer.status_code == 422
    assert "what kind of paper" in answer.text


def test_a_currency_without_cents_is_read_too(shelf: Shelf, anybody: FlaskClient) -> None:
    claim, _code = _address(shelf)
    group = shelf.session.get_one(Group, shelf.group.group_id)
    group.currency = "UGX"
    shelf.session.commit()
    claim = replace(claim, kind="class_sheet", figures=(5, 5_000, 400))
    mark = last_entry(shelf.session, group.group_id)
    key = key_from(str(shelf.app.config["SECRET_KEY"]))
    code = code_for(key, claim, group_id=group.group_id, entry_hash=mark.hash)
    typed = {"kind": "class_sheet", "group_code": group.code, "subject": "1", "entry": "2"}
    figures = {"figure_stars": "5", "figure_cost": "5,000", "figure_solidarity": "400"}

    when = {"printed_on": TODAY.isoformat(), "code": code}
    whole = _check(anybody, {**typed, **figures, **when})
    cents = _check(anybody, {**typed, **figures, **when, "figure_cost": "5,000.50"})

    assert "5,000\u00a0UGX" in whole.text
    assert "never agreed" in cents.text


def test_the_door_leads_to_it_and_every_text_is_in_a_catalogue(
    shelf: Shelf, anybody: FlaskClient
) -> None:
    claim, code = _address(shelf)

    assert 'href="/check"' in anybody.get("/login").text
    for path in ("/check", "/check?kind=recovery", f"/C/{address_of(claim, code)}", "/C/NONE"):
        assert forgotten_texts(anybody, path) == []
