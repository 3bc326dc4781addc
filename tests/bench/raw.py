"""The limit: the rows a use case wrote, written once more by the driver alone.

A copy of the database follows the original. After every use case the two are compared, and what
differs is written to the copy with ``sqlite3``: prepared rows, ``executemany`` for each table, one
durable transaction. Both files have the same tables, indexes, triggers and rows.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.measure import span_of

if TYPE_CHECKING:
    from pathlib import Path

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


class Follower:
    """A copy of a database that is brought to the same rows, step by step."""

    def __init__(self, original: Path, copy: Path) -> None:
        """Copy the database as it stands."""
        self._original = sqlite3.connect(original, isolation_level=None)
        self._copy = sqlite3.connect(copy, isolation_level=None)
        self._original.backup(self._copy)
        for pragma in _PRAGMAS:
            self._copy.execute(pragma).close()
        self._tables = self._read_tables()
        self._rows = self._read_rows()

    def close(self) -> None:
        """Close both files."""
        self._original.close()
        self._copy.close()

    def _read_tables(self) -> list[_Table]:
        # In the order in which the migrations made them: what is referred to comes first.
        query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = []
        for (name,) in self._original.execute(f"{query} ORDER BY rootpage").fetchall():
            columns = self._original.execute(f"PRAGMA table_info('{name}')").fetchall()
            keyed = sorted((column[5], column[0]) for column in columns if column[5])
            key = tuple(place for _, place in keyed)
            tables.append(_Table(name, tuple(column[1] for column in columns), key))
        return tables

    def _read_rows(self) -> dict[str, set[Row]]:
        read = self._original.execute
        return {
            table.name: set(read(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - own names
            for table in self._tables
        }

    def follow(self) -> Span:
        """Write to the copy what was written to the original since the last time.

        Returns:
            What the raw transaction took, without finding the rows.
        """
        changes = self._changes()
        return span_of(lambda: self._write(changes))

    def _changes(self) -> list[Change]:
        now = self._read_rows()
        changes = []
        for table in self._tables:
            added = sorted(now[table.name] - self._rows[table.name], key=repr)
            gone = self._rows[table.name] - now[table.name]
            changes += _change_of(table, added, gone)
        self._rows = now
        return changes

    def _write(self, changes: list[Change]) -> None:
        self._copy.execute("BEGIN IMMEDIATE")
        for change in changes:
            self._copy.executemany(change.sql, change.rows)
        self._copy.execute("COMMIT")


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
