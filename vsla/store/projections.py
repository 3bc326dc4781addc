"""Facts that follow from documents: written from postings, deleted when an entry is undone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from vsla.domain.codes import Code
from vsla.domain.ledger import AMOUNT_OF, KIND_OF, Kind
from vsla.store.canonical import to_text
from vsla.store.fast import Reading, Writing, filled
from vsla.store.models import (
    AttendanceRow,
    BreachRow,
    FineCharged,
    HelpGiven,
    JournalEntry,
    MeetingSummary,
)
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.errors import Breach
    from vsla.domain.facts import Posting
    from vsla.domain.money import Minor
    from vsla.store.models.base import Base

_OF_ENTRY: tuple[type[Base], ...] = (
    AttendanceRow,
    FineCharged,
    HelpGiven,
    BreachRow,
    MeetingSummary,
)
_INSERTS = {
    model: Writing(insert(table_of(model)), *(column.name for column in table_of(model).columns))
    for model in _OF_ENTRY
}
_REPAID = (
    Kind.PRINCIPAL_REPAID,
    Kind.INTEREST_PAID,
    Kind.PENALTY_PAID,
    Kind.SOLIDARITY_REPAID,
    Kind.PRINCIPAL_SET_OFF,
    Kind.INTEREST_SET_OFF,
    Kind.PENALTY_SET_OFF,
)
_FINES_PAID = (
    Kind.FINE_PAID,
    Kind.FINE_PAID_SOLIDARITY,
    Kind.FINE_ARREARS_PAID,
    Kind.FINE_SET_OFF,
    Kind.FINE_ARREARS_SET_OFF,
)

_BREACH = table_of(BreachRow).c
_ENTRIES = tuple(f"entry_{place}" for place in range(20))
_BROKEN = Reading(
    select(_BREACH.entry_number, _BREACH.path, _BREACH.code, _BREACH["values"])
    .where(
        _BREACH.group_id == bindparam("of_group"),
        _BREACH.entry_number.in_([bindparam(entry) for entry in _ENTRIES]),
    )
    .order_by(_BREACH.entry_number, _BREACH.line),
    "of_group",
    *_ENTRIES,
)
"""Of as many entries as an outbox sends at once."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A posting and the entry it was written to.

    Attributes:
        entry_number: of the journal.
        cycle: number of the cycle.
        meeting: number within the cycle, or None for a share-out, which is no meeting.
        held_on: the day.
        posting: what follows from the document.
        breaches: rules of the group that it broke.
    """

    entry_number: int
    cycle: int
    meeting: int | None
    held_on: date
    posting: Posting
    breaches: Sequence[Breach] = ()


def write_facts(session: Session, group_id: int, recorded: Sequence[Recorded]) -> None:
    """Write the facts of entries, one statement for each table that receives any.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        recorded: entries without facts so far, one or a whole cycle.
    """
    for model, values in _rows(group_id, recorded).items():
        _INSERTS[model].run(session, *values)


def _rows(group_id: int, recorded: Sequence[Recorded]) -> dict[type[Base], list[tuple[Any, ...]]]:
    return {
        AttendanceRow: [row for each in recorded for row in _attendance(group_id, each)],
        FineCharged: [row for each in recorded for row in _fines(group_id, each)],
        HelpGiven: [row for each in recorded for row in _helps(group_id, each)],
        BreachRow: [row for each in recorded for row in _breaches(group_id, each)],
        MeetingSummary: [_summary(group_id, each) for each in recorded if each.meeting is not None],
    }


def differing_facts(session: Session, group_id: int, recorded: Sequence[Recorded]) -> list[str]:
    """Compare all facts of a group with those that follow from its documents.

    Who has seen a breach is not compared: it follows from no document.

    Args:
        session: to read with.
        group_id: whose.
        recorded: every entry that stands, of all cycles.

    Returns:
        Names of the tables that differ.
    """
    differing = []
    for model, expected in _rows(group_id, recorded).items():
        table = table_of(model)
        columns = [c for c in table.columns if not c.name.startswith("acknowledged_")]
        stored = session.execute(select(*columns).where(table.c.group_id == group_id))
        width = len(columns)
        if {tuple(row) for row in stored} != {row[:width] for row in expected}:
            differing.append(table.name)
    return differing


def delete_facts(session: Session, group_id: int, numbers: Iterable[int] | None = None) -> None:
    """Delete the facts of entries that no longer stand.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        numbers: of which entries; None for all of the group.
    """
    chosen = None if numbers is None else list(numbers)
    for model in _OF_ENTRY:
        table = table_of(model)
        query = delete(table).where(table.c.group_id == group_id)
        if chosen is not None:
            query = query.where(table.c.entry_number.in_(chosen))
        session.execute(query)


# Rows come in the order of the columns of their tables.


def _attendance(group_id: int, each: Recorded) -> list[tuple[Any, ...]]:
    number = each.entry_number
    return [
        (group_id, number, member, str(state), by_representative)
        for member, state, by_representative in each.posting.attendance
    ]


def _fines(group_id: int, each: Recorded) -> list[tuple[Any, ...]]:
    number = each.entry_number
    return [
        (group_id, number, line, fact.member, fact.offence.value, fact.amount)
        for line, fact in enumerate(each.posting.fines, start=1)
    ]


def _helps(group_id: int, each: Recorded) -> list[tuple[Any, ...]]:
    number, day = each.entry_number, each.held_on
    return [
        (group_id, number, line, fact.member, fact.need.value, fact.amount, fact.as_loan, day)
        for line, fact in enumerate(each.posting.helps, start=1)
    ]


def _breaches(group_id: int, each: Recorded) -> list[tuple[Any, ...]]:
    """Make rows that nobody has acknowledged yet."""
    number = each.entry_number
    return [
        (group_id, number, line, one.path, one.code.value, to_text(dict(one.values)), None, None)
        for line, one in enumerate(each.breaches, start=1)
    ]


def _summary(group_id: int, each: Recorded) -> tuple[Any, ...]:
    """Add up one line of the list of meetings."""
    counted = each.posting.counters.values()
    moved: dict[Kind, Minor] = defaultdict(int)
    for kind, alike in groupby(each.posting.movements, key=KIND_OF):
        moved[kind] += sum(map(AMOUNT_OF, alike))
    over = moved[Kind.CASH_OVER] + moved[Kind.SOLIDARITY_OVER]
    short = moved[Kind.CASH_SHORT] + moved[Kind.SOLIDARITY_SHORT]
    line = {
        "group_id": group_id,
        "cycle": each.cycle,
        "number": each.meeting,
        "entry_number": each.entry_number,
        "held_on": each.held_on,
        "attended": sum([one.meetings_attended for one in counted]),
        "expected": sum([one.meetings_expected for one in counted]),
        "shares_count": sum([one.shares_count for one in counted]),
        "savings": moved[Kind.SHARES_BOUGHT],
        "solidarity": moved[Kind.SOLIDARITY_PAID],
        "loans_count": sum([one.loans_count for one in counted]),
        "loans_amount": moved[Kind.LOAN_DISBURSED],
        "repaid": sum([moved[kind] for kind in _REPAID]),
        "fines_paid": sum([moved[kind] for kind in _FINES_PAID]),
        "grants": moved[Kind.SOLIDARITY_GRANT],
        "difference": over - short,
        "breaches_count": len(each.breaches),
    }
    return tuple(line.values())


def meetings(session: Session, group_id: int, cycle: int) -> list[MeetingSummary]:
    """List the meetings of a cycle, the latest first."""
    query = (
        select(MeetingSummary)
        .where(MeetingSummary.group_id == group_id, MeetingSummary.cycle == cycle)
        .order_by(MeetingSummary.number.desc())
    )
    return list(session.scalars(query))


def meeting(session: Session, group_id: int, cycle: int, number: int) -> MeetingSummary | None:
    """Read the line of one meeting."""
    return session.get(MeetingSummary, (group_id, cycle, number))


def attendance_of(session: Session, group_id: int, entry_number: int) -> list[AttendanceRow]:
    """List how each member came, by member id."""
    query = select(AttendanceRow).where(
        AttendanceRow.group_id == group_id, AttendanceRow.entry_number == entry_number
    )
    return list(session.scalars(query.order_by(AttendanceRow.member_id)))


def breaches_of(session: Session, group_id: int, entry_number: int) -> list[BreachRow]:
    """List the rules broken at an entry, in their order."""
    query = select(BreachRow).where(
        BreachRow.group_id == group_id, BreachRow.entry_number == entry_number
    )
    return list(session.scalars(query.order_by(BreachRow.line)))


def breaches_of_entries(
    session: Session, group_id: int, numbers: Sequence[int]
) -> dict[int, list[tuple[str, Code, str]]]:
    """Read place, code and values of the rules broken at some entries, by entry number."""
    found: dict[int, list[tuple[str, Code, str]]] = defaultdict(list)
    for few in filled(numbers, len(_ENTRIES), 0):
        for number, path, code, given in _BROKEN.rows(session, group_id, *few):
            found[number].append((path, Code(code), given))
    return found


def breaches_of_cycle(session: Session, group_id: int, cycle: int) -> dict[int, list[BreachRow]]:
    """Read the rules broken at every meeting of a cycle that stands, by entry number."""
    query = (
        select(BreachRow)
        .join(
            MeetingSummary,
            and_(
                MeetingSummary.group_id == BreachRow.group_id,
                MeetingSummary.entry_number == BreachRow.entry_number,
            ),
        )
        .where(BreachRow.group_id == group_id, MeetingSummary.cycle == cycle)
        .order_by(BreachRow.entry_number, BreachRow.line)
    )
    found: dict[int, list[BreachRow]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.entry_number].append(row)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Seen:
    """A breach by what it says, and who noted when that it was looked at."""

    cycle: int
    meeting: int | None
    path: str
    code: Code
    values: str
    user_id: int | None
    at: datetime


def seen_breaches(session: Session, group_id: int) -> list[Seen]:
    """List the breaches of a group that somebody has looked at.

    Args:
        session: any.
        group_id: whose.

    Returns:
        What ``keep_seen`` needs after the facts were written anew.
    """
    breach, entry = table_of(BreachRow).c, table_of(JournalEntry).c
    same = and_(entry.group_id == breach.group_id, entry.number == breach.entry_number)
    query = (
        select(
            entry.cycle,
            entry.meeting,
            breach.path,
            breach.code,
            breach["values"],
            breach.acknowledged_by,
            breach.acknowledged_at,
        )
        .join_from(table_of(BreachRow), table_of(JournalEntry), same)
        .where(breach.group_id == group_id, breach.acknowledged_at.is_not(None))
    )
    return [Seen(*row) for row in session.execute(query)]


def keep_seen(
    session: Session, group_id: int, recorded: Iterable[Recorded], seen: Iterable[Seen]
) -> None:
    """Mark breaches that were looked at before their rows were written anew and are the same.

    Args:
        session: inside ``transaction()``, with the facts written.
        group_id: whose.
        recorded: the entries that were written.
        seen: as ``seen_breaches`` gave them before.
    """
    numbers = {(each.cycle, each.meeting): each.entry_number for each in recorded}
    table = table_of(BreachRow)
    for one in seen:
        number = numbers.get((one.cycle, one.meeting))
        if number is None:
            continue
        same = (
            table.c.group_id == group_id,
            table.c.entry_number == number,
            table.c.path == one.path,
            table.c.code == one.code,
            table.c["values"] == one.values,
        )
        marks = {"acknowledged_by": one.user_id, "acknowledged_at": one.at}
        session.execute(update(table).where(*same).values(marks))


def acknowledge(breach: BreachRow, *, user_id: int, now: datetime) -> None:
    """Note that a person has seen a breach; the first one stays.

    Args:
        breach: any.
        user_id: who has seen it.
        now: when.
    """
    if breach.acknowledged_at is None:
        breach.acknowledged_by, breach.acknowledged_at = user_id, now
