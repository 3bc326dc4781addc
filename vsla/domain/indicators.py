"""Ratios of the programme's figures: sums over sums, and nothing where there is no denominator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.money import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsla.domain.money import Minor

WEEKS_IN_YEAR = 52
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure that keeps its numerator and denominator, to be printed beside it."""

    numerator: int
    denominator: int

    def scaled(self, factor: int) -> int | None:
        """Multiply and round half-up to whole units, or None without a denominator.

        Args:
            factor: such as 1,000 for tenths of a percent.

        Returns:
            A whole number; below zero for a loss.

        Source: case MIS-02: a dash, never 0 % and never an error.
        """
        if self.denominator <= 0:
            return None
        return half_up(self.numerator * factor, self.denominator)

    def percent(self, places: int = 1) -> str | None:
        """Write the ratio in percent with a point, or None without a denominator."""
        scaled = self.scaled(_HUNDRED * int(10**places))
        return None if scaled is None else fixed_point(scaled, places)

    @property
    def each(self) -> Minor | None:
        """Give the average in whole minor units, or None without a denominator."""
        return self.scaled(1)


def fixed_point(number: int, places: int) -> str:
    """Write a scaled whole number with its decimals, such as 1234 and 1 as 123.4.

    Args:
        number: the value times ten to the power of ``places``.
        places: decimals, zero or more.

    Returns:
        Digits with a point; the language is the web's business.
    """
    sign = "-" if number < 0 else ""
    whole, rest = divmod(abs(number), int(10**places))
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def pooled(ratios: Iterable[Ratio]) -> Ratio:
    """Add numerators and denominators: the ratio of a programme, never the mean of ratios.

    Source: indicators.md 3.2, case MIS-03.
    """
    numerator = denominator = 0
    for ratio in ratios:
        numerator += ratio.numerator
        denominator += ratio.denominator
    return Ratio(numerator, denominator)


@dataclass(frozen=True, slots=True)
class Position:
    """What is known of one or more groups on a day; money in minor units of one currency.

    Attributes:
        members: now.
        members_start: at the start of the cycle.
        women: of the members now.
        attending: at the last visit or meetings.
        attendance_expected: members expected at them.
        left: drop-outs in this cycle.
        borrowers: members with a loan open.
        savings: of this cycle, shares alone.
        loans_count: loans open.
        loans: value of loans open.
        late: unpaid of loans past their due date.
        cash: of the loan fund, in box and bank.
        solidarity: cash of the solidarity fund.
        property_start: at the start of the cycle.
        property_now: today.
        debts: owed to others.
        age_weeks: since savings started, of all groups together.
        groups: how many.
    """

    members: int = 0
    members_start: int = 0
    women: int = 0
    attending: int = 0
    attendance_expected: int = 0
    left: int = 0
    borrowers: int = 0
    savings: Minor = 0
    loans_count: int = 0
    loans: Minor = 0
    late: Minor = 0
    cash: Minor = 0
    solidarity: Minor = 0
    property_start: Minor = 0
    property_now: Minor = 0
    debts: Minor = 0
    age_weeks: int = 0
    groups: int = 1

    @property
    def profit(self) -> Minor:
        """Reckon what was earned; Source: indicators.md 3.2 [DCA]."""
        gained = self.cash + self.loans + self.property_now
        return gained - self.savings - self.property_start - self.debts

    @property
    def assets(self) -> Minor:
        """Add up what the groups have; Source: indicators.md 3.2 [DCA]."""
        return self.cash + self.loans + self.solidarity + self.property_now

    @property
    def equity(self) -> Minor:
        """Add up what belongs to the members; equals assets less debts. Source: [DCA]."""
        return self.solidarity + self.savings + self.profit + self.property_start


class Indicators:
    """The ratios of a position, each with the numerator and denominator it is made of.

    Source: indicators.md 3.2; each method names its own choice where sources differ.
    """

    def __init__(self, position: Position) -> None:
        """Keep the position, of one group or of many added up."""
        self._p = position

    @property
    def women(self) -> Ratio:
        """Women of all members. Source: [DCA]."""
        return Ratio(self._p.women, self._p.members)

    @property
    def attendance(self) -> Ratio:
        """Members who came of those expected. Source: [DCA][LLAPI]."""
        return Ratio(self._p.attending, self._p.attendance_expected)

    @property
    def membership_growth(self) -> Ratio:
        """Members won or lost since the start. Source: [DCA]."""
        return Ratio(self._p.members - self._p.members_start, self._p.members_start)

    @property
    def retention(self) -> Ratio:
        """Members now of all who ever belonged in the cycle; always 0 to 100 %.

        Source: indicators.md 3.2, recommended form.
        """
        return Ratio(self._p.members, self._p.members + self._p.left)

    @property
    def drop_out(self) -> Ratio:
        """Members who left of all who ever belonged in the cycle; with retention, 100 %."""
        return Ratio(self._p.left, self._p.members + self._p.left)

    @property
    def savings_per_member(self) -> Ratio:
        """Savings for each member; the solidarity fund is no saving. Source: [DCA]."""
        return Ratio(self._p.savings, self._p.members)

    @property
    def borrowers(self) -> Ratio:
        """Distinct members with a loan of all members. Source: [DI][LLAPI]."""
        return Ratio(self._p.borrowers, self._p.members)

    @property
    def average_loan(self) -> Ratio:
        """Value of loans open for each loan open. Source: [DCA]."""
        return Ratio(self._p.loans, self._p.loans_count)

    @property
    def portfolio_at_risk(self) -> Ratio:
        """Late of all loans open. Source: [DCA]."""
        return Ratio(self._p.late, self._p.loans)

    @property
    def fund_utilisation(self) -> Ratio:
        """Loans open of loans and loan-fund cash. Source: [DCA]."""
        return Ratio(self._p.loans, self._p.loans + self._p.cash)

    @property
    def loans_of_assets(self) -> Ratio:
        """Loans open of all assets. Source: [DCA]."""
        return Ratio(self._p.loans, self._p.assets)

    @property
    def return_on_savings(self) -> Ratio:
        """Profit of savings. Source: indicators.md 3.2, own choice."""
        return Ratio(self._p.profit, self._p.savings)

    @property
    def return_on_assets(self) -> Ratio:
        """Profit of closing assets. Source: indicators.md 3.2, own choice."""
        return Ratio(self._p.profit, self._p.assets)

    @property
    def return_on_assets_annualised(self) -> Ratio:
        """Profit of closing assets, brought to 52 weeks by the mean age of the groups."""
        profit = self._p.profit * WEEKS_IN_YEAR * self._p.groups
        return Ratio(profit, self._p.assets * self._p.age_weeks)

    @property
    def profit_per_member(self) -> Ratio:
        """Profit for each member. Source: [DCA]."""
        return Ratio(self._p.profit, self._p.members)

    @property
    def equity_per_member(self) -> Ratio:
        """Equity for each member. Source: [DCA]."""
        return Ratio(self._p.equity, self._p.members)
