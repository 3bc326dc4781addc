"""The sound on a page: there where the words are recorded, and only what the page asked for."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.recordings import heard, record_all
from tests.web.books import forgotten_texts
from tests.web.desk import a_desk

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.web.books import Shelf
    from vsla.services.audio import Recordings

PLAYER = re.compile(r'<audio controls preload="none" src="([^"]+)"')
MEMBER = "/members/1"
MEETING = "/meetings/2"
SENTENCES = ["shares", "worth", "solidarity-fund", "owe", "fines"]


@pytest.fixture
def recorded(shelf: Shelf) -> Recordings:
    """All words, in French."""
    return record_all(Path(shelf.app.config["VSLA_AUDIO"]), "fr")


def players(text: str) -> list[str]:
    """List what a page can play."""
    return [html.unescape(found) for found in PLAYER.findall(text)]


def test_without_recordings_no_page_has_a_player(shelf: Shelf) -> None:
    texts = [shelf.facilitator.get(shelf.path(page)).text for page in (MEMBER, MEETING)]

    assert ["<audio" in text for text in texts] == [False, False]


@pytest.mark.usefixtures("recorded")
def test_a_language_that_nobody_recorded_has_no_player(shelf: Shelf) -> None:
    client = shelf.browser(shelf.group.facilitator, "sw")

    assert players(client.get(shelf.path(MEMBER)).text) == []
    assert forgotten_texts(client, shelf.path(MEMBER)) == []


@pytest.mark.usefixtures("recorded")
def test_a_member_hears_what_the_page_shows(shelf: Shelf) -> None:
    client = shelf.browser(shelf.group.facilitator, "fr")

    (address,) = players(client.get(shelf.path(MEMBER)).text)
    answer = client.get(address)

    said = heard(answer.data, "fr")
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert said[:2] == ["shares", "cinq"]
    assert said[said.index("owe") :][:2] == ["owe", "cinq"]
    assert answer.headers["Cache-Control"] == "no-cache, private"


@pytest.mark.usefixtures("recorded")
def test_a_statement_is_read_in_the_language_of_the_paper(shelf: Shelf) -> None:
    client = shelf.browser(shelf.group.facilitator, "en")

    (address,) = players(client.get(shelf.path("/papers/statement?member=1&lang=fr")).text)
    silent = client.get(shelf.path("/papers/statement?member=1&lang=en")).text

    said = heard(client.get(address).data, "fr")
    assert [word for word in said if word in SENTENCES] == SENTENCES
    assert players(silent) == []


@pytest.mark.usefixtures("recorded")
def test_the_meeting_page_reads_its_three_figures(shelf: Shelf) -> None:
    client = shelf.browser(shelf.group.facilitator, "fr")

    (address,) = players(client.get(shelf.path(MEETING)).text)

    said = heard(client.get(address).data, "fr")
    assert [word for word in said if "-" in word or word == "remember"] == [
        "loan-fund",
        "solidarity-fund",
        "loans-out",
        "remember",
    ]


def test_the_closing_page_reads_aloud_before_anything_is_locked(
    app: Flask, app_session: Session
) -> None:
    record_all(Path(app.config["VSLA_AUDIO"]), "en")
    desk = a_desk(app, app_session, meetings=1)

    (address,) = players(desk.send(desk.new(), "close").text)

    assert heard(desk.facilitator.get(address).data, "en")[-1] == "remember"


@pytest.mark.usefixtures("recorded")
def test_a_telephone_may_ask_for_a_part_of_the_sound(shelf: Shelf) -> None:
    client = shelf.browser(shelf.group.facilitator, "fr")
    (address,) = players(client.get(shelf.path(MEMBER)).text)

    part = client.get(address, headers={"Range": "bytes=0-1"})

    assert (part.status_code, part.data) == (206, b"RI")


@pytest.mark.usefixtures("recorded")
def test_nobody_makes_the_server_say_what_no_page_asked_for(shelf: Shelf) -> None:
    client = shelf.browser(shelf.group.facilitator, "fr")
    (address,) = players(client.get(shelf.path(MEMBER)).text)

    refused = [
        client.get("/audio/fr/say.wav?words=cent"),
        client.get("/audio/fr/say.wav"),
        client.get(address + "x"),
        client.get(address.replace("/fr/", "/sw/")),
        shelf.app.test_client().get(address),
    ]

    assert [answer.status_code for answer in refused] == [404, 404, 404, 404, 302]


def test_a_recording_that_went_away_is_not_found(shelf: Shelf, recorded: Recordings) -> None:
    client = shelf.browser(shelf.group.facilitator, "fr")
    (address,) = players(client.get(shelf.path(MEMBER)).text)

    recorded.file("fr", "shares").unlink()

    assert client.get(address).status_code == 404


def test_sound_may_come_from_this_server_alone(shelf: Shelf) -> None:
    policy = shelf.facilitator.get("/").headers["Content-Security-Policy"]

    assert "media-src 'self';" in policy
