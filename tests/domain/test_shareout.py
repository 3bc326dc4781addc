"""The share-out: what each gets, what is set off, what is left, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.share_out_world import FLAT_TEN, NOTES, SHARED_ON, World, a_world, line_of
from vsla.domain.codes import Code
from vsla.domain.constitution import (
    Fund,
    Penalty,
    PenaltyKind,
    ProfitRule,
    RemainderHome,
    Rounding,
    SolidarityRule,
)
from vsla.domain.ledger import Account, Kind
from vsla.domain.payouts import refund_and_profit
from vsla.domain.roster import Roster
from vsla.domain.share_sentences import SentenceCode, explain
from vsla.domain.shareout import preview

ROUNDINGS = st.sampled_from(list(Rounding))
PROFIT_RULES = st.sampled_from(list(ProfitRule))
HOLDINGS = st.lists(st.integers(1, 60), min_size=1, max_size=30)


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("home", list(RemainderHome))
def test_23_members_with_193_shares_of_a_million_in_notes_of_500_lose_nothing(
    rounding: Rounding, home: RemainderHome
) -> None:
    shares = [*range(1, 15), *range(5, 13), 20]
    world = a_world(shares, share_value=5_000, rounding=rounding, remainder_home=home)
    world.move(Kind.OTHER_INCOME, 1_000_000 - 193 * 5_000)

    out = world.share_out(step=500)

    assert out.total_shares == 193
    assert out.pool.total == 1_000_000
    assert sum(line.in_hand for line in out.lines) + out.remainder == 1_000_000
    for line in out.lines:
        assert abs(line.in_hand * 193 - line.shares * 1_000_000) < 500 * 193


@given(HOLDINGS, st.integers(-900, 10**6), st.sampled_from([1, 50, 500]), ROUNDINGS, PROFIT_RULES)
def test_whatever_is_shared_is_paid_or_left_over_to_the_last_coin(
    shares: list[int], profit: int, step: int, rounding: Rounding, profit_rule: ProfitRule
) -> None:
    world = a_world(shares, profit=profit, rounding=rounding, profit_rule=profit_rule)

    out = world.share_out(step=step)

    exact = refund_and_profit(world.shares, out.pool.total, world.constitution)
    assert sum(line.payout for line in out.lines) + out.remainder == out.pool.total
    assert out.remainder >= 0
    for line in out.lines:
        assert line.payout % step == 0
        assert -step < line.payout - exact[line.member] <= step


@given(HOLDINGS, st.integers(0, 10**6), ROUNDINGS, st.randoms(use_true_random=False))
def test_rows_in_another_order_give_the_same_lines_and_the_same_digest(
    shares: list[int], profit: int, rounding: Rounding, random: object
) -> None:
    world = a_world(shares, profit=profit, rounding=rounding).lend(1, 300).fine(1, 7)
    order = sorted(world.shares, key=lambda member: hash((repr(random), member)))
    books = replace(world.books, shares={member: world.shares[member] for member in order})
    roster = Roster({member: world.roster.members[member] for member in order})

    other = preview(books, world.constitution, roster, cash_step=50, cash=NOTES, held_on=SHARED_ON)

    assert other == world.share_out(step=50)
    assert other.digest == world.share_out(step=50).digest


def test_the_digest_changes_when_money_moves() -> None:
    world = a_world([3, 4])
    before = world.share_out().digest

    world.move(Kind.OTHER_INCOME, 1)

    assert world.share_out().digest != before


def test_without_interest_there_is_no_profit_however_much_is_lent() -> None:
    world = a_world([60, 40]).lend(1, 60_000)

    out = world.share_out()

    assert out.pool.total == 100_000
    assert [line.profit for line in out.lines] == [0, 0]
    assert sum(line.payout for line in out.lines) == 100_000


def test_equal_remainders_go_to_the_lower_passbook_number() -> None:
    world = a_world([1, 1, 1], share_value=33, profit=1, rounding=Rounding.LARGEST_REMAINDER)

    assert [line.payout for line in world.share_out().lines] == [34, 33, 33]


def test_a_loss_falls_on_all_by_shares_even_where_profit_is_shared_flat() -> None:
    world = a_world([6, 3, 1], profit=-1_000, profit_rule=ProfitRule.FLAT)

    out = world.share_out()

    assert [line.payout for line in out.lines] == [5_400, 2_700, 900]
    assert explain(out.lines[0])[0].code is SentenceCode.SHARES_SHRANK


def test_profit_shared_flat_is_the_same_for_all_who_hold_a_share() -> None:
    world = a_world([6, 3, 1, 0], profit=1_500, profit_rule=ProfitRule.FLAT)

    assert [line.payout for line in world.share_out().lines] == [6_500, 3_500, 1_500, 0]


def test_the_value_of_a_share_is_kept_as_a_fraction() -> None:
    out = a_world([2, 1], share_value=100, profit=1).share_out()

    assert out.price is not None
    assert (out.price.whole, out.price.rest, out.price.shares) == (100, 1, 3)


def test_debts_are_set_off_penalty_interest_principal_then_fines_then_help() -> None:
    late = Penalty(PenaltyKind.FIXED, 50)
    world = a_world([10, 10], solidarity=500, share_value=100)
    world.lend(1, 400, charge=FLAT_TEN, penalty=late).lend(1, 200, solidarity=True).fine(1, 30)

    out = world.share_out()

    line = line_of(out, 1)
    assert line.debts.principal == 400
    assert (line.debts.interest, line.debts.penalty, line.debts.fines) == (40, 50, 30)
    assert line.set_off == line.debts
    assert line.payout == 1_060
    assert line.in_hand == 1_060 - 400 - 40 - 50 - 30 - 200
    assert out.solidarity_carried == 500


def test_two_loans_of_help_are_paid_once_out_of_one_payout() -> None:
    # 1,000 of shares pay 600 of the older loan and 400 of the other one's 600.
    world = a_world([1, 5], solidarity=2_000)
    world.lend(1, 600, solidarity=True).lend(1, 600, solidarity=True)

    line = world.share_out().lines[0]

    assert [loan.set_off for loan in line.loans] == [600, 400]
    assert (line.carried.total, line.in_hand, line.held) == (200, 0, 1_000)


def test_a_debt_above_the_payout_is_carried_and_others_are_owed_the_rest() -> None:
    world = a_world([10, 90]).lend(1, 40_000)

    out = world.share_out(step=50)

    debtor, saver = out.lines
    assert (debtor.in_hand, debtor.carried.total) == (0, 30_000)
    assert (saver.in_hand, saver.unpaid) == (60_000, 30_000)
    assert saver.payout == saver.in_hand + saver.unpaid


def test_a_short_box_is_paid_out_in_proportion_in_whole_steps() -> None:
    world = a_world([5, 40, 20, 35]).lend(1, 41_050)

    out = world.share_out(step=100)

    assert sum(line.in_hand for line in out.lines) == 58_900
    assert all(line.in_hand % 100 == 0 for line in out.lines)
    assert [line.in_hand for line in out.lines] == [0, 24_800, 12_400, 21_700]


def test_what_no_note_can_pay_after_debts_is_rounded_off_into_the_remainder() -> None:
    world = a_world([10, 10]).lend(1, 1_030)

    out = world.share_out(step=100)

    line = line_of(out, 1)
    assert (line.in_hand, line.rounded_off) == (8_900, 70)
    assert out.remainder == 70
    assert dict(line.notes) == {5_000: 1, 1_000: 3, 500: 1, 100: 4}


def test_the_remainder_goes_to_its_named_home_as_far_as_the_box_reaches() -> None:
    world = a_world([10, 10], remainder_home=RemainderHome.SOLIDARITY_FUND).lend(1, 1_030)

    out = world.share_out(step=100)

    assert (out.remainder_to_solidarity, out.remainder_kept) == (70, 0)
    assert out.solidarity_carried == 70


def test_coins_that_pay_nobody_are_no_remainder_while_members_are_owed() -> None:
    # Of 1,450 in the box 1,400 are paid; the 50 belong to whom 600 are still owed.
    home = RemainderHome.SOLIDARITY_FUND
    out = a_world([1, 2], remainder_home=home).lend(1, 1_550).share_out(step=100)

    assert (out.remainder, out.remainder_to_solidarity) == (0, 0)
    assert [(line.in_hand, line.unpaid) for line in out.lines] == [(0, 0), (1_400, 600)]


def test_fines_of_the_solidarity_fund_move_from_box_to_box() -> None:
    world = a_world([10, 10], fines_into=Fund.SOLIDARITY_FUND).fine(1, 300, recognised=100)

    out = world.share_out()

    line = line_of(out, 1)
    assert out.pool.fines == 100
    assert (line.fines_held, line.held, line.set_off.fines) == (200, 200, 300)
    assert out.solidarity_carried == 200


def test_an_empty_box_cannot_pay_the_solidarity_fund() -> None:
    world = a_world([10, 10], solidarity=500, fines_into=Fund.SOLIDARITY_FUND).fine(2, 300)
    world.lend(1, 20_000).lend(2, 500, solidarity=True)

    line = line_of(world.share_out(), 2)

    assert (line.held, line.carried.fines, line.carried.solidarity_loans) == (0, 300, 500)
    assert (line.in_hand, line.unpaid) == (0, 10_000)


def test_the_solidarity_fund_is_kept_shared_equally_or_put_into_the_pool() -> None:
    outs = {
        rule: a_world([1, 3], solidarity=501, solidarity_rule=rule).share_out(step=100)
        for rule in SolidarityRule
    }

    assert {rule: out.solidarity_carried for rule, out in outs.items()} == {
        SolidarityRule.CARRIED: 501,
        SolidarityRule.SHARED_EQUALLY: 101,
        SolidarityRule.INTO_POOL: 0,
    }
    assert [line.received for line in outs[SolidarityRule.SHARED_EQUALLY].lines] == [1_200, 3_200]
    assert [line.payout for line in outs[SolidarityRule.INTO_POOL].lines] == [1_100, 3_300]


def test_nobody_left_to_share_with_leaves_the_solidarity_fund_alone() -> None:
    world = a_world([1], solidarity=400, solidarity_rule=SolidarityRule.SHARED_EQUALLY)
    gone = {
        member: replace(each, left_on=SHARED_ON - timedelta(days=1))
        for member, each in world.roster.members.items()
    }

    out = preview(
        world.books,
        world.constitution,
        Roster(gone),
        cash_step=1,
        cash=NOTES,
        held_on=SHARED_ON,
    )

    assert out.solidarity_carried == 400
    assert line_of(out, 1).payout == 1_000


@pytest.mark.parametrize(
    ("left", "shares"), [(timedelta(), [200, 200, 0]), (timedelta(days=-1), [133, 133, 133])]
)
def test_who_left_at_the_meeting_of_that_day_has_no_part_of_the_solidarity_fund(
    left: timedelta, shares: list[int]
) -> None:
    world = a_world([5, 5, 0], solidarity=401, solidarity_rule=SolidarityRule.SHARED_EQUALLY)
    roster = world.roster
    roster.members[3] = replace(roster.members[3], left_on=SHARED_ON)

    out = preview(
        world.books, world.constitution, roster, cash_step=1, cash=NOTES, held_on=SHARED_ON + left
    )

    assert [line_of(out, member).solidarity_share for member in (1, 2, 3)] == shares


def test_who_left_with_nothing_open_has_no_line() -> None:
    world = a_world([5, 0])
    roster = world.roster
    roster.members[2] = replace(roster.members[2], left_on=SHARED_ON - timedelta(days=1))

    out = preview(
        world.books, world.constitution, roster, cash_step=1, cash=NOTES, held_on=SHARED_ON
    )

    assert [line.member for line in out.lines] == [1]


def test_what_the_group_still_owed_is_paid_with_the_payout() -> None:
    world = a_world([5, 5], profit=700).owe(1, 300)

    out = world.share_out()

    assert out.pool.total == 10_400
    assert [line.in_hand for line in out.lines] == [5_500, 5_200]


def _codes(world: World) -> list[tuple[str, Code]]:
    return [(problem.path, problem.code) for problem in world.share_out().problems]


def test_nothing_can_be_shared_while_nobody_holds_a_share() -> None:
    out = a_world([0, 0]).share_out()

    assert [problem.code for problem in out.problems] == [Code.NO_SHARES]
    assert [line.payout for line in out.lines] == [0, 0]
    assert out.price is None
    assert explain(out.lines[0])[0].code is SentenceCode.NO_SHARES


def test_money_at_the_bank_must_be_brought_home_first() -> None:
    carried = a_world([5], solidarity=300).move(Kind.TO_BANK_SOLIDARITY, 100)
    shared = a_world([5], solidarity=300, solidarity_rule=SolidarityRule.INTO_POOL)
    shared.move(Kind.TO_BANK, 400).move(Kind.TO_BANK_SOLIDARITY, 100)

    assert _codes(carried) == []
    assert _codes(shared) == [
        (Account.BANK, Code.BANK_NOT_EMPTY),
        (Account.BANK_SOLIDARITY, Code.BANK_NOT_EMPTY),
    ]


def test_a_pool_below_zero_is_a_problem_and_pays_nobody() -> None:
    world = a_world([1]).move(Kind.EXPENSE, 900).owe(1, 300)

    out = world.share_out()

    assert [problem.code for problem in out.problems] == [Code.POOL_BELOW_ZERO]
    assert line_of(out, 1).payout == 0


def test_a_closed_cycle_or_a_day_before_the_last_meeting_cannot_be_shared_out() -> None:
    world = a_world([5])
    early = world.share_out(held_on=SHARED_ON - timedelta(weeks=2))
    again = preview(
        replace(world.books, closed=True, last_held_on=None),
        world.constitution,
        world.roster,
        cash_step=1,
        cash=NOTES,
        held_on=SHARED_ON,
    )

    assert [problem.code for problem in early.problems] == [Code.DATE_BEFORE_LAST_MEETING]
    assert [problem.code for problem in again.problems] == [Code.ALREADY_SHARED_OUT]


def test_the_treasurer_needs_the_notes_of_all_members_together() -> None:
    out = a_world([7, 6]).share_out(step=500)

    assert dict(out.notes) == {5_000: 2, 1_000: 3}
    assert sum(value * count for value, count in out.notes) == 13_000


def test_a_line_says_every_step_that_is_not_nothing() -> None:
    world = a_world([10, 90], profit=1_000).lend(1, 4_030).owe(1, 0)
    world.fine(2, 2_000_000)

    said = {line.member: [each.code for each in explain(line)] for line in world.share_out().lines}

    assert said[1][0] is SentenceCode.SHARES_GREW
    assert SentenceCode.DEBTS_PAID in said[1]
    assert SentenceCode.UNPAID in said[1]
    assert SentenceCode.DEBTS_CARRIED in said[2]


def test_a_line_that_neither_gained_nor_lost_says_so() -> None:
    said = explain(a_world([2]).share_out().lines[0])

    assert [each.code for each in said] == [SentenceCode.SHARES_KEPT, SentenceCode.IN_HAND]
    assert said[1].values == {"amount_minor": 2_000}
