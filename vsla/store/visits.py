"""Visits as lists and sums: of a group, of a facilitator, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, null, or_, select, tuple_

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

    from sqlalchemy import ColumnElement, ScalarSelect
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


def _last_visit() -> ScalarSelect[date]:
    """Find the last visit to each group that is read, in its own few."""
    return (
        select(func.max(Visit.visited_on))
        .where(Visit.group_id == Group.group_id)
        .correlate(Group)
        .scalar_subquery()
    )


def _active(programme_id: int) -> ColumnElement[bool]:
    return and_(Group.programme_id == programme_id, Group.status == GroupStatus.ACTIVE)


def facilitators(
    session: Session,
    programme_id: int,
    *,
    since: date,
    today: date,
    limit: int,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
) -> tuple[list[FacilitatorLine], bool]:
    """Count groups, members, visits and actions by facilitator, in four statements.

    Only groups of those on the page are read.

    Args:
        session: any.
        programme_id: which programme.
        since: visits from this day on count.
        today: actions due before it are late.
        limit: facilitators on a page.
        after: name and id of the last one of the page before.
        before: name and id of the first one of the page behind.

    Returns:
        By name, and whether there are more in the direction read; who has no group yet is there
        too.
    """
    place = tuple_(User.name, User.user_id)
    people = select(User.user_id, User.name).where(
        User.programme_id == programme_id, User.role == Role.FACILITATOR, User.active
    )
    if before is not None:
        people = people.where(place < tuple_(*before))
        people = people.order_by(User.name.desc(), User.user_id.desc())
    else:
        people = people.order_by(User.name, User.user_id)
        if after is not None:
            people = people.where(place > tuple_(*after))
    rows = session.execute(people.limit(limit + 1)).all()
    page = rows[:limit] if before is None else rows[:limit][::-1]
    found = {row[0]: FacilitatorLine(row[0], row[1]) for row in page}
    # The sum keeps SQLite, which knows no sizes, from reading all groups of the programme.
    here = and_(Group.programme_id + 0 == programme_id, Group.status == GroupStatus.ACTIVE)
    theirs = and_(Assignment.user_id.in_(list(found)), here)
    _add_groups(session, theirs, since, found)
    _add_visits(session, theirs, since, found)
    _add_actions(session, theirs, today, found)
    return list(found.values()), len(rows) > limit


def _add_groups(
    session: Session,
    theirs: ColumnElement[bool],
    since: date,
    found: dict[int, FacilitatorLine],
) -> None:
    here = (
        GroupPosition.members_f
        + GroupPosition.members_m
        + GroupPosition.members_x
        + GroupPosition.members_unknown
    )
    each = (
        select(Assignment.user_id, here.label("members"), _last_visit().label("last_on"))
        .join(Group, Group.group_id == Assignment.group_id)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .where(theirs)
        .subquery()
    )
    unvisited = case((or_(each.c.last_on.is_(None), each.c.last_on < since), 1), else_=0)
    groups = select(
        each.c.user_id, func.count(), sum_minor(each.c.members), sum_minor(unvisited)
    ).group_by(each.c.user_id)
    for user_id, *counts in session.execute(groups):
        line = found[user_id]
        line.groups, line.members, line.unvisited = counts


def _add_visits(
    session: Session,
    theirs: ColumnElement[bool],
    since: date,
    found: dict[int, FacilitatorLine],
) -> None:
    points = case(*((VisitMark.mark == mark, value) for mark, value in POINTS.items()), else_=0)
    each = (
        select(
            Assignment.user_id,
            sum_minor(points).label("points"),
            func.count(VisitMark.item_id).label("looked_at"),
        )
        .join(Group, Group.group_id == Assignment.group_id)
        .join(Visit, and_(Visit.group_id == Group.group_id, Visit.visited_on >= since))
        .outerjoin(
            VisitMark,
            and_(VisitMark.group_id == Visit.group_id, VisitMark.visit == Visit.number),
        )
        .where(theirs)
        .group_by(Assignment.user_id, Visit.group_id, Visit.number)
        .subquery()
    )
    query = select(
        each.c.user_id, func.count(), sum_minor(each.c.points), sum_minor(each.c.looked_at)
    ).group_by(each.c.user_id)
    for user_id, visited, got, looked_at in session.execute(query):
        line = found[user_id]
        line.visits, line.points, line.points_most = visited, got, looked_at * POINTS_MOST


def _add_actions(
    session: Session,
    theirs: ColumnElement[bool],
    today: date,
    found: dict[int, FacilitatorLine],
) -> None:
    late = sum_minor(case((VisitAction.due_on < today, 1), else_=0))
    query = (
        select(Assignment.user_id, func.count(), late)
        .join(Group, Group.group_id == Assignment.group_id)
        .join(VisitAction, VisitAction.group_id == Group.group_id)
        .where(theirs, VisitAction.done_on.is_(None))
        .group_by(Assignment.user_id)
    )
    for user_id, *counts in session.execute(query):
        found[user_id].open, found[user_id].late = counts


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A group nobody visited since a day; ``last_on`` is None when nobody ever did."""

    group_id: int
    name: str
    code: str
    last_on: date | None


def unvisited(session: Session, programme_id: int, *, since: date, limit: int) -> list[Unvisited]:
    """List active groups without a visit since a day, those never visited first, then by name.

    One statement, or two where fewer than ``limit`` were never visited.
    """
    columns = (Group.group_id, Group.name, Group.code)
    visited = select(Visit.number).where(Visit.group_id == Group.group_id).exists()
    never = (
        select(*columns, null())
        .where(_active(programme_id), ~visited)
        .order_by(Group.name, Group.group_id)
        .limit(limit)
    )
    rows = session.execute(never).all()
    if len(rows) < limit:
        last = _last_visit().label("last_on")
        each = select(*columns, last).where(_active(programme_id)).subquery()
        before = (
            select(each)
            .where(each.c.last_on < since)
            .order_by(each.c.last_on, each.c.name, each.c.group_id)
            .limit(limit - len(rows))
        )
        rows = [*rows, *session.execute(before)]
    return [Unvisited(*row) for row in rows]
