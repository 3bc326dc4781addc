"""Leaving in mid-cycle: savings at the price paid, less every debt, and nobody leaves silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.constitution import Fund, HeirsRule, ProfitRule
from vsla.domain.facts import DepartureFact
from vsla.domain.ledger import RESULT_ACCOUNTS, Account, Kind
from vsla.domain.loans import owed
from vsla.domain.money import floor_to_step
from vsla.domain.roster import LeavingReason

if TYPE_CHECKING:
    from vsla.domain.document import DepartureRow
    from vsla.domain.money import Minor
    from vsla.domain.run import Run

_LOSSES = frozenset({Account.EXPENSES, Account.LOAN_LOSSES})


def result(balances: dict[Account, Minor]) -> Minor:
    """Give the profit of the cycle so far as the books have it; below zero is a loss.

    Args:
        balances: every account on its own side, minor units.

    Returns:
        Income, gains and what was retained, less expenses and losses.
    """
    return sum(
        -balances[account] if account in _LOSSES else balances[account]
        for account in RESULT_ACCOUNTS
    )


def settle(run: Run, path: str, row: DepartureRow) -> None:
    """Settle with a member who leaves: make payable, set off, pay the rest in cash.

    Debts above her savings are a problem: they are paid, or written off by vote, at the same
    meeting, so that the others' shares do not silently carry them (case EX-01).

    Args:
        run: the meeting, after all its other payments.
        path: of the row.
        row: who leaves and why.

    Source: method.md 1.7.
    """
    member = row.member
    run.departures.append(DepartureFact(member, row.reason))
    credit = _make_payable(run, path, row)
    debts = _debts(run, member)
    due = sum(amount for _, amount, _ in debts)
    if due > credit:
        run.problem(path, Code.LEAVER_STILL_OWES, member=member, debt_minor=due - credit)
        return
    for kind, amount, loan in debts:
        run.move(path, kind, amount, member, loan)
        if kind is Kind.HELD_FOR_SOLIDARITY:
            back = Kind.FINE_PAID_SOLIDARITY if loan is None else Kind.SOLIDARITY_REPAID
            run.move(path, back, amount, member, loan)
    _pay_out(run, path, member, credit - due)
    for loan in [loan.loan for loan in run.loans.values() if loan.member == member]:
        del run.loans[loan]
    for held in (run.fines_owed, run.fine_arrears, run.payable, run.shares):
        held.pop(member, None)


def _make_payable(run: Run, path: str, row: DepartureRow) -> Minor:
    """Turn savings, and for heirs profit where the rule says so, into money owed to the leaver."""
    constitution = run.standing.constitution
    shares = run.shares.get(row.member, 0)
    savings = shares * constitution.share_value
    profit = 0
    to_heirs = row.reason is LeavingReason.DIED
    if to_heirs and constitution.heirs_rule is HeirsRule.SHARES_AND_PROFIT and shares:
        profit = _part_of_profit(run, shares)
    run.move(path, Kind.LEAVING_SHARES, savings, row.member, count=shares)
    run.move(path, Kind.LEAVING_PROFIT, profit, row.member)
    return savings + profit + run.payable.get(row.member, 0)


def _part_of_profit(run: Run, shares: int) -> Minor:
    """Give what shares bring of the profit so far, as the share-out would part it; no losses.

    Source: method.md 1.6, other methods [SR]; 1.7 [SUN].
    """
    profit = max(0, result(run.balances))
    if run.standing.constitution.profit_rule is ProfitRule.FLAT:
        return profit // len(run.shares)
    return profit * shares // sum(run.shares.values())


def _debts(run: Run, member: int) -> list[tuple[Kind, Minor, int | None]]:
    """List what a member owes, in the order of allocation: loans oldest first, then fines."""
    debts: list[tuple[Kind, Minor, int | None]] = []
    mine = sorted(
        (loan for loan in run.loans.values() if loan.member == member),
        key=lambda loan: (loan.solidarity, loan.granted_on, loan.loan),
    )
    for loan in mine:
        debt = owed(loan, run.document.held_on)
        if loan.solidarity:
            debts.append((Kind.HELD_FOR_SOLIDARITY, debt.principal, loan.loan))
            continue
        debts.append((Kind.PENALTY_SET_OFF, debt.penalty, loan.loan))
        debts.append((Kind.INTEREST_SET_OFF, debt.interest, loan.loan))
        debts.append((Kind.PRINCIPAL_SET_OFF, debt.principal, loan.loan))
    old = run.fine_arrears.get(member, 0)
    debts.append((Kind.FINE_ARREARS_SET_OFF, old, None))
    into_solidarity = run.standing.constitution.fines_into is Fund.SOLIDARITY_FUND
    kind = Kind.HELD_FOR_SOLIDARITY if into_solidarity else Kind.FINE_SET_OFF
    debts.append((kind, run.fines_owed.get(member, 0) - old, None))
    return [debt for debt in debts if debt[1]]


def _pay_out(run: Run, path: str, member: int, amount: Minor) -> None:
    """Pay in notes that exist; what no note can pay stays in the fund, seen."""
    in_hand = floor_to_step(amount, run.standing.cash_step)
    run.move(path, Kind.LEAVING_ROUNDED_OFF, amount - in_hand, member)
    run.move(path, Kind.LEAVING_PAID, in_hand, member)
