"""What is read of one group's ledger to add it up: rows as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from vsla.domain.facts import Attendance
    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor
    from vsla.domain.roster import Gender, Roster


class Standing(NamedTuple):
    """An entry that stands; ``meeting`` is None for a share-out."""

    number: int
    cycle: int
    meeting: int | None
    day: date


Moved = tuple[int, int, str, int | None, int | None, "Minor", int | None]
"""A movement as it is kept: group, entry, kind, member, loan, amount and count of shares.

A plain tuple, because a programme has millions of them.
"""


class Paid(NamedTuple):
    """Solidarity paid at a meeting by one sex, minor units."""

    entry: int
    gender: Gender
    amount: Minor


class Came(NamedTuple):
    """How many of one sex came to a meeting in the same way."""

    entry: int
    gender: Gender
    state: Attendance
    by_representative: bool
    times: int


class Fined(NamedTuple):
    """Fines charged at a meeting to one sex, minor units."""

    entry: int
    gender: Gender
    amount: Minor


class Helped(NamedTuple):
    """Help given or lent at a meeting to one sex, minor units."""

    entry: int
    gender: Gender
    as_loan: bool
    times: int
    amount: Minor


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one group's totals follow from.

    Attributes:
        cycle: number of the running cycle.
        opened_on: its first day.
        entries: those that stand, in any order.
        roster: everyone, with the departures the documents tell.
        moved: movements of any entries but solidarity paid; those of entries that do not stand
            are passed over.
        paid: solidarity paid by meeting and sex; the same holds.
        came: attendance by meeting and sex.
        fined: fines charged.
        helped: help given.
        loans: loans not of the solidarity fund, as agreed or, after a share-out, as carried.
    """

    cycle: int
    opened_on: date
    entries: Sequence[Standing]
    roster: Roster
    moved: Iterable[Moved]
    paid: Iterable[Paid]
    came: Iterable[Came]
    fined: Iterable[Fined]
    helped: Iterable[Helped]
    loans: Mapping[int, Loan]
