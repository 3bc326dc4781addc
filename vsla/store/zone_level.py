"""Bring the sums of zones up to date: whole zones are made anew, and only those marked.

Triggers mark a zone in the transaction that changes one of its groups (migrations 0012 and 0019),
once for what meetings change and once for the roster; no writer waits for another, and nobody
adds to a shared sum. Whoever reads asks for ``is_fresh``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, union_all

from vsla.domain.facts import COUNTER_NAMES
from vsla.store.models import (
    Group,
    Programme,
    RollupMonth,
    RosterMark,
    Zone,
    ZoneHelped,
    ZoneMark,
    ZoneMonth,
    ZoneNeed,
    ZonePeople,
    ZoneRoster,
    ZoneStanding,
)
from vsla.store.models.base import table_of
from vsla.store.rollups import sum_minor
from vsla.store.zone_help import helped_of, needs_of
from vsla.store.zone_parts import CELL, Rows, of_zones
from vsla.store.zone_people import people_of
from vsla.store.zone_roster import roster_of
from vsla.store.zone_standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from vsla.store.scope import Scope

    Mark = type[ZoneMark | RosterMark]

ZONES_AT_ONCE = 20
MARKS: tuple[Mark, ...] = (ZoneMark, RosterMark)
"""What says that sums of meetings, and that sums of people, are older than their groups."""


def is_fresh(session: Session, scope: Scope) -> bool:
    """Tell whether the sums of all zones of a scope are as new as their groups, in one statement.

    Args:
        session: any.
        scope: of a programme; False where it is narrower than zones and projects.
    """
    if not scope.is_of_zones:
        return False
    chosen = [Zone.programme_id == scope.programme_id]
    if scope.zone_id is not None:
        chosen.append(Zone.zone_id == scope.zone_id)
    marked = union_all(
        *(
            select(mark.zone_id).join(Zone, Zone.zone_id == mark.zone_id).where(*chosen)
            for mark in MARKS
        )
    )
    return session.execute(marked.limit(1)).first() is None


def refresh(
    session: Session,
    programme_id: int,
    *,
    today: date,
    silent: int,
    mute: int,
    most: int | None = None,
) -> list[int]:
    """Make the sums of marked zones of a programme anew.

    Marks are deleted first: what is written meanwhile leaves a mark of its own.

    Args:
        session: inside ``transaction()``.
        programme_id: whose zones.
        today: changes before its month are kept by month.
        silent: days after which an active group that sent nothing is late.
        mute: days after which it is later still.
        most: zones of each mark, the first ones; None for all that are marked.

    Returns:
        The zones, in order.
    """
    _lock(session, [programme_id])
    own = select(Zone.zone_id).where(Zone.programme_id == programme_id)
    made: set[int] = set()
    for mark in MARKS:
        marked = select(mark.zone_id).where(mark.zone_id.in_(own)).distinct()
        some = marked.order_by(mark.zone_id).limit(most)
        gone = delete(mark).where(mark.zone_id.in_(some)).returning(mark.zone_id)
        zones = sorted({row[0] for row in session.execute(gone)})
        for start in range(0, len(zones), ZONES_AT_ONCE):
            _write(session, mark, zones[start : start + ZONES_AT_ONCE], today, (silent, mute))
        made.update(zones)
    return sorted(made)


def make_anew(
    session: Session, zones: Sequence[int], *, today: date, silent: int, mute: int
) -> None:
    """Make the sums of some zones anew, marked or not; arguments are those of ``refresh``.

    Args:
        session: inside ``transaction()``.
        zones: of one programme, ``ZONES_AT_ONCE`` at most.
        today: changes before its month are kept by month.
        silent: days after which an active group that sent nothing is late.
        mute: days after which it is later still.
    """
    programmes = select(Zone.programme_id).where(Zone.zone_id.in_(zones)).distinct()
    _lock(session, session.scalars(programmes).all())
    for mark in MARKS:
        session.execute(delete(mark).where(mark.zone_id.in_(zones)))
        _write(session, mark, zones, today, (silent, mute))


def _lock(session: Session, programmes: Sequence[int]) -> None:
    """Let nobody else make sums of these programmes until the transaction ends."""
    locked = select(Programme.programme_id).where(Programme.programme_id.in_(programmes))
    session.execute(locked.with_for_update(key_share=True))


def _write(
    session: Session, mark: Mark, zones: Sequence[int], today: date, silence: tuple[int, int]
) -> None:
    """Make the sums anew that a mark is about."""
    programmes = select(Zone.programme_id).where(Zone.zone_id.in_(zones))
    for table, rows in sums_of(mark, zones, today, silence):
        # The programme stands first in the key.
        old = (table.c.programme_id.in_(programmes), table.c.zone_id.in_(zones))
        session.execute(delete(table).where(*old))
        names = [column.name for column in rows.selected_columns]
        session.execute(insert(table).from_select(names, rows))


def sums_of(
    mark: Mark, zones: Sequence[int], today: date, silence: tuple[int, int]
) -> tuple[tuple[Table, Rows], ...]:
    """Say what each table of sums is to hold of some zones.

    Args:
        mark: which sums: of meetings, or of people.
        zones: which.
        today: changes before its month are kept by month.
        silence: days after which an active group that sent nothing is late, and later still.
    """
    if mark is RosterMark:
        return (
            (table_of(ZonePeople), people_of(zones, today)),
            (table_of(ZoneRoster), roster_of(zones, today)),
        )
    return (
        (table_of(ZoneMonth), _months(zones)),
        (table_of(ZoneStanding), standing_of(zones, today, silence)),
        (table_of(ZoneHelped), helped_of(zones)),
        (table_of(ZoneNeed), needs_of(zones)),
    )


def _months(zones: Sequence[int]) -> Rows:
    keys = (*CELL, RollupMonth.month, RollupMonth.gender)
    sums = [sum_minor(getattr(RollupMonth, name)).label(name) for name in COUNTER_NAMES]
    return (
        select(*keys, *sums)
        .join_from(RollupMonth, Group, Group.group_id == RollupMonth.group_id)
        .where(of_zones(zones))
        .group_by(*keys)
    )
