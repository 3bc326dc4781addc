"""The pages of one group: its cover, and what stands behind each of its tabs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, select

from vsla.domain.books_form import books_from_json
from vsla.domain.calendar import week_of
from vsla.domain.constitution import Weekday
from vsla.domain.errors import NotFoundError
from vsla.domain.loans import arrears, days_late, owed
from vsla.domain.roster import Gender, Post
from vsla.services.access import visible
from vsla.services.groups_list import current_rules
from vsla.store.models import (
    BreachRow,
    CommitteeTerm,
    ConstitutionVersion,
    ContestedDocument,
    Cycle,
    Group,
    GroupPosition,
    GroupStatus,
    LoanRow,
    MeetingSummary,
    Member,
    ShareOutProposal,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.services.access import Actor

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person, as counts.

    Attributes:
        breaches: broken rules that nobody has acknowledged.
        oldest: entry number of the first meeting that has one; None without any.
        contested: documents that contradict one already recorded.
        proposals: share-outs to be confirmed by a second person.
    """

    breaches: int
    oldest: int | None
    contested: int
    proposals: int


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover of a group's book says; money in minor units of the group's currency.

    Attributes:
        position: None while the group is being set up.
        cycle: the one of the position.
        books: after the last entry.
        rules: the constitution in force as JSON; None before the first.
        women: present members by sex, men and others alike.
        on: the day the cover is looked at.
    """

    group: Group
    zone: str
    position: GroupPosition | None
    cycle: Cycle | None
    books: Books | None
    rules: Mapping[str, Any] | None
    women: int
    men: int
    others: int
    waiting: Waiting
    on: date

    @property
    def members(self) -> int:
        """Count the present members."""
        return self.women + self.men + self.others

    @property
    def is_open(self) -> bool:
        """Tell whether a cycle is open in which the group can meet."""
        running = self.cycle is not None and self.cycle.closed_on is None
        return running and self.group.status is GroupStatus.ACTIVE

    @property
    def weeks(self) -> int:
        """Count the planned weeks of the cycle."""
        if self.cycle is None:
            return 0
        return (self.cycle.share_out_on - self.cycle.opened_on).days // _WEEK_DAYS

    @property
    def week(self) -> int:
        """Count the week of the cycle, at most the last planned one."""
        return 0 if self.cycle is None else min(week_of(self.cycle.opened_on, self.on), self.weeks)

    @property
    def is_overdue(self) -> bool:
        """Tell whether the day of the share-out has passed while the cycle is open."""
        return self.is_open and self.cycle is not None and self.on > self.cycle.share_out_on

    @property
    def next_number(self) -> int:
        """Give the number of the next meeting."""
        return 1 if self.position is None else max(0, self.position.last_meeting) + 1

    @property
    def share_value(self) -> int | None:
        """Give the price of a share, or None before the first constitution."""
        return None if self.rules is None else int(self.rules["share_value_minor"])

    @property
    def borrowers_late(self) -> int:
        """Count those of ``borrowers`` with a loan past its due date."""
        if self.books is None:
            return 0
        loans = (n for n in self.books.loans.values() if not n.solidarity)
        return len({n.member for n in loans if arrears(n, self.on)})

    @property
    def borrowers(self) -> int:
        """Count members who owe on a loan of the loan fund."""
        if self.books is None:
            return 0
        return len({n.member for n in self.books.loans.values() if not n.solidarity})

    @property
    def weekday(self) -> Weekday | None:
        """Give the meeting's day by the rules in force."""
        return None if self.rules is None else Weekday(self.rules["weekday"])


def _count(model: type, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(model)
        .where(model.group_id == Group.group_id, *conditions)  # type: ignore[attr-defined]
        .correlate(Group)
        .scalar_subquery()
    )


def _present(on: date, *genders: Gender) -> ColumnElement[int]:
    gone = and_(Member.left_on.is_not(None), Member.left_on < on)
    return _count(Member, ~gone, Member.gender.in_(genders))


def _oldest_unseen() -> ColumnElement[int]:
    """Find the entry of the first meeting with a broken rule that nobody has looked at."""
    of_entry = and_(
        MeetingSummary.group_id == BreachRow.group_id,
        MeetingSummary.entry_number == BreachRow.entry_number,
    )
    return (
        select(BreachRow.entry_number)
        .join(MeetingSummary, of_entry)
        .where(BreachRow.group_id == Group.group_id, BreachRow.acknowledged_at.is_(None))
        .order_by(MeetingSummary.cycle, MeetingSummary.number)
        .limit(1)
        .correlate(Group)
        .scalar_subquery()
    )


def cover(session: Session, actor: Actor, group_id: int, *, on: date) -> Cover:
    """Read the cover of a group's book in one statement.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        on: the day, for the week of the cycle, lateness and the rules in force.

    Returns:
        The cover.

    Raises:
        NotFoundError: there is no such group, or it is not the actor's.
    """
    unseen = BreachRow.acknowledged_at.is_(None)
    pending = and_(ShareOutProposal.confirmed_at.is_(None), ShareOutProposal.withdrawn_at.is_(None))
    query = (
        select(
            Group,
            Zone.name,
            GroupPosition,
            Cycle,
            ConstitutionVersion.body,
            _present(on, Gender.WOMAN),
            _present(on, Gender.MAN),
            _present(on, Gender.OTHER, Gender.UNSAID),
            _count(BreachRow, unseen),
            _oldest_unseen(),
            _count(ContestedDocument, ContestedDocument.settled_at.is_(None)),
            _count(ShareOutProposal, pending, ShareOutProposal.cycle == GroupPosition.cycle),
        )
        .join(Zone, Zone.zone_id == Group.zone_id)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .outerjoin(
            Cycle, and_(Cycle.group_id == Group.group_id, Cycle.number == GroupPosition.cycle)
        )
        .outerjoin(ConstitutionVersion, current_rules(on))
        .where(Group.group_id == group_id, visible(actor))
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFoundError
    return _cover(tuple(row), on)


def _cover(row: tuple[Any, ...], on: date) -> Cover:
    group, zone, position, cycle, body, women, men, others, *waiting = row
    return Cover(
        group=group,
        zone=zone,
        position=position,
        cycle=cycle,
        books=books_from_json(json.loads(position.books)) if position is not None else None,
        rules=json.loads(body) if body is not None else None,
        women=women,
        men=men,
        others=others,
        waiting=Waiting(*waiting),
        on=on,
    )


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member on the list; shares and debts are those of the open cycle, minor units.

    Attributes:
        debt: owed on all loans today, charges and penalties included.
        late_days: of the loan that is latest; 0 when none is late.
    """

    member: Member
    shares: int
    debt: int
    fines: int
    late_days: int


def members(session: Session, here: Cover) -> list[MemberLine]:
    """List everybody who ever belonged, present members first, in one statement."""
    query = (
        select(Member)
        .where(Member.group_id == here.group.group_id)
        .order_by(Member.left_on.is_not(None), Member.passbook_number)
    )
    return [_member_line(each, here) for each in session.scalars(query)]


def _member_line(member: Member, here: Cover) -> MemberLine:
    books, number = here.books, member.member_id
    if books is None:
        return MemberLine(member, 0, 0, 0, 0)
    loans = books.loans_of(number)
    return MemberLine(
        member=member,
        shares=books.shares.get(number, 0),
        debt=sum(owed(loan, here.on).total for loan in loans),
        fines=books.fines_owed.get(number, 0),
        late_days=max((days_late(loan, here.on) for loan in loans), default=0),
    )


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan on the list; ``owed`` is what settles it today, in minor units."""

    loan: LoanRow
    member: Member
    owed: int
    late_days: int


def loans(session: Session, here: Cover) -> list[LoanLine]:
    """List the loans of the cycle and those still open, open ones first, in one statement."""
    mine = LoanRow.group_id == here.group.group_id
    is_open = LoanRow.settled_on.is_(None)
    recent = LoanRow.granted_on >= here.cycle.opened_on if here.cycle is not None else is_open
    query = (
        select(LoanRow, Member)
        .join(
            Member, and_(Member.group_id == LoanRow.group_id, Member.member_id == LoanRow.member_id)
        )
        .where(mine, is_open | recent)
        .order_by(LoanRow.settled_on.is_not(None), LoanRow.due_on, LoanRow.loan_id)
    )
    return [_loan_line(loan, member, here) for loan, member in session.execute(query)]


def _loan_line(row: LoanRow, member: Member, here: Cover) -> LoanLine:
    loan = here.books.loans.get(row.loan_id) if here.books is not None else None
    if loan is None:
        return LoanLine(row, member, 0, 0)
    return LoanLine(row, member, owed(loan, here.on).total, days_late(loan, here.on))


@dataclass(frozen=True, slots=True)
class TermLine:
    """One person's time in a post; it ends with the membership at the latest."""

    term: CommitteeTerm
    member: Member

    @property
    def until(self) -> date | None:
        """Give the last day, or None while it goes on."""
        return min(filter(None, (self.term.ended_on, self.member.left_on)), default=None)


@dataclass(frozen=True, slots=True)
class Committee:
    """Who holds which post today, and who did before; posts in the order of ``Post``.

    Attributes:
        officers: of the five posts of the committee.
        women: how many of the officers are women.
        both: names of those who are officer and key holder, which the method advises against.
    """

    holders: Mapping[Post, tuple[TermLine, ...]]
    past: tuple[TermLine, ...]
    officers: int
    women: int
    both: tuple[str, ...]


def committee(session: Session, group_id: int, *, on: date) -> Committee:
    """Read all posts of a group in one statement."""
    query = (
        select(CommitteeTerm, Member)
        .join(
            Member,
            and_(
                Member.group_id == CommitteeTerm.group_id,
                Member.member_id == CommitteeTerm.member_id,
            ),
        )
        .where(CommitteeTerm.group_id == group_id)
        .order_by(CommitteeTerm.elected_on, CommitteeTerm.line)
    )
    lines = [TermLine(term, member) for term, member in session.execute(query)]
    now = [n for n in lines if n.until is None or n.until > on]
    holders = {post: tuple(n for n in now if n.term.post is post) for post in Post}
    keys = {n.member.member_id for n in holders[Post.KEY_HOLDER]}
    officers = {
        n.member.member_id: n.member
        for post in Post
        if post is not Post.KEY_HOLDER
        for n in holders[post]
    }
    return Committee(
        holders=holders,
        past=tuple(n for n in reversed(lines) if n not in now),
        officers=len(officers),
        women=sum(each.gender is Gender.WOMAN for each in officers.values()),
        both=tuple(each.name for number, each in officers.items() if number in keys),
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the rules with its vote; ``rules`` is the JSON of the constitution."""

    row: ConstitutionVersion
    rules: Mapping[str, Any]


def versions(session: Session, group_id: int) -> list[Version]:
    """List all versions of a group's rules, the newest first, in one statement."""
    query = (
        select(ConstitutionVersion)
        .where(ConstitutionVersion.group_id == group_id)
        .order_by(ConstitutionVersion.number.desc())
    )
    return [Version(row, json.loads(row.body)) for row in session.scalars(query)]
