"""Tables as CSV and as workbooks: numbers as numbers, days as days, text never a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import xlsxwriter

from vsla.documents.cells import Money, Part, Table, Tenths, Value
from vsla.documents.table_words import ABOUT, COLUMNS, TABLES
from vsla.documents.words import CHOICES
from vsla.domain.indicators import fixed_point
from vsla.domain.money import CURRENCIES, half_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from vsla.documents.words import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""

_MARK = "\ufeff"
"""Tells a spreadsheet that a CSV is UTF-8."""

_NAME_MAX = 31
_WIDTHS = (10, 40)
_WIDTH_OF_DEFINITION = 90
_LINES_AT_ONCE = 200
_ROWS_MAX = 1_048_575


def guarded(text: str) -> str:
    """Keep a spreadsheet from working out what somebody wrote: an apostrophe makes it text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(value: Value, words: Words) -> str:
    """Write a value for CSV: a point before decimals, days as 2026-11-29, words guarded."""
    match value:
        case Money(amount, currency):
            said = fixed_point(amount, CURRENCIES[currency].scale)
        case Part(part, whole):
            said = fixed_point(half_up(part * 1000, whole), 1) if whole > 0 else ""
        case Tenths(number):
            said = fixed_point(number, 1)
        case StrEnum():
            said = guarded(_chosen(value, words))
        case date():
            said = value.isoformat()
        case str():
            said = guarded(value)
        case _:
            said = "" if value is None else str(value)
    return said


def _chosen(value: StrEnum, words: Words) -> str:
    known = CHOICES.get(type(value).__name__, {})
    return words(known[value.value]) if value.value in known else value.value


def _heads(table: Table, words: Words) -> list[str]:
    return [*(words(COLUMNS[name][0]) for name in table.columns), *table.own]


def csv_parts(table: Table, words: Words) -> Iterator[bytes]:
    """Write a table as CSV, some hundred lines at a time.

    Args:
        table: its rows are read as they are written.
        words: of the language of the head and the choices.

    Yields:
        UTF-8, which begins with the mark that spreadsheets look for.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    out.write(_MARK)
    writer.writerow([guarded(head) for head in _heads(table, words)])
    for number, row in enumerate(table.rows, start=1):
        writer.writerow([plain(value, words) for value in row])
        if not number % _LINES_AT_ONCE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class About:
    """What stands above the definitions of a workbook.

    Attributes:
        title: of the workbook.
        lines: what the figures stand on, each a name and a value.
        made_at: written into the file; the same moment makes the same file.
    """

    title: str
    lines: Sequence[tuple[str, Value]]
    made_at: datetime


def about_table(words: Words, table: Table, *, whose: str, made_at: datetime) -> About:
    """Say of a table for whom and when it was made, and whether it holds personal data."""
    personal = "with_names" if "name" in table.columns else "without_names"
    lines: list[tuple[str, Value]] = [
        (words(ABOUT["made_for"]), whose),
        (words(ABOUT["made_on"]), made_at.date()),
        (words(ABOUT["contains"]), words(ABOUT[personal])),
    ]
    return About(words(TABLES[table.key][0]), [line for line in lines if line[1] != ""], made_at)


class Workbook:
    """A workbook that is written row by row and never held in memory."""

    def __init__(self, file: IO[bytes], words: Words, about: About) -> None:
        """Begin it.

        Args:
            file: to write to, when the workbook is closed.
            words: of its language.
            about: what stands above the definitions.
        """
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd" if words.language == "en" else "dd/mm/yyyy",
        }
        self._book: Any = xlsxwriter.Workbook(file, options)
        made = about.made_at.replace(tzinfo=None)
        self._book.set_properties({"title": about.title, "created": made})
        self._words, self._about = words, about
        self._formats: dict[str, Any] = {}
        self._defined: dict[str, None] = {}
        self._own: dict[str, None] = {}
        self._tables: list[str] = []

    def add(self, table: Table) -> None:
        """Write a table on a sheet of its own, its head frozen and ready to be filtered."""
        title = self._words(TABLES[table.key][0])
        sheet: Any = self._book.add_worksheet(sheet_name(title))
        heads = _heads(table, self._words)
        for place, head in enumerate(heads):
            sheet.set_column(place, place, min(max(len(head) + 3, _WIDTHS[0]), _WIDTHS[1]))
        sheet.freeze_panes(1, 0)
        self._row(sheet, 0, heads, "head")
        last = 0
        for last, row in enumerate(table.rows, start=1):
            if last > _ROWS_MAX:
                raise ValueError(table.key)
            self._row(sheet, last, row)
        sheet.autofilter(0, 0, last, max(len(heads) - 1, 0))
        self._defined |= dict.fromkeys(table.columns)
        self._own |= dict.fromkeys(table.own)
        self._tables.append(table.key)

    def close(self) -> None:
        """Write the definitions and the file."""
        words, about = self._words, self._about
        sheet: Any = self._book.add_worksheet(sheet_name(words(ABOUT["definitions"])))
        sheet.set_column(0, 0, _WIDTHS[1])
        sheet.set_column(1, 1, _WIDTH_OF_DEFINITION, self._format("wrap"))
        rows: list[tuple[Sequence[Value], str]] = [((about.title,), "head")]
        rows += [(line, "") for line in about.lines]
        for key in self._tables:
            rows += [((), ""), ((words(TABLES[key][0]), words(TABLES[key][1])), "head")]
        rows += [((), ""), ((words(ABOUT["column"]), words(ABOUT["meaning"])), "head")]
        rows += [(tuple(words(text) for text in COLUMNS[name]), "") for name in self._defined]
        rows += [((name, words(ABOUT["own"])), "") for name in self._own]
        for place, (row, style) in enumerate(rows):
            self._row(sheet, place, row, style)
        self._book.close()

    def _format(self, name: str) -> Any:  # noqa: ANN401 - xlsxwriter tells no types
        if name not in self._formats:
            self._formats[name] = self._book.add_format(_STYLES.get(name, {"num_format": name}))
        return self._formats[name]

    def _row(self, sheet: Any, place: int, row: Sequence[Value], style: str = "") -> None:  # noqa: ANN401
        for column, value in enumerate(row):
            self._cell(sheet, place, column, value, style)

    def _cell(self, sheet: Any, row: int, column: int, value: Value, style: str) -> None:  # noqa: ANN401
        look = self._format(style) if style else None
        match value:
            case None:
                return
            case Money(amount, currency):
                scale = CURRENCIES[currency].scale
                shown = self._format(f"#,##0.{'0' * scale}" if scale else "#,##0")
                sheet.write_number(row, column, amount / 10**scale, shown)
            case Part(part, whole):
                if whole > 0:
                    sheet.write_number(row, column, part / whole, self._format("0.0%"))
            case Tenths(number):
                sheet.write_number(row, column, number / 10, self._format("#,##0.0"))
            case StrEnum():
                sheet.write_string(row, column, _chosen(value, self._words), look)
            case date():
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day
            case str():
                sheet.write_string(row, column, value, look)
            case int():
                sheet.write_number(row, column, value, self._format("#,##0"))


_STYLES: dict[str, dict[str, object]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
}


def sheet_name(title: str) -> str:
    """Take out of a title what the name of a sheet may not have."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:_NAME_MAX]
