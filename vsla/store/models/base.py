"""What all tables share: names of constraints, and types that both databases keep alike."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import DateTime, MetaData, Table, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect

E = TypeVar("E", bound=StrEnum)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

CLUSTERED = {"sqlite_with_rowid": False}
"""Table option: SQLite keeps narrow rows in the order of their key and needs no second index."""


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class EnumText(TypeDecorator[E]):
    """An enumeration kept as the text of its value: adding one needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        """Remember which enumeration to read back."""
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E | str | None, _dialect: Dialect) -> str | None:
        """Give the database the value; a text that is none of them is refused."""
        return None if value is None else self.enum(value).value

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[Any], E | None]:
        """Read the member back by looking it up: pages read hundreds of them."""
        members: dict[str | None, E | None] = {None: None, **{m.value: m for m in self.enum}}
        return members.__getitem__


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, aware and in UTC coming out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware moment into UTC.

        Raises:
            ValueError: the moment does not say its zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give it back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table_of(model: type[Base]) -> Table:
    """Give the bare table of a model, for statements that write many rows without objects.

    Args:
        model: any model.

    Returns:
        Its table.
    """
    return cast("Table", model.__table__)
