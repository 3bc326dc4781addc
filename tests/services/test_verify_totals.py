"""Totals: added up from ledgers without the documents, compared, and written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.builders import TODAY, a_group, an_empty_group, meet
from tests.domain_builders import SHARE
from tests.services.meetings import is_sound
from tests.services.test_cycles import open_next
from tests.services.test_share_out import confirm, propose
from tests.services.test_verify_ledger import RULES, UNCOUNTED, a_busy_group, tamper
from tests.services.whole_life import a_whole_life
from tests.store.builders import statements
from vsla.services import zone_sums
from vsla.services.verify_ledger import Check, Finding
from vsla.services.verify_totals import Rebuilt, rebuild_totals, verify_totals
from vsla.store.models import (
    GroupPosition,
    RollupMonth,
    ZoneHelped,
    ZoneMonth,
    ZoneNeed,
    ZonePeople,
    ZoneRoster,
    ZoneStanding,
)
from vsla.store.session import transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.store.models.base import Base

DAMAGE = {
    "a counter": "UPDATE rollup_month SET savings_minor = savings_minor + 1 WHERE gender = 'F'",
    "a whole sex": "DELETE FROM rollup_month WHERE gender = 'F'",
    "a month nobody lived": "UPDATE rollup_month SET month = month + 1200",
    "where a group stands": "UPDATE group_position SET savings = savings + 7, arrears = 1",
    "the running month": (
        "UPDATE group_position SET books = replace(books, '\"F\"\\:[', '\"X\"\\:[')"
    ),
    "months of a zone": "UPDATE rollup_zone_month SET loans_minor = loans_minor + 5",
    "groups of a zone": "UPDATE zone_standing SET expected_recent = expected_recent + 1",
    "people of a zone": "DELETE FROM zone_people WHERE members_woman > 0",
    "ages of a zone": "UPDATE zone_roster SET age_45_up = age_45_up + 1",
}
"""What may be wrong, and how it gets so."""

SUMS: tuple[type[Base], ...] = (
    *(RollupMonth, GroupPosition, ZoneMonth, ZoneStanding),
    *(ZonePeople, ZoneRoster, ZoneHelped, ZoneNeed),
)


def every_sum(session: Session) -> list[set[tuple[object, ...]]]:
    """Read all that is stored of sums."""
    session.expire_all()
    return [{tuple(row) for row in session.execute(select(*of.__table__.c))} for of in SUMS]


def made_sums(session: Session, world: GroupWorld) -> None:
    """Make the sums of zones, and keep all."""
    session.commit()
    with transaction(session):
        zone_sums.freshen(session, world.programme.programme_id, today=TODAY)


def a_group_that_carries_a_loan(session: Session) -> GroupWorld:
    """Give a group whose borrower was late, and owed more than she had at the share-out."""
    world = a_group(session, members=9, constitution=RULES)
    meet(world, 1, shares=dict.fromkeys(world.members, 5))
    meet(
        world,
        2,
        loans_granted=[{"line": 1, "member": 1, "amount_minor": 40 * SHARE, "term": 1}],
    )
    meet(world, 9, **UNCOUNTED)
    confirm(world, propose(world))
    return world


def test_every_kind_of_life_adds_up_without_its_documents(session: Session) -> None:
    a_group(session, members=6)
    made_sums(session, a_whole_life(session))
    a_busy_group(session)
    world = a_group_that_carries_a_loan(session)
    open_next(world, {})
    a_group(session, members=6)
    an_empty_group(session, world.programme)
    session.flush()

    assert verify_totals(session, today=TODAY) == (5, [])


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_sum_is_found_and_mended(session: Session, damage: str) -> None:
    world = a_busy_group(session)
    a_group(session, world.programme, members=6)
    made_sums(session, world)
    before = every_sum(session)
    tamper(session, DAMAGE[damage])
    session.commit()

    found = verify_totals(session, today=TODAY)[1]
    done = rebuild_totals(session, today=TODAY)

    assert {one.check for one in found} <= {Check.ROLLUP_LEDGER, Check.POSITION, Check.ZONE}
    assert found
    assert done.groups == 2
    assert every_sum(session) == before
    assert is_sound(world)


def test_a_group_that_carried_a_late_loan_is_told_again(session: Session) -> None:
    world = a_group_that_carries_a_loan(session)
    made_sums(session, world)
    before = every_sum(session)
    arrears = "UPDATE rollup_month SET arrears_change_minor = arrears_change_minor + 1"
    tamper(session, arrears)
    session.commit()
    of_zones = verify_totals(session, today=TODAY)[1]
    tamper(session, "UPDATE rollup_month SET loans_minor = 0 WHERE loans_minor > 0")
    session.commit()

    done = rebuild_totals(session, today=TODAY)

    assert {one.check for one in of_zones} == {Check.ZONE}
    assert done == Rebuilt(groups=1, changed=1, zones=1)
    assert every_sum(session) == before


def test_totals_cost_as_many_statements_for_three_groups_as_for_one(session: Session) -> None:
    world = a_busy_group(session)
    with statements(session) as of_one:
        verify_totals(session, today=TODAY)
    a_group(session, world.programme, members=6)
    a_group(session, world.programme, members=6)

    with statements(session) as of_three:
        verify_totals(session, today=TODAY)

    assert len(of_three) == len(of_one) <= 24


def test_a_group_whose_position_was_lost_is_named(session: Session) -> None:
    world = a_busy_group(session)
    a_group(session, world.programme, members=6)
    lost = f"DELETE FROM group_position WHERE group_id = {world.group_id}"  # noqa: S608
    tamper(session, lost)

    groups, found = verify_totals(session, today=TODAY)

    assert groups == 1
    assert found == [Finding(world.group_id, Check.POSITION, "lost")]
