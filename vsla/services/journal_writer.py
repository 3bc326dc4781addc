"""The one path by which an entry reaches the ledger, with everything that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from vsla.domain.calendar import month_of
from vsla.domain.facts import Counters
from vsla.domain.ledger import Account, reverse, trial_balance
from vsla.domain.loans import arrears
from vsla.domain.meeting import with_departures
from vsla.domain.roster import Gender
from vsla.services.books import MonthSlices, books_text
from vsla.store import journal, loans, position, projections, rollups
from vsla.store.models import EntryKind, Member
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.correction import Retold, Revision
    from vsla.domain.errors import Breach
    from vsla.domain.facts import DepartureFact, Posting
    from vsla.domain.ledger import Movement
    from vsla.domain.roster import Roster
    from vsla.services.books import Ground
    from vsla.store.journal import LastEntry

_MEMBER = table_of(Member)
_OPENING = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who wrote an entry, when, and word for word what.

    Attributes:
        now: moment of recording, aware.
        user_id: who, or None for the command line.
        uuid: the maker's key.
        document: word for word.
        device: which phone or form.
        reason: why, for a correction.
    """

    now: datetime
    user_id: int | None
    uuid: str | None = None
    document: str | None = None
    device: str = ""
    reason: str = ""


def append_posting(
    session: Session,
    ground: Ground,
    header: Header,
    *,
    meeting: int | None,
    held_on: date,
    posting: Posting,
    breaches: Sequence[Breach] = (),
) -> int:
    """Write the entry that comes after all others of the cycle.

    Args:
        session: inside ``transaction()``, with the ground loaded and locked.
        ground: as it was before the entry.
        header: who, when, what.
        meeting: its number, 0 for the opening, None for the share-out.
        held_on: the day to which it belongs.
        posting: what follows from it.
        breaches: rules of the group that it broke.

    Returns:
        The number of the entry.
    """
    assert trial_balance(posting.books.balances) == 0, "debits differ from credits"
    group_id, cycle = ground.group.group_id, ground.books.cycle
    written = _append(
        session,
        ground,
        header,
        kind=_kind_of(meeting),
        meeting=meeting,
        occurred_on=held_on,
        movements=posting.movements,
        last=journal.last_entry(session, group_id),
    )
    recorded = projections.Recorded(written.number, cycle, meeting, held_on, posting, breaches)
    projections.write_facts(session, group_id, [recorded])
    loans.write_loans(session, group_id, ground.books, [(held_on, posting)])
    roster = _write_departures(session, ground, posting.departures, held_on)
    slices = _running_slices(ground.slices, held_on, posting)
    rollups.rewrite_slices(session, group_id, cycle, {slices.month: slices.by_gender})
    held = ground.position.meetings_count + (1 if meeting else 0)
    write_position(session, group_id, posting.books, roster, written.number, held, slices)
    return written.number


def _kind_of(meeting: int | None) -> EntryKind:
    if meeting is None:
        return EntryKind.SHARE_OUT
    return EntryKind.MEETING if meeting > _OPENING else EntryKind.OPENING


def _append(
    session: Session,
    ground: Ground,
    header: Header,
    *,
    kind: EntryKind,
    meeting: int | None,
    occurred_on: date,
    movements: Sequence[Movement],
    last: LastEntry | None,
    reverses: int | None = None,
    replaces: int | None = None,
) -> LastEntry:
    reversal = kind is EntryKind.REVERSAL
    entry = journal.NewEntry(
        group_id=ground.group.group_id,
        kind=kind,
        cycle=ground.books.cycle,
        meeting=meeting,
        occurred_on=occurred_on,
        recorded_at=header.now,
        recorded_by=header.user_id,
        device=header.device,
        uuid=None if kind in {EntryKind.REVERSAL, EntryKind.REPOSTING} else header.uuid,
        document=None if reversal else header.document,
        constitution_version=None if reversal else ground.version_on(occurred_on).number,
        reverses=reverses,
        replaces=replaces,
        reason=header.reason,
        movements=movements,
    )
    return journal.append(session, entry, last=last)


def _running_slices(before: MonthSlices, held_on: date, posting: Posting) -> MonthSlices:
    """Give the whole slices of the month of an entry that comes after all others."""
    month = month_of(held_on)
    slices: dict[Gender, Counters] = {}
    if before.month == month:
        _add(slices, before.by_gender)
    _add(slices, posting.counters)
    return MonthSlices(month, slices)


def _add(slices: dict[Gender, Counters], more: Mapping[Gender, Counters]) -> None:
    for gender, counters in more.items():
        slices.setdefault(gender, Counters()).add(counters)


def _write_departures(
    session: Session, ground: Ground, departures: Sequence[DepartureFact], held_on: date
) -> Roster:
    """Write leavers' last day into the roster and give the roster as it is then."""
    for fact in departures:
        _set_left(session, ground.group.group_id, fact.member, held_on, fact.reason)
    return with_departures(ground.roster, departures, held_on)


def _set_left(
    session: Session, group_id: int, member: int, left_on: date | None, reason: str | None
) -> None:
    changed = (
        update(_MEMBER)
        .where(_MEMBER.c.group_id == group_id, _MEMBER.c.member_id == member)
        .values(left_on=left_on, leaving_reason=reason)
    )
    session.execute(changed)
    session.expire_all()


def write_position(
    session: Session,
    group_id: int,
    books: Books,
    roster: Roster,
    entry_number: int,
    meetings_count: int,
    slices: MonthSlices,
) -> None:
    """Write where the group stands now.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        books: after the last entry.
        roster: with its departures.
        entry_number: of the last entry, 0 before the first.
        meetings_count: held in the cycle, the opening not counted.
        slices: of the month of the last entry.
    """
    day = books.last_held_on or books.opened_on
    here = [m for m in roster.members.values() if m.left_on is None or m.left_on > day]
    lent = [loan for loan in books.loans.values() if not loan.solidarity]
    count = {gender: sum(m.gender is gender for m in here) for gender in Gender}
    written = position.Position(
        group_id=group_id,
        cycle=books.cycle,
        entry_number=entry_number,
        last_meeting=books.last_meeting,
        last_held_on=books.last_held_on,
        meetings_count=meetings_count,
        cash_loan_fund=books.balances[Account.CASH_LOAN_FUND],
        cash_solidarity=books.balances[Account.CASH_SOLIDARITY],
        bank=books.balances[Account.BANK] + books.balances[Account.BANK_SOLIDARITY],
        loans_out=books.balances[Account.LOANS],
        loans_count=len(lent),
        arrears=sum(arrears(loan, day) for loan in lent),
        shares_count=books.total_shares,
        savings=books.balances[Account.MEMBER_SHARES],
        members_f=count[Gender.WOMAN],
        members_m=count[Gender.MAN],
        members_x=count[Gender.OTHER],
        members_unknown=count[Gender.UNSAID],
        books=books_text(books, slices),
    )
    position.write(session, written)


def write_revision(
    session: Session, ground: Ground, header: Header, revision: Revision, texts: Mapping[int, str]
) -> int:
    """Write a changed or late document: reverse what no longer holds, post it anew, in the open.

    Reversals come first, the latest meeting first; then the changed document and every later one
    that moves otherwise, in the order of their meetings. Entries that move as before stay.

    Args:
        session: inside ``transaction()``, with the ground loaded and locked.
        ground: as it was before.
        header: who, when, why, and the changed document word for word.
        revision: the cycle after the change, without problems.
        texts: documents of the cycle word for word, by entry number.

    Returns:
        The number of the entry that holds the changed document.
    """
    assert trial_balance(revision.books.balances) == 0, "debits differ from credits"
    last = _reverse_moved(session, ground, header, revision)
    numbers: dict[int, int] = {}
    for item in revision.all:
        if item.entry_number is not None and not item.moved:
            numbers[item.document.meeting] = item.entry_number
            continue
        last = _post_retold(session, ground, header, revision, item, texts, last)
        numbers[item.document.meeting] = last.number
    assert last is not None, "a revision writes at least its own document"
    _rewrite_cycle(session, ground, revision, numbers, last)
    return numbers[revision.changed.document.meeting]


def _reverse_moved(
    session: Session, ground: Ground, header: Header, revision: Revision
) -> LastEntry | None:
    group_id = ground.group.group_id
    gone = [(item.entry_number, item.document) for item in revision.later if item.moved]
    if revision.replaces is not None:
        gone.insert(0, (revision.replaces, revision.changed.document))
    last = journal.last_entry(session, group_id)
    numbers = [number for number, _ in gone if number is not None]
    moved = journal.movements_of(session, group_id, numbers)
    for number in reversed(numbers):
        old = journal.entry(session, group_id, number)
        assert old is not None, "the entry was read a moment ago"
        last = _append(
            session,
            ground,
            header,
            kind=EntryKind.REVERSAL,
            meeting=old.meeting,
            occurred_on=old.occurred_on,
            movements=reverse(moved.get(number, [])),
            last=last,
            reverses=number,
        )
    return last


def _post_retold(
    session: Session,
    ground: Ground,
    header: Header,
    revision: Revision,
    item: Retold,
    texts: Mapping[int, str],
    last: LastEntry | None,
) -> LastEntry:
    own = item is revision.changed
    if own:
        kind = _kind_of(item.document.meeting) if revision.replaces is None else None
        words = header
        replaces = revision.replaces
    else:
        kind = EntryKind.REPOSTING
        assert item.entry_number is not None, "only the changed document is new"
        words = Header(
            now=header.now,
            user_id=header.user_id,
            document=texts[item.entry_number],
            device=header.device,
            reason=header.reason,
        )
        replaces = item.entry_number
    return _append(
        session,
        ground,
        words,
        kind=kind or EntryKind.CORRECTION,
        meeting=item.document.meeting,
        occurred_on=item.document.held_on,
        movements=item.posted.posting.movements,
        last=last,
        replaces=replaces,
    )


def derive(
    session: Session,
    group_id: int,
    opening: Books,
    recorded: Sequence[projections.Recorded],
    *,
    cycle: int | None = None,
) -> None:
    """Make facts and the list of loans anew from documents as told.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        opening: books before the first of ``recorded``.
        recorded: every document that stands, in order.
        cycle: only this cycle; None for the group's whole life.
    """
    numbers = None if cycle is None else journal.numbers_of(session, group_id, cycle)
    projections.delete_facts(session, group_id, numbers)
    projections.write_facts(session, group_id, recorded)
    loans.reset_loans(session, group_id, opening)
    steps = [(item.held_on, item.posting) for item in recorded]
    loans.write_loans(session, group_id, opening, steps)


def _rewrite_cycle(
    session: Session,
    ground: Ground,
    revision: Revision,
    numbers: Mapping[int, int],
    last: LastEntry,
) -> None:
    """Make everything derived of the running cycle anew after a revision."""
    group_id, cycle = ground.group.group_id, ground.books.cycle
    recorded = [
        projections.Recorded(
            numbers[item.document.meeting],
            cycle,
            item.document.meeting,
            item.document.held_on,
            item.posted.posting,
            item.posted.breaches,
        )
        for item in revision.all
    ]
    derive(session, group_id, ground.opening(session), recorded, cycle=cycle)
    write_roster(session, ground, recorded, revision.roster)
    by_month: dict[int, dict[Gender, Counters]] = {}
    for item in recorded:
        _add(by_month.setdefault(month_of(item.held_on), {}), item.posting.counters)
    rollups.delete_slices(session, group_id, cycle)
    rollups.rewrite_slices(session, group_id, cycle, by_month)
    month = max(by_month)
    slices = MonthSlices(month, by_month[month])
    held = sum(bool(item.meeting) for item in recorded)
    write_position(session, group_id, revision.books, revision.roster, last.number, held, slices)


def write_roster(
    session: Session, ground: Ground, recorded: Sequence[projections.Recorded], roster: Roster
) -> None:
    """Write the last days that changed, with the reasons the documents give.

    Args:
        session: inside ``transaction()``.
        ground: whose, with the roster as stored.
        recorded: documents that stand.
        roster: as these documents tell it.
    """
    reasons = {fact.member: fact.reason for item in recorded for fact in item.posting.departures}
    for member, now in roster.members.items():
        if now.left_on != ground.roster.members[member].left_on:
            reason = reasons.get(member)
            _set_left(session, ground.group.group_id, member, now.left_on, reason)
