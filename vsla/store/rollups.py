"""Monthly figures by sex: rewritten slice by slice, added up for reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, cast, delete, func, insert, select

from vsla.domain.facts import COUNTER_NAMES, Counters, numbers_of
from vsla.domain.roster import Gender
from vsla.store.fast import Reading, Writing
from vsla.store.models import Group, GroupPosition, RollupMonth
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.elements import SQLCoreOperations

    from vsla.store.scope import Scope

_ROLLUP = table_of(RollupMonth)
_DELETE_MONTH = Writing(
    delete(_ROLLUP).where(
        _ROLLUP.c.group_id == bindparam("of_group"),
        _ROLLUP.c.cycle == bindparam("of_cycle"),
        _ROLLUP.c.month == bindparam("of_month"),
    ),
    "of_group",
    "of_cycle",
    "of_month",
)
_INSERT = Writing(insert(_ROLLUP), "group_id", "cycle", "month", "gender", *COUNTER_NAMES)
_SOME = Reading(
    select(_ROLLUP.c.group_id, _ROLLUP.c.cycle, _ROLLUP.c.month, _ROLLUP.c.gender)
    .add_columns(*(_ROLLUP.c[name] for name in COUNTER_NAMES))
    .where(_ROLLUP.c.group_id.between(bindparam("of_first"), bindparam("of_last"))),
    "of_first",
    "of_last",
)

Slices = dict[int, dict[Gender, Counters]]
"""Counters by month (as ``calendar.month_of`` names it) and sex."""


def sum_minor(column: SQLCoreOperations[int]) -> ColumnElement[int]:
    """Add a column up as a whole number on both databases; nothing adds up to zero.

    PostgreSQL would answer a sum of BIGINT with a decimal number.
    """
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def rewrite_slices(
    session: Session,
    group_id: int,
    cycle: int,
    slices: Mapping[int, Mapping[Gender, Counters]],
) -> None:
    """Replace the slices of the months named by what is given.

    One statement empties the months, and one writes all rows.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        cycle: number of the cycle.
        slices: by month and sex; a month without any sex is emptied, one not named is left.
    """
    _DELETE_MONTH.run(session, *((group_id, cycle, month) for month in slices))
    rows = [
        (group_id, cycle, month, gender.value, *numbers_of(counters))
        for month, by_gender in slices.items()
        for gender, counters in by_gender.items()
    ]
    _INSERT.run(session, *rows)


def delete_slices(session: Session, group_id: int, cycle: int) -> None:
    """Delete all slices of a cycle, before they are made anew."""
    here = (_ROLLUP.c.group_id == group_id, _ROLLUP.c.cycle == cycle)
    session.execute(delete(_ROLLUP).where(*here))


def read_slices(
    session: Session, group_id: int, cycle: int, months: Sequence[int] | None = None
) -> Slices:
    """Read slices of one cycle.

    Args:
        session: any.
        group_id: whose.
        cycle: number of the cycle.
        months: which; None for all.

    Returns:
        Counters by month and sex; what was never written is absent.
    """
    table = _ROLLUP.c
    columns = [table[name] for name in COUNTER_NAMES]
    query = select(table.month, table.gender, *columns).where(
        table.group_id == group_id, table.cycle == cycle
    )
    if months is not None:
        query = query.where(table.month.in_(months))
    found: Slices = defaultdict(dict)
    for month, gender, *numbers in session.execute(query):
        found[month][gender] = Counters(*numbers)
    return dict(found)


def slices_of_some(
    session: Session, first: int, last: int
) -> dict[int, dict[tuple[int, int], dict[Gender, tuple[int, ...]]]]:
    """Read all slices of some groups, in one statement.

    Args:
        session: any.
        first: number of the first group.
        last: of the last.

    Returns:
        Counters in the order of ``COUNTER_NAMES``, by group, cycle and month, and sex.
    """
    found: dict[int, dict[tuple[int, int], dict[Gender, tuple[int, ...]]]] = {}
    for row in _SOME.rows(session, first, last):
        group_id, cycle, month, gender = row[:4]
        places = found.setdefault(group_id, {})
        places.setdefault((cycle, month), {})[Gender(gender)] = row[4:]
    return found


class By(StrEnum):
    """What sums may be kept apart by; the currency always is."""

    ZONE = "zone"
    GROUP = "group"
    CYCLE = "cycle"
    MONTH = "month"
    GENDER = "gender"


_COLUMN_OF: dict[By, Any] = {
    By.ZONE: Group.zone_id,
    By.GROUP: Group.group_id,
    By.CYCLE: RollupMonth.cycle,
    By.MONTH: RollupMonth.month,
    By.GENDER: RollupMonth.gender,
}


@dataclass(frozen=True, slots=True)
class Sums:
    """Counters added up.

    Attributes:
        currency: of the groups in it; money of two currencies is never added.
        key: values of what was asked to be kept apart, in the order asked.
        counters: added up.
    """

    currency: str
    key: tuple[Any, ...]
    counters: Counters


def add_up(
    session: Session,
    scope: Scope,
    *,
    by: Sequence[By] = (),
    from_month: int = 0,
    to_month: int = 999912,
) -> list[Sums]:
    """Add slices up in one statement.

    Args:
        session: any.
        scope: which groups.
        by: what to keep apart.
        from_month: first month, such as 201712.
        to_month: last month, included.

    Returns:
        One line for each currency and key that has any slice, in order.
    """
    keys = [Group.currency, *(_COLUMN_OF[one] for one in by)]
    numbers = [sum_minor(getattr(RollupMonth, name)) for name in COUNTER_NAMES]
    query = (
        select(*keys, *numbers)
        .join_from(RollupMonth, Group, Group.group_id == RollupMonth.group_id)
        .where(*scope.conditions(), RollupMonth.month.between(from_month, to_month))
        .group_by(*keys)
        .order_by(*keys)
    )
    width = len(keys)
    return [
        Sums(row[0], tuple(row[1:width]), Counters(*row[width:])) for row in session.execute(query)
    ]


def members_by_gender(session: Session, scope: Scope) -> dict[Gender, int]:
    """Count the members of today from the groups' positions, in one statement.

    Args:
        session: any.
        scope: which groups.

    Returns:
        A count for each sex, zero included.
    """
    columns = {
        Gender.WOMAN: GroupPosition.members_f,
        Gender.MAN: GroupPosition.members_m,
        Gender.OTHER: GroupPosition.members_x,
        Gender.UNSAID: GroupPosition.members_unknown,
    }
    query = (
        select(*(sum_minor(column) for column in columns.values()))
        .join_from(GroupPosition, Group, Group.group_id == GroupPosition.group_id)
        .where(*scope.conditions())
    )
    return dict(zip(columns, session.execute(query).one(), strict=True))
