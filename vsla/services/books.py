"""Load what one group is and where its books stand: the ground of every use case with money."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vsla.domain.books_form import books_from_json, books_to_json
from vsla.domain.codes import Code
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.errors import ConflictError
from vsla.domain.facts import Counters, numbers_of
from vsla.domain.money import CURRENCIES
from vsla.domain.roster import Gender
from vsla.domain.run import Standing
from vsla.services.access import group_for, refuse_others
from vsla.store import constitutions, members, position
from vsla.store.canonical import from_text, to_text
from vsla.store.models import Cycle
from vsla.store.position import GroupFacts

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.constitution import Constitution
    from vsla.domain.roster import Roster
    from vsla.services.access import Actor, Role
    from vsla.store.constitutions import Rules
    from vsla.store.models import Group
    from vsla.store.position import Position


@dataclass(frozen=True, slots=True)
class MonthSlices:
    """The slices of the month of the last entry, so that the next need not read them.

    Attributes:
        month: such as 201712, or 0 before the first entry of a cycle.
        by_gender: counters of that month so far.
    """

    month: int = 0
    by_gender: dict[Gender, Counters] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """One group, read in four statements.

    Attributes:
        group: the group itself.
        books: after its last entry.
        roster: everyone, with departures.
        versions: every constitution, the oldest first.
        position: as stored, with the number of the last entry.
        slices: of the month of the last entry.
    """

    group: GroupFacts
    books: Books
    roster: Roster
    versions: tuple[Rules, ...]
    position: Position
    slices: MonthSlices

    def opening(self, session: Session) -> Books:
        """Read the books on which the first document of the running cycle was posted."""
        cycle = session.get_one(Cycle, (self.group.group_id, self.books.cycle))
        return books_from_json(from_text(cycle.opening_books))

    def version_on(self, day: date) -> Rules:
        """Find the version in force on a day; before the first vote, the first version."""
        in_force = [v for v in self.versions if v.adopted_on <= day]
        return (
            max(in_force, key=lambda v: (v.adopted_on, v.number)) if in_force else self.versions[0]
        )

    def constitution_on(self, day: date) -> Constitution:
        """Read the constitution in force on a day."""
        version = self.version_on(day)
        return _constitution(version.body, self.group.currency)

    def standing_on(self, day: date) -> Standing:
        """Say what the group is on a day, beside its books."""
        return Standing(self.constitution_on(day), self.roster, self.group.cash_step)


@lru_cache(maxsize=512)
def _constitution(body: str, currency: str) -> Constitution:
    """Read a stored constitution; the same text always gives the same rules."""
    return constitution_from_json(from_text(body), currency=CURRENCIES[currency])


def load(session: Session, group: Group, *, lock: bool = False) -> Ground:
    """Read a group's ground, and with ``lock`` keep other writers out until the end.

    Args:
        session: any; inside ``transaction()`` if locked.
        group: from the access check.
        lock: True before anything is posted.

    Returns:
        The ground in four statements.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
    """
    here = position.read(session, group.group_id, lock=lock)
    return ground_of(session, GroupFacts.of(group), here)


def lock_for(
    session: Session, actor: Actor, group_id: int, *roles: Role
) -> tuple[GroupFacts, Position | None]:
    """Let an actor through and lock the group: ``group_for`` and ``load`` begin in one statement.

    Args:
        session: inside ``transaction()``.
        actor: who asks.
        group_id: which group.
        roles: who may do what is about to be done.

    Returns:
        What ``ground_of`` takes; no position while the group is being set up.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: this is not the actor's duty.
    """
    found = position.lock_with_group(session, group_id)
    if found is None:
        return GroupFacts.of(group_for(session, actor, group_id, *roles)), None
    refuse_others(actor, found[0], *roles)
    return found


def ground_of(session: Session, group: GroupFacts, here: Position | None) -> Ground:
    """Read the rest of a group's ground.

    Args:
        session: any.
        group: from the access check.
        here: where its books stand.

    Returns:
        The ground in three statements more.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
    """
    if here is None:
        raise ConflictError(Code.GROUP_NOT_READY)
    stored = from_text(here.books)
    return Ground(
        group=group,
        books=books_from_json(stored),
        roster=members.roster(session, group.group_id),
        versions=constitutions.rules(session, group.group_id),
        position=here,
        slices=_slices_from_json(stored),
    )


def books_text(books: Books, slices: MonthSlices) -> str:
    """Write books with the slices of the running month as the text that is stored."""
    stored: dict[str, Any] = books_to_json(books)
    stored["month"] = slices.month
    stored["slices"] = {
        str(gender): numbers_of(counters) for gender, counters in sorted(slices.by_gender.items())
    }
    return to_text(stored)


def _slices_from_json(stored: dict[str, Any]) -> MonthSlices:
    slices = {
        Gender(gender): Counters(*values) for gender, values in stored.get("slices", {}).items()
    }
    return MonthSlices(stored.get("month", 0), slices)
