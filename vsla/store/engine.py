"""Make every SQLite connection durable, strict and honest about its transactions."""

from __future__ import annotations

import sqlite3
from threading import local
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

if TYPE_CHECKING:
    from sqlalchemy import Transaction

_NEXT = local()
"""Whether the transaction that this thread is about to begin is a writer's."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE would slip past the append-only triggers.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA busy_timeout = 20000",
)


# The driver looks for an adapter at every value of a type it does not expect, and finding none
# takes longer than writing the value.
sqlite3.register_adapter(bool, int)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver would begin late and not at all before SAVEPOINT; we say BEGIN ourselves.
    dbapi_connection.isolation_level = None
    for pragma in _PRAGMAS:
        dbapi_connection.execute(pragma).close()
    # SQLite's own knows A to Z only: a search for "école" would not find "École".
    dbapi_connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: Any) -> Any:  # noqa: ANN401 - whatever SQL gives
    return value.lower() if isinstance(value, str) else value


class HonestSqlite(SQLiteDialect_pysqlite):
    """SQLite that says BEGIN itself, for writers with the lock.

    The event "begin" would do too, but with one listener of all engines SQLAlchemy looks for
    listeners six times around every statement, which costs more than most statements.
    """

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401 - the pool's own wrapper
        """Begin; a writer takes the lock at once."""
        # A reader that turns writer may be refused at once, whatever the timeout: writers say so
        # first.
        writes = getattr(_NEXT, "writes", False)
        dbapi_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()


def begin_writing(bind: Engine | Connection) -> tuple[Connection, Transaction]:
    """Begin a transaction as a writer's.

    Args:
        bind: of a session; on a connection that is in a transaction already, a savepoint of it.

    Returns:
        The connection, to be closed if it was not handed in, and what is committed at the end.
    """
    if isinstance(bind, Connection):
        return bind, bind.begin_nested()
    connection = bind.connect()
    # Execution options would say the same, at a third of what a transaction costs.
    _NEXT.writes = True
    try:
        return connection, connection.begin()
    except BaseException:
        connection.close()
        raise
    finally:
        _NEXT.writes = False


for _name in ("sqlite", "sqlite.pysqlite"):
    registry.register(_name, __name__, HonestSqlite.__name__)
