"""The constitution as numbered articles: each clause as a code and values, to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from vsla.domain.calendar import Period
from vsla.domain.codes import Code
from vsla.domain.constitution import ChargeBasis, PenaltyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsla.domain.constitution import Charge, Constitution
    from vsla.domain.errors import Value


class Article(IntEnum):
    """The articles in the order in which they are printed; numbers are quoted, never changed."""

    PURPOSE = 1
    MEMBERS = 2
    COMMITTEE = 3
    MEETINGS = 4
    QUORUM = 5
    SHARES = 6
    SOLIDARITY = 7
    LENDING = 8
    LOAN_LIMITS = 9
    CHARGE = 10
    LATE_LOANS = 11
    FINES = 12
    OUTSIDE_LOANS = 13
    CYCLE = 14
    SHARE_OUT = 15
    SOLIDARITY_AT_SHARE_OUT = 16
    LEAVING = 17
    AMENDMENT = 18


class ClauseCode(StrEnum):
    """One sentence of a constitution; its text stands in the catalogues."""

    OBJECTIVE = "objective"
    SERVICES = "services"
    GENDER_ANYONE = "gender_anyone"
    GENDER_WOMEN_ONLY = "gender_women_only"
    GENDER_MEN_ONLY = "gender_men_only"
    MINIMUM_AGE = "minimum_age"
    RESIDENCE = "residence"
    OTHER_CONDITION = "other_condition"
    COMMITTEE = "committee"
    COMMITTEE_WOMEN = "committee_women"
    PUBLIC_OFFICE_BARRED = "public_office_barred"
    ELECTIONS_SECRET = "elections_secret"  # noqa: S105 (a secret ballot, not a password)
    ELECTIONS_OPEN = "elections_open"
    ELECTION_MONTHS = "election_months"
    MEETS_WEEKLY = "meets_weekly"
    MEETS_FORTNIGHTLY = "meets_fortnightly"
    MEETS_MONTHLY = "meets_monthly"
    PLACE = "place"
    MEETING_ORDER = "meeting_order"
    QUORUM = "quorum"
    SHARE_VALUE = "share_value"
    SHARES_PER_MEETING = "shares_per_meeting"
    SOLIDARITY_CONTRIBUTION = "solidarity_contribution"
    SOLIDARITY_NONE = "solidarity_none"
    HELP = "help"
    HELP_NO_LIMIT = "help_no_limit"
    SOLIDARITY_LOANS = "solidarity_loans"
    SOLIDARITY_NO_LOANS = "solidarity_no_loans"
    LENDING_FROM = "lending_from"
    LOANS_EVERY_MEETING = "loans_every_meeting"
    LOANS_EVERY = "loans_every"
    LOAN_MULTIPLE = "loan_multiple"
    LOAN_TERM_FOUR_WEEKS = "loan_term_four_weeks"
    LOAN_TERM_MONTHS = "loan_term_months"
    GUARANTORS = "guarantors"
    CHARGE_FREE = "charge_free"
    CHARGE_FLAT_TERM = "charge_flat_term"
    CHARGE_FLAT_PERIOD_FOUR_WEEKS = "charge_flat_period_four_weeks"
    CHARGE_FLAT_PERIOD_MONTH = "charge_flat_period_month"
    CHARGE_DECLINING_FOUR_WEEKS = "charge_declining_four_weeks"
    CHARGE_DECLINING_MONTH = "charge_declining_month"
    CHARGE_ROLLOVER_FLAT_FOUR_WEEKS = "charge_rollover_flat_four_weeks"
    CHARGE_ROLLOVER_FLAT_MONTH = "charge_rollover_flat_month"
    CHARGE_ROLLOVER_REDUCING_FOUR_WEEKS = "charge_rollover_reducing_four_weeks"
    CHARGE_ROLLOVER_REDUCING_MONTH = "charge_rollover_reducing_month"
    CHARGE_UP_FRONT_WHOLE_TERM = "charge_up_front_whole_term"
    CHARGE_UP_FRONT_FOUR_WEEKS = "charge_up_front_four_weeks"
    CHARGE_UP_FRONT_MONTH = "charge_up_front_month"
    CHARGE_ANNUAL_SIMPLE_YEAR = "charge_annual_simple_year"
    CHARGE_STOPS = "charge_stops"
    CHARGE_GOES_ON = "charge_goes_on"
    PENALTY_NONE = "penalty_none"
    PENALTY_FIXED = "penalty_fixed"
    PENALTY_SHARE_OF_DEBT = "penalty_share_of_debt"
    FINE = "fine"
    FINES_NONE = "fines_none"
    FINES_INTO_LOAN_FUND = "fines_into_loan_fund"
    FINES_INTO_SOLIDARITY_FUND = "fines_into_solidarity_fund"
    OUTSIDE_LOANS = "outside_loans"
    NO_OUTSIDE_LOANS = "no_outside_loans"
    CYCLE_WEEKS = "cycle_weeks"
    PROFIT_BY_SHARES = "profit_by_shares"
    PROFIT_FLAT = "profit_flat"
    ROUNDING_FLOOR = "rounding_floor"
    ROUNDING_LARGEST_REMAINDER = "rounding_largest_remainder"
    REMAINDER_NEXT_CYCLE = "remainder_next_cycle"
    REMAINDER_SOLIDARITY_FUND = "remainder_solidarity_fund"
    SOLIDARITY_CARRIED = "solidarity_carried"
    SOLIDARITY_SHARED_EQUALLY = "solidarity_shared_equally"
    SOLIDARITY_INTO_POOL = "solidarity_into_pool"
    LEAVING_SETTLED = "leaving_settled"
    LEAVING_NOTICE = "leaving_notice"
    HEIRS_SHARES = "heirs_shares"
    HEIRS_SHARES_AND_PROFIT = "heirs_shares_and_profit"
    AMENDMENT_ALL_MEMBERS = "amendment_all_members"
    AMENDMENT_MAJORITY_PRESENT = "amendment_majority_present"


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of an article.

    Attributes:
        article: number of the article it belongs to.
        code: which sentence.
        values: what it needs; ``*_minor`` is money, ``*_ppm`` a rate, enum values are words.
    """

    article: Article
    code: ClauseCode
    values: dict[str, Value]


KEPT_BY_GROUP = frozenset(
    {
        ClauseCode.RESIDENCE,
        ClauseCode.OTHER_CONDITION,
        ClauseCode.PUBLIC_OFFICE_BARRED,
        ClauseCode.ELECTIONS_SECRET,
        ClauseCode.ELECTIONS_OPEN,
        ClauseCode.MEETS_WEEKLY,
        ClauseCode.MEETS_FORTNIGHTLY,
        ClauseCode.MEETS_MONTHLY,
        ClauseCode.PLACE,
        ClauseCode.OUTSIDE_LOANS,
        ClauseCode.NO_OUTSIDE_LOANS,
        ClauseCode.LEAVING_NOTICE,
    }
)
"""Rules the group sees to itself: nothing that is written down tells whether they were kept."""

_ARTICLE_OF: dict[Code, Article] = {
    Code.GENDER_RULE_BROKEN: Article.MEMBERS,
    Code.UNDER_AGE: Article.MEMBERS,
    Code.OFFICER_IS_KEY_HOLDER: Article.COMMITTEE,
    Code.ELECTION_OVERDUE: Article.COMMITTEE,
    Code.POST_VACANT: Article.COMMITTEE,
    Code.ATTENDANCE_MISSING: Article.MEETINGS,
    Code.NO_QUORUM: Article.QUORUM,
    Code.TOO_FEW_SHARES: Article.SHARES,
    Code.TOO_MANY_SHARES: Article.SHARES,
    Code.SHARE_VALUE_LOCKED: Article.SHARES,
    Code.SOLIDARITY_UNPAID: Article.SOLIDARITY,
    Code.GRANT_ABOVE_LIMIT: Article.SOLIDARITY,
    Code.NEED_NOT_LISTED: Article.SOLIDARITY,
    Code.SOLIDARITY_LOAN_NOT_ALLOWED: Article.SOLIDARITY,
    Code.SOLIDARITY_LOAN_TOO_LONG: Article.SOLIDARITY,
    Code.NOT_A_LOAN_MEETING: Article.LENDING,
    Code.LOAN_ABOVE_CEILING: Article.LOAN_LIMITS,
    Code.TERM_TOO_LONG: Article.LOAN_LIMITS,
    Code.TERM_BEYOND_SHARE_OUT: Article.LOAN_LIMITS,
    Code.TOO_FEW_GUARANTORS: Article.LOAN_LIMITS,
    Code.FINE_NOT_AS_AGREED: Article.FINES,
    Code.SHARE_OUT_OVERDUE: Article.CYCLE,
    Code.VOTES_NOT_ENOUGH: Article.AMENDMENT,
}


def article_of(code: Code) -> Article | None:
    """Find the article that a breach offends.

    Args:
        code: of a breach or problem.

    Returns:
        The article, or None where the method itself and not the constitution sets the rule.
    """
    return _ARTICLE_OF.get(code)


def clauses(constitution: Constitution) -> tuple[Clause, ...]:
    """Write every clause of a constitution as sentences in the order of the articles.

    Args:
        constitution: any version.

    Returns:
        At least one sentence for each article but the first, which is empty until a purpose is
        written down; the same constitution always gives the same sentences.

    Source: method.md 1.2 and 1.5: rate, period and basis are printed together in words.
    """
    return (*_people(constitution), *_money_in(constitution), *_endings(constitution))


def _people(c: Constitution) -> Iterator[Clause]:
    """Write who the group is and how it meets."""
    yield from _texts(c)
    yield Clause(Article.MEMBERS, ClauseCode(f"gender_{c.gender_rule}"), {})
    yield Clause(Article.MEMBERS, ClauseCode.MINIMUM_AGE, {"age": c.minimum_age})
    if c.residence:
        yield Clause(Article.MEMBERS, ClauseCode.RESIDENCE, {"text": c.residence})
    if c.other_condition:
        yield Clause(Article.MEMBERS, ClauseCode.OTHER_CONDITION, {"text": c.other_condition})
    yield Clause(Article.COMMITTEE, ClauseCode.COMMITTEE, {})
    if c.committee_women_min:
        women: dict[str, Value] = {"count": c.committee_women_min}
        yield Clause(Article.COMMITTEE, ClauseCode.COMMITTEE_WOMEN, women)
    if c.public_office_barred:
        yield Clause(Article.COMMITTEE, ClauseCode.PUBLIC_OFFICE_BARRED, {})
    ballot = ClauseCode.ELECTIONS_SECRET if c.secret_ballot else ClauseCode.ELECTIONS_OPEN
    yield Clause(Article.COMMITTEE, ballot, {})
    yield Clause(Article.COMMITTEE, ClauseCode.ELECTION_MONTHS, {"months": c.election_months})
    meets = ClauseCode(f"meets_{c.frequency}")
    yield Clause(Article.MEETINGS, meets, {"weekday": c.weekday.value})
    if c.place:
        yield Clause(Article.MEETINGS, ClauseCode.PLACE, {"text": c.place})
    order = ",".join(step.value for step in c.meeting_order)
    yield Clause(Article.MEETINGS, ClauseCode.MEETING_ORDER, {"steps": order})
    part, whole = c.quorum
    yield Clause(Article.QUORUM, ClauseCode.QUORUM, {"part": part, "whole": whole})


def _texts(c: Constitution) -> Iterator[Clause]:
    if c.objective:
        yield Clause(Article.PURPOSE, ClauseCode.OBJECTIVE, {"text": c.objective})
    if c.services:
        yield Clause(Article.PURPOSE, ClauseCode.SERVICES, {"text": c.services})


def _money_in(c: Constitution) -> Iterator[Clause]:
    """Write how members save, help each other and borrow."""
    yield Clause(Article.SHARES, ClauseCode.SHARE_VALUE, {"amount_minor": c.share_value})
    bounds: dict[str, Value] = {"least": c.shares_min, "most": c.shares_max}
    yield Clause(Article.SHARES, ClauseCode.SHARES_PER_MEETING, bounds)
    yield from _solidarity(c)
    yield Clause(Article.LENDING, ClauseCode.LENDING_FROM, {"number": c.lending_from_meeting})
    if c.loan_meeting_every == 1:
        yield Clause(Article.LENDING, ClauseCode.LOANS_EVERY_MEETING, {})
    else:
        yield Clause(Article.LENDING, ClauseCode.LOANS_EVERY, {"every": c.loan_meeting_every})
    yield Clause(Article.LOAN_LIMITS, ClauseCode.LOAN_MULTIPLE, {"times": c.loan_multiple})
    four_weeks = c.charge.period is Period.FOUR_WEEKS
    term = ClauseCode.LOAN_TERM_FOUR_WEEKS if four_weeks else ClauseCode.LOAN_TERM_MONTHS
    yield Clause(Article.LOAN_LIMITS, term, {"terms": c.loan_term_max})
    if c.guarantors:
        yield Clause(Article.LOAN_LIMITS, ClauseCode.GUARANTORS, {"count": c.guarantors})
    yield from _charge(c.charge)
    yield _penalty(c)
    yield from _fines(c)
    outside = ClauseCode.OUTSIDE_LOANS if c.outside_loans else ClauseCode.NO_OUTSIDE_LOANS
    yield Clause(Article.OUTSIDE_LOANS, outside, {})


def _solidarity(c: Constitution) -> Iterator[Clause]:
    amount = c.solidarity_contribution
    code = ClauseCode.SOLIDARITY_CONTRIBUTION if amount else ClauseCode.SOLIDARITY_NONE
    yield Clause(Article.SOLIDARITY, code, {"amount_minor": amount} if amount else {})
    for each in c.helps:
        values: dict[str, Value] = {"need": each.need.value}
        if each.amount_max:
            values["amount_minor"] = each.amount_max
        code = ClauseCode.HELP if each.amount_max else ClauseCode.HELP_NO_LIMIT
        yield Clause(Article.SOLIDARITY, code, values)
    if c.solidarity_loans:
        weeks: dict[str, Value] = {"weeks": c.solidarity_loan_weeks}
        yield Clause(Article.SOLIDARITY, ClauseCode.SOLIDARITY_LOANS, weeks)
    else:
        yield Clause(Article.SOLIDARITY, ClauseCode.SOLIDARITY_NO_LOANS, {})


def _charge(charge: Charge) -> Iterator[Clause]:
    """Write rate, period and basis in one sentence, and what happens after the term."""
    if charge.basis is ChargeBasis.FREE:
        yield Clause(Article.CHARGE, ClauseCode.CHARGE_FREE, {})
        return
    rate: dict[str, Value] = {"rate_ppm": charge.rate_ppm}
    if charge.basis is ChargeBasis.FLAT_TERM:
        yield Clause(Article.CHARGE, ClauseCode.CHARGE_FLAT_TERM, rate)
        return
    code = ClauseCode(f"charge_{charge.basis}_{charge.period}")
    yield Clause(Article.CHARGE, code, rate)
    if charge.basis is not ChargeBasis.UP_FRONT:
        after = ClauseCode.CHARGE_STOPS if charge.stops_at_term else ClauseCode.CHARGE_GOES_ON
        yield Clause(Article.CHARGE, after, {})


def _penalty(c: Constitution) -> Clause:
    values: dict[str, Value] = {}
    if c.penalty.kind is PenaltyKind.FIXED:
        values = {"amount_minor": c.penalty.amount}
    elif c.penalty.kind is PenaltyKind.SHARE_OF_DEBT:
        values = {"rate_ppm": c.penalty.rate_ppm}
    return Clause(Article.LATE_LOANS, ClauseCode(f"penalty_{c.penalty.kind}"), values)


def _fines(c: Constitution) -> Iterator[Clause]:
    for fine in c.fines:
        values: dict[str, Value] = {"offence": fine.offence.value, "amount_minor": fine.amount}
        yield Clause(Article.FINES, ClauseCode.FINE, values)
    if not c.fines:
        yield Clause(Article.FINES, ClauseCode.FINES_NONE, {})
    yield Clause(Article.FINES, ClauseCode(f"fines_into_{c.fines_into}"), {})


def _endings(c: Constitution) -> Iterator[Clause]:
    """Write how the cycle ends, and how a membership or a rule does."""
    yield Clause(Article.CYCLE, ClauseCode.CYCLE_WEEKS, {"weeks": c.cycle_weeks})
    yield Clause(Article.SHARE_OUT, ClauseCode(f"profit_{c.profit_rule}"), {})
    yield Clause(Article.SHARE_OUT, ClauseCode(f"rounding_{c.rounding}"), {})
    yield Clause(Article.SHARE_OUT, ClauseCode(f"remainder_{c.remainder_home}"), {})
    solidarity = ClauseCode(f"solidarity_{c.solidarity_rule}")
    yield Clause(Article.SOLIDARITY_AT_SHARE_OUT, solidarity, {})
    yield Clause(Article.LEAVING, ClauseCode.LEAVING_SETTLED, {})
    if c.leaving_notice_weeks:
        notice: dict[str, Value] = {"weeks": c.leaving_notice_weeks}
        yield Clause(Article.LEAVING, ClauseCode.LEAVING_NOTICE, notice)
    yield Clause(Article.LEAVING, ClauseCode(f"heirs_{c.heirs_rule}"), {})
    yield Clause(Article.AMENDMENT, ClauseCode(f"amendment_{c.amendment_rule}"), {})
