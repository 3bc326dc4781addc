"""The driver's side of a connection, for statements that pass the library by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

DRIVER = "vsla_driver"
"""Where a session keeps, in ``info``, the driver of its open writing transaction."""


class Driver:
    """What a statement needs of a connection, found once and not before every statement.

    Attributes:
        connection: the library's, in a transaction.
        dialect: of its database.
        cursor: makes a cursor of the driver.
        listeners: to be told of each statement, as the library tells them.
    """

    __slots__ = ("connection", "cursor", "dialect", "listeners")

    def __init__(self, connection: Connection) -> None:
        """Find it."""
        driver = connection.connection.dbapi_connection
        assert driver is not None, "a connection in a transaction has its driver"
        self.connection = connection
        self.dialect = connection.dialect
        self.cursor = driver.cursor
        self.listeners = tuple(connection.dispatch.before_cursor_execute)
