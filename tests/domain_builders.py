"""The usual group of the services' tests: rules, people and documents, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from vsla.domain.constitution import Constitution, FineRule, Help, Need, Offence
from vsla.domain.roster import SEATS, Gender, Membership, Roster, Term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPENED_ON = date(2023, 1, 4)
"""A Wednesday, the day of the usual meeting."""

SHARE = 100_000
"""1,000 Congolese francs in centimes."""

SOLIDARITY = 20_000
STEP = 5_000


def a_constitution(**changes: Any) -> Constitution:
    """Make the rules of a usual group in Congolese francs, with changes."""
    usual = Constitution(
        share_value=SHARE,
        solidarity_contribution=SOLIDARITY,
        helps=(Help(Need.ILLNESS, 1_000_000), Help(Need.DEATH, 2_000_000)),
        fines=(FineRule(Offence.LATE, 10_000), FineRule(Offence.ABSENT, 20_000)),
        committee_women_min=0,
    )
    return replace(usual, **changes)


def a_roster(members: int = 25, women: int | None = None, *, joined_on: date = OPENED_ON) -> Roster:
    """Make members 1 to ``members``, women first (three in five unless said), and all posts."""
    women = members * 3 // 5 if women is None else women
    people = [
        Membership(number, number, Gender.WOMAN if number <= women else Gender.MAN, joined_on)
        for number in range(1, members + 1)
    ]
    posts = [post for post, seats in SEATS.items() for _ in range(seats)]
    terms = [
        Term(post, place % members + 1, joined_on, votes_for=members)
        for place, post in enumerate(posts)
    ]
    return Roster.of(people, terms)


def a_document(
    meeting: int = 1,
    *,
    members: Sequence[int] = tuple(range(1, 26)),
    cycle: int = 1,
    held_on: date | None = None,
    shares: Mapping[int, int] | None = None,
    solidarity: int = SOLIDARITY,
    absent: Sequence[int] = (),
    **more: Any,
) -> dict[str, Any]:
    """Make the JSON of a meeting: who is not absent buys two shares and pays solidarity.

    Args:
        meeting: number; meeting 1 is held on the first day of the cycle, then weekly.
        members: who belongs.
        cycle: number.
        held_on: another day.
        shares: count by member, instead of two each.
        solidarity: minor units each; 0 for none.
        absent: members who did not come.
        more: parts of the document as they stand in JSON.

    Returns:
        A document without counts of the boxes.
    """
    came = [member for member in members if member not in absent]
    bought = dict.fromkeys(came, 2) if shares is None else shares
    day = held_on or OPENED_ON + timedelta(weeks=max(meeting - 1, 0))
    document: dict[str, Any] = {
        "schema_version": 1,
        "cycle": cycle,
        "meeting": meeting,
        "held_on": day.isoformat(),
        "attendance": [
            {"member": member, "state": "absent" if member in absent else "present"}
            for member in members
        ],
        "shares_bought": [
            {"member": member, "count": count} for member, count in bought.items() if count
        ],
    }
    if solidarity:
        document["solidarity_paid"] = [
            {"member": member, "amount_minor": solidarity} for member in came
        ]
    return {**document, **more}
