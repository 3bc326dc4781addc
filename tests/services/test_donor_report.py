"""The report that leaves the programme: equal to the ledger, and nobody in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, meet
from tests.services.test_correct_meeting import RULES
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.ledger import Kind
from vsla.domain.roster import Gender
from vsla.services.access import system_actor
from vsla.services.donor_report import DonorReport, donor_report
from vsla.services.funder_links import DAYS, list_links, make_link, open_link, revoke_link
from vsla.services.monitoring import Choice
from vsla.services.programme_report import Period
from vsla.services.programmes import add_zone, set_rate
from vsla.store import journal
from vsla.store.models import Member, Programme

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld, ProgrammeWorld

MONTHS = Period(date(2023, 1, 1), date(2023, 3, 31))
ALL_SHARES = dict.fromkeys(range(1, 13), 2)


@pytest.fixture
def home(session: Session) -> ProgrammeWorld:
    """A programme with a rate."""
    world = a_programme(session, planned={"groups": 3})
    set_rate(
        session,
        world.officer,
        programme_id=world.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=200_000,
        source="Bank",
    )
    return world


def a_group_that_met(home: ProgrammeWorld, session: Session, **facts: object) -> GroupWorld:
    world = a_group(session, home, members=12, **facts)  # type: ignore[arg-type]
    meet(world, 1, shares=ALL_SHARES)
    meet(world, 2, shares={1: 1})
    return world


def report(session: Session, home: ProgrammeWorld, **choice: Any) -> DonorReport:
    wanted = Choice(programme_id=home.programme_id, period=MONTHS, **choice)
    return donor_report(session, home.officer, wanted, today=TODAY)


def test_savings_equal_the_ledger(session: Session, home: ProgrammeWorld) -> None:
    world = a_group_that_met(home, session)
    found = report(session, home)

    moved = sum(
        m.amount
        for lines in journal.movements_of(session, world.group_id).values()
        for m in lines
        if m.kind is Kind.SHARES_BOUGHT
    )
    (months,), savings = found.months.values(), found.line("savings")
    assert sum(month.cells.all or 0 for month in months) == moved
    assert savings is not None
    assert savings.cells.all is not None
    assert savings.currency == "USD"
    assert savings.cells.all.numerator == found.zones[0].saved == moved // 2_000


def test_women_and_men_are_all(session: Session, home: ProgrammeWorld) -> None:
    a_group_that_met(home, session)
    found = report(session, home)

    for line in found.lines:
        cells = line.cells
        if cells.women and cells.men and cells.all and cells.all.denominator == 1:
            assert cells.women.numerator + cells.men.numerator == cells.all.numerator
    for month in next(iter(found.months.values())):
        assert (month.cells.women or 0) + (month.cells.men or 0) == month.cells.all
    (zone,) = found.zones
    assert (zone.cells.women, zone.cells.men, zone.cells.all) == (7, 5, 12)


def test_money_of_two_men_is_hidden_with_that_of_the_women(
    session: Session, home: ProgrammeWorld
) -> None:
    a_group_that_met(home, session, women=10)
    found = report(session, home)

    members, savings = found.line("members"), found.line("savings")
    assert members is not None
    assert savings is not None
    assert members.hidden == savings.hidden == {"women", "men"}
    assert (savings.cells.women, savings.cells.men) == (None, None)
    assert savings.cells.all is not None
    (months,) = found.months.values()
    assert all(m.cells.women is None and m.cells.men is None for m in months)
    assert found.zones[0].cells.men is None
    assert found.hides


def test_a_member_of_unsaid_sex_is_not_found_by_subtraction(
    session: Session, home: ProgrammeWorld
) -> None:
    world = a_group_that_met(home, session)
    session.get_one(Member, (world.group_id, 12)).gender = Gender.UNSAID
    session.flush()

    members = report(session, home).line("members")

    assert members is not None
    assert members.hidden == {"men"}


def test_what_two_borrowers_owe_is_hidden_wherever_it_could_follow(
    session: Session, home: ProgrammeWorld
) -> None:
    world = a_group(session, home, members=24, women=12, constitution=RULES)
    loans = [
        {"line": n, "member": n, "amount_minor": 100_000, "term": 1} for n in (1, 2, *range(13, 20))
    ]
    meet(world, 1, shares=dict.fromkeys(world.members, 6), loans_granted=loans)
    other = add_zone(session, system_actor(), programme_id=home.programme_id, name="Mambasa")
    a_group_that_met(home, session, zone_id=other.zone_id)

    found = report(session, home)
    lines = {line.indicator.code: line.hidden for line in found.lines}
    session.get_one(Programme, home.programme_id).small_cell_least = 2

    assert lines["members"] == frozenset()
    assert "women" in lines["members_with_loan"] & lines["loans_out"] & lines["portfolio_at_risk"]
    assert lines["savings"] == frozenset()
    assert {zone.name: zone.loans is None for zone in found.zones} == {
        "Kamituga": False,
        "Mambasa": False,
    }
    assert not report(session, home).hides


def test_zones_do_not_tell_of_each_other(session: Session, home: ProgrammeWorld) -> None:
    a_group_that_met(home, session)
    other = add_zone(session, system_actor(), programme_id=home.programme_id, name="Mambasa")
    a_group_that_met(home, session, zone_id=other.zone_id, women=10)
    add_zone(session, system_actor(), programme_id=home.programme_id, name="Empty")

    zones = {zone.name: zone for zone in report(session, home).zones}
    one = report(session, home, zone_id=other.zone_id).zones

    assert set(zones) == {"Kamituga", "Mambasa"}
    assert [(zone.cells.women, zone.cells.men) for zone in zones.values()] == [(None, None)] * 2
    assert [zone.name for zone in one] == ["Mambasa"]


def test_without_a_rate_each_currency_stands_on_its_own(session: Session) -> None:
    bare = a_programme(session)
    a_group_that_met(bare, session)

    found = report(session, bare)

    savings = found.line("savings")
    assert savings is not None
    assert savings.currency == "CDF"
    assert found.zones[0].saved is None


def test_a_link_opens_until_it_ends_or_is_taken_back(
    session: Session, home: ProgrammeWorld
) -> None:
    made = make_link(
        session,
        home.officer,
        programme_id=home.programme_id,
        label=" Fonds X ",
        from_on=date(2023, 1, 9),
        to_on=date(2023, 3, 2),
        days=7,
        now=NOW,
    )
    link = open_link(session, made.token, now=NOW)

    assert (link.label, link.from_on, link.to_on) == ("Fonds X", MONTHS.from_on, MONTHS.to_on)
    assert made.token not in link.token_hash
    for token, moment in ((made.token, NOW + timedelta(days=7)), (made.token[:-1], NOW), ("", NOW)):
        with pytest.raises(NotFoundError):
            open_link(session, token, now=moment)
    revoke_link(session, home.second_officer, link_id=link.link_id, now=NOW)
    revoke_link(session, home.officer, link_id=link.link_id, now=NOW + timedelta(days=1))
    assert link.revoked_at == NOW
    with pytest.raises(NotFoundError):
        open_link(session, made.token, now=NOW)
    assert list_links(session, home.officer, home.programme_id) == [link]


def test_only_an_officer_of_the_programme_makes_and_takes_links(
    session: Session, home: ProgrammeWorld
) -> None:
    away = a_programme(session)
    asked = {
        "programme_id": home.programme_id,
        "from_on": MONTHS.from_on,
        "to_on": MONTHS.to_on,
        "now": NOW,
    }
    made = make_link(session, home.officer, label="X", days=DAYS[0], **asked)  # type: ignore[arg-type]

    for actor in (home.administrator, home.trainer, home.facilitator):
        with pytest.raises(NotAllowedError):
            make_link(session, actor, label="X", days=7, **asked)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        revoke_link(session, away.officer, link_id=made.link.link_id, now=NOW)
    with pytest.raises(NotFoundError):
        revoke_link(session, home.officer, link_id=999_999, now=NOW)
    for label, days in (("", 7), ("X", 0), ("x" * 81, 7), ("X", 400)):
        with pytest.raises(InvalidDocumentError):
            make_link(session, home.officer, label=label, days=days, **asked)  # type: ignore[arg-type]
