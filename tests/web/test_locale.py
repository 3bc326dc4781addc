"""The language of a page, and that every text of the frame can be translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import g, session
from flask_babel import gettext, ngettext, npgettext, pgettext

from tests.web.probe import add_user, speak
from tests.web.pseudo import untranslated
from vsla.store.models import Role
from vsla.web.locale import choose_language, current_locale, html_lang, language, parse_language

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session


@pytest.mark.parametrize(
    ("asked", "given"),
    [("sw,fr;q=0.5", "sw"), ("fr-CD", "fr"), ("en-GB,en", "en"), ("pt", "fr"), ("", "fr")],
)
def test_a_stranger_reads_the_language_of_the_browser(app: Flask, asked: str, given: str) -> None:
    with app.test_request_context(headers={"Accept-Language": asked}):
        assert language() == given


def test_a_choice_stands_above_the_account_and_the_browser(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        g.signed_in = type("Person", (), {"locale": "sw"})()
        assert language() == "sw"

        assert choose_language("fr") == "fr"

        assert session["language"] == "fr"
        assert str(current_locale()) == "fr_CD"


def test_an_unknown_language_changes_nothing(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "sw"}):
        assert choose_language("de") == "sw"
        assert "language" not in session


def test_the_language_of_tests_exists_in_tests_alone(app: Flask) -> None:
    app.testing = False

    with app.test_request_context(headers={"Accept-Language": "sw"}):
        assert choose_language("xx") == "sw"


def test_the_language_of_tests_marks_every_text(app: Flask) -> None:
    with app.test_request_context():
        choose_language("xx")

        assert gettext("Week %(n)s", n=3) == "⟦Week 3⟧"
        assert ngettext("one", "%(num)s of them", 1) == "⟦one⟧"
        assert ngettext("one", "%(num)s of them", 2) == "⟦2 of them⟧"
        assert pgettext("place", "text") == "⟦text⟧"
        assert npgettext("place", "one", "many", 2) == "⟦many⟧"
        assert html_lang() == "en"


def test_french_and_swahili_are_those_of_the_congo() -> None:
    assert str(parse_language("fr")) == "fr_CD"
    assert str(parse_language("sw")) == "sw_CD"
    assert str(parse_language("unknown")) == "en"


def test_the_search_for_untranslated_text_finds_it_and_leaves_data_alone() -> None:
    page = (
        '<title>⟦Groups⟧ · VSLA</title><p>⟦Week <b>3</b> of⟧ <i translate="no">Kahindo <b>R</b>'
        '</i> 17 · </p><img alt="forgotten"><p>plain</p><button aria-label="⟦Back⟧">x</button>'
    )

    assert untranslated(page) == ["forgotten", "plain", "x"]


@pytest.mark.parametrize("path", ["/login", "/probe/form"])
def test_the_pages_of_the_frame_are_translated(
    officer: FlaskClient, app_session: Session, path: str
) -> None:
    add_user(app_session, "demo", Role.OFFICER, demo=True)
    speak(officer, "xx")
    if path == "/login":
        officer.post("/logout")

    pages = officer.get(path).text + officer.post(path, data={"name": "", "price": "1"}).text

    assert untranslated(pages) == []


def test_the_page_where_a_form_waits_is_translated(stranger: FlaskClient) -> None:
    speak(stranger, "xx")

    page = stranger.post("/probe/form", data={"a": "b"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert untranslated(page.text) == []
