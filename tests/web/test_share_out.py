"""Sharing out: preview, count, second person; and the next cycle is in its own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import meet
from tests.web.desk import Desk, a_desk, fields_of

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

DAY = "2023-03-01"


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group with three meetings, somebody's loan and somebody's fine."""
    desk = a_desk(app, app_session, meetings=1)
    meet(
        desk.world,
        2,
        loans_granted=[{"line": 1, "member": 1, "amount_minor": 300_000, "term": 1}],
        fines_charged=[{"member": 2, "offence": "late", "amount_minor": 10_000}],
    )
    meet(desk.world, 3)
    desk.world.session.commit()
    return desk


def propose(desk: Desk, loan_fund: str = "57 000", solidarity: str = "6 000") -> TestResponse:
    """Count both boxes as the facilitator and ask for confirmation."""
    data = {
        "held_on": DAY,
        "loan_fund_minor": loan_fund,
        "solidarity_fund_minor": solidarity,
    }
    return desk.facilitator.post(f"{desk.path}/share-out", data=data)


def test_the_preview_shows_every_step(desk: Desk) -> None:
    page = desk.trainer.get(f"{desk.path}/share-out?held_on={DAY}").text

    assert "One star is worth" in page
    assert "57,000" in page
    assert "What members still owe on loans" in page
    assert "Notes and coins to prepare" in page
    assert "Debt withheld" in page
    assert "Still to be paid" not in page
    assert "Count both boxes" not in page


def test_what_waits_for_others_to_repay_has_a_column_of_its_own(
    app: Flask, app_session: Session
) -> None:
    desk = a_desk(app, app_session, meetings=1)
    lent = [{"line": 1, "member": 1, "amount_minor": 1_800_000, "term": 1}]
    meet(desk.world, 2, loans_granted=lent)
    desk.world.session.commit()

    short = desk.officer.get(f"{desk.path}/share-out?held_on={DAY}").text

    assert short.count("Still to be paid") == 1 + 10 + 1


def test_a_count_that_is_not_the_book_is_refused_at_its_field(desk: Desk) -> None:
    answer = propose(desk, loan_fund="56 000")

    assert answer.status_code == 422
    assert 'id="loan_fund_minor-error"' in answer.text
    assert fields_of(answer)["loan_fund_minor"] == "56 000"


def test_an_empty_count_is_asked_for(desk: Desk) -> None:
    assert propose(desk, solidarity="").status_code == 422


def test_another_person_confirms_what_was_proposed(desk: Desk) -> None:
    waiting = propose(desk)
    page = desk.officer.get(waiting.location)

    answer = desk.officer.post(f"{desk.path}/share-out/confirm", data=fields_of(page))

    assert waiting.status_code == answer.status_code == 302
    result = desk.officer.get(answer.location)
    assert "Share-out of cycle 1" in result.text
    assert "Open the next cycle" in result.text
    assert desk.officer.get(f"{desk.path}/share-out").location == answer.location


def test_who_proposed_cannot_confirm(desk: Desk) -> None:
    page = desk.facilitator.get(propose(desk).location)
    sent = {**fields_of(desk.officer.get(f"{desk.path}/share-out/proposal"))}

    answer = desk.facilitator.post(f"{desk.path}/share-out/confirm", data=sent)

    assert "Somebody else must confirm." in page.text
    assert answer.status_code == 409


def test_money_that_moved_stops_the_confirmation(desk: Desk) -> None:
    propose(desk)
    sent = fields_of(desk.officer.get(f"{desk.path}/share-out/proposal"))
    desk.world.session.rollback()
    meet(desk.world, 4)
    desk.world.session.commit()

    answer = desk.officer.post(f"{desk.path}/share-out/confirm", data=sent)

    assert answer.status_code == 409
    assert "Money has moved since this was proposed." in answer.text


def test_a_share_out_is_confirmed_only_once(desk: Desk) -> None:
    propose(desk)
    sent = fields_of(desk.officer.get(f"{desk.path}/share-out/proposal"))

    first = desk.officer.post(f"{desk.path}/share-out/confirm", data=sent)
    again = desk.officer.post(f"{desk.path}/share-out/confirm", data=sent)
    other = {**sent, "uuid": "0b52b1b6-3f5c-4b43-9a43-1f1e4b4f0001"}
    late = desk.officer.post(f"{desk.path}/share-out/confirm", data=other)

    assert first.location == again.location
    assert late.status_code == 409


def test_a_proposal_may_be_taken_back(desk: Desk) -> None:
    propose(desk)

    answer = desk.facilitator.post(f"{desk.path}/share-out/withdraw")

    assert answer.status_code == 302
    assert desk.officer.get(f"{desk.path}/share-out/proposal").status_code == 302
    assert desk.facilitator.post(f"{desk.path}/share-out/withdraw").status_code == 404


def test_a_group_without_shares_cannot_share_out(app: Flask, app_session: Session) -> None:
    desk = a_desk(app, app_session)

    page = desk.officer.get(f"{desk.path}/share-out?held_on={DAY}")

    assert "The group cannot share out yet." in page.text


def test_a_trainer_shares_nothing_out(desk: Desk) -> None:
    for action in ("", "/confirm", "/withdraw"):
        assert desk.trainer.post(f"{desk.path}/share-out{action}").status_code == 403
