"""Write the empty workbook in which groups are brought in."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import xlsxwriter

from vsla.documents.import_form import HELP, SHEETS, YES_NO, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.documents.import_form import Sheet
    from vsla.documents.words import Words

_LINES = 5_000
_WIDTH = 18
_NOTES = (26, 30, 16, 80)


def write_template(file: IO[bytes], words: Words, sheets: Sequence[Sheet] = SHEETS) -> None:
    """Write the workbook: a sheet that explains, and one to fill in for each kind of line.

    Args:
        file: to write to.
        words: of its language; every language is understood when it comes back.
        sheets: with the columns of a programme's own fields, where it has some.
    """
    book: Any = xlsxwriter.Workbook(file)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    needed = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#f3e3b3"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd" if words.language == "en" else "dd/mm/yyyy"})
    _explain(book.add_worksheet(words(HELP["how"])), words, sheets, head, wrap)
    for form in sheets:
        sheet = book.add_worksheet(words(form.name))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(form.columns):
            sheet.set_column(place, place, _WIDTH, day if column.kind is Kind.DAY else None)
            sheet.write_string(0, place, words(column.head), needed if column.needed else head)
            sheet.write_comment(0, place, words(column.meaning))
            if column.choices:
                # Everything but yes and no is written as it is kept, in every language.
                spoken = column.choices == YES_NO
                offered = [words(one) if spoken else one for one in column.choices]
                rule = {"validate": "list", "source": offered, "error_type": "warning"}
                sheet.data_validation(1, place, _LINES, place, rule)
    book.close()


def _explain(
    sheet: Any,  # noqa: ANN401 - xlsxwriter tells no types
    words: Words,
    sheets: Sequence[Sheet],
    head: Any,  # noqa: ANN401
    wrap: Any,  # noqa: ANN401
) -> None:
    for place, width in enumerate(_NOTES):
        sheet.set_column(place, place, width, wrap)
    sheet.merge_range(0, 0, 0, len(_NOTES) - 1, words(HELP["intro"]), wrap)
    sheet.set_row(0, 60)
    for place, key in enumerate(("sheet", "column", "needed", "meaning")):
        sheet.write_string(2, place, words(HELP[key]), head)
    line = 3
    for form in sheets:
        line = _explain_one(sheet, words, form, line)


def _explain_one(sheet: Any, words: Words, form: Sheet, line: int) -> int:  # noqa: ANN401
    sheet.write_string(line, 0, words(form.name))
    sheet.write_string(line, 3, words(form.meaning))
    for place, column in enumerate(form.columns, start=1):
        sheet.write_string(line + place, 1, words(column.head))
        sheet.write_string(line + place, 2, words(HELP["yes"]) if column.needed else "")
        sheet.write_string(line + place, 3, words(column.meaning))
    return line + len(form.columns) + 1
