"""The few statements that every meeting runs, without building or compiling them again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import CursorResult, Dialect, Executable, Table
    from sqlalchemy.orm import Session


def run(session: Session, statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Run a statement of the Core on the session's connection, past its object layer.

    Args:
        session: any; what it holds unwritten is written first.
        statement: made once, with ``bindparam`` for what changes.
        values: of its parameters.

    Returns:
        The rows.
    """
    if session.new or session.dirty:
        session.flush()
    return session.connection().execute(statement, values)


def insert_many(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many narrow rows of plain values: whole numbers, texts, yes or no.

    The SQL is made once for each table and kind of database, and the driver gets the rows as they
    are; a meeting writes a hundred of them, and preparing each would take longer than writing it.

    Args:
        session: inside ``transaction()``.
        table: none of its columns given may need a conversion (no moments).
        rows: at least one, all with the same keys.
    """
    keys = tuple(rows[0])
    connection = session.connection()
    text, positional = _compiled(table, keys, connection.dialect)
    if positional:
        values: Any = [tuple(row.values()) for row in rows]
    else:
        values = [dict(row) for row in rows]
    connection.exec_driver_sql(text, values)


@lru_cache(maxsize=64)
def _compiled(table: Table, keys: tuple[str, ...], dialect: Dialect) -> tuple[str, bool]:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(keys))
    order = compiled.positiontup
    assert order is None or tuple(order) == keys, "columns keep the order in which they are given"
    return str(compiled), order is not None
