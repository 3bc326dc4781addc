"""Numbers of rows in addresses: one that no row can have leads nowhere, on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from werkzeug.routing import Map

ROW_MAX = 2**31 - 1


class RowNumber(IntegerConverter):
    """A whole number as the databases keep those of rows."""

    def __init__(self, of_map: Map) -> None:
        """Take no larger number than a row can have."""
        super().__init__(of_map, max=ROW_MAX)
