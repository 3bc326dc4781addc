"""What a loan is, and what it costs by a day: the eight bases of the service charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from vsla.domain.calendar import Period, add_terms, terms_between
from vsla.domain.constitution import Charge, ChargeBasis, Penalty, PenaltyKind
from vsla.domain.money import MINOR_MAX, PPM, half_up, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsla.domain.money import Minor

_ONE_DAY = timedelta(days=1)
_MONTHS = 12
_ROLLOVERS = frozenset({ChargeBasis.ROLLOVER_FLAT, ChargeBasis.ROLLOVER_REDUCING})
_BY_TIME = _ROLLOVERS | {ChargeBasis.FLAT_PERIOD, ChargeBasis.DECLINING, ChargeBasis.ANNUAL_SIMPLE}


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment on a loan, laid out in its parts; minor units."""

    paid_on: date
    penalty: Minor
    interest: Minor
    principal: Minor


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as granted, and what was paid on it since.

    Attributes:
        loan: id, see ``loan_id``.
        member: the borrower.
        granted_on: day of the money.
        term: agreed number of terms, counted in the charge's period.
        due_on: last day on which it is in time.
        principal: minor units handed over.
        charge: as the constitution of that day had it.
        penalty: as the constitution of that day had it.
        solidarity: True for an interest-free loan from the solidarity fund.
        payments: in order of date.
    """

    loan: int
    member: int
    granted_on: date
    term: int
    due_on: date
    principal: Minor
    charge: Charge
    penalty: Penalty
    solidarity: bool = False
    payments: tuple[Payment, ...] = ()


class Owed(NamedTuple):
    """What is owed on one day, by kind; minor units, none below zero."""

    principal: Minor
    interest: Minor
    penalty: Minor

    @property
    def total(self) -> Minor:
        """Add the three up."""
        return self.principal + self.interest + self.penalty


def up_front_charge(principal: Minor, charge: Charge, term: int) -> Minor:
    """Reckon what a borrower pays on receiving a loan.

    Args:
        principal: minor units.
        charge: as the constitution has it.
        term: agreed number of terms.

    Returns:
        Minor units: once the rate for a charge of the whole term, once for each term otherwise;
        zero for every other basis.

    Source: method.md 1.5, case LN-04.
    """
    if charge.basis is not ChargeBasis.UP_FRONT:
        return 0
    return part(principal, charge.rate_ppm) * _charges_in_term(charge, term)


def owed(loan: Loan, on: date) -> Owed:
    """Reckon what is owed on a day from the terms and the payments up to that day.

    A charge falls before a payment of the same day. The roll-over is the one exception: it falls at
    the close of a due date, on what is left after that day's payments, and so is first owed on the
    day after. The penalty, too, is first owed on the day after the due date.

    Args:
        loan: any loan.
        on: the day, its payments included.

    Returns:
        What is left of principal, interest and penalty.

    Source: method.md 1.5, cases LN-15, LN-17, LN-27, LN-28.
    """
    paid = _paid_until(loan, on)
    return Owed(
        loan.principal - paid.principal,
        max(0, _interest_until(loan, on) - paid.interest),
        max(0, _penalty_until(loan, on) - paid.penalty),
    )


def _paid_until(loan: Loan, on: date) -> Owed:
    """Add up the payments up to a day, that day included."""
    principal = interest = penalty = 0
    for payment in loan.payments:
        if payment.paid_on <= on:
            principal += payment.principal
            interest += payment.interest
            penalty += payment.penalty
    return Owed(principal, interest, penalty)


def _left_before(loan: Loan, day: date) -> Minor:
    """Give the principal left when a day begins."""
    return loan.principal - _paid_until(loan, day - _ONE_DAY).principal


def _fall_days(loan: Loan, on: date) -> list[date]:
    """List the ends of whole periods that have passed, as far as the charge goes on."""
    passed = terms_between(loan.granted_on, on, loan.charge.period)
    if loan.charge.stops_at_term:
        passed = min(passed, loan.term)
    return [add_terms(loan.granted_on, loan.charge.period, k + 1) for k in range(passed)]


def _flat_term(loan: Loan, _on: date) -> Minor:
    """Charge the rate of the principal once, from the day of granting."""
    return part(loan.principal, loan.charge.rate_ppm)


def _flat_period(loan: Loan, on: date) -> Minor:
    """Charge the rate of the principal for each whole period while any of it is left."""
    each = part(loan.principal, loan.charge.rate_ppm)
    return each * sum(_left_before(loan, day) > 0 for day in _fall_days(loan, on))


def _declining(loan: Loan, on: date) -> Minor:
    """Charge for each whole period the rate of the principal left at its start."""
    total, start = 0, loan.granted_on
    for day in _fall_days(loan, on):
        if _left_before(loan, day):
            left = loan.principal - _paid_until(loan, start).principal
            total += part(left, loan.charge.rate_ppm)
        start = day
    return total


def _annual_simple(loan: Loan, on: date) -> Minor:
    """Charge a yearly rate of the principal by whole months, rounded once on the sum."""
    months = sum(_left_before(loan, day) > 0 for day in _fall_days(loan, on))
    return yearly_part(loan.principal, loan.charge.rate_ppm, months)


def _rolled_over(loan: Loan, on: date) -> Iterator[Owed]:
    """Give what is left of the loan at each roll-over before a day, charges left out."""
    for number, day in enumerate(_fall_days(loan, on - _ONE_DAY), start=1):
        paid = _paid_until(loan, day)
        within = not loan.charge.stops_at_term or number < loan.term
        if within and paid.principal < loan.principal:
            yield Owed(loan.principal - paid.principal, paid.interest, 0)


def _rollover_flat(loan: Loan, on: date) -> Minor:
    """Charge at granting and at each roll-over the rate of the principal as granted."""
    each = part(loan.principal, loan.charge.rate_ppm)
    return each * (1 + sum(1 for _ in _rolled_over(loan, on)))


def _rollover_reducing(loan: Loan, on: date) -> Minor:
    """Charge at granting, then at each roll-over the rate of all that is left, charges included.

    A charge that doubles for years stops at the largest amount there is: a phone and a database
    must hold it.
    """
    total = part(loan.principal, loan.charge.rate_ppm)
    for left in _rolled_over(loan, on):
        unpaid = total - left.interest
        total = min(MINOR_MAX, total + part(left.principal + unpaid, loan.charge.rate_ppm))
    return total


def yearly_part(principal: Minor, rate_ppm: int, months: int) -> Minor:
    """Take a yearly rate for whole months, rounded half-up once on the sum.

    Args:
        principal: minor units.
        rate_ppm: parts per million for twelve months.
        months: whole months.

    Returns:
        Minor units.

    Source: case LN-21.
    """
    return half_up(principal * rate_ppm * months, _MONTHS * PPM)


def _charges_in_term(charge: Charge, term: int) -> int:
    return 1 if charge.period is Period.WHOLE_TERM else term


def _nothing(_loan: Loan, _on: date) -> Minor:
    """Charge nothing after granting: free, or paid up front."""
    return 0


_ACCRUALS: dict[ChargeBasis, Callable[[Loan, date], Minor]] = {
    ChargeBasis.FREE: _nothing,
    ChargeBasis.FLAT_TERM: _flat_term,
    ChargeBasis.FLAT_PERIOD: _flat_period,
    ChargeBasis.DECLINING: _declining,
    ChargeBasis.ROLLOVER_FLAT: _rollover_flat,
    ChargeBasis.ROLLOVER_REDUCING: _rollover_reducing,
    ChargeBasis.UP_FRONT: _nothing,
    ChargeBasis.ANNUAL_SIMPLE: _annual_simple,
}


def _interest_until(loan: Loan, on: date) -> Minor:
    return min(MINOR_MAX, _ACCRUALS[loan.charge.basis](loan, on))


def _penalty_until(loan: Loan, on: date) -> Minor:
    if on <= loan.due_on or loan.penalty.kind is PenaltyKind.NONE:
        return 0
    paid = _paid_until(loan, loan.due_on)
    debt = loan.principal - paid.principal + _interest_until(loan, loan.due_on) - paid.interest
    if debt <= 0:
        return 0
    if loan.penalty.kind is PenaltyKind.FIXED:
        return loan.penalty.amount
    return part(debt, loan.penalty.rate_ppm)


def next_charge_on(loan: Loan, on: date) -> date | None:
    """Name the end of the period running, when the next charge falls if the loan is not repaid.

    Args:
        loan: any loan.
        on: the day to look from; a roll-over of that very day is still to come.

    Returns:
        The day, or None when no charge by time is to come.

    Source: case LN-27, next due date.
    """
    charge = loan.charge
    by_time = charge.basis in _BY_TIME and loan.principal > _paid_until(loan, on).principal
    rolls = charge.basis in _ROLLOVERS
    last = loan.term - 1 if rolls else loan.term
    number = terms_between(loan.granted_on, on - _ONE_DAY if rolls else on, charge.period) + 1
    if not by_time or (charge.stops_at_term and number > last):
        return None
    return add_terms(loan.granted_on, charge.period, number)
