"""Post a meeting: document, books and constitution in; movements, problems and breaches out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vsla.domain.counting import count_meeting
from vsla.domain.facts import Posting
from vsla.domain.ledger import trial_balance
from vsla.domain.posting import lay_out, loan_facts
from vsla.domain.rules import BREACH_RULES, PROBLEM_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from vsla.domain.books import Books
    from vsla.domain.document import MeetingDocument
    from vsla.domain.errors import Breach, Problem
    from vsla.domain.facts import Counters, DepartureFact
    from vsla.domain.roster import Gender, Roster
    from vsla.domain.run import Standing


@dataclass(frozen=True, slots=True)
class Posted:
    """A meeting laid on books.

    Attributes:
        posting: what follows from it; to be written only when there are no problems.
        problems: why it cannot be posted.
        breaches: rules of the group that it broke.
    """

    posting: Posting
    problems: tuple[Problem, ...]
    breaches: tuple[Breach, ...]


def post_meeting(document: MeetingDocument, books: Books, standing: Standing) -> Posted:
    """Lay a meeting on the books and hold it against every rule.

    Args:
        document: as parsed.
        books: with every earlier meeting of the cycle posted.
        standing: the group on the day of the meeting.

    Returns:
        The posting with all problems and all breaches.
    """
    run = lay_out(document, books, standing)
    problems = tuple([problem for rule in PROBLEM_RULES for problem in rule(run)])
    breaches = tuple([breach for rule in BREACH_RULES for breach in rule(run)])
    after = run.after()
    assert trial_balance(after.balances) == trial_balance(books.balances)
    counters: dict[Gender, Counters] = {}
    posting = Posting(
        movements=tuple(run.movements),
        books=after,
        attendance=document.attendance,
        fines=tuple(run.fines),
        helps=tuple(run.helps),
        loans=loan_facts(run),
        departures=tuple(run.departures),
        counters=counters,
    )
    if not problems:
        counters |= count_meeting(document, books, posting, standing.roster, run.here)
    return Posted(posting, problems, breaches)


def with_departures(
    roster: Roster, departures: Iterable[DepartureFact], left_on: date | None
) -> Roster:
    """Write departures into a roster, or with None take them out again.

    Args:
        roster: before.
        departures: whose last day changes.
        left_on: the new last day.

    Returns:
        A new roster.
    """
    members = dict(roster.members)
    for fact in departures:
        members[fact.member] = replace(members[fact.member], left_on=left_on)
    return replace(roster, members=members)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A cycle told again from its documents.

    Attributes:
        posted: one for each document, in order.
        books: after the last.
        roster: with the departures of these documents, and of no others of the cycle.
    """

    posted: tuple[Posted, ...]
    books: Books
    roster: Roster


def replay(
    documents: Iterable[MeetingDocument],
    books: Books,
    standing_on: Callable[[date], Standing],
    roster: Roster,
) -> Replayed:
    """Tell a cycle again from its opening books: the ledger must say the same.

    Args:
        documents: of one cycle, in order of their numbers.
        books: at the opening of the cycle.
        standing_on: the constitution and cash step of a day; its roster is not used.
        roster: everyone, with no departure that one of ``documents`` tells.

    Returns:
        Every posting in order and the books after the last.
    """
    posted = []
    for document in documents:
        standing = replace(standing_on(document.held_on), roster=roster)
        result = post_meeting(document, books, standing)
        posted.append(result)
        books = result.posting.books
        roster = with_departures(roster, result.posting.departures, document.held_on)
    return Replayed(tuple(posted), books, roster)
