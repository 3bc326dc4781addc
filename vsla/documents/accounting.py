"""A group's journal as plain-text accounting: one file that beancount and hledger both read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.indicators import fixed_point
from vsla.domain.ledger import DEBIT_NORMAL, Account
from vsla.domain.money import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from vsla.domain.ledger import Movement
    from vsla.domain.money import Minor

VERSION = 1

NAMES: dict[Account, str] = {
    Account.CASH_LOAN_FUND: "Assets:Box-Loan-Fund",
    Account.CASH_SOLIDARITY: "Assets:Box-Solidarity-Fund",
    Account.BANK: "Assets:Bank-Loan-Fund",
    Account.BANK_SOLIDARITY: "Assets:Bank-Solidarity-Fund",
    Account.LOANS: "Assets:Loans",
    Account.FINES_OWED: "Assets:Fines-Owed",
    Account.SOLIDARITY_LOANS: "Assets:Solidarity-Loans",
    Account.MEMBER_SHARES: "Equity:Member-Shares",
    Account.SOLIDARITY_FUND: "Equity:Solidarity-Fund",
    Account.RETAINED: "Equity:Retained",
    Account.PROFIT: "Equity:Profit",
    Account.SHAREOUT_PAYABLE: "Liabilities:Owed-To-Members",
    Account.INTEREST_INCOME: "Income:Service-Charges",
    Account.FINES_INCOME: "Income:Fines",
    Account.OTHER_INCOME: "Income:Other",
    Account.CASH_DIFFERENCE: "Income:Cash-Differences",
    Account.EXPENSES: "Expenses:Costs",
    Account.LOAN_LOSSES: "Expenses:Loan-Losses",
}
"""Accounts as accountants' programs sort them; both need one of five roots."""

OF_MEMBERS = frozenset(
    {
        Account.LOANS,
        Account.FINES_OWED,
        Account.SOLIDARITY_LOANS,
        Account.MEMBER_SHARES,
        Account.SHAREOUT_PAYABLE,
    }
)
"""Accounts kept apart by member, under the number of the passbook."""

_NOT_PLAIN = re.compile(r"[^\w .,'/()-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the journal as accountants see it.

    Attributes:
        number: of the entry.
        kind: word of the entry's kind.
        meeting: its number in the cycle; None for a share-out.
        undoes: number of the entry it reverses, or None.
        movements: in the order of the money.
        hash: which closes over it.
    """

    number: int
    kind: str
    cycle: int
    meeting: int | None
    occurred_on: date
    recorded_at: str
    undoes: int | None
    movements: Sequence[Movement]
    hash: str


@dataclass(frozen=True, slots=True)
class Book:
    """A group's journal, without anybody's name.

    Attributes:
        currency: ISO code.
        passbooks: number of the passbook by member id.
        lines: every entry, undone ones among them.
        balances: of the ledger, each on its account's own side, minor units.
    """

    code: str
    name: str
    currency: str
    passbooks: Mapping[int, int]
    lines: Sequence[Line]
    balances: Mapping[Account, Minor]


def account_of(book: Book, account: Account, member: int | None) -> str:
    """Name an account, with the passbook of the member where it is kept by member."""
    if member is None or account not in OF_MEMBERS:
        return NAMES[account]
    return f"{NAMES[account]}:P{book.passbooks[member]:03}"


def plain_text(book: Book) -> Iterator[str]:
    """Write a journal for beancount and hledger.

    The two grammars meet in transactions and comments. Lines such as ``2018-01-01 open Assets:X``
    are directives to beancount, and transactions without any posting to hledger, which moves
    nothing. The balances of the ledger stand at the end: beancount refuses the file if it comes to
    others.

    Args:
        book: of one group.

    Yields:
        Lines with their ends; the last ones assert every balance.
    """
    yield f"; {_plain(book.code)} {_plain(book.name)}\n"
    yield "; Passbooks stand for members: P007 is passbook 7. No names are in this file.\n\n"
    if not book.lines:
        return
    opened: dict[str, None] = {}
    for line in book.lines:
        for movement in line.movements:
            for account in (movement.debit, movement.credit):
                opened[NAMES[account]] = None
                opened[account_of(book, account, movement.member)] = None
    first = min(line.occurred_on for line in book.lines)
    for name in sorted(opened):
        yield f"{first} open {name} {book.currency}\n"
    for line in book.lines:
        yield from _transaction(book, line)
    yield "\n; What the ledger says.\n"
    after = max(line.occurred_on for line in book.lines) + timedelta(days=1)
    for account, amount in book.balances.items():
        if NAMES[account] in opened:
            signed = amount if account in DEBIT_NORMAL else -amount
            yield f"{after} balance {NAMES[account]} {_money(book, signed)}\n"


def _transaction(book: Book, line: Line) -> Iterator[str]:
    said = _said(line)
    if not line.movements:
        yield f"\n; {said}: no money moved\n"
        return
    yield f'\n{line.occurred_on} * "{_plain(book.code)}" "{said}"\n'
    for movement in line.movements:
        for account, sign in ((movement.debit, 1), (movement.credit, -1)):
            name = account_of(book, account, movement.member)
            yield f"  {name:<42} {_money(book, sign * movement.amount):>20} ; {movement.kind}\n"


def _said(line: Line) -> str:
    what = "share-out" if line.meeting is None else f"meeting {line.meeting}"
    undoes = "" if line.undoes is None else f", undoes entry {line.undoes}"
    return f"cycle {line.cycle}, {what}, entry {line.number}{undoes}"


def _money(book: Book, amount: Minor) -> str:
    return f"{fixed_point(amount, CURRENCIES[book.currency].scale)} {book.currency}"


def _plain(text: str) -> str:
    """Take out what either grammar would read as more than text."""
    return _NOT_PLAIN.sub(" ", text).strip()


def as_json(book: Book) -> str:
    """Write a journal as JSON: every movement with both accounts, and all balances.

    Args:
        book: of one group.

    Returns:
        A text that ends with a line end; amounts in minor units.
    """
    told = {
        "format": "vsla-journal",
        "version": VERSION,
        "group": book.code,
        "name": book.name,
        "currency": book.currency,
        "scale": CURRENCIES[book.currency].scale,
        "entries": [_entry(book, line) for line in book.lines],
        "balances_minor": {str(account): amount for account, amount in book.balances.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _entry(book: Book, line: Line) -> dict[str, object]:
    return {
        "number": line.number,
        "kind": line.kind,
        "cycle": line.cycle,
        "meeting": line.meeting,
        "occurred_on": line.occurred_on.isoformat(),
        "recorded_at": line.recorded_at,
        "undoes": line.undoes,
        "hash": line.hash,
        "movements": [
            {
                "kind": str(m.kind),
                "debit": str(m.debit),
                "credit": str(m.credit),
                "amount_minor": m.amount,
                "passbook": None if m.member is None else book.passbooks[m.member],
                "loan": m.loan,
                "shares": m.count,
            }
            for m in line.movements
        ],
    }
