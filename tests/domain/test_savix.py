"""The quarterly set: quarters, and what its form refuses or asks about a group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from vsla.domain.savix import (
    ILLOGICAL,
    Doubt,
    Items,
    Quarter,
    Verdict,
    doubts,
    quarter_of,
    read_quarter,
    verdict_of,
)

QUARTER = Quarter(2018, 1)
USUAL = Items(
    facilitator=1,
    formed_on=date(2017, 3, 1),
    started_on=date(2017, 12, 1),
    members_start=25,
    collected_on=date(2018, 3, 28),
    members=25,
    men=10,
    women=15,
    attending=24,
    left=0,
    savings=100_000,
    loans_count=4,
    loans=80_000,
    late=0,
    written_off=0,
    cash=30_000,
    other_funds=5_000,
    debts=0,
    rate_ppm=100_000,
    bank=False,
    outside_loans=False,
)


def test_a_quarter_is_three_whole_months() -> None:
    assert (QUARTER.from_on, QUARTER.to_on) == (date(2018, 1, 1), date(2018, 3, 31))
    assert (str(QUARTER.before), str(QUARTER.after)) == ("2017-Q4", "2018-Q2")
    assert quarter_of(date(2018, 12, 31)) == Quarter(2018, 4)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2018-Q1", QUARTER), (" 2018-q1 ", QUARTER), ("2018-Q5", None), ("0000-Q1", None)]
    + [(typed, None) for typed in ("", "2018", "18-Q1", "2018-Q", "٢٠١٨-Q1", "-201-Q1")],
)
def test_a_quarter_is_read_as_it_is_written(typed: str, read: Quarter | None) -> None:
    assert read_quarter(typed) == read


def test_a_usual_group_raises_no_doubt() -> None:
    assert doubts(USUAL, QUARTER) == []


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"cash": -1}, Doubt.BELOW_ZERO),
        ({"attending": 26}, Doubt.MORE_CAME),
        ({"women": 16}, Doubt.SEXES_EXCEED),
        ({"loans": 0, "loans_count": 0, "late": 5}, Doubt.LATE_EXCEEDS),
        ({"loans_count": 0}, Doubt.LOANS_DIFFER),
        ({"started_on": date(2017, 2, 1)}, Doubt.STARTED_EARLY),
        ({"collected_on": date(2017, 11, 1)}, Doubt.COLLECTED_EARLY),
        ({"collected_on": None}, Doubt.NEVER_MET),
        ({"collected_on": date(2018, 2, 1)}, Doubt.OLD),
        ({"members": 40}, Doubt.SIZE),
        ({"left": 7}, Doubt.MANY_LEFT),
        ({"attending": 12}, Doubt.FEW_CAME),
        ({"savings": 0}, Doubt.NOTHING_SAVED),
        ({"late": 20_001}, Doubt.MUCH_LATE),
        ({"cash": 90_000}, Doubt.IDLE_CASH),
        ({"cash": 10_000}, Doubt.LOSS),
        ({"savings": 50_000}, Doubt.PROFIT_HIGH),
        ({"rate_ppm": 0}, Doubt.RATE),
    ],
)
def test_what_cannot_be_is_refused_and_what_is_unusual_is_asked(
    change: dict[str, object], doubt: Doubt
) -> None:
    found = doubts(replace(USUAL, **change), QUARTER)  # type: ignore[arg-type]

    assert doubt in found
    assert verdict_of(doubt) is (Verdict.REFUSED if doubt in ILLOGICAL else Verdict.QUESTION)
