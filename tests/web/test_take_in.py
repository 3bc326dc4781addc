"""A file brought by hand: what is in it is shown first, and then taken in once."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_meeting, a_uuid, meet
from tests.phone_files import a_file, text_of
from tests.web.desk import Desk, a_desk, fields_of
from vsla.services import phone_file, take_in_file
from vsla.services.verify_ledger import verify_group
from vsla.store import contested, journal
from vsla.web import take_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from vsla.services.intake import Intake

KEY = a_uuid("in a file")


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group before its first meeting."""
    return a_desk(app, app_session)


def saved(desk: Desk, *documents: Any, secret: str | None = None, key: str = KEY) -> str:
    """Save meetings as the facilitator's phone does; without any, the first one."""
    made = documents or (a_meeting(desk.world, 1, shares={1: 2}),)
    items = [
        (desk.world.group_id, key if place == 0 else a_uuid((key, place)), json.dumps(document))
        for place, document in enumerate(made)
    ]
    own = secret or str(desk.app.config["SECRET_KEY"])
    return text_of(a_file(desk.world.facilitator.user_id or 0, items, secret=own))


def upload(browser: FlaskClient, text: str | bytes) -> TestResponse:
    """Choose a file and look at what is in it."""
    content = text if isinstance(text, bytes) else text.encode()
    form = {**fields_of(browser.get("/take-in")), "file": (BytesIO(content), "meetings.txt")}
    return browser.post("/take-in", data=form, content_type="multipart/form-data")


def take(browser: FlaskClient, text: str, **more: str) -> TestResponse:
    """Look at a file and take it in."""
    form = {**fields_of(upload(browser, text)), **more}
    return browser.post("/take-in", data=form, content_type="multipart/form-data")


def entries(desk: Desk) -> int:
    """Count the entries of the group's journal."""
    desk.world.session.rollback()
    last = journal.last_entry(desk.world.session, desk.world.group_id)
    return last.number if last else 0


def test_what_is_in_a_file_is_shown_and_nothing_is_written(desk: Desk) -> None:
    page = upload(desk.facilitator, saved(desk))

    assert page.status_code == 200
    assert "Umoja" in page.text
    assert "Meeting 1" in page.text
    assert "New here" in page.text
    assert "Saved by Furaha" in page.text
    assert "Jun 1, 2024" in page.text
    assert "Signed on the phone of" in page.text
    assert entries(desk) == 0


def test_what_a_phone_signed_and_cannot_be_read_is_shown_without_a_number(desk: Desk) -> None:
    user, secret = desk.world.facilitator.user_id or 0, str(desk.app.config["SECRET_KEY"])
    text = text_of(a_file(user, [(desk.world.group_id, KEY, "{")], secret=secret))

    page = upload(desk.facilitator, text)

    assert page.status_code == 200
    assert "New here" in page.text
    assert "Meeting 1" not in page.text


def test_a_file_is_taken_in_once(desk: Desk) -> None:
    text = saved(desk)

    first, again = take(desk.facilitator, text), take(desk.officer, text)

    assert "Taken in" in first.text
    assert f'href="{desk.path}/meetings/1"' in first.text
    assert "Was here already" in again.text
    assert entries(desk) == 1
    assert verify_group(desk.world.session, desk.world.group_id) == []


def test_what_also_came_by_network_is_told_as_such(desk: Desk) -> None:
    text = saved(desk)
    body = json.loads(text)["items"][0]["body"]
    headers = {"X-VSLA-Request": "1", "Content-Type": "application/json"}
    desk.facilitator.put(f"/api{desk.path}/meetings/{KEY}", data=body, headers=headers)

    assert "The office has it already" in upload(desk.officer, text).text


@pytest.mark.parametrize("made_at", ["soon", "2024-06-01", "2024-06-01T08:00:00"])
def test_a_moment_that_is_none_is_shown_as_it_stands(desk: Desk, made_at: str) -> None:
    secret = str(desk.app.config["SECRET_KEY"])
    items = [(desk.world.group_id, KEY, json.dumps(a_meeting(desk.world, 1)))]
    user_id = desk.world.facilitator.user_id or 0

    page = upload(desk.facilitator, text_of(a_file(user_id, items, secret=secret, at=made_at)))

    assert f">{made_at}<" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a file that a phone saved"),
        (b"\xff\xfe", "not a file that a phone saved"),
        (b"VSLA", "not a file that a phone saved"),
        (b"%PDF-1.7", "not a file that a phone saved"),
    ],
)
def test_what_is_no_file_is_told_at_its_field(desk: Desk, content: bytes, said: str) -> None:
    page = upload(desk.facilitator, content)

    assert page.status_code == 422
    assert said in page.text


def test_a_file_beyond_all_measure_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (phone_file, take_in):
        monkeypatch.setattr(module, "FILE_MAX", 1_000)

    page = upload(desk.facilitator, b" " * 1_001)

    assert page.status_code == 422
    assert "too large" in page.text


def test_a_damaged_file_is_told(desk: Desk) -> None:
    file = json.loads(saved(desk))
    file["items"][0]["body"] = file["items"][0]["body"].replace('"count": 2', '"count": 5')

    page = upload(desk.facilitator, json.dumps(file))

    assert page.status_code == 422
    assert "changed or damaged" in page.text


def test_a_mark_in_front_of_the_text_does_no_harm(desk: Desk) -> None:
    assert upload(desk.facilitator, b"\xef\xbb\xbf" + saved(desk).encode()).status_code == 200


def test_a_forged_file_is_refused_for_a_facilitator(desk: Desk) -> None:
    text = saved(desk, secret="not of this server")  # noqa: S106 - of a test

    page, done = upload(desk.facilitator, text), take(desk.facilitator, text)
    pressed = take(desk.facilitator, text, on_word="y")

    assert "Nobody known here signed this file." in page.text
    for answer in (done, pressed):
        assert "Refused" in answer.text
    assert entries(desk) == 0


def test_an_officer_answers_for_what_nobody_signed(desk: Desk) -> None:
    text = saved(desk, secret="another server")  # noqa: S106 - of a test

    bare, answered = take(desk.officer, text), take(desk.officer, text, on_word="y")

    assert bare.status_code == 422
    assert "Taken in" in answered.text
    desk.world.session.rollback()
    entry = journal.entry(desk.world.session, desk.world.group_id, 1)
    assert entry is not None
    assert entry.device.endswith(", not signed")


def test_a_file_of_other_peoples_groups_is_told(desk: Desk, app_session: Session) -> None:
    other = a_desk(desk.app, app_session)

    page = upload(other.facilitator, saved(desk))

    assert "Nothing in this file is of your groups." in page.text
    assert "Umoja" not in page.text
    assert entries(desk) == 0


def test_of_a_file_of_two_peoples_groups_each_takes_her_own(
    desk: Desk, app_session: Session
) -> None:
    other = a_desk(desk.app, app_session)
    worlds = (desk.world, other.world)
    items = [(world.group_id, KEY, json.dumps(a_meeting(world, 1))) for world in worlds]
    secret = str(desk.app.config["SECRET_KEY"])
    text = text_of(a_file(desk.world.facilitator.user_id or 0, items, secret=secret))

    done = take(desk.facilitator, text)

    assert "Taken in" in done.text
    assert "Left out: not of your groups" in done.text
    assert "1 thing in this file is not of your groups and is left out." in done.text
    assert (entries(desk), entries(other)) == (1, 0)


def test_problems_are_told_for_each_meeting_and_the_others_go_on(desk: Desk) -> None:
    wrong = {**a_meeting(desk.world, 2), "attendance": [{"member": 77, "state": "present"}]}
    text = saved(desk, a_meeting(desk.world, 1, shares={1: 2}), wrong, {"meeting": 3})

    page = take(desk.facilitator, text)

    assert page.text.count("Refused") == 2
    assert "Taken in" in page.text
    assert "This person is not a member of the group." in page.text
    assert entries(desk) == 1


def test_two_versions_wait_and_the_page_leads_to_them(desk: Desk) -> None:
    text = saved(desk)
    meet(desk.world, 1, shares={1: 3})
    desk.world.session.commit()

    page = take(desk.facilitator, text)

    assert "Two versions" in page.text
    assert f"/contested/{desk.world.group_id}/{KEY}" in page.text
    desk.world.session.rollback()
    assert contested.unsettled(desk.world.session, desk.world.group_id)
    assert "Waits already" in upload(desk.facilitator, text).text


def test_a_member_in_a_file_is_named_as_one(desk: Desk) -> None:
    joins = {"change": "join", "schema_version": 1, "member": 3_000_000, "name": "Zawadi"}
    more = {"gender": "F", "joined_on": "2023-01-04"}
    items = [(desk.world.group_id, KEY, json.dumps({**joins, **more}))]
    secret = str(desk.app.config["SECRET_KEY"])
    user_id = desk.world.facilitator.user_id or 0
    text = text_of(a_file(user_id, items, secret=secret, kind="member"))

    page = upload(desk.facilitator, text)
    done = take(desk.facilitator, text)

    assert "a member" in page.text
    assert "Taken in" in done.text
    assert "The office has it already" in upload(desk.facilitator, text).text


def test_a_failure_of_ours_is_told_and_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_intake: Intake, _inside: object, *, signed: bool) -> None:
        raise RuntimeError(str(signed))

    text = saved(desk)
    monkeypatch.setattr(take_in_file, "take_from_file", broken)
    desk.app.testing = False

    page = take(desk.facilitator, text)

    assert "Not taken in" in page.text
    assert entries(desk) == 0


def test_a_trainer_takes_no_files_in(desk: Desk) -> None:
    assert desk.trainer.get("/take-in").status_code == 403
