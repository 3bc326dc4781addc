"""Rules about lending: who may borrow how much, for how long, and when it is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.domain.builders import (
    OPENED_ON,
    SHARE,
    a_standing,
    bought,
    lent,
    new_books,
    post,
    problems,
)
from vsla.domain.calendar import Period
from vsla.domain.constitution import Charge, ChargeBasis
from vsla.domain.loans import LINE_MAX

if TYPE_CHECKING:
    from vsla.domain.meeting import Posted


def breaches(posted: Posted, code: str) -> list[tuple[str, dict[str, object]]]:
    """Give place and values of the breaches of one code."""
    return [(b.path, dict(b.values)) for b in posted.breaches if b.code == code]


def lend(*loans: dict[str, Any], meeting: int = 1, **rules: Any) -> Posted:
    """Let members 1 to 5 buy five shares each and lend."""
    standing = a_standing(**rules)
    shares = bought(5, 5, 5, 5, 5)
    return post(new_books(), standing, meeting, shares_bought=shares, loans_granted=list(loans))


def test_the_ceiling_is_a_multiple_of_savings() -> None:
    exact, above = lend(lent(1, 15 * SHARE)), lend(lent(1, 15 * SHARE + 1))

    assert not exact.problems + above.problems
    assert breaches(exact, "loan_above_ceiling") == []
    assert breaches(above, "loan_above_ceiling") == [
        (
            "loans_granted.0",
            {
                "member": 1,
                "requested_minor": 15 * SHARE + 1,
                "ceiling_minor": 15 * SHARE,
            },
        )
    ]


def test_what_is_still_owed_lowers_the_ceiling() -> None:
    posted = lend(lent(1, 10 * SHARE), lent(1, 6 * SHARE, line=2))

    assert breaches(posted, "loan_above_ceiling")[0][0] == "loans_granted.1"
    assert breaches(posted, "loan_above_ceiling")[0][1]["ceiling_minor"] == 5 * SHARE


def test_interest_owed_lowers_the_ceiling_too_and_solidarity_loans_do_not() -> None:
    first = lend(lent(1, 10 * SHARE, term=3))
    with_help = [{"line": 2, "member": 1, "need": "death", "amount_minor": 100_000, "weeks": 4}]
    second = post(
        first.posting.books,
        a_standing(),
        5,
        solidarity_loans=with_help,
        loans_granted=[lent(1, 5 * SHARE)],
    )

    assert breaches(second, "loan_above_ceiling")[0][1]["ceiling_minor"] == 4 * SHARE


def test_who_never_saved_has_no_ceiling_to_reach() -> None:
    posted = post(
        new_books(),
        a_standing(),
        1,
        shares_bought=bought(5),
        loans_granted=[lent(2, 1)],
    )

    assert breaches(posted, "loan_above_ceiling")[0][1]["ceiling_minor"] == 0


def test_a_term_longer_than_agreed_is_flagged() -> None:
    longest, longer = lend(lent(1, 100, term=3)), lend(lent(1, 100, term=4))

    assert breaches(longest, "term_too_long") == []
    assert breaches(longer, "term_too_long") == [("loans_granted.0", {"member": 1, "limit": 3})]


@pytest.mark.parametrize(("meeting", "flagged"), [(49, False), (50, True)])
def test_a_loan_due_after_the_share_out_is_flagged(meeting: int, *, flagged: bool) -> None:
    # The share-out is 52 weeks after the opening; meeting 49 is held in week 48.
    posted = lend(lent(1, 100, term=1), meeting=meeting)

    assert bool(breaches(posted, "term_beyond_share_out")) is flagged


def test_the_flag_names_both_days() -> None:
    posted = lend(lent(1, 100, term=1), meeting=50)

    assert breaches(posted, "term_beyond_share_out") == [
        (
            "loans_granted.0",
            {"member": 1, "due_on": "2018-09-12", "share_out_on": "2018-09-05"},
        )
    ]


@pytest.mark.parametrize(
    ("meeting", "flagged"), [(1, True), (3, True), (4, False), (5, True), (8, False), (12, False)]
)
def test_loans_outside_a_loan_meeting_are_flagged(meeting: int, *, flagged: bool) -> None:
    posted = lend(lent(1, 100), meeting=meeting, lending_from_meeting=4, loan_meeting_every=4)

    expected = [("loans_granted", {"number": meeting})] if flagged else []
    assert breaches(posted, "not_a_loan_meeting") == expected


def test_loan_meetings_are_counted_from_the_first_one() -> None:
    # Every fourth meeting from the third on: 3, 7, 11; not 4 and 8.
    rules = {"lending_from_meeting": 3, "loan_meeting_every": 4}

    told = {n: lend(lent(1, 100), meeting=n, **rules) for n in (2, 3, 4, 7, 8, 11)}

    flagged = [n for n, posted in told.items() if breaches(posted, "not_a_loan_meeting")]
    assert flagged == [2, 4, 8]


def test_a_meeting_without_loans_may_be_any() -> None:
    posted = lend(meeting=1, lending_from_meeting=4)

    assert breaches(posted, "not_a_loan_meeting") == []


def test_nobody_stands_surety_for_herself_or_twice() -> None:
    posted = lend(
        lent(1, 100, guarantors=[2, 3]),
        lent(2, 100, line=2, guarantors=[2, 3]),
        lent(3, 100, line=3, guarantors=[4, 4]),
        guarantors=2,
    )

    assert breaches(posted, "too_few_guarantors") == [
        ("loans_granted.1", {"member": 2, "limit": 2}),
        ("loans_granted.2", {"member": 3, "limit": 2}),
    ]


def test_a_loan_is_given_up_only_by_more_hands_for_than_against() -> None:
    books = lend(lent(1, 100), lent(2, 100, line=2)).posting.books
    rows = [
        {"loan": 1_001_001, "votes_for": 3, "votes_against": 2},
        {"loan": 1_001_002, "votes_for": 2, "votes_against": 2},
    ]

    posted = post(books, a_standing(), 2, write_offs=rows)

    assert not posted.problems
    assert breaches(posted, "write_off_without_majority") == [("write_offs.1", {})]
    assert breaches(posted, "votes_exceed_present") == []


def test_no_more_hands_give_a_loan_up_than_there_are() -> None:
    books = lend(lent(1, 100)).posting.books
    rows = [{"loan": 1_001_001, "votes_for": 4, "votes_against": 2}]

    posted = post(books, a_standing(), 2, write_offs=rows)

    assert breaches(posted, "votes_exceed_present") == [("write_offs.0", {"present": 5})]


def _helped(*weeks: int, held_on: str = "2018-07-25") -> Posted:
    """Lend from the solidarity fund to members 1, 2, 3 ... for so many weeks."""
    rows = [
        {"line": n, "member": n, "need": "illness", "amount_minor": 10_000, "weeks": each}
        for n, each in enumerate(weeks, start=1)
    ]
    standing = a_standing(solidarity_loan_weeks=6)
    return post(new_books(), standing, 40, held_on=held_on, solidarity_loans=rows)


def test_help_is_lent_for_no_more_weeks_than_agreed() -> None:
    posted = _helped(6, 7, held_on="2018-01-03")

    assert breaches(posted, "solidarity_loan_too_long") == [
        ("solidarity_loans.1", {"member": 2, "limit": 6})
    ]


def test_help_that_is_lent_comes_back_before_the_share_out() -> None:
    # Of 25 July, six weeks end with the share-out on 5 September and seven a week after it.
    posted = _helped(6, 7)

    assert breaches(posted, "term_beyond_share_out") == [
        (
            "solidarity_loans.1",
            {"member": 2, "due_on": "2018-09-12", "share_out_on": "2018-09-05"},
        )
    ]


def test_one_line_makes_one_loan_of_either_fund() -> None:
    helped = {"line": 1, "member": 2, "need": "illness", "amount_minor": 100, "weeks": 4}
    posted = post(
        new_books(),
        a_standing(),
        1,
        shares_bought=bought(5),
        solidarity_loans=[helped],
        loans_granted=[lent(1, 100)],
    )

    assert problems(posted) == [("loans_granted.0.line", "loan_line_taken")]


def test_the_first_line_of_a_meeting_and_the_last_of_the_one_before_differ() -> None:
    first = lend(lent(1, 100, line=LINE_MAX))

    second = post(first.posting.books, a_standing(), 2, loans_granted=[lent(2, 100)])

    assert not second.problems
    assert sorted(second.posting.books.loans) == [1_001_999, 1_002_001]


def test_only_what_leaves_the_box_must_be_in_it() -> None:
    up_front = Charge(ChargeBasis.UP_FRONT, 100_000, Period.WHOLE_TERM)

    fits = lend(lent(1, 2_777_777), charge=up_front)
    too_much = lend(lent(1, 2_777_779), charge=up_front)

    # The box holds 2,500,000; a loan of 2,777,777 takes 2,777,777 - 277,778 = 2,499,999 out of it.
    assert not fits.problems
    assert too_much.problems[0].values == {
        "requested_minor": 2_500_001,
        "available_minor": 2_500_000,
        "excess_minor": 1,
    }


def test_repayments_of_the_day_may_be_lent_again() -> None:
    books = lend(lent(1, 25 * SHARE)).posting.books
    posted = post(
        books,
        a_standing(),
        2,
        repayments=[{"loan": 1_001_001, "amount_minor": 5 * SHARE}],
        loans_granted=[lent(2, 5 * SHARE)],
        held_on=OPENED_ON.isoformat(),
    )

    assert not posted.problems
