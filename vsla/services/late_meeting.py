"""A meeting that arrives late, laid among those that stand: what it changes in those after it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vsla.domain.correction import Recorded as Standing
from vsla.domain.correction import revise
from vsla.domain.document import parse_meeting
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import load
from vsla.services.intake import breaches_from
from vsla.store import journal, projections

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.domain.correction import Retold, Revision
    from vsla.domain.document import MeetingDocument
    from vsla.services.access import Actor
    from vsla.services.books import Ground


def recorded_documents(session: Session, ground: Ground) -> list[Standing]:
    """Read the documents of the running cycle that stand, with what they moved and broke.

    Args:
        session: to read with.
        ground: of the group.

    Returns:
        In the order of their meetings.
    """
    group_id, cycle = ground.group.group_id, ground.books.cycle
    entries = journal.effective_documents(session, group_id, cycle)
    moved = journal.movements_of(session, group_id, [entry.number for entry in entries])
    broken = projections.breaches_of_cycle(session, group_id, cycle)
    return [
        Standing(
            entry.number,
            parse_meeting(json.loads(entry.document or "")),
            tuple(moved.get(entry.number, [])),
            breaches_from(broken.get(entry.number, ())),
        )
        for entry in entries
    ]


def laid_in(session: Session, ground: Ground, document: MeetingDocument) -> Revision:
    """Lay a late meeting among those that stand, writing nothing.

    Args:
        session: to read with.
        ground: of the group.
        document: of a number that nobody has taken.

    Returns:
        The meeting and those after it, as they would be told.
    """
    recorded = recorded_documents(session, ground)
    opening = ground.opening(session)
    return revise(recorded, document, None, opening, ground.standing_on, ground.roster)


def later_meetings(
    session: Session, actor: Actor, *, group_id: int, document: MeetingDocument
) -> tuple[Retold, ...]:
    """Lay a late meeting among those that stand, writing nothing.

    Args:
        session: to read with.
        actor: a facilitator of the group, or an officer.
        group_id: whose meeting.
        document: as parsed, of a number that nobody has taken.

    Returns:
        The later meetings that move other money, break further rules or can no longer be posted,
        in order; nothing for a meeting that comes after all the others.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor may not record.
    """
    ground = load(session, group_for(session, actor, group_id, *RECORDERS))
    if document.meeting > ground.books.last_meeting:
        return ()
    later = laid_in(session, ground, document).later
    return tuple(told for told in later if told.moved or told.breaches_new or told.posted.problems)
