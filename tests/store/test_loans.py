"""The list of loans follows the books: granted, paid, settled, written off, told again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.store.builders import DAY, a_recorded_group, statements
from vsla.domain.books import Books
from vsla.domain.calendar import Period
from vsla.domain.constitution import Charge, ChargeBasis, Penalty, PenaltyKind
from vsla.domain.facts import LoanFact, Posting
from vsla.domain.ledger import Kind, Movement
from vsla.domain.loans import Loan, Payment, grant
from vsla.store.loans import list_loans, reset_loans, write_loans

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OPENING = Books(1, DAY, DAY + timedelta(weeks=52))
FLAT = Charge(ChargeBasis.FLAT_PERIOD, 100_000, Period.FOUR_WEEKS)
FIXED = Penalty(PenaltyKind.FIXED, 500)
FIRST, SECOND = 1_001_001, 1_001_002
LATER = DAY + timedelta(weeks=4)


def _loan(number: int = FIRST, member: int = 1, charge: Charge = FLAT) -> Loan:
    return grant(
        loan=number, member=member, granted_on=DAY, term=2, principal=10_000, charge=charge,
        penalty=FIXED,
    )  # fmt: skip


def _granted(*loans: Loan) -> Posting:
    """Grant loans on the opening books."""
    return Posting(
        movements=tuple(
            Movement(Kind.LOAN_DISBURSED, loan.principal, loan.member, loan.loan) for loan in loans
        ),
        books=replace(OPENING, loans={loan.loan: loan for loan in loans}),
        loans=tuple(LoanFact(loan.loan, "trade", "market stall") for loan in loans),
    )


def _closed(kind: Kind, amount: int) -> Posting:
    movements = (
        Movement(Kind.INTEREST_PAID, 1000, 1, FIRST),
        Movement(Kind.PENALTY_PAID, 500, 1, FIRST),
        Movement(Kind.INTEREST_PAID, 77, 2, SECOND),
        Movement(kind, amount, 1, FIRST),
    )
    return Posting(movements=movements, books=OPENING)


def test_a_granted_loan_stands_in_the_list(session: Session) -> None:
    group_id, _ = a_recorded_group(session)

    write_loans(session, group_id, OPENING, [(DAY, _granted(_loan()))])

    (row,) = list_loans(session, group_id)
    assert (row.loan_id, row.member_id, row.principal, row.principal_left) == (
        FIRST, 1, 10_000, 10_000,
    )  # fmt: skip
    assert (row.purpose, row.activity, row.settled_on) == ("trade", "market stall", None)
    assert row.due_on == _loan().due_on
    assert row.charge == '["flat_period",100000,"four_weeks",true]'
    assert row.penalty == '["fixed",500,0]'


def test_the_charge_taken_up_front_counts_as_paid(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    charge = Charge(ChargeBasis.UP_FRONT, 50_000, Period.FOUR_WEEKS)

    write_loans(session, group_id, OPENING, [(DAY, _granted(_loan(charge=charge)))])

    (row,) = list_loans(session, group_id)
    assert row.interest_paid > 0


def test_a_payment_changes_its_loan_alone(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    granted = _granted(_loan(), _loan(SECOND, 2))
    write_loans(session, group_id, OPENING, [(DAY, granted)])
    paid = replace(_loan(), payments=(Payment(LATER, 0, 1000, 4000),))
    books = replace(OPENING, loans={**granted.books.loans, FIRST: paid})

    with statements(session) as sent:
        write_loans(session, group_id, granted.books, [(LATER, Posting((), books))])

    assert len(sent) == 1
    first, second = list_loans(session, group_id, still_open=True)
    assert (first.principal_left, first.interest_paid, first.purpose) == (6000, 1000, "trade")
    assert (second.principal_left, second.interest_paid) == (10_000, 0)


@pytest.mark.parametrize(
    ("kind", "written_off"),
    [
        (Kind.PRINCIPAL_REPAID, 0),
        (Kind.PRINCIPAL_SET_OFF, 0),
        (Kind.LOAN_WRITTEN_OFF, 10_000),
        (Kind.SOLIDARITY_WRITTEN_OFF, 10_000),
    ],
)
def test_a_loan_that_left_the_books_is_settled(
    session: Session, kind: Kind, written_off: int
) -> None:
    group_id, _ = a_recorded_group(session)
    granted = _granted(_loan())
    write_loans(session, group_id, OPENING, [(DAY, granted)])

    write_loans(session, group_id, granted.books, [(LATER, _closed(kind, 10_000))])

    (row,) = list_loans(session, group_id, still_open=False)
    assert (row.principal_left, row.interest_paid, row.penalty_paid) == (0, 1000, 500)
    assert (row.written_off, row.settled_on) == (written_off, LATER)
    assert list_loans(session, group_id, still_open=True) == []


def test_a_cycle_told_at_once_gives_what_it_gives_step_by_step(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    steps = [(DAY, _granted(_loan())), (LATER, _closed(Kind.PRINCIPAL_REPAID, 10_000))]

    with statements(session) as sent:
        write_loans(session, group_id, OPENING, steps)

    (row,) = list_loans(session, group_id, member=1)
    assert len(sent) == 1
    assert (row.purpose, row.interest_paid, row.settled_on) == ("trade", 1000, LATER)
    assert list_loans(session, group_id, member=2) == []


def test_a_loan_that_never_reached_the_books_leaves_no_line(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    set_off_at_once = replace(_granted(_loan()), books=OPENING)

    write_loans(session, group_id, OPENING, [(DAY, set_off_at_once)])

    assert list_loans(session, group_id) == []


def test_loans_go_back_to_the_opening_of_a_cycle_and_carried_ones_stay(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    granted = _granted(_loan())
    write_loans(session, group_id, OPENING, [(DAY, granted)])
    opening = replace(granted.books, cycle=2)
    new = _loan(2_001_001, 2)
    books = replace(opening, loans={2_001_001: new})
    movements = (Movement(Kind.PRINCIPAL_REPAID, 10_000, 1, FIRST),)
    write_loans(session, group_id, opening, [(LATER, Posting(movements, books))])

    reset_loans(session, group_id, opening)

    (row,) = list_loans(session, group_id)
    assert (row.loan_id, row.settled_on, row.principal_left) == (FIRST, None, 10_000)
    assert row.purpose == "trade"
