"""Measurements need thousands of invented groups: lives of the demonstration, copied in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.services import zone_sums
from vsla.services.access import system_actor
from vsla.services.demonstration.load import found, loaded, make_group, waiting
from vsla.services.demonstration.plan import build_plan
from vsla.services.demonstration.shape import QUIET, TO_ON
from vsla.services.programmes import add_zone, list_zones
from vsla.store.bulk import Copy, Template, count_on, next_group_id, template_of, write_copies
from vsla.store.models import Group, Role, User
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from vsla.services.demonstration.shape import GroupPlan

LIVES = 5
"""Different lives that are copied."""

AT_ONCE = 250
GROUPS_IN_ZONE = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written: groups in all, and rows of the copies."""

    programme_id: int
    groups: int
    rows: int


def fill(
    session: Session,
    *,
    groups: int,
    light: bool = False,
    meetings: int | None = None,
    note: Callable[[int], object] = lambda _groups: None,
) -> Filled:
    """Bring the demonstration programme to so many groups.

    Some are made through the services as people would; the others are copies of them, written
    through the store, each with a chain of its own. It opens its own transactions, some groups
    each, and goes on where it was interrupted.

    Args:
        session: of the command line, outside of a transaction.
        groups: how many there are to be in the end.
        light: copies without journal, for reports alone; ``vsla verify`` finds them wanting.
        meetings: only so many of each life's first; None for all.
        note: told how many groups were added, after each part.

    Returns:
        What there is now.
    """
    lives = _lives(session, min(LIVES, groups), meetings)
    programme = loaded(session)
    assert programme is not None, "the lives stand in it"
    programme_id = programme.programme_id
    zones = _zones(session, programme_id, groups)
    query = select(User.user_id).where(
        User.programme_id == programme_id, User.role == Role.FACILITATOR
    )
    users = list(session.scalars(query.order_by(User.user_id)))
    templates = [template_of(session, group_id, light=light) for group_id in lives]
    first, rows = next_group_id(session), 0
    there = len(
        list(session.scalars(select(Group.group_id).where(Group.programme_id == programme_id)))
    )
    note(there)
    missing = range(there, groups)
    for start in range(0, len(missing), AT_ONCE):
        part = missing[start : start + AT_ONCE]
        with transaction(session):
            rows += _copy(session, templates, part, first - there, zones, users)
        note(len(part))
    with transaction(session):
        count_on(session)
        zone_sums.freshen(session, programme_id, today=TO_ON)
    return Filled(programme_id, there + len(missing), rows)


def _lives(session: Session, count: int, meetings: int | None) -> list[int]:
    """Make the first groups of the demonstration, and give their numbers."""
    plan = build_plan()
    with transaction(session):
        found(session, plan)
    names = [group.name for group in plan.groups[:count]]
    for group in waiting(session, plan):
        if group.name in names:
            if meetings is not None:
                _shorten(group, meetings)
            with transaction(session):
                make_group(session, plan, group)
    query = select(Group.group_id).where(Group.name.in_(names)).order_by(Group.group_id)
    return list(session.scalars(query))


def _shorten(group: GroupPlan, meetings: int) -> None:
    """Let a life end after its first meetings, before anything of them is corrected."""
    group.cycles = [group.cycles[0][:meetings]]
    for meeting in group.meetings:
        meeting.oddities -= QUIET


def _zones(session: Session, programme_id: int, groups: int) -> list[int]:
    there = [zone.zone_id for zone in list_zones(session, programme_id)]
    with transaction(session):
        for number in range(len(there) + 1, groups // GROUPS_IN_ZONE + 1):
            zone = add_zone(
                session, system_actor(), programme_id=programme_id, name=f"Zone {number:04}"
            )
            there.append(zone.zone_id)
    return there


def _copy(
    session: Session,
    templates: list[Template],
    numbers: range,
    offset: int,
    zones: list[int],
    users: list[int],
) -> int:
    """Write some groups, those of one life together."""
    rows = 0
    for place, template in enumerate(templates):
        copies = [
            Copy(
                group_id=offset + number,
                code=f"B{number:06}",
                # Their numbers first, so that by name different lives stand beside each other.
                name=f"{number:06} {template.group['name']}",
                zone_id=zones[number % len(zones)],
                user_id=users[number % len(users)],
            )
            for number in numbers
            if number % len(templates) == place
        ]
        if copies:
            rows += write_copies(session, template, copies)
    return rows
