"""The rules a group gave itself: every clause as typed data, with the vote that adopted it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.calendar import Period

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.money import Minor


class GenderRule(StrEnum):
    """Who may join by sex."""

    ANYONE = "anyone"
    WOMEN_ONLY = "women_only"
    MEN_ONLY = "men_only"


class Frequency(StrEnum):
    """How often the group meets."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Weekday(StrEnum):
    """The meeting's day."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Step(StrEnum):
    """The parts of a meeting whose order a group may choose; counting opens and closes it."""

    FINES = "fines"
    SOLIDARITY = "solidarity"
    SHARES = "shares"
    REPAYMENTS = "repayments"
    EXPENSES = "expenses"
    LOANS = "loans"


class ChargeBasis(StrEnum):
    """What the loan charge is reckoned on; Source: method.md 1.5."""

    FREE = "free"
    FLAT_TERM = "flat_term"
    FLAT_PERIOD = "flat_period"
    DECLINING = "declining"
    ROLLOVER_FLAT = "rollover_flat"
    ROLLOVER_REDUCING = "rollover_reducing"
    UP_FRONT = "up_front"
    ANNUAL_SIMPLE = "annual_simple"


class PenaltyKind(StrEnum):
    """How lateness of a loan is punished, once."""

    NONE = "none"
    FIXED = "fixed"
    SHARE_OF_DEBT = "share_of_debt"


class Fund(StrEnum):
    """The two purses of a group."""

    LOAN_FUND = "loan_fund"
    SOLIDARITY_FUND = "solidarity_fund"


class Need(StrEnum):
    """Kinds of need the solidarity fund helps with."""

    ILLNESS = "illness"
    DEATH = "death"
    BIRTH = "birth"
    WEDDING = "wedding"
    SCHOOL = "school"
    ACCIDENT = "accident"
    DISASTER = "disaster"
    VIOLENCE = "violence"
    OTHER = "other"


class Offence(StrEnum):
    """What a fine is for."""

    LATE = "late"
    ABSENT = "absent"
    NOT_SAVING = "not_saving"
    DISORDER = "disorder"
    TALKING = "talking"
    FORGOT_RULES = "forgot_rules"
    LOST_PASSBOOK = "lost_passbook"
    LATE_REPAYMENT = "late_repayment"
    OFFICER_NEGLECT = "officer_neglect"
    OTHER = "other"


class Rounding(StrEnum):
    """How the share-out meets the smallest note."""

    FLOOR = "floor"
    LARGEST_REMAINDER = "largest_remainder"


class RemainderHome(StrEnum):
    """Where what cannot be paid in notes goes."""

    NEXT_CYCLE = "next_cycle"
    SOLIDARITY_FUND = "solidarity_fund"


class ProfitRule(StrEnum):
    """How profit is shared."""

    BY_SHARES = "by_shares"
    FLAT = "flat"


class SolidarityRule(StrEnum):
    """What becomes of the solidarity fund at share-out."""

    CARRIED = "carried"
    SHARED_EQUALLY = "shared_equally"
    INTO_POOL = "into_pool"


class HeirsRule(StrEnum):
    """What heirs of a member receive; debts are always taken off first."""

    SHARES = "shares"
    SHARES_AND_PROFIT = "shares_and_profit"


class AmendmentRule(StrEnum):
    """Whose agreement changes the constitution."""

    ALL_MEMBERS = "all_members"
    MAJORITY_PRESENT = "majority_present"


@dataclass(frozen=True, slots=True)
class Charge:
    """The service charge of a loan: rate, period and basis belong together.

    Attributes:
        basis: what it is reckoned on.
        rate_ppm: parts per million for one period (for the whole term, or a year, by the basis).
        period: how long one charge lasts, and the unit in which terms are counted.
        stops_at_term: no further charge after the agreed term; else it goes on.
    """

    basis: ChargeBasis
    rate_ppm: int
    period: Period
    stops_at_term: bool = True


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a loan that is late costs, once, on the day after its due date.

    Attributes:
        kind: none, a fixed amount, or a part of the debt at the due date.
        amount: minor units, for a fixed penalty.
        rate_ppm: parts per million, for a part of the debt.
    """

    kind: PenaltyKind = PenaltyKind.NONE
    amount: Minor = 0
    rate_ppm: int = 0


@dataclass(frozen=True, slots=True)
class FineRule:
    """One line of the list of fines."""

    offence: Offence
    amount: Minor


@dataclass(frozen=True, slots=True)
class Help:
    """One line of the list of needs the solidarity fund helps with, and how far.

    An ``amount_max`` of zero leaves it to the meeting how much is given.
    """

    need: Need
    amount_max: Minor


@dataclass(frozen=True, slots=True)
class Adoption:
    """The vote by which a version came into force.

    Attributes:
        adopted_on: first day on which it is in force.
        present: members in the assembly.
        votes_for: hands raised for it.
        votes_against: hands raised against it.
    """

    adopted_on: date
    present: int
    votes_for: int
    votes_against: int


@dataclass(frozen=True, slots=True)
class Constitution:
    """All clauses of a group's rules; defaults are the method's usual ones, all editable.

    Money is in minor units of the group's currency, rates in parts per million.
    Source: method.md 1.2, clause by clause.
    """

    share_value: Minor
    objective: str = ""
    services: str = ""
    outside_loans: bool = False
    minimum_age: int = 18
    gender_rule: GenderRule = GenderRule.ANYONE
    residence: str = ""
    other_condition: str = ""
    committee_women_min: int = 3
    public_office_barred: bool = True
    election_months: int = 12
    secret_ballot: bool = True
    frequency: Frequency = Frequency.WEEKLY
    weekday: Weekday = Weekday.WEDNESDAY
    place: str = ""
    meeting_order: tuple[Step, ...] = tuple(Step)
    quorum: tuple[int, int] = (2, 3)
    shares_min: int = 1
    shares_max: int = 5
    solidarity_contribution: Minor = 0
    helps: tuple[Help, ...] = ()
    solidarity_loans: bool = False
    solidarity_loan_weeks: int = 4
    lending_from_meeting: int = 4
    loan_meeting_every: int = 4
    loan_multiple: int = 3
    loan_term_max: int = 3
    charge: Charge = Charge(ChargeBasis.FLAT_PERIOD, 100_000, Period.FOUR_WEEKS)
    penalty: Penalty = Penalty()
    guarantors: int = 0
    fines: tuple[FineRule, ...] = ()
    fines_into: Fund = Fund.LOAN_FUND
    cycle_weeks: int = 52
    rounding: Rounding = Rounding.FLOOR
    remainder_home: RemainderHome = RemainderHome.NEXT_CYCLE
    profit_rule: ProfitRule = ProfitRule.BY_SHARES
    solidarity_rule: SolidarityRule = SolidarityRule.CARRIED
    heirs_rule: HeirsRule = HeirsRule.SHARES
    leaving_notice_weeks: int = 0
    amendment_rule: AmendmentRule = AmendmentRule.ALL_MEMBERS

    def fine_for(self, offence: Offence) -> Minor:
        """Give the fine of an offence, zero when the list has none."""
        return next((rule.amount for rule in self.fines if rule.offence is offence), 0)

    def is_loan_meeting(self, number: int) -> bool:
        """Tell whether loans may be granted at a meeting.

        Source: method.md 1.2, lending starts and loan meetings.
        """
        first, every = self.lending_from_meeting, self.loan_meeting_every
        return number >= first and (number - first) % every == 0
