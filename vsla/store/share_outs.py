"""Proposals of share-outs and the day that closes a cycle, as a confirmation needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select, update

from vsla.store.fast import Reading, Writing, day_of
from vsla.store.models import Cycle, Group, Programme, ShareOutProposal
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_PROPOSAL = table_of(ShareOutProposal)
_GROUP = table_of(Group)
_PROGRAMME = table_of(Programme)
_CYCLE = table_of(Cycle)
_THIS = (
    _PROPOSAL.c.group_id == bindparam("of_group"),
    _PROPOSAL.c.cycle == bindparam("of_cycle"),
    _PROPOSAL.c.number == bindparam("of_number"),
)
_WAITING = Reading(
    select(
        _PROPOSAL.c.proposed_by,
        _PROPOSAL.c.held_on,
        _PROPOSAL.c.digest,
        _PROPOSAL.c.document,
        _PROGRAMME.c.second_person_share_out,
    )
    .join_from(_PROPOSAL, _GROUP, _GROUP.c.group_id == _PROPOSAL.c.group_id)
    .join(_PROGRAMME, _PROGRAMME.c.programme_id == _GROUP.c.programme_id)
    .where(*_THIS, _PROPOSAL.c.confirmed_at.is_(None), _PROPOSAL.c.withdrawn_at.is_(None)),
    "of_group",
    "of_cycle",
    "of_number",
)
_CONFIRM = Writing(
    update(_PROPOSAL)
    .where(*_THIS)
    .values(confirmed_by=bindparam("confirmed_by"), confirmed_at=bindparam("confirmed_at")),
    "confirmed_by",
    "confirmed_at",
    "of_group",
    "of_cycle",
    "of_number",
)
_CLOSE = Writing(
    update(_CYCLE)
    .where(_CYCLE.c.group_id == bindparam("of_group"), _CYCLE.c.number == bindparam("of_cycle"))
    .values(closed_on=bindparam("closed_on")),
    "closed_on",
    "of_group",
    "of_cycle",
)


class Waiting(NamedTuple):
    """A proposal that waits to be confirmed.

    Attributes:
        proposed_by: the user's id.
        held_on: the day of the share-out.
        digest: of the figures.
        document: as the journal will keep it.
        second_person: the programme wants somebody else to confirm it.
    """

    proposed_by: int
    held_on: date
    digest: str
    document: str
    second_person: bool


def waiting(session: Session, group_id: int, cycle: int, number: int) -> Waiting | None:
    """Read a proposal that is neither confirmed nor withdrawn.

    Args:
        session: any.
        group_id: whose.
        cycle: number of the cycle.
        number: of the proposal in the cycle.

    Returns:
        The proposal, or None when no such one waits.
    """
    for by, held_on, digest, document, second in _WAITING.rows(session, group_id, cycle, number):
        return Waiting(by, day_of(held_on), digest, document, bool(second))
    return None


def confirm(
    session: Session,
    group_id: int,
    cycle: int,
    number: int,
    *,
    by: int,
    at: datetime,
    held_on: date,
) -> None:
    """Write who confirmed a proposal, and close its cycle.

    Args:
        session: inside ``transaction()``, with the group locked.
        group_id: whose.
        cycle: number of the cycle.
        number: of the proposal.
        by: the user's id.
        at: when, aware.
        held_on: the day of the share-out.
    """
    _CONFIRM.run(session, (by, at, group_id, cycle, number))
    _CLOSE.run(session, (held_on, group_id, cycle))
    # Objects read before would still show a proposal that waits, and an open cycle.
    session.expire_all()
