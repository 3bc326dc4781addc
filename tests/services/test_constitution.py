"""Adopting rules and changing them by vote."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, GroupWorld, a_group, adopt_rules, an_empty_group, meet
from tests.domain_builders import OPENED_ON, SHARE, a_constitution
from vsla.domain.codes import Code
from vsla.domain.constitution import Adoption, AmendmentRule
from vsla.domain.constitution_form import constitution_to_json
from vsla.domain.errors import InvalidDocumentError, NotAllowedError
from vsla.services.amend_constitution import adopt
from vsla.services.verify_ledger import verify_group
from vsla.store import constitutions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATER = OPENED_ON + timedelta(days=1)


def vote(world: GroupWorld, adoption: Adoption, **changes: Any) -> int:
    """Vote on the usual rules with changes, named as in JSON."""
    source = {**constitution_to_json(a_constitution()), **changes}
    return adopt(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        source=source,
        adoption=adoption,
        now=NOW,
    )


def problems(caught: pytest.ExceptionInfo[InvalidDocumentError]) -> list[tuple[str, Code]]:
    """List places and codes."""
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_the_first_rules_are_adopted_before_anybody_is_enrolled(session: Session) -> None:
    world = an_empty_group(session)

    number = vote(world, Adoption(OPENED_ON, 22, 22, 0))

    (version,) = constitutions.versions(session, world.group_id)
    assert (number, version.number, version.votes_for) == (1, 1, 22)
    assert version.recorded_by == world.facilitator.user_id


def test_problems_of_rules_and_vote_are_told_at_once(session: Session) -> None:
    world = an_empty_group(session)
    vote(world, Adoption(OPENED_ON, 22, 22, 0))

    with pytest.raises(InvalidDocumentError) as caught:
        vote(world, Adoption(date(2030, 1, 1), 5, 3, 4), shares_max=0, quorum="all", cats=1)

    assert problems(caught) == [
        ("quorum", Code.NOT_AN_OBJECT),
        ("quorum.whole", Code.MISSING),
        ("quorum.part", Code.MISSING),
        ("shares_max", Code.OUT_OF_RANGE),
        ("cats", Code.UNKNOWN_FIELD),
        ("votes_for", Code.VOTES_EXCEED_PRESENT),
        ("votes_for", Code.VOTES_NOT_ENOUGH),
        ("adopted_on", Code.DATE_IN_FUTURE),
    ]


def test_a_vote_of_nobody_is_none(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        vote(world, Adoption(OPENED_ON, 0, 0, -1))

    assert problems(caught)[:2] == [
        ("present", Code.OUT_OF_RANGE),
        ("votes_against", Code.OUT_OF_RANGE),
    ]


@pytest.mark.parametrize("rule", [AmendmentRule.ALL_MEMBERS, "nobody", None])
def test_a_vote_is_held_against_its_rule_when_other_rules_cannot_be_read(
    session: Session, rule: str | None
) -> None:
    world = an_empty_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        vote(world, Adoption(OPENED_ON, 5, 4, 0), share_value_minor=0, amendment_rule=rule)

    assert ("share_value_minor", Code.OUT_OF_RANGE) in problems(caught)
    assert ("votes_for", Code.VOTES_NOT_ENOUGH) in problems(caught)


def test_a_majority_carries_although_other_rules_cannot_be_read(session: Session) -> None:
    world = an_empty_group(session)
    majority = AmendmentRule.MAJORITY_PRESENT

    with pytest.raises(InvalidDocumentError) as caught:
        vote(world, Adoption(OPENED_ON, 5, 3, 2), share_value_minor=0, amendment_rule=majority)

    assert problems(caught) == [("share_value_minor", Code.OUT_OF_RANGE)]


def test_the_rule_in_force_says_how_many_must_agree(session: Session) -> None:
    rules = a_constitution(amendment_rule=AmendmentRule.MAJORITY_PRESENT)
    world = a_group(session, members=10, constitution=rules)

    with pytest.raises(InvalidDocumentError) as caught:
        vote(world, Adoption(LATER, 11, 5, 4))

    assert problems(caught) == [
        ("present", Code.PRESENT_EXCEEDS_MEMBERS),
        ("votes_for", Code.VOTES_NOT_ENOUGH),
    ]
    assert vote(world, Adoption(LATER, 10, 6, 4)) == 2


def test_the_share_value_is_locked_once_a_share_is_sold(session: Session) -> None:
    world = a_group(session, members=10)
    dearer = {"share_value_minor": 2 * SHARE}
    assert vote(world, Adoption(OPENED_ON, 10, 10, 0), **dearer) == 2
    meet(world)

    with pytest.raises(InvalidDocumentError) as caught:
        vote(world, Adoption(LATER, 10, 10, 0))

    assert problems(caught) == [("share_value_minor", Code.SHARE_VALUE_LOCKED)]


def test_new_rules_do_not_reach_back_into_the_books(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world)
    stricter = a_constitution(shares_max=2)

    with pytest.raises(InvalidDocumentError) as caught:
        adopt_rules(world, stricter, OPENED_ON, voters=10)
    adopt_rules(world, stricter, LATER, voters=10)

    assert problems(caught) == [("adopted_on", Code.DATE_BEFORE_LAST_MEETING)]
    assert world.ground().constitution_on(OPENED_ON).shares_max == 5
    assert world.ground().constitution_on(LATER).shares_max == 2
    assert verify_group(session, world.group_id) == []


def test_a_version_does_not_come_before_an_earlier_one(session: Session) -> None:
    world = an_empty_group(session)
    adopt_rules(world, a_constitution(), LATER)

    with pytest.raises(InvalidDocumentError) as caught:
        adopt_rules(world, a_constitution(), OPENED_ON)

    assert problems(caught) == [("adopted_on", Code.DATE_BEFORE_LAST_MEETING)]


def test_a_trainer_adopts_nothing(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotAllowedError):
        adopt(
            session,
            world.programme.trainer,
            group_id=world.group_id,
            source={},
            adoption=Adoption(OPENED_ON, 5, 5, 0),
            now=NOW,
        )
