"""Facts that follow from documents: written from postings, deleted when an entry is undone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select

from vsla.domain.ledger import Kind
from vsla.store.canonical import to_text
from vsla.store.fast import insert_many
from vsla.store.models import (
    AttendanceRow,
    BreachRow,
    FineCharged,
    HelpGiven,
    MeetingSummary,
)
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Insert
    from sqlalchemy.orm import Session

    from vsla.domain.errors import Breach
    from vsla.domain.facts import Posting
    from vsla.domain.ledger import Movement
    from vsla.domain.money import Minor
    from vsla.store.models.base import Base

_OF_ENTRY: tuple[type[Base], ...] = (
    AttendanceRow,
    FineCharged,
    HelpGiven,
    BreachRow,
    MeetingSummary,
)
_INSERTS: dict[type[Base], Insert] = {model: insert(table_of(model)) for model in _OF_ENTRY}
_PLAIN = (AttendanceRow, BreachRow)
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
    rows = {
        AttendanceRow: [row for each in recorded for row in _attendance(each)],
        FineCharged: [row for each in recorded for row in _fines(each)],
        HelpGiven: [row for each in recorded for row in _helps(each)],
        BreachRow: [row for each in recorded for row in _breaches(each)],
        MeetingSummary: [_summary(each) for each in recorded if each.meeting is not None],
    }
    for model, values in rows.items():
        keyed = [{"group_id": group_id, **value} for value in values]
        if not keyed:
            continue
        if model in _PLAIN:
            insert_many(session, table_of(model), keyed)
        else:
            session.connection().execute(_INSERTS[model], keyed)


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


def _attendance(each: Recorded) -> list[dict[str, Any]]:
    return [
        {
            "entry_number": each.entry_number,
            "member_id": fact.member,
            "state": fact.state.value,
            "by_representative": fact.by_representative,
        }
        for fact in each.posting.attendance
    ]


def _fines(each: Recorded) -> list[dict[str, Any]]:
    return [
        {
            "entry_number": each.entry_number,
            "line": line,
            "member_id": fact.member,
            "offence": fact.offence,
            "amount": fact.amount,
        }
        for line, fact in enumerate(each.posting.fines, start=1)
    ]


def _helps(each: Recorded) -> list[dict[str, Any]]:
    return [
        {
            "entry_number": each.entry_number,
            "line": line,
            "member_id": fact.member,
            "need": fact.need,
            "amount": fact.amount,
            "as_loan": fact.as_loan,
            "given_on": each.held_on,
        }
        for line, fact in enumerate(each.posting.helps, start=1)
    ]


def _breaches(each: Recorded) -> list[dict[str, Any]]:
    return [
        {
            "entry_number": each.entry_number,
            "line": line,
            "path": breach.path,
            "code": breach.code.value,
            "values": to_text(dict(breach.values)),
            "acknowledged_by": None,
            "acknowledged_at": None,
        }
        for line, breach in enumerate(each.breaches, start=1)
    ]


def _total(movements: Iterable[Movement], *kinds: Kind) -> Minor:
    return sum(movement.amount for movement in movements if movement.kind in kinds)


def _summary(each: Recorded) -> dict[str, Any]:
    """Add up one line of the list of meetings."""
    posting = each.posting
    moved = posting.movements
    counted = posting.counters.values()
    over = _total(moved, Kind.CASH_OVER, Kind.SOLIDARITY_OVER)
    short = _total(moved, Kind.CASH_SHORT, Kind.SOLIDARITY_SHORT)
    return {
        "cycle": each.cycle,
        "number": each.meeting,
        "entry_number": each.entry_number,
        "held_on": each.held_on,
        "attended": sum(one.meetings_attended for one in counted),
        "expected": sum(one.meetings_expected for one in counted),
        "shares_count": sum(m.count or 0 for m in moved if m.kind is Kind.SHARES_BOUGHT),
        "savings": _total(moved, Kind.SHARES_BOUGHT),
        "solidarity": _total(moved, Kind.SOLIDARITY_PAID),
        "loans_count": sum(1 for m in moved if m.kind is Kind.LOAN_DISBURSED),
        "loans_amount": _total(moved, Kind.LOAN_DISBURSED),
        "repaid": _total(moved, *_REPAID),
        "fines_paid": _total(moved, *_FINES_PAID),
        "grants": _total(moved, Kind.SOLIDARITY_GRANT),
        "difference": over - short,
        "breaches_count": len(each.breaches),
    }


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


def acknowledge(breach: BreachRow, *, user_id: int, now: datetime) -> None:
    """Note that a person has seen a breach; the first one stays.

    Args:
        breach: any.
        user_id: who has seen it.
        now: when.
    """
    if breach.acknowledged_at is None:
        breach.acknowledged_by, breach.acknowledged_at = user_id, now
