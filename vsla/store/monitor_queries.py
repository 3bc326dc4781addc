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
from vsla.store.zone_standing import recent_meetings

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.roster import Gender
    from vsla.store.scope import Scope

_WEEK = 7
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


@dataclass(slots=True)
class RareCounts:
    """What only a full list of indicators needs, of groups of one currency.

    Attributes:
        age_weeks: whole weeks since each group began to save, added up.
        members_start: who belonged when the running cycle began, by sex.
        attended: came to the last four meetings of the running cycle.
        expected: belonged to the group at them.
    """

    age_weeks: int = 0
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
    found: dict[str, RareCounts] = {}
    for currency, day, number in _opened(session, scope, on):
        one = found.setdefault(currency, RareCounts())
        one.age_weeks += (on - day).days // _WEEK * number
    for currency, gender, number in _at_start(session, scope, on):
        found.setdefault(currency, RareCounts()).members_start[gender] = number
    for currency, attended, expected in _recent(session, scope, on):
        one = found.setdefault(currency, RareCounts())
        one.attended, one.expected = attended, expected
    return found


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


def _recent(session: Session, scope: Scope, on: date) -> list[tuple[str, int, int]]:
    meeting = MeetingSummary
    query = (
        select(Group.currency, sum_minor(meeting.attended), sum_minor(meeting.expected))
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(meeting, recent_meetings())
        .where(counted(scope, on))
        .group_by(Group.currency)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
