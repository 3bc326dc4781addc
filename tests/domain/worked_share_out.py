"""Checks of the worked examples on the share-out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.domain.share_out_world import SHARED_ON, World, a_world
from vsla.domain.constitution import ProfitRule, Rounding, SolidarityRule
from vsla.domain.ledger import Account, Kind
from vsla.domain.loans import is_settled
from vsla.domain.payouts import refund_and_profit
from vsla.domain.shareout_posting import apply_share_out, movements

if TYPE_CHECKING:
    from vsla.domain.shareout import ShareOut

Example = dict[str, Any]


def _names(given: Example) -> list[str]:
    return list(given["weights"])


def _by_name(given: Example, amounts: list[int]) -> dict[str, int]:
    return dict(zip(_names(given), amounts, strict=True))


def _weighted(given: Example, **clauses: Any) -> World:
    """Make a group that holds the weights as shares of one unit, and lends as given."""
    weights = list(given["weights"].values())
    world = a_world(weights, share_value=1, profit=given["pool"] - sum(weights), **clauses)
    for name, amount in given.get("loan_owed", {}).items():
        world.lend(_names(given).index(name) + 1, amount)
    return world


def a_tenth(given: Example, expect: Example) -> None:
    mine, everybody, pool = given["member_shares"], given["total_shares"], given["pool"]
    world = a_world([mine, everybody - mine], share_value=5, profit=pool - everybody * 5)

    line = world.share_out().lines[0]

    assert line.payout == expect["payout"]
    assert line.shares * 100 == expect["member_percent"] * everybody


def refund_plus_profit(given: Example, expect: Example) -> None:
    mine, value = given["member_shares"], given["share_value"]
    shares = [mine, given["total_shares"] - mine]
    world = a_world(shares, share_value=value, profit=given["group_profit"])

    out = world.share_out()

    line = out.lines[0]
    assert (line.capital, line.profit) == (expect["member_refund"], expect["member_profit"])
    assert line.payout == expect["payout"]
    assert out.pool.total == expect["pool"]
    assert out.price is not None
    assert (out.price.whole, out.price.rest) == (expect["value_per_share"], 0)
    second = refund_and_profit(world.shares, out.pool.total, world.constitution)
    assert second[1] == line.shares * out.price.whole


def largest_remainder(given: Example, expect: Example) -> None:
    payouts = [
        line.payout
        for line in _weighted(given, rounding=Rounding.LARGEST_REMAINDER).share_out().lines
    ]

    assert sum(payouts) == expect["sum"]
    if "gross_sorted" in expect:
        assert payouts == expect["gross_sorted"]
    else:
        assert _by_name(given, payouts) == expect["gross"]


def debt_taken_off(given: Example, expect: Example) -> None:
    out = _weighted(given).share_out()

    assert _by_name(given, [line.payout for line in out.lines]) == expect["gross"]
    assert _by_name(given, [line.in_hand for line in out.lines]) == expect["net"]
    assert out.pool.principal == expect["total_owed"]
    assert sum(expect["net"].values()) == out.pool.cash


def debt_above_payout(given: Example, expect: Example) -> None:
    out = _weighted(given).share_out()

    net = [line.in_hand + line.unpaid - line.carried.total for line in out.lines]
    owing = [
        name for name, line in zip(_names(given), out.lines, strict=True) if line.carried.total
    ]
    assert _by_name(given, net) == expect["net"]
    assert owing == expect["owes_group"]
    assert sum(line.in_hand for line in out.lines) == out.pool.cash
    assert sum(line.unpaid for line in out.lines) == -expect["net"]["A"]


def solidarity_kept(given: Example, expect: Example) -> None:
    out = _weighted(given, solidarity=given["social_fund"]).share_out()

    assert [line.solidarity_share for line in out.lines] == [expect["social_each"]] * 2
    assert out.solidarity_carried == expect["social_carried_forward"]
    assert _by_name(given, [line.payout for line in out.lines]) == expect["gross"]


def nobody_holds_a_share(given: Example, expect: Example) -> None:
    out = _weighted(given).share_out()

    assert _by_name(given, [line.payout for line in out.lines]) == expect["gross"]
    assert out.price is None
    assert sum(line.profit for line in out.lines) == expect["growth"]


def debt_and_equal_solidarity(given: Example, expect: Example) -> None:
    rule = SolidarityRule.SHARED_EQUALLY
    world = _weighted(given, solidarity=given["social_fund"], solidarity_rule=rule)

    out = world.share_out()
    after = apply_share_out(world.books, out, movements(out), SHARED_ON)

    assert _by_name(given, [line.payout for line in out.lines]) == expect["gross"]
    assert {line.solidarity_share for line in out.lines} == {expect["social_each"]}
    assert _by_name(given, [line.received for line in out.lines]) == expect["net"]
    assert _settlements(out) == 1
    assert after.loans == {}
    assert not is_settled(world.loans[1], SHARED_ON)
    handed_over = sum(line.in_hand for line in out.lines)
    assert out.pool.cash - after.balances[Account.CASH_LOAN_FUND] == handed_over


def _settlements(out: ShareOut) -> int:
    return sum(each.kind is Kind.PRINCIPAL_SET_OFF for each in movements(out))


def printed_table_follows_no_rule(given: Example, expect: Example) -> None:
    named = given["savings"]
    others = given["total_savings"] - sum(named.values())
    world = a_world([*named.values(), others], share_value=1, profit=given["profit"])
    for rounding in Rounding:
        world.constitution = a_world([1], share_value=1, rounding=rounding).constitution

        lines = world.share_out().lines[: len(named)]

        profits = dict(zip(named, [line.profit for line in lines], strict=True))
        assert profits != expect["printed"]
        for name, exact in expect["correct_exact"].items():
            assert abs(profits[name] * 100 - int(exact.replace(".", ""))) < 100
        if rounding is Rounding.LARGEST_REMAINDER:
            assert profits == expect["correct_whole_round_half_up"]


def two_ways_of_sharing_profit(given: Example, expect: Example) -> None:
    savings, earnings = given["savings"], given["earnings"]
    ways = {ProfitRule.BY_SHARES: "standard", ProfitRule.FLAT: "flat"}

    assert set(ways) == set(ProfitRule)
    for rule, name in ways.items():
        world = a_world([*savings.values()], share_value=1, profit=earnings, profit_rule=rule)
        payouts = [line.payout for line in world.share_out().lines]
        assert dict(zip(savings, payouts, strict=True)) == expect[name]
    totals = {sum(payouts.values()) for payouts in expect.values()}
    assert totals == {sum(savings.values()) + earnings}


def payout_rounded_not_the_share(given: Example, expect: Example) -> None:
    value, franc = given["share_value"], 100
    mine = given["member_savings"] // value
    others = given["total_savings"] // value - mine
    profit = (given["fines"] + given["interest"]) * franc
    world = a_world([mine, others], share_value=value * franc, profit=profit)

    out = world.share_out(step=franc)

    line = out.lines[0]
    assert (out.total_shares, line.shares) == (expect["total_shares"], expect["member_shares"])
    assert out.price is not None
    exact = f"{out.pool.total * 10**6 // (out.price.shares * franc)}"
    assert f"{exact[:4]}.{exact[4:]}" == expect["value_per_share_exact"]
    assert line.payout == int(expect["payout_exact"].split(".")[0]) * franc
    assert line.payout > expect["payout_if_share_value_floored_to_whole_franc"] * franc
    assert 0 < out.remainder < expect["left_over_if_all_floored"] * franc
    assert sum(line.payout for line in out.lines) + out.remainder == out.pool.total


CHECKS = {
    "SO-01": a_tenth,
    "SO-02": refund_plus_profit,
    "SO-05": largest_remainder,
    "SO-07": largest_remainder,
    "SO-09": debt_taken_off,
    "SO-10": debt_above_payout,
    "SO-14": solidarity_kept,
    "SO-15": nobody_holds_a_share,
    "SO-17": debt_and_equal_solidarity,
    "SO-19": printed_table_follows_no_rule,
    "SO-20": two_ways_of_sharing_profit,
    "SO-21": payout_rounded_not_the_share,
}
