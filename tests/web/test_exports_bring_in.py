"""The pages on which groups are brought in from a workbook."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tests.services.test_import_book import Lines, a_file, carried
from tests.web.books import forgotten_texts
from tests.web.probe import speak
from tests.web.pseudo import untranslated

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.web.books import Shelf

PATH = "/groups/bring-in"


def send(client: FlaskClient, lines: Lines) -> TestResponse:
    data = {"file": (BytesIO(a_file(lines)), "x.xlsx")}
    return client.post(PATH, data=data, content_type="multipart/form-data")


def kept_of(page: str) -> str:
    return page.split('name="kept" value="')[1][:64]


def wrong() -> Lines:
    lines = carried()
    lines["members"][0]["sex"] = "Q"
    lines["groups"][0]["zone"] = "Mars"
    return lines


def test_a_workbook_is_tried_then_kept(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.programme.officer)

    tried = send(officer, carried()).text
    nothing = officer.get("/groups").text
    done = officer.post(
        f"{PATH}/confirm", data={"kept": kept_of(tried)}, follow_redirects=True
    ).text
    again = officer.post(f"{PATH}/confirm", data={"kept": kept_of(tried)}, follow_redirects=True)

    assert "Everything is right." in tried
    assert "Groupe MID" not in nothing
    assert "Brought in: 2 groups, 12 members, 3 meetings." in done
    assert "Groupe MID" in done
    assert "The workbook is no longer here." in again.text
    assert "is here, nothing new" in send(officer, carried()).text


def test_problems_stand_in_a_table_with_what_to_do(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.programme.officer)

    page = send(officer, wrong()).text
    strict = officer.post(
        f"{PATH}/confirm", data={"kept": kept_of(page)}, follow_redirects=True
    ).text
    once_more = kept_of(send(officer, wrong()).text)
    rest = officer.post(
        f"{PATH}/confirm", data={"kept": once_more, "rest": "yes"}, follow_redirects=True
    ).text

    assert "problem to put right" in page or "problems to put right" in page
    assert "Choose one of the list" in page or "Choose one of" in page
    assert "Bring in the groups that are right" in page
    assert "Nothing was written; try the workbook again." in strict
    assert "Groupe NEW" in rest
    assert "Groupe MID" not in rest


def test_what_is_no_workbook_is_answered_at_its_field(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.programme.officer)
    data = {"file": (BytesIO(b"x"), "x.xlsx")}

    answer = officer.post(PATH, data=data, content_type="multipart/form-data")
    empty = officer.post(PATH, data={}, content_type="multipart/form-data")

    assert answer.status_code == empty.status_code == 422
    assert "This is not the workbook for bringing groups in." in answer.text


def test_nobody_confirms_what_another_tried_and_no_path_leads_out(shelf: Shelf) -> None:
    page = send(shelf.browser(shelf.programme.officer), carried()).text
    second = shelf.browser(shelf.programme.second_officer)

    for kept in (kept_of(page), "../../vsla", ""):
        answer = second.post(f"{PATH}/confirm", data={"kept": kept}, follow_redirects=True)
        assert "The workbook is no longer here." in answer.text


def test_what_was_tried_and_never_confirmed_is_forgotten(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.programme.officer)
    send(officer, carried())
    (file,) = (Path(shelf.app.instance_path) / "imports").iterdir()
    os.utime(file, (0, 0))

    send(officer, wrong())

    assert not file.exists()


def test_the_template_and_every_text_can_be_had(shelf: Shelf) -> None:
    facilitator = shelf.facilitator

    template = facilitator.get(f"{PATH}/template.xlsx")
    speak(facilitator, "xx")
    tried = send(facilitator, wrong()).text

    assert template.data[:2] == b"PK"
    assert forgotten_texts(facilitator, PATH) == []
    assert [text for text in untranslated(tried) if "Groupe" not in text] == []
