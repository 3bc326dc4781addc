"""Give the journal of a group to accountants: everything that moved, without anybody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.documents.accounting import Book, Line
from vsla.domain.ledger import Account
from vsla.services.access import group_for
from vsla.services.books import load
from vsla.store import journal, position
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


def journal_book(session: Session, actor: Actor, *, group_id: int) -> Book:
    """Read a group's journal for plain-text accounting.

    Args:
        session: to read with.
        actor: who may read the group.
        group_id: whose.

    Returns:
        Every entry; without any before the first cycle.

    Raises:
        NotFoundError: the group is not the actor's.
    """
    group = group_for(session, actor, group_id)
    balances = dict.fromkeys(Account, 0)
    passbooks: dict[int, int] = {}
    if position.read(session, group_id) is not None:
        ground = load(session, group)
        balances = dict(ground.books.balances)
        passbooks = {
            member.member: member.passbook_number for member in ground.roster.members.values()
        }
    moved = journal.movements_of(session, group_id)
    query = select(
        JournalEntry.number,
        JournalEntry.kind,
        JournalEntry.cycle,
        JournalEntry.meeting,
        JournalEntry.occurred_on,
        JournalEntry.recorded_at,
        JournalEntry.reverses,
        JournalEntry.hash,
    ).where(JournalEntry.group_id == group_id)
    lines = [
        Line(
            number=row.number,
            kind=str(row.kind),
            cycle=row.cycle,
            meeting=row.meeting,
            occurred_on=row.occurred_on,
            recorded_at=row.recorded_at.isoformat(),
            undoes=row.reverses,
            movements=moved.get(row.number, []),
            hash=row.hash,
        )
        for row in session.execute(query.order_by(JournalEntry.number))
    ]
    return Book(group.code, group.name, group.currency, passbooks, lines, balances)
