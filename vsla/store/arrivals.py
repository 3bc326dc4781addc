"""Groups that came from another server, and the proof that their first entries are the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vsla.store import journal
from vsla.store.models import GroupArrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def arrival(session: Session, group_id: int) -> GroupArrival | None:
    """Read where a group came from; None for one of this server."""
    return session.get(GroupArrival, group_id)


def closes_as_there(session: Session, group_id: int) -> bool:
    """Close the chain again with the numbers of the other server.

    Args:
        session: any.
        group_id: whose.

    Returns:
        False when the entries that came are not what that server sealed; True for a group of this
        server.
    """
    came = arrival(session, group_id)
    if came is None:
        return True
    recorders = json.loads(came.recorders)
    moved = journal.movements_of(session, group_id)
    end = ""
    rows = journal.rows_of(session, group_id)[: came.entries_count]
    for row, recorder in zip(rows, recorders, strict=False):
        there = {"group_id": came.origin_group_id, "recorded_by": recorder, "previous_hash": end}
        end = journal.chain_hash(row | there, moved.get(row["number"], []))
    return len(rows) == len(recorders) == came.entries_count and end == came.origin_hash
