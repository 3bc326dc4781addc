"""Totals of all groups at once, in a few statements: movements, slices, and where groups stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from vsla.store.models import GroupPosition, JournalEntry, Member, MovementRow, RollupMonth
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from vsla.domain.ledger import Kind
    from vsla.domain.roster import Gender


@dataclass(frozen=True, slots=True)
class Moved:
    """What movements of one kind add up to.

    Attributes:
        group_id: whose.
        cycle: number of the cycle.
        gender: of the members; None for the group's own.
        kind: of the movements.
        amount: added up, reversals taken off; minor units.
    """

    group_id: int
    cycle: int
    gender: Gender | None
    kind: Kind
    amount: int


def moved(session: Session) -> Iterator[Moved]:
    """Add every movement up in one statement, by group, cycle, sex and kind."""
    m, e = MovementRow, JournalEntry
    keys = (m.group_id, e.cycle, Member.gender, m.kind, m.reversed)
    query = (
        select(*keys, sum_minor(m.amount))
        .join(e, and_(e.group_id == m.group_id, e.number == m.entry_number))
        .outerjoin(Member, and_(Member.group_id == m.group_id, Member.member_id == m.member_id))
        .group_by(*keys)
    )
    for group_id, cycle, gender, kind, undone, amount in session.execute(query):
        yield Moved(group_id, cycle, gender, kind, -amount if undone else amount)


def counted(
    session: Session, names: Sequence[str]
) -> Iterator[tuple[tuple[int, int, Gender], dict[str, int]]]:
    """Add counters of all slices up by group, cycle and sex, in one statement."""
    r = RollupMonth
    keys = (r.group_id, r.cycle, r.gender)
    query = select(*keys, *(sum_minor(getattr(r, name)) for name in names)).group_by(*keys)
    for row in session.execute(query):
        yield (row[0], row[1], row[2]), dict(zip(names, row[3:], strict=True))


def standing(session: Session) -> Iterator[GroupPosition]:
    """Give where every group stands, by number."""
    yield from session.scalars(select(GroupPosition).order_by(GroupPosition.group_id))
