"""Groups: the list page by page, and what stands at the head of a group's pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, tuple_

from vsla.store.models import (
    Assignment,
    Cycle,
    Group,
    GroupPosition,
    Programme,
    User,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from vsla.store.scope import Scope


@dataclass(frozen=True, slots=True)
class GroupKey:
    """Where a page of the list ended: the next one begins behind it."""

    name: str
    group_id: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One line of the list; ``position`` is None while the group is being set up."""

    group: Group
    zone_name: str
    position: GroupPosition | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Lines in order of name; ``after`` is the key for the next page, or None at the end."""

    lines: Sequence[GroupLine]
    after: GroupKey | None


def list_groups(
    session: Session,
    scope: Scope,
    *,
    search: str = "",
    after: GroupKey | None = None,
    limit: int = 50,
) -> GroupPage:
    """Read one page of the list of groups in one statement, however long the list is.

    Args:
        session: any.
        scope: which groups.
        search: part of the name, code or place, in small or capital letters.
        after: where the page before ended; None for the first page.
        limit: lines on a page, 1 or more.

    Returns:
        The lines and where to go on.
    """
    query = (
        select(Group, Zone.name, GroupPosition)
        .join(Zone, Zone.zone_id == Group.zone_id)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .where(*scope.conditions())
        .order_by(Group.name, Group.group_id)
        .limit(limit + 1)
    )
    if search:
        columns = (Group.name, Group.code, Group.place)
        query = query.where(or_(*(c.icontains(search, autoescape=True) for c in columns)))
    if after is not None:
        behind = tuple_(Group.name, Group.group_id) > (after.name, after.group_id)
        query = query.where(behind)
    found = [GroupLine(*row) for row in session.execute(query)]
    lines = found[:limit]
    last = lines[-1].group if len(found) > limit else None
    return GroupPage(lines, GroupKey(last.name, last.group_id) if last else None)


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """What stands at the head of every page of a group.

    Attributes:
        position: None while the group is being set up.
        cycle: the latest, or None before the first.
        facilitators: who accompany it, by name.
    """

    group: Group
    zone: Zone
    programme: Programme
    position: GroupPosition | None
    cycle: Cycle | None
    facilitators: Sequence[User]


def header(session: Session, group_id: int) -> GroupHeader | None:
    """Read the head of a group's pages in two statements.

    Args:
        session: any.
        group_id: whose.

    Returns:
        The head, or None when there is no such group.
    """
    latest = select(func.max(Cycle.number)).where(Cycle.group_id == group_id).scalar_subquery()
    query = (
        select(Group, Zone, Programme, GroupPosition, Cycle)
        .join(Zone, Zone.zone_id == Group.zone_id)
        .join(Programme, Programme.programme_id == Group.programme_id)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .outerjoin(Cycle, (Cycle.group_id == Group.group_id) & (Cycle.number == latest))
        .where(Group.group_id == group_id)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return GroupHeader(*row, facilitators=facilitators(session, group_id))


def facilitators(session: Session, group_id: int) -> list[User]:
    """List who accompany a group, by name."""
    query = (
        select(User)
        .join(Assignment, Assignment.user_id == User.user_id)
        .where(Assignment.group_id == group_id)
        .order_by(User.name, User.user_id)
    )
    return list(session.scalars(query))


def is_assigned(session: Session, group_id: int, user_id: int) -> bool:
    """Tell whether a user accompanies a group."""
    return session.get(Assignment, (group_id, user_id)) is not None


def cycles(session: Session, group_id: int) -> list[Cycle]:
    """List the cycles of a group, the first one first."""
    query = select(Cycle).where(Cycle.group_id == group_id).order_by(Cycle.number)
    return list(session.scalars(query))


def by_code(session: Session, programme_id: int, code: str) -> Group | None:
    """Find a group by the code its programme gave it."""
    query = select(Group).where(Group.programme_id == programme_id, Group.code == code)
    return session.scalars(query).first()


def codes(session: Session) -> list[tuple[int, str]]:
    """List id and code of every group, for what is done to all of them, one after the other."""
    query = select(Group.group_id, Group.code).order_by(Group.group_id)
    return [(group_id, code) for group_id, code in session.execute(query)]
