"""Every list of a programme as a table on its way out, group by group: 10,000 fit in no memory."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.documents.cells import Table
from vsla.domain.errors import NotFoundError
from vsla.services import savix
from vsla.services.access import RECORDERS, visible
from vsla.services.own_columns import own_cells, own_columns
from vsla.services.table_parts import Chosen, Of
from vsla.services.table_rows import TABLES
from vsla.store.models import Group, GroupPosition, Programme, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.documents.cells import Value
    from vsla.services.access import Actor

GROUPS_AT_ONCE = 200
"""Groups whose rows are read together: of a programme only their numbers are in memory."""

PERSONAL = (
    "name",
    "birth_year",
    "disability",
    "head_of_household",
    "literacy",
    "agreed",
    "member_value",
)
"""Columns that only those get who work with the group."""


_OF_A_QUARTER = frozenset({"savix", "savix_checks"})


def may_see_names(actor: Actor) -> bool:
    """Tell whether a person may take personal data along: who works with the group.

    The command line, which has no login, sees all there is.
    """
    return actor.user_id is None or actor.role in RECORDERS


def count_groups(session: Session, actor: Actor, chosen: Chosen) -> int:
    """Count the groups that a table goes through, for its progress."""
    query = select(func.count()).select_from(Group).where(*_conditions(actor, chosen))
    return session.scalars(query).one()


def _conditions(actor: Actor, chosen: Chosen) -> list[ColumnElement[bool]]:
    conditions = [visible(actor)]
    if chosen.programme_id is not None:
        conditions.append(Group.programme_id == chosen.programme_id)
    if chosen.zone_id is not None:
        conditions.append(Group.zone_id == chosen.zone_id)
    if chosen.group_id is not None:
        conditions.append(Group.group_id == chosen.group_id)
    return conditions


def _parts(session: Session, actor: Actor, chosen: Chosen) -> Iterator[dict[int, Of]]:
    """Give the groups by number, some hundred at a time, in the order of their numbers.

    The numbers are asked for once: to find those behind the last one, SQLite would sort all
    groups of a programme each time.
    """
    chosen_ones = select(Group.group_id).where(*_conditions(actor, chosen))
    numbers = array("q", session.scalars(chosen_ones.order_by(Group.group_id)))
    for start in range(0, len(numbers), GROUPS_AT_ONCE):
        query = (
            select(Group, Zone.name, Programme.code, GroupPosition)
            .join(Zone, Zone.zone_id == Group.zone_id)
            .join(Programme, Programme.programme_id == Group.programme_id)
            .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
            .where(Group.group_id.in_(numbers[start : start + GROUPS_AT_ONCE]))
            .order_by(Group.group_id)
        )
        yield {row[0].group_id: Of(*row) for row in session.execute(query)}


def table(
    session: Session,
    actor: Actor,
    *,
    key: str,
    chosen: Chosen,
    names: bool = True,
    note: Callable[[int], object] = lambda _groups: None,
) -> Table:
    """Give a table whose rows are read as they are written, in a few statements for 200 groups.

    Args:
        session: to read with, until the last row is taken.
        actor: who asks; the groups are those that are hers.
        key: one of ``TABLES``.
        chosen: which part.
        names: False leaves out what is personal for everybody; the command line has it either way.
        note: told how many groups were done, after each part.

    Returns:
        The table; personal columns are missing for who does not work with groups.

    Raises:
        NotFoundError: there is no such table.
    """
    if key not in TABLES:
        raise NotFoundError
    columns, read = TABLES[key]
    further = own_columns(session, key, chosen.programme_id or actor.programme_id)
    hidden = () if names and may_see_names(actor) else PERSONAL
    kept = [place for place, name in enumerate(columns) if name not in hidden]

    if "member_value" in hidden and key == "members":
        further = ()

    def rows() -> Iterator[Sequence[Value]]:
        asked = savix.until_last_meeting(session, chosen) if key in _OF_A_QUARTER else chosen
        for part in _parts(session, actor, chosen):
            stands = own_cells(session, key, part, further)
            for row in read(session, part, asked):
                bare = row if len(kept) == len(columns) else [row[place] for place in kept]
                yield (*bare, *stands(row)) if further else bare
            note(len(part))

    own = [field.name for field in further]
    return Table(key, [columns[place] for place in kept], rows(), own)
