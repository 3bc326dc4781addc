"""The current position of a group, rewritten with every entry."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update

from vsla.store.fast import Reading, Writing, day_of, day_or_none
from vsla.store.models import Group, GroupPosition
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.money import Minor

_POSITION = table_of(GroupPosition)
_GROUP = table_of(Group)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group as use cases with money know it, read without the object layer.

    Attributes are those of ``Group``; money in minor units.
    """

    group_id: int
    programme_id: int
    zone_id: int
    code: str
    name: str
    place: str
    currency: str
    cash_step: Minor
    formed_on: date

    @staticmethod
    def of(group: Group) -> GroupFacts:
        """Take them from a group that was read as an object."""
        return GroupFacts(*_facts_of(group))


class Position(NamedTuple):
    """Where a group stands after its last entry.

    Attributes:
        group_id: whose.
        cycle: number of the cycle these books belong to.
        entry_number: the last entry they include, 0 before the first.
        last_meeting: number of the last meeting of the cycle, -1 before the opening.
        last_held_on: its date.
        meetings_count: of the cycle, the opening not counted.
        bank: of both funds.
        loans_out: principal owed, solidarity loans left out.
        arrears: owed on loans past their due date on the day of the last meeting.
        savings: shares of the cycle in money.
        books: canonical JSON.
    """

    group_id: int
    cycle: int
    entry_number: int
    last_meeting: int
    last_held_on: date | None
    meetings_count: int
    cash_loan_fund: Minor
    cash_solidarity: Minor
    bank: Minor
    loans_out: Minor
    loans_count: int
    arrears: Minor
    shares_count: int
    savings: Minor
    members_f: int
    members_m: int
    members_x: int
    members_unknown: int
    books: str


_NAMES = Position._fields
_OF_GROUP = _POSITION.c.group_id == bindparam("of_group")
_READ = select(*(_POSITION.c[name] for name in _NAMES)).where(_OF_GROUP)
_READING = Reading(_READ, "of_group")
_READING_LOCKED = Reading(_READ.with_for_update(), "of_group")
_OF_SOME = (
    select(*(_POSITION.c[name] for name in _NAMES))
    .where(_POSITION.c.group_id.between(bindparam("of_first"), bindparam("of_last")))
    .order_by(_POSITION.c.group_id)
)
_SOME = Reading(_OF_SOME, "of_first", "of_last")
_SOME_LOCKED = Reading(_OF_SOME.with_for_update(), "of_first", "of_last")
_FACTS = tuple(item.name for item in fields(GroupFacts))
_facts_of = attrgetter(*_FACTS)
_GROUP_LOCKED = Reading(
    select(*(_GROUP.c[name] for name in _FACTS), *(_POSITION.c[name] for name in _NAMES))
    .join_from(_GROUP, _POSITION, _GROUP.c.group_id == _POSITION.c.group_id)
    .where(_OF_GROUP)
    .with_for_update(of=_POSITION),
    "of_group",
)
_UPDATE = Writing(update(_POSITION).where(_OF_GROUP), *_NAMES, "of_group")
_INSERT = Writing(insert(_POSITION), *_NAMES)


def read(session: Session, group_id: int, *, lock: bool = False) -> Position | None:
    """Read where a group stands.

    Args:
        session: any; inside ``transaction()`` if locked.
        group_id: whose.
        lock: let nobody else write to the group until the transaction ends, in the same statement.

    Returns:
        The position, or None while the group is being set up.
    """
    reading = _READING_LOCKED if lock else _READING
    rows = reading.rows(session, group_id)
    return _position(rows[0]) if rows else None


def read_some(session: Session, first: int, last: int, *, lock: bool = False) -> list[Position]:
    """Read where some groups stand, in one statement.

    Args:
        session: any; inside ``transaction()`` if locked.
        first: number of the first group.
        last: of the last.
        lock: as for ``read``, taken in the order of the groups.

    Returns:
        Positions by number of the group.
    """
    reading = _SOME_LOCKED if lock else _SOME
    return [_position(row) for row in reading.rows(session, first, last)]


def lock_with_group(session: Session, group_id: int) -> tuple[GroupFacts, Position] | None:
    """Read a group and where it stands, and let nobody else write to it, in one statement.

    Args:
        session: inside ``transaction()``.
        group_id: whose.

    Returns:
        Both, or None when there is no such group or it is being set up.
    """
    rows = _GROUP_LOCKED.rows(session, group_id)
    if not rows:
        return None
    facts = dict(zip(_FACTS, rows[0], strict=False))
    facts["formed_on"] = day_of(facts["formed_on"])
    return GroupFacts(**facts), _position(rows[0][len(_FACTS) :])


def _position(row: Sequence[Any]) -> Position:
    read = Position(*row)
    return read._replace(last_held_on=day_or_none(read.last_held_on))


def write(session: Session, position: Position) -> None:
    """Write where a group stands, in one statement but the first time.

    Args:
        session: inside ``transaction()``, with the group locked.
        position: after the last entry.
    """
    group_id = position.group_id
    if _UPDATE.run(session, (*position, group_id)) == 0:
        _INSERT.run(session, position)
    # Objects read before would still show the old position.
    known = session.identity_map
    stale = known.get(session.identity_key(GroupPosition, group_id)) if known else None
    if stale is not None:
        session.expire(stale)
