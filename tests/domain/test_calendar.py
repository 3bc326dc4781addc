"""Dates as groups reckon them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.calendar import Period, add_months, add_terms, month_of, terms_between, week_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 15), -13, date(2023, 12, 15)),
    ],
)
def test_a_month_is_clamped_to_its_last_day(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


def test_terms_are_four_weeks_or_months() -> None:
    start = date(2018, 1, 31)

    assert add_terms(start, Period.FOUR_WEEKS, 3) == start + timedelta(weeks=12)
    assert add_terms(start, Period.MONTH, 1) == date(2018, 2, 28)
    assert add_terms(start, Period.WHOLE_TERM, 3) == date(2018, 4, 30)
    assert add_terms(start, Period.YEAR, 12) == date(2019, 1, 31)


@pytest.mark.parametrize("period", list(Period))
@given(start=DAYS, terms=st.integers(0, 60))
def test_as_many_terms_have_passed_as_were_added(period: Period, start: date, terms: int) -> None:
    end = add_terms(start, period, terms)

    assert terms_between(start, end, period) == terms
    if terms:
        assert terms_between(start, end - timedelta(days=1), period) == terms - 1


def test_nothing_has_passed_before_the_start() -> None:
    assert terms_between(date(2018, 2, 1), date(2018, 1, 1), Period.MONTH) == 0


def test_twenty_nine_days_may_be_less_than_a_month() -> None:
    assert terms_between(date(2018, 1, 1), date(2018, 1, 30), Period.MONTH) == 0


def test_months_sort_in_order() -> None:
    assert month_of(date(2017, 12, 31)) == 201_712
    assert month_of(date(2017, 12, 31)) < month_of(date(2018, 1, 1))


def test_the_first_week_is_number_one() -> None:
    opened_on = date(2018, 1, 3)

    assert week_of(opened_on, opened_on) == 1
    assert week_of(opened_on, opened_on + timedelta(days=6)) == 1
    assert week_of(opened_on, opened_on + timedelta(days=7)) == 2
    assert week_of(opened_on, opened_on - timedelta(days=9)) == 1
