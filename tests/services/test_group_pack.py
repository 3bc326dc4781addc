"""The group pack: all a phone needs to record, and nothing of what belongs to the office."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_person, a_user, adopt_rules, an_empty_group, meet
from tests.domain_builders import OPENED_ON, SHARE, a_constitution
from tests.services.test_share_out import confirm, propose
from vsla.domain.books_form import books_from_json
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.errors import ConflictError, NotAllowedError, NotFoundError
from vsla.services import group_pack
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


def test_a_pack_remembers_what_each_bought_last_time(session: Session) -> None:
    world = a_group(session, members=8)
    before = content(world)["last_shares"]
    meet(world, 1, shares={1: 2, 2: 5})
    meet(world, 2, shares={1: 3})

    assert before == {}
    assert content(world)["last_shares"] == {"1": 3}


def test_a_pack_says_when_the_group_meets_next(session: Session) -> None:
    world = a_group(session, members=8)
    first = content(world)["next_on"]
    meet(world, 1)

    assert (first, content(world)["next_on"]) == ("2023-01-04", "2023-01-11")

    meet(world, 2, shares=dict.fromkeys(world.members, 2))
    confirm(world, propose(world))

    assert content(world)["next_on"] is None


def test_a_pack_quotes_the_rules_in_whatever_words_it_is_given(session: Session) -> None:
    world = a_group(session, members=8)

    made = pack(
        session,
        world.facilitator,
        group_id=world.group_id,
        rules=lambda rules, currency: [
            {"code": "x", "article": currency, "text": str(rules.shares_max)}
        ],
    )

    (quoted,) = json.loads(made.body)["rules"]["1"]
    assert (quoted["code"], quoted["article"]) == ("x", "CDF")
    assert content(world)["rules"] == {"1": []}


def test_a_pack_tells_whether_the_figures_were_invented(session: Session) -> None:
    assert content(a_group(session, members=8))["programme"] == {"is_demo": False}


def test_who_left_and_is_still_owed_money_stands_in_the_pack(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_group(session, members=8)
    meet(world, 1)
    meet(world, 2, departures=[{"member": number, "reason": "moved"} for number in (1, 3)])
    ground = world.ground()
    owing = replace(ground, books=replace(ground.books, payable={1: 50_000, 2: 50_000}))
    monkeypatch.setattr(group_pack, "load", lambda *_: owing)

    read = content(world)

    assert [(row["member"], row["left_on"]) for row in read["departed"]] == [(1, "2023-01-11")]
    assert {1, 3}.isdisjoint({row["member"] for row in read["members"]})
