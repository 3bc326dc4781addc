"""The group pack: all a phone needs to record, and nothing of what belongs to the office."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_person, a_user, adopt_rules, an_empty_group, meet
from tests.domain_builders import OPENED_ON, SHARE, a_constitution
from vsla.domain.books_form import books_from_json
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.errors import ConflictError, NotAllowedError, NotFoundError
from vsla.services.access import Role
from vsla.services.enrol_member import enrol
from vsla.services.group_pack import pack

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.group_pack import Pack

PHONE = "+243 990 111 222"


def packed(world: GroupWorld) -> Pack:
    return pack(world.session, world.facilitator, group_id=world.group_id)


def content(world: GroupWorld) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(packed(world).body)
    return read


def test_a_pack_holds_what_recording_needs(session: Session) -> None:
    world = a_group(session, members=8)
    meet(world, 1)

    read = content(world)

    ground = world.ground()
    assert read["schema_version"] == 1
    assert read["entry_number"] == 1
    assert books_from_json(read["books"]) == ground.books
    assert read["group"]["currency"] == "CDF"
    assert (read["group"]["scale"], read["group"]["cash_step_minor"]) == (2, 5_000)
    assert len(read["posts"]) == 8
    (rules,) = read["constitutions"]
    assert (rules["number"], rules["adopted_on"]) == (1, OPENED_ON.isoformat())
    assert constitution_from_json(rules["body"]) == ground.constitution_on(OPENED_ON)


def test_a_pack_tells_no_phone_and_no_circumstances(session: Session) -> None:
    world = a_group(session, members=8)
    person = a_person(9, phone=PHONE, disability="yes", head_of_household="yes")
    enrol(session, world.facilitator, group_id=world.group_id, person=person, now=NOW)

    read = content(world)

    assert PHONE not in packed(world).body
    assert set(read["members"][-1]) == {
        "member",
        "passbook_number",
        "name",
        "gender",
        "sign",
        "joined_on",
    }
    assert read["members"][-1]["name"] == "Member 9"


def test_who_left_is_not_in_the_pack(session: Session) -> None:
    world = a_group(session, members=9)

    meet(world, 1, departures=[{"member": 9, "reason": "moved"}])

    assert [person["member"] for person in content(world)["members"]] == list(range(1, 9))


def test_the_etag_is_stable_while_nothing_changes(session: Session) -> None:
    world = a_group(session, members=8)

    first = packed(world)
    session.expire_all()

    assert packed(world) == first


def test_the_etag_changes_with_every_part(session: Session) -> None:
    world = a_group(session, members=8)
    seen = [packed(world).etag]

    meet(world, 1)
    seen.append(packed(world).etag)
    enrol(session, world.facilitator, group_id=world.group_id, person=a_person(9), now=NOW)
    seen.append(packed(world).etag)
    adopt_rules(world, a_constitution(share_value=SHARE, quorum=(1, 2)), TODAY, voters=9)
    seen.append(packed(world).etag)

    assert len(set(seen)) == len(seen)


def test_a_group_that_cannot_meet_has_no_pack(session: Session) -> None:
    with pytest.raises(ConflictError, match="group_not_ready"):
        packed(an_empty_group(session))


def test_only_who_records_gets_a_pack(session: Session) -> None:
    world = a_group(session, members=8)
    stranger = a_user(session, Role.FACILITATOR, world.programme.programme_id)

    with pytest.raises(NotFoundError):
        pack(session, stranger, group_id=world.group_id)
    with pytest.raises(NotAllowedError):
        pack(session, world.programme.trainer, group_id=world.group_id)
    assert pack(session, world.officer, group_id=world.group_id) == packed(world)
