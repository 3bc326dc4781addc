"""Noting that a group has looked at the rules it broke."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOW, TODAY, a_group, meet
from tests.services.meetings import body_of, is_sound, put_right
from vsla.domain.errors import NotAllowedError, NotFoundError
from vsla.services import group_page
from vsla.services.access import system_actor
from vsla.services.acknowledge_breaches import acknowledge_breaches
from vsla.services.meeting_page import meeting_page
from vsla.services.verify_ledger import rebuild_group
from vsla.store import projections

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor
    from vsla.services.group_page import Waiting

LATER = NOW + timedelta(days=1)


def breaking(session: Session) -> GroupWorld:
    """Give a group that broke rules at its first and third meeting."""
    world = a_group(session, members=8)
    meet(world, 1, shares={1: 9, 2: 9})
    meet(world, 2)
    meet(world, 3, shares={3: 9})
    return world


def look_at(world: GroupWorld, entry_number: int, actor: Actor | None = None) -> int:
    """Note the breaches of an entry as looked at."""
    return acknowledge_breaches(
        world.session,
        actor or world.facilitator,
        group_id=world.group_id,
        entry_number=entry_number,
        now=NOW,
    )


def waiting(world: GroupWorld) -> Waiting:
    """Read what the group page says still waits."""
    return group_page.cover(world.session, world.officer, world.group_id, on=TODAY).waiting


def unseen(world: GroupWorld, entry_number: int) -> int:
    """Count the breaches of an entry that nobody looked at."""
    rows = projections.breaches_of(world.session, world.group_id, entry_number)
    return sum(row.acknowledged_at is None for row in rows)


def test_all_breaches_of_a_meeting_are_looked_at_and_the_next_one_waits(session: Session) -> None:
    world = breaking(session)
    before = waiting(world)

    count = look_at(world, 1)

    assert (before.oldest, waiting(world).oldest) == (1, 3)
    assert waiting(world).breaches == before.breaches - count
    assert unseen(world, 1) == 0


def test_the_meeting_says_who_noted_it_first_and_when(session: Session) -> None:
    world = breaking(session)
    before = meeting_page(session, world.officer, group_id=world.group_id, number=1)
    assert (before.seen_by, before.seen_at, before.unseen) == ("", None, len(before.breaches))
    look_at(world, 1)

    again = acknowledge_breaches(
        session, world.officer, group_id=world.group_id, entry_number=1, now=LATER
    )

    page = meeting_page(session, world.officer, group_id=world.group_id, number=1)
    assert (page.seen_by, page.seen_at, page.unseen) == (world.facilitator.name, NOW, 0)
    assert again == 0


def test_nothing_waits_when_everything_was_looked_at(session: Session) -> None:
    world = breaking(session)
    for number in (1, 2, 3):
        if unseen(world, number):
            look_at(world, number)

    assert (waiting(world).breaches, waiting(world).oldest) == (0, None)


def test_a_rebuild_keeps_what_was_looked_at(session: Session) -> None:
    world = breaking(session)
    look_at(world, 1)
    before = waiting(world)

    rebuild_group(session, world.group_id)

    assert (unseen(world, 1), waiting(world)) == (0, before)
    assert is_sound(world)


def test_a_correction_keeps_what_is_still_the_same_and_shows_the_new(session: Session) -> None:
    world = breaking(session)
    look_at(world, 1)
    look_at(world, 3)
    document = body_of(world, 1)
    rows = [{"member": 1, "count": 9}, {"member": 2, "count": 8}]
    changed = {**document, "shares_bought": rows, "opening_count": {}, "closing_count": {}}

    recorded = put_right(world, 1, changed)

    found = projections.breaches_of(session, world.group_id, recorded.entry_number)
    seen = {row.path: row.acknowledged_at is not None for row in found if "bought." in row.path}
    assert seen == {"shares_bought.0": True, "shares_bought.1": False}
    assert waiting(world).oldest == recorded.entry_number


def test_an_entry_without_breaches_has_nothing_to_look_at(session: Session) -> None:
    world = breaking(session)

    with pytest.raises(NotFoundError):
        look_at(world, 99)


def test_who_only_reads_cannot_note_it(session: Session) -> None:
    world = breaking(session)

    for actor in (world.programme.trainer, system_actor()):
        with pytest.raises(NotAllowedError):
            look_at(world, 1, actor)
