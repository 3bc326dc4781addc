"""The share-out on the ledger: what moves, in order, and the books it leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vsla.domain.constitution import Charge, ChargeBasis, Penalty
from vsla.domain.ledger import (
    ACCOUNTS_OF,
    NEVER_NEGATIVE,
    RESULT_ACCOUNTS,
    Account,
    Kind,
    Movement,
    apply,
    trial_balance,
)
from vsla.domain.loans import Loan, pay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vsla.domain.books import Books
    from vsla.domain.money import Minor
    from vsla.domain.settlement import LoanLine
    from vsla.domain.shareout import Line, ShareOut

_CLOSING: dict[Account, Kind] = {
    Account.INTEREST_INCOME: Kind.CLOSE_INTEREST,
    Account.FINES_INCOME: Kind.CLOSE_FINES,
    Account.OTHER_INCOME: Kind.CLOSE_OTHER_INCOME,
    Account.EXPENSES: Kind.CLOSE_EXPENSES,
    Account.LOAN_LOSSES: Kind.CLOSE_LOAN_LOSSES,
    Account.CASH_DIFFERENCE: Kind.CLOSE_CASH_OVER,
    Account.RETAINED: Kind.CLOSE_RETAINED,
}


class _Entry:
    """Movements as they are written, with the balances they lead to."""

    def __init__(self, before: tuple[tuple[Account, Minor], ...]) -> None:
        self.balances = dict(before)
        self.movements: list[Movement] = []

    def add(
        self,
        kind: Kind,
        amount: Minor,
        member: int | None = None,
        loan: int | None = None,
        *,
        count: int | None = None,
    ) -> None:
        """Write a movement; nothing for zero, the opposite for an amount below zero."""
        if amount == 0:
            return
        movement = Movement(kind, abs(amount), member, loan, count, reversed=amount < 0)
        apply(self.balances, movement)
        self.movements.append(movement)
        for account in ACCOUNTS_OF[kind]:
            holds = self.balances[account] >= 0 or account not in NEVER_NEGATIVE
            assert holds, f"{account} below zero"


def movements(share_out: ShareOut) -> tuple[Movement, ...]:
    """Write the share-out as movements that close the cycle to zero.

    Args:
        share_out: without problems.

    Returns:
        In this order: debts recognised, solidarity into the pool, results closed into profit,
        savings and profit made payable, debts set off, payment, remainder.

    Source: method.md 1.6, gross payout plus a repayment entry [IC].
    """
    assert not share_out.problems, "a share-out with problems cannot be posted"
    entry = _Entry(share_out.before)
    _recognise(entry, share_out)
    _close_results(entry, share_out)
    for line in share_out.lines:
        _make_payable(entry, line)
    for line in share_out.lines:
        _set_off(entry, line)
    for line in share_out.lines:
        entry.add(Kind.SHAREOUT_ROUNDED_OFF, line.rounded_off, line.member)
        entry.add(Kind.SHAREOUT_PAID, line.in_hand, line.member)
    for line in share_out.lines:
        entry.add(Kind.SOLIDARITY_SHARED, line.solidarity_share, line.member)
    entry.add(Kind.REMAINDER_OUT, share_out.remainder_to_solidarity)
    entry.add(Kind.REMAINDER_TO_SOLIDARITY, share_out.remainder_to_solidarity)
    entry.add(Kind.REMAINDER_KEPT, share_out.remainder_kept)
    _check_closed(entry.balances, share_out)
    return tuple(entry.movements)


def _recognise(entry: _Entry, share_out: ShareOut) -> None:
    """Put on the books what members owe beyond the principal handed to them."""
    for line in share_out.lines:
        for loan in line.loans:
            entry.add(Kind.INTEREST_RECOGNISED, loan.interest, line.member, loan.loan)
            entry.add(Kind.PENALTY_RECOGNISED, loan.penalty, line.member, loan.loan)
        entry.add(Kind.FINE_RECOGNISED, line.fines_recognised, line.member)


def _close_results(entry: _Entry, share_out: ShareOut) -> None:
    """Gather the pool's share of the solidarity fund and every result into profit."""
    entry.add(Kind.SOLIDARITY_INTO_POOL, share_out.pool.solidarity)
    entry.add(Kind.POOL_FROM_SOLIDARITY, share_out.pool.solidarity)
    for account in RESULT_ACCOUNTS:
        amount = entry.balances[account]
        if account is Account.CASH_DIFFERENCE and amount < 0:
            entry.add(Kind.CLOSE_CASH_SHORT, -amount)
        else:
            entry.add(_CLOSING[account], amount)


def _make_payable(entry: _Entry, line: Line) -> None:
    """Turn a member's savings and profit into what the group owes her."""
    entry.add(Kind.SHAREOUT_SHARES, line.capital, line.member, count=line.shares)
    if line.profit < 0:
        entry.add(Kind.SHAREOUT_LOSS, -line.profit, line.member)
    else:
        entry.add(Kind.SHAREOUT_PROFIT, line.profit, line.member)


def _set_off(entry: _Entry, line: Line) -> None:
    """Repay a member's debts out of what the group owes her."""
    member = line.member
    for loan in line.loans:
        if not loan.solidarity:
            entry.add(Kind.PRINCIPAL_SET_OFF, loan.set_off, member, loan.loan)
    entry.add(Kind.FINE_ARREARS_SET_OFF, line.set_off.fines - line.fines_held, member)
    entry.add(Kind.HELD_FOR_SOLIDARITY, line.held, member)
    entry.add(Kind.FINE_PAID_SOLIDARITY, line.fines_held, member)
    for loan in line.loans:
        if loan.solidarity:
            entry.add(Kind.SOLIDARITY_REPAID, loan.set_off, member, loan.loan)


def _check_closed(balances: dict[Account, Minor], share_out: ShareOut) -> None:
    """Prove that the cycle is closed to zero and every amount has its home."""
    assert trial_balance(balances) == 0, "debits differ from credits"
    assert balances[Account.PROFIT] == 0, "profit is left over"
    assert balances[Account.MEMBER_SHARES] == 0, "savings are left over"
    kept = share_out.remainder_kept
    for account in RESULT_ACCOUNTS:
        home = kept if account is Account.RETAINED else 0
        assert balances[account] == home, f"{account} is not closed"
    unpaid = sum(line.unpaid for line in share_out.lines)
    assert balances[Account.SHAREOUT_PAYABLE] == unpaid, "what is payable is not what is unpaid"
    assert balances[Account.CASH_SOLIDARITY] == share_out.solidarity_carried, "solidarity differs"


def apply_share_out(
    books: Books, share_out: ShareOut, moved: Iterable[Movement], held_on: date
) -> Books:
    """Leave the books as the share-out makes them: closed, debts carried, nothing forgotten.

    Args:
        books: on which the share-out was computed.
        share_out: without problems.
        moved: its movements.
        held_on: the day.

    Returns:
        Closed books, ready for ``Books.next_cycle``.
    """
    balances = dict(books.balances)
    for movement in moved:
        apply(balances, movement)
    loans = {}
    for line in share_out.lines:
        for loan in line.loans:
            if loan.carried:
                loans[loan.loan] = _carried(books.loans[loan.loan], loan, held_on)
    return replace(
        books,
        balances=balances,
        shares={},
        fines_owed=_above_zero({line.member: line.carried.fines for line in share_out.lines}),
        fine_arrears=_above_zero(
            {line.member: _fine_arrears(books, line) for line in share_out.lines}
        ),
        payable=_above_zero({line.member: line.unpaid for line in share_out.lines}),
        loans=loans,
        last_held_on=held_on,
        closed=True,
    )


def _carried(loan: Loan, line: LoanLine, held_on: date) -> Loan:
    """Carry what is left of a loan: it bears no further charge and is overdue at once."""
    if line.solidarity:
        return pay(loan, line.set_off, held_on)[0]
    return replace(
        loan,
        principal=line.carried,
        due_on=held_on,
        charge=Charge(ChargeBasis.FREE, 0, loan.charge.period),
        penalty=Penalty(),
        payments=(),
    )


def _fine_arrears(books: Books, line: Line) -> Minor:
    on_books = books.fine_arrears.get(line.member, 0) + line.fines_recognised
    return on_books - (line.set_off.fines - line.fines_held)


def _above_zero(amounts: dict[int, Minor]) -> dict[int, Minor]:
    return {member: amount for member, amount in amounts.items() if amount}
