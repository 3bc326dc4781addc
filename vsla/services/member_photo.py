"""Photos of members: kept only with their consent, small, and gone when they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.documents.portrait import portrait
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError, Problem
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, group_for
from vsla.services.days import not_in_future
from vsla.store import members
from vsla.store.models import Member, MemberPhoto

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


def photo_of(session: Session, actor: Actor, group_id: int, member_id: int) -> MemberPhoto | None:
    """Read a member's photo.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        member_id: whose.

    Returns:
        The photo, or None.

    Raises:
        NotFoundError: no such group of the actor's, or no such member.
    """
    group_for(session, actor, group_id)
    _member(session, group_id, member_id)
    return session.get(MemberPhoto, (group_id, member_id))


def keep_photo(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    member_id: int,
    photo: bytes,
    consented_on: date | None,
    now: datetime,
) -> MemberPhoto:
    """Keep a member's photo in the place of any before, with the day on which she agreed.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        member_id: whose.
        photo: the file as it was sent.
        consented_on: the day on which the member agreed.
        now: when.

    Returns:
        What is kept.

    Raises:
        InvalidDocumentError: MISSING or DATE_IN_FUTURE of ``consented_on``, and what ``portrait``
            refuses, both at once.
        NotFoundError: no such group of the actor's, or no such member.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    _member(session, group_id, member_id)
    r = Reader({})
    if consented_on is None:
        r.note("consented_on", Code.MISSING)
    else:
        not_in_future(r, "consented_on", consented_on, now)
    picture = _picture(r, photo)
    if r.problems or consented_on is None:
        raise InvalidDocumentError(r.problems)
    row = session.get(MemberPhoto, (group_id, member_id))
    if row is None:
        row = MemberPhoto(group_id=group_id, member_id=member_id)
        session.add(row)
    row.picture, row.consented_on = picture, consented_on
    row.set_by, row.set_at = actor.user_id, now
    session.flush()
    return row


def erase_photo(session: Session, actor: Actor, *, group_id: int, member_id: int) -> None:
    """Erase a member's photo; nothing of it stays.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        member_id: whose.

    Raises:
        NotFoundError: no such group of the actor's, or no such member.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    _member(session, group_id, member_id)
    row = session.get(MemberPhoto, (group_id, member_id))
    if row is not None:
        session.delete(row)
        session.flush()


def _picture(r: Reader, photo: bytes) -> bytes:
    """Make the portrait, or note why it cannot be made."""
    if not photo:
        r.problems.append(Problem("photo", Code.MISSING))
        return b""
    try:
        return portrait(photo)
    except InvalidDocumentError as error:
        r.problems.extend(error.problems)
        return b""


def _member(session: Session, group_id: int, member_id: int) -> Member:
    member = members.member(session, group_id, member_id)
    if member is None:
        raise NotFoundError
    return member
