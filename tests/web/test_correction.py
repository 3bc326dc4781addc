"""Correcting a meeting: the old form, what follows, the reason, both versions in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_count, meet
from tests.web.desk import Desk, a_desk, fields_of
from vsla.domain.ledger import Account
from vsla.domain.money import CURRENCIES, notes_for

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

LOAN = 1_001_001


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group whose first meeting has a bit of everything, and two meetings after it."""
    desk = a_desk(app, app_session)
    meet(
        desk.world,
        1,
        fines_charged=[
            {"member": 4, "offence": "late", "amount_minor": 10_000},
            {"member": 6, "offence": "late", "amount_minor": 10_000},
        ],
        fines_paid=[
            {"member": 4, "amount_minor": 10_000},
            {"member": 6, "amount_minor": 4_000},
        ],
        loans_granted=[
            {"line": 1, "member": 1, "amount_minor": 200_000, "term": 1, "guarantors": [2]},
            {"line": 2, "member": 2, "amount_minor": 100_000, "term": 1},
        ],
        expenses=[{"amount_minor": 10_050, "what": "Cahier"}],
        solidarity_paid=[
            {"member": 1, "amount_minor": 50_000},
            {"member": 2, "amount_minor": 20_000},
        ],
    )
    meet(
        desk.world,
        2,
        repayments=[{"loan": LOAN, "amount_minor": 50_000}],
        write_offs=[{"loan": LOAN + 1, "votes_for": 9, "votes_against": 0}],
        fines_paid=[{"member": 6, "amount_minor": 6_000}],
    )
    meet(desk.world, 3, by_note=True)
    desk.world.session.commit()
    return desk


def path(desk: Desk, entry: int = 1) -> str:
    """Give the address of the correction of an entry."""
    return f"{desk.path}/meetings/{entry}/correct"


def post(
    desk: Desk, action: str, typed: dict[str, str] | None = None, entry: int = 1
) -> TestResponse:
    """Open the correction of an entry, change it and send it."""
    fields = fields_of(desk.officer.get(path(desk, entry)))
    return desk.officer.post(path(desk, entry), data={**fields, **(typed or {}), "action": action})


@pytest.mark.parametrize("entry", [1, 2, 3])
def test_the_form_of_a_meeting_unchanged_changes_nothing(desk: Desk, entry: int) -> None:
    answer = post(desk, "close", entry=entry)

    assert answer.status_code == 200
    assert "Nothing changes in this meeting." in answer.text
    assert "No later meeting changes." in answer.text


def test_notes_that_were_counted_stand_in_the_form_and_in_the_story(desk: Desk) -> None:
    counted = desk.world.ground().books.balances[Account.CASH_SOLIDARITY]
    notes, _rest = notes_for(counted, CURRENCIES["CDF"].cash)

    fields = fields_of(desk.officer.get(path(desk, 3)))
    story = desk.officer.get(f"{desk.path}/meetings/3").text

    assert {value: fields[f"close-sf-{value}"] for value in notes} == {
        value: str(number) for value, number in notes.items()
    }
    (largest, number), *_others = notes.items()
    assert f"{number}\u00a0\u00d7\u00a0{largest // 100:,}" in story


def test_a_note_the_form_does_not_know_leaves_the_sum_to_be_corrected(desk: Desk) -> None:
    counted = a_count(desk.world.ground().books.balances)
    odd = {**counted, "loan_fund_notes": {str(counted["loan_fund_minor"]): 1}}
    meet(desk.world, 4, opening_count=odd)
    desk.world.session.commit()

    fields = fields_of(desk.officer.get(path(desk, 4)))

    assert not any(value for name, value in fields.items() if name.startswith("open-lf-"))
    assert fields["open-lf"]


def test_the_preview_shows_the_old_and_the_new_figure(desk: Desk) -> None:
    answer = post(desk, "close", {"shares-3": "5"})

    assert "told-gone" in answer.text
    assert "5 shares" in answer.text
    assert "2 shares" in answer.text


def test_a_correction_asks_for_the_reason(desk: Desk) -> None:
    closing = fields_of(post(desk, "close", {"shares-3": "5"}))

    answer = desk.officer.post(path(desk), data={**closing, "action": "lock"})

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text


def test_a_confirmed_correction_leaves_both_versions_in_sight(desk: Desk) -> None:
    closing = fields_of(post(desk, "close", {"shares-3": "5"}))
    sent = {**closing, "reason": "Read wrongly", "action": "lock"}

    first = desk.officer.post(path(desk), data=sent)
    again = desk.officer.post(path(desk), data=sent)

    assert first.status_code == 302
    assert first.location == again.location
    page = desk.officer.get(first.location).text
    assert "Read wrongly" in page
    assert "told-gone" in page
    old = desk.officer.get(f"{desk.path}/meetings/1").text
    assert "does not count any more" in old


def test_what_was_corrected_cannot_be_corrected_again(desk: Desk) -> None:
    closing = fields_of(post(desk, "close", {"shares-3": "5"}))
    desk.officer.post(path(desk), data={**closing, "reason": "Wrong", "action": "lock"})

    assert desk.officer.get(path(desk)).status_code == 409


def test_a_correction_that_breaks_a_later_meeting_is_refused_and_says_which(desk: Desk) -> None:
    fields = fields_of(desk.officer.get(path(desk)))
    without = {k: v for k, v in fields.items() if not k.startswith("loan-0-")}

    answer = desk.officer.post(path(desk), data={**without, "action": "close"})

    assert answer.status_code == 422
    assert "note bad" in answer.text


@pytest.mark.parametrize(
    ("typed", "place"),
    [({"shares-1": "x"}, "shares-1"), ({"held_on": "2090-01-01"}, "held_on")],
)
def test_what_is_wrong_in_a_correction_stands_at_its_field(
    desk: Desk, typed: dict[str, str], place: str
) -> None:
    answer = post(desk, "close", typed)

    assert answer.status_code == 422
    assert f'id="{place}-error"' in answer.text


def test_an_unreadable_day_of_a_correction_is_named(desk: Desk) -> None:
    answer = post(desk, "check", {"held_on": "soon"})

    assert 'id="held_on-error"' in answer.text


def test_rows_are_added_to_a_correction_too(desk: Desk) -> None:
    answer = post(desk, "more-exp")

    assert "exp-5-amount" in fields_of(answer)


def test_a_trainer_corrects_nothing(desk: Desk) -> None:
    assert desk.trainer.get(path(desk)).status_code == 403
