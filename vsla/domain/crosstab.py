"""Tables of people by sex: rows of any kind against women, men and others, small cells hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from vsla.domain.roster import Gender
from vsla.domain.suppression import hidden_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsla.domain.suppression import Cell

K = TypeVar("K")

_OTHERS = (Gender.OTHER, Gender.UNSAID)
TOTAL = 3
"""The column of the total, behind women, men and all others."""


class AgeBand(StrEnum):
    """Ages of members; Source: indicators.md 3.3 [DI], the youngest added."""

    UNDER_18 = "under_18"
    TO_34 = "18_34"
    TO_44 = "35_44"
    FROM_45 = "45_up"
    UNKNOWN = "unknown"


_BANDS = ((17, AgeBand.UNDER_18), (34, AgeBand.TO_34), (44, AgeBand.TO_44))


def age_band(birth_year: int | None, year: int) -> AgeBand:
    """Tell the band of whoever turns some age in a year.

    Args:
        birth_year: or None where it is not known.
        year: of the report.
    """
    if birth_year is None:
        return AgeBand.UNKNOWN
    age = year - birth_year
    return next((band for last, band in _BANDS if age <= last), AgeBand.FROM_45)


@dataclass(frozen=True, slots=True)
class Row(Generic[K]):
    """One row: people of women, men and others, and their total.

    Attributes:
        key: what the row is about; None for the row of totals.
        numbers: women, men, others, all.
        hidden: which of the four must not be shown.
    """

    key: K | None
    numbers: tuple[int, int, int, int]
    hidden: frozenset[int] = frozenset()

    def shown(self, column: int) -> int | None:
        """Give a number, or None where it is hidden."""
        return None if column in self.hidden else self.numbers[column]


@dataclass(frozen=True, slots=True)
class Crosstab(Generic[K]):
    """Rows in their order, and the totals of columns."""

    rows: tuple[Row[K], ...]
    total: Row[K] = field(default_factory=lambda: Row(None, (0, 0, 0, 0)))

    @property
    def has_others(self) -> bool:
        """Tell whether anybody said another sex, or none."""
        return self.total.numbers[2] > 0


def crosstab(counts: Mapping[K, Mapping[Gender, int]], least: int = 1) -> Crosstab[K]:
    """Lay counts out as a table, and hide what is too small to be shared.

    Args:
        counts: people by row and sex, rows in their order.
        least: the smallest number of people that is shown; 1 hides nothing.

    Returns:
        The table with the totals of its columns.
    """
    inner = [_by_sex(by_gender) for by_gender in counts.values()]
    hidden = hidden_cells(inner, least)
    rows = tuple(
        Row(key, (*numbers, sum(numbers)), _of_row(hidden, place))
        for place, (key, numbers) in enumerate(zip(counts, inner, strict=True))
    )
    women, men, others = (sum(row[column] for row in inner) for column in range(TOTAL))
    total = (women, men, others, women + men + others)
    return Crosstab(rows, Row(None, total, _of_row(hidden, len(inner))))


def _by_sex(by_gender: Mapping[Gender, int]) -> tuple[int, int, int]:
    others = sum(by_gender.get(gender, 0) for gender in _OTHERS)
    return by_gender.get(Gender.WOMAN, 0), by_gender.get(Gender.MAN, 0), others


def _of_row(hidden: frozenset[Cell], row: int) -> frozenset[int]:
    return frozenset(column for place, column in hidden if place == row)


def hidden_sexes(people: Mapping[Gender, int], least: int) -> frozenset[int]:
    """Say which of women, men, others and all must not be shown of a figure of some people.

    Args:
        people: behind the figure, by sex.
        least: the smallest number of people that is shown.
    """
    cells = hidden_cells([_by_sex(people)], least, column_totals=False)
    return frozenset(column for _, column in cells)
