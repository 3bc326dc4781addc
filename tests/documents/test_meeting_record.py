"""The record of a meeting: who came, both boxes line by line, and what was broken."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_meeting, a_uuid, meet
from tests.documents.sheets import LONG, a_savings_group, printed
from tests.web.books import statements
from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Account
from vsla.domain.roster import Post
from vsla.services.correct_meeting import correct
from vsla.services.papers.meeting_record import Box, MeetingRecord, meeting_record
from vsla.store.models import CommitteeTerm

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.web.desk import Desk

MEMBERS = range(1, 11)
STATES = {3: "late", 4: "absent", 9: "excused"}
PARTS: dict[str, Any] = {
    "shares": {1: 6, 2: 2, 5: 1},
    "attendance": [
        {
            "member": member,
            "state": STATES.get(member, "present"),
            "by_representative": member == 9,
        }
        for member in MEMBERS
    ],
    "solidarity_paid": [{"member": member, "amount_minor": 20_000} for member in range(1, 9)],
    "solidarity_grants": [{"member": 5, "need": "illness", "amount_minor": 30_000}],
    "fines_charged": [{"member": 3, "offence": "late", "amount_minor": 10_000}],
    "fines_paid": [{"member": 3, "amount_minor": 10_000}],
    "expenses": [{"fund": "loan_fund", "what": "Cahiers", "amount_minor": 25_000}],
    "other_income": [{"fund": "loan_fund", "what": "Gift", "amount_minor": 70_000}],
    "repayments": [{"loan": 1_001_001, "amount_minor": 60_000}],
    "loans_granted": [{"line": 1, "member": 2, "amount_minor": 200_000, "term": 1}],
    "note": "It rained.",
}


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group of ten after a full second meeting in which nearly everything happened."""
    made = a_savings_group(app, app_session)
    loan = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 2}
    meet(made.world, 1, shares=dict.fromkeys(MEMBERS, 3), loans_granted=[loan])
    meet(made.world, 2, **PARTS)
    app_session.commit()
    return made


def read(desk: Desk, number: int | None = None) -> MeetingRecord:
    """Read the figures of a record."""
    world = desk.world
    return meeting_record(world.session, world.facilitator, world.group_id, number=number)


def lines(box: Box) -> dict[str, int]:
    """Give the lines of a box by their key."""
    return {line.key: line.amount for line in box.lines}


def test_each_box_goes_from_its_opening_to_what_the_ledger_says(desk: Desk) -> None:
    record, balances = read(desk), desk.world.ground().books.balances

    for box, account in (
        (record.loan_fund, Account.CASH_LOAN_FUND),
        (record.solidarity, Account.CASH_SOLIDARITY),
    ):
        assert box.opening + sum(lines(box).values()) == box.by_book == balances[account]
        assert box.counted == balances[account]
        assert box.difference == 0
    assert record.closing.loans_out == balances[Account.LOANS]


def test_what_moved_a_box_stands_line_by_line(desk: Desk) -> None:
    record = read(desk)

    assert lines(record.loan_fund) == {
        "fines": 10_000,
        "shares_bought": 900_000,
        "repaid": 60_000,
        "other_income": 70_000,
        "expense": -25_000,
        "loan_disbursed": -200_000,
    }
    assert lines(record.solidarity) == {"solidarity_paid": 160_000, "solidarity_grant": -30_000}
    assert {line.key: line.count for line in record.loan_fund.lines}["repaid"] == 1


def test_who_came_and_what_was_lent_and_repaid(desk: Desk) -> None:
    record = read(desk)

    assert record.attended == 9, "all but the absent; somebody came for number 9"
    assert record.shares == 9
    lent = [(each.member.member_id, each.amount, each.due_on) for each in record.lent]
    assert lent == [(2, 200_000, date(2023, 2, 8))]
    assert [(each.member.member_id, each.amount) for each in record.repaid] == [(1, 60_000)]


def test_the_five_places_carry_the_officers_of_the_day(desk: Desk, app_session: Session) -> None:
    term = app_session.get_one(CommitteeTerm, (desk.world.group_id, 3))
    term.ended_on = date(2023, 1, 8)
    app_session.commit()

    seats = [(post, who.member_id if who else None) for post, who in read(desk).officers]

    assert seats == [
        (Post.CHAIR, 1),
        (Post.SECRETARY, 2),
        (Post.TREASURER, None),
        (Post.COUNTER, 4),
        (Post.COUNTER, 5),
    ]


def test_every_figure_on_the_paper_is_the_ledgers(desk: Desk) -> None:
    paper, record = printed(desk, "meeting-record"), read(desk)

    for box in (record.loan_fund, record.solidarity):
        assert paper.says(f"At the beginning {box.opening // 100:,}")
        assert paper.says(f"By the book {box.by_book // 100:,}")
        assert paper.says(f"Counted {box.by_book // 100:,} FC", "Difference nothing")
        for line in box.lines:
            assert paper.says(f"{abs(line.amount) // 100:,}")
    assert paper.says("+ 9 stars 9,000", "+ 1 repayment 600", "\u2212 1 loan given 2,000")
    assert paper.says("+ 8 contributions 1,600", "\u2212 Help to one member 300")
    assert paper.says(f"Loans out {record.closing.loans_out // 100:,} FC")
    assert paper.says("Who came: 9 of 10", f"2 {LONG} 2,000 by Feb 8, 2023", "It rained.")


def test_a_broken_rule_stands_there_with_the_rule(desk: Desk) -> None:
    paper = printed(desk, "meeting-record", "fr")

    assert paper.says("1 Member 1", "au plus 5 convenues", "Article 6", "au plus 5.")
    assert not paper.says("Maladie"), "what help was for is nobody's business"


@pytest.mark.parametrize(("opening", "closing"), [(-500, 0), (0, 700), (300, -200)])
def test_differences_of_the_counts_stand_apart(desk: Desk, opening: int, closing: int) -> None:
    books = desk.world.ground().books.balances[Account.CASH_LOAN_FUND]
    count = {"loan_fund_minor": books + opening}
    end = {"loan_fund_minor": books + opening + 200_000 + closing}
    shares = {1: 1, 2: 1}
    meet(desk.world, 3, shares=shares, opening_count=count, closing_count=end)

    record = read(desk)

    box = record.loan_fund
    assert box.opening == books
    assert lines(box).get("difference", 0) == opening
    assert (box.difference, box.counted) == (closing, end["loan_fund_minor"])
    assert record.solidarity.counted is None


def test_a_difference_and_a_box_not_counted_are_printed(desk: Desk, app_session: Session) -> None:
    books = desk.world.ground().books.balances[Account.CASH_LOAN_FUND]
    meet(desk.world, 3, closing_count={"loan_fund_minor": books + 2_000_000 - 50_000})
    app_session.commit()

    paper = printed(desk, "meeting-record")

    assert paper.says("Difference \u2212500 FC", "not counted")


def test_both_boxes_stand_note_by_note_as_they_were_counted(
    desk: Desk, app_session: Session
) -> None:
    end = {"loan_fund_minor": 500_000, "loan_fund_notes": {"200000": 2, "100000": 1}}
    meet(desk.world, 3, by_note=True, closing_count=end)
    app_session.commit()

    record, paper = read(desk), printed(desk, "meeting-record")
    page = desk.trainer.get(f"{desk.path}/papers/meeting-record").text

    opening, closing = record.loan_fund.notes
    assert sum(value * number for value, number in opening.items()) == record.loan_fund.opening
    assert closing == {200_000: 2, 100_000: 1}, "a note no list knows keeps its column"
    assert paper.says("10,000 5,000 2,000 1,000", "At the end 0 0 0 2 1 0 0 0 0")
    assert record.solidarity.notes[1] == {}
    assert page.count("<p>Notes and coins as counted</p>") == 2


def test_of_a_corrected_meeting_the_version_that_stands_is_printed(
    desk: Desk, app_session: Session
) -> None:
    world, old = desk.world, read(desk).entry.number
    right = json.dumps(a_meeting(world, 2, **{**PARTS, "shares": {1: 5, 2: 2, 5: 1}}))
    correct(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        entry_number=old,
        uuid=a_uuid("corrected"),
        body=right,
        reason="Six were five",
        now=NOW,
        today=TODAY,
    )
    app_session.commit()

    paper = printed(desk, "meeting-record", entry=str(old))

    assert read(desk, old).shares == 8
    assert paper.says("+ 8 stars 8,000", "Six were five")


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
def test_a_quiet_meeting_of_thirty_fits_on_a_page(
    app: Flask, app_session: Session, language: str
) -> None:
    desk = a_savings_group(app, app_session, 30)
    lent = [
        {"line": line, "member": line, "amount_minor": 100_000, "term": 1} for line in range(1, 11)
    ]
    meet(desk.world, 1, loans_granted=lent)
    app_session.commit()

    paper = printed(desk, "meeting-record", language)

    assert len(paper.pages) == 1
    assert paper.says("Member 30", LONG)


def test_the_page_on_the_screen_is_linked_from_the_meeting(desk: Desk) -> None:
    entry = read(desk).entry.number
    meeting = desk.trainer.get(f"{desk.path}/meetings/{entry}")
    page = desk.trainer.get(f"{desk.path}/papers/meeting-record?entry={entry}")

    assert f"/papers/meeting-record?entry={entry}" in meeting.text
    assert LONG in page.text
    assert f"/meetings/{entry}" in page.text


def test_the_record_costs_the_same_for_thirty_members(app: Flask, app_session: Session) -> None:
    sent = []
    for members in (10, 30):
        desk = a_savings_group(app, app_session, members)
        meet(desk.world, 1)
        app_session.commit()
        desk.facilitator.get(desk.path)
        for seen in statements(app):
            desk.facilitator.get(f"{desk.path}/papers/meeting-record")
            sent.append(len(seen))
            break

    assert sent[0] == sent[1] <= 20


def test_an_opening_and_a_group_that_never_met_have_no_record(
    app: Flask, app_session: Session, desk: Desk
) -> None:
    empty = a_savings_group(app, app_session)

    with pytest.raises(NotFoundError):
        read(empty)
    meet(empty.world, 0, attendance=[], solidarity_paid=[], shares={1: 2})
    with pytest.raises(NotFoundError):
        read(empty, 1)
    with pytest.raises(NotFoundError):
        read(desk, 999)
