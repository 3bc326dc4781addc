"""Sums of zones answer as the groups do, and only while nothing has changed since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, select, update

from tests.builders import NOW, a_group, a_programme, an_empty_group, meet
from tests.services.test_correct_meeting import RULES
from tests.store.builders import statements
from vsla.services import zone_sums
from vsla.services.access import system_actor
from vsla.services.open_group import disengage_group
from vsla.services.programmes import add_zone
from vsla.store.models import (
    CommitteeTerm,
    Group,
    HelpGiven,
    Member,
    Project,
    ZoneMark,
    ZoneMonth,
)
from vsla.store.scope import Scope
from vsla.store.zone_level import is_fresh

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld

pytestmark = pytest.mark.uncounted

TODAY = date(2023, 4, 10)
ENDS = (date(2023, 1, 31), date(2023, 2, 28), date(2023, 3, 31), TODAY)
GRANT = {"member": 1, "need": "illness", "amount_minor": 10_000}


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """Groups of two currencies and of all kinds: people leave, are helped, and groups fall silent.

    One has no rules yet, one has met nowhere, one was parted from.
    """
    world = a_programme(session)
    mixed = a_group(session, world, members=10, women=6, constitution=RULES)
    meet(mixed, 1, shares={1: 2, 10: 1}, solidarity_grants=[GRANT, {**GRANT, "member": 10}])
    meet(mixed, 6, solidarity_grants=[GRANT], departures=[{"member": 6, "reason": "moved"}])
    women = a_group(session, world, members=6, women=6, currency="USD", cash_step=100)
    meet(women, 9, shares={1: 1})
    gone = a_group(session, world, members=5, women=0, name="Amani")
    on = date(2023, 2, 10)
    disengage_group(session, world.officer, group_id=gone.group_id, on=on, now=NOW)
    an_empty_group(session, world, name="Mapya")
    session.execute(
        update(CommitteeTerm)
        .where(CommitteeTerm.group_id == mixed.group_id, CommitteeTerm.line == 1)
        .values(ended_on=date(2023, 3, 5))
    )
    session.flush()
    return world


def told(session: Session, scope: Scope) -> list[object]:
    """Count at the end of each month, over one month and over all."""
    found: list[object] = []
    for on in ENDS:
        for first in (on.replace(day=1), date(2023, 1, 1)):
            last = date(2023, 4, 30) if on == TODAY else on
            one = zone_sums.count(session, scope, from_on=first, to_on=last, on=on)
            people = {of: each for of, each in one.people.items() if any(each.members.values())}
            helped = {of: dict(each) for of, each in one.helped.items() if any(each.values())}
            found.append((on, first, dict(one.standing), people, helped, one.slices))
    return found


def freshen(session: Session, world: ProgrammeWorld) -> list[int]:
    """Bring the sums up to date."""
    return zone_sums.freshen(session, world.programme_id, today=TODAY)


def test_zones_and_groups_give_the_same_counts_on_every_day(
    session: Session, programme: ProgrammeWorld
) -> None:
    project = Project(programme_id=programme.programme_id, name="Amka", funder="Fund")
    session.add(project)
    session.flush()
    session.execute(
        update(Group)
        .where(Group.programme_id == programme.programme_id, Group.currency == "CDF")
        .values(project_id=project.project_id)
    )
    whole = Scope(programme_id=programme.programme_id)
    scopes = [
        whole,
        Scope(programme_id=programme.programme_id, zone_id=programme.zone_id),
        Scope(programme_id=programme.programme_id, project_id=project.project_id),
    ]
    by_groups = [told(session, scope) for scope in scopes]

    assert freshen(session, programme) == [programme.zone_id]

    assert is_fresh(session, whole)
    assert [told(session, scope) for scope in scopes] == by_groups
    assert session.scalar(select(ZoneMonth.month).limit(1))


def test_any_change_of_a_group_marks_its_zone(session: Session, programme: ProgrammeWorld) -> None:
    own = select(Group.group_id).where(Group.programme_id == programme.programme_id)
    group_id = session.scalars(own.order_by(Group.group_id)).first()
    changes = [
        update(Group).where(Group.group_id == group_id).values(formed_on=date(2023, 1, 2)),
        update(Member).where(Member.group_id == group_id).values(joined_on=date(2023, 1, 3)),
        update(CommitteeTerm).where(CommitteeTerm.group_id == group_id).values(ended_on=None),
        delete(HelpGiven).where(HelpGiven.group_id == group_id),
    ]
    for change in changes:
        freshen(session, programme)
        assert not zone_sums.stale(session, programme.programme_id)
        session.execute(change)
        assert zone_sums.stale(session, programme.programme_id), str(change)
    rename = update(Group).where(Group.group_id == group_id).values(name="Umoja mpya")
    freshen(session, programme)
    session.execute(rename)
    assert not zone_sums.stale(session, programme.programme_id)


def test_a_group_that_moves_is_counted_in_its_new_zone_alone(
    session: Session, programme: ProgrammeWorld
) -> None:
    freshen(session, programme)
    new = add_zone(session, system_actor(), programme_id=programme.programme_id, name="Mongbwalu")
    moved = update(Group).where(Group.programme_id == programme.programme_id)
    session.execute(moved.where(Group.currency == "USD").values(zone_id=new.zone_id))

    assert freshen(session, programme) == sorted([programme.zone_id, new.zone_id])

    def groups(zone_id: int) -> dict[str, int]:
        scope = Scope(programme_id=programme.programme_id, zone_id=zone_id)
        one = zone_sums.count(session, scope, from_on=ENDS[2], to_on=ENDS[2], on=ENDS[2])
        return {currency: each.groups for currency, each in one.standing.items()}

    assert groups(programme.zone_id) == {"CDF": 2}
    assert groups(new.zone_id) == {"USD": 1}


def test_a_narrower_choice_and_another_zone_are_told_apart(
    session: Session, programme: ProgrammeWorld
) -> None:
    freshen(session, programme)
    of = programme.programme_id
    new = add_zone(session, system_actor(), programme_id=of, name="Mongbwalu")
    session.execute(insert(ZoneMark).values(group_id=1, zone_id=new.zone_id, stamp=0))

    assert not is_fresh(session, Scope(programme_id=of))
    assert is_fresh(session, Scope(programme_id=of, zone_id=programme.zone_id))
    assert not is_fresh(session, Scope(programme_id=of, group_id=1))
    assert not is_fresh(session, Scope())


def test_sums_of_zones_cost_no_more_statements_for_more_groups(
    session: Session, programme: ProgrammeWorld
) -> None:
    def cost() -> tuple[int, int]:
        with statements(session) as anew:
            freshen(session, programme)
        scope = Scope(programme_id=programme.programme_id)
        with statements(session) as read:
            zone_sums.count(session, scope, from_on=ENDS[0], to_on=ENDS[2], on=ENDS[2])
        return len(anew), len(read)

    before = cost()
    for _ in range(3):
        meet(a_group(session, programme, members=6), 1)

    assert cost() == before == (15, 5)
