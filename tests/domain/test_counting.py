"""Counting meetings into slices by sex: every member once, every franc once."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from tests.domain.builders import a_standing, bought, lent, new_books, post
from vsla.domain.counting import COUNTED_KINDS, count_changes, count_movements, field_of
from vsla.domain.facts import Attendance, AttendanceFact, Counters
from vsla.domain.ledger import Account, Kind, Movement
from vsla.domain.roster import Gender, Roster

# Members 1, 3 and 5 are women, 2 and 4 are men.


def test_attendance_is_counted_by_sex() -> None:
    states = [
        {"member": 1, "state": "present"},
        {"member": 2, "state": "late"},
        {"member": 3, "state": "excused"},
        {"member": 4, "state": "absent", "by_representative": True},
        {"member": 5, "state": "excused", "by_representative": True},
    ]

    slices = post(new_books(), a_standing(), 1, attendance=states).posting.counters

    women, men = slices[Gender.WOMAN], slices[Gender.MAN]
    assert set(slices) == {Gender.WOMAN, Gender.MAN, Gender.UNSAID}
    assert slices[Gender.UNSAID] == Counters(meetings_count=1, solidarity_change_minor=100_000)
    assert (women.meetings_expected, men.meetings_expected) == (3, 2)
    assert (women.meetings_attended, men.meetings_attended) == (2, 2)
    assert (women.came_late, men.came_late) == (0, 1)
    assert (women.came_by_proxy, men.came_by_proxy) == (1, 1)
    assert (women.excused, men.excused) == (1, 0)


def test_money_is_counted_with_its_member() -> None:
    posted = post(
        new_books(),
        a_standing(),
        1,
        shares_bought=bought(3, 1, 2),
        loans_granted=[lent(2, 100_000), lent(1, 200_000, line=2)],
        fines_charged=[{"member": 2, "offence": "late", "amount_minor": 20_000}],
        fines_paid=[{"member": 2, "amount_minor": 5_000}],
        solidarity_grants=[{"member": 1, "need": "illness", "amount_minor": 7_000}],
        solidarity_loans=[
            {"line": 3, "member": 4, "need": "death", "amount_minor": 9_000, "weeks": 4}
        ],
    )

    women, men = (posted.posting.counters[sex] for sex in (Gender.WOMAN, Gender.MAN))
    assert (women.shares_count, women.savings_minor) == (5, 500_000)
    assert (men.shares_count, men.savings_minor) == (1, 100_000)
    assert (women.solidarity_minor, men.solidarity_minor) == (60_000, 40_000)
    assert (women.loans_count, women.loans_minor) == (1, 200_000)
    assert (men.loans_count, men.loans_minor) == (1, 100_000)
    assert (men.fines_charged_minor, men.fines_paid_minor) == (20_000, 5_000)
    assert (women.grants_count, women.grants_minor) == (1, 7_000)
    assert (men.solidarity_loans_count, men.solidarity_loans_minor) == (1, 9_000)


def test_repayments_losses_and_departures_are_counted() -> None:
    standing = a_standing()
    loans = [lent(1, 100_000), lent(2, 100_000, line=2)]
    first = post(new_books(), standing, 1, shares_bought=bought(5, 5, 5), loans_granted=loans)
    second = post(
        first.posting.books,
        standing,
        5,
        repayments=[{"loan": 1_001_001, "amount_minor": 60_000}],
        write_offs=[{"loan": 1_001_002, "votes_for": 5, "votes_against": 0}],
        departures=[{"member": 3, "reason": "moved"}],
    )

    women, men = (second.posting.counters[sex] for sex in (Gender.WOMAN, Gender.MAN))
    assert (women.interest_paid_minor, women.principal_repaid_minor) == (10_000, 50_000)
    assert (men.written_off_minor, men.written_off_count) == (100_000, 1)
    assert (women.loans_change_minor, women.loans_change_count) == (-50_000, 0)
    assert (men.loans_change_minor, men.borrowers_change) == (-100_000, -1)
    assert (women.savings_change_minor, women.savers_change) == (-500_000, -1)
    assert women.capital_out_minor == 500_000
    assert (women.left_count, women.payout_minor) == (1, 500_000)


def test_an_opening_expects_nobody() -> None:
    posted = post(
        new_books(), a_standing(), 0, attendance=[], solidarity_paid=[], shares_bought=bought(2)
    )

    assert posted.posting.counters == {
        Gender.WOMAN: Counters(
            shares_count=2,
            savings_minor=200_000,
            savings_change_minor=200_000,
            shares_change=2,
            savers_change=1,
        ),
        Gender.UNSAID: Counters(cash_change_minor=200_000),
    }


def test_what_cannot_be_posted_is_not_counted() -> None:
    posted = post(new_books(), a_standing(), 1, expenses=[{"amount_minor": 1, "what": "ink"}])

    assert posted.problems
    assert posted.posting.counters == {}


def test_savings_that_no_price_divides_are_parted_to_the_last_unit() -> None:
    before, slices = new_books(), dict[Gender, Counters]()
    savings = before.balances | {Account.MEMBER_SHARES: 100}
    after = replace(before, shares={1: 1, 2: 1, 3: 1}, balances=savings)

    count_changes(before, after, a_standing().roster, slices)

    women, men = slices[Gender.WOMAN], slices[Gender.MAN]
    assert (women.savings_change_minor, men.savings_change_minor) == (67, 33)
    assert (women.shares_change, men.shares_change) == (2, 1)


def test_money_of_the_group_itself_has_no_sex() -> None:
    slices: dict[Gender, Counters] = {}

    count_movements([Movement(Kind.EXPENSE, 5), Movement(Kind.SHARES_BOUGHT, 5)], _nobody(), slices)

    assert slices == {}


def _nobody() -> Roster:
    return a_standing().roster


@pytest.mark.parametrize("kind", COUNTED_KINDS)
def test_every_counted_kind_has_a_counter(kind: Kind) -> None:
    assert field_of(kind) in {item.name for item in fields(Counters)}
    assert field_of(Kind.EXPENSE) is None


def test_slices_add_up() -> None:
    one, other = Counters(meetings_expected=2, loans_minor=5), Counters(loans_minor=7)

    one.add(other)

    assert one == Counters(meetings_expected=2, loans_minor=12)


@pytest.mark.parametrize(
    ("state", "by_representative", "attended"),
    [
        (Attendance.PRESENT, False, True),
        (Attendance.LATE, False, True),
        (Attendance.ABSENT, False, False),
        (Attendance.EXCUSED, False, False),
        (Attendance.ABSENT, True, True),
    ],
)
def test_a_representative_counts_as_coming(
    state: Attendance, *, by_representative: bool, attended: bool
) -> None:
    assert AttendanceFact(1, state, by_representative).attended is attended
