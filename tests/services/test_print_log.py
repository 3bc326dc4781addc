"""What was printed when, and what a statement learns from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import NOW, a_group, a_person, a_programme, meet
from tests.domain_builders import OPENED_ON
from tests.store.builders import statements as sent_by
from vsla.domain.errors import NotFoundError
from vsla.services.access import system_actor
from vsla.services.enrol_member import enrol
from vsla.services.papers.statement import statements
from vsla.services.print_log import (
    Mark,
    last_print,
    last_statement,
    note_print,
    prints_of,
    statements_printed,
)
from vsla.store import paper_prints
from vsla.store.models import PaperPrint, User
from vsla.store.session import transaction

if TYPE_CHECKING:
    from tests.builders import GroupWorld
    from vsla.services.access import Actor
    from vsla.services.papers.statement import Since

DAY = OPENED_ON + timedelta(weeks=7)


@pytest.fixture
def world(session: Session) -> GroupWorld:
    """A group that has met once."""
    world = a_group(session, members=10)
    meet(world, 1, shares={1: 3, 2: 5})
    return world


def _note(
    world: GroupWorld, mark: Mark, *, by: Actor | None = None, hours: int = 0, lang: str = "fr"
) -> None:
    note_print(
        world.session,
        by or world.facilitator,
        world.group_id,
        mark,
        language=lang,
        now=NOW + timedelta(hours=hours),
    )


def _since(world: GroupWorld, member: int) -> Since | None:
    (each,) = statements(
        world.session, world.officer, world.group_id, on=DAY, member_id=member
    ).each
    return each.since


def test_prints_are_listed_with_who_made_them_the_newest_first(world: GroupWorld) -> None:
    _note(world, Mark("statement", 0, 1))
    _note(world, Mark("poster", 1, 1), by=system_actor(), lang="sw")

    newest, oldest = prints_of(world.session, world.facilitator, world.group_id)

    assert (newest.row.number, newest.row.kind, newest.row.language) == (2, "poster", "sw")
    assert newest.by == ""
    assert oldest.row.printed_at == NOW
    assert oldest.by == world.session.get_one(User, world.facilitator.user_id).name


def test_a_print_is_noted_in_one_statement(world: GroupWorld) -> None:
    with sent_by(world.session) as sent:
        _note(world, Mark("poster", 1, 1))

    assert [statement.split()[0] for statement in sent] == ["INSERT"]


def test_prints_at_the_same_moment_have_a_number_each(database_url: str) -> None:
    engine = create_engine(database_url)
    with Session(engine) as own, transaction(own):
        group_id = a_group(own, members=10).group_id
    gate = Barrier(4)

    def print_three() -> None:
        gate.wait(30)
        for _ in range(3):
            with Session(engine) as own, transaction(own):
                mark = Mark("poster", 1, 1)
                note_print(own, system_actor(), group_id, mark, language="fr", now=NOW)

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(print_three) for _ in range(4)]:
            one.result(60)
    with Session(engine) as own:
        numbers = own.scalars(select(PaperPrint.number).order_by(PaperPrint.number)).all()
    engine.dispose()

    assert numbers == list(range(1, 13))


def test_a_print_that_always_comes_too_late_is_told(
    world: GroupWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_prints, "_TRIES", 1)

    with pytest.raises(IntegrityError):
        paper_prints.add(
            world.session,
            group_id=world.group_id,
            kind="poster",
            subject=1,
            entry_number=1,
            printed_at=NOW,
            printed_by=404_404,
            language="fr",
        )


def test_prints_of_other_peoples_groups_are_neither_noted_nor_listed(world: GroupWorld) -> None:
    stranger = a_programme(world.session).officer

    with pytest.raises(NotFoundError):
        _note(world, Mark("poster", 1, 1), by=stranger)
    with pytest.raises(NotFoundError):
        prints_of(world.session, stranger, world.group_id)


def test_the_last_print_of_a_paper_is_found(world: GroupWorld) -> None:
    _note(world, Mark("meeting_record", 1, 1))
    _note(world, Mark("meeting_record", 1, 1), hours=2)
    _note(world, Mark("meeting_record", 2, 1), hours=3)

    found = last_print(world.session, world.group_id, Mark("meeting_record", 1, 9))

    assert found is not None
    assert found.row.printed_at == NOW + timedelta(hours=2)
    assert last_print(world.session, world.group_id, Mark("poster", 1, 9)) is None


def test_the_statement_of_a_member_is_also_printed_with_all_others(world: GroupWorld) -> None:
    _note(world, Mark("statement", 2, 1))
    _note(world, Mark("statement", 0, 1), hours=1)

    both = [last_statement(world.session, world.group_id, number) for number in (1, 2)]

    assert [each.row.number for each in both if each] == [2, 2]


def test_a_statement_tells_what_is_new_since_the_last_one_printed(world: GroupWorld) -> None:
    assert _since(world, 1) is None

    _note(world, Mark("statement", 1, 1))
    meet(world, 2, shares={1: 2, 2: 1})
    mine, other = _since(world, 1), _since(world, 2)
    _note(world, Mark("statement", 0, 2))

    assert mine is not None
    assert (mine.entry_number, mine.shares) == (1, 2)
    assert other is None
    # Printed again of the same books, the paper says the same.
    assert _since(world, 1) == mine
    assert _since(world, 2) is None


def test_who_joined_later_was_on_no_statement_of_the_group(world: GroupWorld) -> None:
    _note(world, Mark("statement", 0, 1))
    late = enrol(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        person=a_person(11, joined_on=(OPENED_ON + timedelta(weeks=1)).isoformat()),
        now=NOW,
    )
    meet(world, 2, shares={1: 2})

    assert _since(world, 1) is not None
    assert _since(world, late.member_id) is None


def test_the_last_print_of_whole_groups_is_told_by_group(world: GroupWorld) -> None:
    _note(world, Mark("statement", 0, 1), hours=1)
    _note(world, Mark("statement", 1, 1), hours=2)
    _note(world, Mark("statement", 0, 1), by=world.officer, hours=3)
    ids = [world.group_id, world.group_id + 1]

    anybody = statements_printed(world.session, ids)
    mine = statements_printed(world.session, ids, by=world.facilitator.user_id)

    assert anybody == {world.group_id: NOW + timedelta(hours=3)}
    assert mine == {world.group_id: NOW + timedelta(hours=1)}
