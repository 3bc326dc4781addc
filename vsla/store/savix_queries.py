"""What the quarterly set asks of some groups, as they stood on a day: six statements."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from vsla.store.models import (
    Assignment,
    ConstitutionVersion,
    Cycle,
    Group,
    GroupStatus,
    MeetingSummary,
    Member,
)
from vsla.store.rollups import By, add_up
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.facts import Counters
    from vsla.domain.roster import Gender


@dataclass(slots=True)
class Found:
    """One group on a day.

    Attributes:
        formed_on: its first training.
        cycle: number of the cycle that runs on the day.
        started_on: its first day.
        facilitator: the first of those who accompany it.
        ever: counters since the first month.
        running: counters of the cycle.
        members: on the day by sex.
        members_start: on the first day of the cycle.
        last_held_on: of the last meeting of the cycle.
        attending: at it.
        rate_ppm: of the rules in force.
        outside_loans: of the rules in force.
    """

    formed_on: date
    cycle: int
    started_on: date
    facilitator: int | None = None
    ever: list[Counters] = field(default_factory=list)
    running: list[Counters] = field(default_factory=list)
    members: dict[Gender, int] = field(default_factory=dict)
    members_start: int = 0
    last_held_on: date | None = None
    attending: int = 0
    rate_ppm: int = 0
    outside_loans: bool = False


def on_day(session: Session, group_ids: Iterable[int], on: date, month: int) -> dict[int, Found]:
    """Read some groups as they stood on the last day of a month.

    Args:
        session: any.
        group_ids: which, some hundred at most.
        on: the day.
        month: its month, as ``calendar.month_of`` names it.

    Returns:
        Those that were formed and had begun to save by then, and were still accompanied.
    """
    wanted = tuple(group_ids)
    found = _cycles(session, wanted, on)
    wanted = tuple(found)
    by = (By.GROUP, By.CYCLE)
    for line in add_up(session, Scope(group_ids=wanted), by=by, to_month=month):
        group_id, cycle = line.key
        found[group_id].ever.append(line.counters)
        if cycle == found[group_id].cycle:
            found[group_id].running.append(line.counters)
    _count_members(session, found, on)
    _last_meetings(session, found, on)
    _rules(session, found, on)
    mine = select(Assignment.group_id, func.min(Assignment.user_id))
    for group_id, user_id in session.execute(
        mine.where(Assignment.group_id.in_(wanted)).group_by(Assignment.group_id)
    ):
        found[group_id].facilitator = user_id
    return found


def _cycles(session: Session, wanted: tuple[int, ...], on: date) -> dict[int, Found]:
    query = (
        select(Group.group_id, Group.formed_on, Cycle.number, Cycle.opened_on)
        .join(Cycle, Cycle.group_id == Group.group_id)
        .where(
            Group.group_id.in_(wanted),
            Group.status != GroupStatus.SETTING_UP,
            Group.formed_on <= on,
            Group.disengaged_on.is_(None) | (Group.disengaged_on > on),
            Cycle.opened_on <= on,
        )
        .order_by(Group.group_id, Cycle.number)
    )
    return {row[0]: Found(row[1], row[2], row[3]) for row in session.execute(query)}


def _count_members(session: Session, found: dict[int, Found], on: date) -> None:
    query = select(Member.group_id, Member.gender, Member.joined_on, Member.left_on)
    for group_id, gender, joined, left in session.execute(
        query.where(Member.group_id.in_(tuple(found)))
    ):
        here = found[group_id]
        if joined <= on and (left is None or left >= on):
            here.members[gender] = here.members.get(gender, 0) + 1
        if joined <= here.started_on and (left is None or left >= here.started_on):
            here.members_start += 1


def _last_meetings(session: Session, found: dict[int, Found], on: date) -> None:
    m = MeetingSummary
    last = (
        select(m.group_id, m.cycle, func.max(m.number).label("number"))
        .where(m.group_id.in_(tuple(found)), m.number > 0, m.held_on <= on)
        .group_by(m.group_id, m.cycle)
        .subquery()
    )
    same = and_(m.group_id == last.c.group_id, m.cycle == last.c.cycle, m.number == last.c.number)
    query = select(m.group_id, m.cycle, m.held_on, m.attended).join(last, same)
    for group_id, cycle, held_on, attended in session.execute(query):
        if cycle == found[group_id].cycle:
            found[group_id].last_held_on = held_on
            found[group_id].attending = attended


def _rules(session: Session, found: dict[int, Found], on: date) -> None:
    version = ConstitutionVersion
    query = (
        select(version.group_id, version.body)
        .where(version.group_id.in_(tuple(found)), version.adopted_on <= on)
        .order_by(version.group_id, version.number)
    )
    latest = {group_id: body for group_id, body in session.execute(query)}  # noqa: C416 - typed
    for group_id, body in latest.items():
        rules = json.loads(body)
        found[group_id].rate_ppm = rules["charge"]["rate_ppm"]
        found[group_id].outside_loans = rules["outside_loans"]
