"""Close a cycle: the share-out as one posting, ready for the ledger or to be told again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.counting import count_changes, count_movements
from vsla.domain.facts import Posting
from vsla.domain.shareout import preview
from vsla.domain.shareout_posting import apply_share_out, movements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vsla.domain.books import Books
    from vsla.domain.facts import Counters
    from vsla.domain.money import Minor
    from vsla.domain.roster import Gender, Roster
    from vsla.domain.run import Standing
    from vsla.domain.shareout import ShareOut


def closing_posting(books: Books, share_out: ShareOut, roster: Roster, held_on: date) -> Posting:
    """Turn a previewed share-out into a posting.

    Args:
        books: on which it was reckoned.
        share_out: without problems.
        roster: tells each member's sex.
        held_on: the day.

    Returns:
        Movements, closed books and counters by sex.
    """
    moved = movements(share_out)
    counters: dict[Gender, Counters] = {}
    count_movements(moved, roster, counters)
    after = apply_share_out(books, share_out, moved, held_on)
    count_changes(books, after, roster, counters)
    return Posting(moved, after, counters=counters)


def close_again(books: Books, standing: Standing, cash: Sequence[Minor], held_on: date) -> Posting:
    """Reckon and post a share-out again from the same books: the ledger must say the same.

    Args:
        books: after the last meeting of the cycle.
        standing: the group on the day.
        cash: notes and coins in use, largest first, minor units.
        held_on: the day of the share-out.

    Returns:
        The posting.
    """
    share_out = preview(
        books,
        standing.constitution,
        standing.roster,
        cash_step=standing.cash_step,
        cash=cash,
        held_on=held_on,
    )
    return closing_posting(books, share_out, standing.roster, held_on)
