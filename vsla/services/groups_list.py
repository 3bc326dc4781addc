"""The list of groups, page by page: the same cost for forty groups and for ten thousand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from vsla.domain.calendar import week_of
from vsla.domain.constitution import Frequency, Weekday
from vsla.services.access import visible
from vsla.services.next_meeting import next_meeting_on
from vsla.store.models import (
    ConstitutionVersion,
    Cycle,
    Group,
    GroupPosition,
    GroupStatus,
    Programme,
    Zone,
)
from vsla.store.scope import stands_in_own_field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

PAGE_SIZE = 40
"""Groups on one page."""

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as lists and home pages show it; money in minor units of ``currency``.

    Attributes:
        members_f: women, as of the last entry; members_m men; members_other all others.
        week: of the open cycle on the day asked for, from 1 to ``weeks``; None without one.
        weeks: planned for the open cycle.
        is_overdue: the day of the share-out has passed while the cycle is open.
        next_on: day of the next meeting by the rules; None without an open cycle.
        next_number: number of the next meeting.
    """

    group_id: int
    name: str
    code: str
    place: str
    zone: str
    currency: str
    status: GroupStatus
    members_f: int
    members_m: int
    members_other: int
    cash_loan_fund: int
    cash_solidarity: int
    loans_out: int
    arrears: int
    last_meeting: int
    last_held_on: date | None
    cycle: int
    week: int | None
    weeks: int | None
    share_out_on: date | None
    is_overdue: bool
    next_on: date | None
    next_number: int

    @property
    def members(self) -> int:
        """Count all members."""
        return self.members_f + self.members_m + self.members_other


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the list is narrowed to.

    Attributes:
        text: part of the name, place or code; "" for all.
        own: a field of the programme and what stands in it.
        after: (name, group_id) of the last group of the page before, or None.
        before: (name, group_id) of the first group of the page behind, or None.
    """

    text: str = ""
    zone_id: int | None = None
    status: GroupStatus | None = None
    own: tuple[int, str] | None = None
    after: tuple[str, int] | None = None
    before: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """One page of the list, by name; ``has_previous`` and ``has_next`` say what lies around it."""

    lines: tuple[GroupLine, ...]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone to choose from, with the programme it belongs to."""

    zone_id: int
    name: str
    programme: str


def current_rules(on: date) -> ColumnElement[bool]:
    """Give the condition that joins a group with the rules in force on a day."""
    later = aliased(ConstitutionVersion)
    newest = (
        select(func.max(later.number))
        .where(later.group_id == Group.group_id, later.adopted_on <= on)
        .correlate(Group)
        .scalar_subquery()
    )
    return and_(
        ConstitutionVersion.group_id == Group.group_id, ConstitutionVersion.number == newest
    )


_Lines: TypeAlias = "Select[Group, str, GroupPosition, Cycle, str]"
"""Groups with zone, position, cycle and rules; the last three are None in a group being set up."""


def _lines(actor: Actor, on: date) -> _Lines:
    return (
        select(Group, Zone.name, GroupPosition, Cycle, ConstitutionVersion.body)
        .join(Zone, Zone.zone_id == Group.zone_id)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .outerjoin(
            Cycle,
            and_(Cycle.group_id == Group.group_id, Cycle.number == GroupPosition.cycle),
        )
        .outerjoin(ConstitutionVersion, current_rules(on))
        .where(visible(actor))
    )


def _next_on(cycle: Cycle, position: GroupPosition, body: str | None) -> date | None:
    if body is None:
        return None
    rules = json.loads(body)
    frequency, weekday = Frequency(rules["frequency"]), Weekday(rules["weekday"])
    last = position.last_held_on if position.last_meeting > 0 else None
    return next_meeting_on(frequency, weekday, cycle.opened_on, last)


def line_of(row: Sequence[Any], on: date) -> GroupLine:
    """Put together what a list says of one group."""
    group: Group = row[0]
    position: GroupPosition | None = row[2]
    cycle: Cycle | None = row[3]
    is_open = cycle is not None and cycle.closed_on is None
    active = is_open and group.status is GroupStatus.ACTIVE
    week = weeks = None
    if cycle is not None and is_open:
        weeks = (cycle.share_out_on - cycle.opened_on).days // _WEEK_DAYS
        week = min(week_of(cycle.opened_on, on), weeks)
    return GroupLine(
        group_id=group.group_id,
        name=group.name,
        code=group.code,
        place=group.place,
        zone=row[1],
        currency=group.currency,
        status=group.status,
        members_f=position.members_f if position else 0,
        members_m=position.members_m if position else 0,
        members_other=position.members_x + position.members_unknown if position else 0,
        cash_loan_fund=position.cash_loan_fund if position else 0,
        cash_solidarity=position.cash_solidarity if position else 0,
        loans_out=position.loans_out if position else 0,
        arrears=position.arrears if position else 0,
        last_meeting=max(0, position.last_meeting) if position else 0,
        last_held_on=position.last_held_on if position and position.last_meeting > 0 else None,
        cycle=cycle.number if cycle else 0,
        week=week,
        weeks=weeks,
        share_out_on=cycle.share_out_on if cycle and is_open else None,
        is_overdue=bool(active and cycle and on > cycle.share_out_on),
        next_on=_next_on(cycle, position, row[4]) if active and cycle and position else None,
        next_number=max(0, position.last_meeting) + 1 if position else 1,
    )


def _narrow(query: _Lines, wanted: Filter) -> _Lines:
    if wanted.text:
        columns = (Group.name, Group.place, Group.code)
        query = query.where(
            or_(*(each.icontains(wanted.text, autoescape=True) for each in columns))
        )
    if wanted.zone_id is not None:
        query = query.where(Group.zone_id == wanted.zone_id)
    if wanted.status is not None:
        query = query.where(Group.status == wanted.status)
    if wanted.own is not None:
        query = query.where(stands_in_own_field(wanted.own))
    return query


def list_groups(session: Session, actor: Actor, *, wanted: Filter, on: date) -> GroupsPage:
    """List the groups a person may see, by name, one page at a time, in one statement.

    Args:
        session: any.
        actor: who asks; other people's groups do not exist for her.
        wanted: the filter and the place in the list.
        on: the day for weeks of cycles.

    Returns:
        At most ``PAGE_SIZE`` groups.
    """
    place = tuple_(Group.name, Group.group_id)
    query = _narrow(_lines(actor, on), wanted)
    if wanted.before is not None:
        query = query.where(place < tuple_(*wanted.before))
        query = query.order_by(Group.name.desc(), Group.group_id.desc())
    else:
        query = query.order_by(Group.name, Group.group_id)
        if wanted.after is not None:
            query = query.where(place > tuple_(*wanted.after))
    rows = session.execute(query.limit(PAGE_SIZE + 1)).all()
    more = len(rows) > PAGE_SIZE
    lines = [line_of(row, on) for row in rows[:PAGE_SIZE]]
    if wanted.before is not None:
        return GroupsPage(tuple(reversed(lines)), has_previous=more, has_next=True)
    return GroupsPage(tuple(lines), has_previous=wanted.after is not None, has_next=more)


def list_zones(session: Session, actor: Actor) -> list[ZoneLine]:
    """List the zones a person may choose from, by programme and name."""
    query = (
        select(Zone.zone_id, Zone.name, Programme.name)
        .join(Programme, Programme.programme_id == Zone.programme_id)
        .order_by(Programme.name, Zone.name)
    )
    if actor.programme_id is not None:
        query = query.where(Zone.programme_id == actor.programme_id)
    return [ZoneLine(*row) for row in session.execute(query)]
