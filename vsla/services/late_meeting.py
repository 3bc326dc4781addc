"""Show what a meeting that arrives late changes in those after it, before it is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.correction import revise
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import load
from vsla.services.record_meeting import recorded_documents

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.domain.correction import Retold
    from vsla.domain.document import MeetingDocument
    from vsla.services.access import Actor


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
    revision = revise(
        recorded_documents(session, ground),
        document,
        None,
        ground.opening(session),
        ground.standing_on,
        ground.roster,
    )
    return tuple(
        told for told in revision.later if told.moved or told.breaches_new or told.posted.problems
    )
