"""Read the sums of zones: the same answers as the statements over groups give, from few rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from vsla.domain.facts import COUNTER_NAMES, Counters
from vsla.domain.roster import Gender
from vsla.store.models import ZoneHelped, ZoneMonth, ZoneStanding
from vsla.store.report_queries import GroupsStanding, People
from vsla.store.rollups import By, Sums, sum_minor
from vsla.store.zone_level import KINDS, MEMBERS, OF_GROUPS, POSTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.store.scope import Scope


def _of(
    table: type[ZoneMonth | ZoneStanding | ZoneHelped], scope: Scope
) -> list[ColumnElement[bool]]:
    chosen = [table.programme_id == scope.programme_id]
    if scope.zone_id is not None:
        chosen.append(table.zone_id == scope.zone_id)
    if scope.project_id is not None:
        chosen.append(table.project_id == scope.project_id)
    return chosen


_COLUMN_OF: dict[By, Any] = {
    By.ZONE: ZoneMonth.zone_id,
    By.MONTH: ZoneMonth.month,
    By.GENDER: ZoneMonth.gender,
}


def add_up(
    session: Session,
    scope: Scope,
    *,
    from_month: int,
    to_month: int,
    by: Sequence[By] = (By.MONTH, By.GENDER),
) -> list[Sums]:
    """Add slices up, in one statement.

    Args:
        session: any.
        scope: of zones, and fresh.
        from_month: first month.
        to_month: last month, included.
        by: what to keep apart; neither groups nor cycles.

    Returns:
        What ``rollups.add_up`` gives.
    """
    keys = (ZoneMonth.currency, *(_COLUMN_OF[one] for one in by))
    query = (
        select(*keys, *(sum_minor(getattr(ZoneMonth, name)) for name in COUNTER_NAMES))
        .where(*_of(ZoneMonth, scope), ZoneMonth.month.between(from_month, to_month))
        .group_by(*keys)
        .order_by(*keys)
    )
    width = len(keys)
    return [
        Sums(row[0], tuple(row[1:width]), Counters(*row[width:])) for row in session.execute(query)
    ]


def standing(
    session: Session, scope: Scope, *, on: date
) -> tuple[dict[str, GroupsStanding], dict[str, People]]:
    """Count groups, members and committees, in one statement.

    Args:
        session: any.
        scope: of zones, and fresh.
        on: the last day of a month, or a day of the running one.

    Returns:
        Groups and people by currency.
    """
    found = _standing(session, scope, on)
    return (
        {currency: groups for (currency,), groups, _people in found},
        {currency: people for (currency,), _groups, people in found},
    )


def standing_of_zones(
    session: Session, scope: Scope, *, on: date
) -> dict[int, tuple[dict[str, GroupsStanding], dict[str, People]]]:
    """Count as ``standing`` does, for each zone by itself; still one statement."""
    zones: dict[int, tuple[dict[str, GroupsStanding], dict[str, People]]] = {}
    for (currency, zone), groups, people in _standing(session, scope, on, ZoneStanding.zone_id):
        by_currency = zones.setdefault(zone, ({}, {}))
        by_currency[0][currency] = groups
        by_currency[1][currency] = people
    return zones


def _standing(
    session: Session,
    scope: Scope,
    on: date,
    *kept: Any,  # noqa: ANN401 - columns of any type
) -> list[tuple[tuple[Any, ...], GroupsStanding, People]]:
    """Count by currency and what else is to be kept apart."""
    row = ZoneStanding
    last = func.max(row.last_held_on)
    keys = (row.currency, *kept)
    query = (
        select(
            *keys,
            *(sum_minor(getattr(row, name)) for name in OF_GROUPS),
            case((last > on, on), else_=last),
            *(sum_minor(getattr(row, name)) for name in (*MEMBERS, *POSTS, *KINDS)),
        )
        .where(*_of(row, scope), row.day <= on)
        .group_by(*keys)
    )
    first = len(keys)
    width = first + len(OF_GROUPS) + 1
    return [
        (tuple(each[:first]), GroupsStanding(*each[first:width]), _people(tuple(each[width:])))
        for each in session.execute(query)
        if each[first]
    ]


def _people(numbers: Sequence[int]) -> People:
    width = len(Gender)
    return People(
        dict(zip(Gender, numbers[:width], strict=True)),
        dict(zip(Gender, numbers[width : 2 * width], strict=True)),
        *numbers[2 * width :],
    )


Helped = dict[str, dict[Gender, int]]
"""Different members helped, by currency and sex."""


def members_helped(session: Session, scope: Scope, *, from_month: int, to_month: int) -> Helped:
    """Count different members given money of the solidarity fund, in one statement.

    Args:
        session: any.
        scope: of zones, and fresh.
        from_month: first month, as ``calendar.month_of`` names it.
        to_month: last month, included.
    """
    found: Helped = {}
    for (currency, gender), number in _helped(session, scope, from_month, to_month):
        found.setdefault(currency, {})[gender] = number
    return found


def members_helped_of_zones(
    session: Session, scope: Scope, *, from_month: int, to_month: int
) -> dict[int, Helped]:
    """Count as ``members_helped`` does, for each zone by itself; still one statement."""
    zones: dict[int, Helped] = {}
    zone_id = ZoneHelped.zone_id
    for (currency, gender, zone), number in _helped(session, scope, from_month, to_month, zone_id):
        zones.setdefault(zone, {}).setdefault(currency, {})[gender] = number
    return zones


def _helped(
    session: Session,
    scope: Scope,
    from_month: int,
    to_month: int,
    *kept: Any,  # noqa: ANN401 - columns of any type
) -> list[tuple[tuple[Any, ...], int]]:
    row = ZoneHelped
    keys = (row.currency, row.gender, *kept)
    query = (
        select(*keys, sum_minor(row.members))
        .where(
            *_of(row, scope),
            row.month.between(from_month, to_month),
            row.month_before < from_month,
        )
        .group_by(*keys)
    )
    return [(tuple(each[:-1]), each[-1]) for each in session.execute(query)]
