"""Books are written as JSON and read back the same, whatever is in them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import OPENED_ON, a_standing, bought, lent, new_books, post
from vsla.domain.books import Books
from vsla.domain.books_form import books_from_json, books_to_json
from vsla.domain.constitution import Penalty, PenaltyKind
from vsla.domain.ledger import Account

amounts = st.dictionaries(st.integers(1, 99), st.integers(1, 10**15), max_size=4)
books_of_any_kind = st.builds(
    Books,
    cycle=st.integers(1, 9),
    opened_on=st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    share_out_on=st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    balances=st.lists(
        st.integers(-(10**15), 10**15), min_size=len(Account), max_size=len(Account)
    ).map(lambda sums: dict(zip(Account, sums, strict=True))),
    shares=amounts,
    fines_owed=amounts,
    fine_arrears=amounts,
    payable=amounts,
    last_meeting=st.integers(-1, 999),
    last_held_on=st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    closed=st.booleans(),
)


def through_text(books: Books) -> Books:
    return books_from_json(json.loads(json.dumps(books_to_json(books))))


@given(books_of_any_kind)
def test_books_come_back_as_they_were(books: Books) -> None:
    assert through_text(books) == books


def test_loans_with_their_payments_come_back_as_they_were() -> None:
    standing = a_standing(penalty=Penalty(PenaltyKind.FIXED, amount=5_000))
    first = post(
        new_books(),
        standing,
        1,
        shares_bought=bought(5, 5),
        loans_granted=[lent(2, 300_000), lent(1, 200_000, line=2)],
        solidarity_loans=[
            {"line": 3, "member": 3, "need": "death", "amount_minor": 9_000, "weeks": 4}
        ],
        fines_charged=[{"member": 4, "offence": "late", "amount_minor": 20_000}],
    )
    repaid = [{"loan": 1_001_001, "amount_minor": 50_000}]
    books = post(first.posting.books, standing, 6, repayments=repaid).posting.books

    assert len(books.loans) == 3
    assert books.loans[1_001_001].payments
    assert through_text(books) == books


def test_the_same_books_give_the_same_text() -> None:
    one = replace(new_books(), shares={2: 1, 1: 3}, payable={9: 1, 4: 2})
    other = replace(new_books(), shares={1: 3, 2: 1}, payable={4: 2, 9: 1})

    assert json.dumps(books_to_json(one)) == json.dumps(books_to_json(other))
    assert list(books_to_json(one)["shares"]) == ["1", "2"]


def test_an_account_that_did_not_exist_then_reads_as_zero() -> None:
    written = books_to_json(new_books())
    del written["balances"]["retained"]

    assert books_from_json(written) == new_books()


def test_books_count_shares_and_list_a_members_loans_oldest_first() -> None:
    posted = post(
        new_books(),
        a_standing(),
        1,
        shares_bought=bought(5, 2),
        loans_granted=[lent(1, 10, line=9), lent(2, 10, line=3), lent(1, 10, line=4)],
    )

    books = posted.posting.books
    assert books.total_shares == 7
    assert [loan.loan for loan in books.loans_of(1)] == [1_001_004, 1_001_009]


def test_the_next_cycle_carries_money_and_debts_but_no_shares() -> None:
    closed = replace(
        new_books(),
        shares={1: 2},
        fines_owed={2: 5},
        payable={3: 9},
        last_meeting=40,
        last_held_on=OPENED_ON,
        closed=True,
    )
    closed.balances[Account.CASH_SOLIDARITY] = 700
    opened_on = OPENED_ON + timedelta(weeks=53)

    books = closed.next_cycle(opened_on, opened_on + timedelta(weeks=52))

    assert (books.cycle, books.last_meeting, books.last_held_on, books.closed) == (
        2,
        -1,
        None,
        False,
    )
    assert books.shares == {}
    assert books.balances == closed.balances
    assert (books.fines_owed, books.payable) == ({2: 5}, {3: 9})
