"""What the record of a meeting says: who came, what moved each box, and what was counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from vsla.domain.cash_count import pieces_in
from vsla.domain.codes import Code
from vsla.domain.constitution import Fund
from vsla.domain.errors import NotFoundError
from vsla.domain.facts import Attendance, AttendanceFact
from vsla.domain.ledger import Account, Kind, Movement
from vsla.domain.roster import SEATS, Post
from vsla.services.closing_figures import ClosingFigures, closing_figures
from vsla.services.meeting_page import MeetingPage, meeting_page
from vsla.services.paper_code import EntryMark
from vsla.store.models import CommitteeTerm, EntryKind, JournalEntry, LoanRow, Member

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.money import Minor
    from vsla.services.access import Actor

_MEETINGS = (EntryKind.MEETING, EntryKind.CORRECTION, EntryKind.REPOSTING)
_OFFICERS = (Post.CHAIR, Post.SECRETARY, Post.TREASURER, Post.COUNTER)

LOAN_FUND = Account.CASH_LOAN_FUND
SOLIDARITY = Account.CASH_SOLIDARITY
_DIFFERENCES = {
    LOAN_FUND: Code.CASH_DIFFERENCE_CLOSING,
    SOLIDARITY: Code.SOLIDARITY_DIFFERENCE_CLOSING,
}
_FUNDS = {LOAN_FUND: Fund.LOAN_FUND, SOLIDARITY: Fund.SOLIDARITY_FUND}

REPAID = "repaid"
FINES = "fines"
DIFFERENCE = "difference"
_TOGETHER: dict[Kind, str] = {
    Kind.PRINCIPAL_REPAID: REPAID,
    Kind.INTEREST_PAID: REPAID,
    Kind.PENALTY_PAID: REPAID,
    Kind.FINE_PAID: FINES,
    Kind.FINE_PAID_SOLIDARITY: FINES,
    Kind.FINE_ARREARS_PAID: FINES,
    Kind.CASH_OVER: DIFFERENCE,
    Kind.CASH_SHORT: DIFFERENCE,
    Kind.SOLIDARITY_OVER: DIFFERENCE,
    Kind.SOLIDARITY_SHORT: DIFFERENCE,
}
"""Kinds of movement that stand in one line of a box; each other kind has its own."""


@dataclass(frozen=True, slots=True)
class Came:
    """How one member came, and how many shares she bought; no fact when nobody noted it."""

    member: Member
    fact: AttendanceFact | None
    shares: int


@dataclass(frozen=True, slots=True)
class BoxLine:
    """What came into a box, or went out when below zero; minor units.

    Attributes:
        key: a kind of movement, or REPAID, FINES, DIFFERENCE (found when counted at the start).
        count: how many movements, those of one member at one loan once.
    """

    key: str
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class Box:
    """One box from the beginning to the end of the meeting; minor units.

    Attributes:
        opening: by the book, before the meeting.
        lines: what moved; with the opening they make ``by_book``.
        counted: at the end; None where nobody counted.
        notes: at the beginning and at the end, how many of each note and coin, by value in
            minor units, the largest first; empty where only the sum was written.
        difference: counted less by the book.
    """

    opening: int
    lines: tuple[BoxLine, ...]
    by_book: int
    counted: int | None
    difference: int
    notes: tuple[dict[Minor, int], dict[Minor, int]] = ({}, {})


@dataclass(frozen=True, slots=True)
class Lent:
    """A loan given at the meeting, of either fund, in minor units; ``due_on`` its last day."""

    member: Member
    amount: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Repaid:
    """What one member repaid, on all loans."""

    member: Member
    amount: int


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """The record; money in minor units.

    Attributes:
        page: the meeting as its page knows it, the version that stands.
        came: all who belonged on the day, in passbook order.
        loan_fund: its box.
        solidarity: its box.
        closing: the three figures at the end.
        lent: in the order of the document.
        repaid: in passbook order.
        officers: the five seats of the day; None where a seat was empty.
        entry: of the journal that holds this version.
    """

    page: MeetingPage
    came: tuple[Came, ...]
    loan_fund: Box
    solidarity: Box
    closing: ClosingFigures
    lent: tuple[Lent, ...]
    repaid: tuple[Repaid, ...]
    officers: tuple[tuple[Post, Member | None], ...]
    entry: EntryMark

    @property
    def meeting(self) -> int:
        """Give the number of the meeting."""
        return self.page.told.entry.meeting or 0

    @property
    def held_on(self) -> date:
        """Give the day of the meeting."""
        return self.page.told.entry.occurred_on

    @property
    def attended(self) -> int:
        """Count who came, or sent somebody."""
        return sum(each.fact is not None and each.fact.attended for each in self.came)

    @property
    def shares(self) -> int:
        """Count the shares bought."""
        return sum(each.shares for each in self.came)

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the figures that the code vouches for, in its order."""
        return (
            ("attended", self.attended),
            ("stars", self.shares),
            ("loan_fund", self.closing.loan_fund),
            ("solidarity_fund", self.closing.solidarity_fund),
            ("loans_out", self.closing.loans_out),
        )


def meeting_record(
    session: Session, actor: Actor, group_id: int, *, number: int | None = None
) -> MeetingRecord:
    """Read the record of a meeting; of a corrected one the version that stands.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        number: of any entry that holds the meeting; None for the last meeting held.

    Returns:
        The record, in at most fifteen statements however large the meeting was.

    Raises:
        NotFoundError: not the actor's group, or no such meeting.
    """
    wanted = number if number is not None else _last(session, group_id)
    page = meeting_page(session, actor, group_id=group_id, number=wanted)
    if page.told.entry.meeting == 0:
        raise NotFoundError
    if not page.stands:
        standing = page.versions[-1].entry.number
        page = meeting_page(session, actor, group_id=group_id, number=standing)
    told = page.told
    closing = closing_figures(session, told.entry)
    return MeetingRecord(
        page=page,
        came=_came(page),
        loan_fund=_box(page, closing.loan_fund, LOAN_FUND),
        solidarity=_box(page, closing.solidarity_fund, SOLIDARITY),
        closing=closing,
        lent=_lent(session, page),
        repaid=_repaid(page),
        officers=_officers(session, page),
        entry=EntryMark(told.entry.number, told.entry.hash),
    )


def _last(session: Session, group_id: int) -> int:
    """Find the entry of the last meeting of the last cycle, whatever version stands."""
    query = (
        select(func.max(JournalEntry.number))
        .where(
            JournalEntry.group_id == group_id,
            JournalEntry.kind.in_(_MEETINGS),
            JournalEntry.meeting > 0,
        )
        .group_by(JournalEntry.cycle, JournalEntry.meeting)
        .order_by(JournalEntry.cycle.desc(), JournalEntry.meeting.desc())
        .limit(1)
    )
    return session.scalar(query) or 0


def _came(page: MeetingPage) -> tuple[Came, ...]:
    document, day = page.told.document, page.told.entry.occurred_on
    facts = {
        row["member"]: AttendanceFact(
            row["member"], Attendance(row["state"]), bool(row.get("by_representative"))
        )
        for row in document.get("attendance", ())
    }
    shares = {row["member"]: row["count"] for row in document.get("shares_bought", ())}
    here = [
        each
        for each in page.people.values()
        if each.joined_on <= day and (each.left_on is None or day <= each.left_on)
    ]
    return tuple(
        Came(each, facts.get(each.member_id), shares.get(each.member_id, 0)) for each in here
    )


def _effect(movement: Movement, box: Account) -> int:
    return movement.amount * ((movement.debit is box) - (movement.credit is box))


def _box(page: MeetingPage, closing: int, box: Account) -> Box:
    """Lay the movements of one box between what it held before and after."""
    moved = [
        (_TOGETHER.get(each.kind, each.kind.value), _effect(each, box), each)
        for each in page.told.movements
    ]
    # A box holds what was counted; by the book it held what the break of the rule says.
    found = {row.code: json.loads(row.values) for row in page.breaches}
    by_book = int(found.get(_DIFFERENCES[box], {"expected_minor": closing})["expected_minor"])
    lines: dict[str, tuple[int, set[object]]] = {}
    for place, (key, amount, movement) in enumerate(moved):
        if amount:
            before, who = lines.setdefault(key, (0, set()))
            lines[key] = (
                before + amount,
                who | {(movement.member, movement.loan) if movement.member else place},
            )
    if DIFFERENCE in lines:
        both, who = lines.pop(DIFFERENCE)
        if both != closing - by_book:
            lines = {DIFFERENCE: (both - closing + by_book, who), **lines}
    return Box(
        opening=closing - sum(amount for _key, amount, _movement in moved),
        lines=tuple(BoxLine(key, total, len(who)) for key, (total, who) in lines.items()),
        by_book=by_book,
        counted=_counted(page.told.document, box),
        difference=closing - by_book,
        notes=(_pieces(page, "opening_count", box), _pieces(page, "closing_count", box)),
    )


def _counted(document: Mapping[str, Any], box: Account) -> int | None:
    value = (document.get("closing_count") or {}).get(f"{_FUNDS[box]}_minor")
    return None if value is None else int(value)


def _pieces(page: MeetingPage, when: str, box: Account) -> dict[Minor, int]:
    return pieces_in(page.told.document.get(when) or {}, _FUNDS[box])


def _lent(session: Session, page: MeetingPage) -> tuple[Lent, ...]:
    kinds = {Kind.LOAN_DISBURSED, Kind.SOLIDARITY_LOAN}
    given = [m for m in page.told.movements if m.kind in kinds and m.member is not None]
    query = select(LoanRow.loan_id, LoanRow.due_on).where(
        LoanRow.group_id == page.group.group_id,
        LoanRow.loan_id.in_([m.loan for m in given]),
    )
    due = {row.loan_id: row.due_on for row in session.execute(query)}
    return tuple(
        Lent(page.people[m.member], m.amount, due.get(m.loan or 0))
        for m in given
        if m.member is not None
    )


def _repaid(page: MeetingPage) -> tuple[Repaid, ...]:
    paid: dict[int, int] = {}
    for m in page.told.movements:
        kinds = _TOGETHER.get(m.kind) == REPAID or m.kind is Kind.SOLIDARITY_REPAID
        if kinds and m.member is not None:
            paid[m.member] = paid.get(m.member, 0) + m.amount
    return tuple(Repaid(who, paid[n]) for n, who in page.people.items() if n in paid)


def _officers(session: Session, page: MeetingPage) -> tuple[tuple[Post, Member | None], ...]:
    """Read who held the five seats on the day; the seats of counters are two."""
    day = page.told.entry.occurred_on
    query = (
        select(CommitteeTerm.post, CommitteeTerm.member_id)
        .where(
            CommitteeTerm.group_id == page.group.group_id,
            CommitteeTerm.elected_on <= day,
            or_(CommitteeTerm.ended_on.is_(None), CommitteeTerm.ended_on > day),
        )
        .order_by(CommitteeTerm.elected_on, CommitteeTerm.line)
    )
    holders: dict[Post, list[Member]] = {post: [] for post in _OFFICERS}
    for post, member in session.execute(query):
        if post in holders:
            holders[post].append(page.people[member])
    seats: list[tuple[Post, Member | None]] = []
    for post, people in holders.items():
        empty = [None] * (SEATS[post] - len(people))
        seats += [(post, each) for each in (*people, *empty)]
    return tuple(seats)
