"""Small cells are hidden so that nothing hidden can be worked out from the rest of the table."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vsla.domain.suppression import Cell, hidden_cells

Table = list[list[int]]
LEAST = 3


def with_totals(counts: Table) -> Table:
    """Write the totals of rows and columns beside a table."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def agreeing(counts: Table, hidden: frozenset[Cell], highest: int) -> list[Table]:
    """List the tables of small numbers that agree with everything that is shown."""
    shown = with_totals(counts)
    height, width = len(counts), len(counts[0])
    inner = [
        range(highest + 1) if (row, column) in hidden else [counts[row][column]]
        for row in range(height)
        for column in range(width)
    ]
    found = []
    for numbers in product(*inner):
        table = [list(numbers[row * width : (row + 1) * width]) for row in range(height)]
        whole = with_totals(table)
        if all(
            (row, column) in hidden or whole[row][column] == shown[row][column]
            for row in range(height + 1)
            for column in range(width + 1)
        ):
            found.append(whole)
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=1, max_size=2))
@example([[1, 4], [3, 0], [2, 2]])
@example([[0, 1], [3, 3], [0, 4]])
def test_nothing_hidden_follows_from_what_is_shown(counts: Table) -> None:
    hidden = hidden_cells(counts, LEAST)

    possible = agreeing(counts, hidden, 5)
    for row, column in hidden:
        assert len({table[row][column] for table in possible}) > 1, (row, column, hidden)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=6))
def test_every_small_cell_is_hidden_and_no_zero_is(counts: Table) -> None:
    hidden = hidden_cells(counts, LEAST)

    for row, numbers in enumerate(with_totals(counts)):
        for column, number in enumerate(numbers):
            if 0 < number < LEAST:
                assert (row, column) in hidden
            if number == 0:
                assert (row, column) not in hidden


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=4), min_size=1, max_size=4))
def test_rows_that_stand_alone_never_hide_one_cell_alone(counts: Table) -> None:
    hidden = hidden_cells(counts, LEAST, column_totals=False)

    for row, numbers in enumerate(counts):
        places = [column for of, column in hidden if of == row]
        assert len(places) != 1
        assert bool(places) == any(0 < one < LEAST for one in [*numbers, sum(numbers)])


def test_two_men_in_a_mixed_group_hide_the_women_too() -> None:
    assert hidden_cells([[18, 2]], LEAST, column_totals=False) == {(0, 0), (0, 1)}


def test_totals_are_hidden_last() -> None:
    hidden = hidden_cells([[20, 1], [30, 25], [8, 9]], LEAST)

    assert hidden == {(0, 0), (0, 1), (2, 0), (2, 1)}


def test_a_lonely_person_hides_the_totals_too() -> None:
    assert hidden_cells([[1]], LEAST) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize("counts", [[], [[7, 9], [5, 4]], [[0, 0]]])
def test_a_table_without_small_cells_is_shown_whole(counts: Table) -> None:
    assert hidden_cells(counts, LEAST) == frozenset()
    assert hidden_cells(counts, LEAST, column_totals=False) == frozenset()
