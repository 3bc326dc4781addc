"""The limit: the rows a use case wrote, written once more by the driver alone.

A use case is run on a first file, and what changed there is kept. Then it is run again on a copy
of the file as it was before, and the same changes are written to another copy with ``sqlite3``:
prepared rows, ``executemany`` for each table, one durable transaction. All files have the same
tables, indexes, triggers and rows.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from tests.bench.measure import span_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.bench.measure import Span

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
)
_REWRITTEN = frozenset({"rollup_month"})
"""Tables whose changed rows are deleted and inserted; those of others are updated."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One prepared statement and its rows."""

    sql: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[int, ...]

    def key_of(self, row: Row) -> Row:
        return tuple(row[place] for place in self.key)

    def _where(self) -> str:
        return " AND ".join(f'"{self.columns[place]}" = ?' for place in self.key)

    def insert(self) -> str:
        names = ", ".join(f'"{column}"' for column in self.columns)
        marks = ", ".join("?" * len(self.columns))
        return f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})'  # noqa: S608 - own names

    def update(self) -> str:
        values = ", ".join(f'"{column}" = ?' for column in self.columns)
        return f'UPDATE "{self.name}" SET {values} WHERE {self._where()}'  # noqa: S608 - own names

    def delete(self) -> str:
        return f'DELETE FROM "{self.name}" WHERE {self._where()}'  # noqa: S608 - own names


class Watched:
    """A database whose changes are found by reading all of it before and after."""

    def __init__(self, file: Path) -> None:
        """Read everything as it stands."""
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._tables = self._read_tables()
        self.rows = self._read_rows()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def copy_to(self, file: Path) -> None:
        """Copy the database as it stands."""
        copy = sqlite3.connect(file)
        self._connection.backup(copy)
        copy.close()

    def changes(self) -> list[Change]:
        """Tell what was written since the last time."""
        now = self._read_rows()
        changes = []
        for table in self._tables:
            added = sorted(now[table.name] - self.rows[table.name], key=repr)
            gone = self.rows[table.name] - now[table.name]
            changes += _change_of(table, added, gone)
        self.rows = now
        return changes

    def _read_tables(self) -> list[_Table]:
        # In the order in which the migrations made them: what is referred to comes first.
        query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = []
        for (name,) in self._connection.execute(f"{query} ORDER BY rootpage").fetchall():
            columns = self._connection.execute(f"PRAGMA table_info('{name}')").fetchall()
            keyed = sorted((column[5], column[0]) for column in columns if column[5])
            key = tuple(place for _, place in keyed)
            tables.append(_Table(name, tuple(column[1] for column in columns), key))
        return tables

    def _read_rows(self) -> dict[str, set[Row]]:
        read = self._connection.execute
        return {
            table.name: set(read(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - own names
            for table in self._tables
        }


class Raw:
    """A copy that is written by the driver alone."""

    def __init__(self, file: Path) -> None:
        """Open it as the product opens its files."""
        self._connection = sqlite3.connect(file, isolation_level=None)
        for pragma in _PRAGMAS:
            self._connection.execute(pragma).close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def write(self, changes: list[Change]) -> None:
        """Write changes in one durable transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        for change in changes:
            self._connection.executemany(change.sql, change.rows)
        self._connection.execute("COMMIT")


def against_raw(
    file: Path, engine: Engine, works: Iterable[Callable[[Engine], object]]
) -> tuple[list[Span], list[Span]]:
    """Measure use cases, and the same rows written by the driver alone, in turns.

    Args:
        file: of a database that is ready for the first of them.
        engine: of that file.
        works: use cases in order; each is made when those before it are done in the file.

    Returns:
        What each took, and what its rows took.
    """
    here, there = file.with_suffix(".service"), file.with_suffix(".raw")
    watched = Watched(file)
    watched.copy_to(here)
    watched.copy_to(there)
    told: list[tuple[Callable[[Engine], object], list[Change]]] = []
    for work in works:
        work(engine)
        told.append((work, watched.changes()))
    watched.close()
    again, driver = create_engine(f"sqlite:///{here}"), Raw(there)
    service: list[Span] = []
    raw: list[Span] = []
    for work, changes in told:
        service.append(span_of(partial(work, again)))
        raw.append(span_of(partial(driver.write, changes)))
    again.dispose()
    driver.close()
    assert _same_rows(here, there), "the driver wrote something else than the service"
    return service, raw


def _same_rows(one: Path, other: Path) -> bool:
    files = Watched(one), Watched(other)
    same = files[0].rows == files[1].rows
    for file in files:
        file.close()
    return same


def _change_of(table: _Table, added: list[Row], gone: set[Row]) -> list[Change]:
    """Tell inserts, updates and deletes of one table apart by its primary key."""
    gone_keys = {table.key_of(row) for row in gone}
    if table.name in _REWRITTEN:
        changes = [
            Change(table.delete(), sorted(gone_keys, key=repr)),
            Change(table.insert(), added),
        ]
    else:
        kept = gone_keys & {table.key_of(row) for row in added}
        changed = [row for row in added if table.key_of(row) in kept]
        changes = [
            Change(table.delete(), sorted(gone_keys - kept, key=repr)),
            Change(table.update(), [row + table.key_of(row) for row in changed]),
            Change(table.insert(), [row for row in added if table.key_of(row) not in kept]),
        ]
    return [change for change in changes if change.rows]
