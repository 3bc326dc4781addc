"""The first results of a programme, from its ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOW, TODAY, GroupWorld, a_group, a_programme, meet
from tests.store.builders import statements
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.first_results import Columns, Key
from vsla.domain.indicators import Ratio
from vsla.services.open_group import disengage_group
from vsla.services.programme_report import FirstResults, Period, first_results, latest_period
from vsla.services.programmes import set_rate
from vsla.services.report_forms import CSV_HEAD, csv_rows, full, headline

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.services.access import Actor

FROM_ON, TO_ON = date(2023, 1, 1), date(2023, 2, 28)


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """A programme with a rate of 2,000 francs for a dollar."""
    world = a_programme(session, planned={"groups": 2, "women": 10, "men": 10, "facilitators": 1})
    a_rate(session, world, date(2023, 1, 1), 200_000)
    return world


def a_rate(session: Session, world: ProgrammeWorld, on: date, per_unit: int) -> None:
    """Say what a dollar was worth."""
    set_rate(
        session,
        world.officer,
        programme_id=world.programme_id,
        currency="CDF",
        rate_on=on,
        per_unit_minor=per_unit,
        source="Bank",
    )


def report(session: Session, world: ProgrammeWorld, actor: Actor | None = None) -> FirstResults:
    """Compute January and February 2023."""
    return first_results(
        session,
        actor or world.officer,
        programme_id=world.programme_id,
        from_on=FROM_ON,
        to_on=TO_ON,
        today=TODAY,
    )


def cells(results: FirstResults, key: Key) -> Columns[Ratio]:
    """Give the figures of one line."""
    figure = results.table.find(key)
    assert figure is not None
    return figure.cells


def helped(world: GroupWorld, meeting: int, *members: int) -> None:
    """Record a meeting at which members are given 500 francs."""
    rows = [{"member": m, "need": "illness", "amount_minor": 50_000} for m in members]
    meet(world, meeting, solidarity_grants=rows)


def test_savings_are_shares_bought_by_sex_at_the_rate_of_the_day(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_group(session, programme, members=10, women=6)
    meet(group, 1, shares={1: 2, 10: 1})
    meet(group, 2, shares={1: 1}, held_on=date(2023, 3, 1))

    results = report(session, programme)

    assert cells(results, Key.SAVINGS).all == Ratio(300_000, 1)
    assert cells(results, Key.SAVINGS_TOGETHER) == Columns(
        Ratio(100, 1), Ratio(50, 1), Ratio(150, 1)
    )


def test_the_latest_rate_on_or_before_the_last_day_counts(
    session: Session, programme: ProgrammeWorld
) -> None:
    a_rate(session, programme, TO_ON, 100_000)
    a_rate(session, programme, date(2023, 3, 1), 50_000)
    meet(a_group(session, programme, members=10), 1, shares={1: 1})

    results = report(session, programme)

    assert [(r.rate_on, r.per_unit_minor) for r in results.table.rates] == [(TO_ON, 100_000)]


def test_a_member_helped_twice_counts_once_and_a_loan_is_no_help(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_group(session, programme, members=10, women=6)
    helped(group, 1, 1, 10)
    helped(group, 2, 1)
    lent = [{"line": 1, "member": 2, "need": "illness", "amount_minor": 50_000, "weeks": 4}]
    meet(group, 3, solidarity_loans=lent)

    assert cells(report(session, programme), Key.ASSISTED) == Columns(
        Ratio(1, 1), Ratio(1, 1), Ratio(2, 1)
    )


def test_committees_count_in_groups_of_women_and_men(
    session: Session, programme: ProgrammeWorld
) -> None:
    a_group(session, programme, members=10, women=6)
    a_group(session, programme, members=10, women=2)
    a_group(session, programme, members=10, women=10)

    results = report(session, programme)

    assert cells(results, Key.FEMALE_MAJORITY).all == Ratio(1, 2)
    assert cells(results, Key.MEMBERS) == Columns(Ratio(18, 1), Ratio(12, 1), Ratio(30, 1))


def test_members_of_a_disengaged_group_still_count(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_group(session, programme, members=10)
    actor = programme.officer
    day = date(2023, 2, 1)
    disengage_group(session, actor, group_id=group.group_id, on=day, now=NOW)

    results = report(session, programme)

    assert cells(results, Key.GROUPS_DISENGAGED).all == Ratio(1, 1)
    assert cells(results, Key.MEMBERS).all == Ratio(10, 1)
    assert results.groups_late == 0


def test_silent_groups_are_late_and_the_last_meeting_is_named(
    session: Session, programme: ProgrammeWorld
) -> None:
    meet(a_group(session, programme, members=10), 1, held_on=date(2023, 2, 20))
    meet(a_group(session, programme, members=10), 1, held_on=date(2023, 2, 10))

    results = report(session, programme)

    assert (results.groups_late, results.counted_to) == (1, date(2023, 2, 20))


def test_five_groups_take_as_many_statements_as_one(
    session: Session, programme: ProgrammeWorld
) -> None:
    meet(a_group(session, programme, members=6), 1)
    with statements(session) as one:
        report(session, programme)
    for _ in range(4):
        meet(a_group(session, programme, members=6), 1)

    session.expire_all()
    with statements(session) as five:
        report(session, programme)

    assert len(five) - len(one) <= 1
    assert len(five) <= 8


def test_a_programme_without_groups_has_no_averages(
    session: Session, programme: ProgrammeWorld
) -> None:
    results = report(session, programme)

    assert results.counted_to is None
    assert cells(results, Key.SAVINGS_HEAD_MONTH).all == Ratio(0, 0)


def test_days_are_widened_to_whole_months() -> None:
    period = Period.around(date(2017, 12, 5), date(2018, 2, 3))

    assert period == Period(date(2017, 12, 1), date(2018, 2, 28))
    assert period.months == 3


def test_a_period_that_ends_before_it_begins_is_refused(
    session: Session, programme: ProgrammeWorld
) -> None:
    with pytest.raises(InvalidDocumentError, match="to:ends_before_begin"):
        first_results(
            session,
            programme.officer,
            programme_id=programme.programme_id,
            from_on=TO_ON,
            to_on=FROM_ON,
            today=TODAY,
        )


def test_while_a_month_lasts_figures_are_as_of_today(
    session: Session, programme: ProgrammeWorld
) -> None:
    results = first_results(
        session,
        programme.officer,
        programme_id=programme.programme_id,
        from_on=FROM_ON,
        to_on=TO_ON,
        today=date(2023, 2, 10),
    )

    assert results.as_of == date(2023, 2, 10)


def test_an_officer_sees_the_months_up_to_the_last_meeting_first(
    session: Session, programme: ProgrammeWorld
) -> None:
    number = programme.programme_id
    before = latest_period(session, programme_id=number, today=TODAY)
    meet(a_group(session, programme, members=6), 1, held_on=date(2023, 2, 20))

    after = latest_period(session, programme_id=number, today=TODAY)

    assert before == Period(date(2024, 4, 1), date(2024, 6, 30))
    assert after == Period(date(2022, 12, 1), date(2023, 2, 28))


def test_only_officers_and_administrators_of_the_programme_read_it(
    session: Session, programme: ProgrammeWorld
) -> None:
    other = a_programme(session)

    assert report(session, programme, programme.administrator).groups_late == 0
    with pytest.raises(NotAllowedError):
        report(session, programme, programme.facilitator)
    with pytest.raises(NotFoundError):
        report(session, programme, other.officer)


def test_the_flat_form_has_counts_as_numbers_and_money_with_a_point(
    session: Session, programme: ProgrammeWorld
) -> None:
    meet(a_group(session, programme, members=10, women=6), 1, shares={1: 4})

    flat = headline(report(session, programme))

    assert flat["groups"] == 1
    assert (flat["women"], flat["men"], flat["members"]) == (6, 4, 10)
    assert flat["savings_usd"] == "2.00"
    assert flat["savings_usd_per_head_month"] == "0.10"
    assert flat["mixed_groups_female_majority_committee_percent"] == "100.0"


def test_the_full_form_carries_plan_parts_dates_and_rates(
    session: Session, programme: ProgrammeWorld
) -> None:
    meet(a_group(session, programme, members=10), 1, shares={1: 4})

    plain = full(report(session, programme))

    assert (plain["as_of"], plain["last_meeting_counted"]) == ("2023-02-28", "2023-01-04")
    assert plain["rates"] == [
        {
            "currency": "CDF",
            "for_one": "USD",
            "rate": "2000.00",
            "on": "2023-01-01",
            "source": "Bank",
        }
    ]
    figures = plain["figures"]
    assert isinstance(figures, list)
    assert figures[0] == {
        "figure": "groups",
        "unit": "count",
        "all": {"value": 1, "numerator": 1, "denominator": 1},
        "planned_all": 2,
    }


def test_a_figure_that_is_not_there_is_empty_in_the_spreadsheet(
    session: Session, programme: ProgrammeWorld
) -> None:
    plain = full(report(session, programme))
    rows = csv_rows(report(session, programme))

    assert plain["last_meeting_counted"] is None
    assert {len(row) for row in rows} == {len(CSV_HEAD)}
    by_key = {row[0]: row for row in rows}
    assert by_key["groups"][2:5] == ("", "", "0")
    assert by_key["groups_disengaged"][4] == ""


def test_savings_without_a_rate_are_not_in_the_flat_form(session: Session) -> None:
    world = a_programme(session)
    meet(a_group(session, world, members=10), 1, shares={1: 4})

    plain = full(report(session, world))

    assert plain["savings_usd"] is None
    assert plain["without_rate"] == ["CDF"]
