"""Texts go packed to whoever takes them, and everything else goes as it is."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_uuid
from tests.web.desk import Desk, a_desk
from tests.web.phone import item

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group that has met."""
    return a_desk(app, app_session, meetings=2)


def test_a_page_is_the_same_packed_and_plain(desk: Desk) -> None:
    plain = desk.facilitator.get(desk.path)
    packed = desk.facilitator.get(desk.path, headers=GZIP)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert b"Umoja" in gzip.decompress(packed.data)
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3


@pytest.mark.parametrize("wanted", ["identity", "gzip;q=0, br", ""])
def test_who_does_not_take_gzip_gets_the_plain_page(desk: Desk, wanted: str) -> None:
    answer = desk.facilitator.get(desk.path, headers={"Accept-Encoding": wanted})

    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("name", ["app.css", "signs.svg"])
def test_static_files_are_packed_and_not_sent_twice(client: FlaskClient, name: str) -> None:
    address = f"/static/{name}"
    plain = client.get(address)
    packed = client.get(address, headers=GZIP)

    again = client.get(address, headers={**GZIP, "If-None-Match": packed.headers["ETag"]})
    bare = client.get(address, headers={"If-None-Match": plain.headers["ETag"]})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"].startswith("W/")
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept-Encoding" in again.headers["Vary"]
    assert bare.status_code == 304
    for answer in (plain, packed, again, bare):
        answer.close()


def test_a_pack_that_did_not_change_is_not_sent_again_packed_or_not(desk: Desk) -> None:
    address = f"/api{desk.path}/pack"
    first = desk.facilitator.get(address, headers=GZIP)

    again = desk.facilitator.get(address, headers={**GZIP, "If-None-Match": first.headers["ETag"]})

    assert json.loads(gzip.decompress(first.data))["group"]["name"] == "Umoja"
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data) == (304, b"")


def test_papers_and_archives_are_left_alone(desk: Desk) -> None:
    paper = desk.facilitator.get(f"{desk.path}/papers/constitution.pdf", headers=GZIP)
    archive = desk.officer.get("/papers/statements.zip", headers=GZIP)

    assert paper.data.startswith(b"%PDF")
    for answer in (paper, archive):
        assert "Content-Encoding" not in answer.headers


def test_a_head_request_and_a_small_answer_are_left_alone(desk: Desk) -> None:
    head = desk.facilitator.head(desk.path, headers=GZIP)
    small = desk.facilitator.post(
        "/api/outbox",
        data=item(desk.world.group_id, a_uuid("x"), {}),
        headers={**GZIP, "X-VSLA-Request": "1", "Content-Type": "application/x-ndjson"},
    )

    assert "Content-Encoding" not in head.headers
    assert (small.status_code, "Content-Encoding" in small.headers) == (200, False)


def test_part_of_a_file_is_sent_plain(client: FlaskClient) -> None:
    answer = client.get("/static/app.css", headers={**GZIP, "Range": "bytes=0-9"})

    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert "Content-Encoding" not in answer.headers
    answer.close()
