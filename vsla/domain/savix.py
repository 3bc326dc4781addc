"""The quarterly set of the sector: 25 items of a group, and the checks of that form.

What cannot be is refused, what is unusual is marked. Source: indicators.md 3.1 [DCA][SVX3][SVX9].
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.calendar import add_months

if TYPE_CHECKING:
    from vsla.domain.money import Minor

_MONTHS = 3
_DAY = timedelta(days=1)
MEMBERS_USUAL = range(10, 36)
DAYS_OLD = 45
WEEKS_YOUNG = 12
_QUARTER_OF = 4
RATE_HIGH_PPM = 200_000


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year, 1 to 4."""

    year: int
    number: int

    @property
    def from_on(self) -> date:
        """Give the first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def to_on(self) -> date:
        """Give the last day."""
        return add_months(self.from_on, _MONTHS) - _DAY

    @property
    def before(self) -> Quarter:
        """Give the quarter before."""
        return quarter_of(self.from_on - _DAY)

    @property
    def after(self) -> Quarter:
        """Give the quarter after."""
        return quarter_of(self.to_on + _DAY)

    def __str__(self) -> str:
        """Write it, such as 2018-Q1."""
        return f"{self.year:04}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """Find the quarter a day lies in."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def read_quarter(text: str) -> Quarter | None:
    """Read a quarter as it is written, such as 2018-Q1; None for anything else."""
    year, _, number = text.strip().upper().partition("-Q")
    if len(year) != len("2018") or not (year + number).isascii() or not year.isdigit():
        return None
    if number not in {"1", "2", "3", "4"} or not 1 <= int(year) < date.max.year:
        return None
    return Quarter(int(year), int(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """What the form asks of a group; money in minor units, days as days.

    Attributes:
        facilitator: number of who accompanies it; None for nobody.
        formed_on: day of the first training.
        started_on: savings of this cycle started.
        members_start: members at the start of the cycle.
        collected_on: the last meeting these figures include; None before the first.
        members: now.
        men: of them.
        women: of them.
        attending: at the last meeting.
        left: drop-outs of this cycle.
        savings: of this cycle.
        loans_count: outstanding.
        loans: value outstanding.
        late: unpaid balance of late loans.
        written_off: of this cycle.
        cash: of the loan fund, in box and bank.
        other_funds: cash of the solidarity fund.
        property_start: at the start of the cycle.
        property_now: today.
        debts: owed to others.
        rate_ppm: service charge of one period, parts per million.
        bank: keeps savings at a bank.
        outside_loans: its rules allow loans from outside.
    """

    facilitator: int | None
    formed_on: date
    started_on: date
    members_start: int
    collected_on: date | None
    members: int
    men: int
    women: int
    attending: int
    left: int
    savings: Minor
    loans_count: int
    loans: Minor
    late: Minor
    written_off: Minor
    cash: Minor
    other_funds: Minor
    property_start: Minor = 0
    property_now: Minor = 0
    debts: Minor
    rate_ppm: int
    bank: bool
    outside_loans: bool


class Verdict(StrEnum):
    """What the form does with a group."""

    REFUSED = "refused"
    QUESTION = "question"


class Doubt(StrEnum):
    """Why a group is refused or marked."""

    BELOW_ZERO = "below_zero"
    MORE_CAME = "more_came"
    SEXES_EXCEED = "sexes_exceed"
    LATE_EXCEEDS = "late_exceeds"
    LOANS_DIFFER = "loans_differ"
    STARTED_EARLY = "started_early"
    COLLECTED_EARLY = "collected_early"
    NEVER_MET = "never_met"
    OLD = "old"
    SIZE = "size"
    MANY_LEFT = "many_left"
    FEW_CAME = "few_came"
    NOTHING_SAVED = "nothing_saved"
    MUCH_LATE = "much_late"
    IDLE_CASH = "idle_cash"
    LOSS = "loss"
    PROFIT_HIGH = "profit_high"
    RATE = "rate"


ILLOGICAL = frozenset(
    {
        Doubt.BELOW_ZERO,
        Doubt.MORE_CAME,
        Doubt.SEXES_EXCEED,
        Doubt.LATE_EXCEEDS,
        Doubt.LOANS_DIFFER,
        Doubt.STARTED_EARLY,
        Doubt.COLLECTED_EARLY,
    }
)
"""Doubts with which a group is refused."""

_COUNTED = tuple(item.name for item in fields(Items) if item.type in {"int", "Minor"})


def doubts(items: Items, quarter: Quarter) -> list[Doubt]:
    """Check a group as the form does.

    Args:
        items: of the group.
        quarter: for which they are collected.

    Returns:
        Why it is refused or marked, in the order of ``Doubt``; empty for most groups.
    """
    found = {**_impossible(items), **_unusual(items, quarter)}
    return [doubt for doubt in Doubt if found[doubt]]


def _impossible(it: Items) -> dict[Doubt, bool]:
    return {
        Doubt.BELOW_ZERO: any(getattr(it, name) < 0 for name in _COUNTED),
        Doubt.MORE_CAME: it.attending > it.members + it.left,
        Doubt.SEXES_EXCEED: it.women + it.men > it.members,
        Doubt.LATE_EXCEEDS: it.late > 0 and not it.loans,
        Doubt.LOANS_DIFFER: (it.loans_count > 0) is not (it.loans > 0),
        Doubt.STARTED_EARLY: it.started_on < it.formed_on,
        Doubt.COLLECTED_EARLY: it.collected_on is not None and it.collected_on < it.started_on,
    }


def _unusual(it: Items, quarter: Quarter) -> dict[Doubt, bool]:
    day = it.collected_on
    profit = it.cash + it.loans + it.property_now - it.savings - it.property_start - it.debts
    grown = day is not None and (day - it.started_on).days >= 7 * WEEKS_YOUNG
    return {
        Doubt.NEVER_MET: day is None,
        Doubt.OLD: day is not None and (quarter.to_on - day).days > DAYS_OLD,
        Doubt.SIZE: it.members not in MEMBERS_USUAL,
        Doubt.MANY_LEFT: it.left * _QUARTER_OF > it.members_start,
        Doubt.FEW_CAME: day is not None and it.attending * 2 < it.members,
        Doubt.NOTHING_SAVED: day is not None and not it.savings,
        Doubt.MUCH_LATE: it.late * _QUARTER_OF > it.loans > 0,
        Doubt.IDLE_CASH: grown and it.cash * 2 > it.savings > 0 and it.cash > it.loans,
        Doubt.LOSS: profit < 0,
        Doubt.PROFIT_HIGH: profit > it.savings > 0,
        Doubt.RATE: it.loans > 0 and not 0 < it.rate_ppm <= RATE_HIGH_PPM,
    }


def verdict_of(doubt: Doubt) -> Verdict:
    """Tell what the form does about a doubt."""
    return Verdict.REFUSED if doubt in ILLOGICAL else Verdict.QUESTION
