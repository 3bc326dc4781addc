"""Loans: granting, laying payments against them, judging lateness, planning instalments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from vsla.domain.calendar import Period, add_terms
from vsla.domain.charges import Loan, Owed, Payment, owed, up_front_charge, yearly_part
from vsla.domain.constitution import Charge, ChargeBasis, Penalty, PenaltyKind
from vsla.domain.money import part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vsla.domain.money import Minor

MEETING_MAX = 999
"""The highest meeting number of a cycle that fits into a loan's id."""

LINE_MAX = 999
"""The highest line of a meeting's loans that fits into a loan's id."""

__all__ = [
    "LINE_MAX",
    "MEETING_MAX",
    "Instalment",
    "Loan",
    "Owed",
    "Payment",
    "allocate",
    "arrears",
    "ceiling",
    "days_late",
    "excess",
    "grant",
    "is_settled",
    "loan_from_json",
    "loan_id",
    "loan_to_json",
    "owed",
    "pay",
    "schedule",
    "up_front_charge",
]


def loan_id(cycle: int, meeting: int, line: int) -> int:
    """Make the id of a loan from the meeting at which it was granted.

    Phone and server reach the same id without asking each other.

    Args:
        cycle: 1 or more.
        meeting: 0 to ``MEETING_MAX``.
        line: 1 to ``LINE_MAX``, as written in the document; kept by a correction.

    Returns:
        cycle * 1,000,000 + meeting * 1,000 + line.
    """
    return cycle * 1_000_000 + meeting * 1_000 + line


def meeting_of(loan: int) -> int:
    """Tell at which meeting of its cycle a loan was granted; 0 for one that was carried over.

    Args:
        loan: as ``loan_id`` made it.
    """
    return loan // 1_000 % 1_000


class Instalment(NamedTuple):
    """One line of the plan by which a loan would be repaid in equal parts; minor units."""

    due_on: date
    principal: Minor
    interest: Minor


def grant(
    *,
    loan: int,
    member: int,
    granted_on: date,
    term: int,
    principal: Minor,
    charge: Charge,
    penalty: Penalty,
    solidarity: bool = False,
    due_on: date | None = None,
) -> Loan:
    """Make a loan with its due date.

    Args:
        loan: id, see ``loan_id``.
        member: the borrower.
        granted_on: day of the money.
        term: number of terms, counted in the charge's period (months unless four weeks).
        principal: minor units, above zero.
        charge: as the constitution has it.
        penalty: as the constitution has it.
        solidarity: True for a loan from the solidarity fund: no charge, no penalty.
        due_on: last day in time, where it is not reckoned in terms.

    Returns:
        The loan, nothing paid on it.

    Source: cases LN-25, LN-27.
    """
    due = due_on or add_terms(granted_on, charge.period, term)
    if solidarity:
        charge, penalty = Charge(ChargeBasis.FREE, 0, charge.period), Penalty()
    return Loan(loan, member, granted_on, term, due, principal, charge, penalty, solidarity)


def pay(loan: Loan, amount: Minor, on: date) -> tuple[Loan, Payment, Minor]:
    """Lay a payment against a loan: penalty, then interest, then principal.

    Args:
        loan: any loan.
        amount: minor units, zero or more.
        on: the day of the payment, not before an earlier one.

    Returns:
        The loan with the payment, the payment in its parts, and what was paid too much.

    Source: method.md 1.5 [AKIBA], case LN-17.
    """
    payment = split(owed(loan, on), amount, on)
    applied = payment.penalty + payment.interest + payment.principal
    if applied:
        loan = replace(loan, payments=(*loan.payments, payment))
    return loan, payment, amount - applied


def split(due: Owed, amount: Minor, on: date) -> Payment:
    """Split a payment on what is owed: penalty, then interest, then principal.

    Args:
        due: what is owed on the day.
        amount: minor units, zero or more.
        on: the day of the payment.

    Returns:
        The payment in its parts, which hold no more than is owed.

    Source: method.md 1.5 [AKIBA], case LN-17.
    """
    penalty = min(amount, due.penalty)
    interest = min(amount - penalty, due.interest)
    principal = min(amount - penalty - interest, due.principal)
    return Payment(on, penalty, interest, principal)


def allocate(
    loans: Sequence[Loan], amount: Minor, on: date
) -> tuple[list[tuple[Loan, Payment]], Minor]:
    """Lay a payment against several loans, the oldest first.

    Args:
        loans: of one member, in any order.
        amount: minor units, zero or more.
        on: the day of the payment.

    Returns:
        Each loan that received something, with its part; and what was paid too much.

    Source: case LN-19.
    """
    paid: list[tuple[Loan, Payment]] = []
    for loan in sorted(loans, key=lambda each: (each.granted_on, each.loan)):
        before = amount
        after, payment, amount = pay(loan, amount, on)
        if amount < before:
            paid.append((after, payment))
    return paid, amount


def is_settled(loan: Loan, on: date) -> bool:
    """Tell whether nothing is owed on a day."""
    return owed(loan, on).total == 0


def arrears(loan: Loan, on: date) -> Minor:
    """Give what is unpaid of a loan past its due date, in minor units; zero up to that date."""
    return owed(loan, on).total if on > loan.due_on else 0


def days_late(loan: Loan, on: date) -> int:
    """Count the days since the due date of a loan not settled; zero when it is in time."""
    return (on - loan.due_on).days if arrears(loan, on) else 0


def ceiling(savings: Minor, multiple: int, owed_already: Minor) -> Minor:
    """Reckon how much more a member may borrow by her savings.

    Args:
        savings: minor units saved in this cycle.
        multiple: of the constitution, such as 3.
        owed_already: minor units owed on other loans.

    Returns:
        Minor units, never below zero.

    Source: cases LN-11, MC-03.
    """
    return max(0, savings * multiple - owed_already)


def excess(requests: Sequence[Minor], available: Minor) -> Minor:
    """Reckon by how much requests exceed the loan fund; the group talks them down itself.

    Args:
        requests: minor units each.
        available: cash of the loan fund alone, minor units.

    Returns:
        Minor units; zero when they fit, an exact match included.

    Source: cases LN-18, MC-07.
    """
    return max(0, sum(requests) - available)


def schedule(loan: Loan) -> tuple[Instalment, ...]:
    """Plan equal parts of principal over the agreed term, each with its charge.

    The last part takes what does not divide; a charge for the whole term is spread alike. A member
    may repay otherwise: this is what she is told when she asks.

    Args:
        loan: any loan.

    Returns:
        One line for each term (one for a loan reckoned in weeks); principal sums to the loan.

    Source: method.md 1.5, cases LN-01, LN-06, LN-08.
    """
    period = loan.charge.period
    regular = loan.term > 0 and add_terms(loan.granted_on, period, loan.term) == loan.due_on
    count = loan.term if regular else 1
    principals = _spread(loan.principal, count)
    interests = _planned_interest(loan, principals)
    return tuple(
        Instalment(
            add_terms(loan.granted_on, period, number + 1) if regular else loan.due_on,
            principals[number],
            interests[number],
        )
        for number in range(count)
    )


def _spread(amount: Minor, count: int) -> list[Minor]:
    """Split an amount into equal parts, the last with the rest."""
    return [amount // count] * (count - 1) + [amount - amount // count * (count - 1)]


def _planned_interest(loan: Loan, principals: list[Minor]) -> list[Minor]:
    """Reckon the charge of each instalment when all are paid on their day."""
    count, rate, whole = len(principals), loan.charge.rate_ppm, loan.principal
    match loan.charge.basis:
        case ChargeBasis.FREE | ChargeBasis.UP_FRONT:
            return [0] * count
        case ChargeBasis.FLAT_TERM:
            return _spread(part(whole, rate), count)
        case ChargeBasis.FLAT_PERIOD | ChargeBasis.ROLLOVER_FLAT:
            return [part(whole, rate)] * count
        case ChargeBasis.ANNUAL_SIMPLE:
            sums = [yearly_part(whole, rate, months) for months in range(count + 1)]
            return [after - before for before, after in pairwise(sums)]
        case ChargeBasis.DECLINING | ChargeBasis.ROLLOVER_REDUCING:
            left = [whole - sum(principals[:number]) for number in range(count)]
            return [part(amount, rate) for amount in left]


def loan_to_json(loan: Loan) -> dict[str, object]:
    """Write a loan compactly for the snapshot of the books; what is empty is left out."""
    charge, penalty = loan.charge, loan.penalty
    written: dict[str, object] = {
        "loan": loan.loan,
        "member": loan.member,
        "granted_on": loan.granted_on.isoformat(),
        "term": loan.term,
        "due_on": loan.due_on.isoformat(),
        "principal": loan.principal,
        "charge": [charge.basis.value, charge.rate_ppm, charge.period.value, charge.stops_at_term],
    }
    if penalty.kind is not PenaltyKind.NONE:
        written["penalty"] = [penalty.kind.value, penalty.amount, penalty.rate_ppm]
    if loan.solidarity:
        written["solidarity"] = True
    if loan.payments:
        written["payments"] = [
            [paid.paid_on.isoformat(), paid.penalty, paid.interest, paid.principal]
            for paid in loan.payments
        ]
    return written


def loan_from_json(written: Mapping[str, Any]) -> Loan:
    """Read back what ``loan_to_json`` wrote; it is our own, so it is not checked again."""
    return Loan(
        loan=written["loan"],
        member=written["member"],
        granted_on=date.fromisoformat(written["granted_on"]),
        term=written["term"],
        due_on=date.fromisoformat(written["due_on"]),
        principal=written["principal"],
        charge=_charge(tuple(written["charge"])),
        penalty=_penalty(tuple(written.get("penalty", _NO_PENALTY))),
        solidarity=written.get("solidarity", False),
        payments=tuple(
            Payment(date.fromisoformat(day), *parts) for day, *parts in written.get("payments", ())
        ),
    )


_NO_PENALTY = (PenaltyKind.NONE, 0, 0)


# The loans of a group are nearly always on the same terms.
@lru_cache(maxsize=64)
def _charge(written: tuple[str, int, str, bool]) -> Charge:
    basis, rate_ppm, period, stops = written
    return Charge(ChargeBasis(basis), rate_ppm, Period(period), stops)


@lru_cache(maxsize=64)
def _penalty(written: tuple[str, int, int]) -> Penalty:
    kind, amount, rate_ppm = written
    return Penalty(PenaltyKind(kind), amount, rate_ppm)
