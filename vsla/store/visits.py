"""Visits as lists and sums: of a group, of a facilitator, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from vsla.domain.visits import POINTS, POINTS_MOST, Mark
from vsla.store.models import (
    Assignment,
    ChecklistItem,
    Group,
    GroupPosition,
    GroupStatus,
    Role,
    User,
    Visit,
    VisitAction,
    VisitMark,
)
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Subquery
    from sqlalchemy.orm import Session


def checklist(session: Session, programme_id: int) -> Sequence[ChecklistItem]:
    """List the items of a programme's checklist that are in use, in the order they were added."""
    query = select(ChecklistItem).where(
        ChecklistItem.programme_id == programme_id, ChecklistItem.retired_on.is_(None)
    )
    return session.scalars(query.order_by(ChecklistItem.item_id)).all()


def visits(session: Session, group_id: int, limit: int) -> Sequence[tuple[Visit, str]]:
    """List visits to a group with the name of who came, the latest first."""
    query = (
        select(Visit, func.coalesce(User.name, ""))
        .outerjoin(User, User.user_id == Visit.visited_by)
        .where(Visit.group_id == group_id)
        .order_by(Visit.visited_on.desc(), Visit.number.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def marks(session: Session, group_id: int) -> Sequence[tuple[int, str, Mark]]:
    """Give visit, item and mark of everything that was looked at in a group."""
    query = (
        select(VisitMark.visit, ChecklistItem.text, VisitMark.mark)
        .join(ChecklistItem, ChecklistItem.item_id == VisitMark.item_id)
        .where(VisitMark.group_id == group_id)
        .order_by(VisitMark.visit, VisitMark.item_id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def actions(session: Session, group_id: int) -> Sequence[VisitAction]:
    """List what was agreed with a group, what is still to be done first, by its day."""
    query = select(VisitAction).where(VisitAction.group_id == group_id)
    order = (VisitAction.done_on.is_not(None), VisitAction.due_on, VisitAction.number)
    return session.scalars(query.order_by(*order)).all()


def open_actions(
    session: Session, condition: ColumnElement[bool], limit: int
) -> Sequence[tuple[VisitAction, str]]:
    """List what is still to be done in some groups, with their names, by its day."""
    query = (
        select(VisitAction, Group.name)
        .join(Group, Group.group_id == VisitAction.group_id)
        .where(condition, VisitAction.done_on.is_(None))
        .order_by(VisitAction.due_on, VisitAction.group_id, VisitAction.number)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


@dataclass(slots=True)
class FacilitatorLine:
    """One facilitator and her groups.

    Attributes:
        groups: active ones assigned to her; ``members`` of them at their last entry.
        unvisited: her groups without a visit since the day asked for.
        points: of ``points_most`` at visits since then.
        visits: since then.
        open: actions still to be done; ``late`` those whose day has passed.
    """

    user_id: int
    name: str
    groups: int = 0
    members: int = 0
    unvisited: int = 0
    visits: int = 0
    points: int = 0
    points_most: int = 0
    open: int = 0
    late: int = 0


def _last_visits() -> Subquery:
    query = select(Visit.group_id, func.max(Visit.visited_on).label("last_on"))
    return query.group_by(Visit.group_id).subquery()


def _active(programme_id: int) -> ColumnElement[bool]:
    return and_(Group.programme_id == programme_id, Group.status == GroupStatus.ACTIVE)


def facilitators(
    session: Session, programme_id: int, *, since: date, today: date
) -> list[FacilitatorLine]:
    """Count groups, members, visits and actions by facilitator, in four statements.

    Args:
        session: any.
        programme_id: which programme.
        since: visits from this day on count.
        today: actions due before it are late.

    Returns:
        By name; who has no group yet is there too.
    """
    people = select(User.user_id, User.name).where(
        User.programme_id == programme_id, User.role == Role.FACILITATOR, User.active
    )
    ordered = people.order_by(User.name, User.user_id)
    found = {row[0]: FacilitatorLine(*row) for row in session.execute(ordered)}
    last = _last_visits()
    here = (
        GroupPosition.members_f
        + GroupPosition.members_m
        + GroupPosition.members_x
        + GroupPosition.members_unknown
    )
    unvisited = case((or_(last.c.last_on.is_(None), last.c.last_on < since), 1), else_=0)
    groups = (
        select(Assignment.user_id, func.count(), sum_minor(here), sum_minor(unvisited))
        .join(Group, Group.group_id == Assignment.group_id)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .outerjoin(last, last.c.group_id == Group.group_id)
        .where(_active(programme_id))
        .group_by(Assignment.user_id)
    )
    for user_id, *counts in session.execute(groups):
        if user_id in found:
            line = found[user_id]
            line.groups, line.members, line.unvisited = counts
    _add_visits(session, programme_id, since, found)
    _add_actions(session, programme_id, today, found)
    return list(found.values())


def _add_visits(
    session: Session, programme_id: int, since: date, found: dict[int, FacilitatorLine]
) -> None:
    points = case(*((VisitMark.mark == mark, value) for mark, value in POINTS.items()), else_=0)
    each = (
        select(
            Visit.group_id,
            sum_minor(points).label("points"),
            func.count(VisitMark.item_id).label("looked_at"),
        )
        .outerjoin(
            VisitMark,
            and_(VisitMark.group_id == Visit.group_id, VisitMark.visit == Visit.number),
        )
        .where(Visit.visited_on >= since)
        .group_by(Visit.group_id, Visit.number)
        .subquery()
    )
    query = (
        select(
            Assignment.user_id, func.count(), sum_minor(each.c.points), sum_minor(each.c.looked_at)
        )
        .join(Group, Group.group_id == Assignment.group_id)
        .join(each, each.c.group_id == Group.group_id)
        .where(_active(programme_id))
        .group_by(Assignment.user_id)
    )
    for user_id, visited, got, looked_at in session.execute(query):
        if user_id in found:
            line = found[user_id]
            line.visits, line.points, line.points_most = visited, got, looked_at * POINTS_MOST


def _add_actions(
    session: Session, programme_id: int, today: date, found: dict[int, FacilitatorLine]
) -> None:
    late = sum_minor(case((VisitAction.due_on < today, 1), else_=0))
    query = (
        select(Assignment.user_id, func.count(), late)
        .join(Group, Group.group_id == Assignment.group_id)
        .join(VisitAction, VisitAction.group_id == Group.group_id)
        .where(_active(programme_id), VisitAction.done_on.is_(None))
        .group_by(Assignment.user_id)
    )
    for user_id, *counts in session.execute(query):
        if user_id in found:
            found[user_id].open, found[user_id].late = counts


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A group nobody visited since a day; ``last_on`` is None when nobody ever did."""

    group_id: int
    name: str
    code: str
    last_on: date | None


def unvisited(session: Session, programme_id: int, *, since: date, limit: int) -> list[Unvisited]:
    """List active groups without a visit since a day, those never visited first."""
    last = _last_visits()
    query = (
        select(Group.group_id, Group.name, Group.code, last.c.last_on)
        .outerjoin(last, last.c.group_id == Group.group_id)
        .where(_active(programme_id), or_(last.c.last_on.is_(None), last.c.last_on < since))
        .order_by(last.c.last_on.is_not(None), last.c.last_on, Group.name)
        .limit(limit)
    )
    return [Unvisited(*row) for row in session.execute(query)]
