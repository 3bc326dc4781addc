"""Money, counts and dates look as people of each language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from flask import render_template_string, session

from vsla.web.locale import parse_language
from vsla.web.money_format import (
    format_amount,
    format_count,
    format_day,
    format_money,
    format_percent,
)

if TYPE_CHECKING:
    from babel import Locale
    from flask import Flask

FR, SW, EN = (parse_language(code) for code in ("fr", "sw", "en"))
NB, THIN, MINUS = "\u00a0", "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("locale", "text"),
    [(FR, f"1{THIN}002{THIN}000{NB}FC"), (SW, f"1.002.000{NB}FC"), (EN, f"1,002,000{NB}FC")],
)
def test_whole_francs_have_no_decimals_and_the_unit_behind(locale: Locale, text: str) -> None:
    assert format_money(100_200_000, "CDF", locale) == text


@pytest.mark.parametrize(("locale", "text"), [(FR, "4,30"), (SW, "4,30"), (EN, "4.30")])
def test_cents_are_printed_when_there_are_any(locale: Locale, text: str) -> None:
    assert format_amount(430, "USD", locale) == text


def test_a_negative_amount_has_a_true_minus() -> None:
    assert format_money(-25_000, "CDF", FR) == f"{MINUS}250{NB}FC"
    assert format_amount(-5, "USD", EN) == f"{MINUS}0.05"
    assert format_count(-3, SW) == f"{MINUS}3"


def test_a_currency_without_cents_is_printed_as_it_is() -> None:
    assert format_money(12_500, "UGX", EN) == f"12,500{NB}UGX"


def test_an_amount_of_any_size_is_exact() -> None:
    assert format_amount(10**15 + 1, "USD", EN) == "10,000,000,000,000.01"


def test_a_percentage_is_rounded_half_up_and_is_a_dash_without_a_whole() -> None:
    assert format_percent(748, 1372, FR) == f"55{NB}%"
    assert format_percent(1, 8, FR, places=1) == f"12,5{NB}%"
    assert format_percent(1, 8, EN) == "13%"
    assert format_percent(-1, 8, EN) == f"{MINUS}13%"
    assert format_percent(0, 0, EN) == "\u2013"


@pytest.mark.parametrize(
    ("locale", "text"),
    [(FR, "mer. 18 nov. 2026"), (SW, "Jumatano, 18 Nov 2026"), (EN, "Wed, Nov 18, 2026")],
)
def test_a_day_is_printed_with_its_weekday(locale: Locale, text: str) -> None:
    assert format_day(date(2026, 11, 18), locale) == text


def test_the_filters_speak_the_language_of_the_request(app: Flask) -> None:
    template = (
        "{{ 430|money('USD') }}|{{ 430|amount('USD') }}|{{ 1299|count }}|{{ 1|percent(3) }}|"
        "{{ d|day_long }}|{{ d|day_short }}|{{ d|month }}|{{ d|day }}|{{ t|moment }}|"
        "{{ 'CDF'|unit }}"
    )
    moment = datetime(2026, 11, 18, 12, 5, tzinfo=UTC)

    with app.test_request_context():
        session["language"] = "fr"
        text = render_template_string(template, d=date(2026, 11, 18), t=moment)

    assert text == (
        f"4,30{NB}USD|4,30|1{THIN}299|33{NB}%|mercredi 18 novembre 2026|18 nov. 2026|nov. 2026|"
        "mer. 18 nov. 2026|18 nov. 2026, 14:05|FC"
    )
