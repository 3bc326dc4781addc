"""Tables of people by sex, with small cells hidden."""

from __future__ import annotations

import pytest

from vsla.domain.crosstab import AgeBand, age_band, crosstab, with_hidden
from vsla.domain.roster import Gender
from vsla.domain.sharing import Sheet

F, M, X, UNSAID = Gender


@pytest.mark.parametrize(
    ("born", "band"),
    [(2007, "under_18"), (2006, "18_34"), (1990, "18_34"), (1989, "35_44"), (1979, "45_up")],
)
def test_ages_fall_into_bands_by_the_year(born: int, band: str) -> None:
    assert age_band(born, 2024) == band
    assert age_band(None, 2024) is AgeBand.UNKNOWN


def test_a_table_has_totals_and_keeps_whoever_is_neither_woman_nor_man() -> None:
    table = crosstab({"a": {F: 3, M: 2}, "b": {F: 1, X: 1, UNSAID: 1}})

    assert [row.numbers for row in table.rows] == [(3, 2, 0, 5), (1, 0, 2, 3)]
    assert table.total.numbers == (4, 2, 2, 8)
    assert table.has_others
    assert table.rows[0].shown(0) == 3
    assert not crosstab({}).has_others


def test_a_shared_table_leaves_out_what_its_report_hides() -> None:
    table = crosstab({"a": {F: 20, M: 2}, "b": {F: 30, M: 25}})
    sheet = Sheet()
    sheet.table("people", {row.key: row.people for row in table.rows}, others_printed=True)

    shared = with_hidden(table, sheet.hide(5), "people")

    assert [[row.shown(column) for column in range(4)] for row in shared.rows] == [
        [None, None, 0, 22],
        [None, None, 0, 55],
    ]
    assert shared.total.numbers == (50, 27, 0, 77)
    assert shared.total.hidden == frozenset()
