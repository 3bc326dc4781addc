"""Put a cycle right: one document replaced or inserted, every later one told again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vsla.domain.facts import DepartureFact
from vsla.domain.ledger import Account
from vsla.domain.meeting import replay, with_departures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from vsla.domain.books import Books
    from vsla.domain.document import MeetingDocument
    from vsla.domain.errors import Breach, Problem
    from vsla.domain.ledger import Movement
    from vsla.domain.meeting import Posted
    from vsla.domain.money import Minor
    from vsla.domain.roster import Roster
    from vsla.domain.run import Standing


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry that stands in the ledger: its document and what it moved.

    Attributes:
        entry_number: in the journal.
        document: as parsed.
        movements: as written, in order.
        breaches: as flagged.
    """

    entry_number: int
    document: MeetingDocument
    movements: tuple[Movement, ...]
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True)
class Retold:
    """One document of the cycle after the change.

    Attributes:
        document: told again.
        posted: what follows from it now.
        entry_number: where it stood before, or None for the document that is new.
        moved: its movements differ from those written, so it is reversed and written anew.
        breaches_before: as they were flagged.
    """

    document: MeetingDocument
    posted: Posted
    entry_number: int | None
    moved: bool
    breaches_before: tuple[Breach, ...] = ()

    @property
    def cash_after(self) -> Minor:
        """Give the loan-fund cash after the meeting, minor units."""
        return self.posted.posting.books.balances[Account.CASH_LOAN_FUND]

    @property
    def breaches_new(self) -> tuple[Breach, ...]:
        """List breaches that the change brings."""
        return tuple(b for b in self.posted.breaches if b not in self.breaches_before)

    @property
    def breaches_gone(self) -> tuple[Breach, ...]:
        """List breaches that the change takes away."""
        return tuple(b for b in self.breaches_before if b not in self.posted.breaches)


@dataclass(frozen=True, slots=True)
class Revision:
    """A cycle after a change, before anything is written.

    Attributes:
        before: documents in front of the changed one, which stay as they are.
        changed: the new document.
        later: those after it, in order.
        replaces: entry number of the document it takes the place of, or None for a late meeting.
        books: after the last document.
        roster: with the departures of the documents.
    """

    before: tuple[Retold, ...]
    changed: Retold
    later: tuple[Retold, ...]
    replaces: int | None
    books: Books
    roster: Roster

    @property
    def all(self) -> tuple[Retold, ...]:
        """List every document of the cycle in order."""
        return (*self.before, self.changed, *self.later)

    @property
    def later_problems(self) -> tuple[tuple[MeetingDocument, Problem], ...]:
        """List what could no longer be posted, with the document it stands in."""
        return tuple((item.document, p) for item in self.later for p in item.posted.problems)


def without_departures(roster: Roster, documents: Iterable[MeetingDocument]) -> Roster:
    """Take out the departures that documents of the cycle tell, before telling them again.

    Args:
        roster: as stored.
        documents: as they stand in the ledger.

    Returns:
        A roster in which nobody has left by one of these documents.
    """
    gone = [
        DepartureFact(row.member, row.reason)
        for document in documents
        for row in document.departures
        if row.member in roster.members
    ]
    return with_departures(roster, gone, None)


def revise(
    recorded: Sequence[Recorded],
    new: MeetingDocument,
    replaces: int | None,
    books: Books,
    standing_on: Callable[[date], Standing],
    roster: Roster,
) -> Revision:
    """Lay a changed or late document among those of its cycle and tell the cycle again.

    Args:
        recorded: entries that stand, of one cycle, in order of their numbers.
        new: the document to lay in.
        replaces: entry number of the one it takes the place of, or None.
        books: at the opening of the cycle.
        standing_on: constitution and cash step of a day.
        roster: as stored.

    Returns:
        The whole cycle after the change; to be written only without problems.

    Source: architecture.md, The idea 2; features.md, failures 8.
    """
    staying = [item for item in recorded if item.entry_number != replaces]
    place = sum(item.document.meeting < new.meeting for item in staying)
    documents = [item.document for item in staying]
    documents.insert(place, new)
    clean = without_departures(roster, [item.document for item in recorded])
    told = replay(documents, books, standing_on, clean)
    old = [*staying[:place], None, *staying[place:]]
    retold = tuple(
        _retold(document, posted, was)
        for document, posted, was in zip(documents, told.posted, old, strict=True)
    )
    return Revision(
        before=retold[:place],
        changed=_with_old_breaches(retold[place], recorded, replaces),
        later=retold[place + 1 :],
        replaces=replaces,
        books=told.books,
        roster=told.roster,
    )


def _retold(document: MeetingDocument, posted: Posted, was: Recorded | None) -> Retold:
    if was is None:
        return Retold(document, posted, None, moved=True)
    moved = posted.posting.movements != was.movements
    return Retold(document, posted, was.entry_number, moved, was.breaches)


def _with_old_breaches(item: Retold, recorded: Sequence[Recorded], replaces: int | None) -> Retold:
    old = [was.breaches for was in recorded if was.entry_number == replaces]
    return replace(item, breaches_before=old[0]) if old else item
