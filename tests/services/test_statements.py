"""The statements of a group's members, as figures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, a_group, a_meeting, a_user, an_empty_group, meet
from tests.domain_builders import OPENED_ON, a_constitution
from tests.services.meetings import put_right
from tests.store.builders import statements as sql_of
from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Account
from vsla.services.access import Role
from vsla.services.group_page import cover
from vsla.services.member_page import passbook
from vsla.services.paper_code import last_entry
from vsla.services.papers.statement import Due, Statements, statements
from vsla.store import paper_prints
from vsla.store.models import Member

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

pytestmark = pytest.mark.uncounted

DAY = OPENED_ON + timedelta(weeks=7)


@pytest.fixture
def world(session: Session) -> GroupWorld:
    """Three meetings: a loan, a fine, a repayment, help, and a correction of the second."""
    rules = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
    world = a_group(session, members=12, constitution=rules)
    loan = {"line": 1, "member": 1, "amount_minor": 300_000, "term": 1}
    fine = {"member": 1, "offence": "late", "amount_minor": 10_000}
    meet(world, 1, shares={1: 3, 2: 5}, loans_granted=[loan], fines_charged=[fine])
    meet(world, 2, shares={1: 2, 2: 1}, absent=[3])
    repaid = [{"loan": 1_001_001, "amount_minor": 50_000}]
    needed = [{"member": 4, "need": "illness", "amount_minor": 10_000}]
    meet(world, 3, shares={1: 4}, repayments=repaid, solidarity_grants=needed)
    put_right(world, 2, a_meeting(world, 2, shares={1: 5, 2: 1}, absent=[3]))
    return world


def _job(world: GroupWorld, **which: Any) -> Statements:
    return statements(world.session, world.officer, world.group_id, on=DAY, **which)


def _printed(world: GroupWorld, *, entry: int, subject: int = paper_prints.EVERYBODY) -> None:
    paper_prints.add(
        world.session,
        group_id=world.group_id,
        kind=paper_prints.STATEMENT,
        subject=subject,
        entry_number=entry,
        printed_at=NOW,
        printed_by=None,
        language="fr",
    )


def test_every_statement_agrees_with_the_passbook_line_by_line(world: GroupWorld) -> None:
    here = cover(world.session, world.officer, world.group_id, on=DAY)

    for statement in _job(world).each:
        book = passbook(world.session, here, statement.member.member_id)

        assert [line.entry.number for line in statement.lines[::-1]] == [
            line.entry.number for line in book.lines
        ]
        assert [line.figures for line in statement.lines[::-1]] == [
            line.figures for line in book.lines
        ]
        assert (statement.stars, statement.owes, statement.fines, statement.solidarity) == (
            book.shares,
            book.debt,
            book.fines,
            book.solidarity,
        )


def test_a_line_put_right_keeps_how_she_came_and_what_she_was_fined(world: GroupWorld) -> None:
    lent = {"line": 1, "member": 1, "amount_minor": 300_000, "term": 1}
    put_right(
        world,
        1,
        a_meeting(world, 1, shares={1: 3, 2: 5}, absent=[2], loans_granted=[lent]),
        key="fine and attendance",
    )

    told = {n: _job(world, member_id=n).each[0].lines for n in (1, 2, 3)}

    fined, free = told[1][:2]
    assert (fined.fine_charged, free.fine_charged) == (10_000, 0)
    assert fined.replaced_by is free
    came, away = told[2][:2]
    assert came.attendance is not None
    assert away.attendance is not None
    assert (came.attendance.state, away.attendance.state) == ("present", "absent")
    assert told[3][0].replaced_by is None


def test_the_figures_are_those_of_the_books(world: GroupWorld) -> None:
    job = _job(world)
    books = job.here.books
    assert books is not None

    for each in job.each:
        assert each.stars == books.shares.get(each.member.member_id, 0)
        assert each.worth == each.stars * 100_000
    assert sum(each.worth for each in job.each) == books.balances[Account.MEMBER_SHARES]
    total = books.balances[Account.CASH_SOLIDARITY] + books.balances[Account.BANK_SOLIDARITY]
    assert {each.solidarity_total for each in job.each} == {total}


def test_the_figures_of_the_code_have_names(world: GroupWorld) -> None:
    (first,) = _job(world, member_id=1).each

    figures = dict(first.figures())

    assert figures == {
        "stars": 12,
        "worth": 1_200_000,
        "owes": first.owes,
        "solidarity_total": first.solidarity_total,
    }


def test_what_is_owed_says_until_when_and_whether_it_is_late(world: GroupWorld) -> None:
    due_on = OPENED_ON + timedelta(weeks=4)

    (late,) = _job(world, member_id=1).each
    (early,) = statements(
        world.session, world.officer, world.group_id, on=OPENED_ON, member_id=1
    ).each

    assert late.dues == (Due(due_on, late.owes, late=True),)
    assert late.owes == 280_000
    assert [due.late for due in early.dues] == [False]
    assert early.meetings_left == 2


def test_a_whole_group_is_read_in_three_statements_of_sql(world: GroupWorld) -> None:
    world.session.expire_all()

    with sql_of(world.session) as sent:
        job = _job(world)

    assert len(job.each) == 12
    assert len(sent) <= 3


def test_the_group_comes_in_the_order_of_its_passbooks_without_who_left(world: GroupWorld) -> None:
    gone = world.session.get_one(Member, (world.group_id, 5))
    gone.left_on = OPENED_ON + timedelta(weeks=1)
    world.session.get_one(Member, (world.group_id, 1)).passbook_number = 99
    world.session.flush()

    job = _job(world)

    numbers = [each.member.passbook_number for each in job.each]
    assert numbers == [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 99]
    assert [each.member.member_id for each in _job(world, member_id=5).each] == [5]


def test_what_came_since_the_last_statement_is_marked(world: GroupWorld) -> None:
    _printed(world, entry=2)

    first, second, *_others = _job(world).each

    assert first.since is not None
    assert first.since.on == OPENED_ON + timedelta(weeks=1)
    # Five stars instead of two at the second meeting, and four at the third.
    assert (first.since.shares, first.since.repaid, first.since.loan) == (7, 50_000, 0)
    assert [line.shares for line in first.lines if first.is_new(line)] == [5, 4]
    assert second.since is not None
    assert second.since.shares == 0


def test_her_own_statement_counts_and_one_of_the_same_entry_does_not(world: GroupWorld) -> None:
    newest = last_entry(world.session, world.group_id).number
    _printed(world, entry=1, subject=1)
    _printed(world, entry=newest, subject=1)

    first, second, *_others = _job(world).each

    assert first.since is not None
    assert first.since.entry_number == 1
    assert second.since is None


def test_without_an_earlier_statement_nothing_is_marked(world: GroupWorld) -> None:
    (first,) = _job(world, member_id=1).each
    _printed(world, entry=0)
    (before,) = _job(world, member_id=1).each

    assert first.since is None
    assert before.since is None
    assert not any(first.is_new(line) for line in first.lines)


def test_the_paper_knows_where_the_journal_stands(world: GroupWorld) -> None:
    assert _job(world).entry == last_entry(world.session, world.group_id)


def test_a_group_that_never_met_has_empty_statements(session: Session) -> None:
    world = a_group(session, members=10)

    job = _job(world)

    assert job.entry == last_entry(session, world.group_id)
    for each in job.each:
        assert (each.lines, each.stars, each.owes, each.meetings_left) == ((), 0, 0, None)


def test_there_is_no_statement_without_a_cycle_a_member_or_the_right(world: GroupWorld) -> None:
    empty = an_empty_group(world.session, world.programme)
    stranger = a_user(world.session, Role.FACILITATOR, world.programme.programme_id)

    with pytest.raises(NotFoundError):
        _job(empty)
    with pytest.raises(NotFoundError):
        _job(world, member_id=99)
    with pytest.raises(NotFoundError):
        statements(world.session, stranger, world.group_id, on=DAY)
