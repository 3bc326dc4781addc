"""Fields a programme adds: read, kept, retired and never lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import TODAY, a_group, a_programme, meet
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.own_fields import FIELDS_MAX, OwnField, Sort, Subject
from vsla.domain.roster import YesNo
from vsla.services.access import system_actor
from vsla.services.attention import attention_page
from vsla.services.donor_report import donor_report
from vsla.services.groups_list import Filter, list_groups
from vsla.services.monitoring import Choice, monitor
from vsla.services.own_fields import (
    add_field,
    all_fields,
    fields_in_use,
    retire_field,
    write_group_values,
    write_member_values,
)
from vsla.services.own_values import (
    count_values,
    group_values,
    member_values,
    values_in_group,
    values_of_groups,
    with_value,
)
from vsla.services.programme_report import Period
from vsla.services.table_parts import Chosen
from vsla.services.tables import table
from vsla.store.models import Member

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor


JANUARY = Period(date(2023, 1, 1), date(2023, 1, 31))


@pytest.fixture
def group(session: Session) -> GroupWorld:
    """A group of five."""
    return a_group(session, members=5)


def add(group: GroupWorld, name: str, sort: str = "text", **more: str) -> OwnField:
    return add_field(
        group.session,
        group.officer,
        programme_id=group.programme.programme_id,
        field={"subject": "member", "sort": sort, "name": name, **more},
    )


def write(group: GroupWorld, member_id: int, typed: dict[int, object]) -> None:
    member = group.session.get_one(Member, (group.group_id, member_id))
    write_member_values(group.session, group.facilitator, member=member, typed=typed)


def test_each_sort_of_field_keeps_what_fits_it(group: GroupWorld) -> None:
    words, number = add(group, "Mother tongue"), add(group, "Children", "number")
    yes, choice = add(group, "Radio", "yes_no"), add(group, "Roof", "choice", choices="tin\n straw")
    typed: dict[int, object] = {
        words.field_id: "Lendu",
        number.field_id: 4,
        yes.field_id: "yes",
        choice.field_id: "straw",
    }

    write(group, 1, typed)
    write(group, 1, typed | {number.field_id: None})

    assert member_values(group.session, group.group_id, 1) == [
        (words, "Lendu"),
        (yes, "yes"),
        (choice, "straw"),
    ]
    assert choice.values == ("tin", "straw")


def test_what_does_not_fit_is_told_at_its_field(group: GroupWorld) -> None:
    number, choice = add(group, "Children", "number"), add(group, "Roof", "choice", choices="a\nb")

    with pytest.raises(InvalidDocumentError) as refused:
        write(group, 1, {number.field_id: -1, choice.field_id: "c"})

    found = [(problem.path, problem.code) for problem in refused.value.problems]
    assert found == [
        (f"own.{number.field_id}", Code.OUT_OF_RANGE),
        (f"own.{choice.field_id}", Code.UNKNOWN_CHOICE),
    ]


def test_a_retired_field_is_asked_no_more_and_keeps_what_stands_in_it(group: GroupWorld) -> None:
    field = add(group, "Radio", "yes_no")
    write(group, 1, {field.field_id: "yes"})

    for _twice in range(2):
        retire_field(group.session, group.officer, field_id=field.field_id, today=TODAY)
    write(group, 1, {field.field_id: "no"})

    number = group.programme.programme_id
    assert fields_in_use(group.session, number, Subject.MEMBER) == []
    assert [each.retired for each in all_fields(group.session, number)] == [True]
    ((kept, value),) = member_values(group.session, group.group_id, 1)
    assert (kept.retired, value) == (True, "yes")
    assert count_values(group.session, number) == {field.field_id: 1}


def test_members_and_groups_are_found_by_what_stands_there(group: GroupWorld) -> None:
    session = group.session
    field = add(group, "Roof")
    place = add(group, "Road", "choice", choices="tar\nearth", subject="group")
    other = a_group(session, group.programme, members=5, name="Amani")
    write(group, 2, {field.field_id: "tin"})
    for typed in ("tar", "earth", "", "earth"):
        write_group_values(
            session, group.officer, group_id=group.group_id, typed={place.field_id: typed}
        )

    assert with_value(session, group.group_id, field.field_id, "tin") == {2}
    assert values_in_group(session, group.group_id) == [(field, "tin")]
    number = group.programme.programme_id
    assert values_of_groups(session, number) == [(place, "tar"), (place, "earth")]
    gone = retire_field(session, group.officer, field_id=place.field_id, today=TODAY)
    assert values_of_groups(session, number) == [(gone, "earth")]
    assert values_of_groups(session, None) == []
    assert group_values(session, group.group_id) == [(gone, "earth")]
    wanted = Filter(own=(place.field_id, "earth"))
    page = list_groups(session, group.officer, wanted=wanted, on=TODAY)
    assert [line.group_id for line in page.lines] == [group.group_id] != [other.group_id]


def test_fields_are_read_with_every_problem_and_not_without_end(group: GroupWorld) -> None:
    add(group, "Roof")

    for field, places in (
        ({"name": "ROOF"}, ["name"]),
        ({"sort": "song", "name": "x", "subject": "moon"}, ["subject", "sort"]),
        ({"name": "x", "sort": "choice", "choices": "one"}, ["choices"]),
        (
            {"name": "x", "sort": "choice", "choices": "\n".join("abcdefghijklmnopqrstuv")},
            ["choices"],
        ),
    ):
        with pytest.raises(InvalidDocumentError) as refused:
            add_field(
                group.session,
                group.officer,
                programme_id=group.programme.programme_id,
                field={"subject": "member", "sort": "text", **field},
            )
        assert [problem.path for problem in refused.value.problems] == places
    for number in range(FIELDS_MAX - 1):
        add(group, f"Field {number}")
    with pytest.raises(InvalidDocumentError):
        add(group, "One more")


def test_fields_are_the_officers_and_the_programmes_own(group: GroupWorld) -> None:
    field = add(group, "Roof")
    away = a_programme(group.session)

    with pytest.raises(NotFoundError):
        retire_field(group.session, away.officer, field_id=field.field_id, today=TODAY)
    with pytest.raises(NotFoundError):
        retire_field(group.session, away.officer, field_id=999_999, today=TODAY)
    with pytest.raises(NotAllowedError):
        retire_field(group.session, group.facilitator, field_id=field.field_id, today=TODAY)


def test_fields_can_be_taken_along_but_those_of_members_only_by_who_works_with_them(
    group: GroupWorld,
) -> None:
    field, place = add(group, "Roof"), add(group, "Road", subject="group")
    write(group, 2, {field.field_id: "tin"})
    write_group_values(
        group.session, group.officer, group_id=group.group_id, typed={place.field_id: "tar"}
    )

    def rows(key: str, *, trainer: bool = False) -> list[tuple[object, ...]]:
        actor = group.programme.trainer if trainer else group.officer
        chosen = Chosen(group_id=group.group_id)
        found = table(group.session, actor, key=key, chosen=chosen)
        return [tuple(row)[5:] for row in found.rows]

    assert rows("member_fields") == [(2, "Roof", "tin")]
    assert rows("group_fields") == [("Road", "tar")]
    assert rows("member_fields", trainer=True) == [(2, "Roof")]
    assert Sort.TEXT is field.sort


def test_fields_are_columns_of_the_tables_of_groups_and_members(group: GroupWorld) -> None:
    roof, road = add(group, "Roof", "yes_no"), add(group, "Road", "number", subject="group")
    write(group, 2, {roof.field_id: "no"})
    write_group_values(
        group.session, group.officer, group_id=group.group_id, typed={road.field_id: 7}
    )

    def last(key: str, actor: Actor, programme_id: int | None = None) -> list[object]:
        chosen = Chosen(programme_id=programme_id)
        made = table(group.session, actor, key=key, chosen=chosen)
        return [*made.own, *(row[-1] for row in made.rows)]

    assert last("members", group.officer)[:3] == ["Roof", None, YesNo.NO]
    assert last("groups", group.officer) == ["Road", 7]
    assert "Roof" not in last("members", group.programme.trainer)
    assert "Road" not in last("groups", system_actor())
    assert last("groups", system_actor(), group.programme.programme_id) == ["Road", 7]


def two_roads(group: GroupWorld) -> tuple[Choice, Choice]:
    """Let two groups meet, one on tar, one on earth, and choose either."""
    session, world = group.session, group.programme
    road = add(group, "Road", "choice", choices="tar\nearth", subject="group")
    other = a_group(session, world, members=6, name="Amani")
    for here, value in ((group, "tar"), (other, "earth")):
        meet(here, 1, shares={1: 1})
        write_group_values(
            session, group.officer, group_id=here.group_id, typed={road.field_id: value}
        )
    return by(group, road.field_id, "tar"), by(group, road.field_id, "earth")


def by(group: GroupWorld, field_id: int, value: str) -> Choice:
    own = (field_id, value)
    return Choice(programme_id=group.programme.programme_id, period=JANUARY, own=own)


def test_reports_and_the_list_of_concerns_are_narrowed_by_a_field_of_groups(
    group: GroupWorld,
) -> None:
    tar, earth = two_roads(group)
    session, officer = group.session, group.officer

    boards = [monitor(session, officer, each, today=TODAY) for each in (tar, earth)]
    concerns = attention_page(
        session,
        officer,
        programme_id=earth.programme_id,
        today=TODAY,
        scope=earth.scope,
        limit=9,
    )
    report = donor_report(session, officer, earth, today=TODAY)

    assert [found.counts.all.members for found in boards if found.counts.all] == [5, 6]
    assert tar.is_narrowed
    assert [each.name for each in concerns.groups] == ["Amani"]
    assert [zone.groups for zone in report.zones] == [1]


def test_no_report_is_narrowed_by_a_field_of_members_or_of_another_programme(
    group: GroupWorld,
) -> None:
    away = a_programme(group.session)
    road = add_field(
        group.session,
        away.officer,
        programme_id=away.programme_id,
        field={"subject": "group", "sort": "text", "name": "Road"},
    )

    for field_id in (10**6, add(group, "Roof").field_id, road.field_id):
        with pytest.raises(NotFoundError):
            monitor(group.session, group.officer, by(group, field_id, "tar"), today=TODAY)
