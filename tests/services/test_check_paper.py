"""Paper held against the books: agreed, corrected since, or never."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, a_group, a_meeting, a_programme, an_empty_group, meet
from tests.domain_builders import OPENED_ON
from tests.services.meetings import put_right
from vsla.services.check_paper import COUNTED, FIGURES, Answer, Verdict, check_paper
from vsla.services.paper_code import Claim, code_for, entry_mark, key_from
from vsla.services.papers.statement import statements
from vsla.store.models import Group, JournalEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

KEY = key_from("a secret of thirty-two characters and more")
DAY = OPENED_ON + timedelta(weeks=7)


@pytest.fixture
def world(session: Session) -> GroupWorld:
    """A group that has met twice."""
    world = a_group(session, members=10)
    meet(world, 1, shares={1: 3, 2: 5})
    meet(world, 2, shares={1: 2})
    return world


def _printed(world: GroupWorld, *, kind: str = "statement", entry: int = 2) -> tuple[Claim, str]:
    """Print the statement of member 1, or a paper of another kind with the same figures."""
    (each,) = statements(world.session, world.officer, world.group_id, on=DAY, member_id=1).each
    group = world.session.get_one(Group, world.group_id)
    claim = Claim(
        kind=kind,
        group_code=group.code,
        subject=1,
        entry_number=entry,
        printed_on=DAY,
        figures=tuple(figure for _name, figure in each.figures()),
    )
    mark = entry_mark(world.session, world.group_id, entry)
    return claim, code_for(KEY, claim, group_id=world.group_id, entry_hash=mark.hash)


def _ask(world: GroupWorld, claim: Claim, code: str) -> Answer:
    return check_paper(world.session, KEY, [claim], code)


def test_a_paper_of_these_books_agrees(world: GroupWorld) -> None:
    claim, code = _printed(world)

    answer = _ask(world, claim, code)

    assert answer == Answer(Verdict.AGREES, None, claim, "CDF")


@pytest.mark.parametrize(
    "change",
    [
        {"figures": (6, 500_000, 0, 400_000)},
        {"figures": (5, 500_000, 0)},
        {"subject": 2},
        {"entry_number": 1},
        {"entry_number": 3},
        {"kind": "class_sheet"},
        {"printed_on": DAY + timedelta(days=1)},
        {"group_code": "NOBODY-01"},
        {"group_code": "NUL\0"},
    ],
)
def test_a_tampered_paper_never_agreed(world: GroupWorld, change: dict[str, Any]) -> None:
    claim, code = _printed(world)

    answer = _ask(world, replace(claim, **change), code)

    assert answer == Answer(Verdict.NEVER)


@pytest.mark.parametrize("code", ["", "123", "000000000", "\u0661" * 9, "1" * 10])
def test_a_wrong_code_of_any_sort_has_the_same_answer(world: GroupWorld, code: str) -> None:
    claim, _code = _printed(world)

    assert _ask(world, claim, code) == Answer(Verdict.NEVER)


def test_the_code_of_nobody_opens_nothing(world: GroupWorld) -> None:
    claim = replace(_printed(world)[0], group_code="NOBODY-01")
    code = code_for(KEY, claim, group_id=0, entry_hash="")

    assert _ask(world, claim, code) == Answer(Verdict.NEVER)


def test_a_corrected_meeting_says_so_with_its_date(world: GroupWorld) -> None:
    claim, code = _printed(world)
    put_right(world, 2, a_meeting(world, 2, shares={1: 1}))

    answer = _ask(world, claim, code)

    assert answer == Answer(Verdict.CORRECTED, NOW, claim, "CDF")


def test_a_paper_printed_after_the_correction_agrees(world: GroupWorld) -> None:
    put_right(world, 2, a_meeting(world, 2, shares={1: 1}))
    claim, code = _printed(world, entry=4)

    assert _ask(world, claim, code).verdict is Verdict.AGREES


def test_a_correction_of_what_the_paper_does_not_tell_leaves_it_true(world: GroupWorld) -> None:
    claim, code = _printed(world, entry=1)
    put_right(world, 2, a_meeting(world, 2, shares={1: 1}))

    assert _ask(world, claim, code).verdict is Verdict.AGREES


def test_rules_do_not_change_with_a_corrected_meeting(world: GroupWorld) -> None:
    claim, code = _printed(world, kind="constitution")
    put_right(world, 2, a_meeting(world, 2, shares={1: 1}))

    assert _ask(world, claim, code).verdict is Verdict.AGREES


def test_two_programmes_may_use_the_same_code(world: GroupWorld) -> None:
    claim, code = _printed(world)
    other = an_empty_group(world.session, a_programme(world.session))
    world.session.get_one(Group, other.group_id).code = claim.group_code
    world.session.flush()

    assert _ask(world, claim, code).verdict is Verdict.AGREES


def test_what_was_typed_may_be_read_in_two_ways(world: GroupWorld) -> None:
    claim, code = _printed(world)
    other = replace(claim, figures=(5, 5_000, 0, 4_000))

    for claims in ([claim, other], [other, claim]):
        answer = check_paper(world.session, KEY, claims, code)

        assert answer.claim == claim


def test_a_changed_ledger_has_other_codes(world: GroupWorld) -> None:
    claim, code = _printed(world)
    row = world.session.get_one(JournalEntry, (world.group_id, 2))
    assert row.hash

    true = code_for(KEY, claim, group_id=world.group_id, entry_hash=row.hash)
    forged = code_for(KEY, claim, group_id=world.group_id, entry_hash=row.hash[::-1])

    assert true == code
    assert forged != code


def test_counted_figures_are_figures_of_papers() -> None:
    names = {name for figures in FIGURES.values() for name in figures}

    assert names > COUNTED
