"""Open a group's first cycle, and the next one after a share-out."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.books import Books
from vsla.domain.books_form import books_to_json
from vsla.domain.codes import Code
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.document import SCHEMA_VERSION
from vsla.domain.errors import ConflictError, InvalidDocumentError, Problem
from vsla.domain.ledger import Kind
from vsla.domain.reader import Reader
from vsla.domain.roster import SEATS
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import MonthSlices, load
from vsla.services.days import latest_day, not_in_future
from vsla.services.journal_writer import write_position
from vsla.services.record_meeting import record
from vsla.store import constitutions, journal, members, position
from vsla.store.canonical import to_text
from vsla.store.models import Cycle, GroupStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.money import Minor
    from vsla.domain.roster import Roster
    from vsla.services.access import Actor
    from vsla.services.books import Ground

_HANDED = (Kind.SHAREOUT_PAID, Kind.SOLIDARITY_SHARED)

MEMBERS_MIN = 5
"""Fewer cannot fill a committee; Source: method.md 1.2 [VSLA]."""


def missing(session: Session, group_id: int, opened_on: date) -> tuple[Problem, ...]:
    """Tell what a group still lacks before its first cycle can be opened on a day.

    Args:
        session: to read with.
        group_id: which group.
        opened_on: the day.

    Returns:
        In the order of setting up: rules, members, each vacant post.
    """
    found = []
    if not constitutions.versions(session, group_id):
        found.append(Problem("constitution", Code.GROUP_NOT_READY))
    roster = members.roster(session, group_id)
    count = len(roster.on(opened_on))
    if count < MEMBERS_MIN:
        values = {"count": count, "limit": MEMBERS_MIN}
        found.append(Problem("members", Code.GROUP_NOT_READY, values))
    found += _vacant(roster, opened_on)
    return tuple(found)


def _vacant(roster: Roster, day: date) -> list[Problem]:
    held = roster.terms_on(day)
    vacant = {
        post: seats - len({term.member for term in held if term.post is post})
        for post, seats in SEATS.items()
    }
    return [
        Problem("committee", Code.POST_VACANT, {"post": str(post), "count": count})
        for post, count in vacant.items()
        if count > 0
    ]


def first_cycle(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    opened_on: date,
    now: datetime,
    share_out_on: date | None = None,
) -> int:
    """Open the first cycle of a group that is set up; from now on it can meet.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        opened_on: first day of the cycle, not after the first meeting.
        now: when.
        share_out_on: planned end of a cycle that ran on paper already; nothing counts as missing
            then but the rules.

    Returns:
        The number of the cycle, 1.

    Raises:
        InvalidDocumentError: with everything that is missing at once, see ``missing``.
        ConflictError: CYCLE_STILL_OPEN, the group has a cycle already.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    if position.read(session, group_id) is not None:
        raise ConflictError(Code.CYCLE_STILL_OPEN)
    lacking = missing(session, group_id, opened_on)
    if share_out_on is not None:
        lacking = tuple(problem for problem in lacking if problem.path == "constitution")
    r = Reader({}, problems=[*lacking])
    not_in_future(r, "opened_on", opened_on, now)
    _one_share_value(session, r, group_id, opened_on)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    versions = constitutions.versions(session, group_id)
    in_force = constitutions.in_force(session, group_id, opened_on) or versions[0]
    weeks = constitution_from_json(json.loads(in_force.body)).cycle_weeks
    books = Books(1, opened_on, share_out_on or opened_on + timedelta(weeks=weeks))
    group.status = GroupStatus.ACTIVE
    _write(session, group_id, books)
    return books.cycle


def _one_share_value(session: Session, r: Reader, group_id: int, opened_on: date) -> None:
    """Note a share value that comes into force only after the cycle would have begun.

    Shares sold before that day and after it would not be worth the same in one cycle.
    """
    versions = constitutions.versions(session, group_id)
    in_force = constitutions.in_force(session, group_id, opened_on) or next(iter(versions), None)
    values = {
        version.adopted_on: constitution_from_json(json.loads(version.body)).share_value
        for version in versions
        if version is in_force or version.adopted_on > opened_on
    }
    if len(set(values.values())) > 1:
        r.note("opened_on", Code.DATE_BEFORE_LAST_MEETING, last_on=max(values).isoformat())


def _write(session: Session, group_id: int, books: Books, entry_number: int = 0) -> None:
    """Write a cycle that has no documents yet, and where the group stands."""
    session.add(
        Cycle(
            group_id=group_id,
            number=books.cycle,
            opened_on=books.opened_on,
            share_out_on=books.share_out_on,
            opening_books=to_text(books_to_json(books)),
        )
    )
    session.flush()
    roster = members.roster(session, group_id)
    write_position(session, group_id, books, roster, entry_number, 0, MonthSlices())


def next_cycle(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    opened_on: date,
    put_back: Mapping[int, int],
    now: datetime,
    uuid: str,
) -> int:
    """Open the cycle after a share-out; what members put back of their payout buys shares.

    Balances, debts and what the group still owes are carried. The shares put back are recorded as
    meeting 0, so that the ledger knows them as it knows all others. The same key again opens
    nothing and gives the same answer.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        opened_on: first day of the cycle, not before the day of the share-out.
        put_back: count of shares by member id; none at zero is needed.
        now: when.
        uuid: key of the opening document.

    Returns:
        The number of the cycle.

    Raises:
        InvalidDocumentError: with every problem at once; ``put_back.<member>`` for shares.
        ConflictError: CYCLE_STILL_OPEN, the cycle was not shared out.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group, lock=True)
    known = journal.entry_by_uuid(session, group_id, uuid)
    if known is not None:
        return known.cycle
    if not ground.books.closed:
        raise ConflictError(Code.CYCLE_STILL_OPEN)
    constitution = ground.constitution_on(opened_on)
    wanted = {member: count for member, count in put_back.items() if count}
    r = Reader({})
    not_in_future(r, "opened_on", opened_on, now)
    _check_next(session, r, ground, opened_on, wanted)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    share_out_on = opened_on + timedelta(weeks=constitution.cycle_weeks)
    books = ground.books.next_cycle(opened_on, share_out_on)
    _write(session, group_id, books, ground.position.entry_number)
    body = to_text(_opening_document(books, wanted))
    today = latest_day(now)
    record(session, actor, group_id=group_id, uuid=uuid, body=body, now=now, today=today)
    return books.cycle


def _check_next(
    session: Session, r: Reader, ground: Ground, opened_on: date, put_back: Mapping[int, int]
) -> None:
    """Note a day before the share-out, and shares that cost more than a member was handed."""
    last = ground.books.last_held_on or ground.books.opened_on
    if opened_on < last:
        r.note("opened_on", Code.DATE_BEFORE_LAST_MEETING, last_on=last.isoformat())
    else:
        _one_share_value(session, r, ground.group.group_id, opened_on)
    share_value = ground.constitution_on(opened_on).share_value
    received = received_by(session, ground)
    for member, count in put_back.items():
        most = received.get(member, 0)
        if count * share_value > most:
            r.note(f"put_back.{member}", Code.PUT_BACK_ABOVE_PAYOUT, payout_minor=most)


def received_by(session: Session, ground: Ground) -> dict[int, Minor]:
    """Add up what the share-out of the closed cycle handed to each member.

    Args:
        session: to read with.
        ground: of a group whose cycle was shared out.

    Returns:
        Minor units by member id, from both boxes.
    """
    group_id, cycle = ground.group.group_id, ground.books.cycle
    entry = journal.effective_entry(session, group_id, cycle, None)
    assert entry is not None, "a closed cycle has its share-out"
    received: dict[int, Minor] = {}
    for movement in journal.movements_of(session, group_id, [entry.number])[entry.number]:
        if movement.kind in _HANDED and movement.member is not None:
            before = received.get(movement.member, 0)
            received[movement.member] = before + movement.amount
    return received


def _opening_document(books: Books, put_back: Mapping[int, int]) -> dict[str, object]:
    """Make the document of meeting 0."""
    return {
        "schema_version": SCHEMA_VERSION,
        "cycle": books.cycle,
        "meeting": 0,
        "held_on": books.opened_on.isoformat(),
        "shares_bought": [
            {"member": member, "count": put_back[member]} for member in sorted(put_back)
        ],
    }
