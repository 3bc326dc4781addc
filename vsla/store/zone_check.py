"""Hold stored sums of zones against what their groups add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, cast, except_, func, select, union_all

from vsla.store.days_in_sql import month_number
from vsla.store.rollups import sum_minor
from vsla.store.zone_level import MARKS, sums_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    Rows = Select[*tuple[Any, ...]]


def differing(
    session: Session, zones: Sequence[int], *, today: date, silent: int, mute: int
) -> list[tuple[int, str]]:
    """Compare stored sums of zones with those their groups add up to, table by table.

    Args:
        session: any.
        zones: ``ZONES_AT_ONCE`` at most; those whose mark says that they are old are left out.
        today: changes before its month are kept by month.
        silent: days after which an active group that sent nothing is late.
        mute: days after which it is later still.

    Returns:
        Zone and table of what differs.
    """
    found: set[tuple[int, str]] = set()
    for mark in MARKS:
        marked = set(session.scalars(select(mark.zone_id).where(mark.zone_id.in_(zones))))
        fresh = [zone for zone in zones if zone not in marked]
        for table, rows in sums_of(mark, fresh, today, (silent, mute)):
            names = [column.name for column in rows.selected_columns]
            kept = select(*(table.c[name] for name in names)).where(table.c.zone_id.in_(fresh))
            one, other = (_by_month(each) if "day" in names else each for each in (kept, rows))
            either = union_all(
                select(except_(one, other).subquery("more").c.zone_id),
                select(except_(other, one).subquery("less").c.zone_id),
            )
            found |= {(zone, table.name) for zone in session.scalars(either)}
    return sorted(found)


def _by_month(rows: Rows) -> Rows:
    """Add changes up by month: what was kept by day while its month ran is one row today."""
    each = rows.subquery()
    keys: list[ColumnElement[Any]] = []
    sums: list[ColumnElement[Any]] = []
    for name, column in each.c.items():
        if name in _DAYS:
            keys.append(cast(month_number(column), Integer))
        elif name in _KEYS:
            keys.append(column)
        else:
            sums.append(func.max(column) if name == "last_held_on" else sum_minor(column))
    return select(*keys, *sums).group_by(*keys)


_KEYS = frozenset({"programme_id", "zone_id", "project_id", "currency", "gender"})
_DAYS = frozenset({"day", "since"})
