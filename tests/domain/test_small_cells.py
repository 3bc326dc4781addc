"""Hiding small cells: nobody is found, not even by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.small_cells import LEAST, hidden_cells, hidden_parts

counts = st.integers(0, 12)


@pytest.mark.parametrize(
    ("women", "men", "unseen", "hidden"),
    [
        (20, 15, 0, set()),
        (20, 0, 0, set()),
        (20, 2, 0, {"women", "men"}),
        (3, 20, 0, {"women", "men"}),
        (20, 15, 1, {"men"}),
        (20, 3, 4, {"men"}),
        (0, 0, 0, set()),
    ],
)
def test_two_men_in_a_mixed_group_are_hidden_with_what_tells_of_them(
    women: int, men: int, unseen: int, hidden: set[str]
) -> None:
    assert hidden_parts({"women": women, "men": men}, unseen=unseen) == hidden


@given(st.dictionaries(st.integers(0, 9), counts, max_size=6), counts)
def test_what_is_hidden_is_about_enough_people_or_all_is_hidden(
    people: dict[int, int], unseen: int
) -> None:
    hidden = hidden_parts(people, unseen=unseen)

    together = unseen + sum(people[part] for part in hidden)
    shown = [count for part, count in people.items() if part not in hidden]
    assert all(count == 0 or count >= LEAST for count in shown)
    assert together == 0 or together >= LEAST or not any(shown)


@given(st.lists(st.tuples(counts, counts, counts), max_size=5))
def test_no_row_and_no_column_tells_a_hidden_cell(table: list[tuple[int, int, int]]) -> None:
    rows = [{"women": women, "men": men} for women, men, _others in table]
    wholes = [sum(row) for row in table]

    hidden = hidden_cells(rows, wholes)

    for row, whole, gone in zip(rows, wholes, hidden, strict=True):
        left = whole - sum(count for name, count in row.items() if name not in gone)
        assert left == 0 or left >= LEAST or not any(row[name] for name in set(row) - gone)
    for name in ("women", "men"):
        left = sum(row[name] for row, gone in zip(rows, hidden, strict=True) if name in gone)
        shown = [row[name] for row, gone in zip(rows, hidden, strict=True) if name not in gone]
        assert left == 0 or left >= LEAST or not any(shown)


def test_an_empty_table_hides_nothing() -> None:
    assert hidden_cells([], []) == []


def test_a_hidden_cell_is_not_told_by_its_row_and_its_column_together() -> None:
    rows = [{"women": 7, "men": 5}, {"women": 10, "men": 2}, {"women": 30, "men": 20}]

    hidden = hidden_cells(rows, [12, 12, 50])

    assert hidden == [{"women", "men"}, {"women", "men"}, set()]


def test_a_row_is_never_hidden_alone() -> None:
    rows = [{"women": 20, "men": 6}, {"women": 9, "men": 9}]

    assert hidden_cells(rows, [27, 18]) == [{"women", "men"}, {"women", "men"}]
