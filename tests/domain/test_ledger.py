"""The ledger: each kind names both accounts, and what is undone leaves nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.ledger import (
    ACCOUNTS_OF,
    DEBIT_NORMAL,
    NEVER_NEGATIVE,
    RESULT_ACCOUNTS,
    Account,
    Kind,
    Movement,
    balances,
    reverse,
    trial_balance,
)

pytestmark = pytest.mark.uncounted

movements = st.builds(
    Movement,
    kind=st.sampled_from(Kind),
    amount=st.integers(1, 10**15),
    member=st.none() | st.integers(1, 40),
    loan=st.none() | st.integers(1_000_001, 2_000_000),
    count=st.none() | st.integers(1, 5),
    reversed=st.booleans(),
)
entries = st.lists(movements, max_size=30).map(tuple)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_moves_money_between_two_accounts(kind: Kind) -> None:
    debit, credit = ACCOUNTS_OF[kind]

    assert debit is not credit
    assert (Movement(kind, 1).debit, Movement(kind, 1).credit) == (debit, credit)
    undone = Movement(kind, 1, reversed=True)
    assert (undone.debit, undone.credit) == (credit, debit)


def test_every_account_is_used_and_every_kind_has_its_accounts() -> None:
    used = {account for pair in ACCOUNTS_OF.values() for account in pair}

    assert set(ACCOUNTS_OF) == set(Kind)
    assert used == set(Account)


def test_money_that_can_be_touched_reads_as_debits() -> None:
    assert set(NEVER_NEGATIVE) <= DEBIT_NORMAL
    assert Account.PROFIT not in RESULT_ACCOUNTS


def test_balances_read_on_their_own_side() -> None:
    moved = [
        Movement(Kind.SHARES_BOUGHT, 300, 1, count=3),
        Movement(Kind.LOAN_DISBURSED, 200, 1, 1_001_001),
        Movement(Kind.INTEREST_PAID, 20, 1, 1_001_001),
        Movement(Kind.CASH_SHORT, 5),
    ]

    sums = balances(moved)

    assert sums[Account.CASH_LOAN_FUND] == 300 - 200 + 20 - 5
    assert sums[Account.MEMBER_SHARES] == 300
    assert sums[Account.LOANS] == 200
    assert sums[Account.INTEREST_INCOME] == 20
    assert sums[Account.CASH_DIFFERENCE] == -5
    assert set(sums) == set(Account)


def test_a_trial_balance_tells_by_how_much_debits_exceed() -> None:
    sums = balances([])
    sums[Account.CASH_LOAN_FUND] = 7
    sums[Account.MEMBER_SHARES] = 3

    assert trial_balance(sums) == 4


@given(entries)
def test_debits_equal_credits_whatever_moves(entry: tuple[Movement, ...]) -> None:
    assert trial_balance(balances(entry)) == 0


@given(entries)
def test_an_entry_and_its_reversal_leave_nothing(entry: tuple[Movement, ...]) -> None:
    assert set(balances((*entry, *reverse(entry))).values()) == {0}


@given(entries)
def test_undoing_what_was_undone_is_the_entry_itself(entry: tuple[Movement, ...]) -> None:
    assert reverse(reverse(entry)) == entry
    assert all(a.amount == b.amount for a, b in zip(entry, reverse(entry), strict=True))


@given(entries, entries)
def test_balances_add_up(one: tuple[Movement, ...], other: tuple[Movement, ...]) -> None:
    together, first, second = balances(one + other), balances(one), balances(other)

    assert together == {account: first[account] + second[account] for account in Account}
