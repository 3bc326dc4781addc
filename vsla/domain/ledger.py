"""Accounts, and kinds of movement whose name says both accounts."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsla.domain.money import Minor


class Account(StrEnum):
    """The accounts of one group; stored text, so never rename."""

    CASH_LOAN_FUND = "cash_loan_fund"
    CASH_SOLIDARITY = "cash_solidarity"
    BANK = "bank"
    BANK_SOLIDARITY = "bank_solidarity"
    LOANS = "loans"
    FINES_OWED = "fines_owed"
    SOLIDARITY_LOANS = "solidarity_loans"
    MEMBER_SHARES = "member_shares"
    SOLIDARITY_FUND = "solidarity_fund"
    RETAINED = "retained"
    SHAREOUT_PAYABLE = "shareout_payable"
    INTEREST_INCOME = "interest_income"
    FINES_INCOME = "fines_income"
    OTHER_INCOME = "other_income"
    EXPENSES = "expenses"
    LOAN_LOSSES = "loan_losses"
    CASH_DIFFERENCE = "cash_difference"
    PROFIT = "profit"


RESULT_ACCOUNTS = (
    Account.INTEREST_INCOME,
    Account.FINES_INCOME,
    Account.OTHER_INCOME,
    Account.EXPENSES,
    Account.LOAN_LOSSES,
    Account.CASH_DIFFERENCE,
    Account.RETAINED,
)
"""What share-out gathers into ``profit``, in the order in which it is closed."""

NEVER_NEGATIVE = frozenset(
    {
        Account.CASH_LOAN_FUND,
        Account.CASH_SOLIDARITY,
        Account.BANK,
        Account.BANK_SOLIDARITY,
    }
)
"""Money that can be touched: no step of any document may take one of them below zero."""


class Kind(StrEnum):
    """Why money moved. Each kind has one account debited and one credited; never rename."""

    # A meeting.
    SHARES_BOUGHT = "shares_bought"
    SOLIDARITY_PAID = "solidarity_paid"
    SOLIDARITY_GRANT = "solidarity_grant"
    SOLIDARITY_LOAN = "solidarity_loan"
    SOLIDARITY_REPAID = "solidarity_repaid"
    SOLIDARITY_WRITTEN_OFF = "solidarity_written_off"
    SOLIDARITY_EXPENSE = "solidarity_expense"
    SOLIDARITY_INCOME = "solidarity_income"
    FINE_PAID = "fine_paid"
    FINE_PAID_SOLIDARITY = "fine_paid_solidarity"
    FINE_ARREARS_PAID = "fine_arrears_paid"
    LOAN_DISBURSED = "loan_disbursed"
    PRINCIPAL_REPAID = "principal_repaid"
    INTEREST_PAID = "interest_paid"
    PENALTY_PAID = "penalty_paid"
    LOAN_WRITTEN_OFF = "loan_written_off"
    EXPENSE = "expense"
    OTHER_INCOME = "other_income"
    TO_BANK = "to_bank"
    FROM_BANK = "from_bank"
    TO_BANK_SOLIDARITY = "to_bank_solidarity"
    FROM_BANK_SOLIDARITY = "from_bank_solidarity"
    CASH_OVER = "cash_over"
    CASH_SHORT = "cash_short"
    SOLIDARITY_OVER = "solidarity_over"
    SOLIDARITY_SHORT = "solidarity_short"
    SHAREOUT_ARREARS_PAID = "shareout_arrears_paid"
    # What an earlier share-out left open, at the opening of a group that had a life elsewhere.
    LOAN_CARRIED = "loan_carried"
    SOLIDARITY_LOAN_CARRIED = "solidarity_loan_carried"
    FINE_CARRIED = "fine_carried"
    PAYABLE_CARRIED = "payable_carried"
    # A member leaves in mid-cycle: her savings become payable, debts are set off, the rest is paid.
    LEAVING_SHARES = "leaving_shares"
    LEAVING_PROFIT = "leaving_profit"
    LEAVING_ROUNDED_OFF = "leaving_rounded_off"
    LEAVING_PAID = "leaving_paid"
    # Set off against what a member is to get, at leaving and at share-out.
    PRINCIPAL_SET_OFF = "principal_set_off"
    INTEREST_SET_OFF = "interest_set_off"
    PENALTY_SET_OFF = "penalty_set_off"
    FINE_SET_OFF = "fine_set_off"
    FINE_ARREARS_SET_OFF = "fine_arrears_set_off"
    HELD_FOR_SOLIDARITY = "held_for_solidarity"
    # Share-out: debts are put on the books, results closed, shares and profit made payable, paid.
    INTEREST_RECOGNISED = "interest_recognised"
    PENALTY_RECOGNISED = "penalty_recognised"
    FINE_RECOGNISED = "fine_recognised"
    CLOSE_INTEREST = "close_interest"
    CLOSE_FINES = "close_fines"
    CLOSE_OTHER_INCOME = "close_other_income"
    CLOSE_EXPENSES = "close_expenses"
    CLOSE_LOAN_LOSSES = "close_loan_losses"
    CLOSE_CASH_OVER = "close_cash_over"
    CLOSE_CASH_SHORT = "close_cash_short"
    CLOSE_RETAINED = "close_retained"
    SOLIDARITY_INTO_POOL = "solidarity_into_pool"
    POOL_FROM_SOLIDARITY = "pool_from_solidarity"
    SHAREOUT_SHARES = "shareout_shares"
    SHAREOUT_PROFIT = "shareout_profit"
    SHAREOUT_LOSS = "shareout_loss"
    SHAREOUT_ROUNDED_OFF = "shareout_rounded_off"
    SHAREOUT_PAID = "shareout_paid"
    SOLIDARITY_SHARED = "solidarity_shared"
    REMAINDER_KEPT = "remainder_kept"
    REMAINDER_OUT = "remainder_out"
    REMAINDER_TO_SOLIDARITY = "remainder_to_solidarity"


_A = Account

ACCOUNTS_OF: dict[Kind, tuple[Account, Account]] = {
    Kind.SHARES_BOUGHT: (_A.CASH_LOAN_FUND, _A.MEMBER_SHARES),
    Kind.SOLIDARITY_PAID: (_A.CASH_SOLIDARITY, _A.SOLIDARITY_FUND),
    Kind.SOLIDARITY_GRANT: (_A.SOLIDARITY_FUND, _A.CASH_SOLIDARITY),
    Kind.SOLIDARITY_LOAN: (_A.SOLIDARITY_LOANS, _A.CASH_SOLIDARITY),
    Kind.SOLIDARITY_REPAID: (_A.CASH_SOLIDARITY, _A.SOLIDARITY_LOANS),
    Kind.SOLIDARITY_WRITTEN_OFF: (_A.SOLIDARITY_FUND, _A.SOLIDARITY_LOANS),
    Kind.SOLIDARITY_EXPENSE: (_A.SOLIDARITY_FUND, _A.CASH_SOLIDARITY),
    Kind.SOLIDARITY_INCOME: (_A.CASH_SOLIDARITY, _A.SOLIDARITY_FUND),
    Kind.FINE_PAID: (_A.CASH_LOAN_FUND, _A.FINES_INCOME),
    Kind.FINE_PAID_SOLIDARITY: (_A.CASH_SOLIDARITY, _A.SOLIDARITY_FUND),
    Kind.FINE_ARREARS_PAID: (_A.CASH_LOAN_FUND, _A.FINES_OWED),
    Kind.LOAN_DISBURSED: (_A.LOANS, _A.CASH_LOAN_FUND),
    Kind.PRINCIPAL_REPAID: (_A.CASH_LOAN_FUND, _A.LOANS),
    Kind.INTEREST_PAID: (_A.CASH_LOAN_FUND, _A.INTEREST_INCOME),
    Kind.PENALTY_PAID: (_A.CASH_LOAN_FUND, _A.FINES_INCOME),
    Kind.LOAN_WRITTEN_OFF: (_A.LOAN_LOSSES, _A.LOANS),
    Kind.EXPENSE: (_A.EXPENSES, _A.CASH_LOAN_FUND),
    Kind.OTHER_INCOME: (_A.CASH_LOAN_FUND, _A.OTHER_INCOME),
    Kind.TO_BANK: (_A.BANK, _A.CASH_LOAN_FUND),
    Kind.FROM_BANK: (_A.CASH_LOAN_FUND, _A.BANK),
    Kind.TO_BANK_SOLIDARITY: (_A.BANK_SOLIDARITY, _A.CASH_SOLIDARITY),
    Kind.FROM_BANK_SOLIDARITY: (_A.CASH_SOLIDARITY, _A.BANK_SOLIDARITY),
    Kind.CASH_OVER: (_A.CASH_LOAN_FUND, _A.CASH_DIFFERENCE),
    Kind.CASH_SHORT: (_A.CASH_DIFFERENCE, _A.CASH_LOAN_FUND),
    Kind.SOLIDARITY_OVER: (_A.CASH_SOLIDARITY, _A.SOLIDARITY_FUND),
    Kind.SOLIDARITY_SHORT: (_A.SOLIDARITY_FUND, _A.CASH_SOLIDARITY),
    Kind.SHAREOUT_ARREARS_PAID: (_A.SHAREOUT_PAYABLE, _A.CASH_LOAN_FUND),
    Kind.LOAN_CARRIED: (_A.LOANS, _A.RETAINED),
    Kind.SOLIDARITY_LOAN_CARRIED: (_A.SOLIDARITY_LOANS, _A.SOLIDARITY_FUND),
    Kind.FINE_CARRIED: (_A.FINES_OWED, _A.RETAINED),
    Kind.PAYABLE_CARRIED: (_A.RETAINED, _A.SHAREOUT_PAYABLE),
    Kind.LEAVING_SHARES: (_A.MEMBER_SHARES, _A.SHAREOUT_PAYABLE),
    Kind.LEAVING_PROFIT: (_A.EXPENSES, _A.SHAREOUT_PAYABLE),
    Kind.LEAVING_ROUNDED_OFF: (_A.SHAREOUT_PAYABLE, _A.OTHER_INCOME),
    Kind.LEAVING_PAID: (_A.SHAREOUT_PAYABLE, _A.CASH_LOAN_FUND),
    Kind.PRINCIPAL_SET_OFF: (_A.SHAREOUT_PAYABLE, _A.LOANS),
    Kind.INTEREST_SET_OFF: (_A.SHAREOUT_PAYABLE, _A.INTEREST_INCOME),
    Kind.PENALTY_SET_OFF: (_A.SHAREOUT_PAYABLE, _A.FINES_INCOME),
    Kind.FINE_SET_OFF: (_A.SHAREOUT_PAYABLE, _A.FINES_INCOME),
    Kind.FINE_ARREARS_SET_OFF: (_A.SHAREOUT_PAYABLE, _A.FINES_OWED),
    Kind.HELD_FOR_SOLIDARITY: (_A.SHAREOUT_PAYABLE, _A.CASH_LOAN_FUND),
    Kind.INTEREST_RECOGNISED: (_A.LOANS, _A.INTEREST_INCOME),
    Kind.PENALTY_RECOGNISED: (_A.LOANS, _A.FINES_INCOME),
    Kind.FINE_RECOGNISED: (_A.FINES_OWED, _A.FINES_INCOME),
    Kind.CLOSE_INTEREST: (_A.INTEREST_INCOME, _A.PROFIT),
    Kind.CLOSE_FINES: (_A.FINES_INCOME, _A.PROFIT),
    Kind.CLOSE_OTHER_INCOME: (_A.OTHER_INCOME, _A.PROFIT),
    Kind.CLOSE_EXPENSES: (_A.PROFIT, _A.EXPENSES),
    Kind.CLOSE_LOAN_LOSSES: (_A.PROFIT, _A.LOAN_LOSSES),
    Kind.CLOSE_CASH_OVER: (_A.CASH_DIFFERENCE, _A.PROFIT),
    Kind.CLOSE_CASH_SHORT: (_A.PROFIT, _A.CASH_DIFFERENCE),
    Kind.CLOSE_RETAINED: (_A.RETAINED, _A.PROFIT),
    Kind.SOLIDARITY_INTO_POOL: (_A.SOLIDARITY_FUND, _A.CASH_SOLIDARITY),
    Kind.POOL_FROM_SOLIDARITY: (_A.CASH_LOAN_FUND, _A.PROFIT),
    Kind.SHAREOUT_SHARES: (_A.MEMBER_SHARES, _A.SHAREOUT_PAYABLE),
    Kind.SHAREOUT_PROFIT: (_A.PROFIT, _A.SHAREOUT_PAYABLE),
    Kind.SHAREOUT_LOSS: (_A.SHAREOUT_PAYABLE, _A.PROFIT),
    Kind.SHAREOUT_ROUNDED_OFF: (_A.SHAREOUT_PAYABLE, _A.PROFIT),
    Kind.SHAREOUT_PAID: (_A.SHAREOUT_PAYABLE, _A.CASH_LOAN_FUND),
    Kind.SOLIDARITY_SHARED: (_A.SOLIDARITY_FUND, _A.CASH_SOLIDARITY),
    Kind.REMAINDER_KEPT: (_A.PROFIT, _A.RETAINED),
    Kind.REMAINDER_OUT: (_A.PROFIT, _A.CASH_LOAN_FUND),
    Kind.REMAINDER_TO_SOLIDARITY: (_A.CASH_SOLIDARITY, _A.SOLIDARITY_FUND),
}
"""For each kind the account debited, then the account credited."""


class Movement(NamedTuple):
    """One movement of money, balanced by its kind.

    A meeting makes sixty, so it is a tuple: a frozen dataclass takes three times as long to make.

    Attributes:
        kind: why; names both accounts.
        amount: minor units, above zero.
        member: whose, or None for the group's own.
        loan: the loan's id, or None.
        count: how many shares, for shares bought or shared out; else None.
        reversed: True in a reversing entry: debit and credit change places.
    """

    kind: Kind
    amount: Minor
    member: int | None = None
    loan: int | None = None
    count: int | None = None  # type: ignore[assignment] # nobody counts the fields of a movement
    reversed: bool = False

    @property
    def debit(self) -> Account:
        """Name the account debited."""
        return ACCOUNTS_OF[self.kind][1 if self.reversed else 0]

    @property
    def credit(self) -> Account:
        """Name the account credited."""
        return ACCOUNTS_OF[self.kind][0 if self.reversed else 1]


KIND_OF = itemgetter(Movement._fields.index("kind"))
AMOUNT_OF = itemgetter(Movement._fields.index("amount"))
"""What a movement says, told many times faster than row by row."""


def movements_of(
    rows: Iterable[tuple[Kind, Minor, int | None, int | None, int | None, bool]],
) -> list[Movement]:
    """Make many movements of whole rows: asking the class for each takes twice as long."""
    return list(map(partial(tuple.__new__, Movement), rows))


DEBIT_NORMAL = frozenset(
    {
        Account.CASH_LOAN_FUND,
        Account.CASH_SOLIDARITY,
        Account.BANK,
        Account.BANK_SOLIDARITY,
        Account.LOANS,
        Account.FINES_OWED,
        Account.SOLIDARITY_LOANS,
        Account.EXPENSES,
        Account.LOAN_LOSSES,
    }
)
"""Accounts whose balance reads as debits less credits; the others the other way round."""


def balances(movements: Iterable[Movement]) -> dict[Account, Minor]:
    """Add up movements into balances, each on its account's own side.

    Args:
        movements: in any order.

    Returns:
        Every account with its balance in minor units; cash_difference reads as a gain when
        above zero.
    """
    sums = dict.fromkeys(Account, 0)
    for movement in movements:
        apply(sums, movement)
    return sums


def apply(sums: dict[Account, Minor], movement: Movement) -> None:
    """Add one movement to balances in place.

    Args:
        sums: balances on each account's own side.
        movement: what moved.
    """
    debit, credit = ACCOUNTS_OF[movement.kind]
    if movement.reversed:
        debit, credit = credit, debit
    sums[debit] += movement.amount if debit in DEBIT_NORMAL else -movement.amount
    sums[credit] += -movement.amount if credit in DEBIT_NORMAL else movement.amount


def trial_balance(sums: dict[Account, Minor]) -> Minor:
    """Prove that debits equal credits.

    Args:
        sums: balances on each account's own side.

    Returns:
        Debits less credits in minor units; anything but zero is a programmer's error.
    """
    return sum([amount if account in DEBIT_NORMAL else -amount for account, amount in sums.items()])


def reverse(movements: Iterable[Movement]) -> tuple[Movement, ...]:
    """Undo movements by their opposites, in the same order.

    Args:
        movements: of one entry.

    Returns:
        The same kinds and amounts with debit and credit exchanged.
    """
    return tuple(
        Movement(m.kind, m.amount, m.member, m.loan, m.count, reversed=not m.reversed)
        for m in movements
    )
