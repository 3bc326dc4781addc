"""Slices are replaced whole, and add up the same on both databases."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from tests.store.builders import a_group, a_programme, a_user, statements
from vsla.domain.facts import Counters
from vsla.domain.roster import Gender
from vsla.store.models import Assignment, Group, GroupPosition, RollupMonth
from vsla.store.rollups import (
    By,
    add_up,
    delete_slices,
    members_by_gender,
    read_slices,
    rewrite_slices,
    sum_minor,
)
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

F, M = Gender.WOMAN, Gender.MAN
HUGE = 5_000_000_000_000


def _saved(amount: int) -> Counters:
    return Counters(savings_minor=amount, shares_count=1)


def test_every_counter_of_the_domain_has_its_column() -> None:
    keys = {"group_id", "cycle", "month", "gender"}
    columns = {column.name for column in RollupMonth.__table__.columns}

    assert columns - keys == {item.name for item in fields(Counters)}


def test_slices_come_back_as_written(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    counters = Counters(*range(1, 1 + len(fields(Counters))))

    rewrite_slices(session, group_id, 1, {202611: {F: counters}, 202612: {M: _saved(HUGE)}})

    assert read_slices(session, group_id, 1) == {202611: {F: counters}, 202612: {M: _saved(HUGE)}}
    assert read_slices(session, group_id, 1, [202612]) == {202612: {M: _saved(HUGE)}}
    assert read_slices(session, group_id, 2) == {}


def test_a_slice_is_replaced_and_its_neighbours_stay(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    rewrite_slices(session, group_id, 1, {202611: {F: _saved(1), M: _saved(2)}})
    rewrite_slices(session, group_id, 1, {202612: {F: _saved(3)}})
    rewrite_slices(session, group_id, 2, {202611: {F: _saved(4)}})

    with statements(session) as sent:
        rewrite_slices(session, group_id, 1, {202611: {F: _saved(10)}})

    assert len(sent) == 2
    assert read_slices(session, group_id, 1) == {202611: {F: _saved(10)}, 202612: {F: _saved(3)}}
    assert read_slices(session, group_id, 2) == {202611: {F: _saved(4)}}


def test_rewriting_twice_changes_nothing(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    for _ in range(2):
        rewrite_slices(session, group_id, 1, {202611: {F: _saved(7)}})

    (line,) = add_up(session, Scope(group_id=group_id))
    assert line.counters == _saved(7)


def test_a_month_without_anything_is_emptied(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    rewrite_slices(session, group_id, 1, {202611: {F: _saved(1)}, 202612: {F: _saved(2)}})

    rewrite_slices(session, group_id, 1, {202611: {}})

    assert read_slices(session, group_id, 1) == {202612: {F: _saved(2)}}


def test_slices_of_one_cycle_are_deleted_and_others_stay(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    for cycle in (1, 2):
        rewrite_slices(session, group_id, cycle, {202611: {F: _saved(cycle)}})

    delete_slices(session, group_id, 1)

    assert read_slices(session, group_id, 1) == {}
    assert read_slices(session, group_id, 2) == {202611: {F: _saved(2)}}


def test_sums_keep_currencies_and_what_was_asked_apart(session: Session) -> None:
    programme_id = a_programme(session)
    dollars, more = a_group(session, programme_id, "A"), a_group(session, programme_id, "B")
    francs = a_group(session, programme_id, "C", currency="CDF")
    for group_id, amount in ((dollars, 1), (more, 10), (francs, HUGE)):
        rewrite_slices(session, group_id, 1, {202611: {F: _saved(amount), M: _saved(2 * amount)}})

    with statements(session) as sent:
        lines = add_up(session, Scope(programme_id=programme_id), by=[By.GENDER])

    assert len(sent) == 1
    found = {(line.currency, *line.key): line.counters.savings_minor for line in lines}
    assert found == {
        ("CDF", F): HUGE,
        ("CDF", M): 2 * HUGE,
        ("USD", F): 11,
        ("USD", M): 22,
    }
    assert {type(value) for value in found.values()} == {int}


def test_sums_keep_to_the_months_asked(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    for month in (202610, 202611, 202612):
        rewrite_slices(session, group_id, 1, {month: {F: _saved(month)}})

    lines = add_up(
        session, Scope(group_id=group_id), by=[By.MONTH], from_month=202611, to_month=202612
    )

    assert [line.key for line in lines] == [(202611,), (202612,)]


def test_sums_keep_to_the_groups_asked(session: Session) -> None:
    programme_id, other = a_programme(session, "A"), a_programme(session, "B")
    mine, theirs = a_group(session, programme_id), a_group(session, other)
    user_id = a_user(session)
    session.add(Assignment(group_id=mine, user_id=user_id))
    session.flush()
    for group_id in (mine, theirs):
        rewrite_slices(session, group_id, 1, {202611: {F: _saved(group_id)}})
    group = session.get_one(Group, mine)

    scopes = (
        Scope(programme_id=programme_id),
        Scope(zone_id=group.zone_id),
        Scope(facilitator_id=user_id),
        Scope(group_id=mine, status=group.status),
    )

    for scope in scopes:
        keys = [line.key for line in add_up(session, scope, by=[By.GROUP, By.ZONE, By.CYCLE])]
        assert keys == [(mine, group.zone_id, 1)]


def test_nothing_adds_up_to_a_whole_zero(session: Session) -> None:
    total = session.scalar(select(sum_minor(RollupMonth.savings_minor)))

    assert total == 0
    assert type(total) is int


def test_members_of_today_are_counted_by_sex(session: Session) -> None:
    programme_id = a_programme(session)
    for code, women in (("A", 20), ("B", 5)):
        group_id = a_group(session, programme_id, code)
        names = [c.name for c in GroupPosition.__table__.columns if c.name != "last_held_on"]
        zeros: dict[str, object] = dict.fromkeys(names, 0)
        values = {**zeros, "group_id": group_id, "members_f": women, "members_x": 1, "books": ""}
        session.add(GroupPosition(**values))
    session.flush()

    found = members_by_gender(session, Scope(programme_id=programme_id))

    assert found == {F: 25, M: 0, Gender.OTHER: 2, Gender.UNSAID: 0}
    assert members_by_gender(session, Scope(programme_id=0))[F] == 0
