"""The recovery sheet on screen and paper, and the page that takes a group over from it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_programme
from tests.documents.reading import is_tagged, pages_of, plain
from tests.documents.recoveries import KEY, a_lending_group, sheet_of, text_of
from tests.web.books import Shelf, forgotten_texts
from vsla.services.paper_code import key_from
from vsla.services.recover_group import read_sheet
from vsla.store.models import Group, Member

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

LONG = "Mwamini Bahati Kavira Nzuvandeka"


def a_desk(app: Flask, session: Session, members: int = 12) -> Shelf:
    """Give browsers for a group with loans."""
    world = a_lending_group(session, members=members)
    session.get_one(Member, (world.group_id, 7)).name = LONG
    session.commit()
    return Shelf(app, session, world.programme, world, world)


def elsewhere(shelf: Shelf) -> FlaskClient:
    """Give the browser of an officer whose programme does not know the group."""
    programme = a_programme(shelf.session)
    shelf.session.commit()
    return shelf.browser(programme.officer)


def asked(browser: FlaskClient, text: str, **more: str) -> tuple[int, str, str]:
    """Send the text; give status, page and where it leads."""
    answer = browser.post("/groups/recover", data={"text": text, **more})
    return answer.status_code, answer.text, answer.headers.get("Location", "")


@pytest.mark.parametrize(("members", "lang"), [(12, "fr"), (30, "sw"), (40, "en")])
def test_the_sheet_is_one_page_with_every_member(
    app: Flask, app_session: Session, members: int, lang: str
) -> None:
    shelf = a_desk(app, app_session, members)

    answer = shelf.facilitator.get(shelf.path(f"/papers/recovery.pdf?lang={lang}"))

    (text,) = pages_of(answer.data)
    assert is_tagged(answer.data)
    assert LONG in text
    assert f"Member {members}" in text


def test_the_sheet_says_what_the_ledger_says(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, app_session)
    sheet = sheet_of(shelf.group)

    (text,) = pages_of(shelf.facilitator.get(shelf.path("/papers/recovery.pdf?lang=en")).data)
    page = plain(shelf.facilitator.get(shelf.path("/papers/recovery")).text)

    for line in sheet.lines:
        assert f"{line.member.passbook_number} {line.member.name} {line.shares}" in text
    for box in sheet.state.boxes[:2]:
        assert f"{box // 100:,}" in text
        assert f"{box // 100:,}" in page
    assert forgotten_texts(shelf.facilitator, shelf.path("/papers/recovery")) == []


def test_the_text_on_the_screen_is_that_of_the_square(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, app_session)

    page = shelf.facilitator.get(shelf.path("/papers/recovery")).text

    found = re.search(r"<code>(.*?)</code>", page, re.DOTALL)
    assert found is not None
    assert read_sheet(KEY, html.unescape(found[1])).state == sheet_of(shelf.group).state


def test_a_trainer_prints_no_recovery_sheet(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, app_session)
    trainer = shelf.browser(shelf.programme.trainer)

    assert trainer.get(shelf.path("/papers/recovery")).status_code == 403
    assert shelf.path("/papers/recovery") not in trainer.get(shelf.path()).text
    assert shelf.path("/papers/recovery") in shelf.facilitator.get(shelf.path()).text


def test_a_group_is_first_shown_then_opened(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, app_session)
    text, browser = text_of(sheet_of(shelf.group)), elsewhere(shelf)

    status, page, _where = asked(browser, text)
    zone = re.search(r'<option selected[^>]* value="(\d+)"', page)
    assert zone is not None
    done, _page, where = asked(browser, text, zone_id=zone[1], compared="y")

    assert (status, done) == (200, 302)
    assert "The sheet says" in page
    assert "another system" not in page
    assert LONG in browser.get(f"{where}/members").text


def test_a_sheet_of_another_system_is_told_apart(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, app_session)
    text = text_of(sheet_of(shelf.group), key_from("another"))

    _status, page, _where = asked(elsewhere(shelf), text)

    assert "printed by another system" in page


def test_a_group_that_is_there_is_refused_at_the_text(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, app_session)
    text = text_of(sheet_of(shelf.group))
    zone = str(shelf.programme.zone_id)

    status, page, _where = asked(shelf.facilitator, text, zone_id=zone, compared="y")

    assert status == 422
    assert 'id="text-error"' in page
    assert app_session.query(Group).count() == 1


def test_what_is_no_sheet_is_refused_at_the_text(app: Flask, app_session: Session) -> None:
    browser = elsewhere(a_desk(app, app_session))

    status, page, _where = asked(browser, "abc")

    assert status == 422
    assert 'id="text-error"' in page
    assert forgotten_texts(browser, "/groups/recover") == []
    assert "/groups/recover" in browser.get("/groups").text
