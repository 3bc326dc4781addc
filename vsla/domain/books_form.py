"""Books to JSON and back, for the snapshot kept beside the ledger and for the group pack."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from vsla.domain.books import Books
from vsla.domain.ledger import Account
from vsla.domain.loans import loan_from_json, loan_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsla.domain.money import Minor

_EMPTY: dict[Account, Minor] = dict.fromkeys(Account, 0)
_ACCOUNTS = {account.value: account for account in Account}


def _by_member(source: Mapping[int, int]) -> dict[str, int]:
    return {str(member): source[member] for member in sorted(source)}


def _members(source: Mapping[str, int]) -> dict[int, int]:
    return {int(member): amount for member, amount in source.items()}


def books_to_json(books: Books) -> dict[str, Any]:
    """Write books as a JSON object that is the same for the same books.

    Args:
        books: as posted.

    Returns:
        Plain lists and objects, money in minor units, members' ids as keys, ascending.
    """
    return {
        "cycle": books.cycle,
        "opened_on": books.opened_on.isoformat(),
        "share_out_on": books.share_out_on.isoformat(),
        "balances": {str(account): amount for account, amount in books.balances.items()},
        "shares": _by_member(books.shares),
        "fines_owed": _by_member(books.fines_owed),
        "fine_arrears": _by_member(books.fine_arrears),
        "payable": _by_member(books.payable),
        "loans": [loan_to_json(books.loans[loan]) for loan in sorted(books.loans)],
        "last_meeting": books.last_meeting,
        "last_held_on": books.last_held_on.isoformat() if books.last_held_on else None,
        "closed": books.closed,
    }


def books_from_json(source: Mapping[str, Any]) -> Books:
    """Read back what ``books_to_json`` wrote; it is ours, so it is not checked.

    Args:
        source: the JSON object.

    Returns:
        Books equal to those written.
    """
    loans = [loan_from_json(item) for item in source["loans"]]
    last = source["last_held_on"]
    balances = {_ACCOUNTS[name]: amount for name, amount in source["balances"].items()}
    return Books(
        cycle=source["cycle"],
        opened_on=date.fromisoformat(source["opened_on"]),
        share_out_on=date.fromisoformat(source["share_out_on"]),
        balances=_EMPTY | balances,
        shares=_members(source["shares"]),
        fines_owed=_members(source["fines_owed"]),
        fine_arrears=_members(source["fine_arrears"]),
        payable=_members(source["payable"]),
        loans={loan.loan: loan for loan in loans},
        last_meeting=source["last_meeting"],
        last_held_on=date.fromisoformat(last) if last else None,
        closed=source["closed"],
    )
