"""Targets by period and sex, against what was reached."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, meet
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services.programme_report import Period
from vsla.services.programmes import set_rate
from vsla.services.targets import Aim, drop_target, list_aims, set_target

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.store.models import Target

JANUARY = Period(date(2023, 1, 1), date(2023, 1, 31))


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """One group of six women and four men that bought three shares."""
    world = a_programme(session)
    meet(a_group(session, world, members=10, women=6), 1, shares={1: 2, 10: 1})
    return world


def aim_at(
    session: Session, world: ProgrammeWorld, indicator: str = "members", **aimed: Any
) -> Target:
    """Set a target for January as an officer."""
    return set_target(
        session,
        world.officer,
        programme_id=world.programme_id,
        indicator=indicator,
        period=aimed.pop("period", JANUARY),
        aimed=aimed,
        now=NOW,
    )


def aims(session: Session, world: ProgrammeWorld) -> list[Aim]:
    """List them as an officer."""
    return list_aims(session, world.officer, programme_id=world.programme_id, today=TODAY)


def test_a_target_stands_beside_what_was_reached(
    session: Session, programme: ProgrammeWorld
) -> None:
    aim_at(session, programme, women=8, men=5, everybody=13)

    (aim,) = aims(session, programme)

    assert (aim.aimed.women, aim.aimed.men, aim.aimed.all) == (8, 5, 13)
    reached = [one.each for one in (aim.reached.women, aim.reached.men, aim.reached.all) if one]
    assert reached == [6, 4, 10]


def test_money_is_reached_in_the_reporting_currency_and_only_with_a_rate(
    session: Session, programme: ProgrammeWorld
) -> None:
    aim_at(session, programme, "savings", everybody=1_000)
    (without,) = aims(session, programme)
    set_rate(
        session,
        programme.officer,
        programme_id=programme.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=200_000,
        source="Bank",
    )

    (with_rate,) = aims(session, programme)

    assert without.reached.all is None
    assert with_rate.reached.all is not None
    assert with_rate.reached.all.each == 150


def test_a_new_target_for_the_same_months_takes_the_place_of_the_old(
    session: Session, programme: ProgrammeWorld
) -> None:
    first = aim_at(session, programme, everybody=10)
    second = aim_at(session, programme, everybody=12)
    aim_at(session, programme, "groups", everybody=2, women=1)

    found = {aim.indicator.code: aim for aim in aims(session, programme)}

    assert first.target_id == second.target_id
    assert found["members"].aimed.all == 12
    assert (found["groups"].aimed.women, found["groups"].aimed.all) == (None, 2)


@pytest.mark.parametrize(
    ("indicator", "aimed", "path"),
    [
        ("no_such", {"everybody": 1}, "indicator"),
        ("group_age", {"everybody": 1}, "indicator"),
        ("members", {}, "everybody"),
        ("attendance", {"everybody": 1001}, "everybody"),
        ("members", {"women": -1}, "women"),
        ("members", {"women": 1, "period": Period(date(2023, 2, 1), date(2023, 1, 31))}, "to"),
    ],
)
def test_a_target_that_says_nothing_is_refused_at_its_field(
    session: Session, programme: ProgrammeWorld, indicator: str, aimed: dict[str, Any], path: str
) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        aim_at(session, programme, indicator, **dict(aimed))

    assert [problem.path for problem in refused.value.problems] == [path]


def test_a_target_is_taken_back_by_its_own_office(
    session: Session, programme: ProgrammeWorld
) -> None:
    target = aim_at(session, programme, everybody=1)
    with pytest.raises(NotFoundError):
        drop_target(session, a_programme(session).officer, target_id=target.target_id)
    with pytest.raises(NotAllowedError):
        drop_target(session, programme.trainer, target_id=target.target_id)

    drop_target(session, programme.officer, target_id=target.target_id)

    assert aims(session, programme) == []
    with pytest.raises(NotFoundError):
        drop_target(session, programme.officer, target_id=target.target_id)
