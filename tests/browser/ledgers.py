"""Hold the ledger that came from phones against one recorded on line, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsla.domain.books_form import books_to_json
from vsla.services.verify_ledger import verify_group
from vsla.store.models import JournalEntry, Member, MovementRow

if TYPE_CHECKING:
    from tests.builders import GroupWorld


def entries(world: GroupWorld) -> list[tuple[Any, ...]]:
    """Read the journal, in order, with the documents word for word."""
    rows = world.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.group_id == world.group_id)
        .order_by(JournalEntry.number)
    )
    return [(e.number, e.meeting, e.kind, e.occurred_on, e.document) for e in rows]


def movements(world: GroupWorld) -> list[tuple[Any, ...]]:
    """Read all movements, in order."""
    rows = world.session.scalars(
        select(MovementRow)
        .where(MovementRow.group_id == world.group_id)
        .order_by(MovementRow.entry_number, MovementRow.line)
    )
    return [(m.entry_number, m.kind, m.member_id, m.loan_id, m.amount, m.count) for m in rows]


def people(world: GroupWorld) -> list[tuple[Any, ...]]:
    """Read the roster, in order."""
    rows = world.session.scalars(
        select(Member).where(Member.group_id == world.group_id).order_by(Member.member_id)
    )
    return [(m.member_id, m.passbook_number, m.name, m.joined_on) for m in rows]


def assert_same_ledger(world: GroupWorld, twin: GroupWorld) -> None:
    """Hold two groups to the same journal, movements, roster and books, each proved sound."""
    world.session.rollback()
    for read in (entries, movements, people):
        assert read(world) == read(twin)
    assert books_to_json(world.ground().books) == books_to_json(twin.ground().books)
    for each in (world, twin):
        assert verify_group(each.session, each.group_id) == []
