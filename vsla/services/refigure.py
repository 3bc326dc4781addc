"""Make the figures of a group anew after its people changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.services.verify_ledger import rebuild_group
from vsla.store import position

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def refigure(session: Session, group_id: int) -> None:
    """Make all derived tables of a group anew: who belongs, and each member's sex, are in them.

    Args:
        session: inside ``transaction()``.
        group_id: a group that may still be being set up, when there is nothing to do.
    """
    if position.read(session, group_id, lock=True) is not None:
        rebuild_group(session, group_id)
