"""Passbooks drawn by chance: the draw, what is entered, and how well the books agree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, an_empty_group, meet
from vsla.documents.cells import Money
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.office_rules import OfficeRules
from vsla.domain.roster import YesNo
from vsla.services.office_rules import office_rules, set_office_rules
from vsla.services.passbook_entry import drawn_group, enter_checks
from vsla.services.passbook_samples import (
    draw_sample,
    group_accuracy,
    list_samples,
    sample_groups,
)
from vsla.services.table_parts import Chosen
from vsla.services.tables import table

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.store.models import PassbookSample

DAY = date(2024, 1, 1)
WANTED = {"seed": "akiba", "groups": 2, "passbooks": 3}


def a_sample(group: GroupWorld, **wanted: Any) -> PassbookSample:
    return draw_sample(
        group.session,
        group.officer,
        programme_id=group.programme.programme_id,
        wanted={**WANTED, **wanted},
        today=TODAY,
        now=NOW,
    )


def drawn(group: GroupWorld, sample: PassbookSample) -> list[int]:
    here = drawn_group(
        group.session, group.officer, group_id=group.group_id, sample_id=sample.sample_id
    )
    return [each.member.member_id for each in here.passbooks]


def enter(
    group: GroupWorld, sample: PassbookSample, read: dict[int, dict[str, object]], **more: Any
) -> int:
    return enter_checks(
        group.session,
        more.get("actor", group.officer),
        group_id=group.group_id,
        sample_id=sample.sample_id,
        checked_on=more.get("checked_on", TODAY.isoformat()),
        passbooks_read=read,
        now=NOW,
    )


@pytest.fixture
def group(session: Session) -> GroupWorld:
    """A group of eight with one meeting: everybody bought two shares, member 1 borrowed."""
    here = a_group(session, members=8)
    meet(
        here,
        shares=dict.fromkeys(here.members, 2),
        loans_granted=[{"line": 1, "member": 1, "amount_minor": 400_000, "term": 1}],
    )
    return here


def test_a_sample_is_drawn_again_by_its_word(group: GroupWorld) -> None:
    one, other = a_sample(group), a_sample(group)

    assert one.drawn == other.drawn
    assert len(drawn(group, one)) == 3
    assert a_sample(group, seed="mkopo", passbooks=8).drawn != one.drawn


def test_only_groups_with_a_running_cycle_are_drawn(group: GroupWorld) -> None:
    an_empty_group(group.session, group.programme, name="Mpya")
    zone = group.programme.zone_id

    lines = list_samples(
        group.session, group.officer, programme_id=a_sample(group, zone_id=zone).programme_id
    ).lines

    assert [(line.groups, line.passbooks, line.zone) for line in lines] == [(1, 3, "Kamituga")]


def test_nothing_to_draw_from_is_said(group: GroupWorld) -> None:
    for wanted, place in (({"code": "nope"}, "code"), ({"zone_id": 999_999}, "groups")):
        with pytest.raises(InvalidDocumentError) as refused:
            a_sample(group, **wanted)

        found = [(problem.path, problem.code) for problem in refused.value.problems]
        assert found == [(place, Code.NO_GROUP_TO_DRAW)]


def test_what_passbooks_say_is_held_against_the_books_of_that_day(group: GroupWorld) -> None:
    sample = a_sample(group, passbooks=8)
    day = group.opened_on.isoformat()
    seen = {"outcome": "checked", "last_on": day, "shares": 2, "owed_minor": 0}

    done = enter(
        group,
        sample,
        {
            1: {**seen, "owed_minor": 400_000},
            2: seen,
            3: {**seen, "shares": 3},
            4: {"outcome": "lost"},
            5: {"outcome": "absent"},
        },
    )

    found = sample_groups(group.session, group.officer, sample_id=sample.sample_id)
    told = found.groups[0].told
    assert done == 5
    assert (told.accuracy.right, told.accuracy.checked, told.lost, told.absent) == (2, 3, 1, 1)
    assert (found.told, found.passbooks, told.entered) == (told, 8, 5)


def test_a_passbook_read_wrong_is_entered_again_and_the_last_counts(group: GroupWorld) -> None:
    sample = a_sample(group, passbooks=8)
    seen = {"outcome": "checked", "last_on": group.opened_on.isoformat(), "owed_minor": 0}

    enter(group, sample, {2: {**seen, "shares": 9}})
    enter(group, sample, {2: {**seen, "shares": 2}})

    number = group.programme.programme_id
    whole = list_samples(group.session, group.officer, programme_id=number)
    check = drawn_group(
        group.session, group.officer, group_id=group.group_id, sample_id=sample.sample_id
    )
    assert whole.together.accuracy.permille == 1000
    assert [each.check.line for each in check.passbooks if each.check is not None] == [2]


def test_a_group_has_one_accuracy_over_all_samples_for_who_may_see_it(group: GroupWorld) -> None:
    session, here = group.session, group.group
    before = group_accuracy(session, group.officer, here)
    for shares in (2, 3):
        sample = a_sample(group)
        seen: dict[str, object] = {
            "outcome": "checked",
            "last_on": DAY.isoformat(),
            "shares": shares,
            "owed_minor": 0,
        }
        enter(group, sample, dict.fromkeys(drawn(group, sample)[:1], seen))

    found = group_accuracy(session, group.officer, here)

    assert before is None
    assert found is not None
    assert found.told.accuracy.checked == 2
    assert (found.sample_id, found.bands) == (sample.sample_id, OfficeRules().bands)
    assert group_accuracy(session, group.facilitator, here) is None


def test_every_problem_of_what_was_entered_is_told_at_its_place(group: GroupWorld) -> None:
    sample = a_sample(group, passbooks=8)

    with pytest.raises(InvalidDocumentError) as refused:
        enter(
            group,
            sample,
            {
                1: {"outcome": "checked", "shares": -1, "owed_minor": 0, "last_on": "2024-12-31"},
                2: {"outcome": "eaten"},
            },
            checked_on="",
        )
    with pytest.raises(InvalidDocumentError) as nothing:
        enter(group, sample, {})

    paths = {problem.path for problem in refused.value.problems}
    assert {"checked_on", "1.shares", "1.last_on", "2.outcome"} <= paths
    assert [problem.code for problem in nothing.value.problems] == [Code.NOBODY_CHOSEN]


def test_a_passbook_without_a_line_agrees_with_no_shares(group: GroupWorld) -> None:
    sample = a_sample(group, passbooks=8)

    enter(group, sample, {2: {"outcome": "checked", "shares": 0, "owed_minor": 0}})

    found = sample_groups(group.session, group.officer, sample_id=sample.sample_id)
    assert found.told.accuracy.right == 1


def test_samples_belong_to_their_programme_and_to_officers(group: GroupWorld) -> None:
    sample = a_sample(group)
    away = a_programme(group.session)
    other = a_group(group.session, group.programme, name="Nyingine", members=5)

    with pytest.raises(NotAllowedError):
        enter(group, sample, {1: {"outcome": "lost"}}, actor=group.facilitator)
    with pytest.raises(NotFoundError):
        sample_groups(group.session, away.officer, sample_id=sample.sample_id)
    with pytest.raises(NotFoundError):
        sample_groups(group.session, group.officer, sample_id=999_999)
    with pytest.raises(NotFoundError):
        drawn(other, sample)
    with pytest.raises(NotFoundError):
        enter(group, sample, {99: {"outcome": "lost"}})


def test_a_programme_sets_its_own_numbers(session: Session) -> None:
    world = a_programme(session)
    number = world.programme_id
    typed = {"stars5": 99, "stars4": 90, "stars3": 80, "stars2": 70, "visit_days": 60}

    assert office_rules(session, number) == OfficeRules()
    set_office_rules(session, world.officer, programme_id=number, rules=typed)
    set_office_rules(session, world.officer, programme_id=number, rules={**typed, "groups_each": 3})

    assert office_rules(session, number) == OfficeRules((990, 900, 800, 700), None, 3, 60)
    with pytest.raises(InvalidDocumentError):
        set_office_rules(session, world.officer, programme_id=number, rules={})


def test_passbooks_that_were_checked_can_be_taken_along(group: GroupWorld) -> None:
    sample = a_sample(group, passbooks=8)
    day = group.opened_on
    seen = {"outcome": "checked", "last_on": day.isoformat(), "shares": 3, "owed_minor": 0}
    enter(group, sample, {2: seen})

    found = table(
        group.session, group.officer, key="checks", chosen=Chosen(group_id=group.group_id)
    )

    (row,) = found.rows
    assert tuple(row)[-7:] == (TODAY, day, 3, 2, Money(0, "CDF"), Money(0, "CDF"), YesNo.NO)
