"""Read a workbook that people filled in: plain values, each with its place."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_MAX = 100_000
COLUMNS_MAX = 60


class UnreadableError(Exception):
    """It is no workbook, or too large a one."""


Grid = list[list[object]]
"""Rows of a sheet from the first one on; an empty cell is the empty text."""


def read_workbook(data: bytes) -> dict[str, Grid]:
    """Read every sheet of a workbook.

    Args:
        data: an .xlsx, .xls or .ods file.

    Returns:
        Rows by the name of the sheet; days as days, numbers as numbers, the rest as text.

    Raises:
        UnreadableError: it is no workbook, or has more lines than a person writes.
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return {name: list(_rows(book, name)) for name in book.sheet_names}
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableError from error


def _rows(book: CalamineWorkbook, name: str) -> Iterator[list[object]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > ROWS_MAX or sheet.total_width > COLUMNS_MAX:
        raise UnreadableError
    for row in sheet.to_python(skip_empty_area=False):
        yield [_plain(cell) for cell in row]


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date | bool | int | float):
        return cell
    return str(cell).strip()
