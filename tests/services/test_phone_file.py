"""Files from hand to hand: what was changed is seen, what nobody signed is seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_meeting, a_uuid
from tests.phone_files import SECRET, a_file, handed_on, text_of
from tests.services.meetings import entries, is_sound
from vsla.domain.errors import InvalidDocumentError, TooLargeError, VSLAError
from vsla.services.intake import open_intake
from vsla.services.outbox import Item, Taken, take_in
from vsla.services.phone_file import FILE_MAX, read_file, signers
from vsla.store.models import User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

KEY = a_uuid("a meeting in a file")


@pytest.fixture
def world(session: Session) -> GroupWorld:
    """A group before its first meeting."""
    return a_group(session, members=8)


def maker(world: GroupWorld) -> int:
    """Name the facilitator whose phone saves files."""
    assert world.facilitator.user_id is not None
    return world.facilitator.user_id


def saved(world: GroupWorld, **how: Any) -> dict[str, Any]:
    """Save the first meeting as a file."""
    body = json.dumps(a_meeting(world, 1, shares={1: 2}))
    return a_file(maker(world), [(world.group_id, KEY, body)], **how)


def taken_in(
    world: GroupWorld, document: object, key: str = KEY, kind: str = "file"
) -> Taken | VSLAError | Exception:
    """Take one item in as an outbox of an officer brings it."""
    intake = open_intake(
        world.session,
        world.officer,
        group_id=world.group_id,
        now=NOW,
        today=TODAY,
        secret=SECRET,
    )
    (answer,) = take_in(intake, [Item(kind, world.group_id, key, json.dumps(document))])
    return answer.outcome


def code_of(outcome: object) -> str:
    """Name the one problem of what was refused."""
    assert isinstance(outcome, InvalidDocumentError)
    (problem,) = outcome.problems
    return str(problem.code)


def refused(text: str) -> str:
    """Read a file that must be refused."""
    with pytest.raises(InvalidDocumentError) as error:
        read_file(text)
    return code_of(error.value)


def test_a_file_says_what_is_in_it_and_who_signed(world: GroupWorld) -> None:
    file = read_file(text_of(saved(world)))

    assert [(item.group_id, item.uuid, item.kind) for item in file.items] == [
        (world.group_id, KEY, "meeting")
    ]
    assert (file.made_by, file.made_at) == ("Furaha", "2024-06-01T08:00:00Z")
    (signer,) = signers(world.session, SECRET, file.items)
    assert signer is not None
    assert signer.user_id == maker(world)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("items", 0, "body"), "{}"),
        (("items", 0, "group_id"), 999),
        (("items", 0, "uuid"), a_uuid("another")),
        (("items", 0, "signature"), "0" * 64),
        (("made_by", "name"), "Somebody else"),
        (("made_at",), "2024-06-02"),
        (("key_id",), "77777"),
        (("checksum",), "0" * 64),
    ],
)
def test_a_file_that_was_changed_is_seen(
    world: GroupWorld, place: tuple[str | int, ...], value: object
) -> None:
    file = saved(world)
    here: Any = file
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value

    assert refused(text_of(file)) == "file_damaged"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"vsla_file": 2}',
        "[" * 50_000,
        '{"vsla_file": 1, "items": []}',
        "VSLA1:",
    ],
)
def test_what_is_no_file_of_a_phone_is_told(text: str) -> None:
    assert refused(text) == "file_unreadable"


def test_a_file_cut_anywhere_is_told(world: GroupWorld) -> None:
    text = text_of(saved(world))

    found = {refused(text[:length]) for length in range(0, len(text) - 1, 37)}

    assert found == {"file_unreadable"}


def test_a_file_beyond_all_measure_is_not_read() -> None:
    with pytest.raises(TooLargeError):
        read_file(" " * (FILE_MAX + 1))


@pytest.mark.parametrize("key_id", ["0", "-1", "x", "1" * 30, "٣", ""])
def test_a_key_of_nobody_signs_nothing(world: GroupWorld, key_id: str) -> None:
    file = read_file(text_of(saved(world)))
    item = type(file.items[0])("meeting", 1, KEY, "{}", key_id, "0" * 64)

    assert signers(world.session, SECRET, [item]) == [None]


def test_a_file_of_another_installation_is_signed_by_nobody(world: GroupWorld) -> None:
    file = read_file(text_of(saved(world, secret="another secret")))  # noqa: S106 - of a test

    assert signers(world.session, SECRET, file.items) == [None]


def test_who_may_no_longer_log_in_signs_nothing(world: GroupWorld) -> None:
    file = read_file(text_of(saved(world)))
    world.session.get_one(User, maker(world)).active = False

    assert signers(world.session, SECRET, file.items) == [None]


def test_another_phone_hands_a_meeting_on(world: GroupWorld) -> None:
    document = handed_on(saved(world))

    first, again = taken_in(world, document), taken_in(world, document)

    assert isinstance(first, Taken)
    assert isinstance(again, Taken)
    assert (first.new, again.new) == (True, False)
    (entry,) = entries(world)
    assert (entry.uuid, entry.device) == (KEY, f"file {maker(world)}")
    assert entry.recorded_by == world.officer.user_id
    assert is_sound(world)


def test_a_meeting_that_also_came_by_network_is_there_already(world: GroupWorld) -> None:
    file = saved(world)
    taken_in(world, json.loads(file["items"][0]["body"]), kind="meeting")

    outcome = taken_in(world, {**handed_on(file), "body": file["items"][0]["body"]})

    assert isinstance(outcome, Taken)
    assert not outcome.new


@pytest.mark.parametrize("part", ["body", "signature", "key_id", "kind"])
def test_what_is_handed_on_changed_is_signed_by_nobody(world: GroupWorld, part: str) -> None:
    document = {**handed_on(saved(world)), part: "member" if part == "kind" else "7"}

    assert code_of(taken_in(world, document)) == "file_unsigned"
    assert not entries(world)


def test_a_key_of_the_head_that_is_not_the_signed_one_is_refused(world: GroupWorld) -> None:
    outcome = taken_in(world, handed_on(saved(world)), key=a_uuid("another"))

    assert code_of(outcome) == "file_unsigned"


@pytest.mark.parametrize("document", [{}, [], 7, {"vsla_item": 2}, {"vsla_item": 1, "body": 7}])
def test_what_is_nothing_of_a_file_is_told(world: GroupWorld, document: object) -> None:
    assert code_of(taken_in(world, document)) == "file_unreadable"


def test_a_file_inside_a_file_is_of_no_kind(world: GroupWorld) -> None:
    inner = json.dumps(handed_on(saved(world)))
    outer = a_file(maker(world), [(world.group_id, KEY, inner)], kind="file")

    assert code_of(taken_in(world, handed_on(outer))) == "unknown_choice"


def test_a_member_may_come_in_a_file_too(world: GroupWorld) -> None:
    joins = {
        "schema_version": 1,
        "change": "join",
        "member": 5_000_000,
        "name": "Zawadi",
        "gender": "F",
        "joined_on": "2023-01-04",
    }
    file = a_file(maker(world), [(world.group_id, KEY, json.dumps(joins))], kind="member")

    outcome = taken_in(world, handed_on(file))

    assert isinstance(outcome, Taken)
    assert outcome.told["passbook_number"] == 9
