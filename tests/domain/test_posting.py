"""What a meeting does to the books: two funds, every franc in its place, nothing below zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.builders import (
    OPENED_ON,
    SHARE,
    a_meeting,
    a_standing,
    bought,
    codes,
    lent,
    new_books,
    post,
    problems,
)
from tests.domain_builders import a_document
from vsla.domain.calendar import Period
from vsla.domain.constitution import (
    Charge,
    ChargeBasis,
    Fund,
    Penalty,
    PenaltyKind,
    Step,
)
from vsla.domain.document import parse_meeting
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.ledger import Account, Kind, trial_balance
from vsla.domain.loans import owed
from vsla.domain.meeting import post_meeting


def test_shares_and_solidarity_go_into_two_boxes() -> None:
    posted = post(new_books(), a_standing(), 1, shares_bought=bought(1, 2, 3, 4, 5))

    balances = posted.posting.books.balances
    assert not posted.problems
    assert balances[Account.CASH_LOAN_FUND] == 15 * SHARE
    assert balances[Account.CASH_SOLIDARITY] == 5 * 20_000
    assert posted.posting.books.shares == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}
    assert trial_balance(balances) == 0


def test_a_loan_leaves_the_box_and_comes_back_with_its_charge() -> None:
    standing = a_standing()
    first = post(
        new_books(),
        standing,
        1,
        shares_bought=bought(5, 5, 5, 5, 5),
        loans_granted=[lent(1, 1_000_000)],
    )
    second = post(
        first.posting.books,
        standing,
        5,
        repayments=[{"loan": 1_001_001, "amount_minor": 1_100_000}],
    )

    balances = second.posting.books.balances
    assert not first.problems + second.problems
    assert first.posting.books.balances[Account.LOANS] == 1_000_000
    assert balances[Account.LOANS] == 0
    assert balances[Account.INTEREST_INCOME] == 100_000
    assert second.posting.books.loans == {}


def test_an_up_front_charge_is_paid_on_receiving_and_the_whole_loan_is_owed() -> None:
    charge = Charge(ChargeBasis.UP_FRONT, 100_000, Period.FOUR_WEEKS)
    posted = post(
        new_books(),
        a_standing(charge=charge),
        1,
        shares_bought=bought(2, 1),
        loans_granted=[lent(1, 300_000)],
    )

    balances = posted.posting.books.balances
    assert not posted.problems
    assert balances[Account.CASH_LOAN_FUND] == 30_000
    assert balances[Account.LOANS] == 300_000


def test_lending_more_than_the_loan_fund_is_one_problem_in_three_figures() -> None:
    posted = post(
        new_books(),
        a_standing(),
        1,
        shares_bought=bought(1),
        loans_granted=[lent(1, 60_000), lent(2, 90_000, line=2)],
    )

    (problem,) = posted.problems
    assert problem.path == "loans_granted"
    assert problem.values == {
        "requested_minor": 150_000,
        "available_minor": 100_000,
        "excess_minor": 50_000,
    }


def test_the_whole_loan_fund_may_be_lent() -> None:
    posted = post(
        new_books(), a_standing(), 1, shares_bought=bought(1), loans_granted=[lent(1, SHARE)]
    )

    assert not posted.problems
    assert posted.posting.books.balances[Account.CASH_LOAN_FUND] == 0


def test_solidarity_money_is_never_lent_as_a_loan_of_the_loan_fund() -> None:
    posted = post(new_books(), a_standing(), 1, loans_granted=[lent(1, 50_000)])

    assert problems(posted) == [("loans_granted", "lending_above_loan_fund")]


@pytest.mark.parametrize(
    ("part", "row", "code"),
    [
        ("expenses", {"amount_minor": 1, "what": "ink"}, "loan_fund_below_zero"),
        (
            "expenses",
            {"amount_minor": 100_001, "what": "cloth", "fund": "solidarity_fund"},
            "solidarity_below_zero",
        ),
        (
            "transfers",
            {"direction": "from_bank", "channel": "bank", "amount_minor": 7},
            "bank_below_zero",
        ),
        (
            "solidarity_grants",
            {"member": 1, "need": "illness", "amount_minor": 100_001},
            "solidarity_below_zero",
        ),
    ],
)
def test_no_purse_goes_below_zero(part: str, row: dict[str, object], code: str) -> None:
    posted = post(new_books(), a_standing(), 1, **{part: [row]})

    assert problems(posted) == [(f"{part}.0", code)]


def test_what_is_short_is_said() -> None:
    posted = post(new_books(), a_standing(), 1, expenses=[{"amount_minor": 250, "what": "ink"}])

    assert posted.problems[0].values == {"short_minor": 250}


def test_a_purse_below_zero_is_told_once() -> None:
    rows = [{"amount_minor": 5, "what": "ink"}, {"amount_minor": 6, "what": "pens"}]

    posted = post(new_books(), a_standing(), 1, expenses=rows)

    assert problems(posted) == [("expenses.0", "loan_fund_below_zero")]


def test_the_order_of_the_group_decides_what_can_be_spent() -> None:
    spending = {"shares_bought": bought(1), "expenses": [{"amount_minor": 10, "what": "ink"}]}
    early = tuple(s for s in Step if s is not Step.SHARES)
    order = (*early, Step.SHARES)

    usual = post(new_books(), a_standing(), 1, **spending)
    unusual = post(new_books(), a_standing(meeting_order=order), 1, **spending)

    assert not usual.problems
    assert problems(unusual) == [("expenses.0", "loan_fund_below_zero")]


def test_money_goes_to_the_bank_and_comes_back() -> None:
    standing = a_standing()
    to_bank = {"direction": "to_bank", "channel": "mobile_money", "reference": "A1"}
    first = post(
        new_books(),
        standing,
        1,
        shares_bought=bought(5),
        transfers=[
            to_bank | {"amount_minor": 400_000},
            to_bank | {"amount_minor": 50_000, "fund": "solidarity_fund"},
        ],
    )
    back = {"direction": "from_bank", "channel": "mobile_money", "amount_minor": 400_000}
    second = post(
        first.posting.books, standing, 2, transfers=[back], loans_granted=[lent(1, 450_000)]
    )

    assert not first.problems + second.problems
    assert first.posting.books.balances[Account.BANK] == 400_000
    assert first.posting.books.balances[Account.BANK_SOLIDARITY] == 50_000
    assert second.posting.books.balances[Account.CASH_LOAN_FUND] == 50_000


def test_a_count_is_a_fact_and_the_books_follow_it() -> None:
    standing = a_standing()
    first = post(new_books(), standing, 1, shares_bought=bought(5))
    counted = {"loan_fund_minor": 498_500, "solidarity_fund_minor": 100_500}
    second = post(first.posting.books, standing, 2, opening_count=counted, solidarity_paid=[])

    after = second.posting.books.balances
    assert codes(second)[:2] == ["cash_difference_opening", "solidarity_difference_opening"]
    assert after[Account.CASH_LOAN_FUND] == 498_500
    assert after[Account.CASH_SOLIDARITY] == 100_500
    assert after[Account.CASH_DIFFERENCE] == -1_500
    assert after[Account.SOLIDARITY_FUND] == 100_500


def test_the_closing_count_is_held_against_the_books_of_the_evening() -> None:
    counted = {"loan_fund_minor": 500_100, "solidarity_fund_minor": 99_000}
    posted = post(new_books(), a_standing(), 1, shares_bought=bought(5), closing_count=counted)

    kinds = [m.kind for m in posted.posting.movements[-2:]]
    assert kinds == [Kind.CASH_OVER, Kind.SOLIDARITY_SHORT]
    assert posted.breaches[0].values["difference_minor"] == 100


def test_fines_charged_and_fines_paid_are_two_facts() -> None:
    standing = a_standing()
    charged = [{"member": 1, "offence": "late", "amount_minor": 20_000}]
    first = post(new_books(), standing, 1, fines_charged=charged)
    paid = [{"member": 1, "amount_minor": 20_000}]
    second = post(first.posting.books, standing, 2, fines_paid=paid)

    assert first.posting.books.fines_owed == {1: 20_000}
    assert first.posting.books.balances[Account.FINES_INCOME] == 0
    assert second.posting.books.fines_owed == {}
    assert second.posting.books.balances[Account.FINES_INCOME] == 20_000


def test_fines_may_go_into_the_solidarity_fund() -> None:
    posted = post(
        new_books(),
        a_standing(fines_into=Fund.SOLIDARITY_FUND),
        1,
        solidarity_paid=[],
        fines_charged=[{"member": 1, "offence": "late", "amount_minor": 20_000}],
        fines_paid=[{"member": 1, "amount_minor": 20_000}],
    )

    assert posted.posting.books.balances[Account.CASH_SOLIDARITY] == 20_000
    assert posted.posting.books.balances[Account.FINES_INCOME] == 0


def test_fines_of_an_earlier_cycle_are_paid_first() -> None:
    books = replace(new_books(), fines_owed={1: 30_000}, fine_arrears={1: 10_000})
    books.balances[Account.FINES_OWED] = 10_000
    books.balances[Account.RETAINED] = 10_000

    posted = post(books, a_standing(), 1, fines_paid=[{"member": 1, "amount_minor": 15_000}])

    paid = [(m.kind, m.amount) for m in posted.posting.movements[:2]]
    assert paid == [(Kind.FINE_ARREARS_PAID, 10_000), (Kind.FINE_PAID, 5_000)]
    assert posted.posting.books.fines_owed == {1: 15_000}
    assert posted.posting.books.fine_arrears == {}


def test_nobody_pays_more_than_the_debt() -> None:
    standing = a_standing()
    first = post(
        new_books(), standing, 1, shares_bought=bought(5), loans_granted=[lent(1, 100_000)]
    )
    second = post(
        first.posting.books,
        standing,
        2,
        repayments=[{"loan": 1_001_001, "amount_minor": 100_001}],
        fines_paid=[{"member": 2, "amount_minor": 1}],
        payables_paid=[{"member": 3, "amount_minor": 1}],
    )

    assert problems(second) == [
        ("fines_paid.0", "fine_above_debt"),
        ("repayments.0", "repayment_above_debt"),
        ("payables_paid.0", "payable_above_debt"),
    ]
    assert second.problems[1].values == {"member": 1, "debt_minor": 100_000}


def test_what_a_share_out_still_owes_is_paid_later() -> None:
    books = replace(new_books(), payable={1: 30_000})
    books.balances[Account.SHAREOUT_PAYABLE] = 30_000
    books.balances[Account.LOANS] = 30_000

    posted = post(
        books,
        a_standing(),
        1,
        shares_bought=bought(0, 1),
        payables_paid=[{"member": 1, "amount_minor": 20_000}],
    )

    assert not posted.problems
    assert posted.posting.books.payable == {1: 10_000}


_DAYS = {"granted_on": "2022-03-01", "due_on": "2022-12-01"}
_CARRIED: dict[str, Any] = {
    "carried_loans": [
        {"line": 1, "member": 1, "amount_minor": 40_000, **_DAYS},
        {"line": 2, "member": 2, "amount_minor": 9_000, "solidarity": True, **_DAYS},
    ],
    "carried_fines": [{"member": 1, "amount_minor": 500}],
    "carried_payables": [{"member": 3, "amount_minor": 30_000}],
}


def test_what_a_share_out_left_open_elsewhere_stands_without_money() -> None:
    posted = post(new_books(), a_standing(), 1, attendance=[], solidarity_paid=[], **_CARRIED)

    books = posted.posting.books
    balances = {account: amount for account, amount in books.balances.items() if amount}
    assert balances == {
        Account.LOANS: 40_000,
        Account.SOLIDARITY_LOANS: 9_000,
        Account.SOLIDARITY_FUND: 9_000,
        Account.FINES_OWED: 500,
        Account.SHAREOUT_PAYABLE: 30_000,
        Account.RETAINED: 10_500,
    }
    assert books.fines_owed == books.fine_arrears == {1: 500}
    assert books.payable == {3: 30_000}
    assert [owed(loan, date(2030, 1, 1)) for loan in books.loans.values()] == [
        (40_000, 0, 0),
        (9_000, 0, 0),
    ]


def test_a_line_names_one_carried_loan_and_it_ends_after_it_began() -> None:
    days = {"granted_on": "2022-03-01", "due_on": "2022-02-28"}
    row = {"line": 1, "member": 1, "amount_minor": 5, **days}
    source = a_document(carried_loans=[row, row])

    with pytest.raises(InvalidDocumentError, match="ends_before_begin"):
        parse_meeting(source)


def test_help_is_given_or_lent_free_of_interest() -> None:
    standing = a_standing()
    first = post(
        new_books(),
        standing,
        1,
        solidarity_grants=[{"member": 1, "need": "illness", "amount_minor": 30_000, "payee": 2}],
        solidarity_loans=[
            {"line": 1, "member": 3, "need": "death", "amount_minor": 40_000, "weeks": 4}
        ],
    )
    second = post(
        first.posting.books,
        standing,
        9,
        repayments=[{"loan": 1_001_001, "amount_minor": 40_000}],
    )

    helps = [(h.member, h.amount, h.as_loan) for h in first.posting.helps]
    assert helps == [(1, 30_000, False), (3, 40_000, True)]
    assert first.posting.books.balances[Account.SOLIDARITY_LOANS] == 40_000
    assert not second.problems
    assert second.posting.books.balances[Account.SOLIDARITY_LOANS] == 0


def test_a_late_loan_pays_its_penalty_first() -> None:
    standing = a_standing(penalty=Penalty(PenaltyKind.FIXED, amount=5_000))
    first = post(
        new_books(), standing, 1, shares_bought=bought(5), loans_granted=[lent(1, 100_000)]
    )
    second = post(
        first.posting.books,
        standing,
        7,
        repayments=[{"loan": 1_001_001, "amount_minor": 16_000}],
    )

    paid = [(m.kind, m.amount) for m in second.posting.movements if m.loan]
    assert paid == [
        (Kind.PENALTY_PAID, 5_000),
        (Kind.INTEREST_PAID, 10_000),
        (Kind.PRINCIPAL_REPAID, 1_000),
    ]


def test_a_loan_is_written_off_by_vote() -> None:
    standing = a_standing()
    first = post(
        new_books(),
        standing,
        1,
        shares_bought=bought(5),
        loans_granted=[lent(1, 100_000)],
        solidarity_loans=[
            {"line": 2, "member": 1, "need": "illness", "amount_minor": 30_000, "weeks": 2}
        ],
    )
    votes = {"votes_for": 4, "votes_against": 0}
    second = post(
        first.posting.books,
        standing,
        2,
        write_offs=[{"loan": 1_001_001} | votes, {"loan": 1_001_002} | votes],
    )

    balances = second.posting.books.balances
    assert not second.problems
    assert balances[Account.LOAN_LOSSES] == 100_000
    assert balances[Account.LOANS] == balances[Account.SOLIDARITY_LOANS] == 0


def test_unknown_loans_and_taken_lines_are_problems_at_their_place() -> None:
    solidarity = {"line": 1, "member": 2, "need": "illness", "amount_minor": 100, "weeks": 2}
    books = post(
        new_books(), a_standing(), 1, shares_bought=bought(5), loans_granted=[lent(1, 100)]
    ).posting.books
    twice = a_meeting(1, loans_granted=[lent(1, 100)], solidarity_loans=[solidarity])

    again = post_meeting(
        replace(twice, held_on=OPENED_ON), replace(books, last_meeting=0), a_standing()
    )
    other = post(
        books,
        a_standing(),
        2,
        repayments=[{"loan": 77, "amount_minor": 1}],
        write_offs=[{"loan": 78, "votes_for": 1, "votes_against": 0}],
    )

    assert problems(again) == [
        ("solidarity_loans.0.line", "loan_line_taken"),
        ("loans_granted.0.line", "loan_line_taken"),
    ]
    assert problems(other) == [
        ("repayments.0.loan", "unknown_loan"),
        ("write_offs.0.loan", "unknown_loan"),
    ]


def test_other_income_joins_the_fund_it_was_given_to() -> None:
    rows = [
        {"amount_minor": 700, "what": "gift"},
        {"amount_minor": 300, "what": "gift", "fund": "solidarity_fund"},
    ]

    posted = post(new_books(), a_standing(), 1, other_income=rows, solidarity_paid=[])

    assert posted.posting.books.balances[Account.OTHER_INCOME] == 700
    assert posted.posting.books.balances[Account.SOLIDARITY_FUND] == 300


def test_the_books_before_stay_as_they_were() -> None:
    before = new_books()

    post(before, a_standing(), 1, shares_bought=bought(5))

    assert before == new_books()


def test_a_meeting_remembers_its_number_and_day() -> None:
    books = post(new_books(), a_standing(), 3).posting.books

    assert (books.last_meeting, books.last_held_on) == (3, OPENED_ON + timedelta(weeks=2))
