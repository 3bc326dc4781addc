"""Note that a group has looked at the rules it broke at a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.errors import NotFoundError
from vsla.services.access import RECORDERS, group_for
from vsla.store import position, projections

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


def acknowledge_breaches(
    session: Session, actor: Actor, *, group_id: int, entry_number: int, now: datetime
) -> int:
    """Note all broken rules of one entry as looked at; who noted one before stays named.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        entry_number: of the meeting.
        now: when.

    Returns:
        How many were looked at for the first time.

    Raises:
        NotFoundError: the group is not the actor's, or nothing was broken at this entry.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    # A correction writes the rows of a cycle anew: it waits until these are marked, or goes first.
    position.read(session, group_id, lock=True)
    found = projections.breaches_of(session, group_id, entry_number)
    if not found:
        raise NotFoundError
    assert actor.user_id is not None, "the command line is neither facilitator nor officer"
    unseen = [row for row in found if row.acknowledged_at is None]
    for row in unseen:
        projections.acknowledge(row, user_id=actor.user_id, now=now)
    session.flush()
    return len(unseen)
