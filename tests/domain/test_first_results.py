"""The first table: sums over sums, no figure without a denominator, no money without a rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.codes import Code
from vsla.domain.first_results import (
    Columns,
    Counted,
    Key,
    Planned,
    Rate,
    convert,
    first_results,
)
from vsla.domain.indicators import Ratio
from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from vsla.domain.first_results import Figure, Table

F, M, X = Gender.WOMAN, Gender.MAN, Gender.OTHER
RATE = Rate("CDF", 160_000, date(2018, 2, 27))
PUBLISHED = Counted(
    groups=50,
    disengaged=1,
    members={F: 806, M: 650},
    facilitators={F: 20, M: 15},
    mixed=35,
    female_majority=28,
    savings={"USD": {201712: {F: 1_000_000, M: 878_000}}},
    assisted={F: 90, M: 67},
)


def table(counted: Counted = PUBLISHED, *, rates: tuple[Rate, ...] = (RATE,)) -> Table:
    """Lay the table of three months out in dollars."""
    by_currency = {rate.currency: rate for rate in rates}
    plan = Planned(groups=50, women=750, men=650)
    return first_results(counted, plan, months=3, currency="USD", rates=by_currency)


def line(laid_out: Table, key: Key) -> Figure:
    """Find a line that is there."""
    found = laid_out.find(key)
    assert found is not None
    return found


def test_the_published_figures_follow_from_what_was_counted() -> None:
    laid_out = table()

    a_head = line(laid_out, Key.SAVINGS_HEAD_MONTH).cells.all
    majority = line(laid_out, Key.FEMALE_MAJORITY).cells.all
    assert a_head == Ratio(1_878_000, 1456 * 3)
    assert a_head.each == 430
    assert majority is not None
    assert majority.percent() == "80.0"


def test_the_plan_stands_beside_what_was_reached() -> None:
    laid_out = table()

    assert line(laid_out, Key.GROUPS).plan == Columns(all=50)
    assert line(laid_out, Key.MEMBERS).plan == Columns(750, 650, 1400)
    assert line(laid_out, Key.FACILITATORS).plan == Columns()


def test_without_a_plan_for_men_there_is_none_for_all() -> None:
    assert Planned(women=750).members is None


def test_savings_in_one_currency_stand_on_one_line() -> None:
    keys = [figure.key for figure in table().figures]

    assert keys.count(Key.SAVINGS) == 1
    assert Key.SAVINGS_TOGETHER not in keys


def test_two_currencies_stand_side_by_side_and_once_together() -> None:
    francs = {201712: {F: 16_000_000}, 201801: {M: 8_000_000}}
    counted = replace(PUBLISHED, savings={"CDF": francs, "USD": {201801: {F: 5_000}}})

    laid_out = table(counted)

    currencies = [f.currency for f in laid_out.figures if f.key is Key.SAVINGS]
    assert currencies == ["CDF", "USD"]
    together = line(laid_out, Key.SAVINGS_TOGETHER).cells
    assert together == Columns(Ratio(15_000, 1), Ratio(5_000, 1), Ratio(20_000, 1))
    assert laid_out.by_month[201801] == Columns(5_000, 5_000, 10_000)
    assert laid_out.rates == (RATE,)


def test_without_a_rate_nothing_is_converted_and_the_currency_is_named() -> None:
    counted = replace(PUBLISHED, savings={"CDF": {201712: {F: 100}}})

    laid_out = table(counted, rates=())

    (problem,) = laid_out.problems
    assert (problem.code, problem.values) == (Code.NO_RATE, {"currency": "CDF"})
    assert laid_out.find(Key.SAVINGS_TOGETHER) is None
    assert laid_out.find(Key.SAVINGS_HEAD_MONTH) is None
    assert not laid_out.by_month


def test_nothing_to_divide_by_is_no_figure() -> None:
    nobody = Counted(0, 0, {}, {}, 0, 0, {}, {})

    laid_out = table(nobody)

    for key in (Key.GROUPS_DISENGAGED, Key.FEMALE_MAJORITY, Key.SAVINGS_HEAD_MONTH):
        ratio = line(laid_out, key).cells.all
        assert ratio is not None
        assert ratio.each is None


def test_who_gave_another_sex_counts_with_all() -> None:
    counted = replace(PUBLISHED, members={F: 2, M: 1, X: 1})

    assert line(table(counted), Key.MEMBERS).cells == Columns(Ratio(2, 1), Ratio(1, 1), Ratio(4, 1))


def test_reach_is_what_part_of_the_members_was_helped() -> None:
    reach = line(table(), Key.ASSISTED_PERCENT).cells

    assert (reach.women, reach.all) == (Ratio(90, 806), Ratio(157, 1456))


@given(st.integers(0, 10**12), st.integers(1, 10**9))
def test_converting_strays_by_less_than_one_unit(amount: int, per_unit: int) -> None:
    converted = convert(amount, "USD", Rate("CDF", per_unit, date(2018, 1, 1)))

    assert abs(converted * per_unit - amount * 100) * 2 <= per_unit
