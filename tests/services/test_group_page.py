"""What the pages of a group show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.builders import TODAY, a_group, a_programme, an_empty_group, meet
from tests.domain_builders import OPENED_ON
from vsla.domain.constitution import Weekday
from vsla.domain.errors import NotFoundError
from vsla.domain.roster import Post
from vsla.services import group_page
from vsla.services.elect_committee import elect

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

DAY = OPENED_ON + timedelta(weeks=3)


def _lending(session: Session) -> GroupWorld:
    """Build a group with a loan out, one repaid, a fine owed and a solidarity loan."""
    world = a_group(session, members=10)
    loans = [
        {"line": 1, "member": 1, "amount_minor": 200_000, "term": 1},
        {"line": 2, "member": 2, "amount_minor": 100_000, "term": 1},
    ]
    fine = {"member": 3, "offence": "late", "amount_minor": 10_000}
    meet(world, 1, shares={1: 3, 2: 5}, loans_granted=loans, fines_charged=[fine])
    meet(world, 2, shares={}, repayments=[{"loan": 1_001_002, "amount_minor": 100_000}])
    return world


def test_the_cover_counts_what_is_in_the_book(session: Session) -> None:
    world = _lending(session)

    cover = group_page.cover(session, world.officer, world.group_id, on=DAY)

    assert (cover.members, cover.women, cover.men, cover.others) == (10, 6, 4, 0)
    assert (cover.week, cover.weeks, cover.next_number) == (4, 52, 3)
    assert (cover.borrowers, cover.borrowers_late) == (1, 0)
    assert (cover.share_value, cover.weekday) == (100_000, Weekday.WEDNESDAY)
    assert cover.is_open
    assert cover.waiting.breaches > 0
    assert (cover.waiting.contested, cover.waiting.proposals) == (0, 0)


def test_a_late_loan_of_the_solidarity_fund_is_nobody_s_among_the_borrowers(
    session: Session,
) -> None:
    world = a_group(session, members=10)
    lent = {"line": 1, "member": 4, "need": "illness", "amount_minor": 50_000, "weeks": 1}
    meet(world, 1, solidarity_loans=[lent])

    cover = group_page.cover(session, world.officer, world.group_id, on=DAY)

    assert (cover.borrowers, cover.borrowers_late) == (0, 0)


def test_the_cover_of_an_empty_group_is_empty(session: Session) -> None:
    world = an_empty_group(session)

    cover = group_page.cover(session, world.officer, world.group_id, on=DAY)

    assert (cover.members, cover.week, cover.weeks, cover.next_number) == (0, 0, 0, 1)
    assert (cover.borrowers, cover.borrowers_late, cover.share_value) == (0, 0, None)
    assert cover.weekday is None
    assert not cover.is_open
    assert group_page.loans(session, cover) == []


def test_a_cover_before_the_cycle_opened_knows_its_books_but_no_day(session: Session) -> None:
    world = a_group(session, members=8)
    cover = group_page.cover(session, world.officer, world.group_id, on=DAY)

    assert replace(cover, cycle=None).week == 0
    assert replace(cover, cycle=None).weeks == 0


def test_the_group_of_another_programme_does_not_exist(session: Session) -> None:
    world = a_group(session, members=8)
    stranger = a_programme(session).officer

    with pytest.raises(NotFoundError):
        group_page.cover(session, stranger, world.group_id, on=DAY)


def test_members_carry_shares_debts_and_fines(session: Session) -> None:
    world = _lending(session)
    late = OPENED_ON + timedelta(weeks=5)
    cover = group_page.cover(session, world.officer, world.group_id, on=late)

    first, second, third, *_rest = group_page.members(session, cover)

    assert (first.shares, first.debt, first.late_days) == (3, 220_000, 7)
    assert (second.shares, second.debt) == (5, 0)
    assert third.fines == 10_000


def test_members_of_a_group_being_set_up_owe_nothing(session: Session) -> None:
    world = a_group(session, members=8)
    cover = group_page.cover(session, world.officer, world.group_id, on=DAY)

    lines = group_page.members(session, replace(cover, books=None))

    assert {(line.shares, line.debt, line.fines) for line in lines} == {(0, 0, 0)}


def test_loans_still_open_stand_before_those_repaid(session: Session) -> None:
    world = _lending(session)
    cover = group_page.cover(session, world.officer, world.group_id, on=DAY)

    running, settled = group_page.loans(session, cover)

    assert (running.member.member_id, running.owed) == (1, 200_000)
    assert (settled.member.member_id, settled.owed) == (2, 0)
    assert settled.loan.settled_on is not None


def test_the_committee_tells_holders_history_and_who_holds_two_posts(session: Session) -> None:
    world = a_group(session, members=10)
    seat = {"post": "key_holder", "member": 1, "votes_for": 8, "votes_against": 0}
    elect(session, world.officer, group_id=world.group_id, elected_on=DAY, seats=[seat])

    found = group_page.committee(session, world.group_id, on=TODAY)

    assert [line.member.member_id for line in found.holders[Post.KEY_HOLDER]] == [1]
    assert (found.officers, found.women, found.both) == (5, 5, ("Member 1",))
    assert sorted(line.member.member_id for line in found.past) == [6, 7, 8]


def test_versions_stand_the_newest_first(session: Session) -> None:
    world = a_group(session, members=8)

    (version,) = group_page.versions(session, world.group_id)

    assert (version.row.number, version.row.adopted_on) == (1, OPENED_ON)
    assert version.rules["share_value_minor"] == 100_000
    assert version.row.adopted_on < date(2024, 1, 1)
