"""Rows of tables as plain JSON in the file of a group, and back with every value judged."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BigInteger, Boolean, Date, Integer

from vsla.store.models.base import Base, EnumText, UTCDateTime, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.types import TypeEngine

Model = TypeVar("Model", bound=Base)

TEXT_MAX = 1_000
_INTEGER_MAX = 2**31 - 1
_AMOUNT_MAX = 2**62


def plain(value: object) -> object:
    """Write a value as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def row_out(row: Base, names: Sequence[str]) -> dict[str, Any]:
    """Write some columns of a row."""
    return {name: plain(getattr(row, name)) for name in names}


def row_in(
    model: type[Model], told: Mapping[str, Any], names: Sequence[str], **more: object
) -> Model:
    """Make a row of what was written of it.

    Args:
        model: of which table.
        told: as ``row_out`` writes it.
        names: of its columns.
        more: the other columns.

    Raises:
        KeyError: a column is missing.
        TypeError: a value is of another sort than its column.
        ValueError: a value is none that its column takes.
    """
    columns = table_of(model).c
    values = {name: _value(columns[name].type, told[name]) for name in names}
    for name in names:
        if values[name] is None and not columns[name].nullable:
            raise ValueError(name)
    return model(**values, **more)


def _value(kind: TypeEngine[Any], value: Any) -> object:  # noqa: ANN401 - plain JSON, judged here
    if value is None:
        return None
    if isinstance(kind, Boolean | Integer):
        return _number(kind, value)
    if not isinstance(value, str) or len(value) > TEXT_MAX:
        raise TypeError(value)
    if isinstance(kind, EnumText):
        return kind.enum(value)
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _number(kind: Boolean | Integer, value: Any) -> object:  # noqa: ANN401 - likewise
    if isinstance(value, bool) is not isinstance(kind, Boolean):
        raise TypeError(value)
    most = _AMOUNT_MAX if isinstance(kind, BigInteger) else _INTEGER_MAX
    if not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(value)
    return value
