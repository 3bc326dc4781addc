"""Read what the pages of a meeting show: the ground of its form, and one recorded meeting."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsla.domain.correction import without_departures
from vsla.domain.errors import NotFoundError
from vsla.domain.loans import ceiling, days_late, owed
from vsla.domain.meeting import replay
from vsla.domain.roster import Post
from vsla.services import access, books
from vsla.services.late_meeting import recorded_documents
from vsla.services.next_meeting import next_meeting_on
from vsla.store import journal, members, projections
from vsla.store.models import EntryKind, JournalEntry, User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.constitution import Constitution
    from vsla.domain.ledger import Movement
    from vsla.domain.loans import Loan, Owed
    from vsla.domain.money import Minor
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.models import BreachRow, Group, Member

_MEETINGS = (EntryKind.OPENING, EntryKind.MEETING, EntryKind.CORRECTION, EntryKind.REPOSTING)


@dataclass(frozen=True, slots=True)
class DueLoan:
    """An open loan on the day of the meeting."""

    loan: Loan
    owed: Owed
    days_late: int


@dataclass(frozen=True, slots=True)
class FormGround:
    """What the form of a meeting is drawn with.

    Attributes:
        group: whose meeting.
        books: before the meeting.
        constitution: in force on the day.
        meeting: its number.
        held_on: its day.
        people: everyone who ever belonged, by id, in passbook order.
        present: who belongs on the day, in passbook order.
        due: open loans on the day, by borrower in passbook order.
        chair: who would chair by the posts held, or None.
        secretary: who would record, or None.
    """

    group: Group
    books: Books
    constitution: Constitution
    meeting: int
    held_on: date
    people: dict[int, Member]
    present: tuple[Member, ...]
    due: tuple[DueLoan, ...]
    chair: int | None
    secretary: int | None

    def ceiling_of(self, member: int, books_now: Books | None = None) -> Minor:
        """Say how much a member may borrow by her savings and debts.

        Args:
            member: who asks.
            books_now: with the shares and repayments of this meeting, if they are known.

        Returns:
            Minor units; loans granted at this meeting are not counted as debt.
        """
        here = books_now or self.books
        savings = here.shares.get(member, 0) * self.constitution.share_value
        old = (loan for loan in here.loans_of(member) if loan.loan in self.books.loans)
        debt = sum(owed(loan, self.held_on).total for loan in old if not loan.solidarity)
        return ceiling(savings, self.constitution.loan_multiple, debt)


def form_ground(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    today: date,
    meeting: int | None = None,
    held_on: date | None = None,
) -> FormGround:
    """Load what the form of a meeting shows.

    Args:
        session: to read with.
        actor: who records.
        group_id: whose meeting.
        today: a new meeting is not offered a later day.
        meeting: number; None for the next one.
        held_on: day; None for the day on which the group meets next.

    Returns:
        The ground; for the number of an earlier meeting the books in front of it.

    Raises:
        NotFoundError: not the actor's group.
        NotAllowedError: the actor does not record.
        ConflictError: no cycle was ever opened.
    """
    group = access.group_for(session, actor, group_id, *access.RECORDERS)
    ground = books.load(session, group)
    number = max(0, ground.books.last_meeting) + 1 if meeting is None else meeting
    day = held_on or _likely_day(ground, today)
    before = books_before(session, ground, number)
    people = {m.member_id: m for m in members.list_members(session, group_id)}
    return FormGround(
        group=group,
        books=before,
        constitution=ground.constitution_on(day),
        meeting=number,
        held_on=day,
        people=people,
        present=tuple(m for m in people.values() if _belongs(m, day)),
        due=_due(before, people, day),
        chair=_holder(ground, Post.CHAIR, day),
        secretary=_holder(ground, Post.SECRETARY, day),
    )


def _likely_day(ground: Ground, today: date) -> date:
    rules, here = ground.constitution_on(today), ground.books
    last = here.last_held_on if here.last_meeting > 0 else None
    coming = next_meeting_on(rules.frequency, rules.weekday, here.opened_on, last)
    return max(min(coming, today), here.last_held_on or here.opened_on)


def _belongs(member: Member, day: date) -> bool:
    return member.joined_on <= day and (member.left_on is None or day <= member.left_on)


def _holder(ground: Ground, post: Post, day: date) -> int | None:
    terms = (t for t in ground.roster.terms if t.post is post and t.holds_on(day))
    return next((term.member for term in terms), None)


def _due(before: Books, people: dict[int, Member], day: date) -> tuple[DueLoan, ...]:
    order = {member: place for place, member in enumerate(people)}
    loans = sorted(before.loans.values(), key=lambda n: (order[n.member], n.granted_on, n.loan))
    return tuple(DueLoan(loan, owed(loan, day), days_late(loan, day)) for loan in loans)


def books_before(session: Session, ground: Ground, meeting: int) -> Books:
    """Give the books in front of a meeting of the running cycle.

    Args:
        session: to read with.
        ground: of the group.
        meeting: its number; for the next one nothing is read.

    Returns:
        Books with every earlier meeting of the cycle posted.
    """
    if meeting > ground.books.last_meeting:
        return ground.books
    told = [item.document for item in recorded_documents(session, ground)]
    earlier = [document for document in told if document.meeting < meeting]
    roster = without_departures(ground.roster, told)
    return replay(earlier, ground.opening(session), ground.standing_on, roster).books


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a meeting as it stands in the journal.

    Attributes:
        entry: of the journal.
        document: as JSON.
        movements: in order.
        by: name of the user who sent it, "" for the system.
        reversed_by: the entry that undid it, or None while it stands.
    """

    entry: JournalEntry
    document: dict[str, Any]
    movements: tuple[Movement, ...]
    by: str
    reversed_by: JournalEntry | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting with every version of it.

    Attributes:
        group: whose.
        constitution: in force on the day.
        told: the version asked for.
        versions: all of them, the oldest first; the last one stands.
        breaches: of the version asked for.
        seen_by: name of the first who noted that the group has looked at them; "" for nobody.
        people: everyone, by id.
        is_open: its cycle is still open, so that it can be corrected.
    """

    group: Group
    constitution: Constitution
    told: Told
    versions: tuple[Told, ...]
    breaches: tuple[BreachRow, ...]
    seen_by: str
    people: dict[int, Member]
    is_open: bool

    @property
    def stands(self) -> bool:
        """Tell whether the version asked for is the one that counts."""
        return self.told.reversed_by is None

    @property
    def unseen(self) -> int:
        """Count the broken rules that nobody has looked at."""
        return sum(row.acknowledged_at is None for row in self.breaches)

    @property
    def seen_at(self) -> datetime | None:
        """Give the moment at which the first of them was looked at, or None."""
        moments = [row.acknowledged_at for row in self.breaches if row.acknowledged_at is not None]
        return min(moments, default=None)


def meeting_page(session: Session, actor: Actor, *, group_id: int, number: int) -> MeetingPage:
    """Load one meeting by the number of its entry.

    Args:
        session: to read with.
        actor: who looks.
        group_id: whose.
        number: of a journal entry that holds a meeting.

    Returns:
        The meeting with its corrections.

    Raises:
        NotFoundError: not the actor's group, or no meeting of that number.
    """
    group = access.group_for(session, actor, group_id, *access.READERS)
    entry = journal.entry(session, group_id, number)
    if entry is None or entry.kind not in _MEETINGS or entry.meeting is None:
        raise NotFoundError
    versions = _versions(session, entry)
    told = next(version for version in versions if version.entry.number == number)
    ground = books.load(session, group)
    breaches = tuple(projections.breaches_of(session, group_id, number))
    return MeetingPage(
        group=group,
        constitution=ground.constitution_on(entry.occurred_on),
        told=told,
        versions=versions,
        breaches=breaches,
        seen_by=_seen_by(session, breaches),
        people={m.member_id: m for m in members.list_members(session, group_id)},
        is_open=entry.cycle == ground.books.cycle and not ground.books.closed,
    )


def _versions(session: Session, entry: JournalEntry) -> tuple[Told, ...]:
    """Follow a meeting through its corrections; repostings of the same document count too."""
    same = select(JournalEntry).where(
        JournalEntry.group_id == entry.group_id,
        JournalEntry.cycle == entry.cycle,
        JournalEntry.meeting == entry.meeting,
    )
    entries = list(session.scalars(same.order_by(JournalEntry.number)))
    undone = {e.reverses: e for e in entries if e.reverses is not None}
    documents = [e for e in entries if e.kind in _MEETINGS and e.document is not None]
    numbers = [e.number for e in documents]
    movements = journal.movements_of(session, entry.group_id, numbers)
    names = _names(session, documents)
    return tuple(
        Told(
            entry=each,
            document=json.loads(each.document or "{}"),
            movements=tuple(movements.get(each.number, ())),
            by=names.get(each.recorded_by or 0, ""),
            reversed_by=undone.get(each.number),
        )
        for each in documents
    )


def _seen_by(session: Session, breaches: Sequence[BreachRow]) -> str:
    seen = [row for row in breaches if row.acknowledged_at is not None]
    if not seen:
        return ""
    first = min(seen, key=lambda row: (row.acknowledged_at, row.line))
    return session.get_one(User, first.acknowledged_by).name


def _names(session: Session, entries: Sequence[JournalEntry]) -> dict[int, str]:
    users = {entry.recorded_by for entry in entries if entry.recorded_by is not None}
    query = select(User.user_id, User.name).where(User.user_id.in_(users))
    return {row.user_id: row.name for row in session.execute(query)}
