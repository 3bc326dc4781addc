"""The share-out on the ledger: closed to zero, in the open, and ready for the next cycle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.share_out_world import FLAT_TEN, SHARED_ON, World, a_world, line_of
from vsla.domain.constitution import (
    ChargeBasis,
    Fund,
    Penalty,
    PenaltyKind,
    ProfitRule,
    RemainderHome,
    Rounding,
    SolidarityRule,
)
from vsla.domain.ledger import RESULT_ACCOUNTS, Account, Kind, Movement, trial_balance
from vsla.domain.loans import is_settled, owed
from vsla.domain.shareout_posting import apply_share_out, movements

CHOICES = st.fixed_dictionaries(
    {
        "rounding": st.sampled_from(list(Rounding)),
        "remainder_home": st.sampled_from(list(RemainderHome)),
        "profit_rule": st.sampled_from(list(ProfitRule)),
        "solidarity_rule": st.sampled_from(list(SolidarityRule)),
        "fines_into": st.sampled_from(list(Fund)),
    }
)
AMOUNTS = st.lists(st.integers(1, 9_000), max_size=6)


def _kinds(world: World, step: int = 1) -> list[tuple[Kind, int]]:
    return [(each.kind, each.amount) for each in movements(world.share_out(step=step))]


def test_gross_payout_and_repayment_both_stand_in_the_ledger() -> None:
    world = a_world([10, 10], share_value=100).lend(1, 400, charge=FLAT_TEN)

    assert _kinds(world) == [
        (Kind.INTEREST_RECOGNISED, 40),
        (Kind.CLOSE_INTEREST, 40),
        (Kind.SHAREOUT_SHARES, 1_000),
        (Kind.SHAREOUT_PROFIT, 20),
        (Kind.SHAREOUT_SHARES, 1_000),
        (Kind.SHAREOUT_PROFIT, 20),
        (Kind.PRINCIPAL_SET_OFF, 440),
        (Kind.SHAREOUT_PAID, 580),
        (Kind.SHAREOUT_PAID, 1_020),
    ]


def test_shares_shared_out_carry_their_count() -> None:
    moved = movements(a_world([10, 4]).share_out())

    counts = [each.count for each in moved if each.kind is Kind.SHAREOUT_SHARES]

    assert counts == [10, 4]


def test_every_result_is_closed_whichever_side_it_stands_on() -> None:
    world = a_world([10], profit=50).move(Kind.CASH_SHORT, 30).move(Kind.EXPENSE, 5)
    world.move(Kind.REMAINDER_OUT, 0)

    assert _kinds(world)[:3] == [
        (Kind.CLOSE_OTHER_INCOME, 50),
        (Kind.CLOSE_EXPENSES, 5),
        (Kind.CLOSE_CASH_SHORT, 30),
    ]


def test_a_surplus_and_what_the_last_cycle_kept_are_shared() -> None:
    world = a_world([10]).move(Kind.CASH_OVER, 30)
    world.balances[Account.RETAINED] += 70
    world.balances[Account.CASH_LOAN_FUND] += 70

    assert _kinds(world)[:2] == [(Kind.CLOSE_CASH_OVER, 30), (Kind.CLOSE_RETAINED, 70)]


def test_a_result_below_zero_is_closed_by_the_opposite_movement() -> None:
    world = a_world([10])
    world.balances[Account.OTHER_INCOME] -= 30
    world.balances[Account.CASH_LOAN_FUND] -= 30

    first = movements(world.share_out())[0]

    assert first == Movement(Kind.CLOSE_OTHER_INCOME, 30, reversed=True)


def test_a_loss_is_taken_from_what_is_payable() -> None:
    assert (Kind.SHAREOUT_LOSS, 100) in _kinds(a_world([10], profit=-100))


def test_the_remainder_is_kept_or_goes_to_the_solidarity_box() -> None:
    kept = _kinds(a_world([3, 4], profit=30), step=100)
    moved = a_world([3, 4], profit=30, remainder_home=RemainderHome.SOLIDARITY_FUND)

    assert kept[-1] == (Kind.REMAINDER_KEPT, 30)
    assert _kinds(moved, step=100)[-2:] == [
        (Kind.REMAINDER_OUT, 30),
        (Kind.REMAINDER_TO_SOLIDARITY, 30),
    ]


def test_debts_to_the_solidarity_fund_are_carried_from_box_to_box() -> None:
    world = a_world([10, 10], solidarity=500, fines_into=Fund.SOLIDARITY_FUND)
    world.lend(1, 200, solidarity=True).fine(1, 30)

    assert [each for each in _kinds(world) if each[0] is not Kind.SHAREOUT_PAID][2:] == [
        (Kind.HELD_FOR_SOLIDARITY, 230),
        (Kind.FINE_PAID_SOLIDARITY, 30),
        (Kind.SOLIDARITY_REPAID, 200),
    ]


def test_a_share_out_with_a_problem_cannot_be_posted() -> None:
    out = a_world([0]).share_out()

    with pytest.raises(AssertionError, match="problems"):
        movements(out)


def test_a_carried_debt_bears_no_charge_and_is_overdue_at_once() -> None:
    penalty = Penalty(PenaltyKind.FIXED, 100)
    world = a_world([10, 90]).lend(1, 40_000, charge=FLAT_TEN, penalty=penalty)
    out = world.share_out()

    after = apply_share_out(world.books, out, movements(out), SHARED_ON)

    carried = after.loans[1]
    assert carried.charge.basis is ChargeBasis.FREE
    assert carried.due_on == SHARED_ON
    assert owed(carried, SHARED_ON + timedelta(weeks=50)).total == line_of(out, 1).carried.total
    assert after.balances[Account.LOANS] == carried.principal


def test_a_solidarity_loan_that_is_not_repaid_stays_as_it_was_but_for_the_payment() -> None:
    world = a_world([1, 9], solidarity=5_000).lend(1, 3_000, solidarity=True)

    out = world.share_out()
    after = apply_share_out(world.books, out, movements(out), SHARED_ON)

    assert after.loans[1].solidarity
    assert owed(after.loans[1], SHARED_ON).total == 2_000
    assert after.loans[1].due_on == world.loans[1].due_on


def test_fines_that_stay_unpaid_stand_on_the_books_of_the_next_cycle() -> None:
    world = a_world([1, 9]).fine(1, 9_000, recognised=100)

    out = world.share_out()
    after = apply_share_out(world.books, out, movements(out), SHARED_ON)

    assert after.fines_owed == after.fine_arrears
    assert after.balances[Account.FINES_OWED] == sum(after.fine_arrears.values())


@given(
    shares=st.lists(st.integers(0, 40), min_size=2, max_size=8),
    lent=AMOUNTS,
    fines=AMOUNTS,
    extra=st.tuples(st.integers(-500, 5_000), st.integers(0, 3_000)),
    step=st.sampled_from([1, 50, 1_000]),
    clauses=CHOICES,
)
def test_a_share_out_leaves_a_zero_trial_balance_and_loses_nothing(
    shares: list[int],
    lent: list[int],
    fines: list[int],
    extra: tuple[int, int],
    step: int,
    clauses: dict[str, Any],
) -> None:
    world = _random_world(shares, lent, fines, extra, clauses)
    out = world.share_out(step=step)

    after = apply_share_out(world.books, out, movements(out), SHARED_ON)

    assert trial_balance(after.balances) == 0
    assert after.closed
    assert not after.shares
    closed = {*RESULT_ACCOUNTS, Account.PROFIT, Account.MEMBER_SHARES} - {Account.RETAINED}
    assert {after.balances[account] for account in closed} == {0}
    assert after.balances[Account.SHAREOUT_PAYABLE] == sum(after.payable.values())
    for line in out.lines:
        due = line.set_off.total + line.in_hand + line.unpaid + line.rounded_off
        assert line.payout + line.owed_before == due
    assert all(not is_settled(loan, SHARED_ON) for loan in after.loans.values())


def _random_world(
    shares: list[int],
    lent: list[int],
    fines: list[int],
    extra: tuple[int, int],
    clauses: dict[str, Any],
) -> World:
    profit, solidarity = extra
    world = a_world([shares[0] + 1, *shares[1:]], solidarity=solidarity, **clauses)
    world.move(Kind.OTHER_INCOME, max(profit, 0)).move(Kind.EXPENSE, max(-profit, 0))
    for place, amount in enumerate(lent):
        if amount <= world.balances[Account.CASH_LOAN_FUND]:
            world.lend(place % world.members + 1, amount, charge=FLAT_TEN)
    if solidarity > 100:
        world.lend(1, 100, solidarity=True)
    for place, amount in enumerate(fines[: world.members]):
        world.fine(place + 1, amount, recognised=min(amount, 50) if place % 2 else 0)
    return world


def test_the_next_cycle_can_be_shared_out_on_what_was_carried() -> None:
    world = a_world([10, 90]).lend(1, 40_000)
    out = world.share_out()
    books = apply_share_out(world.books, out, movements(out), SHARED_ON)
    world.balances, world.loans = dict(books.balances), dict(books.loans)
    world.payable, world.shares = dict(books.payable), {}

    second = world.save([40, 5]).share_out()

    assert [line.owed_before for line in second.lines] == [0, 30_000]
    assert [line.payout for line in second.lines] == [40_000, 5_000]
    assert [line.in_hand for line in second.lines] == [10_000, 35_000]
    assert second.remainder == 0
