"""Tables of people by sex: rows of any kind against women, men and others, small cells hidden."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsla.domain.sharing import Hidden

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


AGE_BANDS = ((17, AgeBand.UNDER_18), (34, AgeBand.TO_34), (44, AgeBand.TO_44))
"""The last age of each band, the youngest first; whoever is older is of the last band."""


def age_band(birth_year: int | None, year: int) -> AgeBand:
    """Tell the band of whoever turns some age in a year.

    Args:
        birth_year: or None where it is not known.
        year: of the report.
    """
    if birth_year is None:
        return AgeBand.UNKNOWN
    age = year - birth_year
    return next((band for last, band in AGE_BANDS if age <= last), AgeBand.FROM_45)


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

    @property
    def people(self) -> tuple[int, int, int]:
        """Give women, men and others."""
        women, men, others, _all = self.numbers
        return women, men, others

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


def crosstab(counts: Mapping[K, Mapping[Gender, int]]) -> Crosstab[K]:
    """Lay counts out as a table.

    Args:
        counts: people by row and sex, rows in their order.

    Returns:
        The table with the totals of its columns.
    """
    inner = [by_sex(by_gender) for by_gender in counts.values()]
    rows = tuple(
        Row(key, (*numbers, sum(numbers))) for key, numbers in zip(counts, inner, strict=True)
    )
    women, men, others = (sum(row[column] for row in inner) for column in range(TOTAL))
    return Crosstab(rows, Row(None, (women, men, others, women + men + others)))


def with_hidden(table: Crosstab[K], hidden: Hidden, name: str) -> Crosstab[K]:
    """Leave out of a table what a report hides of the one of this name."""
    rows = tuple(replace(row, hidden=hidden.of(name, row.key)) for row in table.rows)
    return Crosstab(rows, replace(table.total, hidden=hidden.of(name)))


def by_sex(by_gender: Mapping[Gender, int]) -> tuple[int, int, int]:
    """Give women, men and all others."""
    others = sum(by_gender.get(gender, 0) for gender in _OTHERS)
    return by_gender.get(Gender.WOMAN, 0), by_gender.get(Gender.MAN, 0), others
