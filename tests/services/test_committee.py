"""Electing the committee and the keepers of the keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, GroupWorld, a_group, a_person, an_empty_group, meet
from tests.domain_builders import OPENED_ON
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError
from vsla.domain.roster import Post
from vsla.services.elect_committee import elect
from vsla.services.enrol_member import enrol
from vsla.services.group_page import committee
from vsla.services.verify_ledger import verify_group
from vsla.store import members

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.store.models import CommitteeTerm

LATER = OPENED_ON + timedelta(weeks=20)
BETWEEN = OPENED_ON + timedelta(weeks=10)


def a_seat(post: str, member: int, votes_for: int = 5, votes_against: int = 0) -> dict[str, Any]:
    """Make one line of an election."""
    return {
        "post": post,
        "member": member,
        "votes_for": votes_for,
        "votes_against": votes_against,
    }


def hold(world: GroupWorld, on: date, *seats: dict[str, Any]) -> list[CommitteeTerm]:
    """Hold an election."""
    return elect(
        world.session, world.facilitator, group_id=world.group_id, elected_on=on, seats=seats
    )


def chairs(world: GroupWorld) -> list[tuple[int, date, date | None]]:
    """List who was chair, from when to when."""
    return [
        (term.member_id, term.elected_on, term.ended_on)
        for term in members.terms(world.session, world.group_id)
        if term.post is Post.CHAIR
    ]


def problems(caught: pytest.ExceptionInfo[InvalidDocumentError]) -> list[tuple[str, Code]]:
    """List places and codes."""
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_an_election_fills_all_posts(session: Session) -> None:
    world = a_group(session, members=10)

    terms = members.terms(session, world.group_id)

    assert [term.member_id for term in terms] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {term.votes_for for term in terms} == {10}


def test_whoever_held_the_post_hands_over_and_nobody_is_forgotten(session: Session) -> None:
    world = a_group(session, members=10)

    (term,) = hold(world, LATER, a_seat("chair", 9, 7, 2))

    assert (term.votes_for, term.votes_against) == (7, 2)
    assert chairs(world) == [(1, OPENED_ON, LATER), (9, LATER, None)]


def test_an_election_written_down_late_takes_its_place_in_the_history(session: Session) -> None:
    world = a_group(session, members=10)
    hold(world, LATER, a_seat("chair", 9))

    hold(world, BETWEEN, a_seat("chair", 10))

    expected = [(1, OPENED_ON, BETWEEN), (10, BETWEEN, LATER), (9, LATER, None)]
    assert chairs(world) == expected


def kept(post: str, member: int) -> dict[str, Any]:
    """Say that a member goes on in a post."""
    return {"post": post, "member": member, "kept": True}


def test_who_goes_on_keeps_her_term_and_her_votes(session: Session) -> None:
    world = a_group(session, members=10)

    hold(world, LATER, kept("counter", 4), a_seat("counter", 9, 6, 1))

    terms = [t for t in members.terms(session, world.group_id) if t.post is Post.COUNTER]
    assert [(t.member_id, t.elected_on, t.ended_on, t.votes_for) for t in terms] == [
        (4, OPENED_ON, None, 10),
        (5, OPENED_ON, LATER, 10),
        (9, LATER, None, 6),
    ]


def test_only_who_holds_a_post_can_go_on_in_it(session: Session) -> None:
    world = a_group(session, members=10)

    with pytest.raises(InvalidDocumentError) as caught:
        hold(world, LATER, kept("counter", 9), a_seat("counter", 8))

    assert problems(caught) == [("seats.0.member", Code.POST_VACANT)]


def test_an_election_between_meetings_leaves_the_ledger_true(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world)

    hold(world, OPENED_ON, a_seat("key_holder", 1), a_seat("key_holder", 9))

    assert verify_group(session, world.group_id) == []


def test_every_problem_of_an_election_is_told_at_once(session: Session) -> None:
    world = a_group(session, members=10)
    late = a_person(50, joined_on=LATER.isoformat())
    enrol(session, world.facilitator, group_id=world.group_id, person=late, now=NOW)
    meet(world, departures=[{"member": 10, "reason": "moved"}])

    with pytest.raises(InvalidDocumentError) as caught:
        hold(
            world,
            BETWEEN,
            a_seat("chair", 99),
            a_seat("secretary", 11),
            a_seat("treasurer", 10),
            a_seat("counter", 4),
            a_seat("counter", 4),
            a_seat("chair", 2, 9, 1),
        )

    assert problems(caught) == [
        ("seats.0.member", Code.UNKNOWN_MEMBER),
        ("seats.1.member", Code.DATE_BEFORE_JOINING),
        ("seats.2.member", Code.DEPARTED_MEMBER),
        ("seats.4.member", Code.ALREADY_IN_POST),
        ("seats.5.post", Code.SEATS_FULL),
        ("seats.5.votes_for", Code.VOTES_EXCEED_PRESENT),
    ]


def test_lines_that_cannot_be_read_are_told_at_their_place(session: Session) -> None:
    world = a_group(session, members=10)

    with pytest.raises(InvalidDocumentError) as caught:
        hold(world, LATER, {"post": "king", "member": "Neema", "votes_for": 3})
    with pytest.raises(InvalidDocumentError) as empty:
        hold(world, LATER)

    assert problems(caught) == [
        ("seats.0.post", Code.UNKNOWN_CHOICE),
        ("seats.0.member", Code.NOT_A_NUMBER),
    ]
    assert problems(empty) == [("seats", Code.MISSING)]


def test_a_trainer_elects_nobody(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotAllowedError):
        elect(
            session,
            world.programme.trainer,
            group_id=world.group_id,
            elected_on=LATER,
            seats=[a_seat("chair", 1)],
        )


def test_a_post_ends_with_the_membership_of_who_holds_it(session: Session) -> None:
    world = a_group(session, members=10)
    leaver = members.terms(session, world.group_id)[0].member_id
    meet(world, 1, departures=[{"member": leaver, "reason": "moved"}])
    day = OPENED_ON + timedelta(days=30)

    shown = committee(session, world.group_id, on=day)

    assert shown.holders[Post.CHAIR] == ()
    assert [(line.member.member_id, line.until) for line in shown.past] == [
        (leaver, shown.past[0].member.left_on)
    ]
