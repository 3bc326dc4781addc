"""The page that takes a whole group over from another server."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_programme
from tests.web.books import forgotten_texts

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.builders import ProgrammeWorld
    from tests.web.books import Shelf

PATH = "/groups/arrive"


@pytest.fixture
def away(shelf: Shelf) -> ProgrammeWorld:
    """Another programme, which takes the group over."""
    programme = a_programme(shelf.session)
    shelf.session.commit()
    return programme


def send(client: FlaskClient, away: ProgrammeWorld, body: bytes, seal: str = "") -> TestResponse:
    data = {"file": (BytesIO(body), "x.vsla.json"), "zone_id": str(away.zone_id), "seal": seal}
    return client.post(PATH, data=data, content_type="multipart/form-data", follow_redirects=True)


def test_a_group_is_taken_over_once_and_only_once(shelf: Shelf, away: ProgrammeWorld) -> None:
    body = shelf.facilitator.get(shelf.path("/export/group.json")).data
    officer = shelf.browser(away.officer)

    first, again = send(officer, away, body), send(officer, away, body)

    assert "Its 2 entries carry the seals of the other server" in first.text
    assert "Tujenge Pamoja" in first.text
    assert "This group was here already" in again.text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\xff", "This is not the file of a group."),
        (b"", "Please fill this in."),
        (b'{"format": "vsla-group", "version": 9}', "newer version"),
    ],
)
def test_a_file_that_is_none_is_answered_at_its_field(
    shelf: Shelf, away: ProgrammeWorld, body: bytes, said: str
) -> None:
    officer = shelf.browser(away.officer)
    name = "x" if body else ""
    data = {"file": (BytesIO(body), name), "zone_id": str(away.zone_id)}

    answer = officer.post(PATH, data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert said in answer.text


def test_a_seal_with_blanks_is_read_as_told(shelf: Shelf, away: ProgrammeWorld) -> None:
    body = shelf.facilitator.get(shelf.path("/export/group.json?names=no")).data
    officer = shelf.browser(away.officer)

    answer = send(officer, away, body, "0000 1111 2222")

    assert answer.status_code == 422
    assert "another seal" in answer.text
    assert shelf.group.group.code not in officer.get("/groups").text


def _sent_by_hand(client: FlaskClient, size: int) -> int:
    """Send a form of so many bytes and give the answer's status."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
    sent = head + b"1" * size + b"\r\n--x--\r\n"
    with client.post(PATH, data=sent, content_type="multipart/form-data; boundary=x") as answer:
        return answer.status_code


def test_a_file_may_be_larger_than_a_form(shelf: Shelf, away: ProgrammeWorld) -> None:
    officer = shelf.browser(away.officer)

    assert _sent_by_hand(officer, 5_000_000) == 422
    assert _sent_by_hand(officer, 21_000_000) == 413


def test_every_text_of_the_page_can_be_translated(shelf: Shelf) -> None:
    assert forgotten_texts(shelf.facilitator, PATH) == []
