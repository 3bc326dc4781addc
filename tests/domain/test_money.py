"""Money: rounding, sharing without loss, notes and coins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.money import CURRENCIES, apportion, floor_to_step, half_up, notes_for, part

WEIGHTS = st.lists(st.integers(0, 1_000), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"),
    [(1, 2, 1), (-1, 2, -1), (1, 3, 0), (2, 3, 1), (7, 1, 7), (0, 9, 0), (-5, 3, -2)],
)
def test_half_up_goes_to_the_nearest_and_ties_away_from_zero(
    numerator: int, denominator: int, nearest: int
) -> None:
    assert half_up(numerator, denominator) == nearest


@pytest.mark.parametrize("denominator", [0, -3])
def test_half_up_refuses_a_denominator_that_is_not_above_zero(denominator: int) -> None:
    with pytest.raises(ValueError, match="denominator"):
        half_up(1, denominator)


def test_a_rate_is_taken_in_parts_per_million() -> None:
    assert part(12_345, 100_000) == 1_235
    assert part(10**12, 1) == 10**6


def test_an_amount_comes_down_to_what_notes_can_pay() -> None:
    assert floor_to_step(73_043, 50) == 73_000
    assert floor_to_step(49, 50) == 0


@given(st.integers(0, 10**12), WEIGHTS)
def test_apportion_loses_nothing_and_strays_less_than_a_unit(
    total: int, weights: list[int]
) -> None:
    whole = sum(weights)
    if whole == 0:
        return

    parts = apportion(total, weights)

    assert sum(parts) == total
    for got, weight in zip(parts, weights, strict=True):
        assert abs(got * whole - total * weight) < whole


@given(st.integers(0, 10**9), st.integers(1, 50), st.integers(2, 30))
def test_equal_members_differ_by_one_unit_at_most_and_the_first_gains(
    total: int, weight: int, members: int
) -> None:
    parts = apportion(total, [weight] * members)

    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


def test_nothing_is_shared_among_weights_of_zero() -> None:
    assert apportion(0, [0, 0]) == [0, 0]
    assert apportion(0, []) == []


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [-1, 2]), (1, [0, 0]), (1, [])])
def test_apportion_refuses_what_cannot_be_shared(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"negative|nobody"):
        apportion(total, weights)


@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_a_currency_lists_its_notes_largest_first(code: str) -> None:
    currency = CURRENCIES[code]

    assert list(currency.cash) == sorted(currency.cash, reverse=True)
    assert currency.cash_step == currency.cash[-1]
    assert currency.cash_step % currency.unit == 0


@given(st.integers(0, 10**9))
def test_notes_and_what_no_note_can_pay_make_the_amount(amount: int) -> None:
    cash = CURRENCIES["CDF"].cash

    notes, left = notes_for(amount, cash)

    assert sum(value * count for value, count in notes.items()) + left == amount
    assert left < cash[-1]
    assert all(notes.values())
