"""Tell a group's whole life again from its documents, cycle by cycle."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.books_form import books_from_json
from vsla.domain.closing import close_again
from vsla.domain.correction import without_departures
from vsla.domain.document import parse_meeting
from vsla.domain.meeting import replay
from vsla.domain.money import CURRENCIES
from vsla.store import journal
from vsla.store.models import Cycle
from vsla.store.projections import Recorded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.domain.books import Books
    from vsla.domain.roster import Roster
    from vsla.services.books import Ground
    from vsla.store.models import JournalEntry


@dataclass(frozen=True, slots=True)
class ToldCycle:
    """One cycle told again.

    Attributes:
        number: of the cycle.
        opening: books on which its first document is posted, as stored.
        recorded: what follows from each document that stands, the share-out last.
        books: after the last.
    """

    number: int
    opening: Books
    recorded: tuple[Recorded, ...]
    books: Books


@dataclass(frozen=True, slots=True)
class ToldLife:
    """All cycles of a group told again, and the roster with the departures they tell."""

    cycles: tuple[ToldCycle, ...]
    roster: Roster


def tell_again(session: Session, ground: Ground) -> ToldLife:
    """Tell every cycle of a group again from the documents that stand.

    Args:
        session: to read with.
        ground: of the group.

    Returns:
        Every posting as the rules of today's software give it.
    """
    group_id = ground.group.group_id
    query = select(Cycle).where(Cycle.group_id == group_id).order_by(Cycle.number)
    cycles = list(session.scalars(query))
    entries = {
        cycle.number: journal.effective_documents(session, group_id, cycle.number)
        for cycle in cycles
    }
    documents = [
        parse_meeting(json.loads(entry.document or ""))
        for of_cycle in entries.values()
        for entry in of_cycle
        if entry.meeting is not None
    ]
    roster = without_departures(ground.roster, documents)
    told = []
    for cycle in cycles:
        one, roster = _tell_cycle(ground, cycle, entries[cycle.number], roster)
        told.append(one)
    return ToldLife(tuple(told), roster)


def _tell_cycle(
    ground: Ground, cycle: Cycle, entries: list[JournalEntry], roster: Roster
) -> tuple[ToldCycle, Roster]:
    opening = books_from_json(json.loads(cycle.opening_books))
    meetings = [entry for entry in entries if entry.meeting is not None]
    documents = [parse_meeting(json.loads(entry.document or "")) for entry in meetings]
    told = replay(documents, opening, ground.standing_on, roster)
    recorded = [
        Recorded(
            entry.number,
            cycle.number,
            entry.meeting,
            entry.occurred_on,
            posted.posting,
            posted.breaches,
        )
        for entry, posted in zip(meetings, told.posted, strict=True)
    ]
    books = told.books
    for entry in entries[len(meetings) :]:
        standing = replace(ground.standing_on(entry.occurred_on), roster=told.roster)
        cash = CURRENCIES[ground.group.currency].cash
        posting = close_again(books, standing, cash, entry.occurred_on)
        recorded.append(Recorded(entry.number, cycle.number, None, entry.occurred_on, posting))
        books = posting.books
    return ToldCycle(cycle.number, opening, tuple(recorded), books), told.roster
