"""Write down what drawn passbooks say, beside what the books said of the same day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.money import MINOR_MAX
from vsla.domain.passbook_check import CheckOutcome, Paper, booked_on, differences
from vsla.domain.reader import Reader
from vsla.services.access import Role, group_for
from vsla.services.days import not_in_future
from vsla.services.passbook_samples import READERS, passbooks_of, sample_for
from vsla.services.typed import filled
from vsla.store import passbook_checks as store
from vsla.store import passbooks
from vsla.store.models import GroupPosition, Member, PassbookCheck

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.passbook_check import Booked
    from vsla.domain.statement import Entry, Fact
    from vsla.services.access import Actor
    from vsla.store.models import Group, PassbookSample

_SHARES_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passbook that was drawn, and the last word about it."""

    member: Member
    check: PassbookCheck | None


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """The passbooks drawn in one group, in the order of their numbers."""

    sample: PassbookSample
    group: Group
    passbooks: tuple[Drawn, ...]


def drawn_group(session: Session, actor: Actor, *, group_id: int, sample_id: int) -> DrawnGroup:
    """Give the passbooks drawn in one group.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        group_id: which group.
        sample_id: of which sample.

    Raises:
        NotFoundError: the group is not the actor's, or is not in the sample.
        NotAllowedError: the actor sees no samples.
    """
    group = group_for(session, actor, group_id, *READERS)
    sample = sample_for(session, actor, sample_id)
    chosen = passbooks_of(sample).get(group_id)
    if chosen is None:
        raise NotFoundError
    checks = store.checks(session, group_id, sample_id)
    query = (
        select(Member)
        .where(Member.group_id == group_id, Member.member_id.in_(chosen))
        .order_by(Member.passbook_number)
    )
    found = [Drawn(member, checks.get(member.member_id)) for member in session.scalars(query)]
    return DrawnGroup(sample, group, tuple(found))


@dataclass(frozen=True, slots=True)
class _Read:
    """One passbook as a form gives it."""

    outcome: CheckOutcome
    paper: Paper


def _read_passbook(r: Reader, checked_on: date) -> _Read:
    outcome = r.choice("outcome", CheckOutcome)
    if outcome is not CheckOutcome.CHECKED:
        return _Read(outcome, Paper(None, 0, 0))
    last_on = r.day("last_on") if r.has("last_on") else None
    if last_on is not None and last_on > checked_on:
        r.note("last_on", Code.DATE_IN_FUTURE)
    shares = r.integer("shares", 0, _SHARES_MAX)
    return _Read(outcome, Paper(last_on, shares, r.integer("owed_minor", 0, MINOR_MAX)))


def enter_checks(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    sample_id: int,
    checked_on: str,
    passbooks_read: Mapping[int, Mapping[str, object]],
    now: datetime,
) -> int:
    """Write down what passbooks of one group say; the books' figures of the same day are kept too.

    Args:
        session: to write with.
        actor: an officer of the programme.
        group_id: which group.
        sample_id: of which sample.
        checked_on: ISO date.
        passbooks_read: by member: ``outcome``, and of a passbook that was seen ``last_on``,
            ``shares`` and ``owed_minor``; members about whom nothing was written are left out.
        now: when.

    Returns:
        How many were written down.

    Raises:
        InvalidDocumentError: with every problem at once; paths begin with the member.
        NotFoundError: the group is not the actor's, or is not in the sample.
        NotAllowedError: the actor is no officer.
    """
    group_for(session, actor, group_id, Role.OFFICER)
    here = drawn_group(session, actor, group_id=group_id, sample_id=sample_id)
    r = Reader(filled({"checked_on": checked_on}))
    day = r.day("checked_on")
    not_in_future(r, "checked_on", day, now)
    earlier = {each.member.member_id: each.check for each in here.passbooks}
    read: dict[int, _Read] = {}
    for member_id, typed in passbooks_read.items():
        if member_id not in earlier:
            raise NotFoundError
        read[member_id] = _read_passbook(Reader(filled(typed), str(member_id), r.problems), day)
    if not read:
        r.note("passbooks", Code.NOBODY_CHOSEN)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    books = BooksOfGroup(session, here.group, list(read))
    for member_id, each in read.items():
        before = earlier[member_id]
        row = books.held_against(member_id, each)
        row.sample_id, row.line = sample_id, before.line + 1 if before is not None else 1
        row.checked_on, row.checked_by, row.recorded_at = day, actor.user_id, now
        session.add(row)
    session.flush()
    return len(read)


class BooksOfGroup:
    """The books of one group, read once for all its passbooks."""

    def __init__(self, session: Session, group: Group, member_ids: Sequence[int]) -> None:
        """Read the running cycle, and what some members owe."""
        position = session.get_one(GroupPosition, group.group_id)
        self.group = group
        self.entry_number = position.entry_number
        self.entries: list[Entry]
        self.facts: dict[int, list[Fact]]
        self.entries, self.facts = passbooks.read(session, group.group_id, position.cycle)
        self.owed = store.owed(session, group.group_id, member_ids)

    def say(self, member_id: int, day: date | None) -> Booked:
        """Say what the books had about a member at the end of a day."""
        return booked_on(
            self.entries,
            self.facts.get(member_id, ()),
            owed_now=self.owed.get(member_id, 0),
            day=day,
        )

    def held_against(self, member_id: int, read: _Read) -> PassbookCheck:
        """Make the row of a passbook, without its place in a sample."""
        paper = read.paper
        booked = self.say(member_id, paper.last_on)
        seen = read.outcome is CheckOutcome.CHECKED
        wrong = differences(paper, booked, step=self.group.cash_step)
        return PassbookCheck(
            group_id=self.group.group_id,
            member_id=member_id,
            outcome=read.outcome,
            last_on=paper.last_on,
            shares=paper.shares,
            owed=paper.owed,
            met=booked.met,
            book_shares=booked.shares,
            book_owed=booked.owed,
            behind=booked.behind,
            agrees=seen and not wrong,
            entry_number=self.entry_number,
        )
