"""Hold the totals of all groups against their ledgers, in three statements for any number.

It finds what a sum can show: a slice or a position that is not what the movements add up to. The
chain, the documents and the facts are held by ``verify_ledger``, group by group.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vsla.domain.counting import COUNTED_KINDS, field_of
from vsla.domain.ledger import ACCOUNTS_OF, DEBIT_NORMAL, Account
from vsla.services.verify_ledger import Check, Finding
from vsla.store import totals

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_COUNTERS = tuple(dict.fromkeys(str(field_of(kind)) for kind in COUNTED_KINDS))
_STANDING: dict[str, tuple[Account, ...]] = {
    "cash_loan_fund": (Account.CASH_LOAN_FUND,),
    "cash_solidarity": (Account.CASH_SOLIDARITY,),
    "bank": (Account.BANK, Account.BANK_SOLIDARITY),
    "loans_out": (Account.LOANS,),
    "savings": (Account.MEMBER_SHARES,),
}
"""Which accounts a column of the position is the balance of."""


def verify_totals(session: Session) -> tuple[int, list[Finding]]:
    """Compare every total that movements add up to with what is stored.

    Args:
        session: to read with.

    Returns:
        How many groups have a position, and every disagreement, by group.
    """
    slices: dict[tuple[int, int, str], dict[str, int]] = defaultdict(dict)
    balances: dict[int, dict[Account, int]] = {}
    for one in totals.moved(session):
        debit, credit = ACCOUNTS_OF[one.kind]
        accounts = balances.setdefault(one.group_id, dict.fromkeys(Account, 0))
        accounts[debit] += one.amount
        accounts[credit] -= one.amount
        name = field_of(one.kind)
        if name is not None and one.gender is not None and one.amount:
            sums = slices[one.group_id, one.cycle, one.gender]
            sums[name] = sums.get(name, 0) + one.amount
    found = []
    for (group_id, cycle, gender), stored in totals.counted(session, _COUNTERS):
        kept = {name: amount for name, amount in stored.items() if amount}
        summed = slices.pop((group_id, cycle, gender), {})
        if kept != {name: amount for name, amount in summed.items() if amount}:
            found.append(_finding(group_id, cycle, gender))
    found += [_finding(*key) for key, summed in slices.items() if any(summed.values())]
    groups = 0
    for position in totals.standing(session):
        groups += 1
        accounts = balances.get(position.group_id, dict.fromkeys(Account, 0))
        found += [
            Finding(position.group_id, Check.POSITION, name)
            for name, of in _STANDING.items()
            if getattr(position, name) != sum(_own_side(account, accounts) for account in of)
        ]
    return groups, sorted(found, key=lambda one: (one.group_id, one.check, one.where))


def _own_side(account: Account, accounts: dict[Account, int]) -> int:
    return accounts[account] if account in DEBIT_NORMAL else -accounts[account]


def _finding(group_id: int, cycle: int, gender: str) -> Finding:
    return Finding(group_id, Check.ROLLUP_LEDGER, f"cycle {cycle}, sex {gender}")
