"""The printed rules: every sentence the software holds a meeting against, and the vote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, adopt_rules, an_empty_group
from tests.domain_builders import a_constitution
from vsla.domain.clauses import clauses
from vsla.domain.errors import NotFoundError
from vsla.domain.roster import Post
from vsla.services.papers.constitution import constitution_paper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.papers.constitution import ConstitutionPaper

ON = date(2024, 1, 10)


def paper(world: GroupWorld, version: int | None = None) -> ConstitutionPaper:
    """Read the rules as the facilitator."""
    return constitution_paper(
        world.session, world.facilitator, world.group_id, on=ON, version=version
    )


def test_the_rules_on_paper_are_those_in_force(session: Session) -> None:
    world = a_group(session, members=10)

    made = paper(world)

    assert made.rules == world.ground().constitution_on(ON)
    assert made.clauses == clauses(made.rules)
    assert made.figures() == (
        ("present", 10),
        ("votes_for", 10),
        ("votes_against", 0),
        ("share_value", 100_000),
    )


def test_all_posts_sign(session: Session) -> None:
    world = a_group(session, members=10)

    signing = [line for post in Post for line in paper(world).committee.holders[post]]

    assert len(signing) == 8


def test_an_earlier_version_is_printed_as_what_it_was(session: Session) -> None:
    world = a_group(session, members=10)
    adopt_rules(world, a_constitution(guarantors=3), on=date(2023, 2, 1), voters=10)

    old, new = paper(world, 1), paper(world)

    assert (old.version.row.number, old.is_latest, old.rules.guarantors) == (1, False, 0)
    assert (new.version.row.number, new.is_latest, new.rules.guarantors) == (2, True, 3)


def test_a_version_that_is_not_there_is_not_printed(session: Session) -> None:
    world = a_group(session, members=10)
    empty = an_empty_group(session)

    with pytest.raises(NotFoundError):
        paper(world, 7)
    with pytest.raises(NotFoundError):
        paper(empty)
