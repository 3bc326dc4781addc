"""Who sees which group, and who may do what with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.builders import ProgrammeWorld, a_group, a_programme, an_empty_group
from vsla.domain.errors import NotAllowedError, NotFoundError
from vsla.services.access import (
    RECORDERS,
    Actor,
    Role,
    actor_of,
    group_for,
    groups_with_code,
    login_of,
    programme_for,
    require,
    system_actor,
    visible,
)
from vsla.services.users import set_active
from vsla.store.models import Group

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def actors(world: ProgrammeWorld) -> list[Actor]:
    """Name everybody of a programme who sees all its groups."""
    return [world.officer, world.second_officer, world.trainer, world.administrator]


def test_a_facilitator_sees_only_groups_that_are_assigned(session: Session) -> None:
    programme = a_programme(session)
    mine = an_empty_group(session, programme)
    stranger = actor_of(session, programme.officer.user_id or 0)
    other = Actor(None, "", Role.FACILITATOR, programme.programme_id, frozenset())

    assert group_for(session, mine.facilitator, mine.group_id, *RECORDERS) is mine.group
    assert group_for(session, stranger, mine.group_id) is mine.group
    with pytest.raises(NotFoundError):
        group_for(session, other, mine.group_id)


def test_everybody_of_the_programme_reads_its_groups(session: Session) -> None:
    world = an_empty_group(session)

    for actor in actors(world.programme):
        assert group_for(session, actor, world.group_id) is world.group


@pytest.mark.parametrize("name", ["trainer", "administrator"])
def test_who_only_reads_may_not_record(session: Session, name: str) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotAllowedError):
        group_for(session, getattr(world.programme, name), world.group_id, *RECORDERS)


def test_a_group_of_another_programme_is_not_there(session: Session) -> None:
    world = an_empty_group(session)
    other = a_programme(session)

    with pytest.raises(NotFoundError):
        group_for(session, other.trainer, world.group_id, *RECORDERS)


def test_a_group_that_does_not_exist_is_not_there(session: Session) -> None:
    with pytest.raises(NotFoundError):
        group_for(session, system_actor(), 4_711)


def test_lists_show_the_groups_that_single_pages_show(session: Session) -> None:
    programme, other = a_programme(session), a_programme(session)
    mine = an_empty_group(session, programme)
    theirs = an_empty_group(session, other)
    everything = [mine.group_id, theirs.group_id]
    expected = {
        mine.facilitator: [mine.group_id],
        programme.trainer: [mine.group_id],
        other.officer: [theirs.group_id],
        system_actor(): everything,
    }

    for actor, numbers in expected.items():
        query = select(Group.group_id).where(visible(actor)).order_by(Group.group_id)
        assert list(session.scalars(query)) == numbers


def test_an_actor_is_loaded_with_role_and_groups(session: Session) -> None:
    world = a_group(session, members=8)
    actor = actor_of(session, world.facilitator.user_id or 0)

    assert actor.role is Role.FACILITATOR
    assert actor.group_ids == frozenset({world.group_id})
    assert actor.programme_id == world.programme.programme_id
    assert world.officer.group_ids is None


def test_a_login_that_is_off_acts_no_more(session: Session) -> None:
    world = a_programme(session)
    user_id = world.trainer.user_id or 0
    set_active(session, world.administrator, user_id=user_id, active=False)

    assert login_of(session, 0) is login_of(session, 2**70) is None
    for number in (user_id, 4_711):
        with pytest.raises(NotFoundError):
            actor_of(session, number)


def test_only_named_roles_pass() -> None:
    require(system_actor(), Role.ADMINISTRATOR)
    with pytest.raises(NotAllowedError):
        require(system_actor(), Role.OFFICER)


def test_a_programme_is_there_for_its_own_people_and_for_all_its_heads(session: Session) -> None:
    mine, other = a_programme(session), a_programme(session)

    for actor in (mine.officer, mine.administrator):
        found = programme_for(session, actor, mine.programme_id)
        assert found.programme_id == mine.programme_id
    with pytest.raises(NotFoundError):
        programme_for(session, other.officer, mine.programme_id)
    with pytest.raises(NotFoundError):
        programme_for(session, system_actor(), 4_711)
    with pytest.raises(NotAllowedError):
        programme_for(session, mine.trainer, mine.programme_id, Role.OFFICER)


def test_a_code_is_found_in_every_programme_the_actor_sees(session: Session) -> None:
    one = an_empty_group(session, code="G-01")
    two = an_empty_group(session, code="G-01")

    found = groups_with_code(session, system_actor(), " g-01 ")
    mine = groups_with_code(session, two.facilitator, "G-01")

    assert [group.group_id for group in found] == [one.group_id, two.group_id]
    assert mine == [two.group]
