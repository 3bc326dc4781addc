"""Record a meeting: once, under its own date and number, however often and late it arrives."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.document import parse_meeting
from vsla.domain.errors import (
    Breach,
    ConflictError,
    CycleClosedError,
    IdempotencyConflictError,
    InvalidDocumentError,
    MeetingNumberTakenError,
    Problem,
    TooLargeError,
)
from vsla.domain.meeting import post_meeting
from vsla.services.access import RECORDERS, group_for, require
from vsla.services.books import load
from vsla.services.intake import open_intake
from vsla.services.journal_writer import Header, append_posting
from vsla.services.late_meeting import laid_in
from vsla.services.revision_writer import write_revision
from vsla.store import contested, journal
from vsla.store.canonical import digest, from_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.document import MeetingDocument
    from vsla.domain.errors import Value
    from vsla.domain.meeting import Posted
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.services.intake import Intake

BODY_MAX = 262_144
"""Bytes of a document in UTF-8; a meeting of 40 members has about 12,000."""

_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_CLOCK_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a document.

    Attributes:
        entry_number: of the journal.
        replay: it was there already; nothing was written.
        breaches: rules of the group that it broke.
        late: it was laid in before meetings that had arrived earlier.
    """

    entry_number: int
    replay: bool = False
    breaches: tuple[Breach, ...] = ()
    late: bool = False


def read_body(body: str) -> MeetingDocument:
    """Read the text of a document.

    Args:
        body: JSON, word for word.

    Returns:
        The document.

    Raises:
        InvalidDocumentError: too large, no JSON, or every problem of its parts.
    """
    _refuse_large(body)
    try:
        # What is right reads alike, five times as fast; numbers of more than 64 bits do not.
        return parse_meeting(from_text(body))
    except (ValueError, InvalidDocumentError):
        return parse_meeting(read_json(body))


def read_json(body: str) -> object:
    """Read what was sent, of whatever shape.

    Args:
        body: JSON, word for word.

    Returns:
        Plain data.

    Raises:
        TooLargeError: more than a document may have.
        InvalidDocumentError: NOT_JSON.
    """
    _refuse_large(body)
    try:
        read: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidDocumentError([Problem("", Code.NOT_JSON)]) from error
    return read


def _refuse_large(body: str) -> None:
    if len(body.encode()) > BODY_MAX:
        raise TooLargeError(BODY_MAX)


def refuse_future(document: MeetingDocument, today: date) -> None:
    """Refuse a meeting that has not been held; a phone's clock may be a day ahead.

    Args:
        document: as parsed.
        today: where the server is.

    Raises:
        InvalidDocumentError: the date lies in the future.
    """
    if document.held_on > today + _CLOCK_AHEAD:
        problem = Problem("held_on", Code.DATE_IN_FUTURE, {"today": today.isoformat()})
        raise InvalidDocumentError([problem])


def check(
    session: Session, actor: Actor, *, group_id: int, document: MeetingDocument, today: date
) -> Posted:
    """Lay a document on the books without writing anything: totals, problems, breaches.

    Args:
        session: to read with.
        actor: a facilitator of the group, or an officer.
        group_id: whose meeting.
        document: as parsed.
        today: where the server is.

    Returns:
        What would follow; a late meeting is laid among those that stand.

    Raises:
        InvalidDocumentError: the date lies in the future, or later meetings would not hold.
        ConflictError: the number is taken or the cycle closed.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor may not record.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group)
    refuse_future(document, today)
    _refuse_taken(session, ground, document)
    if document.meeting > ground.books.last_meeting:
        return post_meeting(document, ground.books, ground.standing_on(document.held_on))
    return laid_in(session, ground, document).changed.posted


def record(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    uuid: str,
    body: str,
    now: datetime,
    today: date,
    device: str = "",
) -> Recorded:
    """Record one meeting.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: whose meeting.
        uuid: the maker's key: the same key with the same body is the same meeting.
        body: the document, word for word.
        now: moment of recording, aware.
        today: where the server is.
        device: which phone or form sent it.

    Returns:
        The entry; with ``replay`` when it was there already.

    Raises:
        InvalidDocumentError: every problem at once.
        ConflictError: same key with another body, number taken, cycle closed, or later meetings
            that would not hold; a person must settle it, see ``record_or_keep``.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor may not record.
    """
    intake = open_intake(session, actor, group_id=group_id, now=now, today=today, device=device)
    recorded = take(intake, uuid, body)
    intake.settle()
    return recorded


def take(intake: Intake, uuid: str, body: str) -> Recorded:
    """Record one meeting of a group at work; answers and errors are those of ``record``.

    Whoever calls it calls ``intake.settle`` after the last. What is refused wrote nothing.
    """
    replayed = take_again(intake, uuid, body)
    if replayed is not None:
        return replayed
    document = read_body(body)
    ground = intake.ground()
    uuid = check_uuid(uuid)
    known = intake.known(uuid)
    if known is not None:
        raise IdempotencyConflictError(Code.SAME_KEY_OTHER_BODY, {"entry": known.number})
    refuse_future(document, intake.today)
    _refuse_taken(intake.session, ground, document)
    header = Header(
        now=intake.now,
        user_id=intake.actor.user_id,
        uuid=uuid,
        document=body,
        device=intake.device,
    )
    if document.meeting <= ground.books.last_meeting:
        number, breaches = _lay_in(intake.session, ground, header, document)
        intake.retold()
        return Recorded(number, breaches=breaches, late=True)
    return _append(intake, ground, header, document)


def record_or_keep(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    uuid: str,
    body: str,
    now: datetime,
    today: date,
    device: str = "",
) -> Recorded | ConflictError:
    """Record a meeting, or keep it beside what it contradicts until a person settles it.

    Args and errors are those of ``record``, but a conflict is returned, not raised: both versions
    are on the server when the transaction commits.
    """
    intake = open_intake(session, actor, group_id=group_id, now=now, today=today, device=device)
    result = take_or_keep(intake, uuid, body)
    intake.settle()
    return result


def take_or_keep(intake: Intake, uuid: str, body: str) -> Recorded | ConflictError:
    """Record or keep one meeting of a group at work, as ``record_or_keep`` does."""
    try:
        return take(intake, uuid, body)
    except ConflictError as conflict:
        row = contested.keep(
            intake.session,
            group_id=intake.group_id,
            uuid=uuid.lower(),
            document=body,
            received_at=intake.now,
            received_by=intake.actor.user_id,
            device=intake.device,
            code=conflict.code,
            values=conflict.values,
        )
        conflict.settled = str(row.outcome or "")
        return conflict


def check_uuid(uuid: str) -> str:
    """Refuse a key that is no UUID.

    Args:
        uuid: as sent.

    Returns:
        The key in small letters, as it is kept.

    Raises:
        InvalidDocumentError: NOT_A_UUID.
    """
    canonical = uuid.lower()
    if _UUID.fullmatch(canonical) is None:
        raise InvalidDocumentError([Problem("uuid", Code.NOT_A_UUID)])
    return canonical


def take_again(intake: Intake, uuid: str, body: str) -> Recorded | None:
    """Answer a meeting that is in the journal already, without reading or writing anything.

    Args:
        intake: of the group.
        uuid: the maker's key.
        body: the document, word for word.

    Returns:
        The entry, or None when this is no replay.

    Raises:
        InvalidDocumentError: NOT_A_UUID.
        NotAllowedError: the actor may not record.
    """
    require(intake.actor, *RECORDERS)
    known = intake.known(check_uuid(uuid))
    if known is None or known.body_hash != digest(body):
        return None
    return Recorded(known.number, replay=True, breaches=intake.breaches(known.number))


def _refuse_taken(session: Session, ground: Ground, document: MeetingDocument) -> None:
    """Refuse what contradicts the books: a closed cycle, or a number that another meeting has."""
    books = ground.books
    if document.cycle < books.cycle or (document.cycle == books.cycle and books.closed):
        raise CycleClosedError(Code.CYCLE_NOT_OPEN, {"cycle": document.cycle})
    if document.cycle > books.cycle or document.meeting > books.last_meeting:
        return
    there = journal.effective_entry(
        session, ground.group.group_id, document.cycle, document.meeting
    )
    if there is not None:
        values = {"number": document.meeting, "entry": there.number}
        raise MeetingNumberTakenError(Code.NUMBER_TAKEN, values)


def texts_of(session: Session, ground: Ground) -> dict[int, str]:
    """Read the documents of the running cycle word for word, by entry number."""
    group_id, cycle = ground.group.group_id, ground.books.cycle
    entries = journal.effective_documents(session, group_id, cycle)
    return {entry.number: entry.document or "" for entry in entries}


def _append(intake: Intake, ground: Ground, header: Header, document: MeetingDocument) -> Recorded:
    """Post a meeting that comes after all others."""
    posted = post_meeting(document, ground.books, ground.standing_on(document.held_on))
    if posted.problems:
        raise InvalidDocumentError(posted.problems)
    appended = append_posting(
        intake.session,
        ground,
        header,
        last=intake.last,
        meeting=document.meeting,
        held_on=document.held_on,
        posting=posted.posting,
        breaches=posted.breaches,
        settled=False,
    )
    intake.moved(header.uuid or "", appended)
    return Recorded(appended.last.number, breaches=posted.breaches)


def _lay_in(
    session: Session, ground: Ground, header: Header, document: MeetingDocument
) -> tuple[int, tuple[Breach, ...]]:
    """Post a meeting that arrives after later ones, under its own number and date."""
    revision = laid_in(session, ground, document)
    posted = revision.changed.posted
    if posted.problems:
        raise InvalidDocumentError(posted.problems)
    if revision.later_problems:
        later, problem = revision.later_problems[0]
        values: dict[str, Value] = {"number": later.meeting, "because": str(problem.code)}
        raise ConflictError(Code.LATER_NO_LONGER_HOLDS, values)
    number = write_revision(session, ground, header, revision, texts_of(session, ground))
    return number, posted.breaches
