"""Two versions of one meeting: compared, settled with a reason, and both readable for ever."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_meeting, an_empty_group, meet
from tests.domain_builders import OPENED_ON, a_document
from tests.services.meetings import body_of, entries, is_sound, kinds, send_or_keep, told
from tests.services.test_share_out import confirm, propose
from vsla.domain.codes import Code
from vsla.domain.errors import (
    ConflictError,
    CycleClosedError,
    InvalidDocumentError,
    MeetingNumberTakenError,
    NotAllowedError,
    NotFoundError,
)
from vsla.services.contested_page import Comparison, comparison, count, waiting
from vsla.services.settle_contested import Foreseen, foresee, settle
from vsla.store import contested
from vsla.store.models import ContestedDocument, Outcome

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor

REASON = "The group remembers five shares."
OTHER = "the other phone"
BEFORE = OPENED_ON
"""A day on which the meetings of these tests had not been held."""


@pytest.fixture
def world(session: Session) -> GroupWorld:
    """A group whose meeting 1 came from two phones with other figures."""
    world = a_group(session, members=8)
    other = json.dumps(a_meeting(world, 1, shares={1: 5}))
    meet(world, 1, shares={1: 2})
    meet(world, 2, shares={2: 1})
    send_or_keep(world, other, key=OTHER)
    return world


def the_row(world: GroupWorld) -> ContestedDocument:
    """Read the one contested document."""
    (row,) = world.session.query(ContestedDocument).filter_by(group_id=world.group_id)
    return row


def seen(world: GroupWorld, actor: Actor | None = None) -> Comparison:
    """Compare as the officer."""
    row = the_row(world)
    return comparison(world.session, actor or world.officer, group_id=world.group_id, uuid=row.uuid)


def settled(
    world: GroupWorld,
    outcome: Outcome,
    *,
    actor: Actor | None = None,
    **given: Any,
) -> int | None:
    """Settle as the officer, with a reason."""
    row = the_row(world)
    return settle(
        world.session,
        actor or world.officer,
        group_id=world.group_id,
        uuid=row.uuid,
        body_hash=row.body_hash,
        outcome=outcome,
        given={"reason": REASON, **given},
        now=NOW,
        today=TODAY,
    )


def ahead(world: GroupWorld, outcome: Outcome, today: date = TODAY) -> Foreseen:
    """Foresee as the officer."""
    row = the_row(world)
    return foresee(
        world.session,
        world.officer,
        group_id=world.group_id,
        uuid=row.uuid,
        body_hash=row.body_hash,
        outcome=outcome,
        today=today,
    )


def test_both_versions_are_read_side_by_side(world: GroupWorld) -> None:
    found = seen(world)

    assert found.book is not None
    assert (found.book.number, found.stands) == (1, True)
    assert found.book_json["shares_bought"] == [{"member": 1, "count": 2}]
    assert found.sent_json["shares_bought"] == [{"member": 1, "count": 5}]
    assert (found.by, found.book_by) == (world.facilitator.name, world.facilitator.name)
    assert found.ways == (Outcome.BOOK_STANDS, Outcome.PUT_IN_PLACE, Outcome.RECORDED)
    assert found.next_number == 3


def test_what_waits_is_listed_for_one_group_and_for_all(world: GroupWorld) -> None:
    elsewhere = a_group(world.session, members=8)

    here = waiting(world.session, world.facilitator, group_id=world.group_id)
    everywhere = waiting(world.session, world.officer)

    for found in (here, everywhere):
        (line,) = found.waiting
        assert (line.group.group_id, line.meeting) == (world.group_id, 1)
        assert line.by == world.facilitator.name
        assert found.settled == ()
    assert waiting(world.session, elsewhere.officer).waiting == ()
    assert [count(world.session, each.officer) for each in (world, elsewhere)] == [1, 0]


def test_the_book_may_stand_and_the_loser_stays_readable(world: GroupWorld) -> None:
    before = len(entries(world))

    number = settled(world, Outcome.BOOK_STANDS)

    row, found = the_row(world), seen(world)
    assert number == 1
    assert (row.outcome, row.settled_by) == (Outcome.BOOK_STANDS, world.officer.user_id)
    assert (row.settled_reason, row.entry_number) == (REASON, 1)
    assert len(entries(world)) == before
    assert found.sent_json["shares_bought"] == [{"member": 1, "count": 5}]
    assert (found.ways, found.settled_by) == ((), world.officer.name)
    (line,) = waiting(world.session, world.officer).settled
    assert line.row is row
    assert contested.unsettled(world.session, world.group_id) == []


def test_the_other_may_take_the_place_of_the_one_in_the_book(world: GroupWorld) -> None:
    number = settled(world, Outcome.PUT_IN_PLACE)

    assert number is not None
    assert body_of(world, number)["shares_bought"] == [{"member": 1, "count": 5}]
    assert entries(world)[number - 1].reason == REASON
    assert kinds(world)[:2] == ["meeting", "meeting"]
    assert "correction" in kinds(world)
    assert world.ground().books.shares == {1: 5, 2: 1}
    assert is_sound(world)


def test_once_settled_the_version_that_stood_then_is_still_beside_it(world: GroupWorld) -> None:
    settled(world, Outcome.PUT_IN_PLACE)

    found = seen(world)

    assert found.book is not None
    assert (found.book.number, found.stands) == (1, False)
    assert found.book_json["shares_bought"] == [{"member": 1, "count": 2}]


def test_a_phone_that_sends_the_winner_again_is_told_that_it_is_in_the_book(
    world: GroupWorld,
) -> None:
    number = settled(world, Outcome.PUT_IN_PLACE)

    again = send_or_keep(world, the_row(world).document, key=OTHER)

    assert not isinstance(again, ConflictError)
    assert (again.entry_number, again.replay) == (number, True)


def test_a_phone_that_sends_the_loser_again_does_not_wake_it(world: GroupWorld) -> None:
    settled(world, Outcome.BOOK_STANDS)

    again = send_or_keep(world, the_row(world).document, key=OTHER)

    assert isinstance(again, ConflictError)
    assert contested.unsettled(world.session, world.group_id) == []


def test_both_may_have_been_held(world: GroupWorld) -> None:
    number = settled(world, Outcome.RECORDED, meeting=3, held_on="2023-01-19")

    assert number == 3
    read = body_of(world, 3)
    assert (read["meeting"], read["held_on"]) == (3, "2023-01-19")
    assert world.ground().books.shares == {1: 7, 2: 1}
    assert is_sound(world)


def test_a_number_that_is_taken_is_told(world: GroupWorld) -> None:
    with pytest.raises(MeetingNumberTakenError):
        settled(world, Outcome.RECORDED)


def test_every_problem_of_the_new_place_comes_with_the_missing_reason(world: GroupWorld) -> None:
    with pytest.raises(InvalidDocumentError) as error:
        settled(world, Outcome.RECORDED, reason=" ", meeting=3, held_on="2023-01-01")

    assert {path for path, _ in told(error.value)} >= {"reason", "held_on"}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_nothing_is_settled_without_a_reason(world: GroupWorld, outcome: Outcome) -> None:
    with pytest.raises(InvalidDocumentError) as error, world.session.begin_nested():
        settled(world, outcome, reason="", meeting=3, held_on="2023-01-19")

    assert told(error.value) == [("reason", "reason_missing")]
    assert the_row(world).settled_at is None
    assert len(entries(world)) == 2


def test_what_is_settled_is_not_settled_again(world: GroupWorld) -> None:
    settled(world, Outcome.BOOK_STANDS)

    with pytest.raises(ConflictError) as error:
        settled(world, Outcome.PUT_IN_PLACE)

    assert error.value.code is Code.ALREADY_SETTLED


def test_a_document_that_never_came_is_not_there(world: GroupWorld) -> None:
    the_row(world).body_hash = "another"

    with pytest.raises(NotFoundError):
        settle(
            world.session,
            world.officer,
            group_id=world.group_id,
            uuid=the_row(world).uuid,
            body_hash="never",
            outcome=Outcome.BOOK_STANDS,
            given={"reason": REASON},
            now=NOW,
            today=TODAY,
        )


def test_a_facilitator_compares_and_does_not_settle(world: GroupWorld) -> None:
    assert seen(world, world.facilitator).ways == ()

    with pytest.raises(NotAllowedError):
        settled(world, Outcome.BOOK_STANDS, actor=world.facilitator)


def test_a_group_of_somebody_else_is_not_there(world: GroupWorld) -> None:
    other = a_group(world.session, members=8)

    with pytest.raises(NotFoundError):
        settled(world, Outcome.BOOK_STANDS, actor=other.officer)
    with pytest.raises(NotFoundError):
        seen(world, other.facilitator)
    with pytest.raises(NotFoundError):
        comparison(world.session, world.officer, group_id=world.group_id, uuid="nothing")
    with pytest.raises(NotAllowedError):
        waiting(world.session, world.programme.trainer)


def test_what_would_change_is_seen_before(world: GroupWorld) -> None:
    found = ahead(world, Outcome.PUT_IN_PLACE)

    assert found.problems == ()
    assert found.correction is not None
    assert found.correction.books_after.shares == {1: 5, 2: 1}
    assert ahead(world, Outcome.BOOK_STANDS) == Foreseen(None, ())
    assert ahead(world, Outcome.RECORDED) == Foreseen(None, ())


def departing(session: Session) -> GroupWorld:
    """A group in which a member leaves at meeting 1 by one phone, and meets on by the other."""
    world = a_group(session, members=8)
    leaves = a_document(1, members=world.members)
    leaves["departures"] = [{"member": 8, "reason": "moved"}]
    meet(world, 1)
    meet(world, 2)
    send_or_keep(world, json.dumps(leaves), key=OTHER)
    return world


def test_later_meetings_that_would_no_longer_hold_are_seen_before(session: Session) -> None:
    world = departing(session)

    found = ahead(world, Outcome.PUT_IN_PLACE)

    assert {problem.path for problem in found.problems} == {"later.2"}
    with pytest.raises(InvalidDocumentError) as error:
        settled(world, Outcome.PUT_IN_PLACE)
    assert ("later.2", "later_no_longer_holds") in told(error.value)


def test_a_late_meeting_that_later_ones_do_not_bear_waits_and_says_why(session: Session) -> None:
    world = a_group(session, members=8)
    meet(world, 1)
    meet(world, 3)
    late = a_document(2, members=world.members)
    late["departures"] = [{"member": 8, "reason": "moved"}]

    kept = send_or_keep(world, json.dumps(late), key=OTHER)

    assert isinstance(kept, ConflictError)
    assert kept.code is Code.LATER_NO_LONGER_HOLDS
    found = seen(world)
    assert (found.book, found.stands) == (None, False)
    assert found.ways == (Outcome.BOOK_STANDS, Outcome.RECORDED)
    assert ahead(world, Outcome.RECORDED).problems == ()
    assert [p.code for p in ahead(world, Outcome.RECORDED, BEFORE).problems] == [
        Code.DATE_IN_FUTURE
    ]
    with pytest.raises(ConflictError):
        settled(world, Outcome.RECORDED)


def test_same_key_with_other_figures_is_settled_under_a_key_of_its_own(session: Session) -> None:
    world = a_group(session, members=8)
    one, two = (json.dumps(a_meeting(world, 1, shares={1: n})) for n in (2, 3))
    send_or_keep(world, one)
    send_or_keep(world, two)

    number = settled(world, Outcome.PUT_IN_PLACE)

    assert number is not None
    keys = [entry.uuid for entry in entries(world) if entry.uuid is not None]
    assert len(set(keys)) == 2
    assert world.ground().books.shares == {1: 3}
    assert is_sound(world)


def test_of_several_documents_with_one_key_each_is_found(session: Session) -> None:
    world = a_group(session, members=8)
    bodies = [json.dumps(a_meeting(world, 1, shares={1: n})) for n in (2, 3, 4)]
    for body in bodies:
        send_or_keep(world, body)

    rows = contested.unsettled(session, world.group_id)

    for row in rows:
        found = comparison(
            session,
            world.officer,
            group_id=world.group_id,
            uuid=row.uuid,
            body_hash=row.body_hash,
        )
        assert found.row is row
    assert len(rows) == 2


def test_a_meeting_of_a_cycle_that_was_shared_out_is_set_aside(session: Session) -> None:
    world = a_group(session, members=8)
    late = json.dumps(a_document(2, members=world.members))
    meet(world, 1, shares=dict.fromkeys(world.members, 2))
    confirm(world, propose(world))
    kept = send_or_keep(world, late, key=OTHER)
    assert isinstance(kept, CycleClosedError)

    found = seen(world)
    number = settled(world, Outcome.BOOK_STANDS)

    assert found.is_closed
    assert (found.book, found.ways) == (None, (Outcome.BOOK_STANDS,))
    assert number is None
    assert the_row(world).outcome is Outcome.BOOK_STANDS


def test_nothing_of_a_closed_cycle_is_recorded_or_put_in_place(session: Session) -> None:
    world = a_group(session, members=8)
    late = json.dumps(a_document(2, members=world.members))
    meet(world, 1, shares=dict.fromkeys(world.members, 2))
    confirm(world, propose(world))
    send_or_keep(world, late, key=OTHER)

    with pytest.raises(CycleClosedError):
        settled(world, Outcome.RECORDED)
    with pytest.raises(NotFoundError):
        settled(world, Outcome.PUT_IN_PLACE)
    with pytest.raises(NotFoundError):
        ahead(world, Outcome.PUT_IN_PLACE)


def test_what_came_before_the_first_cycle_can_be_recorded_when_there_is_one(
    session: Session,
) -> None:
    world = an_empty_group(session)
    send_or_keep(world, json.dumps(a_document(1, members=[1])), key=OTHER)

    with pytest.raises(ConflictError, match="group_not_ready"):
        seen(world)


def test_a_document_whose_form_is_not_known_any_more_is_not_settled(world: GroupWorld) -> None:
    the_row(world).document = "{}"

    with pytest.raises(NotFoundError):
        settled(world, Outcome.BOOK_STANDS)
