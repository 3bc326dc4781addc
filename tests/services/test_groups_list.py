"""The list of groups, the homes made from it, and the groups of a facilitator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.builders import NOW, a_group, a_programme, a_user, an_empty_group, meet
from tests.domain_builders import OPENED_ON
from vsla.domain.money import CURRENCIES
from vsla.services import group_page, groups_list, user_page
from vsla.services.access import Role, actor_of
from vsla.services.groups_list import Filter, list_groups, list_zones
from vsla.services.home_page import my_groups
from vsla.services.open_group import disengage_group
from vsla.services.users import list_users
from vsla.store.models import Cycle, GroupStatus, Programme, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.services.groups_list import GroupsPage

DAY = OPENED_ON + timedelta(weeks=2)


def _names(page: GroupsPage) -> list[str]:
    return [line.name for line in page.lines]


def _five(session: Session) -> ProgrammeWorld:
    programme = a_programme(session)
    for name in "CABED":
        an_empty_group(session, programme, name=name, place=f"Village {name}")
    return programme


def test_pages_lead_forth_and_back_without_gap_or_repetition(session: Session) -> None:
    officer = _five(session).officer

    with patch.object(groups_list, "PAGE_SIZE", 2):
        first = list_groups(session, officer, wanted=Filter(), on=DAY)
        last = first.lines[-1]
        second = list_groups(
            session, officer, wanted=Filter(after=(last.name, last.group_id)), on=DAY
        )
        start = second.lines[0]
        back = list_groups(
            session, officer, wanted=Filter(before=(start.name, start.group_id)), on=DAY
        )

    assert [_names(page) for page in (first, second, back)] == [["A", "B"], ["C", "D"], ["A", "B"]]
    assert (first.has_previous, first.has_next) == (False, True)
    assert (second.has_previous, second.has_next) == (True, True)
    assert (back.has_previous, back.has_next) == (False, True)


def test_the_list_is_narrowed_by_text_zone_and_state(session: Session) -> None:
    programme = _five(session)
    zone = programme.zone_id

    def found(wanted: Filter) -> list[str]:
        return _names(list_groups(session, programme.officer, wanted=wanted, on=DAY))

    assert found(Filter(text="village a")) == ["A"]
    assert found(Filter(text="%")) == []
    assert len(found(Filter(zone_id=zone))) == 5
    assert found(Filter(zone_id=zone + 99)) == []
    assert found(Filter(status=GroupStatus.ACTIVE)) == []


def test_a_line_tells_money_week_and_next_meeting(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world, 1, shares={1: 3})

    (line,) = list_groups(session, world.officer, wanted=Filter(), on=DAY).lines

    assert (line.members, line.members_f, line.members_m) == (10, 6, 4)
    assert (line.week, line.weeks, line.next_number) == (3, 52, 2)
    assert line.cash_loan_fund == 300_000
    assert line.next_on == OPENED_ON + timedelta(weeks=1)
    assert line.last_held_on == OPENED_ON


def test_before_the_rules_are_in_force_nobody_knows_the_next_meeting(session: Session) -> None:
    world = a_group(session, members=10)
    before = OPENED_ON - timedelta(days=1)

    (line,) = list_groups(session, world.officer, wanted=Filter(), on=before).lines

    assert (line.next_on, line.week) == (None, 1)


def test_a_group_that_shared_out_has_no_next_meeting(session: Session) -> None:
    world = a_group(session, members=10)
    session.get_one(Cycle, (world.group_id, 1)).closed_on = DAY
    session.flush()

    (line,) = list_groups(session, world.officer, wanted=Filter(), on=DAY).lines

    assert (line.week, line.next_on, line.share_out_on) == (None, None, None)


def test_groups_stand_at_home_in_the_order_in_which_they_need_her(session: Session) -> None:
    programme = a_programme(session)
    an_empty_group(session, programme, name="Being set up")
    shared = a_group(session, programme, members=8, name="Already shared out")
    session.get_one(Cycle, (shared.group_id, 1)).closed_on = DAY
    left = a_group(session, programme, members=8, name="Left")
    disengage_group(session, programme.officer, group_id=left.group_id, on=DAY, now=NOW)
    world = a_group(session, programme, members=8, name="Meets")
    session.flush()

    mine = my_groups(session, actor_of(session, world.facilitator.user_id or 0), on=DAY)

    assert [line.name for line in mine.lines] == ["Meets", "Being set up", "Already shared out"]
    assert (mine.setting_up, mine.more) == (1, False)


def test_zones_and_programmes_are_those_of_the_person(session: Session) -> None:
    programme, other = a_programme(session), a_programme(session)

    own = list_zones(session, programme.officer)
    every = list_zones(session, other.administrator)

    assert [zone.zone_id for zone in own] == [programme.zone_id]
    assert {programme.zone_id, other.zone_id} <= {zone.zone_id for zone in every}
    kept = user_page.list_programmes(session, programme.officer)
    assert [each.programme_id for each in kept] == [programme.programme_id]
    assert len(user_page.list_programmes(session, other.administrator)) >= 2


def test_a_search_offers_groups_besides_those_assigned(session: Session) -> None:
    programme = _five(session)
    helper = a_user(session, Role.FACILITATOR, programme.programme_id)
    user = session.get_one(User, programme.facilitator.user_id)
    stranger = session.get_one(User, helper.user_id)

    hers = user_page.group_choices(session, programme.officer, user, text="village a")
    none = user_page.group_choices(session, programme.officer, stranger, text="village a")

    assert [(each.name, each.assigned) for each in hers] == [(name, True) for name in "ABCDE"]
    assert [(each.name, each.assigned) for each in none] == [("A", False)]
    counted = user_page.count_groups(session, list_users(session, programme.officer))
    assert counted == {user.user_id: 5}


def test_a_group_keeps_its_own_money(session: Session) -> None:
    programme = a_programme(session)
    step = CURRENCIES["USD"].cash_step
    an_empty_group(session, programme, currency="USD", cash_step=step, name="Dollars")

    (line,) = list_groups(session, programme.officer, wanted=Filter(), on=date(2024, 1, 1)).lines

    assert (line.currency, line.members, line.next_on, line.week) == ("USD", 0, None, None)
    assert session.get_one(Programme, programme.programme_id).reporting_currency == "USD"


def test_a_cycle_that_should_be_shared_out_stays_in_its_last_week(session: Session) -> None:
    world = a_group(session, members=8)
    planned = list_groups(session, world.officer, wanted=Filter(), on=DAY).lines[0]
    late = OPENED_ON + timedelta(weeks=60)

    (line,) = list_groups(session, world.officer, wanted=Filter(), on=late).lines

    cover = group_page.cover(session, world.officer, world.group_id, on=late)
    assert (line.week, line.weeks, line.is_overdue) == (52, 52, True)
    assert (cover.week, cover.is_overdue, planned.is_overdue) == (52, True, False)
