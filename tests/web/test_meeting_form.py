"""The meeting form: adds up, names what is wrong, loses nothing, locks once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tests.web.desk import Desk, a_desk, fields_of
from vsla.store import journal
from vsla.store.models import ContestedDocument

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from vsla.store.models import JournalEntry


RARE = {
    "proxy-2": "y",
    "solx-0-member": "1",
    "solx-0-amount": "500",
    "sloan-0-member": "3",
    "sloan-0-need": "death",
    "sloan-0-amount": "100",
    "sloan-0-weeks": "4",
    "loan-0-member": "4",
    "loan-0-amount": "1000",
    "loan-0-term": "1",
    "refused-0-member": "8",
    "refused-0-amount": "70 000",
    "inc-0-what": "Rent",
    "inc-0-amount": "300",
    "bank-0-amount": "2000",
    "bank-0-reference": "A-17",
    "leave-0-member": "9",
    "leave-0-reason": "moved",
}
"""What seldom happens at a meeting, as it is typed."""


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group of ten before its second meeting."""
    return a_desk(app, app_session, meetings=1)


def last_entry(desk: Desk) -> JournalEntry:
    """Read the end of the journal as it is now."""
    session = desk.world.session
    session.rollback()
    last = journal.last_entry(session, desk.world.group_id)
    assert last is not None
    entry = journal.entry(session, desk.world.group_id, last.number)
    assert entry is not None
    return entry


def document(desk: Desk) -> dict[str, Any]:
    """Read the last document."""
    written: dict[str, Any] = json.loads(last_entry(desk).document or "")
    return written


def lock(desk: Desk, **typed: str) -> int:
    """Fill a form, close and lock it; give the status of the last answer."""
    closing = desk.send(desk.new(**typed), "close")
    return desk.send(fields_of(closing), "lock").status_code


def test_a_new_form_says_that_everybody_is_there_and_pays(desk: Desk) -> None:
    fields = desk.new()

    assert [fields[f"state-{member}"] for member in desk.world.members] == ["present"] * 10
    assert all(fields[f"sol-{member}"] == "y" for member in desk.world.members)
    assert fields["meeting"] == "2"


def test_checking_adds_up_and_records_nothing(desk: Desk) -> None:
    answer = desk.send(desk.new(**{"shares-1": "3", "shares-2": "2"}))

    assert answer.status_code == 200
    assert "Everything adds up" in answer.text
    closing = desk.send(fields_of(answer), "close").text
    assert "one person" not in closing
    assert "Counting at the beginning: A box was not counted." in closing
    assert "Counting at the end: A box was not counted." in closing
    assert "25,000" in answer.text
    assert last_entry(desk).number == 1


def test_a_locked_meeting_is_the_document_a_phone_would_send(desk: Desk) -> None:
    status = lock(desk, **{"shares-3": "4", "open-lf": "20 000", "open-sf": "2000"})

    sent = document(desk)
    assert status == 302
    assert sent["shares_bought"] == [{"member": 3, "count": 4}]
    assert sent["opening_count"] == {
        "loan_fund_minor": 2_000_000,
        "solidarity_fund_minor": 200_000,
    }
    assert len(sent["attendance"]) == len(sent["solidarity_paid"]) == 10
    assert last_entry(desk).uuid


def test_who_stayed_away_and_sent_somebody_is_one_choice(desk: Desk) -> None:
    lock(desk, **{"state-2": "represented"})

    sent = document(desk)["attendance"][1]
    form = fields_of(
        desk.facilitator.get(f"{desk.path}/meetings/{last_entry(desk).number}/correct")
    )
    assert sent == {"member": 2, "state": "absent", "by_representative": True}
    assert form["state-2"] == "represented"


def test_a_form_locked_twice_is_recorded_once(desk: Desk) -> None:
    closing = fields_of(desk.send(desk.new(), "close"))

    first, second = desk.send(closing, "lock"), desk.send(closing, "lock")

    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert last_entry(desk).number == 2


def test_boxes_that_are_counted_and_right_are_praised(desk: Desk) -> None:
    counts = {"open-lf": "20000", "open-sf": "2000", "close-lf": "20000", "close-sf": "4000"}

    right = desk.send(desk.new(**counts), "close").text
    short = desk.send(desk.new(**{**counts, "close-lf": "19500"}), "close").text

    assert "Both boxes are counted and right." in right
    assert "Both boxes are counted and right." not in short
    assert "a difference of 500" in short


def test_two_officers_must_confirm(desk: Desk) -> None:
    closing = fields_of(desk.send(desk.new(), "close"))

    nobody = desk.send({**closing, "chaired_by": ""}, "lock")
    same = desk.send({**closing, "recorded_by": closing["chaired_by"]}, "lock")

    assert "Choose who confirms." in nobody.text
    assert "Two different people confirm." in same.text
    assert nobody.status_code == same.status_code == 422


def test_an_unreadable_amount_is_named_at_its_field_and_everything_is_kept(desk: Desk) -> None:
    answer = desk.send(desk.new(**{"exp-0-what": "Book", "exp-0-amount": "five"}), "close")

    assert answer.status_code == 422
    assert 'href="#exp-0-amount"' in answer.text
    kept = fields_of(answer)
    assert (kept["exp-0-what"], kept["exp-0-amount"]) == ("Book", "five")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"held_on": "soon"}, "held_on"),
        ({"meeting": "two"}, "meeting"),
        ({"meeting": ""}, "meeting"),
        ({"held_on": "2022-01-01"}, "held_on"),
        ({"held_on": "2090-01-01"}, "held_on"),
        ({"meeting": "1"}, "meeting"),
        ({"shares-1": "many"}, "shares-1"),
        ({"loan-0-amount": "500"}, "loan-0-member"),
        ({"loan-0-member": "1", "loan-0-amount": "500"}, "loan-0-term"),
        ({"grant-0-member": "1"}, "grant-0-need"),
        ({"fine-0-member": "1", "fine-0-offence": "other"}, "fine-0-amount"),
        ({"exp-0-amount": "500"}, "exp-0-what"),
        ({"finepay-0-member": "1", "finepay-0-amount": "700"}, "finepay-0-amount"),
        ({"open-lf": "7", "open-lf-10000": "1"}, "open-lf"),
        ({"exp-0-what": "Roof", "exp-0-amount": "900 000"}, "exp-0-amount"),
    ],
)
def test_what_is_wrong_stands_at_its_field(desk: Desk, typed: dict[str, str], place: str) -> None:
    answer = desk.send(desk.new(**typed))

    assert answer.status_code == 422
    assert f'id="{place}-error"' in answer.text


def test_lending_more_than_there_is_is_refused_at_the_loans(desk: Desk) -> None:
    typed = {"loan-0-member": "1", "loan-0-amount": "900 000", "loan-0-term": "1"}

    answer = desk.send(desk.new(**typed), "close")

    assert answer.status_code == 422
    assert "note bad" in answer.text.partition('id="part-loans"')[2]


def test_a_broken_rule_is_kept_and_read_at_the_closing(desk: Desk) -> None:
    answer = desk.send(desk.new(**{"shares-1": "6"}), "close")

    assert answer.status_code == 200
    assert "at most 5" in answer.text
    assert "Article 6" in answer.text


def test_more_rows_are_added_without_a_script(desk: Desk) -> None:
    answer = desk.send(desk.new(**{"fine-2-member": "4"}), "more-fine")

    fields = fields_of(answer)
    assert "fine-5-member" in fields
    assert fields["fine-2-member"] == "4"


def test_an_unknown_list_does_not_grow(desk: Desk) -> None:
    answer = desk.send(desk.new(), "more-nothing")

    assert answer.status_code == 200


def test_a_box_may_be_counted_note_by_note(desk: Desk) -> None:
    notes = {"open-lf-500000": "3", "open-lf-100000": "5", "open-lf-5000": "0"}

    status = lock(desk, **{**notes, "open-sf": "2000"})

    assert status == 302
    assert document(desk)["opening_count"] == {
        "loan_fund_minor": 2_000_000,
        "loan_fund_notes": {"500000": 3, "100000": 5},
        "solidarity_fund_minor": 200_000,
    }


def test_fines_follow_the_list_and_may_be_paid_at_once(desk: Desk) -> None:
    typed = {
        "fine-0-member": "5",
        "fine-0-offence": "late",
        "fine-0-paid": "y",
        "fine-1-member": "6",
        "fine-1-offence": "absent",
        "finepay-0-member": "6",
        "finepay-0-amount": "50",
    }

    lock(desk, **typed)

    sent = document(desk)
    assert [row["amount_minor"] for row in sent["fines_charged"]] == [10_000, 20_000]
    assert sent["fines_paid"] == [
        {"member": 5, "amount_minor": 10_000},
        {"member": 6, "amount_minor": 5_000},
    ]


def test_rare_things_have_their_place_too(desk: Desk) -> None:
    assert lock(desk, **RARE) == 302

    sent = document(desk)
    lines = [sent[name][0]["line"] for name in ("loans_granted", "solidarity_loans")]
    assert sorted(lines) == [1, 2]
    assert {"member": 1, "amount_minor": 50_000} in sent["solidarity_paid"]
    assert sent["transfers"][0]["reference"] == "A-17"
    assert sent["departures"] == [{"member": 9, "reason": "moved"}]
    assert sent["attendance"][1]["by_representative"] is True


def test_open_loans_are_shown_and_repaid_or_given_up(desk: Desk) -> None:
    loans = {
        f"loan-{row}-{name}": text
        for row, member in enumerate(("1", "2"))
        for name, text in (("member", member), ("amount", "1000"), ("term", "1"))
    }
    lock(desk, **loans)

    fields = desk.new(**{"repay-1002001": "400", "off-1002002": "y", "off-1002002-for": "9"})
    closing = desk.send(fields, "close")
    desk.send(fields_of(closing), "lock")

    sent = document(desk)
    assert sent["repayments"] == [{"loan": 1_002_001, "amount_minor": 40_000}]
    assert sent["write_offs"] == [{"loan": 1_002_002, "votes_for": 9, "votes_against": 0}]


def test_a_meeting_may_arrive_late(app: Flask, app_session: Session) -> None:
    desk = a_desk(app, app_session)
    day = desk.world.opened_on.isoformat()
    third = fields_of(desk.send(desk.new(meeting="3"), "close"))
    desk.send(third, "lock")

    status = lock(desk, meeting="2", held_on=day)

    assert status == 302
    assert last_entry(desk).meeting == 2


def test_a_number_taken_meanwhile_keeps_both(desk: Desk) -> None:
    closing = fields_of(desk.send(desk.new(), "close"))
    other = fields_of(desk.send(desk.new(**{"shares-1": "1"}), "close"))
    desk.send(other, "lock")

    answer = desk.send(closing, "lock")

    assert answer.status_code == 422
    assert "already in the book" in answer.text


def test_two_forms_locked_at_the_same_moment_are_both_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = fields_of(desk.send(desk.new(), "close"))
    lock(desk, **{"shares-1": "1"})
    monkeypatch.setattr("vsla.web.meetings.check_desk", lambda d: setattr(d, "checked", True))

    answer = desk.send(closing, "lock")

    assert answer.status_code == 409
    desk.world.session.rollback()
    kept = desk.world.session.scalars(select(ContestedDocument.uuid)).all()
    assert kept == [closing["uuid"]]


def test_a_form_sent_after_the_session_ended_waits_for_the_login(desk: Desk) -> None:
    fields = {**desk.new(**{"shares-1": "3"}), "action": "check"}
    stranger = desk.app.test_client()

    answer = stranger.post(
        f"{desk.path}/meetings/new", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
    )

    carried = fields_of(answer)
    assert carried["again:shares-1"] == "3"
    assert carried["again:uuid"] == fields["uuid"]


def test_a_trainer_records_nothing(desk: Desk) -> None:
    assert desk.trainer.get(f"{desk.path}/meetings/new").status_code == 403


def test_forty_members_make_one_page(app: Flask, app_session: Session) -> None:
    desk = a_desk(app, app_session, members=40)

    answer = desk.facilitator.get(f"{desk.path}/meetings/new")

    assert answer.text.count('name="state-') == 40
    assert len(answer.data) < 300_000


@pytest.mark.parametrize("action", ["check", "close"])
def test_the_language_changes_in_the_middle_of_a_meeting(
    app: Flask, app_session: Session, action: str
) -> None:
    desk = a_desk(app, app_session, meetings=1)
    browser, path = desk.facilitator, f"{desk.path}/meetings/new"
    shown = browser.post(path, data={**desk.new(note="Mvua kubwa"), "action": action})

    answer = browser.post(path, data={**fields_of(shown), "action": "language-sw"})

    assert answer.status_code == 200
    assert '<html lang="sw">' in answer.text
    assert fields_of(answer)["note"] == "Mvua kubwa"
    assert ("chaired_by" in fields_of(answer)) == (action == "close")
    assert '<html lang="sw">' in browser.get("/groups").text


def test_a_late_meeting_tells_first_what_it_changes_in_later_ones(
    app: Flask, app_session: Session
) -> None:
    desk = a_desk(app, app_session)
    lock(desk, meeting="3", **{"shares-1": "1", "close-lf": "1000", "close-sf": "2000"})

    day = desk.world.opened_on.isoformat()
    closing = desk.send(desk.new(meeting="2", held_on=day, **{"shares-1": "2"}), "close").text

    assert "Later meetings" in closing
    assert "is written anew" in closing
    assert "should hold 3,000" in closing.replace("CDF", "").replace("\u00a0", " ").replace(
        "  ", " "
    )


def test_the_summary_names_the_place_of_each_error(desk: Desk) -> None:
    wrong = {"shares-2": "two", "open-lf": "much", "fine-0-member": "1", "held_on": "soon"}

    page = desk.send(desk.new(**wrong)).text

    summary = page.partition('role="alert"')[2].partition("</ul>")[0]
    assert 'Shares, <span translate="no">' in summary
    assert "Counting at the beginning: <a" in summary
    assert "Fines: <a" in summary
    assert '<li><a href="#held_on">' in summary
