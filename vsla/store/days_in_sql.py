"""Arithmetic with days in statements, as each database says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Integer, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.elements import SQLCoreOperations


class LaterDay(GenericFunction[date]):
    """The day so many days after a day."""

    type = Date()
    inherit_cache = True
    name = "later_day"


class MonthEnd(GenericFunction[date]):
    """The last day of a day's month."""

    type = Date()
    inherit_cache = True
    name = "month_end"


class DayNumber(GenericFunction[int]):
    """The number of a day."""

    type = Integer()
    inherit_cache = True
    name = "day_number"


class NewYear(GenericFunction[date]):
    """The first day of a year."""

    type = Date()
    inherit_cache = True
    name = "new_year"


@compiles(LaterDay, "sqlite")
def _later_sqlite(element: LaterDay, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    day, count = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, ({count}) || ' days')"


@compiles(LaterDay, "postgresql")
def _later_postgres(element: LaterDay, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    day, count = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({day} + CAST({count} AS INTEGER))"


@compiles(MonthEnd, "sqlite")
def _end_sqlite(element: MonthEnd, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    (day,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, 'start of month', '+1 month', '-1 day')"


@compiles(MonthEnd, "postgresql")
def _end_postgres(element: MonthEnd, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    (day,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(date_trunc('month', {day}) + interval '1 month' - interval '1 day' AS DATE)"


@compiles(DayNumber, "sqlite")
def _number_sqlite(element: DayNumber, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    (day,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({day}) - 1721424.5 AS INTEGER)"


@compiles(DayNumber, "postgresql")
def _number_postgres(element: DayNumber, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    (day,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({day} - DATE '0001-01-01' + 1)"


@compiles(NewYear, "sqlite")
def _year_sqlite(element: NewYear, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    (year,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"printf('%04d-01-01', {year})"


@compiles(NewYear, "postgresql")
def _year_postgres(element: NewYear, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    (year,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"make_date(CAST({year} AS INTEGER), 1, 1)"


def later(day: SQLCoreOperations[Any], days: int) -> ColumnElement[date]:
    """Say the day so many days after another."""
    return LaterDay(day, days)


def month_end(day: SQLCoreOperations[Any]) -> ColumnElement[date]:
    """Say the last day of a day's month."""
    return MonthEnd(day)


def month_number(day: SQLCoreOperations[Any]) -> ColumnElement[int]:
    """Say a day's month as ``calendar.month_of`` names it."""
    return func.extract("year", day) * 100 + func.extract("month", day)


def day_number(day: SQLCoreOperations[Any]) -> ColumnElement[int]:
    """Say the number of a day as ``date.toordinal`` does."""
    return DayNumber(day)


def new_year(year: SQLCoreOperations[Any]) -> ColumnElement[date]:
    """Say the first of January of a year."""
    return NewYear(year)
