"""Ratios: a dash without a denominator, sums over sums, decimals without floats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.indicators import Position, Ratio, fixed_point, pooled
from vsla.domain.registry import INDICATORS

COUNTS = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [(1_234, 1, "123.4"), (5, 2, "0.05"), (-5, 1, "-0.5"), (7, 0, "7"), (-700, 2, "-7.00")],
)
def test_a_scaled_number_is_written_with_its_decimals(number: int, places: int, text: str) -> None:
    assert fixed_point(number, places) == text


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_ratio_without_a_denominator_is_not_available(denominator: int) -> None:
    ratio = Ratio(3, denominator)

    assert (ratio.percent(), ratio.each, ratio.scaled(1_000)) == (None, None, None)


def test_a_percentage_rounds_half_up() -> None:
    assert Ratio(1, 16).percent() == "6.3"
    assert Ratio(-1, 16).percent() == "-6.3"
    assert Ratio(1, 3).percent(0) == "33"


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=20))
def test_pooled_ratios_keep_the_sums_of_both_numbers(pairs: list[tuple[int, int]]) -> None:
    ratio = pooled(Ratio(*pair) for pair in pairs)

    assert ratio.numerator == sum(numerator for numerator, _ in pairs)
    assert ratio.denominator == sum(denominator for _, denominator in pairs)


@given(members=COUNTS, left=COUNTS)
def test_retention_and_drop_out_make_a_whole(members: int, left: int) -> None:
    position = Position(members=members, left=left)

    stayed, gone = (INDICATORS[code].of(position) for code in ("retention", "drop_out"))

    assert stayed.numerator + gone.numerator == stayed.denominator == gone.denominator


@given(cash=COUNTS, loans=COUNTS, savings=COUNTS, solidarity=COUNTS, goods=COUNTS, debts=COUNTS)
def test_assets_are_always_debts_and_equity(
    cash: int, loans: int, savings: int, solidarity: int, goods: int, debts: int
) -> None:
    position = Position(
        cash=cash,
        loans=loans,
        savings=savings,
        solidarity=solidarity,
        property_now=goods,
        debts=debts,
    )

    assert position.assets == position.debts + position.equity
