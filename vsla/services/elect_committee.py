"""Elect members to the committee and to keep the keys; nobody's time in a post is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.reader import Reader
from vsla.domain.roster import SEATS, Post
from vsla.services.access import RECORDERS, group_for
from vsla.services.verify_ledger import rebuild_group
from vsla.store import members
from vsla.store.models import CommitteeTerm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.roster import Roster
    from vsla.services.access import Actor

_SEATS_MAX = sum(SEATS.values())
_VOTES_MAX = 10_000
_ID_MAX = 10**9


@dataclass(frozen=True, slots=True)
class Seat:
    """One person elected to one post, or with ``kept`` one who holds it and goes on."""

    post: Post
    member: int
    votes_for: int
    votes_against: int
    kept: bool


def _seat(r: Reader) -> Seat:
    kept = r.yes("kept")
    return Seat(
        post=r.choice("post", Post),
        member=r.integer("member", 1, _ID_MAX),
        votes_for=r.integer("votes_for", 0, _VOTES_MAX, 0 if kept else None),
        votes_against=r.integer("votes_against", 0, _VOTES_MAX, 0),
        kept=kept,
    )


def elect(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    elected_on: date,
    seats: Sequence[Mapping[str, object]],
) -> list[CommitteeTerm]:
    """Write down an election: whoever held one of these posts hands over on that day.

    An election written down late takes its place in the history: its terms end where the next
    election to the same post begins.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        elected_on: first day in the post.
        seats: ``post``, ``member``, ``votes_for`` and ``votes_against`` of each person elected;
            for a post of several seats, all who hold it from now on. Whoever holds it already and
            was not voted on has ``kept`` instead of votes: her term goes on with its own.

    Returns:
        The new terms, in the order of ``seats``.

    Raises:
        InvalidDocumentError: with every problem at once, at ``seats.<place>.<field>``.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    r = Reader({"seats": list(seats)})
    elected = r.rows("seats", _seat, _SEATS_MAX)
    held = members.terms(session, group_id)
    if not r.problems:
        _check(r, elected, members.roster(session, group_id), elected_on)
        _check_kept(r, elected, held, elected_on)
    if not elected:
        r.note("seats", Code.MISSING)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    terms = _hand_over(session, group_id, elected_on, elected, held)
    rebuild_group(session, group_id)
    return terms


def _check(r: Reader, seats: Sequence[Seat], roster: Roster, day: date) -> None:
    """Note who cannot hold a post on that day, and more people than seats or hands."""
    present = len(roster.on(day))
    taken: dict[Post, list[int]] = {post: [] for post in Post}
    for place, seat in enumerate(seats):
        path = f"seats.{place}"
        member = roster.members.get(seat.member)
        if member is None:
            r.note(f"{path}.member", Code.UNKNOWN_MEMBER)
        elif day < member.joined_on:
            joined = member.joined_on.isoformat()
            r.note(f"{path}.member", Code.DATE_BEFORE_JOINING, joined_on=joined)
        elif not member.belongs_on(day):
            r.note(f"{path}.member", Code.DEPARTED_MEMBER, member=seat.member)
        if seat.member in taken[seat.post]:
            r.note(f"{path}.member", Code.ALREADY_IN_POST, member=seat.member)
        elif len(taken[seat.post]) == SEATS[seat.post]:
            r.note(f"{path}.post", Code.SEATS_FULL, post=str(seat.post), limit=SEATS[seat.post])
        if seat.votes_for + seat.votes_against > present:
            r.note(f"{path}.votes_for", Code.VOTES_EXCEED_PRESENT, present=present)
        taken[seat.post].append(seat.member)


def _holds(term: CommitteeTerm, day: date) -> bool:
    return term.elected_on <= day and (term.ended_on is None or term.ended_on > day)


def _check_kept(r: Reader, seats: Sequence[Seat], held: Sequence[CommitteeTerm], day: date) -> None:
    """Note who is said to go on in a post that she does not hold on that day."""
    there = {(term.post, term.member_id) for term in held if _holds(term, day)}
    for place, seat in enumerate(seats):
        if seat.kept and (seat.post, seat.member) not in there:
            r.note(f"seats.{place}.member", Code.POST_VACANT, post=str(seat.post), count=1)


def _hand_over(
    session: Session,
    group_id: int,
    elected_on: date,
    seats: Sequence[Seat],
    held: Sequence[CommitteeTerm],
) -> list[CommitteeTerm]:
    posts = {seat.post for seat in seats}
    kept = {(seat.post, seat.member) for seat in seats if seat.kept}
    new = [seat for seat in seats if not seat.kept]
    until: dict[Post, date] = {}
    for term in held:
        if term.post not in posts or (
            (term.post, term.member_id) in kept and _holds(term, elected_on)
        ):
            continue
        if term.elected_on > elected_on:
            until[term.post] = min(until.get(term.post, term.elected_on), term.elected_on)
        elif term.ended_on is None or term.ended_on > elected_on:
            term.ended_on = elected_on
    line = members.next_term_line(session, group_id)
    terms = [
        CommitteeTerm(
            group_id=group_id,
            line=line + place,
            post=seat.post,
            member_id=seat.member,
            elected_on=elected_on,
            ended_on=until.get(seat.post),
            votes_for=seat.votes_for,
            votes_against=seat.votes_against,
        )
        for place, seat in enumerate(new)
    ]
    session.add_all(terms)
    session.flush()
    return terms
