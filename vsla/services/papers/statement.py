"""The statements of a group's members: the passbook of the running cycle, as figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, null, select

from vsla.domain.constitution import Frequency
from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Account
from vsla.domain.loans import arrears, owed
from vsla.domain.statement import lines_of, meetings_until, standing
from vsla.services.group_page import cover
from vsla.services.paper_code import EntryMark, entry_mark
from vsla.store import passbooks
from vsla.store.models import Member, MemberPhoto
from vsla.store.paper_prints import statement_before

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.statement import Entry, Fact, Line
    from vsla.services.access import Actor
    from vsla.services.group_page import Cover
    from vsla.store.models import Group

_BOX = (Account.CASH_SOLIDARITY, Account.BANK_SOLIDARITY)


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed on one loan today, minor units, and until when it is to be repaid."""

    due_on: date
    amount: int
    late: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What the member's book gained since her last statement; money in minor units."""

    entry_number: int
    on: date
    shares: int
    loan: int
    repaid: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One member's statement; money in minor units.

    Attributes:
        member: the person.
        lines: the first meeting first, a line put right before the one that did.
        stars: shares of the cycle, and ``worth``, what was paid for them.
        dues: loans that are owed on, the one due first before others.
        fines: charged and not paid.
        solidarity: paid by her in the cycle.
        solidarity_total: what the whole group has in its solidarity fund, box and bank.
        meetings_left: regular meetings until the first loan is due; None without one.
        since: None when nothing is known of an earlier statement.
        photo: a JPEG, where she agreed and the group prints photos.
    """

    member: Member
    lines: tuple[Line, ...]
    stars: int
    worth: int
    dues: tuple[Due, ...]
    fines: int
    solidarity: int
    solidarity_total: int
    meetings_left: int | None
    since: Since | None
    photo: bytes | None = None

    @property
    def owes(self) -> int:
        """Add up what is owed on loans; fines stand beside."""
        return sum(due.amount for due in self.dues)

    def is_new(self, line: Line) -> bool:
        """Tell whether a line came after the last statement."""
        return self.since is not None and line.changed_since(self.since.entry_number)

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the figures that stand large, in the order in which the code vouches for them."""
        return (
            ("stars", self.stars),
            ("worth", self.worth),
            ("owes", self.owes),
            ("solidarity_total", self.solidarity_total),
        )


@dataclass(frozen=True, slots=True)
class Statements:
    """A job of statements.

    Attributes:
        here: the cover of the group.
        entry: where the journal stands.
        each: in the order of the passbooks.
    """

    here: Cover
    entry: EntryMark
    each: tuple[Statement, ...]


def statements(
    session: Session,
    actor: Actor,
    group_id: int,
    *,
    on: date,
    member_id: int | None = None,
) -> Statements:
    """Read the statements of one member, or of all present members, in three statements of SQL.

    What is new is told from the last statement that was printed of an earlier entry.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        on: the day on which debts are reckoned.
        member_id: whose, also of a former member; None for all who belong on the day.

    Returns:
        The statements of the latest cycle.

    Raises:
        NotFoundError: no such group of the actor's, no such member, or no cycle yet.
    """
    here = cover(session, actor, group_id, on=on)
    if here.cycle is None or here.position is None:
        raise NotFoundError
    last = here.position.entry_number
    members = _members(session, here.group, on, last, member_id)
    if not members:
        raise NotFoundError
    entries, facts = passbooks.read(session, group_id, here.cycle.number, member_id)
    mark = next((EntryMark(last, e.hash) for e in entries if e.number == last), None)
    found = [_statement(here, each, entries, facts) for each in members]
    # A cycle in which nothing was entered yet stands on the last entry of the one before.
    return Statements(here, mark or entry_mark(session, group_id, last), tuple(found))


class _Whose(NamedTuple):
    """Who gets a statement, up to which entry the one before went, and her photo."""

    member: Member
    seen: int | None
    photo: bytes | None


def _members(
    session: Session, group: Group, on: date, last: int, member_id: int | None
) -> list[_Whose]:
    group_id = group.group_id
    seen = statement_before(group_id, last)
    query = select(Member, seen, null()).where(Member.group_id == group_id)
    if group.photos_on_statements:
        hers = and_(
            MemberPhoto.group_id == Member.group_id, MemberPhoto.member_id == Member.member_id
        )
        query = query.with_only_columns(Member, seen, MemberPhoto.picture)
        query = query.outerjoin(MemberPhoto, hers)
    if member_id is not None:
        query = query.where(Member.member_id == member_id)
    else:
        query = query.where(Member.left_on.is_(None) | (Member.left_on >= on))
    found = session.execute(query.order_by(Member.passbook_number))
    return [_Whose(*row) for row in found]


def _statement(
    here: Cover, whose: _Whose, entries: Sequence[Entry], facts: dict[int, list[Fact]]
) -> Statement:
    books, member = here.books, whose.member
    assert books is not None, "a group with a cycle has books"
    number = member.member_id
    lines = lines_of(
        entries, facts.get(number, ()), joined_on=member.joined_on, left_on=member.left_on
    )
    valid = standing(lines)
    dues = _dues(here, number)
    return Statement(
        member=member,
        lines=tuple(lines),
        stars=sum(line.shares for line in valid),
        worth=sum(line.saved for line in valid),
        dues=dues,
        fines=books.fines_owed.get(number, 0),
        solidarity=sum(line.solidarity for line in valid),
        solidarity_total=sum(books.balances[box] for box in _BOX),
        meetings_left=_meetings_left(here, dues),
        since=_since(entries, lines, whose.seen, member.joined_on),
        photo=whose.photo,
    )


def _dues(here: Cover, member_id: int) -> tuple[Due, ...]:
    assert here.books is not None
    loans = [loan for loan in here.books.loans.values() if loan.member == member_id]
    dues = [
        Due(loan.due_on, owed(loan, here.on).total, arrears(loan, here.on) > 0) for loan in loans
    ]
    return tuple(sorted((due for due in dues if due.amount), key=lambda due: due.due_on))


def _meetings_left(here: Cover, dues: Sequence[Due]) -> int | None:
    if not dues or here.books is None or here.rules is None:
        return None
    last = here.books.last_held_on or here.books.opened_on
    return meetings_until(dues[0].due_on, last, Frequency(here.rules["frequency"]))


def _since(
    entries: Sequence[Entry], lines: Sequence[Line], seen: int | None, joined_on: date
) -> Since | None:
    """Say what came after an entry; of a line put right since then, only the difference.

    Who joined after that entry was on no statement of it.
    """
    known = [entry for entry in entries if seen is not None and entry.number <= seen]
    if not known or known[-1].occurred_on < joined_on:
        return None
    last = known[-1]
    pairs = [(line, line.as_of(last.number)) for line in standing(lines)]
    return Since(
        entry_number=last.number,
        on=last.occurred_on,
        shares=sum(new.shares - (old.shares if old else 0) for new, old in pairs),
        loan=sum(new.loan - (old.loan if old else 0) for new, old in pairs),
        repaid=sum(new.repaid - (old.repaid if old else 0) for new, old in pairs),
    )
