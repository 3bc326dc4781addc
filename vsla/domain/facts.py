"""What an entry leaves behind besides movements: facts and the counters of the monthly rollup."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import add, attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vsla.domain.books import Books
    from vsla.domain.constitution import Need, Offence
    from vsla.domain.ledger import Movement
    from vsla.domain.money import Minor
    from vsla.domain.roster import Gender, LeavingReason


class Attendance(StrEnum):
    """The four states; coming by a representative is said beside them. Source: [YEK][DI]."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"


CAME = frozenset({Attendance.PRESENT, Attendance.LATE})
"""The states of those who took part, if only for a while."""


class AttendanceFact(NamedTuple):
    """How one member came, or did not; a representative counts as coming."""

    member: int
    state: Attendance
    by_representative: bool = False

    @property
    def attended(self) -> bool:
        """Tell whether the member took part: present or late, or by a representative."""
        return self.by_representative or self.state in CAME


class FineFact(NamedTuple):
    """A fine charged; paying it is a movement."""

    member: int
    offence: Offence
    amount: Minor


@dataclass(frozen=True, slots=True)
class HelpFact:
    """Help from the solidarity fund, given or lent free of interest."""

    member: int
    need: Need
    amount: Minor
    as_loan: bool


@dataclass(frozen=True, slots=True)
class LoanFact:
    """What a granted loan is for; its money and terms are in the books."""

    loan: int
    purpose: str
    activity: str
    guarantors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartureFact:
    """A member who left at the meeting."""

    member: int
    reason: LeavingReason


@dataclass(slots=True)
class Counters:
    """One slice of the monthly rollup: a group, a cycle, a month and one sex.

    Every ``*_minor`` is in minor units of the group's currency. ``expected`` counts members who
    belonged at each meeting, ``attended`` those present or late, in person or by representative;
    ``came_by_proxy`` is part of ``attended``. ``capital_out``, ``gain_out`` and ``loss_out`` are
    savings, profit and loss made payable at leaving and share-out.

    Every ``*_change`` says by how much something that stands has changed: added up from the first
    month on, changes give where it stood at the end of any month. Meetings, cash, solidarity and
    debts are the group's own and stand in the slice of ``Gender.UNSAID``.
    """

    meetings_expected: int = 0
    meetings_attended: int = 0
    came_late: int = 0
    came_by_proxy: int = 0
    excused: int = 0
    shares_count: int = 0
    savings_minor: Minor = 0
    solidarity_minor: Minor = 0
    grants_count: int = 0
    grants_minor: Minor = 0
    solidarity_loans_count: int = 0
    solidarity_loans_minor: Minor = 0
    fines_charged_minor: Minor = 0
    fines_paid_minor: Minor = 0
    loans_count: int = 0
    loans_minor: Minor = 0
    principal_repaid_minor: Minor = 0
    interest_paid_minor: Minor = 0
    written_off_minor: Minor = 0
    left_count: int = 0
    payout_minor: Minor = 0
    meetings_count: int = 0
    written_off_count: int = 0
    capital_out_minor: Minor = 0
    gain_out_minor: Minor = 0
    loss_out_minor: Minor = 0
    savings_change_minor: Minor = 0
    shares_change: int = 0
    savers_change: int = 0
    loans_change_minor: Minor = 0
    loans_change_count: int = 0
    borrowers_change: int = 0
    arrears_change_minor: Minor = 0
    cash_change_minor: Minor = 0
    solidarity_change_minor: Minor = 0
    debts_change_minor: Minor = 0

    def add(self, other: Counters) -> None:
        """Add another slice to this one in place."""
        # Most counters of a meeting are zero, and this runs at each of them.
        for name, more in zip(COUNTER_NAMES, numbers_of(other), strict=True):
            if more:
                setattr(self, name, getattr(self, name) + more)

    def __add__(self, other: Counters) -> Counters:
        """Give a new slice that holds both."""
        return Counters(*map(add, numbers_of(self), numbers_of(other)))


COUNTER_NAMES = tuple(item.name for item in fields(Counters))
"""All counters, in the order in which they are given and stored."""

numbers_of = attrgetter(*COUNTER_NAMES)
"""Give all counters of a slice, in that order."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything that follows from one document on given books.

    Attributes:
        movements: in the order in which the money moved; written to the ledger as they stand.
        books: the books after it.
        attendance: by member, in document order.
        fines: charged, in document order.
        helps: grants and solidarity loans, in document order.
        loans: what each granted loan is for.
        departures: who left.
        counters: what to add to the month's slices, by sex; sexes without anything are absent.
    """

    movements: tuple[Movement, ...]
    books: Books
    attendance: tuple[AttendanceFact, ...] = ()
    fines: tuple[FineFact, ...] = ()
    helps: tuple[HelpFact, ...] = ()
    loans: tuple[LoanFact, ...] = ()
    departures: tuple[DepartureFact, ...] = ()
    counters: dict[Gender, Counters] = field(default_factory=dict)
