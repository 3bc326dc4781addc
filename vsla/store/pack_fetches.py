"""Which phones asked for the packs of groups, so that the office sees where none ever did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from vsla.store.models import PackFetch
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_FETCH = table_of(PackFetch)


def note(session: Session, *, group_id: int, user_id: int, now: datetime) -> None:
    """Note that a person's phone asked for a pack; the last time is kept.

    Args:
        session: inside ``transaction()``.
        group_id: whose pack.
        user_id: who asked.
        now: when.
    """
    mine = (_FETCH.c.group_id == group_id, _FETCH.c.user_id == user_id)
    if session.connection().execute(update(_FETCH).where(*mine).values(fetched_at=now)).rowcount:
        return
    session.add(PackFetch(group_id=group_id, user_id=user_id, fetched_at=now))
    session.flush()
