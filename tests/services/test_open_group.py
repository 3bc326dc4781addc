"""Opening groups, changing what is known of them, parting; programmes, zones and rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, GroupWorld, a_group, a_programme, adopt_rules, an_empty_group
from tests.domain_builders import OPENED_ON, STEP, a_constitution
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services.access import Actor, Role, actor_of, system_actor
from vsla.services.days import latest_day
from vsla.services.open_group import change_group, disengage_group, engage_group
from vsla.services.programmes import (
    add_programme,
    add_zone,
    change_programme,
    list_programmes,
    list_rates,
    list_zones,
    set_rate,
)
from vsla.store.models import ExchangeRate, Group, GroupStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FUTURE = date(2024, 6, 3)


def change(world: GroupWorld, **changes: Any) -> Group:
    """Change a group, with everything else as it was opened."""
    usual: dict[str, Any] = {
        "name": "Umoja",
        "zone_id": world.programme.zone_id,
        "place": "Centre",
        "currency": "CDF",
        "cash_step": STEP,
        "formed_on": OPENED_ON,
        "now": NOW,
    }
    arguments = {**usual, **changes}
    return change_group(world.session, world.facilitator, group_id=world.group_id, **arguments)


def problems(caught: pytest.ExceptionInfo[InvalidDocumentError]) -> list[tuple[str, Code]]:
    """List places and codes."""
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_a_facilitator_accompanies_the_group_she_opens(session: Session) -> None:
    world = an_empty_group(session)

    assert world.group.status is GroupStatus.SETTING_UP
    assert actor_of(session, world.facilitator.user_id or 0).group_ids == frozenset(
        {world.group_id}
    )


def test_a_code_is_made_from_the_zone_and_counts_on(session: Session) -> None:
    programme = a_programme(session)

    codes = [an_empty_group(session, programme).group.code for _ in range(2)]

    assert codes == ["KAM-01", "KAM-02"]


def test_a_zone_is_added_once_whatever_its_capitals(session: Session) -> None:
    programme = a_programme(session)
    place: dict[str, Any] = {"programme_id": programme.programme_id}

    first = add_zone(session, programme.officer, name="Éring", **place)
    again = add_zone(session, programme.officer, name="éRING", **place)

    assert again.zone_id == first.zone_id


def test_a_zone_without_letters_still_gives_a_code(session: Session) -> None:
    programme = a_programme(session)
    zone = add_zone(session, programme.officer, programme_id=programme.programme_id, name="12 / 4")

    assert an_empty_group(session, programme, zone_id=zone.zone_id).group.code == "AVC-01"


def test_every_problem_of_a_new_group_is_told_at_once(session: Session) -> None:
    programme = a_programme(session)
    an_empty_group(session, programme, code="g-01")
    wrong = {"name": "", "currency": "EUR", "zone_id": 4_711, "formed_on": FUTURE, "code": "G-01"}

    with pytest.raises(InvalidDocumentError) as caught:
        an_empty_group(session, programme, **wrong)

    assert problems(caught) == [
        ("currency", Code.UNKNOWN_CHOICE),
        ("formed_on", Code.DATE_IN_FUTURE),
        ("name", Code.MISSING),
        ("zone_id", Code.UNKNOWN_CHOICE),
        ("code", Code.CODE_TAKEN),
    ]


@pytest.mark.parametrize(
    ("step", "code"), [(0, Code.OUT_OF_RANGE), (5_001, Code.NOT_PAYABLE_IN_CASH)]
)
def test_the_cash_step_exists_in_notes_and_coins(session: Session, step: int, code: Code) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        an_empty_group(session, cash_step=step)

    assert problems(caught) == [("cash_step", code)]


def test_who_has_no_programme_or_only_reads_opens_no_group(session: Session) -> None:
    programme = a_programme(session)
    homeless = Actor(None, "", Role.OFFICER, None, None)

    for actor in (programme.trainer, programme.administrator, homeless):
        with pytest.raises(NotAllowedError):
            an_empty_group(session, replace(programme, facilitator=actor))


def test_a_group_being_set_up_may_still_change_its_currency(session: Session) -> None:
    world = an_empty_group(session)

    changed = change(world, currency="USD", cash_step=100, registered_on=OPENED_ON)

    assert (changed.currency, changed.cash_step) == ("USD", 100)
    assert changed.registered_on == OPENED_ON


def test_a_group_with_rules_keeps_the_money_they_are_written_in(session: Session) -> None:
    world = an_empty_group(session)
    adopt_rules(world, a_constitution())

    with pytest.raises(InvalidDocumentError) as caught:
        change(world, currency="USD", cash_step=100)

    assert problems(caught)[0] == ("currency", Code.UNKNOWN_CHOICE)


def test_a_group_with_books_keeps_its_money(session: Session) -> None:
    world = a_group(session, members=8)

    with pytest.raises(InvalidDocumentError) as caught:
        change(world, currency="USD", cash_step=100)

    assert problems(caught) == [
        ("currency", Code.UNKNOWN_CHOICE),
        ("cash_step", Code.OUT_OF_RANGE),
    ]
    assert change(world, name="Tujenge").name == "Tujenge"


def test_an_officer_parts_from_a_group(session: Session) -> None:
    world = a_group(session, members=8)
    day = date(2024, 5, 31)

    disengage_group(session, world.officer, group_id=world.group_id, on=day, now=NOW)

    assert (world.group.status, world.group.disengaged_on) == (GroupStatus.DISENGAGED, day)


def test_a_parting_that_was_a_mistake_is_taken_back(session: Session) -> None:
    programme = a_programme(session)
    worlds = [a_group(session, programme, members=8), an_empty_group(session, programme)]
    for world in worlds:
        disengage_group(session, world.officer, group_id=world.group_id, on=OPENED_ON, now=NOW)

    found = [engage_group(session, world.officer, group_id=world.group_id) for world in worlds]

    assert [each.status for each in found] == [GroupStatus.ACTIVE, GroupStatus.SETTING_UP]
    assert [each.disengaged_on for each in found] == [None, None]
    with pytest.raises(NotAllowedError):
        engage_group(session, worlds[0].facilitator, group_id=worlds[0].group_id)


@pytest.mark.parametrize(
    ("day", "code"),
    [(FUTURE, Code.DATE_IN_FUTURE), (date(2022, 1, 1), Code.DATE_BEFORE_CYCLE)],
)
def test_the_day_of_parting_lies_in_the_life_of_the_group(
    session: Session, day: date, code: Code
) -> None:
    world = an_empty_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        disengage_group(session, world.officer, group_id=world.group_id, on=day, now=NOW)

    assert problems(caught) == [("on", code)]


def test_a_facilitator_does_not_part_from_a_group(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotAllowedError):
        disengage_group(session, world.facilitator, group_id=world.group_id, on=OPENED_ON, now=NOW)


def test_a_day_counts_as_today_while_it_is_today_somewhere() -> None:
    assert latest_day(NOW) == date(2024, 6, 1)
    assert latest_day(NOW.replace(hour=11)) == date(2024, 6, 2)


def test_a_programme_keeps_what_it_planned(session: Session) -> None:
    programme = add_programme(
        session,
        system_actor(),
        code="AFECCOR",
        name="Femmes",
        reporting_currency="USD",
        now=NOW,
        planned={"groups": 50, "women": 800, "men": 600, "facilitators": 35},
        is_demo=True,
    )

    assert (programme.planned_groups, programme.planned_men) == (50, 600)
    assert list_programmes(session, system_actor()) == [programme]


def test_every_problem_of_a_programme_is_told_at_once(session: Session) -> None:
    a_programme(session, "AFECCOR")

    with pytest.raises(InvalidDocumentError) as caught:
        add_programme(
            session,
            system_actor(),
            code="AFECCOR",
            name="",
            reporting_currency="EUR",
            now=NOW,
            planned={"cats": 3},
        )

    assert problems(caught) == [
        ("reporting_currency", Code.UNKNOWN_CHOICE),
        ("name", Code.MISSING),
        ("cats", Code.UNKNOWN_FIELD),
        ("code", Code.CODE_TAKEN),
    ]


def test_a_programme_is_changed_by_its_administrator(session: Session) -> None:
    world = a_programme(session)
    facts: dict[str, Any] = {
        "programme_id": world.programme_id,
        "name": "Femmes",
        "planned": {"groups": 60, "women": None},
        "second_person_share_out": False,
    }

    changed = change_programme(session, world.administrator, **facts)

    assert (changed.name, changed.planned_groups, changed.planned_men) == ("Femmes", 60, None)
    assert not changed.second_person_share_out
    with pytest.raises(InvalidDocumentError) as caught:
        change_programme(session, world.administrator, **{**facts, "name": "", "planned": {"x": 1}})
    assert problems(caught) == [("name", Code.MISSING), ("x", Code.UNKNOWN_FIELD)]
    with pytest.raises(NotAllowedError):
        change_programme(session, world.officer, **facts)


def test_only_a_head_of_all_programmes_adds_one(session: Session) -> None:
    world = a_programme(session)
    of_one = Actor(None, "", Role.ADMINISTRATOR, world.programme_id, None)

    for actor in (world.officer, of_one):
        with pytest.raises(NotAllowedError):
            add_programme(session, actor, code="X", name="X", reporting_currency="USD", now=NOW)
    seen = [programme.programme_id for programme in list_programmes(session, of_one)]
    assert seen == [world.programme_id]


def test_a_zone_of_a_name_is_there_once(session: Session) -> None:
    world = a_programme(session)
    number = world.programme_id

    again = add_zone(session, world.officer, programme_id=number, name=" Kamituga ")
    add_zone(session, world.officer, programme_id=number, name="Iga Barrière")

    assert again.zone_id == world.zone_id
    names = [zone.name for zone in list_zones(session, number)]
    assert names == ["Iga Barrière", "Kamituga"]
    with pytest.raises(InvalidDocumentError):
        add_zone(session, world.officer, programme_id=number, name=" ")
    with pytest.raises(NotFoundError):
        add_zone(session, a_programme(session).officer, programme_id=number, name="X")


def test_a_rate_of_a_day_is_kept_once_and_the_last_word_counts(session: Session) -> None:
    world = a_programme(session)
    rate: dict[str, Any] = {
        "programme_id": world.programme_id,
        "currency": "CDF",
        "rate_on": OPENED_ON,
        "source": "BCC",
    }

    set_rate(session, world.officer, per_unit_minor=150_000, **rate)
    set_rate(session, world.officer, per_unit_minor=160_000, **rate)

    kept = session.get_one(ExchangeRate, (world.programme_id, "CDF", OPENED_ON))
    assert kept.per_unit_minor == 160_000
    with pytest.raises(InvalidDocumentError) as caught:
        set_rate(session, world.officer, per_unit_minor=0, **{**rate, "source": ""})
    assert problems(caught) == [("per_unit_minor", Code.OUT_OF_RANGE), ("source", Code.MISSING)]


def test_rates_are_listed_the_latest_first_and_never_of_the_money_of_reports(
    session: Session,
) -> None:
    world = a_programme(session)
    rate: dict[str, Any] = {
        "programme_id": world.programme_id,
        "per_unit_minor": 150_000,
        "source": "BCC",
    }
    for day in (OPENED_ON, FUTURE):
        set_rate(session, world.officer, currency="CDF", rate_on=day, **rate)

    with pytest.raises(InvalidDocumentError) as caught:
        set_rate(session, world.officer, currency="USD", rate_on=OPENED_ON, **rate)

    assert problems(caught) == [("currency", Code.UNKNOWN_CHOICE)]
    assert [each.rate_on for each in list_rates(session, world.programme_id)] == [FUTURE, OPENED_ON]
