"""The cycle after a share-out: when it begins, and what members put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.desk import Desk, a_desk, fields_of

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

DAY = "2023-03-01"


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group that has shared out its first cycle."""
    desk = a_desk(app, app_session, meetings=2)
    counted = {"held_on": DAY, "loan_fund_minor": "40000", "solidarity_fund_minor": "4000"}
    desk.facilitator.post(f"{desk.path}/share-out", data=counted)
    sent = fields_of(desk.officer.get(f"{desk.path}/share-out/proposal"))
    desk.officer.post(f"{desk.path}/share-out/confirm", data=sent)
    return desk


def form(desk: Desk, **typed: str) -> dict[str, str]:
    """Open the form of the next cycle and type into it."""
    return {**fields_of(desk.facilitator.get(f"{desk.path}/cycles/new")), **typed}


def test_the_form_says_what_each_member_may_put_back(desk: Desk) -> None:
    page = desk.facilitator.get(f"{desk.path}/cycles/new").text

    assert "Open cycle 2" in page
    assert "at most 4 shares" in page


def test_the_next_cycle_begins_with_what_was_put_back(desk: Desk) -> None:
    sent = form(desk, **{"opened_on": "2023-03-08", "back-1": "3", "back-2": ""})

    answer = desk.facilitator.post(f"{desk.path}/cycles/new", data=sent)

    assert answer.status_code == 302
    desk.world.session.rollback()
    books = desk.world.ground().books
    assert (books.cycle, books.shares) == (2, {1: 3})


def test_nobody_is_said_to_have_come_to_an_opening(desk: Desk) -> None:
    sent = form(desk, **{"opened_on": "2023-03-08", "back-1": "3", "back-2": ""})
    desk.facilitator.post(f"{desk.path}/cycles/new", data=sent)

    page = desk.facilitator.get(desk.path).text

    assert "Opening of the cycle" in page
    assert "0 of 0" not in page


def test_a_cycle_is_opened_once(desk: Desk) -> None:
    sent = form(desk, opened_on="2023-03-08")

    first = desk.facilitator.post(f"{desk.path}/cycles/new", data=sent)
    again = desk.facilitator.post(f"{desk.path}/cycles/new", data=sent)

    assert first.status_code == again.status_code == 302
    assert desk.facilitator.get(f"{desk.path}/cycles/new").status_code == 302


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"back-1": "9"}, "back-1"),
        ({"back-1": "many"}, "back-1"),
        ({"opened_on": "soon"}, "opened_on"),
        ({"opened_on": "2023-01-01"}, "opened_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(desk: Desk, typed: dict[str, str], place: str) -> None:
    sent = form(desk, **{"opened_on": "2023-03-08", **typed})

    answer = desk.facilitator.post(f"{desk.path}/cycles/new", data=sent)

    assert answer.status_code == 422
    assert f'id="{place}-error"' in answer.text
    assert all(fields_of(answer)[name] == text for name, text in typed.items())


def test_what_cannot_be_read_does_not_hide_what_is_too_much(desk: Desk) -> None:
    sent = form(desk, **{"opened_on": "soon", "back-1": "9", "back-2": "many"})

    page = desk.facilitator.post(f"{desk.path}/cycles/new", data=sent).text

    assert all(f'id="{name}-error"' in page for name in ("opened_on", "back-1", "back-2"))


def test_a_key_that_is_none_is_told_above_the_form(desk: Desk) -> None:
    sent = form(desk, opened_on="2023-03-08", uuid="seventeen")

    answer = desk.facilitator.post(f"{desk.path}/cycles/new", data=sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_meetings_wait_while_no_cycle_is_open(desk: Desk) -> None:
    answer = desk.facilitator.get(f"{desk.path}/meetings/new")

    assert answer.status_code == 409
    assert "Start a new cycle" in answer.text


def test_a_trainer_opens_no_cycle(desk: Desk) -> None:
    assert desk.trainer.get(f"{desk.path}/cycles/new").status_code == 403
