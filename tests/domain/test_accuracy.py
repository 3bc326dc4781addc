"""A drawn sample, its accuracy in whole numbers, and what the books said on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.accuracy import DEFAULT_BANDS, NOTHING, Accuracy, draw, read_bands, stars_for
from vsla.domain.ledger import Kind
from vsla.domain.office_rules import OfficeRules, each, read_office_rules
from vsla.domain.passbook_check import Figure, Paper, booked_on, differences
from vsla.domain.reader import Reader
from vsla.domain.statement import Entry, Fact, What

AT = datetime(2024, 1, 1, tzinfo=UTC)


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    one = draw(range(40), 6, seed="kisenge", key=str)

    assert draw(reversed(range(40)), 6, seed="kisenge", key=str) == one
    assert draw(range(40), 6, seed="bunia", key=str) != one
    assert len(set(one)) == 6


def test_a_draw_of_more_than_there_are_takes_all() -> None:
    assert sorted(draw([3, 1], 5, seed="x", key=str)) == [1, 3]


def test_everybody_is_drawn_about_as_often() -> None:
    drawn = [who for seed in range(400) for who in draw(range(10), 3, seed=str(seed), key=str)]

    assert all(90 <= drawn.count(who) <= 150 for who in range(10))


def test_the_interval_is_that_of_the_textbooks() -> None:
    """Source: Wilson 1927 as tabulated; 8 of 10 gives 49.0 to 94.3 percent."""
    assert Accuracy(8, 10).interval == (490, 944)
    assert Accuracy(0, 10).interval == (0, 278)
    assert Accuracy(10, 10).interval == (722, 1000)
    assert Accuracy(95, 100).interval == (888, 979)


def test_nothing_seen_has_no_accuracy() -> None:
    assert (NOTHING.permille, NOTHING.interval) == (None, None)
    assert Accuracy(3, 4) + Accuracy(1, 2) == Accuracy(4, 6)


@given(st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_hold_wilsons_equation(sample: tuple[int, int]) -> None:
    """At the ends, the distance from the proportion is 1.96 of its own spread there."""
    right, checked = sample
    between = Accuracy(right, checked).interval
    assert between is not None
    p, z2 = Fraction(right, checked), Fraction(38_416, 10_000)

    def outside(end: Fraction) -> bool:
        return (p - end) ** 2 * checked >= z2 * end * (1 - end)

    low, high = (Fraction(end, 1000) for end in between)
    step = Fraction(1, 1000)
    assert outside(low)
    assert outside(high)
    assert low <= p <= high
    assert low + step >= p or not outside(low + step)
    assert high - step <= p or not outside(high - step)


def test_stars_follow_the_bands() -> None:
    assert [stars_for(n, DEFAULT_BANDS) for n in (1000, 950, 949, 800, 700, 699, 0)] == [
        5, 5, 4, 3, 2, 1, 1,
    ]  # fmt: skip


def test_bands_must_fall() -> None:
    typed = {"stars5": 90, "stars4": 95, "stars3": 50, "stars2": 10}
    r = Reader(typed)

    read_bands(r, "stars")

    assert [problem.path for problem in r.problems] == ["stars4"]


def test_the_numbers_of_the_office_have_usual_values() -> None:
    typed = {"stars5": 95, "stars4": 90, "stars3": 80, "stars2": 70, "visit_days": 90}

    assert read_office_rules(Reader(typed)) == OfficeRules()


def test_the_plan_says_how_many_fall_to_one_facilitator() -> None:
    assert each(1400, 35) == 40
    assert each(50, 35) == 2
    assert each(None, 35) is None
    assert each(50, 0) is None


def entry(number: int, day: int, *, replaces: int | None = None, meeting: int = 1) -> Entry:
    return Entry(number, "meeting", meeting, replaces, date(2024, 1, day), AT, "", "")


def moved(number: int, kind: Kind, amount: int, shares: int = 0) -> Fact:
    return Fact(What.MOVEMENT, number, kind, amount, shares)


ENTRIES = [
    entry(1, 1),
    entry(2, 8, meeting=2),
    entry(3, 8, replaces=2, meeting=2),
    entry(4, 15, meeting=3),
]
FACTS = [
    moved(1, Kind.SHARES_BOUGHT, 200, 2),
    moved(1, Kind.LOAN_DISBURSED, 900),
    moved(2, Kind.SHARES_BOUGHT, 500, 5),
    moved(3, Kind.SHARES_BOUGHT, 300, 3),
    moved(3, Kind.PRINCIPAL_REPAID, 100),
    moved(4, Kind.PRINCIPAL_REPAID, 250),
    moved(4, Kind.SOLIDARITY_LOAN, 50),
    moved(4, Kind.SOLIDARITY_PAID, 20),
    Fact(What.FINE, 4, "", 10, 0),
]


def test_the_books_are_taken_back_to_the_day_of_the_passbook() -> None:
    now = booked_on(ENTRIES, FACTS, owed_now=600, day=date(2024, 1, 15))
    before = booked_on(ENTRIES, FACTS, owed_now=600, day=date(2024, 1, 8))
    first = booked_on(ENTRIES, FACTS, owed_now=600, day=date(2024, 1, 1))

    assert (now.shares, now.owed, now.behind, now.met) == (5, 600, 0, True)
    assert (before.shares, before.owed, before.behind) == (5, 800, 1)
    assert (first.shares, first.owed, first.behind) == (2, 900, 2)


def test_a_passbook_without_a_line_is_held_against_the_beginning() -> None:
    empty = booked_on(ENTRIES, FACTS, owed_now=600, day=None)

    assert (empty.shares, empty.owed, empty.behind, empty.met) == (0, 0, 3, True)


def test_each_figure_that_differs_is_named() -> None:
    booked = booked_on(ENTRIES, FACTS, owed_now=600, day=date(2024, 1, 8))
    other_day = booked_on(ENTRIES, FACTS, owed_now=600, day=date(2024, 1, 9))

    assert differences(Paper(date(2024, 1, 8), 5, 849), booked, step=50) == ()
    assert differences(Paper(date(2024, 1, 8), 4, 850), booked, step=50) == (
        Figure.SHARES,
        Figure.OWED,
    )
    assert differences(Paper(date(2024, 1, 9), 5, 800), other_day, step=50) == (Figure.LAST_ON,)
