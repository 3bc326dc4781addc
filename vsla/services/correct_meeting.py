"""Put a recorded meeting right in the open: reverse it, post it anew, tell the later ones again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.correction import revise
from vsla.domain.errors import (
    ConflictError,
    CycleClosedError,
    IdempotencyConflictError,
    InvalidDocumentError,
    NotFoundError,
    Problem,
)
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import load
from vsla.services.journal_writer import Header
from vsla.services.late_meeting import recorded_documents
from vsla.services.record_meeting import (
    Recorded,
    check_uuid,
    read_body,
    refuse_future,
    texts_of,
)
from vsla.services.revision_writer import write_revision
from vsla.store import journal
from vsla.store.canonical import digest

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.correction import Revision
    from vsla.domain.document import MeetingDocument
    from vsla.domain.ledger import Movement
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.models import JournalEntry

REASON_MAX = 500


@dataclass(frozen=True, slots=True)
class CorrectionPreview:
    """What a correction would do, before anybody confirms it.

    Attributes:
        revision: the cycle after it, meeting by meeting, with problems and breaches.
        movements_before: of the entry as it stands.
        movements_after: of the corrected document.
        books_before: of the group now.
        books_after: of the group after the correction.
        problems: why it cannot be done: of the document itself, then of later meetings under
            ``later.<meeting number>``.
    """

    revision: Revision
    movements_before: tuple[Movement, ...]
    movements_after: tuple[Movement, ...]
    books_before: Books
    books_after: Books
    problems: tuple[Problem, ...]


def preview(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    entry_number: int,
    document: MeetingDocument,
    today: date,
) -> CorrectionPreview:
    """Show what a correction would change, now and in every later meeting.

    Args:
        session: to read with.
        actor: a facilitator of the group, or an officer.
        group_id: whose entry.
        entry_number: of the entry that stands now.
        document: the corrected one.
        today: where the server is.

    Returns:
        Everything that would change; nothing is written.

    Raises:
        InvalidDocumentError: the date lies in the future.
        CycleClosedError: the cycle was shared out.
        ConflictError: NOT_CORRECTABLE, the entry holds no meeting or was corrected already.
        NotFoundError: no such group or entry for this actor.
        NotAllowedError: the actor may not record.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group)
    entry = _correctable(session, ground, entry_number)
    return _preview(session, ground, entry, document, today)


def _preview(
    session: Session, ground: Ground, entry: JournalEntry, document: MeetingDocument, today: date
) -> CorrectionPreview:
    refuse_future(document, today)
    revision = revise(
        recorded_documents(session, ground),
        document,
        entry.number,
        ground.opening(session),
        ground.standing_on,
        ground.roster,
    )
    own = _moved_place(document, entry) or revision.changed.posted.problems
    later = tuple(
        Problem(
            f"later.{told.meeting}",
            Code.LATER_NO_LONGER_HOLDS,
            {**problem.values, "number": told.meeting, "because": str(problem.code)},
        )
        for told, problem in revision.later_problems
    )
    before = journal.movements_of(session, entry.group_id, [entry.number])
    return CorrectionPreview(
        revision=revision,
        movements_before=tuple(before.get(entry.number, [])),
        movements_after=revision.changed.posted.posting.movements,
        books_before=ground.books,
        books_after=revision.books,
        problems=(*own, *later),
    )


def _moved_place(document: MeetingDocument, entry: JournalEntry) -> tuple[Problem, ...]:
    """A correction keeps its cycle and number; another number is another meeting."""
    problems = []
    if document.cycle != entry.cycle:
        problems.append(Problem("cycle", Code.OTHER_CYCLE, {"cycle": entry.cycle}))
    if document.meeting != entry.meeting:
        number = entry.meeting or 0
        problems.append(Problem("meeting", Code.NUMBER_KEPT, {"number": number}))
    return tuple(problems)


def correct(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    entry_number: int,
    uuid: str,
    body: str,
    reason: str,
    now: datetime,
    today: date,
) -> Recorded:
    """Correct one meeting of any age in the running cycle.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: whose entry.
        entry_number: of the entry that stands now.
        uuid: the maker's key of the correction.
        body: the corrected document, word for word.
        reason: why, in the person's words.
        now: moment of recording, aware.
        today: where the server is.

    Returns:
        The entry that holds the corrected document.

    Raises:
        InvalidDocumentError: no reason, problems of the document, or of later meetings.
        CycleClosedError: the cycle was shared out.
        ConflictError: NOT_CORRECTABLE, or the same key with another body.
        NotFoundError: no such group or entry for this actor.
        NotAllowedError: the actor may not record.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    uuid = check_uuid(uuid)
    ground = load(session, group, lock=True)
    known, _ = journal.known_and_last(session, group_id, uuid)
    if known is not None:
        if known.body_hash != digest(body):
            raise IdempotencyConflictError(Code.SAME_KEY_OTHER_BODY, {"entry": known.number})
        return Recorded(known.number, replay=True)
    document = read_body(body)
    entry = _correctable(session, ground, entry_number)
    found = _preview(session, ground, entry, document, today)
    problems = [*_check_reason(reason), *found.problems]
    if problems:
        raise InvalidDocumentError(problems)
    header = Header(now=now, user_id=actor.user_id, uuid=uuid, document=body, reason=reason.strip())
    number = write_revision(session, ground, header, found.revision, texts_of(session, ground))
    return Recorded(number, breaches=found.revision.changed.posted.breaches)


def _check_reason(reason: str) -> list[Problem]:
    r = Reader({"reason": reason})
    if not r.text("reason", REASON_MAX) and not r.problems:
        r.note("reason", Code.REASON_MISSING)
    return r.problems


def _correctable(session: Session, ground: Ground, entry_number: int) -> JournalEntry:
    group_id = ground.group.group_id
    entry = journal.entry(session, group_id, entry_number)
    if entry is None:
        raise NotFoundError
    if entry.cycle != ground.books.cycle or ground.books.closed:
        raise CycleClosedError(Code.CYCLE_NOT_OPEN, {"cycle": entry.cycle})
    stands = entry.document is not None and entry.meeting is not None
    if not stands or journal.reversal_of(session, group_id, entry_number) is not None:
        raise ConflictError(Code.NOT_CORRECTABLE, {"entry": entry_number})
    return entry
