"""What the pages of people with access show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from vsla.services.access import visible
from vsla.store.models import Assignment, Group, GroupStatus, Programme, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.models import User

FOUND_MAX = 40
"""Groups a search offers besides those assigned already."""


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group that may be assigned, and whether it is."""

    group_id: int
    name: str
    zone: str
    assigned: bool


def list_programmes(session: Session, actor: Actor) -> Sequence[Programme]:
    """List the programmes an administrator keeps, by name."""
    query = select(Programme).order_by(Programme.name)
    if actor.programme_id is not None:
        query = query.where(Programme.programme_id == actor.programme_id)
    return session.scalars(query).all()


def count_groups(session: Session, users: Sequence[User]) -> Mapping[int, int]:
    """Count the groups each facilitator accompanies; those without any are absent."""
    query = (
        select(Assignment.user_id, func.count())
        .where(Assignment.user_id.in_([user.user_id for user in users]))
        .group_by(Assignment.user_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def group_choices(session: Session, actor: Actor, user: User, *, text: str) -> list[GroupChoice]:
    """List the groups of a facilitator, and those of her programme that a search finds.

    Args:
        session: any.
        actor: an administrator or officer.
        user: the facilitator.
        text: part of a name, place or code; "" for the first groups by name.

    Returns:
        Assigned groups first, then at most ``FOUND_MAX`` others, by name.
    """
    columns = (Group.name, Group.place, Group.code)
    found = or_(*(each.icontains(text, autoescape=True) for each in columns))
    offered = and_(found, Group.status != GroupStatus.DISENGAGED)
    hers = Assignment.user_id.is_not(None)
    query = (
        select(Group.group_id, Group.name, Zone.name, hers)
        .join(Zone, Zone.zone_id == Group.zone_id)
        .outerjoin(
            Assignment,
            and_(Assignment.group_id == Group.group_id, Assignment.user_id == user.user_id),
        )
        .where(visible(actor), Group.programme_id == user.programme_id)
        .order_by(Group.name, Group.group_id)
    )
    assigned = session.execute(query.where(hers)).all()
    others = session.execute(query.where(~hers, offered).limit(FOUND_MAX)).all()
    return [GroupChoice(*row) for row in (*assigned, *others)]
