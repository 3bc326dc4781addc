"""Questions of the office's pages beyond the first results: a few statements for any number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from vsla.store.models import (
    Cycle,
    Group,
    GroupPosition,
    MeetingSummary,
    Member,
    Programme,
    Role,
    User,
    Zone,
)
from vsla.store.report_queries import counted
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.roster import Gender
    from vsla.store.scope import Scope

_RECENT = 4
_FIRST_CYCLE = 1


def holds_group(session: Session, scope: Scope) -> bool:
    """Tell whether there is a group in a scope."""
    query = select(Group.group_id).where(*scope.conditions()).limit(1)
    return session.scalar(query) is not None


def zones(session: Session, programme_id: int) -> list[tuple[int, str, str]]:
    """List the zones of a programme by name: id, name, name of the programme."""
    query = (
        select(Zone.zone_id, Zone.name, Programme.name)
        .join(Programme, Programme.programme_id == Zone.programme_id)
        .where(Zone.programme_id == programme_id)
        .order_by(Zone.name)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def facilitators(session: Session, programme_id: int) -> list[tuple[int, str]]:
    """List who accompanies groups of a programme by name: id and name."""
    query = (
        select(User.user_id, User.name)
        .where(User.programme_id == programme_id, User.role == Role.FACILITATOR)
        .order_by(User.name, User.user_id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class RareCounts:
    """What only a full list of indicators needs, of groups of one currency.

    Attributes:
        opened: how many groups began to save on each day.
        members_start: who belonged when the running cycle began, by sex.
        attended: came to the last four meetings of the running cycle.
        expected: belonged to the group at them.
    """

    opened: dict[date, int] = field(default_factory=dict)
    members_start: dict[Gender, int] = field(default_factory=dict)
    attended: int = 0
    expected: int = 0


def rare_counts(session: Session, scope: Scope, on: date) -> dict[str, RareCounts]:
    """Count it in three statements.

    Args:
        session: any.
        scope: which groups.
        on: the day; the last four meetings are those up to today.

    Returns:
        By currency.
    """
    opened: dict[str, dict[date, int]] = {}
    for currency, day, number in _opened(session, scope, on):
        opened.setdefault(currency, {})[day] = number
    start: dict[str, dict[Gender, int]] = {}
    for currency, gender, number in _at_start(session, scope, on):
        start.setdefault(currency, {})[gender] = number
    recent = _recent(session, scope, on)
    return {
        currency: RareCounts(
            opened.get(currency, {}), start.get(currency, {}), *recent.get(currency, (0, 0))
        )
        for currency in opened.keys() | start.keys() | recent.keys()
    }


def _opened(session: Session, scope: Scope, on: date) -> list[tuple[str, date, int]]:
    query = (
        select(Group.currency, Cycle.opened_on, func.count())
        .join(Cycle, and_(Cycle.group_id == Group.group_id, Cycle.number == _FIRST_CYCLE))
        .where(counted(scope, on), Cycle.opened_on <= on)
        .group_by(Group.currency, Cycle.opened_on)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _at_start(session: Session, scope: Scope, on: date) -> list[tuple[str, Gender, int]]:
    running = (
        select(Cycle.group_id, func.max(Cycle.opened_on).label("opened_on"))
        .where(Cycle.opened_on <= on)
        .group_by(Cycle.group_id)
        .subquery()
    )
    query = (
        select(Group.currency, Member.gender, func.count())
        .join(Group, Group.group_id == Member.group_id)
        .join(running, running.c.group_id == Group.group_id)
        .where(
            counted(scope, on),
            Member.joined_on <= running.c.opened_on,
            or_(Member.left_on.is_(None), Member.left_on >= running.c.opened_on),
        )
        .group_by(Group.currency, Member.gender)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _recent(session: Session, scope: Scope, on: date) -> dict[str, tuple[int, int]]:
    meeting, position = MeetingSummary, GroupPosition
    query = (
        select(Group.currency, sum_minor(meeting.attended), sum_minor(meeting.expected))
        .join(position, position.group_id == Group.group_id)
        .join(
            meeting,
            and_(
                meeting.group_id == position.group_id,
                meeting.cycle == position.cycle,
                meeting.number > position.last_meeting - _RECENT,
                meeting.number > 0,
            ),
        )
        .where(counted(scope, on))
        .group_by(Group.currency)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
