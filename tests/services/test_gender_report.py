"""The gender report: posts, terms, help, departures, ages and categories by sex."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import TODAY, GroupWorld, a_group, a_programme, meet
from tests.services.test_correct_meeting import RULES
from tests.store.builders import statements
from vsla.domain.board_sheet import hidden_columns
from vsla.domain.constitution import Need
from vsla.domain.crosstab import AgeBand
from vsla.domain.roster import Category, LeavingReason, Post
from vsla.domain.sharing import ALL, NOTHING_HIDDEN
from vsla.services.gender_report import GenderReport, gender_report
from vsla.services.monitoring import Choice
from vsla.services.programme_report import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

PERIOD = Period(date(2023, 1, 1), date(2023, 3, 31))
GRANT = {"need": "illness", "amount_minor": 10_000}


@pytest.fixture
def group(session: Session) -> GroupWorld:
    """Six women and four men; two were helped, one woman left."""
    world = a_group(session, members=10, women=6, constitution=RULES)
    meet(world, 1, solidarity_grants=[{**GRANT, "member": 1}, {**GRANT, "member": 10}])
    meet(world, 2, solidarity_grants=[{**GRANT, "member": 1}])
    meet(world, 3, departures=[{"member": 6, "reason": "moved"}])
    return world


def look(world: GroupWorld, actor: Actor | None = None, *, shared: bool = False) -> GenderReport:
    """Compute the report of the programme."""
    choice = Choice(programme_id=world.programme.programme_id, period=PERIOD)
    reader = actor or world.officer
    return gender_report(world.session, reader, choice, today=TODAY, shared=shared)


def test_posts_and_terms_are_counted_by_sex(group: GroupWorld) -> None:
    report = look(group)

    posts = {row.key: row.numbers for row in report.posts.rows}
    assert posts[Post.CHAIR] == (1, 0, 0, 1)
    assert posts[Post.KEY_HOLDER] == (1, 2, 0, 3)
    women, men, everybody = report.terms
    assert (women.began + men.began, women.held + men.held) == (everybody.began, everybody.held)
    assert (everybody.began, everybody.again) == (8, 0)
    assert everybody.days == 8 * (PERIOD.to_on - group.opened_on).days


def test_help_is_told_by_need_and_counts_a_member_once(group: GroupWorld) -> None:
    report = look(group)

    assert report.needs is not None
    assert [(row.key, row.numbers) for row in report.needs.rows] == [(Need.ILLNESS, (1, 1, 0, 2))]
    (line,) = report.help
    assert (line.currency, line.need, line.amounts) == (
        "CDF",
        Need.ILLNESS,
        (20_000, 10_000, 30_000),
    )


def test_kinds_of_need_are_only_for_those_who_work_with_groups(group: GroupWorld) -> None:
    report = look(group, group.programme.administrator)

    assert report.needs is None
    assert report.help == ()


def test_departures_ages_and_categories_make_up_all_members(group: GroupWorld) -> None:
    report = look(group)

    assert [(row.key, row.numbers) for row in report.departures.rows] == [
        (LeavingReason.MOVED, (1, 0, 0, 1))
    ]
    assert report.ages.total.numbers == report.categories.total.numbers == (5, 4, 0, 9)
    assert {row.key for row in report.ages.rows if row.numbers[3]} == {AgeBand.TO_44}
    assert {row.key for row in report.categories.rows if row.numbers[3]} == {Category.MINER}


def test_the_form_to_share_hides_small_cells_and_the_money_behind_them(group: GroupWorld) -> None:
    report = look(group, shared=True)

    assert report.least == 5
    assert report.help == ()
    assert report.needs is not None
    assert {row.shown(3) for row in (*report.needs.rows, report.needs.total)} == {None}
    assert report.ages.total.shown(1) is None
    for code in ("members_left", "retention", "groups_female_chair"):
        assert ALL in hidden_columns(report.hidden, code)
    assert look(group).hidden == NOTHING_HIDDEN
    assert look(group, group.programme.administrator, shared=True).needs is None


def test_more_groups_need_no_more_statements(session: Session) -> None:
    programme = a_programme(session)
    world = a_group(session, programme, members=6)

    def cost() -> int:
        session.expire_all()
        with statements(session) as counted:
            look(world)
        return len(counted)

    before = cost()
    for _ in range(3):
        a_group(session, programme, members=6)

    assert cost() == before <= 15
