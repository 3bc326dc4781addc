"""Members who join or are corrected on a phone: once, under the phone's id, problems at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_person, a_uuid, an_empty_group, meet
from tests.domain_builders import OPENED_ON
from tests.services.meetings import is_sound, told
from vsla.domain.errors import (
    IdempotencyConflictError,
    InvalidDocumentError,
    NotAllowedError,
    NotFoundError,
)
from vsla.services.enrol_member import enrol
from vsla.services.intake import open_intake
from vsla.services.phone_roster import Changed, take_change
from vsla.store import members
from vsla.store.models import Member, RosterChange

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor

DRAWN = 123_456_789


def joins(**fields: Any) -> dict[str, Any]:
    """Say that somebody joins, as a phone does."""
    usual = {
        "schema_version": 1,
        "change": "join",
        "member": DRAWN,
        "name": "Zawadi",
        "gender": "F",
        "joined_on": OPENED_ON.isoformat(),
    }
    return {**usual, **fields}


def corrects(member: int, **fields: Any) -> dict[str, Any]:
    """Say what is to be put right of a member."""
    return {"schema_version": 1, "change": "correct", "member": member, **fields}


def send(
    world: GroupWorld, change: object, key: object = "change", actor: Actor | None = None
) -> Changed:
    """Send a change of the roster as the facilitator's phone."""
    intake = open_intake(
        world.session,
        actor or world.facilitator,
        group_id=world.group_id,
        now=NOW,
        today=TODAY,
    )
    body = change if isinstance(change, str) else json.dumps(change)
    return take_change(intake, a_uuid(key), body)


def refused(world: GroupWorld, change: object) -> list[tuple[str, str]]:
    """Send what must be refused, and give every problem."""
    with pytest.raises(InvalidDocumentError) as error:
        send(world, change)
    assert world.session.get(RosterChange, (world.group_id, a_uuid("change"))) is None
    return told(error.value)


def test_a_member_who_joins_on_a_phone_has_the_id_that_the_phone_drew(session: Session) -> None:
    world = a_group(session, members=8)

    made = send(world, joins())

    assert (made.member.member_id, made.member.passbook_number) == (DRAWN, 9)
    assert (made.changed, made.replay) == ((), False)
    assert is_sound(world)


def test_she_takes_part_in_the_next_meeting_like_anybody(session: Session) -> None:
    world = a_group(session, members=8)
    send(world, joins())

    meet(world, 1, shares={DRAWN: 3})

    assert world.ground().books.shares == {DRAWN: 3}
    assert is_sound(world)


def test_a_change_sent_again_is_made_once(session: Session) -> None:
    world = a_group(session, members=8)
    send(world, joins())

    again = send(world, joins())

    assert again.replay
    assert again.member.member_id == DRAWN
    assert len(members.list_members(session, world.group_id)) == 9


def test_the_same_key_with_other_words_is_refused(session: Session) -> None:
    world = a_group(session, members=8)
    send(world, joins())

    with pytest.raises(IdempotencyConflictError):
        send(world, joins(name="Neema"))


def test_what_was_said_of_a_person_is_kept_in_her_row_alone(session: Session) -> None:
    world = a_group(session, members=8)
    send(world, joins(phone="+243 990"))

    row = session.get_one(RosterChange, (world.group_id, a_uuid("change")))

    kept = [str(getattr(row, column.name)) for column in RosterChange.__table__.columns]
    assert not [text for text in kept if "Zawadi" in text or "990" in text]
    assert (row.member_id, row.received_by) == (DRAWN, world.facilitator.user_id)


def test_a_passbook_number_and_a_sign_taken_meanwhile_are_told(session: Session) -> None:
    world = a_group(session, members=8)
    sign = a_person(3)["sign"]

    made = send(world, joins(passbook_number=3, sign=sign))

    assert (made.member.passbook_number, made.member.sign) == (9, None)
    assert made.changed == ("passbook_number", "sign")


def test_an_id_that_another_member_has_is_refused(session: Session) -> None:
    world = a_group(session, members=8)
    send(world, joins(), key="first")

    assert refused(world, joins(name="Neema")) == [("member", "member_id_taken")]


@pytest.mark.parametrize("drawn", [0, 9, 999_999, 1_000_000_000, "nine", None, True])
def test_an_id_that_no_phone_draws_is_refused(session: Session, drawn: object) -> None:
    world = a_group(session, members=8)

    assert refused(world, joins(member=drawn))[0][0] == "member"


def test_ids_of_the_office_do_not_go_on_from_those_of_phones(session: Session) -> None:
    world = a_group(session, members=8)
    send(world, joins())

    enrolled = enrol(
        session, world.facilitator, group_id=world.group_id, person=a_person(9), now=NOW
    )

    assert (enrolled.member_id, enrolled.passbook_number) == (9, 10)


def test_every_problem_comes_at_once(session: Session) -> None:
    world = a_group(session, members=8)

    problems = refused(
        world,
        joins(schema_version=2, member=7, name=["a"], gender="?", birth_year=1700, rain=True),
    )

    assert {path for path, _ in problems} == {
        "schema_version",
        "member",
        "name",
        "gender",
        "birth_year",
        "rain",
    }


@pytest.mark.parametrize("body", ["[]", "7", '"x"', "{", "[" * 50_000, "null"])
def test_what_is_no_change_is_refused(session: Session, body: str) -> None:
    world = a_group(session, members=8)

    assert refused(world, body)


@pytest.mark.parametrize("change", ["leave", None, 7, {}])
def test_a_change_nobody_knows_is_refused(session: Session, change: object) -> None:
    world = a_group(session, members=8)

    assert "change" in {path for path, _ in refused(world, joins(change=change))}


def test_a_correction_changes_what_it_names_and_nothing_else(session: Session) -> None:
    world = a_group(session, members=8)
    before = session.get_one(Member, (world.group_id, 2))
    kept = (before.sign, before.birth_year, before.passbook_number, before.joined_on)

    made = send(world, corrects(2, name="Furaha", phone="+243 81"))

    after = made.member
    assert (after.name, after.phone) == ("Furaha", "+243 81")
    assert (after.sign, after.birth_year, after.passbook_number, after.joined_on) == kept


def test_a_correction_may_empty_a_field(session: Session) -> None:
    world = a_group(session, members=8)

    made = send(world, corrects(2, birth_year=None, sign=None))

    assert (made.member.birth_year, made.member.sign) == (None, None)


def test_a_correction_to_what_another_has_keeps_her_own(session: Session) -> None:
    world = a_group(session, members=8)
    own = session.get_one(Member, (world.group_id, 2)).sign

    made = send(world, corrects(2, passbook_number=3, sign=a_person(3)["sign"]))

    assert (made.member.passbook_number, made.member.sign) == (2, own)
    assert made.changed == ("passbook_number", "sign")


def test_figures_by_sex_follow_a_correction(session: Session) -> None:
    world = a_group(session, members=8, women=8)
    meet(world, 1, shares={2: 3})

    send(world, corrects(2, gender="M"))

    assert is_sound(world)


def test_a_correction_of_nobody_is_refused(session: Session) -> None:
    world = a_group(session, members=8)

    assert refused(world, corrects(77, name="Furaha")) == [("member", "unknown_member")]


def test_a_day_of_joining_cannot_move_behind_a_meeting_that_names_her(session: Session) -> None:
    world = a_group(session, members=8)
    meet(world, 1)

    problems = refused(world, corrects(2, joined_on="2023-03-01"))

    assert problems == [("joined_on", "date_after_next_meeting")]


def test_a_group_that_is_being_set_up_may_enrol_by_phone(session: Session) -> None:
    world = an_empty_group(session)

    assert send(world, joins()).member.passbook_number == 1


def test_who_only_reads_changes_nobody(session: Session) -> None:
    world = a_group(session, members=8)

    with pytest.raises(NotAllowedError):
        send(world, joins(), actor=world.programme.trainer)


def test_a_group_of_somebody_else_is_not_there(session: Session) -> None:
    world, other = a_group(session, members=8), a_group(session, members=8)

    with pytest.raises(NotFoundError):
        send(world, joins(), actor=other.facilitator)
