"""Enrolling members and changing what is known of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import (
    NOW,
    GroupWorld,
    a_group,
    a_meeting,
    a_person,
    an_empty_group,
    meet,
)
from tests.domain_builders import OPENED_ON, a_constitution
from tests.services.meetings import send
from tests.services.test_share_out import confirm, propose
from vsla.domain.codes import Code
from vsla.domain.constitution import GenderRule
from vsla.domain.errors import Breach, InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.roster import Category, Gender, Literacy, Sign, YesNo
from vsla.services.enrol_member import change_member, enrol, hints
from vsla.services.verify_ledger import verify_group
from vsla.store import rollups

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.store.models import Member

LOAN = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 1}
LEAVES = [{"member": 10, "reason": "moved"}]


def add(world: GroupWorld, **facts: Any) -> Member:
    """Enrol a woman without a sign, with changes."""
    person = a_person(99, **facts)
    return enrol(world.session, world.facilitator, group_id=world.group_id, person=person, now=NOW)


def change(world: GroupWorld, member_id: int, **facts: Any) -> Member:
    """Change a member, with everything else as she was enrolled."""
    return change_member(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        member_id=member_id,
        person=a_person(member_id, **facts),
        now=NOW,
    )


def problems(caught: pytest.ExceptionInfo[InvalidDocumentError]) -> list[tuple[str, Code]]:
    """List places and codes."""
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_a_member_is_enrolled_with_all_that_is_known(session: Session) -> None:
    world = an_empty_group(session)

    member = add(
        world,
        category="other",
        category_text="teacher",
        literacy="writes",
        disability="no",
        head_of_household="yes",
        phone="+243 99 000 000",
        never_message=True,
        sign="fish",
    )

    assert (member.member_id, member.passbook_number, member.sign) == (1, 1, Sign.FISH)
    assert (member.category, member.category_text) == (Category.OTHER, "teacher")
    assert (member.literacy, member.disability) == (Literacy.WRITES, YesNo.NO)
    assert (member.head_of_household, member.never_message) == (YesNo.YES, True)


def test_what_is_not_said_is_kept_as_not_said(session: Session) -> None:
    world = an_empty_group(session)

    member = add(world, birth_year="", category_text="lost with another category", literacy=None)

    assert (member.birth_year, member.sign, member.category_text) == (None, None, "")
    assert (member.literacy, member.disability) == (Literacy.UNSAID, YesNo.UNSAID)


def test_passbook_numbers_go_on_and_may_be_chosen(session: Session) -> None:
    world = an_empty_group(session)

    numbers = [
        add(world).passbook_number,
        add(world, passbook_number=7).passbook_number,
        add(world).passbook_number,
    ]

    assert numbers == [1, 7, 8]


def test_every_problem_of_a_person_is_told_at_once(session: Session) -> None:
    world = an_empty_group(session)
    add(world, sign="fish")
    wrong = {"name": " ", "gender": "?", "birth_year": 1066, "cats": 1, "passbook_number": 1}

    with pytest.raises(InvalidDocumentError) as caught:
        add(world, **wrong, joined_on="2030-01-01", sign="fish")

    assert problems(caught) == [
        ("joined_on", Code.DATE_IN_FUTURE),
        ("name", Code.MISSING),
        ("gender", Code.UNKNOWN_CHOICE),
        ("birth_year", Code.OUT_OF_RANGE),
        ("cats", Code.UNKNOWN_FIELD),
        ("passbook_number", Code.PASSBOOK_NUMBER_TAKEN),
        ("sign", Code.SIGN_TAKEN),
    ]


def test_a_sign_is_free_again_when_its_member_left_but_the_number_is_not(session: Session) -> None:
    world = a_group(session, members=10)
    gone = a_person(10)["sign"]
    meet(world, departures=LEAVES)

    heir = add(world, sign=gone, joined_on="2023-01-11")

    assert str(heir.sign) == gone
    with pytest.raises(InvalidDocumentError) as caught:
        add(world, passbook_number=10, joined_on="2023-01-11")
    assert problems(caught) == [("passbook_number", Code.PASSBOOK_NUMBER_TAKEN)]


def test_rules_of_joining_are_told_and_never_refuse(session: Session) -> None:
    world = an_empty_group(session)
    member = add(world, gender="M", birth_year=2010)
    rules = a_constitution(gender_rule=GenderRule.WOMEN_ONLY)

    told = hints(rules, member)

    assert told == (
        Breach("gender", Code.GENDER_RULE_BROKEN, {"member": 1}),
        Breach("birth_year", Code.UNDER_AGE, {"member": 1, "age": 13, "limit": 18}),
    )
    assert hints(a_constitution(minimum_age=13), member) == ()
    member.birth_year = None
    assert hints(a_constitution(gender_rule=GenderRule.MEN_ONLY), member) == ()


def test_a_changed_sex_moves_the_figures_and_the_ledger_stays_true(session: Session) -> None:
    world = a_group(session, members=10, women=5)
    meet(world)

    change(world, 1, gender="M")

    slices = rollups.read_slices(session, world.group_id, 1)[202301]
    assert slices[Gender.WOMAN].shares_count == 8
    assert slices[Gender.MAN].shares_count == 12
    assert (world.ground().position.members_f, world.ground().position.members_m) == (4, 6)
    assert verify_group(session, world.group_id) == []


def test_a_member_who_joins_later_is_counted_from_then(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world)

    add(world, joined_on="2023-01-11")
    meet(world, 2)

    assert world.ground().position.members_f == 7
    assert verify_group(session, world.group_id) == []


def test_the_day_of_joining_stays_before_all_that_names_her(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world)
    after = OPENED_ON + timedelta(days=1)

    with pytest.raises(InvalidDocumentError) as caught:
        change(world, 10, joined_on=after.isoformat())

    assert problems(caught) == [("joined_on", Code.DATE_AFTER_NEXT_MEETING)]
    assert change(world, 10, joined_on="2022-12-01").joined_on == date(2022, 12, 1)


@pytest.mark.parametrize(
    "part",
    [
        {"loans_granted": [{**LOAN, "guarantors": [9, 10]}]},
        {"solidarity_grants": [{"member": 2, "need": "death", "amount_minor": 5_000, "payee": 10}]},
        {"chaired_by": 10},
        {"recorded_by": 10},
        {"confirmed_by": [9, 10]},
        {"loans_refused": [{"member": 10, "amount_minor": 5_000}]},
    ],
)
def test_whoever_is_named_in_any_part_of_a_meeting_had_joined(
    session: Session, part: dict[str, Any]
) -> None:
    world = a_group(session, members=10)
    document = a_meeting(world, shares={1: 3, 2: 3}, **part)
    present = [row for row in document["attendance"] if row["member"] != 10]
    send(world, json.dumps({**document, "attendance": present, "closing_count": {}}))

    with pytest.raises(InvalidDocumentError) as caught:
        change(world, 10, joined_on="2023-02-01")

    assert problems(caught) == [("joined_on", Code.DATE_AFTER_NEXT_MEETING)]


def test_a_holder_of_a_post_joined_before_the_election(session: Session) -> None:
    world = a_group(session, members=10)

    with pytest.raises(InvalidDocumentError):
        change(world, 1, joined_on="2023-02-01")
    assert change(world, 10, joined_on="2023-02-01").joined_on == date(2023, 2, 1)


def test_nobody_joins_or_moves_into_a_cycle_that_was_shared_out(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world)
    confirm(world, propose(world))

    with pytest.raises(InvalidDocumentError) as joined:
        add(world, joined_on="2023-12-27")
    with pytest.raises(InvalidDocumentError) as moved:
        change(world, 10, joined_on="2022-12-01")

    expected = [("joined_on", Code.DATE_BEFORE_CYCLE)]
    assert problems(joined) == problems(moved) == expected
    assert add(world, joined_on="2023-12-28").member_id == 11
    assert verify_group(session, world.group_id) == []


def test_a_changed_name_alone_touches_no_figures(session: Session) -> None:
    world = a_group(session, members=10, women=10)
    meet(world)

    member = change(world, 3, name="Furaha", phone="+243 1", sign=None)

    assert (member.name, member.phone, member.sign) == ("Furaha", "+243 1", None)
    assert member.passbook_number == 3


def test_a_member_who_is_not_there_cannot_be_changed(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotFoundError):
        change(world, 1)


def test_a_trainer_enrols_nobody(session: Session) -> None:
    world = an_empty_group(session)
    person = a_person(1)

    with pytest.raises(NotAllowedError):
        enrol(session, world.programme.trainer, group_id=world.group_id, person=person, now=NOW)
