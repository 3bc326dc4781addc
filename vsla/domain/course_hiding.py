"""Which figures of courses are about so few people that these could be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.suppression import hidden_cells

if TYPE_CHECKING:
    from vsla.domain.first_results import Columns

_ALL = 3
"""Behind women, men and the rest."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown of a line: its columns of women and men, or all of it."""

    split: bool = False
    whole: bool = False


def _row(people: Columns[int]) -> list[int]:
    """Give women, men and those of another or no sex, who have no column but follow from it."""
    women, men, everybody = people.women or 0, people.men or 0, people.all or 0
    return [women, men, everybody - women - men]


def hidden_in(people: Columns[int], least: int) -> Hidden:
    """Say what is hidden of one line.

    Args:
        people: whom the figure is about, by column; ``all`` holds everybody.
        least: the smallest number of people that may be shown.

    Source: features.md, case 22; ``suppression.hidden_cells``.
    """
    gone = hidden_cells([_row(people)], least, column_totals=False)
    return _of({column for _row_at, column in gone})


def hidden_in_pair(one: Columns[int], other: Columns[int], least: int) -> tuple[Hidden, Hidden]:
    """Say what is hidden of two lines whose sum is known from elsewhere.

    Args:
        one: such as trained members, by column.
        other: all others of the same groups; the two together are the members of these groups.
        least: the smallest number of people that may be shown.
    """
    gone = hidden_cells([_row(one), _row(other)], least)
    first, second = ({column for row, column in gone if row == place} for place in range(2))
    return _of(first), _of(second)


def _of(columns: set[int]) -> Hidden:
    return Hidden(split=bool(columns), whole=_ALL in columns)
