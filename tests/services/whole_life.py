"""One group that has lived through everything, the same at every run."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from tests.builders import a_group
from tests.domain_builders import a_constitution
from tests.remembered_rows import remembered
from tests.services.group_life import Life

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld


def a_whole_life(session: Session) -> GroupWorld:
    """Let a group meet, lend, correct, send late, share out and begin again.

    A life that was lived before on an empty database is remembered.
    """
    return replace(remembered(session, "whole life", lambda: _live(session)), session=session)


def _live(session: Session) -> GroupWorld:
    rules = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
    world = a_group(session, members=8, constitution=rules)
    life = Life(world, Random(7))  # noqa: S311 - the same life at every run
    for skipped in (0, 0, 1, 0):
        life.meet(skipped)
    life.late()
    life.join()
    life.meet()
    while not life.correct():
        pass
    assert life.share_out()
    life.next_cycle()
    life.meet()
    life.meet()
    return world
