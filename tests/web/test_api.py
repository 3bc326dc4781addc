"""The JSON interface: pack with ETag, meetings with 201, 200, 409, 413 and 422."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_meeting, a_uuid
from tests.web.desk import Desk, a_desk
from vsla.store import journal

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

HEADERS = {"X-VSLA-Request": "1", "Content-Type": "application/json"}
KEY = a_uuid("a meeting of the phone")


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group before its first meeting."""
    return a_desk(app, app_session)


def put(
    desk: Desk, body: str | bytes, key: str = KEY, client: FlaskClient | None = None
) -> TestResponse:
    """Send a meeting as a phone does."""
    address = f"/api{desk.path}/meetings/{key}"
    return (client or desk.facilitator).put(address, data=body, headers=HEADERS)


def body_of(desk: Desk, meeting: int = 1, **parts: Any) -> str:
    """Write a meeting with blanks that must stay."""
    return json.dumps(a_meeting(desk.world, meeting, **parts), indent=1)


def test_a_new_meeting_is_created_and_kept_word_for_word(desk: Desk) -> None:
    body = body_of(desk)

    answer = put(desk, body)

    assert answer.status_code == 201
    assert answer.json is not None
    assert (answer.json["entry_number"], answer.json["replay"]) == (1, False)
    desk.world.session.rollback()
    entry = journal.entry(desk.world.session, desk.world.group_id, 1)
    assert entry is not None
    assert entry.document == body


def test_the_same_meeting_again_is_a_replay(desk: Desk) -> None:
    body = body_of(desk)
    put(desk, body)

    answer = put(desk, body)

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["replay"] is True


def test_breaches_come_back_with_their_place(desk: Desk) -> None:
    answer = put(desk, body_of(desk, shares={1: 6}))

    assert answer.json is not None
    rows = [row for row in answer.json["breaches"] if row[1] == "too_many_shares"]
    assert rows == [["shares_bought.0", "too_many_shares", {"count": 6, "limit": 5, "member": 1}]]


@pytest.mark.parametrize("key", [KEY, a_uuid("another phone")])
def test_what_contradicts_is_kept_for_a_person(desk: Desk, key: str) -> None:
    body = body_of(desk)
    other = body_of(desk, shares={1: 1})
    put(desk, body)

    answer = put(desk, other, key)

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["kept"] is True
    assert answer.json["problems"][0][1] in {"same_key_other_body", "number_taken"}


def test_all_problems_come_at_once(desk: Desk) -> None:
    answer = put(desk, json.dumps({"schema_version": 1, "meeting": "one"}))

    assert answer.status_code == 422
    assert answer.json is not None
    assert {"cycle", "meeting", "held_on"} <= {row[0] for row in answer.json["problems"]}


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[]"])
def test_what_is_no_document_is_a_problem(desk: Desk, body: bytes) -> None:
    answer = put(desk, body)

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["problems"]


@pytest.mark.parametrize("length", [500_001, 2_000_001])
def test_what_is_too_large_is_not_read(desk: Desk, length: int) -> None:
    answer = put(desk, " " * length)

    assert answer.status_code == 413
    assert answer.json is not None
    assert answer.json["problems"][0][1] == "too_large"


def test_the_key_must_be_a_uuid(desk: Desk) -> None:
    assert put(desk, body_of(desk), "seventeen").status_code == 422


def test_without_a_login_nothing_is_answered_but_json(desk: Desk) -> None:
    answer = put(desk, body_of(desk), client=desk.app.test_client())

    assert answer.status_code == 401
    assert answer.json == {"problems": [["", "login_required", {}]]}


def test_a_trainer_may_not_send(desk: Desk) -> None:
    answer = put(desk, body_of(desk), client=desk.trainer)

    assert answer.status_code == 403
    assert answer.json == {"problems": [["", "not_allowed", {}]]}


def test_a_group_of_somebody_else_is_not_there(desk: Desk, app_session: Session) -> None:
    other = a_desk(desk.app, app_session)

    answer = put(desk, body_of(desk), client=other.facilitator)

    assert answer.status_code == 404
    assert answer.json == {"problems": [["", "not_found", {}]]}


def test_the_pack_is_sent_once_while_nothing_changes(desk: Desk) -> None:
    address = f"/api{desk.path}/pack"
    first = desk.facilitator.get(address)

    second = desk.facilitator.get(address, headers={"If-None-Match": first.headers["ETag"]})
    put(desk, body_of(desk))
    third = desk.facilitator.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.json is not None
    assert len(first.json["members"]) == 10
    assert (second.status_code, second.data) == (304, b"")
    assert third.status_code == 200


def test_the_pack_is_not_for_trainers(desk: Desk) -> None:
    assert desk.trainer.get(f"/api{desk.path}/pack").status_code == 403
