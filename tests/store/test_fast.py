"""Statements that are compiled once."""

from __future__ import annotations

from vsla.store.fast import filled


def test_values_are_cut_into_rows_of_one_size() -> None:
    assert list(filled([1, 2, 3], 2, 0)) == [(1, 2), (3, 0)]
    assert list(filled([], 2, 0)) == []
