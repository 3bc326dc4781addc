"""Which cells of a table by people are hidden, so that nobody can be found, also by subtraction."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Key = TypeVar("Key", str, int)

LEAST = 5
"""People in a cell that is shown to others than the programme; Source: features.md, case 22."""


def hidden_parts(people: Mapping[Key, int], *, unseen: int = 0, least: int = LEAST) -> set[Key]:
    """Choose the parts of a whole that are hidden while the whole is shown.

    What is hidden can be reckoned as the whole less what is shown, so it too is about enough
    people, or about nobody.

    Args:
        people: in each part that would be shown.
        unseen: people of the whole who are in none of these parts.
        least: people a cell is about at least, or none.

    Returns:
        The parts to hide; the smallest ones, in the order given where they are alike.
    """
    hidden = {part for part, count in people.items() if 0 < count < least}
    while True:
        together = unseen + sum(people[part] for part in hidden)
        shown = [part for part, count in people.items() if part not in hidden and count]
        if not 0 < together < least or not shown:
            return hidden
        hidden.add(min(shown, key=lambda part: people[part]))


def hidden_cells(
    rows: Sequence[Mapping[str, int]],
    wholes: Sequence[int],
    *,
    least: int = LEAST,
) -> list[set[str]]:
    """Choose the cells of a table that are hidden while its columns are added up below it.

    Args:
        rows: people by column.
        wholes: people of each row, those of no column among them.
        least: people a cell is about at least, or none.

    Returns:
        For each row the columns to hide, so that neither a row nor a column tells a hidden cell.
    """
    found: list[set[str]] = [set() for _row in rows]
    columns = list(rows[0]) if rows else []
    changed = True
    while changed:
        before = [set(each) for each in found]
        for row, whole, gone in zip(rows, wholes, found, strict=True):
            shown = {name: count for name, count in row.items() if name not in gone}
            gone.update(hidden_parts(shown, unseen=whole - sum(shown.values()), least=least))
        for name in columns:
            seen = {place: row[name] for place, row in enumerate(rows) if name not in found[place]}
            unseen = sum(row[name] for row in rows) - sum(seen.values())
            for place in hidden_parts(seen, unseen=unseen, least=least):
                found[place].add(name)
        _hide_beside(found, wholes, columns)
        changed = before != found
    return found


def _hide_beside(found: list[set[str]], wholes: Sequence[int], columns: Sequence[str]) -> None:
    """Hide all of a row of which one cell is hidden, and never a single row among others.

    One hidden cell of a row is the row less the others, and a single hidden row is the columns less
    the other rows: both together would tell what each alone does not.
    """
    for gone in found:
        if gone:
            gone.update(columns)
    rest = [place for place, gone in enumerate(found) if not gone and wholes[place]]
    if sum(map(bool, found)) == 1 and rest:
        found[min(rest, key=lambda place: wholes[place])].update(columns)
