"""The one path by which an entry reaches the ledger, with everything that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import update

from vsla.domain.calendar import month_of
from vsla.domain.ledger import Account, trial_balance
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
    from vsla.domain.errors import Breach
    from vsla.domain.facts import Counters, DepartureFact, Posting
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


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry that was written behind all others.

    Attributes:
        last: the new end of the chain.
        ground: of the group after it, as it would be read.
    """

    last: LastEntry
    ground: Ground


def append_posting(
    session: Session,
    ground: Ground,
    header: Header,
    *,
    last: LastEntry | None,
    meeting: int | None,
    held_on: date,
    posting: Posting,
    breaches: Sequence[Breach] = (),
    settled: bool = True,
) -> Appended:
    """Write the entry that comes after all others of the cycle.

    Args:
        session: inside ``transaction()``, with the ground loaded and locked.
        ground: as it was before the entry.
        header: who, when, what.
        last: the end of the chain, or None before the first.
        meeting: its number, 0 for the opening, None for the share-out.
        held_on: the day to which it belongs.
        posting: what follows from it.
        breaches: rules of the group that it broke.
        settled: write where the group stands; False when another entry follows at once and
            ``settle`` comes after the last.

    Returns:
        The entry, and the ground for the next one.
    """
    assert trial_balance(posting.books.balances) == 0, "debits differ from credits"
    group_id, cycle = ground.group.group_id, ground.books.cycle
    written = append_entry(
        session,
        ground,
        header,
        kind=kind_of(meeting),
        meeting=meeting,
        occurred_on=held_on,
        movements=posting.movements,
        last=last,
    )
    recorded = projections.Recorded(written.number, cycle, meeting, held_on, posting, breaches)
    projections.write_facts(session, group_id, [recorded])
    loans.write_loans(session, group_id, ground.books, [(held_on, posting)])
    roster = _write_departures(session, ground, posting.departures, held_on)
    slices = _running_slices(ground.slices, held_on, posting)
    held = ground.position.meetings_count + (1 if meeting else 0)
    # Who goes on from here needs no more of it; ``settle`` reckons the rest.
    here = ground.position._replace(entry_number=written.number, meetings_count=held)
    after = replace(ground, books=posting.books, roster=roster, position=here, slices=slices)
    if settled:
        settle(session, after)
    return Appended(written, after)


def settle(session: Session, ground: Ground) -> None:
    """Write where a group stands and the slices of its running month.

    Args:
        session: inside ``transaction()``, with the group locked.
        ground: after the last entry that was written.
    """
    slices = ground.slices
    month = {slices.month: slices.by_gender}
    rollups.rewrite_slices(session, ground.group.group_id, ground.books.cycle, month)
    here = ground.position
    write_position(
        session,
        ground.group.group_id,
        ground.books,
        ground.roster,
        here.entry_number,
        here.meetings_count,
        slices,
    )


def kind_of(meeting: int | None) -> EntryKind:
    """Name the kind of an entry: share-out without a number, 0 the opening, else a meeting."""
    if meeting is None:
        return EntryKind.SHARE_OUT
    return EntryKind.MEETING if meeting > _OPENING else EntryKind.OPENING


def append_entry(
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
    """Write one entry behind the last of the chain; a reversal carries no document and no key.

    Args:
        session: inside ``transaction()``, with the group locked.
        ground: whose.
        header: who, when, what.
        kind: of the entry.
        meeting: its number, None for the share-out.
        occurred_on: the day to which it belongs.
        movements: in the order of the money.
        last: the end of the chain, or None before the first.
        reverses: number of the entry undone.
        replaces: number of the entry whose place it takes.

    Returns:
        The new end of the chain.
    """
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
    slices = dict(before.by_gender) if before.month == month else {}
    add_slices(slices, posting.counters)
    return MonthSlices(month, slices)


def add_slices(slices: dict[Gender, Counters], more: Mapping[Gender, Counters]) -> None:
    """Put the sums of slices and more of them in their place, by sex."""
    for gender, counters in more.items():
        known = slices.get(gender)
        slices[gender] = counters if known is None else known + counters


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
    """Write where the group stands now; arguments are those of ``position_of``."""
    here = position_of(group_id, books, roster, entry_number, meetings_count, slices)
    position.write(session, here)


def position_of(
    group_id: int,
    books: Books,
    roster: Roster,
    entry_number: int,
    meetings_count: int,
    slices: MonthSlices,
) -> position.Position:
    """Reckon where a group stands.

    Args:
        group_id: whose.
        books: after the last entry.
        roster: with its departures.
        entry_number: of the last entry, 0 before the first.
        meetings_count: held in the cycle, the opening not counted.
        slices: of the month of the last entry.

    Returns:
        What lists and pages show of the group.
    """
    day = books.last_held_on or books.opened_on
    stay = [m.gender for m in roster.members.values() if m.left_on is None or m.left_on > day]
    lent = [loan for loan in books.loans.values() if not loan.solidarity]
    count = Counter(stay)
    return position.Position(
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


def derive(
    session: Session,
    group_id: int,
    opening: Books,
    recorded: Sequence[projections.Recorded],
    *,
    cycle: int | None = None,
) -> None:
    """Make facts and the list of loans anew from documents as told.

    A breach that is still the same stays looked at.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        opening: books before the first of ``recorded``.
        recorded: every document that stands, in order.
        cycle: only this cycle; None for the group's whole life.
    """
    numbers = None if cycle is None else journal.numbers_of(session, group_id, cycle)
    seen = projections.seen_breaches(session, group_id)
    projections.delete_facts(session, group_id, numbers)
    projections.write_facts(session, group_id, recorded)
    projections.keep_seen(session, group_id, recorded, seen)
    loans.reset_loans(session, group_id, opening)
    steps = [(item.held_on, item.posting) for item in recorded]
    loans.write_loans(session, group_id, opening, steps)


def write_roster(
    session: Session, ground: Ground, recorded: Sequence[projections.Recorded], roster: Roster
) -> None:
    """Write the last days of members, with the reasons the documents give.

    Args:
        session: inside ``transaction()``.
        ground: whose, with the roster as stored.
        recorded: documents that stand.
        roster: as these documents tell it.
    """
    reasons = {fact.member: fact.reason for item in recorded for fact in item.posting.departures}
    for member, now in roster.members.items():
        # A document told anew may give another reason for the same day.
        if member in reasons or now.left_on != ground.roster.members[member].left_on:
            reason = reasons.get(member)
            _set_left(session, ground.group.group_id, member, now.left_on, reason)
