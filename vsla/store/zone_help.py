"""Sums of zones: members helped, by the month of their help and the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, cast, func, select

from vsla.store.days_in_sql import month_number
from vsla.store.models import Group, HelpGiven, Member
from vsla.store.rollups import sum_minor
from vsla.store.zone_parts import CELL, Rows, of_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import CTE


def _given(zones: Sequence[int], *, by_need: bool) -> CTE:
    """Give each member's months of help, with the month before; 0 where there was none."""
    month = cast(month_number(HelpGiven.given_on), Integer).label("month")
    keys = (HelpGiven.group_id, HelpGiven.member_id, *((HelpGiven.need,) if by_need else ()))
    each = (
        select(*keys, month, sum_minor(HelpGiven.amount).label("amount"))
        .join(Group, Group.group_id == HelpGiven.group_id)
        .where(of_zones(zones), HelpGiven.as_loan.is_(False))
        .group_by(*keys, month)
        .cte("helps")
    )
    of = [each.c[key.key] for key in keys]
    before = func.lag(each.c.month, 1, 0).over(partition_by=of, order_by=each.c.month)
    return select(each, before.label("month_before")).cte("told")


def helped_of(zones: Sequence[int]) -> Rows:
    """Count members helped for whatever need."""
    told = _given(zones, by_need=False)
    keys = (*CELL, told.c.month, told.c.month_before, Member.gender)
    return _summed(told, *keys).add_columns(func.count().label("members"))


def needs_of(zones: Sequence[int]) -> Rows:
    """Count members helped and add money up, by need."""
    told = _given(zones, by_need=True)
    keys = (*CELL, told.c.need, told.c.month, told.c.month_before, Member.gender)
    return _summed(told, *keys).add_columns(
        func.count().label("members"), sum_minor(told.c.amount).label("amount")
    )


def _summed(told: CTE, *keys: Any) -> Rows:  # noqa: ANN401 - columns of any type
    same = and_(Member.group_id == told.c.group_id, Member.member_id == told.c.member_id)
    return (
        select(*keys)
        .select_from(told)
        .join(Member, same)
        .join(Group, Group.group_id == told.c.group_id)
        .group_by(*keys)
    )
