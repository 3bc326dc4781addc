"""What the rows of every table that is taken along are made with: the group, and what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from vsla.documents.cells import Money
from vsla.domain.roster import YesNo
from vsla.store.models import Member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from vsla.documents.cells import Value
    from vsla.domain.roster import Gender
    from vsla.store.models import Group, GroupPosition

GROUP = ("programme", "group_code", "group_name", "zone", "currency")
"""The columns with which every line begins."""

MONEY_ENDS = "_minor"
"""How names of counters of money end."""

Row: TypeAlias = "tuple[Value, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which part of the lists is taken along.

    Attributes:
        programme_id: one programme, or None for all that are the actor's.
        zone_id: one zone.
        group_id: one group.
        from_on: for figures by month, meetings and help: first day.
        to_on: last day.
    """

    programme_id: int | None = None
    zone_id: int | None = None
    group_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Of:
    """The group a row belongs to."""

    group: Group
    zone: str
    programme: str
    position: GroupPosition | None

    def head(self) -> Row:
        """Give the cells with which every line begins."""
        return (
            self.programme,
            self.group.code,
            self.group.name,
            self.zone,
            self.group.currency,
        )

    def money(self, amount: int) -> Money:
        """Give an amount in the currency of the group."""
        return Money(amount, self.group.currency)


Read: TypeAlias = "Callable[[Session, dict[int, Of], Chosen], Iterator[Row]]"


def between(column: InstrumentedAttribute[date], chosen: Chosen) -> list[ColumnElement[bool]]:
    """Say that a day lies in the period that was chosen."""
    conditions: list[ColumnElement[bool]] = []
    if chosen.from_on is not None:
        conditions.append(column >= chosen.from_on)
    if chosen.to_on is not None:
        conditions.append(column <= chosen.to_on)
    return conditions


def yes(holds: bool) -> YesNo:  # noqa: FBT001 - its one argument
    """Say yes or no as tables do."""
    return YesNo.YES if holds else YesNo.NO


def sexes(session: Session, part: dict[int, Of]) -> dict[tuple[int, int], tuple[int, Gender]]:
    """Give passbook and sex of every member."""
    query = select(Member.group_id, Member.member_id, Member.passbook_number, Member.gender)
    rows = session.execute(query.where(Member.group_id.in_(part)))
    return {(group_id, member): (number, sex) for group_id, member, number, sex in rows}
