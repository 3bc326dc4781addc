"""One long meeting in which money moves in every way a screen offers, and what it became."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tests.browser.recorder_hand import RecorderHand, login_of
from tests.browser.screens import chromium
from tests.browser.server import serving
from tests.builders import a_group, meet
from tests.domain_builders import a_constitution
from tests.tidy.catalogues import catalogue
from vsla.services.verify_ledger import verify_group
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Locator
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

pytestmark = pytest.mark.browser

WEEK = 3
OWED = 30_000
"""What the group still owes member 2 from a share-out before."""

MEANT: dict[str, Any] = {
    "attendance": [
        {"member": 5, "state": "late"},
        {"member": 6, "state": "absent", "by_representative": True},
        {"member": 7, "state": "excused"},
        *({"member": member, "state": "present"} for member in (1, 2, 3, 4, 8, 9)),
    ],
    "fines_charged": [
        {"member": 5, "offence": "late", "amount_minor": 10_000},
        {"member": 9, "offence": "other", "amount_minor": 25_000},
    ],
    "fines_paid": [
        {"member": 5, "amount_minor": 10_000},
        {"member": 9, "amount_minor": 5_000},
    ],
    "solidarity_grants": [
        {"member": 8, "need": "illness", "amount_minor": 40_000, "payee": 1},
    ],
    "solidarity_loans": [
        {"member": 1, "need": "death", "amount_minor": 20_000, "line": 1, "weeks": 6},
    ],
    "repayments": [{"loan": 1_002_001, "amount_minor": 100_000}],
    "write_offs": [{"loan": 1_002_002, "votes_for": 7, "votes_against": 1}],
    "expenses": [{"fund": "loan_fund", "what": "Cahier", "amount_minor": 15_000}],
    "other_income": [{"fund": "loan_fund", "what": "Champ", "amount_minor": 60_000}],
    "transfers": [
        {
            "direction": "to_bank",
            "channel": "mobile_money",
            "fund": "loan_fund",
            "amount_minor": 50_000,
            "reference": "MP-77",
        }
    ],
    "loans_granted": [
        {"member": 8, "amount_minor": 150_000, "line": 2, "term": 2, "purpose": "Savon"},
    ],
    "loans_refused": [{"member": 9, "amount_minor": 90_000, "reason": "trop"}],
    "payables_paid": [{"member": 2, "amount_minor": OWED}],
    "departures": [{"member": 4, "reason": "moved"}],
    "note": "Longue réunion.",
}

COUNTED: dict[str, Any] = {
    "loan_fund_minor": 5_080_000,
    "loan_fund_notes": {"2000000": 2, "1000000": 1, "20000": 4},
    "solidarity_fund_minor": 360_000,
}
"""What is in the boxes at the beginning, the first counted note by note."""

BOUGHT = dict.fromkeys((1, 2, 3, 4, 5, 6, 8, 9), 3)


def _group(session: Session) -> GroupWorld:
    """Nine members, money owed from elsewhere, two loans."""
    rules = a_constitution(lending_from_meeting=1, loan_meeting_every=1, guarantors=0)
    made = a_group(session, members=9, constitution=rules)
    owed = [{"member": 2, "amount_minor": OWED}]
    meet(made, 0, shares={}, solidarity=0, carried_payables=owed)
    meet(made, 1, shares=dict.fromkeys(made.members, 3))
    loans = [
        {"line": 1, "member": 3, "amount_minor": 300_000, "term": 2},
        {"line": 2, "member": 4, "amount_minor": 50_000, "term": 1},
    ]
    meet(made, 2, shares=dict.fromkeys(made.members, 3), loans_granted=loans)
    session.commit()
    return made


class _Screens:
    """The steps of the meeting, by the words that stand on them."""

    def __init__(self, hand: RecorderHand) -> None:
        self.hand = hand
        self.words = catalogue("fr")

    def said(self, text: str, **values: str) -> str:
        """Say a text as the phone does."""
        message = self.words.get(text)
        assert message is not None, text
        words = str(message.string)
        for name, value in values.items():
            words = words.replace(f"%({name})s", value)
        return words

    def button(self, text: str, **values: str) -> None:
        """Touch a button."""
        self.hand.page.get_by_role("button", name=self.said(text, **values)).first.click()

    def open(self, text: str) -> None:
        """Open what is folded."""
        self.hand.page.locator("summary", has_text=self.said(text)).first.click()

    def fill(self, row: Locator, fields: dict[str, str]) -> None:
        """Fill a row in, field by field, by their labels."""
        for label, value in fields.items():
            place = row.get_by_label(self.said(label))
            if place.first.evaluate("each => each.tagName") == "SELECT":
                place.first.select_option(value)
            else:
                place.first.fill(value)

    def add(self, text: str, fields: dict[str, str]) -> None:
        """Add a row and fill it in."""
        self.button(text)
        self.fill(self.hand.page.locator(".mrow:visible").last, fields)

    def member(self, member: int) -> Locator:
        """Find the line of a member."""
        return self.hand.page.locator("ul.people > li").nth(member - 1)

    def attendance(self) -> None:
        states = {5: "Late", 6: "Sent somebody", 7: "Excused"}
        for member, state in states.items():
            self.member(member).locator(".hit").click()
            self.member(member).get_by_label(self.said(state), exact=True).click()
        self.button("Everybody is present")

    def opening(self) -> None:
        bills = self.hand.page.locator(".bills input")
        for place, number in enumerate((2, 1, 0, 0, 0, 4)):
            bills.nth(place).fill(str(number))
        self.hand.look("all-money-notes")
        self.hand.next()

    def fines(self) -> None:
        self.hand.page.locator("main .stack.snug > .btn").first.click()
        row = {"Member": "9", "For what": "other", "Amount": "250"}
        self.add("Somebody is fined", row)
        people = self.hand.page.locator("ul.people > li")
        people.nth(0).locator(".hit").click()
        people.nth(1).locator(".give > .btn").click()
        people.nth(1).locator("input").fill("50")

    def solidarity(self) -> None:
        self.button("Everybody paid %(amount)s", amount="")
        help_ = {"Member": "8", "Kind of need": "illness", "Amount": "400"}
        self.add("Somebody is helped", {**help_, "Who takes the money in hand, if another": "1"})
        self.open("A loan without service charge from the solidarity fund")
        loan = {"Member": "1", "Kind of need": "death", "Amount": "200"}
        self.add("Somebody borrows", {**loan, "For how many weeks": "6"})

    def shares(self) -> None:
        self.button("Same as last time")

    def repayments(self) -> None:
        rows = self.hand.page.locator(".reqs > li")
        rows.nth(0).locator("input.num").fill("1 000")
        rows.nth(1).locator("summary").click()
        rows.nth(1).locator("input[type=checkbox]").check()
        self.fill(rows.nth(1), {"Votes for": "7", "Votes against": "1"})

    def expenses(self) -> None:
        self.add("An expense", {"For what": "Cahier", "Amount": "150"})
        self.open("Other income")
        self.add("An income", {"From what": "Champ", "Amount": "600"})
        self.open("To and from the bank or mobile money")
        slip = {"Amount": "500", "Where": "mobile_money", "Reference on the slip": "MP-77"}
        self.add("Money brought or fetched", slip)

    def loans(self) -> None:
        asked = {
            "Member": "8",
            "Amount": "1 500",
            "Periods of four weeks": "2",
            "What for": "Savon",
        }
        self.add("Add a request", asked)
        self.add("Add a request", {"Member": "9", "Amount": "900"})
        self.hand.page.get_by_role("button", name=self.said("The meeting refuses")).last.click()
        self.fill(self.hand.page.locator(".mrow:visible").last, {"Why": "trop"})

    def leaving(self) -> None:
        self.hand.page.locator("ul.people > li .hit").first.click()
        self.add("A member leaves", {"Member": "4", "Why": "moved"})

    def close(self) -> None:
        self.open("A note on this meeting")
        self.hand.page.locator("main textarea").fill("Longue réunion.")


def _hold(hand: RecorderHand, group_id: int) -> None:
    """Go through all steps, each as its screen is meant, and send the meeting."""
    screens = _Screens(hand)
    hand.open_group(group_id)
    hand.next()
    while True:
        step = hand.step
        getattr(screens, step, lambda: None)()
        hand.look(f"all-money-{step}")
        if step == "close":
            break
        if step in {"opening", "closing"}:
            hand.count_right(boxes=1 if step == "opening" else 2)
        else:
            hand.next()
    hand.confirm_and_lock()
    hand.online()


def test_what_was_written_on_every_screen_is_what_stands_in_the_document(
    app: Flask, app_session: Session
) -> None:
    world = _group(app_session)
    with serving(app) as address, chromium() as browser:
        _hold(RecorderHand.on_new_phone(browser, address, *login_of(world)), world.group_id)

    app_session.rollback()
    entry = app_session.scalars(
        select(JournalEntry).where(
            JournalEntry.group_id == world.group_id, JournalEntry.meeting == WEEK
        )
    ).one()
    document = json.loads(entry.document or "")
    assert {part: document.get(part) for part in MEANT} == MEANT
    assert document["opening_count"] == COUNTED
    assert {row["member"]: row["count"] for row in document["shares_bought"]} == BOUGHT
    assert verify_group(app_session, world.group_id) == []
