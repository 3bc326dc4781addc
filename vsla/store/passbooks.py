"""What the entries of a cycle say of each member, read in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Integer,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from vsla.domain.statement import Entry, Fact, What
from vsla.store.models import (
    AttendanceRow,
    EntryKind,
    FineCharged,
    JournalEntry,
    MovementRow,
)

if TYPE_CHECKING:
    from sqlalchemy import CompoundSelect, Select
    from sqlalchemy.orm import Session

_ENTRY = "entry"


def read(
    session: Session, group_id: int, cycle: int, member_id: int | None = None
) -> tuple[list[Entry], dict[int, list[Fact]]]:
    """Read a cycle's entries and what they say.

    Args:
        session: any.
        group_id: whose.
        cycle: which cycle.
        member_id: one member; None for all.

    Returns:
        The entries that hold a document, in the order of the journal, and the facts by member.
    """
    entries: list[Entry] = []
    facts: dict[int, list[Fact]] = {}
    query = _everything(group_id, cycle, member_id)
    for what, number, member, word, amount, count, *rest in session.execute(query):
        if what == _ENTRY:
            entries.append(Entry(number, word, *rest))
        else:
            facts.setdefault(member, []).append(Fact(what, number, word, amount, count or 0))
    entries.sort(key=lambda entry: entry.number)
    return entries, facts


def _everything(group_id: int, cycle: int, member_id: int | None) -> CompoundSelect[Any]:
    here = and_(
        JournalEntry.group_id == group_id,
        JournalEntry.cycle == cycle,
        JournalEntry.kind != EntryKind.REVERSAL,
    )
    entries = select(
        literal(_ENTRY),
        JournalEntry.number,
        null(),
        type_coerce(JournalEntry.kind, Text),
        null(),
        null(),
        JournalEntry.meeting,
        JournalEntry.replaces,
        JournalEntry.occurred_on,
        JournalEntry.recorded_at,
        JournalEntry.reason,
        JournalEntry.hash,
    ).where(here)
    arms = (
        _facts(What.MOVEMENT, MovementRow, MovementRow.kind, MovementRow.amount, MovementRow.count),
        _facts(
            What.ATTENDANCE,
            AttendanceRow,
            AttendanceRow.state,
            cast(AttendanceRow.by_representative, Integer),
            null(),
        ),
        _facts(What.FINE, FineCharged, literal(""), FineCharged.amount, null()),
    )
    found = [arm.where(here) for arm in arms]
    if member_id is not None:
        found = [arm.where(arm.selected_columns[2] == member_id) for arm in found]
    return union_all(entries, *found)


def _facts(what: What, model: Any, word: Any, amount: Any, count: Any) -> Select[Any]:  # noqa: ANN401
    """Select the facts of one table, in the columns of the entries."""
    return (
        select(
            literal(what.value),
            model.entry_number,
            model.member_id,
            type_coerce(word, Text),
            amount,
            count,
            *(null() for _ in range(6)),
        )
        .join_from(
            JournalEntry,
            model,
            and_(
                model.group_id == JournalEntry.group_id,
                model.entry_number == JournalEntry.number,
            ),
        )
        .where(func.coalesce(model.member_id, 0) > 0)
    )
