"""What the statements that make sums of zones have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.sql.elements import SQLCoreOperations

from vsla.store.days_in_sql import month_end
from vsla.store.models import Group, GroupStatus, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

Rows = Select[*tuple[Any, ...]]
Said = SQLCoreOperations[Any]

CELL = (
    Group.programme_id,
    Group.zone_id,
    func.coalesce(Group.project_id, 0).label("project_id"),
    Group.currency,
)
"""What no sum of a zone adds up over; the first columns of every table of them."""


def of_zones(zones: Sequence[int]) -> ColumnElement[bool]:
    """Say which groups belong to some zones.

    Their programme, which zones have already, leads to the index that finds them.
    """
    programmes = select(Zone.programme_id).where(Zone.zone_id.in_(zones))
    return and_(Group.programme_id.in_(programmes), Group.zone_id.in_(zones))


def counted(zones: Sequence[int]) -> ColumnElement[bool]:
    """Say which groups of some zones are past their set-up."""
    return and_(of_zones(zones), Group.status != GroupStatus.SETTING_UP)


def later_of(one: Said, other: Said) -> ColumnElement[Any]:
    """Say the later of two days."""
    return case((one < other, other), else_=one)


def kept_on(day: Said, today: date) -> ColumnElement[Any]:
    """Move a day to the end of its month, if that month has passed."""
    return case((day < today.replace(day=1), month_end(day)), else_=day)


def counts_from(day: Said, today: date) -> ColumnElement[Any]:
    """Say from when a change of a group counts: not before the group was formed."""
    return kept_on(later_of(day, Group.formed_on), today).label("day")
