"""Settle two versions of one meeting: which one counts, why, and who said so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError, NotFoundError
from vsla.domain.loans import MEETING_MAX
from vsla.domain.reader import Reader
from vsla.services.access import group_for
from vsla.services.books import load
from vsla.services.contested_page import SETTLERS, entry_against, read_kept
from vsla.services.correct_meeting import REASON_MAX, correct
from vsla.services.correct_meeting import preview as preview_correction
from vsla.services.record_meeting import check, record
from vsla.store import contested, journal
from vsla.store.canonical import digest, to_text
from vsla.store.models import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.errors import Problem
    from vsla.services.access import Actor
    from vsla.services.correct_meeting import CorrectionPreview
    from vsla.store.models import ContestedDocument, JournalEntry

_NAMESPACE = UUID("5b6a1f1e-4f1c-4b7e-9c39-5d3a1f0d8c11")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What settling in one way would do.

    Attributes:
        correction: for a document that takes the place of the one in the book.
        problems: why it cannot be done as it stands.
    """

    correction: CorrectionPreview | None
    problems: tuple[Problem, ...]


def foresee(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    uuid: str,
    body_hash: str,
    outcome: Outcome,
    today: date,
) -> Foreseen:
    """Show what settling would change, before anybody confirms it.

    Args:
        session: to read with.
        actor: an officer.
        group_id: whose document.
        uuid: of the document.
        body_hash: of the document.
        outcome: which way.
        today: where the server is.

    Returns:
        What would follow, with the later meetings that would no longer hold.

    Raises:
        ConflictError: ALREADY_SETTLED; or the book moved, so that this way is closed.
        NotFoundError: not the actor's group, or no such document.
        NotAllowedError: the actor may not settle.
    """
    row, book = _waiting(session, actor, group_id, uuid, body_hash)
    if outcome is Outcome.PUT_IN_PLACE:
        if book is None:
            raise NotFoundError
        seen = preview_correction(
            session,
            actor,
            group_id=group_id,
            entry_number=book.number,
            document=read_kept(row),
            today=today,
        )
        return Foreseen(seen, seen.problems)
    if outcome is Outcome.RECORDED:
        return Foreseen(None, _problems_of(session, actor, row, today))
    return Foreseen(None, ())


def _problems_of(
    session: Session, actor: Actor, row: ContestedDocument, today: date
) -> tuple[Problem, ...]:
    """Say why a document cannot be recorded under its own number today."""
    try:
        posted = check(session, actor, group_id=row.group_id, document=read_kept(row), today=today)
    except InvalidDocumentError as error:
        return error.problems
    except ConflictError:
        # Its number is taken: that is what it waits for, and another one is asked for.
        return ()
    return posted.problems


def settle(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    uuid: str,
    body_hash: str,
    outcome: Outcome,
    given: Mapping[str, object],
    now: datetime,
    today: date,
) -> int | None:
    """Settle a contested document; it stays readable whatever becomes of it.

    Args:
        session: inside ``transaction()``.
        actor: an officer.
        group_id: whose document.
        uuid: of the document.
        body_hash: of the document.
        outcome: the book stands as it is; the document takes the place of the one in the book, as
            a correction; or both were held, and it is recorded too.
        given: ``reason`` in the person's words, and to record it too, ``meeting`` and ``held_on``,
            under which it is free.
        now: moment of settling, aware.
        today: where the server is.

    Returns:
        The entry that counts, or None where the book has none.

    Raises:
        InvalidDocumentError: no reason, and every problem of the document under its new place.
        ConflictError: ALREADY_SETTLED, the number is taken, the cycle closed, or later meetings
            would no longer hold.
        NotFoundError: not the actor's group, or no such document.
        NotAllowedError: the actor may not settle.
    """
    row, book = _waiting(session, actor, group_id, uuid, body_hash, lock=True)
    r = Reader({key: value for key, value in given.items() if value != ""})
    reason = r.text("reason", REASON_MAX)
    if not reason and not r.problems:
        r.note("reason", Code.REASON_MISSING)
    if outcome is Outcome.PUT_IN_PLACE:
        number: int | None = _put_in_place(session, actor, row, book, r, reason, now, today)
    elif outcome is Outcome.RECORDED:
        number = _record_too(session, actor, row, r, now, today)
    else:
        number = book.number if book is not None else None
    if r.problems:
        raise InvalidDocumentError(r.problems)
    row.settled_by, row.settled_at, row.settled_reason = actor.user_id, now, reason
    row.outcome, row.entry_number = outcome, number
    if book is not None:
        # Which version it was held against stays known when others follow.
        row.values = to_text({**json.loads(row.values), "entry": book.number})
    session.flush()
    return number


def _waiting(
    session: Session,
    actor: Actor,
    group_id: int,
    uuid: str,
    body_hash: str,
    *,
    lock: bool = False,
) -> tuple[ContestedDocument, JournalEntry | None]:
    group = group_for(session, actor, group_id, *SETTLERS)
    ground = load(session, group, lock=lock)
    row = contested.find(session, group_id, uuid, body_hash, lock=lock)
    if row is None:
        raise NotFoundError
    if row.settled_at is not None:
        raise ConflictError(Code.ALREADY_SETTLED)
    return row, entry_against(session, ground, row, read_kept(row))


def _put_in_place(
    session: Session,
    actor: Actor,
    row: ContestedDocument,
    book: JournalEntry | None,
    r: Reader,
    reason: str,
    now: datetime,
    today: date,
) -> int | None:
    if book is None:
        raise NotFoundError
    try:
        return correct(
            session,
            actor,
            group_id=row.group_id,
            entry_number=book.number,
            uuid=_key(session, row, row.document),
            body=row.document,
            reason=reason or "-",
            now=now,
            today=today,
        ).entry_number
    except InvalidDocumentError as error:
        r.problems.extend(error.problems)
        return None


def _record_too(
    session: Session, actor: Actor, row: ContestedDocument, r: Reader, now: datetime, today: date
) -> int | None:
    """Record a document under its own number and day, or under another free one."""
    document = json.loads(row.document)
    meeting = r.integer("meeting", 0, MEETING_MAX, document["meeting"])
    held_on = r.day("held_on").isoformat() if r.has("held_on") else document["held_on"]
    body = row.document
    if (meeting, held_on) != (document["meeting"], document["held_on"]):
        body = json.dumps({**document, "meeting": meeting, "held_on": held_on}, ensure_ascii=False)
    try:
        return record(
            session,
            actor,
            group_id=row.group_id,
            uuid=_key(session, row, body),
            body=body,
            now=now,
            today=today,
            device=row.device,
        ).entry_number
    except InvalidDocumentError as error:
        r.problems.extend(error.problems)
        return None


def _key(session: Session, row: ContestedDocument, body: str) -> str:
    """Choose the key of the entry: the phone's own where it is free and the words are the same.

    So a phone that sends the document again is told that it is in the book.
    """
    own = journal.entry_by_uuid(session, row.group_id, row.uuid) is None
    if own and body == row.document:
        return row.uuid
    return str(uuid5(_NAMESPACE, f"{row.group_id} {row.uuid} {digest(body)}"))
