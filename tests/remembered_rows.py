"""The rows of a small world, written at once where many services would write them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, insert, select

from vsla.store.models import Base, Programme, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

World = TypeVar("World")

_KNOWN: dict[str, tuple[list[tuple[Table, list[dict[str, Any]]]], Any]] = {}


def remembered(session: Session, name: str, make: Callable[[], World]) -> World:
    """Make a world on an empty database, or write the rows it had the first time.

    Args:
        session: on a migrated database; where somebody has made something, ``make`` is called.
        name: tells this world from others.
        make: builds it through the services.

    Returns:
        What ``make`` gave.
    """
    if not _is_empty(session):
        return make()
    key = f"{session.get_bind().dialect.name}: {name}"
    if key in _KNOWN:
        rows, known = _KNOWN[key]
        for table, lines in rows:
            session.execute(insert(table), lines)
            _go_on_after(session, table, lines)
        world: World = known
        return world
    given = {table for table, _lines in _rows(session)}
    answer = make()
    session.flush()
    _KNOWN[key] = [(table, lines) for table, lines in _rows(session) if table not in given], answer
    return answer


def copy_rows(source: Session, target: Session) -> None:
    """Write all rows of one database into another that is migrated and empty, of any kind."""
    given = {table for table, _lines in _rows(target)}
    for table, lines in _rows(source):
        if table not in given:
            target.execute(insert(table), lines)
            _go_on_after(target, table, lines)
    target.commit()


def _go_on_after(session: Session, table: Table, lines: list[dict[str, Any]]) -> None:
    """Let PostgreSQL count on from rows that brought their numbers with them."""
    column = table.autoincrement_column
    if column is not None and session.get_bind().dialect.name == "postgresql":
        last = max(line[column.name] for line in lines)
        counter = func.pg_get_serial_sequence(table.name, column.name)
        session.execute(select(func.setval(counter, last)))


def _is_empty(session: Session) -> bool:
    made = (session.scalar(select(key).limit(1)) for key in (Programme.programme_id, User.user_id))
    return not any(made)


def _rows(session: Session) -> list[tuple[Table, list[dict[str, Any]]]]:
    """Read all rows in the order in which they may be written: some name an earlier one."""
    all_rows = (
        (
            table,
            [
                dict(line)
                for line in session.execute(select(table).order_by(*table.primary_key)).mappings()
            ],
        )
        for table in Base.metadata.sorted_tables
    )
    return [(table, lines) for table, lines in all_rows if lines]
