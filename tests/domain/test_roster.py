"""Who belongs to a group, and who holds a post, on a given day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from vsla.domain.facts import DepartureFact
from vsla.domain.meeting import with_departures
from vsla.domain.roster import SEATS, Gender, LeavingReason, Membership, Post, Roster, Sign, Term

DAY = date(2018, 1, 10)
ONE = timedelta(days=1)


def test_a_membership_includes_its_first_and_last_day() -> None:
    member = Membership(1, 1, Gender.WOMAN, DAY, DAY + ONE)

    belongs = [member.belongs_on(DAY + n * ONE) for n in (-1, 0, 1, 2)]

    assert belongs == [False, True, True, False]
    assert Membership(1, 1, Gender.WOMAN, DAY).belongs_on(date(2199, 1, 1))


def test_the_last_day_of_a_term_belongs_to_the_successor() -> None:
    term = Term(Post.CHAIR, 1, DAY, DAY + 2 * ONE)

    assert [term.holds_on(DAY + n * ONE) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert Term(Post.CHAIR, 1, DAY).holds_on(DAY + 400 * ONE)


def test_the_posts_of_a_day_are_those_of_each_term() -> None:
    terms = [
        Term(Post.CHAIR, n, DAY + begin * ONE, DAY + end * ONE if end else None)
        for n, (begin, end) in enumerate([(0, 2), (2, None), (1, 1), (-3, 0), (-3, 1)])
    ]
    roster = Roster.of([], terms)

    for day in (DAY + n * ONE for n in range(-4, 4)):
        assert roster.terms_on(day) == [term for term in terms if term.holds_on(day)]


def test_members_stand_in_the_order_of_their_passbooks() -> None:
    people = [
        Membership(1, 7, Gender.WOMAN, DAY),
        Membership(2, 3, Gender.MAN, DAY),
        Membership(3, 5, Gender.WOMAN, DAY + ONE),
    ]

    roster = Roster.of(people)

    assert list(roster.members) == [2, 3, 1]
    assert [member.member for member in roster.on(DAY)] == [2, 1]
    assert roster.gender_of(2) is Gender.MAN
    assert roster.terms == ()


def test_a_departure_is_written_and_taken_out_again() -> None:
    roster = Roster.of([Membership(1, 1, Gender.WOMAN, DAY), Membership(2, 2, Gender.MAN, DAY)])
    gone = [DepartureFact(1, LeavingReason.MOVED)]

    left = with_departures(roster, gone, DAY + ONE)

    assert [m.member for m in left.on(DAY + 2 * ONE)] == [2]
    assert with_departures(left, gone, None) == roster
    assert roster.members[1].left_on is None


@pytest.mark.parametrize(("post", "seats"), SEATS.items())
def test_every_post_has_seats(post: Post, seats: int) -> None:
    assert 1 <= seats <= 3
    assert post in Post


def test_five_on_the_committee_and_three_with_keys() -> None:
    committee = sum(seats for post, seats in SEATS.items() if post is not Post.KEY_HOLDER)

    assert set(SEATS) == set(Post)
    assert (committee, SEATS[Post.KEY_HOLDER]) == (5, 3)


def test_there_are_signs_enough_for_a_large_group() -> None:
    assert len(Sign) >= 40
