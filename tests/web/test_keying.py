"""Key a filled collection sheet: columns held against its totals, then the form of the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import meet
from tests.web.desk import Desk, a_desk, fields_of
from tests.web.test_meeting_form import document

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

FOOT = {"total-came": "10", "total-shares": "0"}
"""The foot of a sheet on which nothing but attendance is written."""


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group of ten after two meetings; member 1 took a loan at each."""
    made = a_desk(app, app_session)
    for meeting, lent in ((1, 100_000), (2, 200_000)):
        loan = {"line": 1, "member": 1, "amount_minor": lent, "term": 2}
        fine = {"member": 2, "offence": "late", "amount_minor": 10_000}
        meet(made.world, meeting, loans_granted=[loan], fines_charged=[fine])
    app_session.commit()
    return made


def key(desk: Desk, action: str = "compare", **typed: str) -> TestResponse:
    """Open the page, type what stands on the sheet, and send it."""
    path = f"{desk.path}/meetings/key"
    typed = {name.replace("_", "-"): value for name, value in typed.items()}
    fields = {**fields_of(desk.facilitator.get(path)), **FOOT, "held_on": "2023-01-18", **typed}
    return desk.facilitator.post(path, data={**fields, "action": action})


def lock(desk: Desk, form: TestResponse) -> dict[str, Any]:
    """Go on from the form of the meeting to the end; give the document that was locked."""
    closing = desk.send(fields_of(form), "close")
    locked = desk.send(fields_of(closing), "lock")
    assert locked.status_code == 302, locked.text
    return document(desk)


def test_the_page_has_the_rows_of_the_sheet_in_passbook_order(desk: Desk) -> None:
    page = desk.facilitator.get(f"{desk.path}/meetings/key")

    fields = fields_of(page)
    states = [name for name in fields if name.startswith("state-")]
    assert states == [f"state-{member}" for member in desk.world.members]
    assert {fields[name] for name in states} == {"present"}
    assert "owes 200" in page.text, "the fines of member 2"


def test_a_sheet_that_agrees_goes_on_to_the_same_lock(desk: Desk) -> None:
    form = key(desk, shares_1="3", shares_4="2", total_shares="5", sol_4="y", total_sol="200")

    written = lock(desk, form)

    assert form.status_code == 200
    assert written["shares_bought"] == [{"member": 1, "count": 3}, {"member": 4, "count": 2}]
    assert written["solidarity_paid"] == [{"member": 4, "amount_minor": 20_000}]
    assert len(written["attendance"]) == 10
    assert written["note"] == ""


def test_a_column_that_differs_waits_and_says_by_how_much(desk: Desk) -> None:
    answer = key(desk, repaid_1="500", total_repaid="700")

    assert answer.status_code == 422
    text = "Repayment: keyed 500 FC, on the sheet 700 FC, difference \u2212200 FC."
    assert text in answer.text.replace("\u00a0", " ")
    assert fields_of(answer)["repaid-1"] == "500"


def test_the_differing_column_alone_is_marked(desk: Desk) -> None:
    answer = key(desk, shares_1="3", total_shares="4", sol_1="y", total_sol="200")

    assert 'id="total-shares-error"' in answer.text
    assert 'id="total-sol-error"' not in answer.text


def test_a_total_that_was_not_copied_is_asked_for(desk: Desk) -> None:
    answer = key(desk, repaid_1="500")

    assert answer.status_code == 422
    assert "Write the total that stands on the sheet." in answer.text


def test_a_sheet_added_wrongly_goes_on_with_the_reason_in_the_note(desk: Desk) -> None:
    form = key(
        desk, repaid_1="500", total_repaid="700", wrong_repaid="y", why="Masika was written twice"
    )

    written = lock(desk, form)

    assert written["note"].replace("\u00a0", " ") == (
        "Repayment: the sheet says 700 FC, its lines make 500 FC.\nMasika was written twice"
    )


def test_a_sheet_added_wrongly_needs_a_reason(desk: Desk) -> None:
    answer = key(desk, repaid_1="500", total_repaid="700", wrong_repaid="y")

    assert answer.status_code == 422
    assert "Write why: it is kept with the meeting." in answer.text


def test_a_repayment_is_laid_on_the_oldest_loan_first(desk: Desk) -> None:
    owed = desk.world.ground().books.loans_of(1)

    written = lock(desk, key(desk, repaid_1="1500", total_repaid="1500"))

    paid = {row["loan"]: row["amount_minor"] for row in written["repayments"]}
    assert list(paid) == [loan.loan for loan in owed]
    assert sum(paid.values()) == 150_000


def test_more_than_is_owed_is_named_at_its_line(desk: Desk) -> None:
    answer = key(desk, repaid_3="500", total_repaid="500")

    assert answer.status_code == 422
    assert 'id="repaid-3-error"' in answer.text
    assert "Member 3 owes only 0" in answer.text


def test_a_new_fine_is_for_what_the_attendance_says(desk: Desk) -> None:
    written = lock(
        desk,
        key(
            desk,
            state_5="late",
            fined_5="100",
            fined_6="300",
            total_fined="400",
            fine_5="100",
            fine_2="150",
            total_fine="250",
        ),
    )

    fined = [(r["member"], r["offence"], r["amount_minor"]) for r in written["fines_charged"]]
    assert fined == [(5, "late", 10_000), (6, "other", 30_000)]
    paid = {row["member"]: row["amount_minor"] for row in written["fines_paid"]}
    assert paid == {5: 10_000, 2: 15_000}


def test_the_boxes_as_counted_come_with_the_sheet(desk: Desk) -> None:
    written = lock(
        desk, key(desk, open_lf="100", open_sf="4 000", close_lf="100", close_sf="4 000")
    )

    counted = {"loan_fund_minor": 10_000, "solidarity_fund_minor": 400_000}
    assert written["opening_count"] == counted
    assert written["closing_count"] == counted


def test_the_term_of_a_new_loan_is_asked_in_the_next_form(desk: Desk) -> None:
    form = key(desk, lent_7="1 000", total_lent="1 000")

    fields = fields_of(form)
    assert fields["loan-0-member"] == "7"
    assert fields["loan-0-amount"].replace(",", "") == "1000"
    assert 'id="loan-0-term-error"' in form.text


def test_what_cannot_be_read_is_named_and_kept(desk: Desk) -> None:
    answer = key(desk, shares_1="three", fined_2="much")

    assert answer.status_code == 422
    assert fields_of(answer)["shares-1"] == "three"
    assert 'id="fined-2-error"' in answer.text


def test_another_day_is_taken_before_anything_is_compared(desk: Desk) -> None:
    answer = key(desk, "day", held_on="2023-02-01", shares_1="3")

    assert answer.status_code == 200
    assert fields_of(answer)["shares-1"] == "3"
    assert "total-shares-error" not in answer.text


def test_without_an_agreed_contribution_the_amount_is_keyed(
    app: Flask, app_session: Session
) -> None:
    desk = a_desk(app, app_session, solidarity_contribution=0)

    written = lock(desk, key(desk, held_on="2023-01-04", sol_3="350", total_sol="350"))

    assert written["solidarity_paid"] == [{"member": 3, "amount_minor": 35_000}]


def test_a_trainer_keys_nothing(desk: Desk) -> None:
    assert desk.trainer.get(f"{desk.path}/meetings/key").status_code == 403


def test_the_language_changes_in_the_middle_and_what_was_keyed_stays(desk: Desk) -> None:
    answer = key(desk, "language-sw", shares_1="3")

    assert answer.status_code == 200
    assert '<html lang="sw' in answer.text
    assert fields_of(answer)["shares-1"] == "3"
