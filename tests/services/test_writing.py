"""What one entry leaves beside the ledger: facts, slices, position, and the roster."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, an_empty_group, meet
from tests.domain_builders import SHARE, a_constitution
from tests.services.meetings import body_of, is_sound, put_right
from vsla.domain.errors import ConflictError
from vsla.domain.roster import Gender, LeavingReason
from vsla.services.books import load
from vsla.store import rollups
from vsla.store.models import Member

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
LOAN = {"line": 1, "member": 1, "amount_minor": 4 * SHARE, "term": 1}


def test_a_position_tells_what_lists_show(session: Session) -> None:
    world = a_group(session, members=8, women=5, constitution=RULES)
    meet(world, 1, loans_granted=[LOAN])
    meet(world, 7)

    here = world.ground().position
    assert (here.cycle, here.entry_number, here.last_meeting) == (1, 2, 7)
    assert here.meetings_count == 2
    assert here.cash_loan_fund == 28 * SHARE
    assert (here.loans_out, here.loans_count) == (4 * SHARE, 1)
    # Due after four weeks, two weeks late: 400,000 and 10 % of it.
    assert here.arrears == 440_000
    assert (here.shares_count, here.savings) == (32, 32 * SHARE)
    assert (here.members_f, here.members_m, here.members_x, here.members_unknown) == (5, 3, 0, 0)


def test_slices_of_a_month_grow_and_a_new_month_begins_anew(session: Session) -> None:
    world = a_group(session, members=8, women=5, constitution=RULES)
    for number in range(1, 6):
        meet(world, number)

    slices = rollups.read_slices(session, world.group_id, 1)
    # 4, 11, 18 and 25 January, then 1 February.
    assert sorted(slices) == [202301, 202302]
    assert slices[202301][Gender.WOMAN].shares_count == 4 * 10
    assert slices[202302][Gender.WOMAN].shares_count == 10
    assert world.ground().slices.month == 202302
    assert world.ground().slices.by_gender == slices[202302]


def test_a_correction_of_an_old_month_moves_only_its_slice(session: Session) -> None:
    world = a_group(session, members=8, women=5, constitution=RULES)
    for number in range(1, 6):
        meet(world, number)
    document = body_of(world, 1)
    document["shares_bought"][0]["count"] = 5

    put_right(world, 1, document | {"opening_count": {}, "closing_count": {}})

    slices = rollups.read_slices(session, world.group_id, 1)
    assert slices[202301][Gender.WOMAN].shares_count == 4 * 10 + 3
    assert slices[202302][Gender.WOMAN].shares_count == 10
    assert is_sound(world)


def test_a_leaver_is_written_into_the_roster_with_her_last_day(session: Session) -> None:
    world = a_group(session, members=9, constitution=RULES)

    meet(world, 2, departures=[{"member": 9, "reason": "moved"}])

    member = session.get_one(Member, (world.group_id, 9))
    assert member.left_on == world.opened_on + timedelta(weeks=1)
    assert member.leaving_reason is LeavingReason.MOVED
    assert world.ground().position.members_f + world.ground().position.members_m == 8


def test_a_ground_knows_the_rules_of_every_day(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    ground = world.ground()
    long_ago, today = world.opened_on - timedelta(days=900), world.opened_on

    assert ground.version_on(long_ago).number == ground.version_on(today).number == 1
    assert ground.constitution_on(long_ago) == RULES
    assert ground.standing_on(today).roster == ground.roster
    assert ground.opening(session).balances == ground.books.balances


def test_a_group_without_a_cycle_has_no_ground(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(ConflictError, match="group_not_ready"):
        load(session, world.group)
