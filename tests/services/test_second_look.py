"""What a person should look at once more after enrolling somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.builders import (
    NOW,
    a_group,
    a_person,
    a_programme,
    adopt_rules,
    an_empty_group,
)
from tests.domain_builders import OPENED_ON, a_constitution
from vsla.domain.codes import Code
from vsla.services.enrol_member import enrol
from vsla.services.second_look import at_member
from vsla.store import members

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_whoever_has_the_same_name_is_named_however_it_is_written(session: Session) -> None:
    world = a_group(session, members=10)
    first, second = members.list_members(session, world.group_id)[:2]

    assert at_member(session, first) == ()

    second.name = f"  {first.name.upper()} "
    (hint,) = at_member(session, second)
    assert (hint.path, hint.code) == ("name", Code.SAME_NAME)
    assert hint.values == {"number": first.passbook_number, "name": first.name}


def test_the_rules_of_the_day_of_joining_count_and_before_any_vote_the_first(
    session: Session,
) -> None:
    world = a_group(session, members=10)
    elder = replace(a_constitution(), minimum_age=80)
    adopt_rules(world, elder, on=OPENED_ON + timedelta(days=30), voters=10)
    member = members.list_members(session, world.group_id)[0]
    member.birth_year = OPENED_ON.year - 30

    assert at_member(session, member) == ()

    member.joined_on = OPENED_ON + timedelta(days=40)
    assert [hint.code for hint in at_member(session, member)] == [Code.UNDER_AGE]


def test_nothing_is_held_against_anybody_while_the_group_has_no_rules(session: Session) -> None:
    world = an_empty_group(session, a_programme(session))
    person = a_person(1, birth_year=2023)
    member = enrol(session, world.facilitator, group_id=world.group_id, person=person, now=NOW)

    assert at_member(session, member) == ()
