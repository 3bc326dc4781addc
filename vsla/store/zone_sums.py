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
    row = ZoneStanding
    last = func.max(row.last_held_on)
    query = (
        select(
            row.currency,
            *(sum_minor(getattr(row, name)) for name in OF_GROUPS),
            case((last > on, on), else_=last),
            *(sum_minor(getattr(row, name)) for name in (*MEMBERS, *POSTS, *KINDS)),
        )
        .where(*_of(row, scope), row.day <= on)
        .group_by(row.currency)
    )
    width = 1 + len(OF_GROUPS) + 1
    found = [tuple(each) for each in session.execute(query) if each[1]]
    return (
        {each[0]: GroupsStanding(*each[1:width]) for each in found},
        {each[0]: _people(each[width:]) for each in found},
    )


def _people(numbers: Sequence[int]) -> People:
    width = len(Gender)
    return People(
        dict(zip(Gender, numbers[:width], strict=True)),
        dict(zip(Gender, numbers[width : 2 * width], strict=True)),
        *numbers[2 * width :],
    )


def members_helped(
    session: Session, scope: Scope, *, from_month: int, to_month: int
) -> dict[str, dict[Gender, int]]:
    """Count different members given money of the solidarity fund, in one statement.

    Args:
        session: any.
        scope: of zones, and fresh.
        from_month: first month, as ``calendar.month_of`` names it.
        to_month: last month, included.

    Returns:
        A count by currency and sex.
    """
    row = ZoneHelped
    query = (
        select(row.currency, row.gender, sum_minor(row.members))
        .where(
            *_of(row, scope),
            row.month.between(from_month, to_month),
            row.month_before < from_month,
        )
        .group_by(row.currency, row.gender)
    )
    found: dict[str, dict[Gender, int]] = {}
    for currency, gender, number in session.execute(query):
        found.setdefault(currency, {})[gender] = number
    return found
