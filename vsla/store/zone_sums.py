"""Read the sums of zones: the same answers as the statements over groups give, from few rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from vsla.domain.facts import COUNTER_NAMES, Counters
from vsla.domain.roster import Gender
from vsla.store.models import ZoneHelped, ZoneMonth, ZonePeople, ZoneStanding
from vsla.store.report_queries import GroupsStanding, People
from vsla.store.rollups import By, Sums, sum_minor
from vsla.store.zone_people import KINDS, MEMBERS, POSTS
from vsla.store.zone_standing import OF_GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.store.models import ZoneNeed, ZoneRoster
    from vsla.store.scope import Scope


def of_scope(
    table: type[ZoneMonth | ZoneStanding | ZonePeople | ZoneRoster | ZoneHelped | ZoneNeed],
    scope: Scope,
) -> list[ColumnElement[bool]]:
    """Say a scope of zones as conditions on a table of their sums."""
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
        .where(*of_scope(ZoneMonth, scope), ZoneMonth.month.between(from_month, to_month))
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
    """Count groups, members and committees, in two statements.

    Args:
        session: any.
        scope: of zones, and fresh.
        on: the last day of a month, or a day of the running one.

    Returns:
        Groups and people by currency.
    """
    return (
        {currency: groups for (currency,), groups in _groups(session, scope, on)},
        {currency: people for (currency,), people in _people(session, scope, on)},
    )


def standing_of_zones(
    session: Session, scope: Scope, *, on: date
) -> dict[int, tuple[dict[str, GroupsStanding], dict[str, People]]]:
    """Count as ``standing`` does, for each zone by itself; still two statements."""
    zones: dict[int, tuple[dict[str, GroupsStanding], dict[str, People]]] = {}
    for (currency, zone), groups in _groups(session, scope, on, ZoneStanding.zone_id):
        zones.setdefault(zone, ({}, {}))[0][currency] = groups
    for (currency, zone), people in _people(session, scope, on, ZonePeople.zone_id):
        zones.setdefault(zone, ({}, {}))[1][currency] = people
    return zones


def _groups(
    session: Session,
    scope: Scope,
    on: date,
    *kept: Any,  # noqa: ANN401 - columns of any type
) -> list[tuple[tuple[Any, ...], GroupsStanding]]:
    """Count by currency and what else is to be kept apart."""
    row = ZoneStanding
    last = func.max(row.last_held_on)
    keys = (row.currency, *kept)
    query = (
        select(
            *keys,
            *(sum_minor(getattr(row, name)) for name in OF_GROUPS),
            case((last > on, on), else_=last),
        )
        .where(*of_scope(row, scope), row.day <= on)
        .group_by(*keys)
    )
    first = len(keys)
    return [
        (tuple(each[:first]), GroupsStanding(*each[first:]))
        for each in session.execute(query)
        if each[first]
    ]


def _people(
    session: Session,
    scope: Scope,
    on: date,
    *kept: Any,  # noqa: ANN401 - columns of any type
) -> list[tuple[tuple[Any, ...], People]]:
    row = ZonePeople
    keys = (row.currency, *kept)
    query = (
        select(*keys, *(sum_minor(getattr(row, name)) for name in (*MEMBERS, *POSTS, *KINDS)))
        .where(*of_scope(row, scope), row.day <= on)
        .group_by(*keys)
    )
    first, width = len(keys), len(Gender)
    found = []
    for each in session.execute(query):
        numbers = each[first:]
        if any(numbers[:width]):
            members = dict(zip(Gender, numbers[:width], strict=True))
            posts = dict(zip(Gender, numbers[width : 2 * width], strict=True))
            found.append((tuple(each[:first]), People(members, posts, *numbers[2 * width :])))
    return found


Helped = dict[str, dict[Gender, int]]
"""Different members helped, by currency and sex."""


def last_held_on(session: Session, programme_id: int) -> date | None:
    """Find the day of the last meeting of a programme whose zones are fresh; None before any.

    A group that has met is past its set-up, so its zone knows of it.
    """
    query = select(func.max(ZoneStanding.last_held_on))
    return session.scalar(query.where(ZoneStanding.programme_id == programme_id))


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
            *of_scope(row, scope),
            row.month.between(from_month, to_month),
            row.month_before < from_month,
        )
        .group_by(*keys)
    )
    return [(tuple(each[:-1]), each[-1]) for each in session.execute(query)]
