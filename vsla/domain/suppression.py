"""Hide small cells of a table that leaves the programme, so that nobody can work them out.

A cell of one or two people tells about those people. Hiding it alone is not enough: whoever knows
the other cells of its line and the total subtracts. So further cells are hidden until no hidden
figure follows from what is shown.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Cell = tuple[int, int]
"""Row and column; the column behind the last is the total of a row, the row below the last that of
a column."""

_Node = tuple[str, int]
_TOTAL_COSTS = 1_000_000


def hidden_cells(
    counts: Sequence[Sequence[int]], least: int, *, column_totals: bool = True
) -> frozenset[Cell]:
    """Choose the cells of a table of people that must not be shown.

    Every cell and total from 1 to ``least - 1`` is hidden, and as few other people as possible with
    them, totals last. Zero is never hidden: it tells about nobody in the cell.

    Args:
        counts: people by row and column, zero or more, without totals.
        least: the smallest number of people that may be shown; 1 hides nothing.
        column_totals: totals of columns are shown too; without them each row stands alone.

    Returns:
        The hidden cells, totals among them. For each there are at least two tables of whole
        numbers, zero or more, that agree with everything shown and differ in it.

    Source: indicators.md, client protection; D. Gusfield, A graph theoretic approach to
        statistical data security: a hidden cell follows from the others just when it is a bridge
        of the graph that joins rows and columns by hidden cells.
    """
    rows = [[*row, sum(row)] for row in counts]
    if not rows:
        return frozenset()
    if not column_totals:
        return frozenset(
            (place, column)
            for place, row in enumerate(rows)
            for column in _hidden_in_row(row, least)
        )
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    hidden = {
        (place, column)
        for place, row in enumerate(rows)
        for column, number in enumerate(row)
        if 0 < number < least
    }
    while (bridge := _first_bridge(hidden)) is not None:
        hidden |= _way_round(rows, hidden, bridge)
    return frozenset(hidden)


def _hidden_in_row(row: Sequence[int], least: int) -> set[int]:
    """Hide cells of a row with its total at the end: never one alone."""
    hidden = {column for column, number in enumerate(row) if 0 < number < least}
    if len(hidden) == 1:
        total = len(row) - 1
        others = [column for column, number in enumerate(row) if number and column not in hidden]
        hidden.add(min(others, key=lambda column: (column == total, row[column])))
    return hidden


def _ends(cell: Cell) -> tuple[_Node, _Node]:
    return ("row", cell[0]), ("column", cell[1])


def _first_bridge(hidden: set[Cell]) -> Cell | None:
    """Find a hidden cell whose row and column no other way of hidden cells joins."""
    return next((cell for cell in sorted(hidden) if not _joined(hidden - {cell}, cell)), None)


def _joined(hidden: set[Cell], cell: Cell) -> bool:
    start, end = _ends(cell)
    seen, waiting = {start}, deque([start])
    while waiting:
        node = waiting.popleft()
        for other in hidden:
            ends = _ends(other)
            if node in ends:
                behind = ends[1] if node == ends[0] else ends[0]
                if behind not in seen:
                    seen.add(behind)
                    waiting.append(behind)
    return end in seen


def _way_round(rows: Sequence[Sequence[int]], hidden: set[Cell], bridge: Cell) -> set[Cell]:
    """Find the cheapest further cells that join the row and the column of a bridge another way.

    There is always one: where a cell is above zero, so are the totals of its row and of its column
    and the total of all. Every cell taken is above zero too, so each can be one more or one less.
    """
    start, end = _ends(bridge)
    waiting: list[tuple[int, _Node, tuple[Cell, ...]]] = [(0, start, ())]
    done: set[_Node] = set()
    while True:
        cost, node, way = heappop(waiting)
        if node == end:
            return set(way)
        if node in done:
            continue
        done.add(node)
        for cell in _cells_at(rows, node):
            if cell == bridge or not rows[cell[0]][cell[1]]:
                continue
            ends = _ends(cell)
            behind = ends[1] if node == ends[0] else ends[0]
            heappush(waiting, (cost + _cost(rows, hidden, cell), behind, (*way, cell)))


def _cells_at(rows: Sequence[Sequence[int]], node: _Node) -> Iterator[Cell]:
    kind, place = node
    if kind == "row":
        yield from ((place, column) for column in range(len(rows[0])))
    else:
        yield from ((row, place) for row in range(len(rows)))


def _cost(rows: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> int:
    """Say what hiding a cell costs: its people, and much more for a total."""
    if cell in hidden:
        return 0
    totals = (cell[0] == len(rows) - 1) + (cell[1] == len(rows[0]) - 1)
    return rows[cell[0]][cell[1]] + totals * _TOTAL_COSTS
