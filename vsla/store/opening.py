"""What a total is made of: zones, groups page by page, and entries of one group's ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, select, tuple_
from sqlalchemy.orm import aliased

from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio
from vsla.domain.roster import Gender
from vsla.store.models import EntryKind, Group, GroupStatus, JournalEntry, Member, MovementRow, Zone
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.domain.ledger import Kind
    from vsla.store.scope import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a total belongs.

    Attributes:
        number: id of the zone or group, or number of the entry.
        name: of the zone or group; "" for an entry.
        currency: of a group; "" for a zone.
        code: of a group.
        meeting: number of the meeting of an entry; None for a share-out.
        cycle: of an entry.
        occurred_on: of an entry.
    """

    number: int
    name: str = ""
    currency: str = ""
    code: str = ""
    meeting: int | None = None
    cycle: int = 0
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one entry moved for one sex; None for the group's own money."""

    place: Place
    gender: Gender | None
    amount: int


def columns(steps: Iterable[Step]) -> Columns[Ratio]:
    """Add steps up for women, men and all."""
    sums = {Gender.WOMAN: 0, Gender.MAN: 0}
    whole = 0
    for step in steps:
        whole += step.amount
        if step.gender in sums:
            sums[step.gender] += step.amount
    return Columns(Ratio(sums[Gender.WOMAN], 1), Ratio(sums[Gender.MAN], 1), Ratio(whole, 1))


def zones(session: Session, programme_id: int) -> list[Place]:
    """List the zones of a programme."""
    query = select(Zone.zone_id, Zone.name).where(Zone.programme_id == programme_id)
    return [Place(row[0], row[1]) for row in session.execute(query)]


def groups(
    session: Session,
    scope: Scope,
    *,
    after: tuple[str, int] | None,
    before: tuple[str, int] | None,
    limit: int,
) -> tuple[list[Place], bool]:
    """List groups past their set-up by name, one page at a time.

    Args:
        session: any.
        scope: which groups.
        after: name and id of the last group of the page before.
        before: name and id of the first group of the page behind.
        limit: groups on a page.

    Returns:
        The groups in order, and whether there are more in the direction read.
    """
    place = tuple_(Group.name, Group.group_id)
    query = select(Group.group_id, Group.name, Group.currency, Group.code).where(
        *scope.conditions(), Group.status != GroupStatus.SETTING_UP
    )
    if before is not None:
        query = query.where(place < tuple_(*before))
        query = query.order_by(Group.name.desc(), Group.group_id.desc())
    else:
        query = query.order_by(Group.name, Group.group_id)
        if after is not None:
            query = query.where(place > tuple_(*after))
    rows = session.execute(query.limit(limit + 1)).all()
    found = [Place(row[0], row[1], row[2], row[3]) for row in rows[:limit]]
    if before is not None:
        found.reverse()
    return found, len(rows) > limit


def _stands() -> ColumnElement[bool]:
    """Say which entries count: no reversal, and none that one undoes."""
    undo = aliased(JournalEntry)
    undone = (
        select(undo.number)
        .where(undo.group_id == JournalEntry.group_id, undo.reverses == JournalEntry.number)
        .exists()
    )
    return and_(JournalEntry.kind != EntryKind.REVERSAL, ~undone)


_OF_ENTRY = and_(
    MovementRow.group_id == JournalEntry.group_id, MovementRow.entry_number == JournalEntry.number
)
_OF_MEMBER = and_(
    Member.group_id == MovementRow.group_id, Member.member_id == MovementRow.member_id
)


def entries(
    session: Session,
    group_id: int,
    *,
    added: Collection[Kind],
    taken: Collection[Kind],
    of_members: bool,
    from_on: date | None,
    to_on: date,
) -> list[Step]:
    """Add up what each entry of a group moved, by sex, in one statement.

    Args:
        session: any.
        group_id: whose.
        added: kinds of movement that count with plus.
        taken: kinds of movement that count with minus.
        of_members: leave the group's own movements out.
        from_on: first day, or None for all before.
        to_on: last day.

    Returns:
        Entries that stand, in their order; those where nothing is left are absent.
    """
    signed = case((MovementRow.reversed, -MovementRow.amount), else_=MovementRow.amount)
    amount = sum_minor(case((MovementRow.kind.in_(taken), -signed), else_=signed))
    entry = JournalEntry
    key = (entry.number, entry.meeting, entry.cycle, entry.occurred_on, Group.currency)
    query = (
        select(*key, Member.gender, amount)
        .select_from(entry)
        .join(Group, Group.group_id == entry.group_id)
        .join(MovementRow, _OF_ENTRY)
        .outerjoin(Member, _OF_MEMBER)
        .where(
            entry.group_id == group_id,
            MovementRow.kind.in_([*added, *taken]),
            entry.occurred_on <= to_on,
            _stands(),
        )
        .group_by(*key, Member.gender)
        .order_by(entry.occurred_on, entry.number)
    )
    if from_on is not None:
        query = query.where(entry.occurred_on >= from_on)
    if of_members:
        query = query.where(MovementRow.member_id.is_not(None))
    return [
        Step(Place(number, "", currency, "", meeting, cycle, day), gender, moved)
        for number, meeting, cycle, day, currency, gender, moved in session.execute(query)
        if moved
    ]
