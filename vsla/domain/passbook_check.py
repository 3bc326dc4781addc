"""What the books say of a member on a day, to be held against her paper passbook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.ledger import Kind
from vsla.domain.statement import What

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from vsla.domain.statement import Entry, Fact

_LENT = frozenset({Kind.LOAN_DISBURSED, Kind.SOLIDARITY_LOAN})
_LESS = frozenset({
    Kind.PRINCIPAL_REPAID,
    Kind.PRINCIPAL_SET_OFF,
    Kind.LOAN_WRITTEN_OFF,
    Kind.SOLIDARITY_REPAID,
    Kind.SOLIDARITY_WRITTEN_OFF,
})  # fmt: skip


class CheckOutcome(StrEnum):
    """What became of a passbook that was drawn; stored text, so never rename."""

    CHECKED = "checked"
    LOST = "lost"
    ABSENT = "absent"


class Figure(StrEnum):
    """What a passbook is asked for."""

    LAST_ON = "last_on"
    SHARES = "shares"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands in the passbook.

    Attributes:
        last_on: the day of its last line; None when no line of the cycle is written.
        shares: bought in the cycle up to then.
        owed: still to be repaid of loans, without charges, minor units.
    """

    last_on: date | None
    shares: int
    owed: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What the books say as of the day of the passbook's last line.

    Attributes:
        met: the group met on that day, or nothing is written at all.
        shares: bought in the cycle up to then.
        owed: principal owed at the end of that day, minor units.
        behind: meetings that the books have after that day.
    """

    met: bool
    shares: int
    owed: int
    behind: int


def booked_on(
    entries: Sequence[Entry], facts: Iterable[Fact], *, owed_now: int, day: date | None
) -> Booked:
    """Take the books of a member back to a day of the running cycle.

    Args:
        entries: of the cycle, those that were put right among them.
        facts: what they say of the member.
        owed_now: principal she owes after the last entry, minor units.
        day: of the last line of her passbook; None for before the first meeting.

    Returns:
        The figures after the entries of that day; what came later is taken off again.
    """
    undone = {entry.replaces for entry in entries if entry.replaces is not None}
    standing = {e.number: e.occurred_on for e in entries if e.number not in undone}
    shares, owed = 0, owed_now
    for fact in facts:
        if fact.what != What.MOVEMENT or fact.entry not in standing:
            continue
        if day is not None and standing[fact.entry] <= day:
            shares += fact.shares if fact.word == Kind.SHARES_BOUGHT else 0
        elif fact.word in _LENT:
            owed -= fact.amount
        elif fact.word in _LESS:
            owed += fact.amount
    met = {e.occurred_on for e in entries if e.meeting and e.number not in undone}
    behind = len(met) if day is None else sum(each > day for each in met)
    days = set(standing.values())
    return Booked(day is None or day in days, shares, owed, behind)


def differences(paper: Paper, booked: Booked, *, step: int) -> tuple[Figure, ...]:
    """Name the figures in which passbook and books differ.

    Args:
        paper: as it was read.
        booked: as of its last day.
        step: the smallest note in use; a debt that differs by less is the same.

    Returns:
        In the order of ``Figure``; none when the passbook agrees.
    """
    found = {
        Figure.LAST_ON: not booked.met,
        Figure.SHARES: paper.shares != booked.shares,
        Figure.OWED: abs(paper.owed - booked.owed) >= max(step, 1),
    }
    return tuple(figure for figure, differs in found.items() if differs)
