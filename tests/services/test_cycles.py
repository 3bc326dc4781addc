"""Opening the first cycle, and the one after a share-out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.builders import (
    NOW,
    GroupWorld,
    a_group,
    a_person,
    a_uuid,
    adopt_rules,
    all_seats,
    an_empty_group,
    meet,
)
from tests.domain_builders import OPENED_ON, SHARE, a_constitution
from tests.services.test_share_out import HELD_ON, confirm, propose
from vsla.domain.books_form import books_from_json
from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError, NotAllowedError, Problem
from vsla.domain.ledger import Account
from vsla.services.elect_committee import elect
from vsla.services.enrol_member import enrol
from vsla.services.open_cycle import first_cycle, missing, next_cycle
from vsla.services.verify_ledger import verify_group
from vsla.store.models import Cycle, EntryKind, GroupStatus, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

NEXT_ON = HELD_ON + timedelta(weeks=1)


def shared_out(session: Session) -> GroupWorld:
    """A group of eight that met once, earned a little and shared out."""
    world = a_group(session, members=8)
    meet(world, other_income=[{"fund": "loan_fund", "amount_minor": 80_000, "what": "rent"}])
    confirm(world, propose(world))
    return world


def open_next(
    world: GroupWorld, put_back: Mapping[int, int], on: date = NEXT_ON, key: str = "next"
) -> int:
    """Open the next cycle as the facilitator."""
    return next_cycle(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        opened_on=on,
        put_back=put_back,
        now=NOW,
        uuid=a_uuid(key),
    )


def test_a_first_cycle_opens_with_empty_books(session: Session) -> None:
    world = a_group(session, members=10)

    cycle = session.get_one(Cycle, (world.group_id, 1))
    ground = world.ground()

    assert world.group.status is GroupStatus.ACTIVE
    assert cycle.share_out_on == OPENED_ON + timedelta(weeks=52)
    assert ground.books.share_out_on == cycle.share_out_on
    assert set(ground.books.balances.values()) == {0}
    assert (ground.position.entry_number, ground.position.members_m) == (0, 4)
    assert verify_group(session, world.group_id) == []


def test_a_group_that_is_not_ready_is_told_everything_it_lacks(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        first_cycle(
            session,
            world.facilitator,
            group_id=world.group_id,
            opened_on=date(2030, 1, 1),
            now=NOW,
        )

    told = caught.value.problems
    assert [problem.path for problem in told] == [
        "constitution",
        "members",
        *["committee"] * 5,
        "opened_on",
    ]
    assert told[1].values == {"count": 0, "limit": 5}
    assert told[5].values == {"post": "counter", "count": 2}


def test_people_count_only_when_they_have_joined(session: Session) -> None:
    world = an_empty_group(session)
    adopt_rules(world, a_constitution())
    for number in range(1, 6):
        person = a_person(number, joined_on="2023-02-01")
        enrol(session, world.facilitator, group_id=world.group_id, person=person, now=NOW)

    before = missing(session, world.group_id, OPENED_ON)
    after = missing(session, world.group_id, date(2023, 2, 1))

    few = Problem("members", Code.GROUP_NOT_READY, {"count": 0, "limit": 5})
    assert few in before
    assert "members" not in {problem.path for problem in after}


def test_a_cycle_may_open_before_the_day_of_the_vote(session: Session) -> None:
    world = an_empty_group(session)
    actor, group_id = world.facilitator, world.group_id
    adopt_rules(world, a_constitution(cycle_weeks=40), NEXT_ON)
    for number in range(1, 9):
        enrol(session, actor, group_id=group_id, person=a_person(number), now=NOW)
    seats = all_seats(tuple(range(1, 9)))
    elect(session, actor, group_id=group_id, elected_on=OPENED_ON, seats=seats)

    first_cycle(session, actor, group_id=group_id, opened_on=OPENED_ON, now=NOW)

    assert world.ground().books.share_out_on == OPENED_ON + timedelta(weeks=40)


def test_a_group_has_one_first_cycle(session: Session) -> None:
    world = a_group(session, members=8)

    with pytest.raises(ConflictError) as caught:
        first_cycle(
            session, world.facilitator, group_id=world.group_id, opened_on=OPENED_ON, now=NOW
        )

    assert caught.value.code is Code.CYCLE_STILL_OPEN


def test_what_is_put_back_buys_shares_of_the_next_cycle(session: Session) -> None:
    world = shared_out(session)
    solidarity = world.ground().books.balances[Account.CASH_SOLIDARITY]

    number = open_next(world, {1: 2, 2: 1, 3: 0})

    books = world.ground().books
    entry = session.get_one(JournalEntry, (world.group_id, 3))
    assert (number, books.cycle, books.last_meeting) == (2, 2, 0)
    assert books.shares == {1: 2, 2: 1}
    assert books.balances[Account.MEMBER_SHARES] == 3 * SHARE
    assert books.balances[Account.CASH_SOLIDARITY] == solidarity
    assert (entry.kind, entry.meeting, entry.cycle) == (EntryKind.OPENING, 0, 2)
    assert verify_group(session, world.group_id) == []


def test_the_next_cycle_begins_on_the_books_that_were_closed(session: Session) -> None:
    world = shared_out(session)
    closed = world.ground().books
    open_next(world, {})

    stored = session.get_one(Cycle, (world.group_id, 2)).opening_books

    opening = books_from_json(json.loads(stored))
    assert opening.balances == closed.balances
    assert opening.opened_on == NEXT_ON
    meet(world, 1)
    assert world.ground().books.last_meeting == 1
    assert verify_group(session, world.group_id) == []


def test_nobody_puts_back_more_than_she_was_handed(session: Session) -> None:
    world = shared_out(session)

    with pytest.raises(InvalidDocumentError) as caught:
        open_next(world, {1: 3, 99: 1}, on=date(2023, 1, 1))

    assert caught.value.problems == (
        Problem("opened_on", Code.DATE_BEFORE_LAST_MEETING, {"last_on": HELD_ON.isoformat()}),
        Problem("put_back.1", Code.PUT_BACK_ABOVE_PAYOUT, {"payout_minor": 210_000}),
        Problem("put_back.99", Code.PUT_BACK_ABOVE_PAYOUT, {"payout_minor": 0}),
    )


def test_the_next_cycle_sent_twice_is_opened_once(session: Session) -> None:
    world = shared_out(session)

    assert [open_next(world, {1: 1}), open_next(world, {1: 1})] == [2, 2]
    with pytest.raises(ConflictError) as caught:
        open_next(world, {1: 1}, key="another")
    assert caught.value.code is Code.CYCLE_STILL_OPEN


def test_a_trainer_opens_no_cycle(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotAllowedError):
        first_cycle(
            session, world.programme.trainer, group_id=world.group_id, opened_on=OPENED_ON, now=NOW
        )


def dearer(world: GroupWorld, on: date) -> None:
    """Vote for a share at twice the price."""
    adopt_rules(world, a_constitution(share_value=2 * SHARE), on, voters=8)


def test_a_cycle_does_not_begin_before_its_share_value(session: Session) -> None:
    world = shared_out(session)
    dearer(world, HELD_ON + timedelta(days=1))

    with pytest.raises(InvalidDocumentError) as caught:
        open_next(world, {1: 1}, on=HELD_ON)

    day = (HELD_ON + timedelta(days=1)).isoformat()
    assert caught.value.problems == (
        Problem("opened_on", Code.DATE_BEFORE_LAST_MEETING, {"last_on": day}),
    )
    assert open_next(world, {1: 1}) == 2
    assert world.ground().books.balances[Account.MEMBER_SHARES] == 2 * SHARE


def test_shares_of_one_cycle_have_one_price_even_when_papers_come_late(session: Session) -> None:
    world = shared_out(session)
    open_next(world, {})
    dearer(world, NEXT_ON + timedelta(days=10))
    meet(world, 1, held_on=NEXT_ON + timedelta(days=7))

    with pytest.raises(InvalidDocumentError) as caught:
        meet(world, 2, held_on=NEXT_ON + timedelta(days=14))

    assert Code.SHARE_VALUE_LOCKED in {problem.code for problem in caught.value.problems}
    assert verify_group(session, world.group_id) == []
