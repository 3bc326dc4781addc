"""Checks of the worked examples on loans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from vsla.domain.calendar import Period, add_months
from vsla.domain.charges import next_charge_on
from vsla.domain.constitution import Charge, ChargeBasis, Penalty
from vsla.domain.loans import (
    Loan,
    allocate,
    ceiling,
    excess,
    grant,
    is_settled,
    owed,
    pay,
    schedule,
    up_front_charge,
)
from vsla.domain.money import half_up

Example = dict[str, Any]

DAY = date(2018, 1, 3)
PERCENT = 10_000
"""One per cent in parts per million."""
CENTS = 100
"""The sources reckon in units; the books in hundredths."""


def _loan(basis: ChargeBasis, principal: int, *, percent: int, term: int, **more: Any) -> Loan:
    period = more.pop("period", Period.MONTH)
    charge = Charge(basis, percent * PERCENT, period, more.pop("stops_at_term", True))
    return grant(
        loan=more.pop("loan", 1),
        member=1,
        granted_on=more.pop("granted_on", DAY),
        term=term,
        principal=principal,
        charge=charge,
        penalty=Penalty(),
    )


def flat_for_the_term(given: Example, expect: Example) -> None:
    percent = given["charge_percent_of_principal_for_term"]
    loan = _loan(
        ChargeBasis.FLAT_TERM,
        given["principal"] * CENTS,
        percent=percent,
        term=given["term_months"],
        period=Period.WHOLE_TERM,
    )

    plan = schedule(loan)

    assert owed(loan, DAY).interest == expect["charge"] * CENTS
    assert sum(line.principal + line.interest for line in plan) == expect["total"] * CENTS
    monthly = {half_up(line.principal + line.interest, CENTS) for line in plan}
    assert monthly == {expect["monthly"]}


def up_front(given: Example, expect: Example) -> None:
    charge = Charge(ChargeBasis.UP_FRONT, given["rate_percent"] * PERCENT, Period.WHOLE_TERM)
    term = given["term_months"]

    for name, principal in given["loans"].items():
        loan = _loan(ChargeBasis.UP_FRONT, principal, percent=given["rate_percent"], term=term)
        paid_at_once = up_front_charge(principal, charge, term)
        assert paid_at_once == expect["charge"][name]
        assert principal - paid_at_once == expect["net_cash_if_deducted"][name]
        assert owed(loan, loan.due_on).total == expect["principal_still_owed"][name]


def flat_by_month(given: Example, expect: Example) -> None:
    loan = _loan(
        ChargeBasis.FLAT_PERIOD,
        given["principal"] * CENTS,
        percent=given["rate_percent_month"],
        term=given["term_months"],
    )

    plan = [line.principal + line.interest for line in schedule(loan)]

    assert owed(loan, loan.due_on).interest == expect["interest"] * CENTS
    assert sum(plan) == expect["total"] * CENTS
    if "monthly" in expect:
        assert {_units(amount) for amount in plan[:-1]} == {expect["monthly"]}
        assert _units(plan[-1]) == expect["last_instalment_to_balance"]


def _units(amount: int) -> str:
    return f"{amount // CENTS}.{amount % CENTS:02d}"


def ceiling_by_savings(given: Example, expect: Example) -> None:
    available = [ceiling(given["savings"], given["multiple"], debt) for debt in given["owed"]]

    assert available == expect["available"]


def capped_at_term(given: Example, expect: Example) -> None:
    percent, term = given["rate_percent_month"], given["term_months"]
    later = add_months(DAY, given["elapsed_months"])
    stopping = _loan(ChargeBasis.FLAT_PERIOD, given["principal"], percent=percent, term=term)
    going_on = _loan(
        ChargeBasis.FLAT_PERIOD,
        given["principal"],
        percent=percent,
        term=term,
        stops_at_term=False,
    )

    assert owed(stopping, later).interest == expect["interest"]
    assert owed(going_on, later).interest == expect["interest"] * given["elapsed_months"]


def overpaid(given: Example, expect: Example) -> None:
    loan = _loan(ChargeBasis.FREE, given["principal"], percent=0, term=1)

    loan, _, over = pay(loan, given["repaid"], DAY)

    assert owed(loan, DAY).total == expect["outstanding"]
    assert over == expect["overpaid"]
    assert is_settled(loan, DAY) is expect["settled"]


def fund_limit(given: Example, expect: Example) -> None:
    asked = [(request, excess([request], given["fund"])) for request in given["requests"]]

    assert [request > 0 and not over for request, over in asked] == expect["allowed"]
    shortfall = [over if request else None for request, over in asked]
    assert shortfall == expect["shortfall"]


def oldest_first(given: Example, expect: Example) -> None:
    names: dict[int, str] = {}
    loans: list[Loan] = []
    for number, (name, principal) in enumerate(given["loans"], start=1):
        names[number] = name
        granted_on = DAY + timedelta(weeks=number)
        loan = _loan(
            ChargeBasis.FREE, principal, percent=0, term=1, loan=number, granted_on=granted_on
        )
        loans.insert(0, loan)

    paid, over = allocate(loans, given["payment"], DAY + timedelta(weeks=3))

    assert [[names[loan.loan], part.principal] for loan, part in paid] == expect["applied"]
    assert over == 0


def simple_by_the_year(given: Example, expect: Example) -> None:
    found = []
    for principal, rate, months in given["cases"]:
        percent = int(rate.removeprefix("0."))
        loan = _loan(
            ChargeBasis.ANNUAL_SIMPLE,
            principal * CENTS,
            percent=percent,
            term=12,
            period=Period.YEAR,
        )
        found.append(owed(loan, add_months(DAY, months)).interest)

    assert [_units(amount).removesuffix(".00") for amount in found] == expect["interest"]


def due_dates(given: Example, expect: Example) -> None:
    due = []
    for start, months in given["rows"]:
        granted_on = date.fromisoformat(start)
        loan = _loan(ChargeBasis.FREE, 1, percent=0, term=months, granted_on=granted_on)
        due.append(loan.due_on.isoformat())

    assert due == expect["due"]


def _roll_over(basis: ChargeBasis, given: Example, expect: Example) -> date | None:
    loan = _loan(
        basis,
        given["principal"],
        percent=given["rate_percent_per_4_weeks"],
        term=1,
        period=Period.FOUR_WEEKS,
        stops_at_term=False,
    )
    due_on, day_after = DAY + timedelta(weeks=4), DAY + timedelta(weeks=4, days=1)

    paid, _, _ = pay(loan, given["repaid_at_week_4"], due_on)
    repaid, _, _ = pay(loan, expect["balance_at_issue"], due_on)

    assert owed(loan, DAY).total == expect["balance_at_issue"]
    assert owed(paid, due_on).total == expect["after_repayment"]
    assert owed(paid, day_after).total == expect["rolled_over"]
    assert owed(paid, day_after).interest == expect["charge_added"]
    assert is_settled(repaid, day_after)
    return next_charge_on(paid, day_after)


def rolled_over_flat(given: Example, expect: Example) -> None:
    next_due = _roll_over(ChargeBasis.ROLLOVER_FLAT, given, expect)

    assert next_due == DAY + timedelta(weeks=expect["next_due_weeks"])


def rolled_over_reducing(given: Example, expect: Example) -> None:
    _roll_over(ChargeBasis.ROLLOVER_REDUCING, given, expect)


CHECKS = {
    "LN-01": flat_for_the_term,
    "LN-04": up_front,
    "LN-06": flat_by_month,
    "LN-08": flat_by_month,
    "LN-11": ceiling_by_savings,
    "LN-15": capped_at_term,
    "LN-17": overpaid,
    "LN-18": fund_limit,
    "LN-19": oldest_first,
    "LN-21": simple_by_the_year,
    "LN-25": due_dates,
    "LN-27": rolled_over_flat,
    "LN-28": rolled_over_reducing,
}
