"""The journal as plain-text accounting: what the programs of accountants make of it."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import an_empty_group
from tests.documents.accountants import Balances, accountants
from tests.services.whole_life import a_whole_life
from vsla.documents.accounting import NAMES, Book, Line, account_of, as_json, plain_text
from vsla.domain.ledger import DEBIT_NORMAL, Account, Kind, Movement
from vsla.services.export_journal import journal_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session


def _of_ledger(book: Book) -> Balances:
    """Add the movements up by account and passbook."""
    sums: Balances = defaultdict(int)
    for line in book.lines:
        for m in line.movements:
            sums[account_of(book, m.debit, m.member)] += m.amount
            sums[account_of(book, m.credit, m.member)] -= m.amount
    return {name: amount for name, amount in sums.items() if amount}


@pytest.fixture
def book(session: Session) -> Book:
    """The journal of a group that has lived through everything."""
    world = a_whole_life(session)
    return journal_book(session, world.facilitator, group_id=world.group_id)


@pytest.mark.parametrize("program", accountants())
def test_each_program_comes_to_every_balance_of_the_ledger(
    book: Book, tmp_path: Path, program: Callable[[Path, int], Balances]
) -> None:
    file = tmp_path / "group.beancount"
    file.write_text("".join(plain_text(book)), "utf-8")

    told = program(file, 2)

    by_account: Balances = defaultdict(int)
    for name, amount in told.items():
        by_account[":".join(name.split(":")[:2])] += amount
    ledger = {
        NAMES[account]: amount if account in DEBIT_NORMAL else -amount
        for account, amount in book.balances.items()
    }
    assert told == _of_ledger(book)
    assert {name: by_account[name] for name in ledger} == ledger
    assert len(told) > 10
    assert any(line.undoes for line in book.lines)


def test_beancount_refuses_a_file_whose_balances_differ(book: Book, tmp_path: Path) -> None:
    text = "".join(plain_text(book)).splitlines()
    place = next(n for n, line in enumerate(text) if " balance Assets:Box-Loan-Fund " in line)
    text[place] = " ".join([*text[place].split()[:3], "1.23", "CDF"])
    file = tmp_path / "changed.beancount"
    file.write_text("\n".join(text), "utf-8")

    with pytest.raises(AssertionError):
        accountants()[0](file, 2)


def test_json_tells_both_accounts_of_every_movement(book: Book) -> None:
    told = json.loads(as_json(book))

    sums = dict.fromkeys(map(str, Account), 0)
    for entry in told["entries"]:
        for m in entry["movements"]:
            sums[m["debit"]] += m["amount_minor"]
            sums[m["credit"]] -= m["amount_minor"]
    signed = {str(a): n if a in DEBIT_NORMAL else -n for a, n in book.balances.items()}
    assert sums == signed
    assert told["balances_minor"] == {str(a): n for a, n in book.balances.items()}
    assert [entry["number"] for entry in told["entries"]] == list(range(1, len(book.lines) + 1))


def test_no_name_of_anybody_is_in_a_journal(book: Book) -> None:
    assert "Member 1" not in "".join(plain_text(book))
    assert "Member 1" not in as_json(book)


def test_a_group_without_a_cycle_has_an_empty_journal(session: Session, tmp_path: Path) -> None:
    world = an_empty_group(session)
    book = journal_book(session, world.facilitator, group_id=world.group_id)
    file = tmp_path / "empty.beancount"
    file.write_text("".join(plain_text(book)), "utf-8")

    assert [program(file, 2) for program in accountants()] == [{} for _ in accountants()]
    assert json.loads(as_json(book))["entries"] == []


def test_what_a_grammar_would_read_is_taken_out_of_names(tmp_path: Path) -> None:
    moved = Movement(Kind.SHARES_BOUGHT, 500, 1)
    line = Line(1, "meeting", 1, 1, date(2024, 1, 5), "", None, [moved], "")
    quiet = Line(2, "meeting", 1, 2, date(2024, 1, 12), "", None, [], "")
    sums = {Account.CASH_LOAN_FUND: 500, Account.MEMBER_SHARES: 500}
    book = Book('A"1;\n', 'Um"oja\n2024-01-01 open X', "UGX", {1: 7}, [line, quiet], sums)
    file = tmp_path / "odd.beancount"
    file.write_text("".join(plain_text(book)), "utf-8")

    for program in accountants():
        assert program(file, 0) == {"Assets:Box-Loan-Fund": 500, "Equity:Member-Shares:P007": -500}
