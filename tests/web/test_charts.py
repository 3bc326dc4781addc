"""Bars stand on zero and tell the truth about their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import render_template_string
from hypothesis import given
from hypothesis import strategies as st

from vsla.web.charts import MEN, WOMEN, Series, bar_chart, step_for

if TYPE_CHECKING:
    from flask import Flask

    from vsla.web.charts import Chart


def a_chart(women: list[int | None], men: list[int | None]) -> Chart:
    return bar_chart(
        "Savings by month",
        [(f"month {n}", str(n)) for n in range(len(women))],
        [Series("Women", "W", WOMEN, women), Series("Men", "M", MEN, men)],
        show=str,
        head="Month",
    )


@pytest.mark.parametrize(
    ("highest", "step"), [(0, 1), (4, 1), (5, 2), (9, 5), (20, 5), (21, 10), (3740, 1000)]
)
def test_grid_lines_are_round_numbers_and_at_most_four(highest: int, step: int) -> None:
    assert step_for(highest) == step


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=24))
def test_bars_stay_inside_and_higher_means_more(values: list[int]) -> None:
    chart = a_chart(list(values), [0] * len(values))

    bars = [bar for bar in chart.bars if bar.kind == WOMEN]
    assert all(bar.y + bar.height == chart.base and bar.y >= 24 for bar in bars)
    assert all(bar.x >= 0 and bar.x + bar.width <= 1000 for bar in chart.bars)
    order = sorted(range(len(values)), key=values.__getitem__)
    assert [bars[n].height for n in order] == sorted(bar.height for bar in bars)


def test_a_missing_figure_has_no_bar_and_a_dash_in_the_table() -> None:
    chart = a_chart([1, 3, None], [0, 2, None])

    assert len(chart.bars) == 4
    assert chart.header == ("Month", "Women", "Men")
    assert chart.rows[2] == ("month 2", "\u2013", "\u2013")
    assert [label.text for label in chart.peaks] == ["W 3", "M 2"]


def test_a_chart_without_figures_is_empty_but_stands() -> None:
    chart = a_chart([], [])

    assert chart.bars + chart.peaks + chart.rows == ()


def test_a_chart_is_drawn_with_its_table_below(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        text = render_template_string(
            '{% from "_macros/charts.html" import chart %}{{ chart(c, caption="⟦So far⟧") }}',
            c=a_chart([10, 30], [5, None]),
        )

    assert text.count('class="bf"') == 2
    assert text.count('fill="url(#h)"') == 1
    assert "<details><summary>The figures as a table</summary><table>" in text
    assert '<th scope="row">month 1</th><td class="end">30</td>' in text
