"""What stands in a table before it is written anywhere: plain values, and whole tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from enum import StrEnum


class Money(NamedTuple):
    """An amount in minor units, and in which currency."""

    amount: int
    currency: str


class Part(NamedTuple):
    """A part of a whole, shown as a percentage; a whole of zero shows nothing."""

    part: int
    whole: int


class Tenths(NamedTuple):
    """A number with one decimal, times ten."""

    number: int


Value: TypeAlias = "str | int | date | Money | Part | Tenths | StrEnum | None"
"""A cell: text, a count, a day, an amount, a percentage, a choice in words, or nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on its way out.

    Attributes:
        key: names the table; its words are in ``table_words``.
        columns: keys of the columns, in order.
        rows: as wide as the columns and the further ones; read once.
        own: names of further columns, behind the others, as the programme called them.
    """

    key: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    own: Sequence[str] = ()
