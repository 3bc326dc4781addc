"""Groups, books and meetings for tests of the pure rules: no database, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from vsla.domain.books import Books
from vsla.domain.constitution import Constitution, FineRule, Help, Need, Offence
from vsla.domain.document import MeetingDocument, parse_meeting
from vsla.domain.meeting import Posted, post_meeting
from vsla.domain.roster import Gender, Membership, Roster
from vsla.domain.run import Standing

OPENED_ON = date(2017, 9, 6)
SHARE = 100_000
"""A share of 1,000 francs, in centimes."""
STEP = 5_000
"""The smallest note is 50 francs."""


def a_constitution(**changes: Any) -> Constitution:
    """Give usual rules, francs, with some clauses changed."""
    usual = Constitution(
        share_value=SHARE,
        solidarity_contribution=20_000,
        helps=(Help(Need.ILLNESS, 1_000_000), Help(Need.DEATH, 2_000_000)),
        fines=(FineRule(Offence.LATE, 20_000), FineRule(Offence.ABSENT, 50_000)),
        solidarity_loans=True,
        lending_from_meeting=1,
        loan_meeting_every=1,
    )
    return replace(usual, **changes)


def a_roster(members: int = 5) -> Roster:
    """Give members 1 to n, women with uneven numbers, men with even ones."""
    genders = (Gender.MAN, Gender.WOMAN)
    return Roster.of(Membership(n, n, genders[n % 2], OPENED_ON) for n in range(1, members + 1))


def a_standing(members: int = 5, **changes: Any) -> Standing:
    """Give a group of some members with usual rules, some clauses changed."""
    return Standing(a_constitution(**changes), a_roster(members), STEP)


def new_books(weeks: int = 52) -> Books:
    """Give books at the opening of a first cycle."""
    return Books(1, OPENED_ON, OPENED_ON + timedelta(weeks=weeks))


def a_source(meeting: int = 1, members: int = 5, **parts: Any) -> dict[str, Any]:
    """Give the JSON of a meeting to which everybody came and paid solidarity."""
    everyone = range(1, members + 1)
    source: dict[str, Any] = {
        "schema_version": 1,
        "cycle": 1,
        "meeting": meeting,
        "held_on": (OPENED_ON + timedelta(weeks=max(0, meeting - 1))).isoformat(),
        "attendance": [{"member": n, "state": "present"} for n in everyone],
        "solidarity_paid": [{"member": n, "amount_minor": 20_000} for n in everyone],
    }
    return source | parts


def a_meeting(meeting: int = 1, members: int = 5, **parts: Any) -> MeetingDocument:
    """Give a meeting as parsed; see ``a_source``."""
    return parse_meeting(a_source(meeting, members, **parts))


def bought(*counts: int) -> list[dict[str, int]]:
    """Give rows of shares bought by members 1, 2, 3 ...; zero buys nothing."""
    return [{"member": n, "count": c} for n, c in enumerate(counts, start=1) if c]


def lent(member: int, amount: int, *, line: int = 1, term: int = 1, **more: Any) -> dict[str, Any]:
    """Give the row of a loan granted."""
    return {"line": line, "member": member, "amount_minor": amount, "term": term} | more


def post(books: Books, standing: Standing, meeting: int, **parts: Any) -> Posted:
    """Post a meeting of all members."""
    document = a_meeting(meeting, len(standing.roster.members), **parts)
    return post_meeting(document, books, standing)


def codes(posted: Posted) -> list[str]:
    """Name the breaches of a meeting that concern what a test is about."""
    silent = {"not_counted", "too_few_shares"}
    return [str(breach.code) for breach in posted.breaches if breach.code not in silent]


def problems(posted: Posted) -> list[tuple[str, str]]:
    """Give path and code of every problem."""
    return [(problem.path, str(problem.code)) for problem in posted.problems]


FULL: dict[str, Any] = {
    "schema_version": 1,
    "cycle": 2,
    "meeting": 7,
    "held_on": "2018-02-28",
    "attendance": [{"member": 3, "state": "excused", "by_representative": True}],
    "opening_count": {
        "loan_fund_minor": 0,
        "solidarity_fund_minor": 5,
        "solidarity_fund_notes": {"2": 1, "1": 3},
    },
    "shares_bought": [{"member": 3, "count": 4}],
    "solidarity_paid": [{"member": 3, "amount_minor": 1}],
    "fines_charged": [{"member": 3, "offence": "late", "amount_minor": 2}],
    "fines_paid": [{"member": 3, "amount_minor": 2}],
    "solidarity_grants": [{"member": 3, "need": "birth", "amount_minor": 6, "payee": 4}],
    "solidarity_loans": [
        {"line": 1, "member": 3, "need": "school", "amount_minor": 8, "weeks": 4, "payee": 5}
    ],
    "loans_granted": [
        {
            "line": 2,
            "member": 3,
            "amount_minor": 9,
            "term": 3,
            "purpose": " champ ",
            "activity": "maïs",
            "guarantors": [4, 5],
        }
    ],
    "loans_refused": [{"member": 4, "amount_minor": 10, "reason": "too much"}],
    "repayments": [{"loan": 2_001_001, "amount_minor": 11}],
    "write_offs": [{"loan": 2_001_002, "votes_for": 9, "votes_against": 0}],
    "expenses": [{"fund": "solidarity_fund", "amount_minor": 12, "what": "drap"}],
    "other_income": [{"amount_minor": 13, "what": "field"}],
    "transfers": [
        {"direction": "to_bank", "channel": "mobile_money", "amount_minor": 14, "reference": "A1"}
    ],
    "payables_paid": [{"member": 6, "amount_minor": 15}],
    "departures": [{"member": 3, "reason": "moved"}],
    "closing_count": {},
    "note": "Pluie.",
    "chaired_by": 1,
    "recorded_by": 2,
    "confirmed_by": [4, 1],
}
"""The JSON of a meeting in which every part and every field has something."""
