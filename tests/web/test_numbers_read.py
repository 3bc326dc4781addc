"""People write numbers in three languages; each writing has one meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.web.locale import parse_language
from vsla.web.money_format import format_amount, format_count
from vsla.web.numbers_read import read_amount, read_count


@pytest.mark.parametrize(
    "text", ["12500", "12 500", "12\u202f500", "12\u00a0500", "12.500", "12,500", "12'500"]
)
def test_thousands_may_be_grouped_in_any_way(text: str) -> None:
    assert read_amount(text, 2) == 1_250_000
    assert read_count(text) == 12_500


@pytest.mark.parametrize(
    ("text", "minor"), [("4,3", 430), ("4.30", 430), ("1.234,50", 123_450), ("1,234.5", 123_450)]
)
def test_one_or_two_digits_after_the_last_mark_are_decimals(text: str, minor: int) -> None:
    assert read_amount(text, 2) == minor


@pytest.mark.parametrize("text", ["", "-5", "1e3", "FC", "1.23.4", "5,", "1,2345", "٣", "9" * 13])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its text is what was typed
        read_amount(text, 2)
    with pytest.raises(ValueError):  # noqa: PT011 - its text is what was typed
        read_count(text)


def test_a_currency_without_cents_takes_none() -> None:
    assert read_amount("12 500", 0) == 12_500
    with pytest.raises(ValueError):  # noqa: PT011 - its text is what was typed
        read_amount("12,5", 0)


@given(st.integers(0, 10**13), st.sampled_from(["fr", "sw", "en"]))
def test_what_is_printed_can_be_read_again(amount: int, language: str) -> None:
    locale = parse_language(language)

    assert read_amount(format_amount(amount, "CDF", locale), 2) == amount
    assert read_count(format_count(amount // 100, locale)) == amount // 100
