"""Workbooks read back by a program that had no part in writing them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

Sheet = list[list[Any]]


def sheets_of(data: bytes) -> dict[str, Sheet]:
    """Read every sheet of a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def column(sheet: Sheet, head: str) -> list[Any]:
    """Read a column below its head."""
    place = sheet[0].index(head)
    return [row[place] for row in sheet[1:]]
