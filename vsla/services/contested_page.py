"""Read what the pages of contested documents show: what waits, and two versions of one meeting."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from vsla.domain.document import parse_meeting
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.services.access import RECORDERS, group_for, require, visible
from vsla.services.books import load
from vsla.store import contested, journal, loans, members
from vsla.store.models import Group, Outcome, Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.constitution import Constitution
    from vsla.domain.document import MeetingDocument
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.models import ContestedDocument, JournalEntry, Member

LINES_MAX = 200
"""How many lines a list shows; what waits beyond comes up as the first are settled."""

SETTLERS = (Role.OFFICER,)
"""Who settles: not the facilitator, for one of the two versions is mostly her own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contested document in a list.

    Attributes:
        row: as kept.
        group: whose.
        by: name of who sent it.
        cycle: of the meeting, as the document says.
        meeting: its number, 0 for the opening.
        held_on: its day.
    """

    row: ContestedDocument
    group: Group
    by: str
    cycle: int
    meeting: int
    held_on: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, and what was settled last."""

    waiting: tuple[Line, ...]
    settled: tuple[Line, ...]


def waiting(session: Session, actor: Actor, *, group_id: int | None = None) -> Waiting:
    """List contested documents of one group, or of all the actor's groups.

    Args:
        session: to read with.
        actor: a facilitator, or an officer.
        group_id: of one group; None for all.

    Returns:
        Those that wait, the oldest first, and those that were settled, the last first.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor has nothing to do with it.
    """
    of = visible(actor)
    if group_id is None:
        require(actor, *RECORDERS)
    else:
        group_for(session, actor, group_id, *RECORDERS)
        of = Group.group_id == group_id
    found = (
        contested.listed(session, of, settled=settled, most=LINES_MAX) for settled in (False, True)
    )
    return Waiting(*(tuple(_line(*each) for each in rows) for rows in found))


def count(session: Session, actor: Actor) -> int:
    """Count what waits in all the actor's groups, in one statement."""
    return contested.count_waiting(session, visible(actor))


def _line(row: ContestedDocument, group: Group, by: str) -> Line:
    document = json.loads(row.document)
    day = date.fromisoformat(document["held_on"])
    return Line(row, group, by, document["cycle"], document["meeting"], day)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one meeting.

    Attributes:
        group: whose.
        row: what was sent, word for word, and what it contradicts.
        by: name of who sent it.
        settled_by: name of who settled it; "" while it waits.
        sent: the document of it.
        sent_json: the same as JSON.
        book: the entry it is held against, or None where the book has no such meeting.
        book_json: document of that entry.
        book_by: name of who sent that.
        stands: that entry counts today.
        constitution: in force on the day of the document that was sent.
        people: everyone, by id.
        borrowers: of all loans, by loan.
        ways: how it can be settled today; empty once it is, or for who may not.
        next_number: the next free number of the running cycle.
        is_closed: it belongs to a cycle that was shared out.
    """

    group: Group
    row: ContestedDocument
    by: str
    settled_by: str
    sent: MeetingDocument
    sent_json: Mapping[str, Any]
    book: JournalEntry | None
    book_json: Mapping[str, Any]
    book_by: str
    stands: bool
    constitution: Constitution
    people: Mapping[int, Member]
    borrowers: Mapping[int, int]
    ways: tuple[Outcome, ...]
    next_number: int
    is_closed: bool


def comparison(
    session: Session, actor: Actor, *, group_id: int, uuid: str, body_hash: str = ""
) -> Comparison:
    """Load a contested document beside what stands in the book.

    Args:
        session: to read with.
        actor: a facilitator of the group, or an officer.
        group_id: whose.
        uuid: of the document.
        body_hash: which of several with this key; empty for the newest that waits.

    Returns:
        Both versions.

    Raises:
        NotFoundError: not the actor's group, or no such document.
        NotAllowedError: the actor has nothing to do with it.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    row = contested.find(session, group_id, uuid, body_hash)
    if row is None:
        raise NotFoundError
    ground = load(session, group)
    sent = read_kept(row)
    book = entry_against(session, ground, row, sent)
    stands = book is not None and journal.reversal_of(session, group_id, book.number) is None
    return Comparison(
        group=group,
        row=row,
        by=_name(session, row.received_by),
        settled_by=_name(session, row.settled_by),
        sent=sent,
        sent_json=json.loads(row.document),
        book=book,
        book_json=json.loads(book.document or "{}") if book is not None else {},
        book_by=_name(session, book.recorded_by) if book is not None else "",
        stands=stands,
        constitution=ground.constitution_on(sent.held_on),
        people={m.member_id: m for m in members.list_members(session, group_id)},
        borrowers={each.loan_id: each.member_id for each in loans.list_loans(session, group_id)},
        ways=_ways(actor, ground, row, sent, stands=stands),
        next_number=max(0, ground.books.last_meeting) + 1,
        is_closed=_is_closed(ground.books, sent),
    )


def read_kept(row: ContestedDocument) -> MeetingDocument:
    """Read a contested document; it was read before it was kept.

    Raises:
        NotFoundError: a later version of the software does not know its form any more.
    """
    try:
        return parse_meeting(json.loads(row.document))
    except InvalidDocumentError as error:
        raise NotFoundError from error


def entry_against(
    session: Session, ground: Ground, row: ContestedDocument, sent: MeetingDocument
) -> JournalEntry | None:
    """Find the entry that a contested document is held against.

    Args:
        session: to read with.
        ground: of the group.
        row: the document as kept.
        sent: the document as read.

    Returns:
        What stands under its number today; once settled, what stood there then. None where the
        book never had such a meeting.
    """
    group_id = ground.group.group_id
    number = json.loads(row.values).get("entry")
    then = journal.entry(session, group_id, number) if isinstance(number, int) else None
    if row.settled_at is not None:
        return then
    if then is not None and then.meeting is not None:
        here = journal.effective_entry(session, group_id, then.cycle, then.meeting)
    else:
        here = journal.effective_entry(session, group_id, sent.cycle, sent.meeting)
    return here or then


def _is_closed(books: Books, sent: MeetingDocument) -> bool:
    return sent.cycle < books.cycle or (sent.cycle == books.cycle and books.closed)


def _ways(
    actor: Actor, ground: Ground, row: ContestedDocument, sent: MeetingDocument, *, stands: bool
) -> tuple[Outcome, ...]:
    if row.settled_at is not None or actor.role not in SETTLERS:
        return ()
    if ground.books.closed or _is_closed(ground.books, sent):
        return (Outcome.BOOK_STANDS,)
    in_place = (Outcome.PUT_IN_PLACE,) if stands else ()
    return (Outcome.BOOK_STANDS, *in_place, Outcome.RECORDED)


def _name(session: Session, user_id: int | None) -> str:
    user = session.get(User, user_id) if user_id is not None else None
    return user.name if user is not None else ""
