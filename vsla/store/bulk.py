"""Fill a database for measurements: a group's rows copied as many times as are wanted.

Nothing of it is for use: the groups are invented, and no service is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, func, insert, select, text, true

from vsla.store import journal
from vsla.store.fast import Writing
from vsla.store.models import Assignment, Base, Group, JournalEntry, MovementRow
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Result, Table
    from sqlalchemy.orm import Session

    from vsla.domain.ledger import Movement

_GROUP = table_of(Group)
_ENTRY = table_of(JournalEntry)
_AROUND = frozenset({"programme", "zone", "project", "app_user", "kind_account"})
_LEFT_OUT = frozenset(
    {"assignment", "paper_print", "group_arrival", "contested_document", "zone_mark", "roster_mark"}
)


def _copied(*, light: bool) -> list[Table]:
    """List the tables of a group in the order of their references.

    Args:
        light: without the journal and what refers to its entries.
    """
    kept = set(_AROUND)
    found = []
    for table in Base.metadata.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys} - {table.name}
        first = next(iter(table.primary_key.columns)).name
        is_entry = light and table in {_ENTRY, table_of(MovementRow)}
        if table.name in _LEFT_OUT or is_entry or first != "group_id" or not targets <= kept:
            continue
        kept.add(table.name)
        found.append(table)
    return found


@dataclass(frozen=True, slots=True)
class Template:
    """One group to be copied.

    Attributes:
        group: its own row, with plain values.
        tables: whose rows are copied, in the order of their references.
        entries: of its journal, the first one first; none for a light copy.
        movements: by entry.
    """

    group: dict[str, Any]
    tables: Sequence[Table]
    entries: Sequence[dict[str, Any]]
    movements: Mapping[int, Sequence[Movement]]


def template_of(session: Session, group_id: int, *, light: bool = False) -> Template:
    """Read what copies of a group need that the database cannot make by itself.

    Args:
        session: any.
        group_id: whose.
        light: leave out the journal and what stands on it; figures by month and where the group
            stands are enough for the dashboard.

    Returns:
        What ``write_copies`` takes.
    """
    (row,) = session.execute(select(_GROUP).where(_GROUP.c.group_id == group_id)).mappings()
    entries = [] if light else [_plain(entry) for entry in journal.rows_of(session, group_id)]
    moved = {} if light else journal.movements_of(session, group_id)
    tables = [table for table in _copied(light=light) if table is not _GROUP]
    return Template(_plain(row), tables, entries, moved)


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Turn choices into the texts that are kept."""
    return {
        str(name): value.value if isinstance(value, Enum) else value for name, value in row.items()
    }


@dataclass(frozen=True, slots=True)
class Copy:
    """One group to be made: its number, code and name, where it stands and who accompanies it."""

    group_id: int
    code: str
    name: str
    zone_id: int
    user_id: int


def next_group_id(session: Session) -> int:
    """Give the first number that no group has."""
    return session.scalars(select(func.coalesce(func.max(Group.group_id), 0) + 1)).one()


def write_copies(session: Session, template: Template, copies: Sequence[Copy]) -> int:
    """Write groups with all their rows, table by table; the chain of each is closed anew.

    The database copies the rows by itself; entries alone pass through here, for their hashes.

    Args:
        session: inside ``transaction()``.
        template: which life they all have.
        copies: groups that are not there yet.

    Returns:
        How many rows were written.
    """
    groups = [template.group | {n: getattr(c, n) for n in Copy.__slots__} for c in copies]
    for row in groups:
        del row["user_id"]
    written = _write(session, _GROUP, groups)
    for table in template.tables:
        if table is _ENTRY:
            for copy in copies:
                written += _write(session, table, _chained(copy, template))
        else:
            written += _copy_rows(session, table, template.group["group_id"], copies)
    assigned = [{"group_id": copy.group_id, "user_id": copy.user_id} for copy in copies]
    return written + _write(session, table_of(Assignment), assigned)


def _copy_rows(session: Session, table: Table, of: int, copies: Sequence[Copy]) -> int:
    """Copy the rows of one group in one table to others, in one statement."""
    others = [column for column in table.columns if column.name != "group_id"]
    rows = (
        select(_GROUP.c.group_id, *others)
        .join_from(_GROUP, table, true())
        .where(
            table.c.group_id == of,
            _GROUP.c.group_id.in_([copy.group_id for copy in copies]),
        )
    )
    names = ["group_id", *(column.name for column in others)]
    return _count(session.execute(insert(table).from_select(names, rows)))


def _count(result: Result[Any]) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount


def _chained(copy: Copy, template: Template) -> Iterator[dict[str, Any]]:
    last = ""
    for row in template.entries:
        told = row | {"group_id": copy.group_id, "previous_hash": last}
        last = journal.chain_hash(told, template.movements.get(row["number"], ()))
        yield told | {"hash": last}


_WRITINGS: dict[str, Writing] = {}


def _write(session: Session, table: Table, rows: Iterator[dict[str, Any]] | list[Any]) -> int:
    """Write rows with one call of the driver."""
    told = list(rows)
    if not told:
        return 0
    names = [column.name for column in table.columns]
    writing = _WRITINGS.setdefault(table.name, Writing(insert(table), *names))
    writing.run(session, *(tuple(row[name] for name in names) for row in told))
    return len(told)


def count_on(session: Session) -> None:
    """Let the next group be numbered behind those that were written with their numbers."""
    if session.get_bind().dialect.name == "postgresql":
        last = next_group_id(session) - 1
        session.execute(
            text("SELECT setval(pg_get_serial_sequence('savings_group', 'group_id'), :last)"),
            {"last": last},
        )
