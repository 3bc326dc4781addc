"""Visits with a checklist, what was agreed, and what facilitators carry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, a_user, an_empty_group
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.indicators import Ratio
from vsla.services.access import Role
from vsla.services.caseload import caseload
from vsla.services.office_rules import set_office_rules
from vsla.services.table_parts import Chosen
from vsla.services.tables import table
from vsla.services.visits import (
    ITEMS_MAX,
    add_item,
    finish_action,
    group_visits,
    open_actions,
    record_visit,
    retire_item,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.store.models import Visit


@pytest.fixture
def group(session: Session) -> GroupWorld:
    """A group of five whose programme has a checklist of two."""
    world = a_programme(session, planned={"groups": 4, "women": 10, "men": None, "facilitators": 2})
    for text in ("Boxes counted aloud", "Three key-holders"):
        add_item(session, world.officer, programme_id=world.programme_id, text=text)
    return a_group(session, world, members=5)


def items(group: GroupWorld) -> list[int]:
    from vsla.store.visits import checklist  # noqa: PLC0415 - beside its one use

    return [each.item_id for each in checklist(group.session, group.programme.programme_id)]


def visit(group: GroupWorld, on: date = TODAY, **more: Any) -> Visit:
    first, second = items(group)
    usual: dict[str, Any] = {
        "marks": {first: "good", second: "partly", 999_999: "good"},
        "actions": [
            {"text": "Third padlock", "due_on": (on + timedelta(days=14)).isoformat()},
            {"text": "", "due_on": ""},
        ],
    }
    return record_visit(
        group.session,
        more.pop("actor", group.officer),
        group_id=group.group_id,
        visited_on=on.isoformat(),
        note=more.pop("note", ""),
        now=NOW,
        **{**usual, **more},
    )


def load(group: GroupWorld, today: date = TODAY, **place: Any) -> Any:
    number = group.programme.programme_id
    return caseload(group.session, group.officer, programme_id=number, today=today, **place)


def test_a_visit_has_a_score_and_leaves_something_to_do(group: GroupWorld) -> None:
    visit(group)
    visit(group, TODAY - timedelta(days=30), marks={}, actions=[], note="Rain")

    found = group_visits(group.session, group.facilitator, group_id=group.group_id)
    assert [(line.score, line.visit.note) for line in found.lines] == [
        (Ratio(3, 4), ""),
        (Ratio(0, 0), "Rain"),
    ]
    assert [each.text for each in found.to_do] == ["Third padlock"]
    mine = open_actions(group.session, group.facilitator, limit=5)
    assert [(each.text, name) for each, name in mine] == [("Third padlock", "Umoja")]
    assert open_actions(group.session, group.programme.trainer, limit=5) == []


def test_what_is_done_stays_on_the_list_with_its_first_day(group: GroupWorld) -> None:
    visit(group)
    here = {"group_id": group.group_id, "number": 1}

    finish_action(group.session, group.facilitator, **here, today=TODAY)
    finish_action(group.session, group.facilitator, **here, today=TODAY + timedelta(days=3))

    found = group_visits(group.session, group.officer, group_id=group.group_id)
    assert (found.to_do, [each.done_on for each in found.done]) == ((), [TODAY])
    assert open_actions(group.session, group.officer, limit=5, group_id=group.group_id) == []
    with pytest.raises(NotFoundError):
        finish_action(group.session, group.officer, group_id=group.group_id, number=9, today=TODAY)


def test_every_problem_of_a_visit_is_told_at_its_place(group: GroupWorld) -> None:
    first = items(group)[0]

    with pytest.raises(InvalidDocumentError) as refused:
        visit(
            group,
            TODAY + timedelta(days=60),
            marks={first: "splendid"},
            actions=[{"text": "x"}, {"text": "y", "due_on": "2020-01-01"}, {"due_on": "soon"}],
        )
    with pytest.raises(InvalidDocumentError) as empty:
        visit(group, marks={}, actions=[])

    assert {problem.path for problem in refused.value.problems} == {
        "visited_on",
        f"marks.{first}",
        "actions.0.due_on",
        "actions.1.due_on",
        "actions.2.text",
        "actions.2.due_on",
    }
    assert [problem.path for problem in empty.value.problems] == ["note"]


def test_an_item_left_out_stays_at_the_visits_it_was_found_at(group: GroupWorld) -> None:
    visit(group)
    first, second = items(group)

    for _twice in range(2):
        retire_item(group.session, group.officer, item_id=first, today=TODAY)

    assert items(group) == [second]
    found = group_visits(group.session, group.officer, group_id=group.group_id)
    assert len(found.lines[0].marks) == 2


def test_items_are_the_officers_and_not_without_end(group: GroupWorld) -> None:
    session, world = group.session, group.programme
    here = {"programme_id": world.programme_id}

    with pytest.raises(InvalidDocumentError) as twice:
        add_item(session, world.officer, **here, text=" three KEY-holders ")
    for number in range(ITEMS_MAX - 2):
        add_item(session, world.officer, **here, text=f"Item {number}")
    with pytest.raises(InvalidDocumentError) as full:
        add_item(session, world.officer, **here, text="One more")
    with pytest.raises(NotAllowedError):
        add_item(session, world.facilitator, **here, text="Mine")
    with pytest.raises(NotFoundError):
        retire_item(session, world.officer, item_id=999_999, today=TODAY)

    assert [problem.code for problem in twice.value.problems] == [Code.NAME_TAKEN]
    assert [problem.path for problem in full.value.problems] == ["text"]


def test_caseload_says_who_carries_too_much_and_whom_nobody_visited(group: GroupWorld) -> None:
    session, world = group.session, group.programme
    for name in ("Pili", "Tatu"):
        an_empty_group(session, world, name=name)
    for name in ("Nne", "Tano"):
        a_group(session, world, members=5, name=name)
    visit(group)
    visit(group, actions=[{"text": "Late", "due_on": TODAY.isoformat()}])

    found = load(group, TODAY + timedelta(days=1))

    (line,) = found.lines
    assert (line.groups, line.members, line.unvisited, line.visits) == (3, 15, 2, 2)
    assert (line.points, line.points_most, line.open, line.late) == (6, 8, 2, 1)
    assert (found.groups_each, found.members_each) == (2, None)
    assert found.is_over(line)
    assert {each.name for each in found.unvisited} == {"Nne", "Tano"}


def test_facilitators_come_page_by_page(group: GroupWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vsla.services.caseload.PAGE_SIZE", 2)
    number = group.programme.programme_id
    for _ in range(4):
        a_user(group.session, Role.FACILITATOR, number)
    a_group(group.session, group.programme, members=5, name="Nne")

    def names(page: Any) -> list[str]:
        return [line.name for line in page.lines]

    def place(line: Any) -> tuple[str, int]:
        return line.name, line.user_id

    pages = [load(group)]
    while pages[-1].has_next:
        pages.append(load(group, after=place(pages[-1].lines[-1])))
    back = load(group, before=place(pages[2].lines[0]))
    first = load(group, before=place(back.lines[0]))

    assert [len(page.lines) for page in pages] == [2, 2, 1]
    assert sum(line.groups for page in pages for line in page.lines) == 2
    assert (names(back), names(first)) == (names(pages[1]), names(pages[0]))
    around = [(page.has_previous, page.has_next) for page in (*pages, back, first)]
    assert around == [(False, True), (True, True), (True, False), (True, True), (False, True)]
    assert load(group, after=place(pages[2].lines[-1])).lines == ()


def test_the_numbers_the_programme_set_go_before_its_plan(group: GroupWorld) -> None:
    typed = {"stars5": 95, "stars4": 90, "stars3": 80, "stars2": 70, "visit_days": 10}
    set_office_rules(
        group.session,
        group.officer,
        programme_id=group.programme.programme_id,
        rules={**typed, "groups_each": 7, "members_each": 9},
    )
    visit(group)

    found = load(group, TODAY + timedelta(days=11))

    assert (found.groups_each, found.members_each) == (7, 9)
    assert not found.is_over(found.lines[0])
    assert [each.last_on for each in found.unvisited] == [TODAY]


def test_a_facilitator_of_an_earlier_time_is_not_on_the_list(group: GroupWorld) -> None:
    from vsla.store.models import User  # noqa: PLC0415 - beside its one use

    visit(group)
    group.session.get_one(User, group.facilitator.user_id).active = False
    group.session.flush()

    assert load(group).lines == ()


def test_visits_and_what_was_agreed_can_be_taken_along(group: GroupWorld) -> None:
    visit(group)
    chosen = Chosen(group_id=group.group_id)

    visits = table(group.session, group.officer, key="visits", chosen=chosen)
    agreed = table(group.session, group.programme.trainer, key="actions", chosen=chosen)

    assert [tuple(row)[-4:] for row in visits.rows] == [(1, TODAY, 3, 4)]
    assert "agreed" not in agreed.columns
    assert len(list(agreed.rows)) == 1
