"""The few statements that every meeting runs, without building or compiling them again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Date
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from vsla.store.driver import DRIVER, Driver
from vsla.store.models.base import UTCDateTime
from vsla.store.packed import PackedText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Delete, Dialect, Insert, Select, Update
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.orm import Session

Value = TypeVar("Value")

_CONVERTED = (Date, UTCDateTime, PackedText)
"""Types whose values are made ready for the driver; all others are written as they come."""


class _Prepared:
    """A statement compiled once for each kind of database and run by the driver."""

    def __init__(self, statement: Insert | Update | Delete | Select[Any], *names: str) -> None:
        """Keep it.

        Args:
            statement: with ``bindparam`` for what changes beside the columns.
            names: all parameters, in the order in which values bring them: that of the table, then
                of the condition, as often as each stands there.
        """
        self._statement = statement
        self._names = names
        self._compiled: dict[str, _Compiled] = {}

    def _send(self, session: Session, rows: Sequence[tuple[Any, ...]]) -> DBAPICursor:
        """Run it with one call of the driver, after what the session holds unwritten.

        The library's own way makes a description of the result each time, which takes longer than
        most of these statements.

        Raises:
            sqlalchemy.exc.DBAPIError: of the kind the library would raise.
        """
        # What is unwritten has begun a transaction of the session; recording a meeting never does.
        if session.in_transaction():
            session.flush()
        driver: Driver = session.info.get(DRIVER) or Driver(session.connection())
        compiled = self._compiled.get(driver.dialect.name) or self._compile(driver.dialect)
        given, many = compiled.given(rows), len(rows) > 1
        cursor = driver.cursor()
        for note in driver.listeners:
            note(driver.connection, cursor, compiled.text, given, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(compiled.text, given)
        except driver.dialect.loaded_dbapi.Error as error:
            raise _told_by_library(driver.dialect, compiled.text, given, error) from error
        return cursor

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = _Compiled(self._statement, self._names, dialect)
        self._compiled[dialect.name] = compiled
        return compiled


def _told_by_library(dialect: Dialect, text: str, given: Any, error: Exception) -> Exception:  # noqa: ANN401 - drivers differ
    """Say what the driver says as the library's own kind of error."""
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, given, error, base, dialect=dialect)


class Reading(_Prepared):
    """A statement that reads what the driver gives as it is kept: numbers and texts."""

    def rows(self, session: Session, *values: Any) -> tuple[tuple[Any, ...], ...]:  # noqa: ANN401
        """Read.

        Args:
            session: any; what it holds unwritten is written first.
            values: of the parameters, in the order of the names.

        Returns:
            Plain rows; days as texts on SQLite, as days on PostgreSQL: see ``day_of``.
        """
        return tuple(self._send(session, (values,)).fetchall())


def filled(values: Sequence[Value], size: int, nothing: Value) -> Iterator[tuple[Value, ...]]:
    """Cut values into rows of one size, the last one filled up with what stands for nothing."""
    for start in range(0, len(values), size):
        row = tuple(values[start : start + size])
        yield row + (nothing,) * (size - len(row))


def day_of(kept: str | date) -> date:
    """Read a day: SQLite keeps its text, PostgreSQL's driver gives the day."""
    return kept if isinstance(kept, date) else date.fromisoformat(kept)


def day_or_none(kept: str | date | None) -> date | None:
    """Read a day that may be absent."""
    return None if kept is None else day_of(kept)


class Writing(_Prepared):
    """A statement that writes.

    A meeting writes a hundred narrow rows; preparing each of them anew would take longer than
    writing them.
    """

    def run(self, session: Session, *rows: tuple[Any, ...]) -> int:
        """Run it for each row, with one call of the driver.

        Args:
            session: inside ``transaction()``; what it holds unwritten is written first.
            rows: values in the order of the names, enumerations as their texts; none writes
                nothing.

        Returns:
            How many rows of the table were written.
        """
        return self._send(session, rows).rowcount if rows else 0


def _iso_or_none(day: date | None) -> str | None:
    """Write a day as SQLite keeps it, at a third of what the library takes."""
    return None if day is None else day.isoformat()


class _Compiled:
    """A statement as one kind of database wants it."""

    def __init__(
        self,
        statement: Insert | Update | Delete | Select[Any],
        names: tuple[str, ...],
        dialect: Dialect,
    ) -> None:
        """Compile it and find what must be converted."""
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        assert isinstance(compiled, SQLCompiler)
        order = compiled.positiontup
        assert order is None or tuple(order) == names, "rows come in the order of the statement"
        self.text = str(compiled)
        self._names = names
        self._named = order is None
        self._converted: list[tuple[int, Callable[[Any], Any]]] = []
        for place, name in enumerate(names):
            kind = compiled.binds[name].type
            convert = kind.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None and isinstance(kind, _CONVERTED):
                day = isinstance(kind, Date)
                self._converted.append((place, _iso_or_none if day else convert))

    def given(self, rows: Sequence[tuple[Any, ...]]) -> Any:  # noqa: ANN401 - drivers differ
        """Give the rows as the driver takes them; a single one by itself, so that it is prepared.

        Args:
            rows: in the order of the names.

        Returns:
            One row or a list, of tuples or of mappings.
        """
        if self._converted:
            rows = [self._convert(row) for row in rows]
        if self._named:
            named = [dict(zip(self._names, row, strict=True)) for row in rows]
            return named if len(named) > 1 else named[0]
        return rows if len(rows) > 1 else rows[0]

    def _convert(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self._converted:
            values[place] = convert(values[place])
        return tuple(values)
