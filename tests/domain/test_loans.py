"""Loans: what they cost by each basis, how payments are laid against them, when they are late."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.calendar import Period, add_terms
from vsla.domain.charges import next_charge_on
from vsla.domain.constitution import Charge, ChargeBasis, Penalty, PenaltyKind
from vsla.domain.loans import (
    Loan,
    Owed,
    allocate,
    arrears,
    ceiling,
    days_late,
    excess,
    grant,
    is_settled,
    loan_from_json,
    loan_id,
    loan_to_json,
    owed,
    pay,
    schedule,
    up_front_charge,
)
from vsla.domain.money import MINOR_MAX

DAY = date(2018, 1, 3)
TEN_PERCENT = 100_000
FIXED = Penalty(PenaltyKind.FIXED, 500)
PERIODS = {
    ChargeBasis.ANNUAL_SIMPLE: Period.YEAR,
    ChargeBasis.FLAT_TERM: Period.WHOLE_TERM,
}


def a_loan(basis: ChargeBasis, principal: int = 100_000, **changes: Any) -> Loan:
    """Grant a loan of three terms at ten per cent that stops at its term, unless said."""
    charge = Charge(
        basis,
        changes.pop("rate_ppm", TEN_PERCENT),
        changes.pop("period", PERIODS.get(basis, Period.FOUR_WEEKS)),
        changes.pop("stops_at_term", True),
    )
    terms: dict[str, Any] = {"loan": 1, "member": 7, "granted_on": DAY, "term": 3}
    given_terms = {**terms, "penalty": Penalty(), **changes}
    return grant(principal=principal, charge=charge, **given_terms)


def weeks(count: int, days: int = 0) -> date:
    """Give the day so many weeks and days after granting."""
    return DAY + timedelta(weeks=count, days=days)


def test_a_loan_id_tells_cycle_meeting_and_line() -> None:
    assert loan_id(2, 14, 3) == 2_014_003


@pytest.mark.parametrize(
    ("basis", "at_granting", "a_day_after_eight_weeks", "long_after"),
    [
        (ChargeBasis.FREE, 0, 0, 0),
        (ChargeBasis.FLAT_TERM, 10_000, 10_000, 10_000),
        (ChargeBasis.FLAT_PERIOD, 0, 20_000, 30_000),
        (ChargeBasis.DECLINING, 0, 20_000, 30_000),
        (ChargeBasis.ROLLOVER_FLAT, 10_000, 30_000, 30_000),
        (ChargeBasis.ROLLOVER_REDUCING, 10_000, 33_100, 33_100),
        (ChargeBasis.UP_FRONT, 0, 0, 0),
        (ChargeBasis.ANNUAL_SIMPLE, 0, 833, 2_500),
    ],
)
def test_each_basis_charges_an_unpaid_loan_up_to_its_term(
    basis: ChargeBasis, at_granting: int, a_day_after_eight_weeks: int, long_after: int
) -> None:
    loan = a_loan(basis)

    interest = [owed(loan, day).interest for day in (DAY, weeks(8, 1), weeks(60))]

    assert interest == [at_granting, a_day_after_eight_weeks, long_after]


@pytest.mark.parametrize(
    ("basis", "after_a_year"),
    [
        (ChargeBasis.FLAT_PERIOD, 130_000),
        (ChargeBasis.DECLINING, 130_000),
        (ChargeBasis.ROLLOVER_FLAT, 130_000),
        (ChargeBasis.ANNUAL_SIMPLE, 9_167),
    ],
)
def test_a_charge_that_does_not_stop_goes_on_after_the_term(
    basis: ChargeBasis, after_a_year: int
) -> None:
    loan = a_loan(basis, stops_at_term=False)

    assert owed(loan, weeks(52)).interest == after_a_year


@pytest.mark.parametrize("basis", list(ChargeBasis))
def test_a_loan_repaid_before_a_charge_falls_is_charged_no_more(basis: ChargeBasis) -> None:
    loan = a_loan(basis, stops_at_term=False, penalty=FIXED)
    paid, _, over = pay(loan, owed(loan, weeks(3)).total, weeks(3))

    assert over == 0
    assert is_settled(paid, weeks(3))
    assert owed(paid, weeks(60)) == Owed(0, 0, 0)
    assert days_late(paid, weeks(60)) == 0


def test_a_charge_falls_before_a_payment_of_the_same_day() -> None:
    loan = a_loan(ChargeBasis.FLAT_PERIOD)

    paid, payment, over = pay(loan, 120_000, weeks(4))

    assert (payment.interest, payment.principal, over) == (10_000, 100_000, 10_000)
    assert is_settled(paid, weeks(60))


def test_a_charge_that_doubles_for_years_stops_at_the_largest_amount() -> None:
    doubling = a_loan(ChargeBasis.ROLLOVER_REDUCING, rate_ppm=1_000_000, stops_at_term=False)
    large = a_loan(ChargeBasis.FLAT_PERIOD, MINOR_MAX, rate_ppm=1_000_000, stops_at_term=False)

    assert owed(doubling, weeks(4 * 32, 1)).interest == 100_000 * (2**33 - 1) < MINOR_MAX
    assert owed(doubling, weeks(4 * 33, 1)).interest == MINOR_MAX
    assert owed(large, date(2199, 12, 31)) == (MINOR_MAX, MINOR_MAX, 0)


def test_a_roll_over_falls_after_the_payments_of_its_day() -> None:
    loan = a_loan(ChargeBasis.ROLLOVER_FLAT, term=1, stops_at_term=False)

    paid, _, _ = pay(loan, 110_000, weeks(4))

    assert owed(loan, weeks(4)).interest == 10_000
    assert owed(loan, weeks(4, 1)).interest == 20_000
    assert is_settled(paid, weeks(20))


def test_a_declining_charge_follows_what_was_left_at_the_start_of_the_period() -> None:
    loan = a_loan(ChargeBasis.DECLINING)
    loan, _, _ = pay(loan, 60_000, weeks(4))

    after_four, after_eight = owed(loan, weeks(4)), owed(loan, weeks(8))

    assert after_four == Owed(50_000, 0, 0)
    assert after_eight == Owed(50_000, 5_000, 0)


def test_a_fixed_penalty_is_owed_once_from_the_day_after_the_due_date() -> None:
    loan = a_loan(ChargeBasis.FREE, penalty=FIXED)

    penalties = [owed(loan, day).penalty for day in (weeks(12), weeks(12, 1), weeks(90))]

    assert penalties == [0, 500, 500]


def test_a_penalty_by_rate_is_a_part_of_the_debt_on_the_due_date() -> None:
    rule = Penalty(PenaltyKind.SHARE_OF_DEBT, rate_ppm=50_000)
    loan = a_loan(ChargeBasis.FLAT_TERM, penalty=rule, term=3)
    loan, _, _ = pay(loan, 30_000, weeks(4))

    assert owed(loan, loan.due_on + timedelta(days=1)).penalty == 4_000


def test_penalty_is_paid_first_then_interest_then_principal() -> None:
    loan = a_loan(ChargeBasis.FLAT_TERM, penalty=FIXED)

    _, payment, over = pay(loan, 11_000, loan.due_on + timedelta(days=2))

    assert (payment.penalty, payment.interest, payment.principal, over) == (500, 10_000, 500, 0)


def test_a_payment_of_nothing_leaves_the_loan_as_it_was() -> None:
    loan = a_loan(ChargeBasis.FREE)

    paid, payment, over = pay(loan, 0, DAY)

    assert paid is loan
    assert (payment.principal, over) == (0, 0)


def test_a_payment_on_several_loans_goes_to_the_oldest_first() -> None:
    young = a_loan(ChargeBasis.FREE, 400, loan=1, granted_on=weeks(4))
    old = a_loan(ChargeBasis.FREE, 300, loan=2)

    paid, over = allocate([young, old], 350, weeks(5))
    less, _ = allocate([young, old], 300, weeks(5))

    assert [(loan.loan, payment.principal) for loan, payment in paid] == [(2, 300), (1, 50)]
    assert [loan.loan for loan, _ in less] == [2]
    assert over == 0


def test_what_was_paid_later_does_not_change_what_was_owed_before() -> None:
    loan, _, _ = pay(a_loan(ChargeBasis.FREE), 40_000, weeks(4))

    assert owed(loan, weeks(3)).principal == 100_000
    assert owed(loan, weeks(4)).principal == 60_000


def test_a_loan_is_in_arrears_from_the_day_after_its_due_date() -> None:
    loan = a_loan(ChargeBasis.FLAT_TERM, period=Period.FOUR_WEEKS)

    assert [arrears(loan, weeks(12)), days_late(loan, weeks(12))] == [0, 0]
    assert [arrears(loan, weeks(12, 1)), days_late(loan, weeks(12, 1))] == [110_000, 1]


def test_a_loan_of_the_solidarity_fund_bears_neither_charge_nor_penalty() -> None:
    loan = a_loan(ChargeBasis.FLAT_TERM, solidarity=True, penalty=FIXED, term=1, due_on=weeks(2))

    assert loan.due_on == weeks(2)
    assert owed(loan, weeks(30)) == Owed(100_000, 0, 0)


@pytest.mark.parametrize(
    ("period", "charge"),
    [(Period.WHOLE_TERM, 10_000), (Period.FOUR_WEEKS, 30_000), (Period.MONTH, 30_000)],
)
def test_a_charge_up_front_is_paid_once_or_for_each_term(period: Period, charge: int) -> None:
    rule = Charge(ChargeBasis.UP_FRONT, TEN_PERCENT, period)

    assert up_front_charge(100_000, rule, 3) == charge


def test_only_the_basis_up_front_is_paid_on_receiving() -> None:
    rule = Charge(ChargeBasis.FLAT_TERM, TEN_PERCENT, Period.WHOLE_TERM)

    assert up_front_charge(100_000, rule, 3) == 0


def test_the_next_charge_is_named_until_no_charge_is_to_come() -> None:
    flat = a_loan(ChargeBasis.FLAT_PERIOD)
    rolling = a_loan(ChargeBasis.ROLLOVER_FLAT, term=1, stops_at_term=False)
    repaid, _, _ = pay(flat, 100_000, weeks(1))

    assert next_charge_on(flat, DAY) == weeks(4)
    assert next_charge_on(flat, weeks(4)) == weeks(8)
    assert next_charge_on(flat, weeks(12)) is None
    assert next_charge_on(rolling, weeks(4)) == weeks(4)
    assert next_charge_on(rolling, weeks(4, 1)) == weeks(8)
    assert next_charge_on(repaid, weeks(1)) is None
    assert next_charge_on(a_loan(ChargeBasis.FREE), DAY) is None


def test_a_ceiling_is_never_below_zero_and_an_exact_match_is_no_excess() -> None:
    assert ceiling(1_000, 3, 5_000) == 0
    assert ceiling(2_000, 3, 5_000) == 1_000
    assert excess([300, 200], 500) == 0
    assert excess([300, 201], 500) == 1


@given(
    st.sampled_from(list(ChargeBasis)),
    st.integers(1, 10**9),
    st.integers(1, 24),
    st.integers(0, 300_000),
)
def test_the_plan_of_a_loan_repays_exactly_its_principal(
    basis: ChargeBasis, principal: int, term: int, rate_ppm: int
) -> None:
    loan = a_loan(basis, principal, term=term, rate_ppm=rate_ppm)

    plan = schedule(loan)

    assert sum(line.principal for line in plan) == principal
    assert len(plan) == term
    assert plan[-1].due_on == loan.due_on
    assert all(line.principal >= 0 and line.interest >= 0 for line in plan)


@given(
    st.sampled_from([ChargeBasis.FLAT_TERM, ChargeBasis.FLAT_PERIOD, ChargeBasis.ANNUAL_SIMPLE]),
    st.integers(1, 10**9),
    st.integers(1, 24),
)
def test_a_plan_charges_what_the_basis_charges_over_the_term(
    basis: ChargeBasis, principal: int, term: int
) -> None:
    loan = a_loan(basis, principal, term=term)

    assert sum(line.interest for line in schedule(loan)) == owed(loan, loan.due_on).interest


def test_a_loan_reckoned_in_weeks_is_planned_in_one_part() -> None:
    loan = a_loan(ChargeBasis.FREE, solidarity=True, term=2, due_on=weeks(2))

    assert [(line.due_on, line.principal) for line in schedule(loan)] == [(weeks(2), 100_000)]


@pytest.mark.parametrize("basis", [ChargeBasis.DECLINING, ChargeBasis.ROLLOVER_REDUCING])
def test_a_loan_repaid_by_plan_costs_what_the_plan_says(basis: ChargeBasis) -> None:
    loan = a_loan(basis)
    plan = schedule(loan)

    for line in plan:
        loan, payment, over = pay(loan, line.principal + line.interest, line.due_on)
        assert (payment.interest, over) == (line.interest, 0)

    assert is_settled(loan, weeks(60))
    assert add_terms(DAY, Period.FOUR_WEEKS, 3) == loan.due_on


PAYMENTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60_000)), max_size=12)


@given(basis=st.sampled_from(list(ChargeBasis)), payments=PAYMENTS, stops=st.booleans())
def test_repayments_never_leave_a_debt_below_zero_nor_lose_a_coin(
    *, basis: ChargeBasis, payments: list[tuple[int, int]], stops: bool
) -> None:
    loan = a_loan(basis, stops_at_term=stops, penalty=FIXED)

    for week, amount in sorted(payments):
        before = owed(loan, weeks(week))
        loan, payment, over = pay(loan, amount, weeks(week))
        after = owed(loan, weeks(week))
        assert payment.penalty + payment.interest + payment.principal + over == amount
        assert min(after) >= 0
        assert before.total - after.total == amount - over
        assert over == 0 or after.total == 0


@given(basis=st.sampled_from(list(ChargeBasis)), payments=PAYMENTS, solidarity=st.booleans())
def test_a_loan_survives_being_written_and_read(
    *, basis: ChargeBasis, payments: list[tuple[int, int]], solidarity: bool
) -> None:
    loan = a_loan(basis, penalty=FIXED, solidarity=solidarity)
    for week, amount in sorted(payments):
        loan, _, _ = pay(loan, amount, weeks(week))

    written = json.loads(json.dumps(loan_to_json(loan)))

    assert loan_from_json(written) == loan
