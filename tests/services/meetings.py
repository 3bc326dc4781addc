"""Sending, correcting and proving meetings, as the tests of the ledger's services do it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from tests.builders import NOW, TODAY, GroupWorld, a_uuid
from vsla.services.correct_meeting import correct
from vsla.services.record_meeting import Recorded, record, record_or_keep
from vsla.services.verify_ledger import verify_group
from vsla.store.models import JournalEntry, MovementRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.domain.errors import ConflictError, InvalidDocumentError
    from vsla.services.access import Actor


def send(world: GroupWorld, body: str, key: object = "key", actor: Actor | None = None) -> Recorded:
    """Record a document as its facilitator."""
    return record(
        world.session,
        actor or world.facilitator,
        group_id=world.group_id,
        uuid=a_uuid(key),
        body=body,
        now=NOW,
        today=TODAY,
        device="phone 1",
    )


def send_or_keep(world: GroupWorld, body: str, key: object = "key") -> Recorded | ConflictError:
    """Record a document or keep it for a person to settle."""
    return record_or_keep(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        uuid=a_uuid(key),
        body=body,
        now=NOW,
        today=TODAY,
    )


def put_right(
    world: GroupWorld,
    entry_number: int,
    document: dict[str, Any],
    *,
    reason: str = "misheard",
    key: object = "correction",
) -> Recorded:
    """Correct an entry as the facilitator."""
    return correct(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        entry_number=entry_number,
        uuid=a_uuid(key),
        body=json.dumps(document),
        reason=reason,
        now=NOW,
        today=TODAY,
    )


def body_of(world: GroupWorld, entry_number: int) -> dict[str, Any]:
    """Read the document of an entry."""
    entry = world.session.get_one(JournalEntry, (world.group_id, entry_number))
    read: dict[str, Any] = json.loads(entry.document or "")
    return read


def entries(world: GroupWorld) -> Sequence[JournalEntry]:
    """List all entries of a group, in order."""
    query = select(JournalEntry).where(JournalEntry.group_id == world.group_id)
    return world.session.scalars(query.order_by(JournalEntry.number)).all()


def kinds(world: GroupWorld) -> list[str]:
    """Name the kinds of all entries, in order."""
    return [str(entry.kind) for entry in entries(world)]


def counted_rows(world: GroupWorld) -> tuple[int, int]:
    """Count entries and movements."""
    of_group = (JournalEntry.group_id == world.group_id, MovementRow.group_id == world.group_id)
    return (
        world.session.scalar(select(func.count()).select_from(JournalEntry).where(of_group[0]))
        or 0,
        world.session.scalar(select(func.count()).select_from(MovementRow).where(of_group[1])) or 0,
    )


def told(error: InvalidDocumentError) -> list[tuple[str, str]]:
    """Give path and code of every problem."""
    return [(problem.path, str(problem.code)) for problem in error.problems]


def is_sound(world: GroupWorld) -> bool:
    """Prove the ledger of a group."""
    assert verify_group(world.session, world.group_id) == []
    return True
