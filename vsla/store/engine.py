"""Make every SQLite connection durable, strict and honest about its transactions."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

if TYPE_CHECKING:
    from collections.abc import Mapping

IMMEDIATE = "vsla_immediate"
"""Execution option of a connection: its next SQLite transaction takes the write lock at once."""

CONNECTION = "vsla_connection"
"""Where a session keeps, in ``info``, the connection of its open writing transaction."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE would slip past the append-only triggers.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA busy_timeout = 20000",
)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver would begin late and not at all before SAVEPOINT; we say BEGIN ourselves.
    dbapi_connection.isolation_level = None
    for pragma in _PRAGMAS:
        dbapi_connection.execute(pragma).close()


class HonestSqlite(SQLiteDialect_pysqlite):
    """SQLite that says BEGIN itself, for writers with the lock.

    The event "begin" would do too, but with one listener of all engines SQLAlchemy looks for
    listeners six times around every statement, which costs more than most statements.
    """

    supports_statement_cache = True

    def set_connection_execution_options(
        self, connection: Connection, opts: Mapping[str, Any]
    ) -> None:
        """Remember that the transaction about to begin is a writer's."""
        super().set_connection_execution_options(connection, opts)
        if IMMEDIATE in opts and not connection.in_transaction():
            connection.info[IMMEDIATE] = opts[IMMEDIATE]

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401 - the pool's own wrapper
        """Begin; the lock is asked for once, and not by who gets the connection next."""
        # A reader that turns writer may be refused at once, whatever the timeout: writers say so
        # first.
        immediate = dbapi_connection.info.pop(IMMEDIATE, False)
        dbapi_connection.execute("BEGIN IMMEDIATE" if immediate else "BEGIN").close()


for _name in ("sqlite", "sqlite.pysqlite"):
    registry.register(_name, __name__, HonestSqlite.__name__)
