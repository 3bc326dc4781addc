"""Sums of zones: how many groups there are, and which of them fell silent, as changes by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Date,
    Integer,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from vsla.store.days_in_sql import later
from vsla.store.models import Group, GroupPosition, MeetingSummary
from vsla.store.rollups import sum_minor
from vsla.store.zone_parts import CELL, Rows, Said, counted, counts_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Subquery

OF_GROUPS = ("groups", "disengaged", "late", "later", "graduated")
"""Counts of groups, in the order of ``report_queries.GroupsStanding``."""

RECENT = ("attended_recent", "expected_recent")
"""Attendance of the last meetings of each group."""

RECENT_MEETINGS = 4
_ALL = (*OF_GROUPS, *RECENT)


def standing_of(zones: Sequence[int], today: date, silence: tuple[int, int]) -> Rows:
    """Say every change of a count with its day, added up over the groups of a cell.

    Args:
        zones: which.
        today: changes before its month are kept by month.
        silence: days after which an active group that sent nothing is late, and later still.
    """
    changes = union_all(*_of_groups(zones, today, silence)).cte("changes")
    keys = (*CELL, changes.c.day)
    return (
        select(
            *keys,
            *(sum_minor(changes.c[name]).label(name) for name in _ALL),
            func.max(changes.c.last_held_on).label("last_held_on"),
        )
        .join_from(changes, Group, Group.group_id == changes.c.group_id)
        .group_by(*keys)
    )


def _row(day: Said, counts: Mapping[str, Any], last: Said | None = None) -> Rows:
    """Select a change of some counts and none of the others, in the order of all."""
    held = type_coerce(null() if last is None else last, Date())
    columns = [cast(counts.get(name, literal(0)), Integer).label(name) for name in _ALL]
    return select(Group.group_id, day, *columns, held.label("last_held_on"))


def recent_meetings() -> ColumnElement[bool]:
    """Say which meetings are the last ones of a group: of its running cycle, up to today."""
    return and_(
        MeetingSummary.group_id == GroupPosition.group_id,
        MeetingSummary.cycle == GroupPosition.cycle,
        MeetingSummary.number > GroupPosition.last_meeting - RECENT_MEETINGS,
        MeetingSummary.number > 0,
    )


def _recent(zones: Sequence[int]) -> Subquery:
    counts = (MeetingSummary.attended, MeetingSummary.expected)
    sums = (sum_minor(count).label(name) for name, count in zip(RECENT, counts, strict=True))
    return (
        select(GroupPosition.group_id, *sums)
        .join_from(GroupPosition, Group, Group.group_id == GroupPosition.group_id)
        .join(MeetingSummary, recent_meetings())
        .where(counted(zones))
        .group_by(GroupPosition.group_id)
        .subquery("recent")
    )


def _of_groups(zones: Sequence[int], today: date, silence: tuple[int, int]) -> list[Rows]:
    """Say when groups were formed, parted from, and fell silent."""
    last, none = GroupPosition.last_held_on, literal(0)
    first = cast(case((GroupPosition.cycle > 1, 1), else_=0), Integer)
    recent = _recent(zones)
    formed = (
        _row(
            counts_from(Group.formed_on, today),
            {
                "groups": literal(1),
                "graduated": first,
                **{name: func.coalesce(recent.c[name], 0) for name in RECENT},
            },
            last,
        )
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .outerjoin(recent, recent.c.group_id == Group.group_id)
    )
    gone = _row(counts_from(Group.disengaged_on, today), {"disengaged": literal(1)})
    found = [
        formed.where(counted(zones)),
        gone.where(counted(zones), Group.disengaged_on.is_not(None)),
    ]
    for name, days in zip(("late", "later"), silence, strict=True):
        since = case((last.is_(None), Group.formed_on), else_=later(last, days + 1))
        silent = _row(counts_from(since, today), {name: literal(1) + none})
        found.append(
            silent.outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id).where(
                counted(zones), Group.disengaged_on.is_(None)
            )
        )
    return found
