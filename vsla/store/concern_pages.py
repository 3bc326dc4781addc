"""Read what needs attention by name, one page of groups at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from vsla.domain.attention import Concern
from vsla.store.attention import Noticed, everything, snoozed
from vsla.store.models import Group, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from vsla.store.scope import Scope


def noticed(
    session: Session,
    scope: Scope,
    *,
    on: date,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
    limit: int,
) -> tuple[list[Noticed], bool]:
    """Find groups with concerns that nobody set aside, by name, one page at a time.

    Args:
        session: any.
        scope: which groups.
        on: today.
        after: name and id of the last group of the page before.
        before: name and id of the first group of the page behind.
        limit: groups on a page.

    Returns:
        All concerns of the groups of the page, and whether there are more in the direction read;
        in three statements where many groups of the scope have concerns.
    """
    chosen, more = _page(session, scope, on, after, before, limit)
    if not chosen:
        return [], False
    found = everything(scope.of_groups(chosen), on).subquery()
    query = (
        select(Group, Zone.name, found.c.concern, found.c.first, found.c.second)
        .join(found, found.c.group_id == Group.group_id)
        .join(Zone, Zone.zone_id == Group.zone_id)
        .where(~snoozed(found.c.group_id, found.c.concern, on))
    )
    lines = [
        Noticed(g.group_id, g.name, g.code, zone, g.currency, Concern(why), first, second)
        for g, zone, why, first, second in session.execute(query)
    ]
    order = {concern: place for place, concern in enumerate(Concern)}
    lines.sort(key=lambda line: (line.name, line.group_id, order[line.concern]))
    return lines, more


def _page(
    session: Session,
    scope: Scope,
    on: date,
    after: tuple[str, int] | None,
    before: tuple[str, int] | None,
    limit: int,
) -> tuple[Sequence[int], bool]:
    """Look at some groups after the other, by name, until a page is full.

    Where many need attention, few are looked at. Each time four times as many are, so that the
    statements stay few where hardly any do.
    """
    backwards, edge = before is not None, before or after
    size = _LOOKED_AT * limit
    found: list[int] = []
    while len(found) <= limit:
        block = _block(session, scope, edge, size, backwards=backwards)
        if block:
            ends = (block[-1], block[0]) if backwards else (block[0], block[-1])
            wanted = set(session.scalars(_with_concerns(scope, on, ends)))
            found += [number for _name, number in block if number in wanted]
        if len(block) < size:
            break
        edge, size = block[-1], 4 * size
    return found[:limit], len(found) > limit


_LOOKED_AT = 5
"""Groups that are looked at first for each place on a page."""

_PLACE = tuple_(Group.name, Group.group_id)


def _block(
    session: Session,
    scope: Scope,
    edge: tuple[str, int] | None,
    size: int,
    *,
    backwards: bool,
) -> list[tuple[str, int]]:
    """Name the next groups in the direction read."""
    query = select(Group.name, Group.group_id).where(*scope.conditions())
    if edge is not None:
        here = tuple_(*edge)
        query = query.where(here > _PLACE if backwards else here < _PLACE)
    order = (
        (Group.name.desc(), Group.group_id.desc()) if backwards else (Group.name, Group.group_id)
    )
    return [(name, number) for name, number in session.execute(query.order_by(*order).limit(size))]


def _with_concerns(
    scope: Scope, on: date, block: tuple[tuple[str, int], tuple[str, int]]
) -> Select[int]:
    """Choose the groups of a block about which nobody set everything aside."""
    within = (tuple_(*block[0]) <= _PLACE, tuple_(*block[1]) >= _PLACE)
    found = everything(scope, on, within).subquery()
    return (
        select(Group.group_id)
        .join(found, found.c.group_id == Group.group_id)
        .where(~snoozed(found.c.group_id, found.c.concern, on))
        .distinct()
    )
