"""From the cells of a filled-in workbook to lines, with every problem at its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from vsla.documents.import_form import HELP, SHEETS, YES_NO, Kind
from vsla.documents.words import LANGUAGES, words_of
from vsla.documents.workbook_reader import UnreadableError, read_workbook
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.domain.money import CURRENCIES, MINOR_MAX
from vsla.domain.own_fields import NO, NUMBER_MAX, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsla.documents.import_form import Column, Sheet
    from vsla.documents.workbook_reader import Grid

_COUNT_MAX = 10**6
_TEXT_MAX = 200
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
_FIRST_LINE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line that somebody filled in; amounts are minor units, an empty cell is absent.

    Attributes:
        sheet: key of the sheet.
        number: of the line in the sheet, as the spreadsheet counts.
        cells: by key of the column.
    """

    sheet: str
    number: int
    cells: dict[str, object]

    def text(self, key: str) -> str:
        """Give a text, "" when empty."""
        return str(self.cells.get(key, ""))

    def count(self, key: str, otherwise: int = 0) -> int:
        """Give a number or an amount."""
        value = self.cells.get(key)
        return value if isinstance(value, int) else otherwise

    def day(self, key: str) -> date | None:
        """Give a day, None when empty."""
        value = self.cells.get(key)
        return value if isinstance(value, date) else None

    def problem(self, key: str, code: Code, **values: int | str) -> Problem:
        """Say what is wrong with a cell, or for "" with the line."""
        return Problem(f"{self.sheet}.{self.number}.{key}".rstrip("."), code, values)


@dataclass(slots=True)
class Book:
    """All lines by sheet, and what is wrong with them so far."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of_group(self, sheet: str, code: str) -> list[Line]:
        """List the lines of a group, in their order."""
        return [line for line in self.lines[sheet] if line.text("group").upper() == code]


def read_book(data: bytes, sheets: Sequence[Sheet] = SHEETS) -> Book:
    """Read a filled-in workbook, whatever language its heads are in.

    Args:
        data: of the file.
        sheets: that it may have, with the columns of a programme's own fields.

    Returns:
        Lines and problems; a line with a problem is kept without the cell.

    Raises:
        InvalidDocumentError: IMPORT_UNREADABLE, it is no workbook, or none of ours.
    """
    try:
        grids = read_workbook(data)
    except UnreadableError as error:
        raise InvalidDocumentError([Problem("file", Code.IMPORT_UNREADABLE)]) from error
    named = {_key(name): grid for name, grid in grids.items()}
    book = Book()
    found = {form.key: _grid_of(named, form) for form in sheets}
    if found["groups"] is None:
        raise InvalidDocumentError([Problem("file", Code.IMPORT_UNREADABLE)])
    raw = {form.key: list(_raw(book, form, found[form.key] or [])) for form in sheets}
    currencies = {
        str(cells.get("code", "")).upper(): str(cells.get("currency", "")).upper()
        for _number, cells in raw["groups"]
    }
    for form in sheets:
        book.lines[form.key] = [
            _line(book, form, number, cells, currencies) for number, cells in raw[form.key]
        ]
    return book


def _key(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def _names(text: str) -> set[str]:
    """Give a text in every language."""
    return {_key(words_of(language)(text)) for language in LANGUAGES}


def _grid_of(named: dict[str, Grid], form: Sheet) -> Grid | None:
    return next((named[name] for name in _names(form.name) if name in named), None)


def _raw(book: Book, form: Sheet, grid: Grid) -> Iterator[tuple[int, dict[str, object]]]:
    """Give the filled cells of each line by column; a head that is missing is told once."""
    if not grid:
        return
    heads = [_key(cell) for cell in grid[0]]
    places: dict[str, int] = {}
    for column in form.columns:
        # A field of the programme may be called like a column that is always there.
        free = [at for at, head in enumerate(heads) if at not in places.values()]
        names = _names(column.head)
        at = next((at for at in free if heads[at] in names), None)
        if at is not None:
            places[column.key] = at
        elif column.needed:
            where = f"{form.key}.1.{column.key}"
            book.problems.append(Problem(where, Code.IMPORT_COLUMN_MISSING))
    for number, row in enumerate(grid[1:], start=_FIRST_LINE):
        cells = {key: row[at] for key, at in places.items() if at < len(row) and row[at] != ""}
        if cells:
            yield number, cells


def _line(
    book: Book, form: Sheet, number: int, cells: dict[str, object], currencies: dict[str, str]
) -> Line:
    line = Line(form.key, number, {})
    code = str(cells.get("code" if form.key == "groups" else "group", "")).upper()
    currency = currencies.get(code, "")
    for column in form.columns:
        if column.key not in cells:
            if column.needed:
                book.problems.append(line.problem(column.key, Code.MISSING))
            continue
        read = _cell(cells[column.key], column, currency)
        if read is Code.UNKNOWN_CHOICE:
            known = ", ".join(dict.fromkeys(said for said, _choice in _choices(column)))
            book.problems.append(line.problem(column.key, read, choices=known))
        elif isinstance(read, Code):
            book.problems.append(line.problem(column.key, read))
        else:
            line.cells[column.key] = read
    return line


def _cell(value: object, column: Column, currency: str) -> object:
    """Read a cell as its column wants it, or give the code of what is wrong."""
    match column.kind:
        case Kind.DAY:
            return _day(value)
        case Kind.COUNT:
            return _number(value, 1, _COUNT_MAX)
        case Kind.MONEY:
            unit = CURRENCIES[currency].unit if currency in CURRENCIES else 1
            return _number(value, unit, MINOR_MAX)
        case Kind.NUMBER:
            return _number(value, 1, NUMBER_MAX)
        case Kind.CHOICE:
            said = {_key(said): choice for said, choice in _choices(column)}
            return said.get(_key(_text(value)), Code.UNKNOWN_CHOICE)
        case _:
            text = _text(value)
            return Code.TOO_LONG if len(text) > _TEXT_MAX else text


def _choices(column: Column) -> list[tuple[str, str]]:
    """List what may be written in a column of choices, and what it means."""
    if column.choices == YES_NO:
        kept = {HELP["yes"]: YES, HELP["no"]: NO}
        return [(words_of(it)(text), kept[text]) for it in LANGUAGES for text in YES_NO]
    return [(choice, choice) for choice in column.choices]


def _text(value: object) -> str:
    """Write a cell as text; a code such as 7 is a number to a spreadsheet."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _day(value: object) -> date | Code:
    if isinstance(value, date):
        return value
    for form in _DAYS:
        try:
            return datetime.strptime(str(value), form).date()  # noqa: DTZ007 - a day of a place
        except ValueError:
            continue
    return Code.NOT_A_DATE


def _number(value: object, unit: int, most: int) -> int | Code:
    if isinstance(value, bool | date):
        return Code.NOT_A_NUMBER
    text = str(value).replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    try:
        exact = Fraction(text.replace(",", ".")) * unit
    except (ValueError, ZeroDivisionError):
        return Code.NOT_A_NUMBER
    if exact.denominator != 1:
        return Code.NOT_A_NUMBER
    return exact.numerator if 0 <= exact.numerator <= most else Code.OUT_OF_RANGE


def codes_of(lines: Sequence[Line]) -> list[str]:
    """List the codes of groups in the order of their lines, each once."""
    return list(dict.fromkeys(line.text("code").upper() for line in lines if line.text("code")))
