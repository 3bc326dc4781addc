"""The pages of meetings in two versions: what waits, side by side, settling."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_meeting, a_uuid, meet
from tests.services.meetings import send_or_keep
from tests.web.desk import Desk, a_desk, fields_of
from vsla.store import contested
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

KEY = a_uuid("the other phone")


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group whose meeting 1 came from two phones with other figures."""
    desk = a_desk(app, app_session)
    other = json.dumps(a_meeting(desk.world, 1, shares={1: 5}))
    meet(desk.world, 1, shares={1: 2})
    meet(desk.world, 2, shares={2: 1})
    send_or_keep(desk.world, other, key="the other phone")
    app_session.commit()
    return desk


def address(desk: Desk, way: str = "") -> str:
    return f"/contested/{desk.world.group_id}/{KEY}" + (f"/{way}" if way else "")


def waits(desk: Desk) -> bool:
    """Tell whether it still waits."""
    desk.world.session.rollback()
    return bool(contested.unsettled(desk.world.session, desk.world.group_id))


def entries(desk: Desk) -> int:
    """Count the entries of the journal."""
    desk.world.session.rollback()
    return desk.world.session.query(JournalEntry).filter_by(group_id=desk.world.group_id).count()


def test_what_waits_stands_on_the_home_on_the_group_and_in_a_list(desk: Desk) -> None:
    for browser in (desk.facilitator, desk.officer):
        home, group = browser.get("/").text, browser.get(desk.path).text

        assert 'href="/contested"' in home
        assert f'href="{desk.path}/contested"' in group
        for page in (browser.get("/contested").text, browser.get(f"{desk.path}/contested").text):
            assert address(desk) in page
            assert "Meeting 1" in page


def test_nothing_is_said_where_nothing_waits(app: Flask, app_session: Session) -> None:
    quiet = a_desk(app, app_session, meetings=1)

    assert 'href="/contested"' not in quiet.officer.get("/").text
    assert "Nothing waits here." in quiet.officer.get("/contested").text


def test_both_versions_stand_side_by_side_in_words(desk: Desk) -> None:
    page = desk.officer.get(address(desk)).text

    assert "Meeting 1 in two versions" in page
    assert "2 shares" in page
    assert "5 shares" in page
    assert "Member 1" in page
    assert page.count('class="diff"') >= 2
    assert "word for word" in page
    assert "&#34;count&#34;: 5" in page


def test_a_facilitator_sees_both_and_who_settles(desk: Desk) -> None:
    page = desk.facilitator.get(address(desk)).text

    assert "The programme officer settles it." in page
    assert "put_in_place" not in page
    assert desk.facilitator.get(address(desk, "book_stands")).status_code == 403


@pytest.mark.parametrize(
    ("way", "written"), [("book_stands", 0), ("put_in_place", 4), ("recorded", 1)]
)
def test_it_is_settled_once_there_is_a_reason(desk: Desk, way: str, written: int) -> None:
    before = entries(desk)
    form = fields_of(desk.officer.get(address(desk, way)))
    if way == "recorded":
        form |= {"meeting": "3", "held_on": "2023-01-19"}

    bare = desk.officer.post(address(desk, way), data=form)
    still = waits(desk)
    done = desk.officer.post(address(desk, way), data={**form, "reason": "They remember."})

    assert (bare.status_code, still) == (422, True)
    assert done.status_code == 302
    assert not waits(desk)
    assert entries(desk) - before == written
    after = desk.officer.get(done.location).text
    assert "They remember." in after
    assert "It is settled." in after


def test_what_a_correction_changes_is_shown_before(desk: Desk) -> None:
    page = desk.officer.get(address(desk, "put_in_place")).text

    assert "The group today" in page
    assert "No later meeting changes." in page or "is written anew" in page


def test_a_number_that_is_taken_is_told_at_its_field(desk: Desk) -> None:
    form = fields_of(desk.officer.get(address(desk, "recorded")))
    form |= {"meeting": "2", "reason": "Both were held."}

    answer = desk.officer.post(address(desk, "recorded"), data=form)

    assert answer.status_code == 422
    assert "Meeting 2 is already in the book." in answer.text
    assert "Both were held." in answer.text
    assert waits(desk)


def test_problems_of_the_document_name_members(desk: Desk) -> None:
    form = fields_of(desk.officer.get(address(desk, "recorded")))
    form |= {"meeting": "3", "held_on": "2023-01-01", "reason": "Both were held."}

    answer = desk.officer.post(address(desk, "recorded"), data=form)

    assert answer.status_code == 422
    assert waits(desk)


def test_settling_twice_leads_to_how_it_was_settled(desk: Desk) -> None:
    form = {**fields_of(desk.officer.get(address(desk, "book_stands"))), "reason": "So."}
    desk.officer.post(address(desk, "book_stands"), data=form)

    again = desk.officer.post(address(desk, "put_in_place"), data=form)

    assert again.status_code == 302
    assert "The book stands as it was" in desk.officer.get(again.location).text
    assert "Settled before" in desk.officer.get("/contested").text


@pytest.mark.parametrize("rest", ["", "/book_stands", "/rain", "?body=nothing"])
def test_what_is_not_there_is_not_found(desk: Desk, rest: str) -> None:
    nobody = f"/contested/{desk.world.group_id}/{a_uuid('nobody')}"

    assert desk.officer.get(nobody + rest).status_code == 404
    assert desk.officer.get(f"{address(desk)}/rain").status_code == 404


def test_the_trainer_has_nothing_to_do_with_it(desk: Desk) -> None:
    for path in ("/contested", f"{desk.path}/contested", address(desk)):
        assert desk.trainer.get(path).status_code == 403
