"""The page of one meeting, and of one loan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import meet
from tests.web.desk import Desk, a_desk

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

LOAN = 1_001_001


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group whose two meetings have a bit of everything."""
    desk = a_desk(app, app_session, fines=())
    meet(
        desk.world,
        1,
        absent=[5],
        shares={1: 6, 2: 3},
        loans_granted=[
            {"line": 1, "member": 1, "amount_minor": 200_000, "term": 1, "purpose": "Farine"},
        ],
        loans_refused=[{"member": 2, "amount_minor": 900_000, "reason": "Too much"}],
        solidarity_grants=[{"member": 3, "need": "violence", "amount_minor": 50_000}],
        expenses=[{"amount_minor": 10_000, "what": "Cahier"}],
        other_income=[{"amount_minor": 20_000, "what": "Don"}],
        transfers=[{"direction": "to_bank", "channel": "bank", "amount_minor": 30_000}],
        note="Il pleut",
        chaired_by=1,
        recorded_by=2,
        confirmed_by=[1, 4],
    )
    meet(
        desk.world,
        2,
        fines_charged=[{"member": 4, "offence": "late", "amount_minor": 10_000}],
        fines_paid=[{"member": 4, "amount_minor": 10_000}],
        solidarity_loans=[
            {"line": 1, "member": 6, "need": "death", "amount_minor": 20_000, "weeks": 4}
        ],
        repayments=[{"loan": LOAN, "amount_minor": 50_000}],
        departures=[{"member": 9, "reason": "moved"}],
    )
    desk.world.session.commit()
    return desk


def test_a_meeting_is_told_in_words(desk: Desk) -> None:
    page = desk.officer.get(f"{desk.path}/meetings/1").text

    assert "6 shares" in page
    assert "Cahier" in page
    assert "Il pleut" in page
    assert "Request refused: Too much" in page
    assert "Receives a loan" in page


def test_the_officers_who_confirmed_are_named(desk: Desk) -> None:
    first = desk.officer.get(f"{desk.path}/meetings/1").text
    second = desk.officer.get(f"{desk.path}/meetings/2").text

    named = [f'<dt>Confirmed by</dt><dd translate="no">Member {n}</dd>' for n in (1, 4)]
    assert all(name in first for name in named)
    assert "Confirmed by" not in second


def test_a_broken_rule_is_quoted_on_the_page(desk: Desk) -> None:
    page = desk.officer.get(f"{desk.path}/meetings/1").text

    assert "shares bought 6, at most 5" in page
    assert "Article 6. Shares" in page


def test_the_group_has_talked_about_its_broken_rules(desk: Desk) -> None:
    button = "The group has talked about it</button>"
    page = desk.facilitator.get(f"{desk.path}/meetings/1").text
    trainer = desk.trainer.get(f"{desk.path}/meetings/1").text

    answer = desk.facilitator.post(f"{desk.path}/meetings/1/breaches")

    after = desk.facilitator.get(f"{desk.path}/meetings/1").text
    assert (button in page, button in trainer, button in after) == (True, False, False)
    assert answer.location == desk.path
    assert "Noted by Facilitator" in after


def test_the_page_of_the_group_leads_to_the_first_broken_rule(desk: Desk) -> None:
    before = desk.facilitator.get(desk.path).text
    desk.facilitator.post(f"{desk.path}/meetings/1/breaches")

    after = desk.facilitator.get(desk.path).text

    link = '<a href="{}/meetings/{}#br">To the first of these meetings'
    assert link.format(desk.path, 1) in before
    assert link.format(desk.path, 2) in after


def test_the_second_meeting_has_its_own_facts(desk: Desk) -> None:
    page = desk.officer.get(f"{desk.path}/meetings/2").text

    assert "Fined: Coming late" in page
    assert "Repays: loan of meeting 1" in page
    assert "Moves away" in page


def test_a_trainer_does_not_learn_the_kind_of_need(desk: Desk) -> None:
    facilitator = desk.facilitator.get(f"{desk.path}/meetings/1").text
    trainer = desk.trainer.get(f"{desk.path}/meetings/1").text

    assert "Violence" in facilitator
    assert "Receives help" in trainer
    assert "violence" not in trainer.lower()


def test_only_an_officer_sees_the_document_as_it_was_sent(desk: Desk) -> None:
    path = f"{desk.path}/meetings/1"

    assert "schema_version" in desk.officer.get(path).text
    assert "schema_version" not in desk.facilitator.get(path).text
    assert "schema_version" not in desk.trainer.get(path).text


@pytest.mark.parametrize("number", [0, 99])
def test_what_is_no_meeting_is_not_found(desk: Desk, number: int) -> None:
    assert desk.officer.get(f"{desk.path}/meetings/{number}").status_code == 404


def test_a_stranger_to_the_group_finds_no_meeting(desk: Desk, app_session: Session) -> None:
    other = a_desk(desk.app, app_session)

    assert other.facilitator.get(f"{desk.path}/meetings/1").status_code == 404


def test_a_loan_shows_what_is_owed_and_paid(desk: Desk) -> None:
    page = desk.trainer.get(f"{desk.path}/loans/{LOAN}").text

    assert "Farine" in page
    assert "days late" in page
    assert "If it is repaid in equal parts" in page
    assert f"{desk.path}/meetings/2" in page


def test_a_settled_loan_keeps_its_page(desk: Desk) -> None:
    meet(desk.world, 3, repayments=[{"loan": LOAN, "amount_minor": 150_000}])
    desk.world.session.commit()

    page = desk.trainer.get(f"{desk.path}/loans/{LOAN}").text

    assert "Settled on" in page


def test_an_unknown_loan_is_not_found(desk: Desk) -> None:
    assert desk.trainer.get(f"{desk.path}/loans/5").status_code == 404
