"""A report as a workbook: tables that bring their own words, charts, and definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vsla.documents.spreadsheet import Workbook, sheet_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.documents.cells import Value

_WIDE = 44
_NARROW = 18
_CHART = {"width": 720, "height": 340}
_COLOURS = ("#7b2d5e", "#c79a2b", "#2f5d62")


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart of a page.

    Attributes:
        title: above it.
        kind: ``column`` or ``bar``.
        first: place of the first column that is drawn.
        count: how many columns.
        labels: how many columns at the start name the rows.
    """

    title: str
    kind: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: heads and rows with their words in them, notes below, perhaps a chart."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    chart: ChartSpec | None = None


class ReportBook(Workbook):
    """A workbook of pages."""

    def add_page(self, page: Page) -> None:
        """Write a sheet with its table, notes and chart."""
        sheet: Any = self._book.add_worksheet(sheet_name(page.name))
        sheet.set_column(0, 0, _WIDE, self._format("wrap"))
        sheet.set_column(1, max(len(page.heads) - 1, 1), _NARROW)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        self._row(sheet, 0, list(page.heads), "head")
        for place, row in enumerate(page.rows, start=1):
            self._row(sheet, place, row)
        below = len(page.rows) + 2
        for place, text in enumerate(page.notes):
            sheet.write_string(below + place, 0, text)
        if page.chart is not None and page.rows:
            self._draw(sheet, page, page.chart, below + len(page.notes) + 1)

    def _draw(self, sheet: Any, page: Page, spec: ChartSpec, row: int) -> None:  # noqa: ANN401
        chart = self._book.add_chart({"type": spec.kind})
        name, last = sheet.get_name(), len(page.rows)
        for place in range(spec.first, spec.first + spec.count):
            chart.add_series(
                {
                    "name": [name, 0, place],
                    "categories": [name, 1, 0, last, 0],
                    "values": [name, 1, place, last, place],
                    "fill": {"color": _COLOURS[(place - spec.first) % len(_COLOURS)]},
                }
            )
        chart.set_title({"name": spec.title, "overlay": False})
        chart.set_legend({"position": "bottom"})
        chart.set_size(_CHART)
        sheet.insert_chart(row, 0, chart, {"description": spec.title})

    def finish(self, name: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> None:
        """Write what every figure means and stands on, and the file."""
        sheet: Any = self._book.add_worksheet(sheet_name(name))
        sheet.set_column(0, 0, _WIDE, self._format("wrap"))
        sheet.set_column(1, 1, 2 * _WIDE, self._format("wrap"))
        about = self._about
        self._row(sheet, 0, [about.title], "head")
        for place, line in enumerate(about.lines, start=1):
            self._row(sheet, place, line)
        start = len(about.lines) + 2
        self._row(sheet, start, heads, "head")
        for place, row in enumerate(rows, start=start + 1):
            self._row(sheet, place, row)
        self._book.close()
