"""The first table a programme prints from its ledger: figures with what they are made of.

Every figure says what stands above and below its line, for women, for men and for all; whoever
gave no sex, or another, is counted with all. Names and definitions in the reader's language belong
to the web, which finds them by ``Key``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from vsla.domain.codes import Code
from vsla.domain.errors import Problem
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.money import CURRENCIES, half_up
from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from vsla.domain.money import Minor

T = TypeVar("T")
U = TypeVar("U")

LATE_AFTER_DAYS = 14
"""Two weekly meetings without a word: the group is late in sending."""


class Key(StrEnum):
    """The lines of the table, in its order.

    Source: mission.md, what the programme published; indicators.md 3.2 and 3.3.
    """

    GROUPS = "groups"
    GROUPS_DISENGAGED = "groups_disengaged"
    MEMBERS = "members"
    FACILITATORS = "facilitators"
    FEMALE_MAJORITY = "mixed_groups_female_majority_committee_percent"
    SAVINGS = "savings"
    SAVINGS_TOGETHER = "savings_together"
    SAVINGS_HEAD_MONTH = "savings_per_head_month"
    ASSISTED = "solidarity_members_assisted"
    ASSISTED_PERCENT = "solidarity_reach_percent"


@dataclass(frozen=True, slots=True)
class Columns(Generic[T]):
    """One value for women, for men and for all; None where a line has no such column."""

    women: T | None = None
    men: T | None = None
    all: T | None = None

    def map(self, change: Callable[[T], U | None]) -> Columns[U]:
        """Change every value that is there."""

        def one(value: T | None) -> U | None:
            return None if value is None else change(value)

        return Columns(one(self.women), one(self.men), one(self.all))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        key: which figure.
        unit: how to print it.
        cells: the figure for women, men and all.
        plan: what the programme planned, in the same unit.
        currency: of money, else "".
    """

    key: Key
    unit: Unit
    cells: Columns[Ratio]
    plan: Columns[int] = field(default_factory=Columns)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """Minor units of a currency for one unit of the reporting currency, from a day on."""

    currency: str
    per_unit_minor: Minor
    rate_on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the ledger says, before anything is divided or converted.

    Attributes:
        groups: groups past their set-up and formed by the last day, disengaged ones among them.
        disengaged: those among them disengaged by the last day.
        members: who belonged to these groups on the last day, by sex.
        facilitators: with a login that is on, by sex.
        mixed: groups with at least one woman and one man and a committee on the last day.
        female_majority: those among them with more than half of the committee women.
        savings: shares bought in the period, by currency, month (201712) and sex, minor units.
        assisted: different members given money of the solidarity fund in the period, by sex.
    """

    groups: int
    disengaged: int
    members: Mapping[Gender, int]
    facilitators: Mapping[Gender, int]
    mixed: int
    female_majority: int
    savings: Mapping[str, Mapping[int, Mapping[Gender, Minor]]]
    assisted: Mapping[Gender, int]


@dataclass(frozen=True, slots=True)
class Planned:
    """What the programme set out to reach; None where it set itself no number."""

    groups: int | None = None
    women: int | None = None
    men: int | None = None
    facilitators: int | None = None

    @property
    def members(self) -> int | None:
        """Add up women and men when both were planned."""
        return None if self.women is None or self.men is None else self.women + self.men


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table.

    Attributes:
        figures: in order; savings for each currency and, where there are several, together.
        converted: savings in the reporting currency; None when a rate is missing.
        by_month: converted savings by month; empty when a rate is missing.
        rates: used, one for each foreign currency.
        problems: NO_RATE for every currency without a rate on or before the last day.
    """

    figures: tuple[Figure, ...]
    converted: Figure | None
    by_month: Mapping[int, Columns[Minor]]
    rates: tuple[Rate, ...]
    problems: tuple[Problem, ...]

    def find(self, key: Key | str) -> Figure | None:
        """Give a line of the table by its key, or None where there is no such line."""
        if key == Key.SAVINGS_TOGETHER:
            return self.converted
        return next((figure for figure in self.figures if figure.key == key), None)


def _split(by_gender: Mapping[Gender, int]) -> Columns[int]:
    whole = sum(by_gender.values())
    return Columns(by_gender.get(Gender.WOMAN, 0), by_gender.get(Gender.MAN, 0), whole)


def _plain(number: int) -> Ratio:
    """Write a count or a sum, which has nothing below the line."""
    return Ratio(number, 1)


def _counts(by_gender: Mapping[Gender, int]) -> Columns[Ratio]:
    return _split(by_gender).map(_plain)


def convert(amount: Minor, currency: str, rate: Rate) -> Minor:
    """Convert money into the reporting currency.

    Args:
        amount: minor units of ``rate.currency``, zero or more.
        currency: the reporting currency.
        rate: dated.

    Returns:
        Minor units of ``currency``, to the nearest, ties up.

    Source: indicators.md 3.2: conversion at report time with a named, dated rate.
    """
    return half_up(amount * CURRENCIES[currency].unit, rate.per_unit_minor)


def first_results(
    counted: Counted,
    planned: Planned,
    *,
    months: int,
    currency: str,
    rates: Mapping[str, Rate],
) -> Table:
    """Lay out the table.

    Args:
        counted: by the store, over whole months.
        planned: by the programme.
        months: length of the period, 1 or more.
        currency: the reporting currency.
        rates: by currency, the latest on or before the last day of the period.

    Returns:
        The table; money of two currencies is never added without a rate.

    Source: mission.md, what the programme published.
    """
    foreign = sorted(set(counted.savings) - {currency})
    problems = tuple(
        Problem("rates", Code.NO_RATE, {"currency": each}) for each in foreign if each not in rates
    )
    by_month = {} if problems else _by_month(counted, currency, rates)
    converted = None if problems else _converted(counted, currency, rates)
    figures = [*_people(counted, planned), *_savings_by_currency(counted)]
    if converted is not None:
        figures += [converted] * bool(foreign) + [_head_month(counted, converted, months)]
    figures += _helped(counted)
    used = tuple(rates[each] for each in foreign if each in rates)
    return Table(tuple(figures), converted, by_month, used, problems)


def _people(counted: Counted, planned: Planned) -> list[Figure]:
    """Groups, members, facilitators and committees."""
    gone = Ratio(counted.disengaged, counted.groups)
    majority = Ratio(counted.female_majority, counted.mixed)
    return [
        Figure(
            Key.GROUPS,
            Unit.COUNT,
            Columns(all=_plain(counted.groups)),
            Columns(all=planned.groups),
        ),
        Figure(Key.GROUPS_DISENGAGED, Unit.PERCENT, Columns(all=gone)),
        Figure(
            Key.MEMBERS,
            Unit.COUNT,
            _counts(counted.members),
            Columns(planned.women, planned.men, planned.members),
        ),
        Figure(
            Key.FACILITATORS,
            Unit.COUNT,
            _counts(counted.facilitators),
            Columns(all=planned.facilitators),
        ),
        Figure(Key.FEMALE_MAJORITY, Unit.PERCENT, Columns(all=majority)),
    ]


def _helped(counted: Counted) -> list[Figure]:
    """Members given money of the solidarity fund, and what part of all members they are.

    Source: indicators.md 3.2, solidarity reach.
    """
    heads, helped = _split(counted.members), _split(counted.assisted)
    reach = Columns(
        Ratio(helped.women or 0, heads.women or 0),
        Ratio(helped.men or 0, heads.men or 0),
        Ratio(helped.all or 0, heads.all or 0),
    )
    return [
        Figure(Key.ASSISTED, Unit.COUNT, helped.map(_plain)),
        Figure(Key.ASSISTED_PERCENT, Unit.PERCENT, reach),
    ]


def _by_currency(counted: Counted, currency: str) -> dict[Gender, Minor]:
    """Add the months of a currency up."""
    sums: dict[Gender, Minor] = {}
    for by_gender in counted.savings[currency].values():
        for gender, amount in by_gender.items():
            sums[gender] = sums.get(gender, 0) + amount
    return sums


def _savings_by_currency(counted: Counted) -> list[Figure]:
    """Money of each currency on a line of its own.

    Savings are shares bought at meetings of the period, what members put back into a new cycle
    among them; solidarity money, repayments and fines are not savings.
    """
    return [
        Figure(Key.SAVINGS, Unit.MONEY, _counts(_by_currency(counted, each)), currency=each)
        for each in sorted(counted.savings)
    ]


def _converter(currency: str, rates: Mapping[str, Rate]) -> Callable[[str, Minor], Minor]:
    def change(of: str, amount: Minor) -> Minor:
        return amount if of == currency else convert(amount, currency, rates[of])

    return change


def _pooled(
    sums: Mapping[str, Mapping[Gender, Minor]], change: Callable[[str, Minor], Minor]
) -> Columns[Minor]:
    """Convert the sum of each currency once, then add up; nothing is rounded twice."""
    columns = []
    for of, by_gender in sums.items():
        split = _split(by_gender)
        columns.append(split.map(partial(change, of)))
    return Columns(
        sum(each.women or 0 for each in columns),
        sum(each.men or 0 for each in columns),
        sum(each.all or 0 for each in columns),
    )


def _converted(counted: Counted, currency: str, rates: Mapping[str, Rate]) -> Figure:
    sums = {each: _by_currency(counted, each) for each in counted.savings}
    pooled = _pooled(sums, _converter(currency, rates))
    return Figure(Key.SAVINGS_TOGETHER, Unit.MONEY, pooled.map(_plain), currency=currency)


def _by_month(
    counted: Counted, currency: str, rates: Mapping[str, Rate]
) -> dict[int, Columns[Minor]]:
    months = sorted({month for by_month in counted.savings.values() for month in by_month})
    change = _converter(currency, rates)
    return {
        month: _pooled({of: it.get(month, {}) for of, it in counted.savings.items()}, change)
        for month in months
    }


def _head_month(counted: Counted, converted: Figure, months: int) -> Figure:
    """Savings over members of the last day and months; sums over sums, never a mean of means.

    Source: mission.md, 4.30 USD a head a month; indicators.md 3.2, aggregation (MIS-03).
    """
    heads = _split(counted.members)

    def over(money: Ratio | None, members: int | None) -> Ratio | None:
        return None if money is None else Ratio(money.numerator, (members or 0) * months)

    cells = converted.cells
    return Figure(
        Key.SAVINGS_HEAD_MONTH,
        Unit.MONEY,
        Columns(
            over(cells.women, heads.women), over(cells.men, heads.men), over(cells.all, heads.all)
        ),
        currency=converted.currency,
    )
