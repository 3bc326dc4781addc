"""Two boxes of money as they were counted: what each holds, and in which notes and coins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from vsla.domain.codes import Code
from vsla.domain.money import MINOR_MAX, Minor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsla.domain.constitution import Fund
    from vsla.domain.reader import Reader

PIECES_MAX = 100_000

Pieces: TypeAlias = tuple[tuple[Minor, int], ...]
"""How many there are of each note or coin: value in minor units and number, smallest first."""


@dataclass(frozen=True, slots=True)
class CashCount:
    """The two boxes as counted, in minor units; None where a box was not counted.

    Attributes:
        loan_fund: what its box holds.
        solidarity_fund: of the other.
        loan_fund_notes: the notes and coins that make ``loan_fund``; empty where only the sum
            was written.
        solidarity_fund_notes: of the other.
    """

    loan_fund: Minor | None = None
    solidarity_fund: Minor | None = None
    loan_fund_notes: Pieces = ()
    solidarity_fund_notes: Pieces = ()


UNCOUNTED = CashCount()


def cash_count(parent: Reader, key: str) -> CashCount:
    """Read what was counted; notes that do not make the sum beside them are a problem.

    Args:
        parent: of the document.
        key: of the count; absent reads as not counted.

    Source: issue "Paper", 1.4: two boxes counted note by note.
    """
    r = parent.child(key)
    if r is None:
        return UNCOUNTED
    loan_fund = r.optional_integer("loan_fund_minor", 0, MINOR_MAX)
    solidarity = r.optional_integer("solidarity_fund_minor", 0, MINOR_MAX)
    count = CashCount(
        loan_fund,
        solidarity,
        _notes(r, "loan_fund_notes", loan_fund),
        _notes(r, "solidarity_fund_notes", solidarity),
    )
    r.finish()
    return count


def _notes(parent: Reader, key: str, counted: Minor | None) -> Pieces:
    """Read the notes and coins of one box, by value."""
    r = parent.child(key)
    if r is None:
        return ()
    pieces = r.numbered(1, PIECES_MAX)
    r.finish()
    made = sum(value * number for value, number in pieces)
    if pieces and made != counted:
        parent.note(key, Code.NOTES_DIFFER, notes_minor=made, counted_minor=counted or 0)
    return pieces


def pieces_in(counted: Mapping[str, object], fund: Fund) -> dict[Minor, int]:
    """Give the notes and coins of one box as a document that was read before writes them.

    Args:
        counted: its opening or closing count as JSON.
        fund: whose box.

    Returns:
        How many of each, the largest first; empty where only the sum was written.
    """
    notes = counted.get(f"{fund}_notes")
    if not isinstance(notes, dict):
        return {}
    return {value: notes[str(value)] for value in sorted(map(int, notes), reverse=True)}
