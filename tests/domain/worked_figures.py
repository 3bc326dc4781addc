"""Checks of the worked examples on the programme's figures."""

from __future__ import annotations

from typing import Any

from vsla.domain.indicators import Position, Ratio, fixed_point, pooled
from vsla.domain.registry import INDICATORS

Example = dict[str, Any]


def _position(given: Example) -> Position:
    return Position(
        members=given["members_now"],
        members_start=given["members_start"],
        women=given["women_now"],
        attending=given["attending"],
        attendance_expected=given["members_now"],
        left=given["dropouts"],
        borrowers=given["n_loans"],
        savings=given["savings"],
        loans_count=given["n_loans"],
        loans=given["loans_value"],
        late=given["late_balance"],
        cash=given["loan_fund_cash"],
        solidarity=given["other_funds_cash"],
        property_start=given["property_start"],
        property_now=given["property_now"],
        debts=given["debts"],
        age_weeks=given["age_weeks"],
        groups=given["groups"],
    )


def ratios_of_one_group(given: Example, expect: Example) -> None:
    position = _position(given)
    percents = {
        "attendance_percent": "attendance",
        "women_percent": "women",
        "membership_growth_percent": "membership_growth",
        "retention_percent_recommended": "retention",
        "members_with_loans_percent": "members_with_loan",
        "PAR_percent": "portfolio_at_risk",
        "loan_fund_utilisation_percent": "loan_fund_use",
        "loans_percent_of_assets": "loans_of_assets",
        "return_on_savings_percent": "return_on_savings",
        "roa_on_closing_assets_percent": "return_on_assets",
    }
    assert {name: INDICATORS[code].of(position).percent() for name, code in percents.items()} == {
        name: expect[name] for name in percents
    }
    annual = INDICATORS["return_on_assets_annualised"].of(position).percent(2)
    assert annual == expect["roa_annualised_simple_percent"]
    _money_of_one_group(position, expect)


def _money_of_one_group(position: Position, expect: Example) -> None:
    money = {
        "savings_per_member": "savings_per_member",
        "average_loan": "average_loan_outstanding",
        "profit_per_member": "profit_per_member",
        "equity_per_member": "equity_per_member",
        "profit": "profit",
        "retained_earnings": "retained_earnings",
        "equity": "equity",
    }
    assert {name: INDICATORS[code].of(position).each for name, code in money.items()} == {
        name: expect[name] for name in money
    }
    assert position.assets == expect["assets"]
    balances = position.assets == position.debts + position.equity
    assert balances is expect["balance_sheet_balances"]
    stayed = Ratio(position.members - position.left, position.members).percent()
    assert stayed == expect["retention_percent_dca"]
    assert INDICATORS["drop_out"].of(position).percent() != expect["dropout_percent_dca"]


def no_denominator(given: Example, expect: Example) -> None:
    position = Position(
        members=given["members_now"],
        left=given["dropouts"],
        savings=given["savings"],
        loans=given["loans_value"],
        late=given["late_balance"],
        cash=given["loan_fund_cash"],
    )

    ratios = [indicator for indicator in INDICATORS.values() if indicator.below]
    assert len(ratios) > 40
    assert "not available" in expect["all_ratios"]
    for indicator in ratios:
        ratio = indicator.of(position)
        assert (ratio.percent(), ratio.each) == (None, None), indicator.code


def sums_over_sums(given: Example, expect: Example) -> None:
    groups = [
        Position(
            savings=group["savings"],
            members=group["members"],
            attending=group["attending"],
            attendance_expected=group["members"],
        )
        for group in given["groups"]
    ]

    whole = sum(groups, Position())
    savings, attendance = (
        INDICATORS[code].of(whole) for code in ("savings_per_member", "attendance")
    )

    assert savings == pooled(INDICATORS["savings_per_member"].of(group) for group in groups)
    assert savings.each == expect["savings_per_member_pooled"]
    assert savings.each != expect["wrong_mean_of_group_means"]
    assert attendance.percent() == expect["attendance_pooled_percent"]
    assert attendance.percent() != expect["wrong_mean_percent"]


def first_results(given: Example, expect: Example) -> None:
    enrolled = given["women"] + given["men"]
    active = given["groups"] - given["groups_disengaged"]
    cents = given["savings_usd_Dec_to_Feb"] * 100
    monthly = Ratio(cents, given["months"])

    each = Ratio(cents, given["months"] * enrolled).each
    implied = Ratio(
        cents * 10, given["months"] * int(given["per_capita_month_usd"].replace(".", ""))
    )

    assert (enrolled, active) == (expect["enrolled"], expect["groups_active"])
    assert monthly.each == expect["savings_per_month_usd"] * 100
    assert each is not None
    assert fixed_point(each, 2) == expect["per_capita_if_1400"]
    assert implied.each is not None
    assert fixed_point(implied.each, 1) == expect["members_implied_by_4_30"]
    _shares_of_first_results(given, expect, enrolled, active)


def _shares_of_first_results(given: Example, expect: Example, enrolled: int, active: int) -> None:
    helped = given["members_helped_by_solidarity_fund"]
    per_group = Ratio(enrolled * 10, given["groups"]).each
    per_facilitator = Ratio(enrolled * 10, given["facilitators"]).each

    assert Ratio(given["women"], enrolled).percent(2) == expect["women_percent"]
    assert Ratio(active, given["groups"]).percent() == expect["group_retention_percent"]
    assert Ratio(helped, enrolled).percent(2) == expect["solidarity_reach_percent_of_1400"]
    assert per_group is not None
    assert per_facilitator is not None
    assert fixed_point(per_group, 1) == expect["members_per_group_if_1400"]
    assert fixed_point(per_facilitator, 1) == expect["members_per_facilitator"]


CHECKS = {
    "MIS-01": ratios_of_one_group,
    "MIS-02": no_denominator,
    "MIS-03": sums_over_sums,
    "MIS-09": first_results,
}
