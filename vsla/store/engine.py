"""Make every SQLite connection durable, strict and honest about its transactions."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event

IMMEDIATE = "vsla_immediate"
"""Execution option of a connection: its next SQLite transaction takes the write lock at once."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE would slip past the append-only triggers.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA busy_timeout = 5000",
)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver would begin late and not at all before SAVEPOINT; we say BEGIN ourselves.
    dbapi_connection.isolation_level = None
    for pragma in _PRAGMAS:
        dbapi_connection.execute(pragma).close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    # A reader that turns writer may be refused at once, whatever the timeout: writers say so first.
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
