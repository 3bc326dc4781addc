"""One member's book."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import (
    NOW,
    TODAY,
    a_group,
    a_meeting,
    a_person,
    a_uuid,
    an_empty_group,
    meet,
)
from tests.domain_builders import OPENED_ON
from vsla.domain.errors import NotFoundError
from vsla.services.correct_meeting import correct
from vsla.services.enrol_member import enrol
from vsla.services.group_page import cover
from vsla.services.member_page import passbook

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.member_page import Passbook

DAY = OPENED_ON + timedelta(weeks=7)


def _book(world: GroupWorld, member: int = 1, **which: Any) -> Passbook:
    here = cover(world.session, world.officer, world.group_id, on=DAY)
    return passbook(world.session, here, member, **which)


def _correct(world: GroupWorld, entry: int, meeting: int, **parts: Any) -> None:
    correct(
        world.session,
        world.officer,
        group_id=world.group_id,
        entry_number=entry,
        uuid=a_uuid((entry, "correction")),
        body=json.dumps(a_meeting(world, meeting, **parts)),
        reason="Read again",
        now=NOW,
        today=TODAY,
    )


def test_a_member_sees_everything_that_was_written_of_her(session: Session) -> None:
    world = a_group(session, members=10)
    loan = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 1}
    fine = {"member": 1, "offence": "late", "amount_minor": 10_000}
    meet(world, 1, shares={1: 3, 2: 5}, loans_granted=[loan], fines_charged=[fine])
    meet(
        world,
        2,
        shares={},
        solidarity_paid=[{"member": 1, "amount_minor": 20_000}],
        fines_paid=[{"member": 1, "amount_minor": 5_000}],
        repayments=[{"loan": 1_001_001, "amount_minor": 50_000}],
        solidarity_grants=[{"member": 1, "need": "illness", "amount_minor": 10_000}],
    )

    book = _book(world)

    second, first = book.lines
    assert (first.shares, first.loan, first.fine_charged) == (3, 100_000, 10_000)
    assert (second.solidarity, second.fine_paid, second.repaid) == (20_000, 5_000, 50_000)
    assert second.helped == 10_000
    assert first.attendance is not None
    assert (book.shares, book.fines) == (3, 5_000)
    assert (book.debt, book.due_on) == (60_000, OPENED_ON + timedelta(weeks=4))
    assert book.loans[0].late_days == 21
    assert [str(term.post) for term in book.terms] == ["chair"]


def test_a_line_put_right_stands_behind_the_one_that_did(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world, 1, shares={1: 3})
    meet(world, 2, shares={1: 2})
    _correct(world, 1, 1, shares={1: 1})

    book = _book(world)

    assert [line.shares for line in book.lines] == [2, 1, 3]
    assert [line.replaced_by is not None for line in book.lines] == [False, False, True]
    assert book.shares == 3


def test_a_correction_of_others_leaves_her_book_alone(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world, 1, shares={1: 3, 2: 1})
    _correct(world, 1, 1, shares={1: 3, 2: 2})

    book = _book(world)

    assert [(line.shares, line.replaced_by) for line in book.lines] == [(3, None)]


def test_a_leaver_sees_no_meeting_after_her_last(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world, 1, shares={1: 3, 10: 2})
    meet(world, 2, shares={}, departures=[{"member": 10, "reason": "moved"}])
    meet(world, 3, shares={1: 1})

    book = _book(world, 10)

    assert [line.entry.meeting for line in book.lines] == [2, 1]
    assert book.lines[0].received == 200_000


def test_a_loan_that_is_settled_owes_nothing(session: Session) -> None:
    world = a_group(session, members=10)
    loan = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 1}
    meet(world, 1, shares={1: 3}, loans_granted=[loan])
    meet(world, 2, shares={}, repayments=[{"loan": 1_001_001, "amount_minor": 100_000}])

    book = _book(world)

    assert (book.debt, book.due_on, book.loans[0].owed) == (0, None, 0)
    assert book.loans[0].row.settled_on is not None


def test_a_book_is_kept_by_cycle(session: Session) -> None:
    world = a_group(session, members=8)

    assert _book(world, cycle=1).cycles == (1,)
    assert _book(world).lines == ()
    with pytest.raises(NotFoundError):
        _book(world, cycle=2)
    with pytest.raises(NotFoundError):
        _book(world, 99)


def test_a_member_of_a_group_being_set_up_has_an_empty_book(session: Session) -> None:
    world = an_empty_group(session)
    member = enrol(session, world.facilitator, group_id=world.group_id, person=a_person(1), now=NOW)

    book = _book(world, member.member_id)

    assert (book.cycle, book.lines, book.fines, book.loans) == (None, (), 0, ())
