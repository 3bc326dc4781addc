"""The board of a programme: by sex, by currency, as of the end of a month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, meet
from tests.services.test_correct_meeting import RULES
from tests.store.builders import statements
from vsla.domain.board import figure_of
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.indicators import Ratio
from vsla.domain.registry import INDICATORS
from vsla.services import zone_sums
from vsla.services.monitoring import (
    Choice,
    group_name,
    monitor,
    monitor_zones,
    to_choose_from,
)
from vsla.services.open_group import disengage_group
from vsla.services.programme_report import Period
from vsla.services.programmes import set_rate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.domain.first_results import Columns
    from vsla.domain.indicators import Position
    from vsla.services.monitoring import Monitor

JANUARY = Period(date(2023, 1, 1), date(2023, 1, 31))
MARCH = Period(date(2023, 3, 1), date(2023, 3, 31))
LOAN = {"line": 1, "member": 1, "amount_minor": 300_000, "term": 1}


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """A group that met in January and in March; its loan of January is late in March."""
    world = a_programme(session)
    group = a_group(session, world, members=10, women=6, constitution=RULES)
    meet(group, 1, shares={1: 2, 10: 1}, loans_granted=[LOAN])
    meet(group, 9, shares={1: 1})
    return world


def look(session: Session, world: ProgrammeWorld, period: Period, **chosen: Any) -> Monitor:
    """Compute the board as an officer, everything with it."""
    choice = Choice(programme_id=world.programme_id, period=period, **chosen)
    return monitor(session, world.officer, choice, today=TODAY, full=True)


def of(board: Columns[Position], code: str) -> Columns[Ratio]:
    """Work an indicator out."""
    return figure_of(INDICATORS[code], board)


def values(board: Columns[Position], code: str) -> tuple[int | None, int | None, int | None]:
    """Give the values of women, men and all."""
    figure = of(board, code)
    women, men, whole = (
        None if one is None else one.each for one in (figure.women, figure.men, figure.all)
    )
    return women, men, whole


def test_what_happened_is_of_the_period_and_what_stands_as_of_its_end(
    session: Session, programme: ProgrammeWorld
) -> None:
    january = look(session, programme, JANUARY).boards["CDF"]
    march = look(session, programme, MARCH).boards["CDF"]

    assert values(january, "savings") == (200_000, 100_000, 300_000)
    assert values(march, "savings") == (100_000, 0, 100_000)
    assert values(january, "savings_of_cycle") == (200_000, 100_000, 300_000)
    assert values(march, "savings_of_cycle") == (300_000, 100_000, 400_000)
    assert values(january, "arrears") == (0, 0, 0)
    assert values(march, "loans_out") == (300_000, 0, 300_000)
    assert (values(march, "arrears")[0] or 0) >= 300_000
    assert of(march, "members_with_loan").all == Ratio(1, 10)


def test_every_indicator_has_a_value_or_a_dash_and_women_and_men_make_the_whole(
    session: Session, programme: ProgrammeWorld
) -> None:
    board = look(session, programme, MARCH).boards["CDF"]

    for indicator in INDICATORS.values():
        figure = figure_of(indicator, board)
        assert figure.all is not None
        if figure.women is not None and figure.men is not None and not indicator.below:
            both = figure.women.numerator + figure.men.numerator
            assert both == figure.all.numerator, indicator.code


def test_members_at_the_start_age_and_last_meetings_are_counted_when_asked(
    session: Session, programme: ProgrammeWorld
) -> None:
    board = look(session, programme, MARCH).boards["CDF"]

    assert board.all is not None
    assert (board.all.members, board.all.members_start, board.all.women) == (10, 10, 6)
    assert board.all.age_weeks == 12
    assert (board.all.attending_recent, board.all.expected_recent) == (10, 10)


def test_money_of_two_currencies_is_added_only_at_a_rate(
    session: Session, programme: ProgrammeWorld
) -> None:
    meet(a_group(session, programme, members=6, currency="USD", cash_step=100), 1, shares={1: 1})
    apart = look(session, programme, JANUARY)
    set_rate(
        session,
        programme.officer,
        programme_id=programme.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=200_000,
        source="Bank",
    )
    together = look(session, programme, JANUARY)

    assert apart.whole is None
    assert apart.without_rate == ("CDF",)
    assert apart.currencies == ("CDF", "USD")
    assert apart.counts.all is not None
    assert (apart.counts.all.members, apart.counts.all.saved) == (16, 0)
    assert together.whole is not None
    dollars = values(together.boards["USD"], "savings")[2] or 0
    assert values(together.whole, "savings")[2] == dollars + 150
    assert list(together.rates) == ["CDF"]
    assert together.whole.all is not None
    assert together.whole.all.facilitators == 1


def test_a_disengaged_group_is_no_active_one(session: Session, programme: ProgrammeWorld) -> None:
    group = a_group(session, programme, members=6)
    day = date(2023, 3, 1)
    disengage_group(session, programme.officer, group_id=group.group_id, on=day, now=NOW)

    found = look(session, programme, MARCH)

    assert found.counts.all is not None
    assert (found.groups, found.counts.all.groups_active) == (2, 1)
    assert (found.groups_late, found.counted_to) == (1, date(2023, 3, 1))


def test_a_choice_narrows_to_zone_facilitator_and_group(
    session: Session, programme: ProgrammeWorld
) -> None:
    other = a_group(session, programme, members=6, name="Other")
    meet(other, 1, shares={1: 1})

    one = look(session, programme, JANUARY, group_id=other.group_id)
    zone = look(session, programme, JANUARY, zone_id=programme.zone_id)
    nobody = look(session, programme, JANUARY, facilitator_id=programme.officer.user_id or 0)

    assert values(one.boards["CDF"], "savings")[2] == 100_000
    assert zone.groups == 2
    assert nobody.groups == 0
    choice = Choice(programme_id=programme.programme_id, period=JANUARY, group_id=other.group_id)
    assert group_name(session, choice) == "Other"
    zones, people = to_choose_from(session, programme.programme_id)
    assert [each.name for each in zones] == ["Kamituga"]
    assert [each.user_id for each in people] == [programme.facilitator.user_id]


def test_a_period_turned_round_and_a_strange_group_are_refused(
    session: Session, programme: ProgrammeWorld
) -> None:
    with pytest.raises(InvalidDocumentError, match="to:ends_before_begin"):
        look(session, programme, Period(date(2023, 3, 1), date(2023, 1, 31)))
    with pytest.raises(NotFoundError):
        look(session, programme, JANUARY, group_id=10**6)


def test_five_groups_cost_as_many_statements_as_one(
    session: Session, programme: ProgrammeWorld
) -> None:
    def cost() -> int:
        session.expire_all()
        choice = Choice(programme_id=programme.programme_id, period=JANUARY)
        with statements(session) as counted:
            monitor(session, programme.officer, choice, today=TODAY)
        return len(counted)

    before = cost()
    for _ in range(4):
        meet(a_group(session, programme, members=6), 1)

    assert cost() == before <= 8


@pytest.mark.parametrize("fresh", [True, False])
def test_each_zone_by_itself_costs_no_more_than_all(
    session: Session, programme: ProgrammeWorld, *, fresh: bool
) -> None:
    here = programme.programme_id
    session.commit()
    if fresh:
        zone_sums.freshen(session, here, today=TODAY)
    choice = Choice(programme_id=here, period=JANUARY)
    whole = monitor(session, programme.officer, choice, today=TODAY)

    with statements(session) as sent:
        zones = monitor_zones(session, programme.officer, choice, today=TODAY)

    ((_name, found),) = zones
    assert found.groups == whole.groups
    assert found.boards == whole.boards
    assert len(sent) <= 10
