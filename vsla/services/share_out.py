"""Share a cycle out: preview, proposal with counted boxes, confirmation by a second person."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain import shareout
from vsla.domain.books_form import books_from_json
from vsla.domain.closing import closing_posting
from vsla.domain.codes import Code
from vsla.domain.correction import without_departures
from vsla.domain.document import parse_meeting
from vsla.domain.errors import (
    ConflictError,
    CycleClosedError,
    IdempotencyConflictError,
    InvalidDocumentError,
    NotFoundError,
)
from vsla.domain.ledger import Account
from vsla.domain.meeting import replay
from vsla.domain.money import CURRENCIES, MINOR_MAX
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import ground_of, load, lock_for
from vsla.services.days import not_in_future
from vsla.services.journal_writer import Header, append_posting
from vsla.services.record_meeting import check_uuid
from vsla.store import journal, share_outs
from vsla.store.canonical import to_text
from vsla.store.models import Cycle, ShareOutProposal

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.cash_count import CashCount
    from vsla.domain.facts import Posting
    from vsla.domain.roster import Roster
    from vsla.domain.shareout import ShareOut
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.journal import LastEntry
    from vsla.store.share_outs import Waiting

SCHEMA_VERSION = 1


def preview(session: Session, actor: Actor, *, group_id: int, held_on: date) -> ShareOut:
    """Reckon the share-out of a day; nothing is written.

    Args:
        session: to read with.
        actor: whoever may read the group.
        group_id: which group.
        held_on: the day.

    Returns:
        Every step, with what stands against it in ``problems``.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
        NotFoundError: the group is not the actor's.
    """
    ground = load(session, group_for(session, actor, group_id))
    return _reckon(ground, ground.books, ground.roster, held_on)


def _reckon(ground: Ground, books: Books, roster: Roster, held_on: date) -> ShareOut:
    return shareout.preview(
        books,
        ground.constitution_on(held_on),
        roster,
        cash_step=ground.group.cash_step,
        cash=CURRENCIES[ground.group.currency].cash,
        held_on=held_on,
    )


def propose(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    held_on: date,
    counted: CashCount,
    now: datetime,
) -> ShareOutProposal:
    """Propose a share-out with both boxes counted; it takes the place of one that still waits.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        held_on: the day.
        counted: the two boxes; both must hold what the books say.
        now: when.

    Returns:
        The proposal; its digest names the figures to confirm.

    Raises:
        InvalidDocumentError: with every problem at once; ``loan_fund_minor`` and
            ``solidarity_fund_minor`` for a box that holds something else.
        CycleClosedError: ALREADY_SHARED_OUT.
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group, lock=True)
    _refuse_closed(ground)
    share_out = _reckon(ground, ground.books, ground.roster, held_on)
    r = Reader(_counted(counted), problems=[*share_out.problems])
    _compare(r, ground.books)
    not_in_future(r, "held_on", held_on, now)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    for waiting in _waiting(session, ground):
        waiting.withdrawn_at = now
    assert actor.user_id is not None, "only people with a login record"
    proposal = ShareOutProposal(
        group_id=group_id,
        cycle=ground.books.cycle,
        number=_next_number(session, ground),
        proposed_by=actor.user_id,
        proposed_at=now,
        held_on=held_on,
        digest=share_out.digest,
        document=_document(share_out, counted),
    )
    session.add(proposal)
    session.flush()
    return proposal


def _refuse_closed(ground: Ground) -> None:
    if ground.books.closed:
        raise CycleClosedError(Code.ALREADY_SHARED_OUT, {"cycle": ground.books.cycle})


def _counted(counted: CashCount) -> dict[str, int | None]:
    return {
        "loan_fund_minor": counted.loan_fund,
        "solidarity_fund_minor": counted.solidarity_fund,
    }


def _compare(r: Reader, books: Books) -> None:
    """Note a box that was not counted, or holds something else than the books say."""
    boxes = {
        "loan_fund_minor": Account.CASH_LOAN_FUND,
        "solidarity_fund_minor": Account.CASH_SOLIDARITY,
    }
    for key, account in boxes.items():
        known = len(r.problems)
        amount = r.integer(key, 0, MINOR_MAX)
        expected = books.balances[account]
        if len(r.problems) == known and amount != expected:
            r.note(key, Code.COUNT_IS_NOT_BOOKS, expected_minor=expected, counted_minor=amount)


def _waiting(session: Session, ground: Ground) -> list[ShareOutProposal]:
    """List the proposals of the running cycle that are neither confirmed nor withdrawn."""
    query = select(ShareOutProposal).where(
        ShareOutProposal.group_id == ground.group.group_id,
        ShareOutProposal.cycle == ground.books.cycle,
        ShareOutProposal.confirmed_at.is_(None),
        ShareOutProposal.withdrawn_at.is_(None),
    )
    return list(session.scalars(query))


def _next_number(session: Session, ground: Ground) -> int:
    query = select(func.coalesce(func.max(ShareOutProposal.number), 0) + 1).where(
        ShareOutProposal.group_id == ground.group.group_id,
        ShareOutProposal.cycle == ground.books.cycle,
    )
    return session.scalars(query).one()


def _document(share_out: ShareOut, counted: CashCount) -> str:
    """Write a share-out with all its figures, as the journal will keep it."""
    return to_text(
        {
            "schema_version": SCHEMA_VERSION,
            "kind": "share_out",
            "cycle": share_out.cycle,
            "held_on": share_out.held_on.isoformat(),
            "counted": _counted(counted),
            "digest": share_out.digest,
            "figures": _figures(share_out),
        }
    )


def _figures(value: object) -> object:
    """Give figures under their names, as JSON; a day is text."""
    if is_dataclass(value):
        return {each.name: _figures(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        parts = [_figures(each) for each in value]
        return dict(zip(names, parts, strict=True)) if names else parts
    return value if isinstance(value, int | None) else str(value)


def waiting_proposal(session: Session, actor: Actor, *, group_id: int) -> ShareOutProposal | None:
    """Find the proposal that waits for its second person.

    Args:
        session: to read with.
        actor: whoever may read the group.
        group_id: which group.

    Returns:
        The proposal, or None.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
        NotFoundError: the group is not the actor's.
    """
    ground = load(session, group_for(session, actor, group_id))
    return next(iter(_waiting(session, ground)), None)


def withdraw(
    session: Session, actor: Actor, *, group_id: int, proposal_number: int, now: datetime
) -> None:
    """Take a proposal of the running cycle back; nobody can confirm it any more.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        proposal_number: which proposal.
        now: when.

    Raises:
        CycleClosedError: ALREADY_SHARED_OUT.
        NotFoundError: the group is not the actor's, or no such proposal waits.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group, lock=True)
    _refuse_closed(ground)
    _proposal(session, ground, proposal_number).withdrawn_at = now
    session.flush()


def _proposal(session: Session, ground: Ground, number: int) -> ShareOutProposal:
    proposals = {proposal.number: proposal for proposal in _waiting(session, ground)}
    if number not in proposals:
        raise NotFoundError
    return proposals[number]


def confirm(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    proposal_number: int,
    digest: str,
    now: datetime,
    uuid: str,
) -> int:
    """Confirm a proposed share-out: one entry closes the cycle.

    The figures are reckoned once more under the group's lock; what was previewed, counted and
    confirmed is what is written, or nothing is. The same key again writes nothing.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer; not who proposed it, where the programme
            wants a second person.
        group_id: which group.
        proposal_number: which proposal.
        digest: of the figures the person has seen.
        now: when.
        uuid: the maker's key.

    Returns:
        The number of the entry.

    Raises:
        InvalidDocumentError: NOT_A_UUID.
        IdempotencyConflictError: the key belongs to another document.
        CycleClosedError: ALREADY_SHARED_OUT.
        ConflictError: SAME_PERSON; MONEY_MOVED, the figures are no longer those proposed.
        NotFoundError: the group is not the actor's, or no such proposal waits.
        NotAllowedError: the actor only reads.
    """
    group, here = lock_for(session, actor, group_id, *RECORDERS)
    uuid = check_uuid(uuid)
    ground = ground_of(session, group, here)
    known, last = journal.known_and_last(session, group_id, uuid)
    if known is not None:
        return _confirmed_before(session, group_id, known.number, digest)
    _refuse_closed(ground)
    proposal = _to_confirm(session, actor, ground, proposal_number)
    share_out = _reckon(ground, ground.books, ground.roster, proposal.held_on)
    if not proposal.digest == digest == share_out.digest:
        raise ConflictError(Code.MONEY_MOVED)
    assert actor.user_id is not None, "only people with a login record"
    header = Header(now=now, user_id=actor.user_id, uuid=uuid, document=proposal.document)
    number = _close(session, ground, header, share_out, last)
    place = (group_id, share_out.cycle, proposal_number)
    share_outs.confirm(session, *place, by=actor.user_id, at=now, held_on=share_out.held_on)
    return number


def _to_confirm(session: Session, actor: Actor, ground: Ground, number: int) -> Waiting:
    """Find the proposal, and refuse whom the programme does not want to confirm it."""
    group_id, cycle = ground.group.group_id, ground.books.cycle
    proposal = share_outs.waiting(session, group_id, cycle, number)
    if proposal is None:
        raise NotFoundError
    if proposal.second_person and proposal.proposed_by == actor.user_id:
        raise ConflictError(Code.SAME_PERSON)
    return proposal


def _confirmed_before(session: Session, group_id: int, number: int, digest: str) -> int:
    """Give the entry that the key wrote, if it shared out these figures."""
    entry = journal.entry(session, group_id, number)
    assert entry is not None, "the key was found a moment ago"
    if json.loads(entry.document or "{}").get("digest") != digest:
        raise IdempotencyConflictError(Code.SAME_KEY_OTHER_BODY, {"entry": number})
    return number


def _close(
    session: Session,
    ground: Ground,
    header: Header,
    share_out: ShareOut,
    last: LastEntry | None,
) -> int:
    """Write the one entry of the share-out, which closes the books."""
    held_on = share_out.held_on
    posting = closing_posting(ground.books, share_out, ground.roster, held_on)
    _check_sums(ground.books, posting, share_out)
    appended = append_posting(
        session, ground, header, last=last, meeting=None, held_on=held_on, posting=posting
    )
    return appended.last.number


def _check_sums(before: Books, posting: Posting, share_out: ShareOut) -> None:
    """Prove that what leaves the boxes is what members are handed, to the last coin."""
    after = posting.books
    boxes = (Account.CASH_LOAN_FUND, Account.CASH_SOLIDARITY)
    gone = sum(before.balances[box] - after.balances[box] for box in boxes)
    handed = sum(line.received for line in share_out.lines)
    assert gone == handed, "the boxes lose something else than members are handed"
    notes = sum(value * count for value, count in share_out.notes)
    assert notes == handed, "the notes are not what members are handed"
    assert after.closed, "the cycle is still open"
    assert not after.shares, "shares outlive their cycle"


def shared_out(session: Session, actor: Actor, *, group_id: int, cycle: int) -> ShareOut:
    """Give the figures of a share-out that was confirmed, for its sheet and the passbooks.

    Args:
        session: to read with.
        actor: whoever may read the group.
        group_id: which group.
        cycle: number of a closed cycle.

    Returns:
        The figures, reckoned again from the documents of the cycle.

    Raises:
        NotFoundError: the group is not the actor's, or the cycle was not shared out.
    """
    group = group_for(session, actor, group_id)
    closed = session.get(Cycle, (group_id, cycle))
    if closed is None or closed.closed_on is None:
        raise NotFoundError
    ground = load(session, group)
    documents = [
        parse_meeting(json.loads(entry.document or ""))
        for entry in journal.effective_documents(session, group_id, cycle)
        if entry.meeting is not None
    ]
    opening = books_from_json(json.loads(closed.opening_books))
    roster = without_departures(ground.roster, documents)
    told = replay(documents, opening, ground.standing_on, roster)
    return _reckon(ground, told.books, told.roster, closed.closed_on)
