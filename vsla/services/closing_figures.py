"""The three figures of the group as they stood at the end of a recorded meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from vsla.domain.ledger import Account, Movement, balances
from vsla.store.models import JournalEntry, MovementRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.domain.money import Minor


@dataclass(frozen=True, slots=True)
class ClosingFigures:
    """The two boxes and the loans out of the loan fund, in minor units."""

    loan_fund: Minor
    solidarity_fund: Minor
    loans_out: Minor


def closing_figures(session: Session, entry: JournalEntry) -> ClosingFigures:
    """Add up all that moved until the end of a meeting, as the ledger knows it today.

    Corrections of this meeting and of earlier ones are in it, whenever they were made. One
    statement; the sums are made by the database.

    Args:
        session: to read with.
        entry: of a meeting; the caller has asked whether it may be seen.

    Returns:
        What was in the boxes when they were locked.
    """
    here = JournalEntry.group_id == entry.group_id
    earlier = and_(JournalEntry.cycle == entry.cycle, JournalEntry.meeting <= entry.meeting)
    query = (
        select(MovementRow.kind, MovementRow.reversed, func.sum(MovementRow.amount))
        .join(
            JournalEntry,
            and_(
                JournalEntry.group_id == MovementRow.group_id,
                JournalEntry.number == MovementRow.entry_number,
            ),
        )
        .where(here, or_(JournalEntry.cycle < entry.cycle, earlier))
        .group_by(MovementRow.kind, MovementRow.reversed)
    )
    moved = [
        Movement(kind=kind, amount=int(total), reversed=undone)
        for kind, undone, total in session.execute(query)
    ]
    sums = balances(moved)
    return ClosingFigures(
        sums[Account.CASH_LOAN_FUND], sums[Account.CASH_SOLIDARITY], sums[Account.LOANS]
    )
