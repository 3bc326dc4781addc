"""Rules about posts: keys, elections in time, and posts of who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.domain.builders import OPENED_ON, a_constitution, a_roster, new_books, post
from vsla.domain.roster import Post, Roster, Term
from vsla.domain.run import Standing

if TYPE_CHECKING:
    from vsla.domain.meeting import Posted


def breaches(posted: Posted, code: str) -> list[tuple[str, dict[str, object]]]:
    """Give place and values of the breaches of one code."""
    return [(b.path, dict(b.values)) for b in posted.breaches if b.code == code]


def test_who_sits_on_the_committee_holds_no_key() -> None:
    terms = [
        Term(Post.CHAIR, 1, OPENED_ON),
        Term(Post.KEY_HOLDER, 1, OPENED_ON),
        Term(Post.KEY_HOLDER, 2, OPENED_ON),
        Term(Post.COUNTER, 3, OPENED_ON, ended_on=OPENED_ON),
        Term(Post.KEY_HOLDER, 3, OPENED_ON),
    ]
    roster = Roster.of(a_roster().members.values(), terms)

    posted = post(new_books(), Standing(a_constitution(), roster, 5_000), 1)

    assert breaches(posted, "officer_is_key_holder") == [("", {"member": 1})]


@pytest.mark.parametrize(
    ("months", "due_on"),
    # The next election is due so many months after the oldest vote that still counts, and the
    # meeting is on 6 September 2018.
    [(12, "2018-08-31"), (13, None), (6, "2018-02-28")],
)
def test_a_committee_is_elected_again_in_time(months: int, due_on: str | None) -> None:
    terms = [
        Term(Post.TREASURER, 1, OPENED_ON - timedelta(weeks=90), ended_on=OPENED_ON),
        Term(Post.KEY_HOLDER, 2, OPENED_ON - timedelta(weeks=90)),
        Term(Post.CHAIR, 3, OPENED_ON),
        Term(Post.SECRETARY, 4, OPENED_ON - timedelta(days=6)),
    ]
    roster = Roster.of(a_roster().members.values(), terms)
    standing = Standing(a_constitution(election_months=months), roster, 5_000)

    posted = post(new_books(), standing, 2, held_on="2018-09-06")
    opening = post(new_books(), standing, 0, held_on="2018-09-06")

    expected = [("", {"due_on": due_on})] if due_on else []
    assert breaches(posted, "election_overdue") == expected
    assert breaches(opening, "election_overdue") == []


def test_a_post_of_who_left_is_empty_from_the_next_day_on() -> None:
    terms = [
        Term(Post.COUNTER, 1, OPENED_ON - timedelta(weeks=90)),
        Term(Post.COUNTER, 2, OPENED_ON),
        Term(Post.KEY_HOLDER, 1, OPENED_ON),
        Term(Post.CHAIR, 3, OPENED_ON),
    ]
    members = a_roster().members
    people = [replace(members[1], left_on=OPENED_ON), *list(members.values())[1:]]
    standing = Standing(a_constitution(), Roster.of(people, terms), 5_000)

    last = post(new_books(), standing, 1)
    opening, later = (post(new_books(), standing, n, held_on="2017-09-07") for n in (0, 2))

    assert breaches(last, "post_vacant") == []
    assert len(breaches(last, "officer_is_key_holder")) == 1
    assert breaches(opening, "post_vacant") == []
    assert breaches(later, "post_vacant") == [
        ("", {"post": "counter", "count": 1}),
        ("", {"post": "key_holder", "count": 1}),
    ]
    assert breaches(later, "officer_is_key_holder") == breaches(later, "election_overdue") == []


def test_who_only_keeps_a_key_makes_no_committee_to_elect_again() -> None:
    roster = Roster.of(a_roster().members.values(), [Term(Post.KEY_HOLDER, 2, OPENED_ON)])

    posted = post(new_books(), Standing(a_constitution(), roster, 5_000), 99, held_on="2019-09-06")

    assert breaches(posted, "election_overdue") == []
