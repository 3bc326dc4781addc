"""What is known of groups on a day, and ratios of it: sums over sums, nothing over nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.money import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vsla.domain.money import Minor

_HUNDRED = 100


class Unit(StrEnum):
    """How a value is printed."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    WEEKS = "weeks"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What is known of one or more groups; every field may be added up over groups.

    Money is in minor units of one currency. "In the period" is between the first and the last day
    asked for, everything else is as of the last meeting counted.

    Attributes:
        groups: past their set-up, disengaged ones among them.
        groups_active: not disengaged.
        groups_disengaged: the programme has parted from them.
        groups_women: only women are members.
        groups_mixed: women and men are members.
        groups_men: only men are members.
        groups_late: active, and silent for two weeks or more.
        groups_later: active, and silent for four weeks or more.
        groups_graduated: one cycle or more was shared out.
        facilitators: who accompany the groups.
        age_weeks: since savings started, of all groups together.
        cost: what the programme spent.
        members_costed: members, where the cost is entered.
        members: now.
        members_start: at the start of the cycle.
        women: of the members now.
        left: drop-outs in the period.
        months: of the period times members now.
        meetings: held in the period.
        attending: came to meetings of the period, in person or by a representative.
        attendance_expected: belonged to the group at meetings of the period.
        by_proxy: of those attending, who sent a representative.
        late_comers: of those attending, who came late.
        attending_recent: came to the last four meetings.
        expected_recent: belonged to the group at the last four meetings.
        committees: of groups with women and men.
        committees_female: of these, with more women than others.
        chairs: groups with a chair.
        chairs_female: of these, with a woman.
        posts: on committees.
        savers: members with savings in this cycle.
        borrowers: members with a loan open.
        helped: different members given money of the solidarity fund in the period.
        saved: shares bought in the period.
        savings: of this cycle, shares alone.
        shares: of this cycle, a count.
        loans_count: loans open.
        loans: principal of loans open.
        late: unpaid of loans past their due date.
        given_count: loans given in the period.
        given: principal of loans given in the period.
        repaid: principal repaid in the period.
        interest: charges paid in the period.
        lost_count: loans given up in the period.
        lost: principal given up in the period.
        cash: of the loan fund, in box and bank.
        solidarity: of the solidarity fund, in box and bank.
        solidarity_paid: into the solidarity fund in the period.
        grants: given by the solidarity fund in the period.
        grants_count: how often.
        fines_charged: in the period.
        fines_paid: in the period.
        put_in: savings made payable at leaving and share-out in the period.
        gained: profit made payable with them, losses taken off.
        paid_out: paid at leaving and share-out in the period.
        property_start: at the start of the cycle.
        property_now: today.
        debts: owed to others.
    """

    groups: int = 0
    groups_active: int = 0
    groups_disengaged: int = 0
    groups_women: int = 0
    groups_mixed: int = 0
    groups_men: int = 0
    groups_late: int = 0
    groups_later: int = 0
    groups_graduated: int = 0
    facilitators: int = 0
    age_weeks: int = 0
    cost: Minor = 0
    members_costed: int = 0
    members: int = 0
    members_start: int = 0
    women: int = 0
    left: int = 0
    months: int = 0
    meetings: int = 0
    attending: int = 0
    attendance_expected: int = 0
    by_proxy: int = 0
    late_comers: int = 0
    attending_recent: int = 0
    expected_recent: int = 0
    committees: int = 0
    committees_female: int = 0
    chairs: int = 0
    chairs_female: int = 0
    posts: int = 0
    savers: int = 0
    borrowers: int = 0
    helped: int = 0
    saved: Minor = 0
    savings: Minor = 0
    shares: int = 0
    loans_count: int = 0
    loans: Minor = 0
    late: Minor = 0
    given_count: int = 0
    given: Minor = 0
    repaid: Minor = 0
    interest: Minor = 0
    lost_count: int = 0
    lost: Minor = 0
    cash: Minor = 0
    solidarity: Minor = 0
    solidarity_paid: Minor = 0
    grants: Minor = 0
    grants_count: int = 0
    fines_charged: Minor = 0
    fines_paid: Minor = 0
    put_in: Minor = 0
    gained: Minor = 0
    paid_out: Minor = 0
    property_start: Minor = 0
    property_now: Minor = 0
    debts: Minor = 0

    @property
    def profit(self) -> Minor:
        """Reckon what was earned; Source: indicators.md 3.2 [DCA]."""
        gained = self.cash + self.loans + self.property_now
        return gained - self.savings - self.property_start - self.debts

    @property
    def retained(self) -> Minor:
        """Reckon what was earned with what was there before; Source: indicators.md 3.2 [DCA]."""
        return self.profit + self.property_start

    @property
    def assets(self) -> Minor:
        """Add up what the groups have; Source: indicators.md 3.2 [DCA]."""
        return self.cash + self.loans + self.solidarity + self.property_now

    @property
    def equity(self) -> Minor:
        """Add up what belongs to the members; equals assets less debts. Source: [DCA]."""
        return self.solidarity + self.savings + self.retained

    def __add__(self, other: Position) -> Position:
        """Pool two positions of one currency."""
        return Position(
            **{name: getattr(self, name) + getattr(other, name) for name in POSITION_NAMES}
        )

    def with_money(self, change: Callable[[Minor], Minor]) -> Position:
        """Change every amount of money, and no count, such as into another currency."""
        return replace(self, **{name: change(getattr(self, name)) for name in MONEY_NAMES})


POSITION_NAMES = tuple(item.name for item in fields(Position))
MONEY_NAMES = tuple(item.name for item in fields(Position) if item.type == "Minor")
"""Figures that are money; their annotation says so."""
