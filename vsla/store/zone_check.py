"""Hold stored sums of zones against what their groups add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, cast, except_, func, select, union_all

from vsla.store.days_in_sql import month_number
from vsla.store.models import ZoneMark, ZoneStanding
from vsla.store.models.base import table_of
from vsla.store.rollups import sum_minor
from vsla.store.zone_level import sums_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    Rows = Select[*tuple[Any, ...]]


def differing(
    session: Session, zones: Sequence[int], *, today: date, silent: int, mute: int
) -> list[tuple[int, str]]:
    """Compare stored sums of zones with those their groups add up to, in three statements.

    Args:
        session: any.
        zones: ``ZONES_AT_ONCE`` at most; those whose mark says that they are old are left out.
        today: changes before its month are kept by month.
        silent: days after which an active group that sent nothing is late.
        mute: days after which it is later still.

    Returns:
        Zone and table of what differs.
    """
    marked = set(session.scalars(select(ZoneMark.zone_id).where(ZoneMark.zone_id.in_(zones))))
    fresh = [zone for zone in zones if zone not in marked]
    found: set[tuple[int, str]] = set()
    for table, rows in sums_of(fresh, today, (silent, mute)):
        names = [column.name for column in rows.selected_columns]
        kept = select(*(table.c[name] for name in names)).where(table.c.zone_id.in_(fresh))
        # What was kept by day while its month ran is one row today.
        by_month = table is table_of(ZoneStanding)
        one, other = (_by_month(each) if by_month else each for each in (kept, rows))
        either = union_all(
            select(except_(one, other).subquery("more").c.zone_id),
            select(except_(other, one).subquery("less").c.zone_id),
        )
        found |= {(zone, table.name) for zone in session.scalars(either)}
    return sorted(found)


def _by_month(rows: Rows) -> Rows:
    each = rows.subquery()
    keys = [*(each.c[name] for name in _KEYS), cast(month_number(each.c.day), Integer)]
    sums = [sum_minor(column) for name, column in each.c.items() if name not in {*_KEYS, *_DAYS}]
    return select(*keys, *sums, func.max(each.c.last_held_on)).group_by(*keys)


_KEYS = ("programme_id", "zone_id", "project_id", "currency")
_DAYS = ("day", "last_held_on")
