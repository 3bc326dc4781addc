"""A colleague goes to town with a file: it counts as sent by whoever signed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOW, TODAY, a_group, a_meeting, a_programme, a_user, a_uuid
from tests.phone_files import SECRET, a_file, handed_on
from tests.services.meetings import entries, is_sound
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.services.access import Actor, Role
from vsla.services.courier import author_of
from vsla.services.intake import open_intake
from vsla.services.outbox import Item, Taken, take_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

KEY = a_uuid("carried")


@pytest.fixture
def world(session: Session) -> GroupWorld:
    """A group before its first meeting."""
    return a_group(session, members=8)


@pytest.fixture
def colleague(world: GroupWorld) -> Actor:
    """A facilitator of the same programme, with groups of her own."""
    return a_user(world.session, Role.FACILITATOR, world.programme.programme_id)


def carried(world: GroupWorld, *, secret: str = SECRET) -> Item:
    """Take the first meeting from the facilitator's file into another phone."""
    body = json.dumps(a_meeting(world, 1, shares={1: 9}))
    file = a_file(world.facilitator.user_id or 0, [(world.group_id, KEY, body)], secret=secret)
    return Item("file", world.group_id, KEY, json.dumps(handed_on(file)))


def author(world: GroupWorld, bearer: Actor, item: Item) -> Actor:
    """Ask in whose name something counts."""
    return author_of(world.session, bearer, item, secret=SECRET)


def test_what_a_colleague_carries_is_taken_in_the_name_of_who_signed(
    world: GroupWorld, colleague: Actor
) -> None:
    item = carried(world)
    named = author(world, colleague, item)
    intake = open_intake(
        world.session,
        named,
        group_id=world.group_id,
        now=NOW,
        today=TODAY,
        secret=SECRET,
        bearer=colleague.user_id,
    )

    (answer,) = take_in(intake, [item])

    assert isinstance(answer.outcome, Taken)
    assert answer.outcome.told == {"entry_number": 1, "replay": False, "late": False}
    (entry,) = entries(world)
    assert entry.recorded_by == world.facilitator.user_id
    assert entry.device == f"file {world.facilitator.user_id}, brought by {colleague.user_id}"
    assert is_sound(world)


def test_a_trainer_may_carry_too(world: GroupWorld) -> None:
    assert author(world, world.programme.trainer, carried(world)) == world.facilitator


def test_whoever_works_with_the_group_sends_in_her_own_name(world: GroupWorld) -> None:
    for bearer in (world.facilitator, world.officer):
        assert author(world, bearer, carried(world)) is bearer


def test_what_nobody_of_the_programme_signed_is_refused(
    world: GroupWorld, colleague: Actor
) -> None:
    forged = carried(world, secret="of another server")  # noqa: S106 - of a test
    damaged = Item("file", world.group_id, KEY, "{}")
    stranger = a_user(world.session, Role.FACILITATOR, a_programme(world.session).programme_id)

    for bearer, item in ((colleague, forged), (colleague, damaged), (stranger, carried(world))):
        with pytest.raises(InvalidDocumentError, match="file_un"):
            author(world, bearer, item)


def test_what_is_no_file_opens_no_group_of_others(world: GroupWorld, colleague: Actor) -> None:
    named = author(world, colleague, Item("meeting", world.group_id, KEY, "{}"))

    assert named is colleague
    with pytest.raises(NotFoundError):
        open_intake(world.session, named, group_id=world.group_id, now=NOW, today=TODAY)
