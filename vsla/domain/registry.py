"""The registry of indicators: what each is made of, in which unit, and by whose definition.

Name and definition of each in the reader's language belong to the web, which finds them by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.indicators import MONEY_NAMES, Position, Ratio, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


class Split(StrEnum):
    """By what an indicator can be told apart."""

    SEX = "sex"
    AGE = "age"
    CATEGORY = "category"
    COMPOSITION = "composition"
    GROUP = "group"
    ZONE = "zone"


class Subject(StrEnum):
    """Under which heading an indicator is shown."""

    GROUPS = "groups"
    MEMBERS = "members"
    MEETINGS = "meetings"
    COMMITTEES = "committees"
    SAVINGS = "savings"
    LOANS = "loans"
    SOLIDARITY = "solidarity"
    RETURNS = "returns"
    PROGRAMME = "programme"


_PLACES = (Split.GROUP, Split.ZONE)
_GROUPS = (Split.COMPOSITION, *_PLACES)
_PEOPLE = (Split.SEX, *_GROUPS)
_HEADS = (Split.SEX, Split.AGE, Split.CATEGORY, *_GROUPS)


def reckon(formula: str, position: Position) -> int:
    """Work out sums, differences and products of a position's figures.

    Args:
        formula: such as ``profit * 52 * groups`` or ``members - members_start``; names are fields
            and properties of ``Position``.
        position: of one or more groups.

    Returns:
        A whole number, in the unit of the figures.
    """
    total, sign, product = 0, 1, 1
    for word in formula.split():
        if word in {"+", "-"}:
            total, sign, product = total + sign * product, 1 if word == "+" else -1, 1
        elif word != "*":
            product *= int(word) if word.isdigit() else getattr(position, word)
    return total + sign * product


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes:
        code: stable; exports and texts find it by this.
        subject: its heading.
        unit: how to print it.
        above: formula of the numerator.
        below: formula of the denominator; "" for a count or a sum.
        splits: by what it can be told apart.
        source: keys of the definition; [own] for a choice of this application.
    """

    code: str
    subject: Subject
    unit: Unit
    above: str
    below: str
    splits: tuple[Split, ...]
    source: str

    @property
    def formula(self) -> str:
        """Write numerator and denominator as one formula."""

        def bracketed(part: str) -> str:
            return f"({part})" if " " in part else part

        return f"{bracketed(self.above)} / {bracketed(self.below)}" if self.below else self.above

    @property
    def is_of_money(self) -> bool:
        """Tell whether amounts go into it, so that it needs one currency."""
        return self.money_in(f"{self.above} {self.below}")

    @staticmethod
    def money_in(formula: str) -> bool:
        """Tell whether amounts of money go into a formula."""
        return not _OF_MONEY.isdisjoint(formula.split())

    def of(self, position: Position) -> Ratio:
        """Work the indicator out; a ratio over nothing has no value.

        Args:
            position: of one or more groups added up, so that ratios pool sums.

        Returns:
            Numerator and denominator; a count or a sum stands over 1.

        Source: indicators.md 3.2, aggregation (MIS-02, MIS-03).
        """
        below = reckon(self.below, position) if self.below else 1
        return Ratio(reckon(self.above, position), below)


_OF_MONEY = frozenset({*MONEY_NAMES, "profit", "retained", "assets", "equity"})
_S, _C, _M, _P = Subject, Unit.COUNT, Unit.MONEY, Unit.PERCENT
_OWN = "[own]"
_Row = tuple[str, Unit, str, str, tuple[Split, ...], str]

_ROWS: dict[Subject, tuple[_Row, ...]] = {
    _S.GROUPS: (
        ("groups", _C, "groups", "", _GROUPS, "[SEED]"),
        ("groups_active", _C, "groups_active", "", _GROUPS, "[SEED]"),
        ("groups_disengaged", _P, "groups_disengaged", "groups", _GROUPS, "[SEED]"),
        ("groups_women_only", _P, "groups_women", "groups", _PLACES, "[CC2]"),
        ("groups_mixed", _P, "groups_mixed", "groups", _PLACES, "[CC2]"),
        ("groups_men_only", _P, "groups_men", "groups", _PLACES, "[CC2]"),
        ("group_age", Unit.WEEKS, "age_weeks", "groups", _GROUPS, "[DCA] mended: mean of all"),
        ("groups_up_to_date", _P, "groups_active - groups_late", "groups_active", _GROUPS, "[DI]"),
        ("groups_late", _P, "groups_late - groups_later", "groups_active", _GROUPS, "[DI]"),
        ("groups_later", _P, "groups_later", "groups_active", _GROUPS, "[DI]"),
    ),
    _S.MEMBERS: (
        ("members", _C, "members", "", _HEADS, "[DCA][CSE2][SEED]"),
        ("women", _P, "women", "members", _GROUPS, "[DCA]"),
        ("membership_growth", _P, "members - members_start", "members_start", _PEOPLE, "[DCA]"),
        ("members_left", _C, "left", "", _PEOPLE, "[DCA]"),
        ("drop_out", _P, "left", "members + left", _PEOPLE, "[DCA] mended: with retention, 100 %"),
        ("retention", _P, "members", "members + left", _PEOPLE, f"{_OWN} for [DCA]"),
    ),
    _S.MEETINGS: (
        ("meetings", _C, "meetings", "", _GROUPS, "[LLAPI]"),
        ("attendance", _P, "attending", "attendance_expected", _PEOPLE, "[DCA][LLAPI]"),
        ("by_representative", _P, "by_proxy", "attendance_expected", _PEOPLE, "[DI]"),
        ("punctuality", _P, "attending - late_comers", "attending", _PEOPLE, _OWN),
        ("attendance_last_four", _P, "attending_recent", "expected_recent", _PLACES, "[DI] pooled"),
    ),
    _S.COMMITTEES: (
        (
            "mixed_groups_female_majority_committee",
            _P,
            "committees_female",
            "committees",
            _PLACES,
            "[SEED]",
        ),
        ("groups_female_chair", _P, "chairs_female", "chairs", _GROUPS, _OWN),
        ("committee_posts", _C, "posts", "", (Split.SEX, *_PLACES), _OWN),
    ),
    _S.SAVINGS: (
        ("savings", _M, "saved", "", _PEOPLE, "[SEED][CSE2]"),
        ("savings_per_head_month", _M, "saved", "months", _PEOPLE, "[SEED]"),
        ("savings_of_cycle", _M, "savings", "", _PEOPLE, "[DCA][CSE2]"),
        ("savings_per_member", _M, "savings", "members", _PEOPLE, "[DCA][INDI]"),
        ("savings_per_group", _M, "savings", "groups", _GROUPS, "[DCA]"),
        ("members_saving", _P, "savers", "members", _PEOPLE, "[CI16]"),
    ),
    _S.LOANS: (
        ("loans_out", _M, "loans", "", _PEOPLE, "[DCA]"),
        ("loans_open", _C, "loans_count", "", _PEOPLE, "[DCA]"),
        ("members_with_loan", _P, "borrowers", "members", _PEOPLE, "[DI][LLAPI]"),
        ("average_loan_outstanding", _M, "loans", "loans_count", _PEOPLE, "[DCA]"),
        ("loans_given", _M, "given", "", _PEOPLE, "[LLAPI]"),
        ("loans_given_count", _C, "given_count", "", _PEOPLE, "[DI]"),
        ("average_loan_size", _M, "given", "given_count", _PEOPLE, "[DI]"),
        ("principal_repaid", _M, "repaid", "", _PEOPLE, _OWN),
        ("interest_paid", _M, "interest", "", _PEOPLE, _OWN),
        ("loan_fund_cash", _M, "cash", "", _GROUPS, "[DCA]"),
        ("loan_fund_use", _P, "loans", "loans + cash", _GROUPS, "[DCA]"),
        ("loan_turnover", _P, "given", "saved", _GROUPS, "[LLAPI] under its own name"),
        ("arrears", _M, "late", "", _PEOPLE, "[DCA]"),
        ("portfolio_at_risk", _P, "late", "loans", _PEOPLE, "[DCA]"),
        ("written_off", _M, "lost", "", _PEOPLE, "[DCA]"),
        ("written_off_per_graduated_group", _M, "lost", "groups_graduated", _PLACES, "[DCA]"),
        ("loans_written_off", _P, "lost_count", "given_count", _PEOPLE, "[DI]"),
    ),
    _S.SOLIDARITY: (
        ("solidarity_fund", _M, "solidarity", "", _GROUPS, "[DCA]"),
        ("solidarity_paid", _M, "solidarity_paid", "", _PEOPLE, _OWN),
        ("solidarity_grants", _M, "grants", "", _PEOPLE, "[SEED]"),
        ("members_assisted", _C, "helped", "", _PEOPLE, "[SEED]"),
        ("solidarity_reach", _P, "helped", "members", _PEOPLE, "[SEED]"),
        ("fines_charged", _M, "fines_charged", "", _PEOPLE, _OWN),
        ("fines_paid", _M, "fines_paid", "", _PEOPLE, _OWN),
    ),
    _S.RETURNS: (
        ("profit", _M, "profit", "", _GROUPS, "[DCA]"),
        ("retained_earnings", _M, "retained", "", _GROUPS, "[DCA]"),
        ("equity", _M, "equity", "", _GROUPS, "[DCA]"),
        ("equity_per_member", _M, "equity", "members", _GROUPS, "[DCA]"),
        ("profit_per_member", _M, "profit", "members", _GROUPS, "[DCA]"),
        ("profit_per_group", _M, "profit", "groups", _GROUPS, "[DCA]"),
        ("return_on_savings", _P, "profit", "savings", _GROUPS, _OWN),
        ("return_on_assets", _P, "profit", "assets", _GROUPS, f"{_OWN} for [DCA]"),
        (
            "return_on_assets_annualised",
            _P,
            "profit * 52 * groups",
            "assets * age_weeks",
            _GROUPS,
            f"{_OWN} for [SVX3][DCA]",
        ),
        ("loans_of_assets", _P, "loans", "assets", _GROUPS, "[DCA]"),
        ("cash_of_assets", _P, "cash", "assets", _GROUPS, "[DCA]"),
        ("solidarity_of_assets", _P, "solidarity", "assets", _GROUPS, "[DCA]"),
        ("property_of_assets", _P, "property_now", "assets", _GROUPS, "[DCA]"),
        ("debts_of_liabilities", _P, "debts", "debts + equity", _GROUPS, "[DCA]"),
        ("equity_of_liabilities", _P, "equity", "debts + equity", _GROUPS, "[DCA]"),
        ("projected_share_value", _M, "savings + profit", "shares", _GROUPS, "[ICSO]"),
        ("projected_share_out_per_member", _M, "savings + profit", "members", _GROUPS, "[DI]"),
        ("projected_share_out_per_group", _M, "savings + profit", "groups", _GROUPS, "[DI]"),
        ("paid_out", _M, "paid_out", "", _PEOPLE, _OWN),
        ("growth_of_shared_out", _P, "gained", "put_in", _GROUPS, "[ICSO]"),
    ),
    _S.PROGRAMME: (
        ("facilitators", _C, "facilitators", "", (Split.SEX,), "[SEED]"),
        ("groups_per_facilitator", _C, "groups_active", "facilitators", (), "[PQG1]"),
        ("members_per_facilitator", _C, "members", "facilitators", (), "[PQG1]"),
        ("cost_per_member", _M, "cost", "members_costed", (), "[R]"),
    ),
}


def _all() -> Iterable[Indicator]:
    for subject, rows in _ROWS.items():
        for code, unit, above, below, splits, source in rows:
            yield Indicator(code, subject, unit, above, below, splits, source)


INDICATORS: dict[str, Indicator] = {each.code: each for each in _all()}
"""Every indicator by its code, in the order in which they are shown.

Source: indicators.md 3.2 and 3.3.
"""
