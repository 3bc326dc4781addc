"""A member's lines of a cycle, told from what the entries of the journal say of her."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from vsla.domain.calendar import Period, terms_between
from vsla.domain.constitution import Frequency
from vsla.domain.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

_REPAID = frozenset({
    Kind.PRINCIPAL_REPAID,
    Kind.INTEREST_PAID,
    Kind.PENALTY_PAID,
    Kind.SOLIDARITY_REPAID,
    Kind.PRINCIPAL_SET_OFF,
    Kind.INTEREST_SET_OFF,
    Kind.PENALTY_SET_OFF,
})  # fmt: skip
_FINES = frozenset({Kind.FINE_PAID, Kind.FINE_PAID_SOLIDARITY, Kind.FINE_ARREARS_PAID})
_LENT = frozenset({Kind.LOAN_DISBURSED, Kind.SOLIDARITY_LOAN})
_RECEIVED = frozenset({
    Kind.SHAREOUT_PAID,
    Kind.SOLIDARITY_SHARED,
    Kind.LEAVING_PAID,
    Kind.SHAREOUT_ARREARS_PAID,
})  # fmt: skip
_FIELD_OF = {
    **dict.fromkeys(_FINES, "fine_paid"),
    **dict.fromkeys(_LENT, "loan"),
    **dict.fromkeys(_REPAID, "repaid"),
    **dict.fromkeys(_RECEIVED, "received"),
    Kind.SOLIDARITY_PAID: "solidarity",
    Kind.SOLIDARITY_GRANT: "helped",
}
"""Which amount of a line a kind of movement adds to; other kinds stand on no line."""


class What(StrEnum):
    """What a fact is about."""

    MOVEMENT = "movement"
    ATTENDANCE = "attendance"
    FINE = "fine"


class Fact(NamedTuple):
    """One thing an entry says of one member.

    Attributes:
        what: which of the three.
        entry: number of the entry.
        word: the kind of a movement, or how she came.
        amount: minor units; of an attendance 1 when she sent somebody.
        shares: how many were bought.
    """

    what: str
    entry: int
    word: str
    amount: int
    shares: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the journal that holds a document.

    Attributes:
        number: its place in the journal.
        kind: such as ``meeting`` or ``correction``.
        meeting: number within the cycle; 0 the opening, None the share-out.
        replaces: number of the entry it put right.
        recorded_at: UTC.
        hash: closes the chain there.
    """

    number: int
    kind: str
    meeting: int | None
    replaces: int | None
    occurred_on: date
    recorded_at: datetime
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class Came:
    """How a member came to a meeting, or did not."""

    state: str
    by_representative: bool


@dataclass(slots=True)
class Line:
    """What one entry says of the member; money in minor units.

    Attributes:
        saved: what was paid for ``shares``.
        replaces: the line this one puts right.
        replaced_by: the line of the entry that put this one right; then this one is crossed out.
        received: paid to her at a share-out, or when she left.
    """

    entry: Entry
    attendance: Came | None = None
    shares: int = 0
    saved: int = 0
    solidarity: int = 0
    fine_charged: int = 0
    fine_paid: int = 0
    loan: int = 0
    repaid: int = 0
    helped: int = 0
    received: int = 0
    replaces: Line | None = field(default=None, repr=False)
    replaced_by: Line | None = field(default=None, repr=False)

    @property
    def figures(self) -> tuple[object, ...]:
        """Give everything a correction can change for the member."""
        return (
            self.attendance,
            *self.sums,
        )

    @property
    def sums(self) -> tuple[int, ...]:
        """Give the stars and the money of the line."""
        return (
            self.shares,
            self.solidarity,
            self.fine_charged,
            self.fine_paid,
            self.loan,
            self.repaid,
            self.helped,
            self.received,
        )

    def as_of(self, entry_number: int) -> Line | None:
        """Find what stood here when the journal ended with an entry; None when nothing did."""
        line: Line | None = self
        while line is not None and line.entry.number > entry_number:
            line = line.replaces
        return line

    def changed_since(self, entry_number: int) -> bool:
        """Tell whether a member who saw the journal up to an entry finds this line new."""
        seen = self.as_of(entry_number)
        return self.replaced_by is None and (seen is None or seen.figures != self.figures)


def lines_of(
    entries: Sequence[Entry],
    facts: Iterable[Fact],
    *,
    joined_on: date,
    left_on: date | None,
) -> list[Line]:
    """Cut one member's lines out of the entries of a cycle.

    Args:
        entries: all that hold a document, in the order of the journal.
        facts: what they say of her, in any order.
        joined_on: her first day.
        left_on: her last day, or None.

    Returns:
        The first meeting first, a line put right before the line that did, the share-out last.
        What changed nothing for her is left out, and so are meetings when she was no member.
    """
    by_entry = {entry.number: Line(entry) for entry in entries}
    for fact in facts:
        _add(by_entry[fact.entry], fact)
    for entry in entries:
        old = by_entry.get(entry.replaces) if entry.replaces is not None else None
        if old is not None:
            old.replaced_by = by_entry[entry.number]
            by_entry[entry.number].replaces = old
    told = [line for line in by_entry.values() if _is_told(line, joined_on, left_on)]
    return sorted(told, key=_place)


def _add(line: Line, fact: Fact) -> None:
    if fact.what == What.FINE:
        line.fine_charged += fact.amount
    elif fact.what == What.ATTENDANCE:
        line.attendance = Came(fact.word, bool(fact.amount))
    elif fact.word == Kind.SHARES_BOUGHT:
        line.shares += fact.shares
        line.saved += fact.amount
    elif fact.word in _FIELD_OF:
        name = _FIELD_OF[Kind(fact.word)]
        setattr(line, name, getattr(line, name) + fact.amount)


def _is_told(line: Line, joined_on: date, left_on: date | None) -> bool:
    if line.replaced_by is not None:
        return line.figures != line.replaced_by.figures
    day = line.entry.occurred_on
    belonged = joined_on <= day and (left_on is None or day <= left_on)
    if not line.entry.meeting:
        return any(line.sums)
    return belonged or any(line.sums)


def _place(line: Line) -> tuple[bool, int, int]:
    """Order by meeting, the share-out last; what is put right before what did."""
    number = line.entry.meeting
    return number is None, number or 0, line.entry.number


def standing(lines: Iterable[Line]) -> list[Line]:
    """Leave out the lines that were put right."""
    return [line for line in lines if line.replaced_by is None]


def meetings_until(due_on: date, last_held_on: date, frequency: Frequency) -> int:
    """Count the regular meetings from the last one to a day on which something is due.

    Args:
        due_on: the last day in time.
        last_held_on: the day of the last meeting.
        frequency: how often the group meets.

    Returns:
        How many meetings are still to come, that of the due day included; 0 when none is left.
    """
    if frequency is Frequency.MONTHLY:
        return max(0, terms_between(last_held_on, due_on, Period.MONTH))
    return max(0, (due_on - last_held_on).days // _DAYS_BETWEEN[frequency])


_DAYS_BETWEEN = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}
