"""Members and posts of a group."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select

from vsla.domain.roster import Membership, Roster, Term
from vsla.store.fast import run
from vsla.store.models import CommitteeTerm, Member
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


_MEMBER = table_of(Member).c
_TERM = table_of(CommitteeTerm).c
_PEOPLE = select(
    _MEMBER.member_id, _MEMBER.passbook_number, _MEMBER.gender, _MEMBER.joined_on, _MEMBER.left_on
).where(_MEMBER.group_id == bindparam("of_group"))
_POSTS = (
    select(
        _TERM.post,
        _TERM.member_id,
        _TERM.elected_on,
        _TERM.ended_on,
        _TERM.votes_for,
        _TERM.votes_against,
    )
    .where(_TERM.group_id == bindparam("of_group"))
    .order_by(_TERM.elected_on, _TERM.line)
)


def roster(session: Session, group_id: int) -> Roster:
    """Read everyone who ever belonged and all posts, without names, in two statements."""
    return Roster.of(
        starmap(Membership, run(session, _PEOPLE, {"of_group": group_id}).all()),
        starmap(Term, run(session, _POSTS, {"of_group": group_id}).all()),
    )


def list_members(session: Session, group_id: int, on: date | None = None) -> list[Member]:
    """List members in passbook order.

    Args:
        session: any.
        group_id: whose.
        on: only those who belong on this day; None for everyone who ever did.

    Returns:
        Members with their names.
    """
    query = select(Member).where(Member.group_id == group_id).order_by(Member.passbook_number)
    if on is not None:
        still_here = or_(Member.left_on.is_(None), Member.left_on >= on)
        query = query.where(Member.joined_on <= on, still_here)
    return list(session.scalars(query))


def member(session: Session, group_id: int, member_id: int) -> Member | None:
    """Read one member."""
    return session.get(Member, (group_id, member_id))


def next_numbers(session: Session, group_id: int) -> tuple[int, int]:
    """Give the next free member id and the next free passbook number of a group."""
    query = select(
        func.coalesce(func.max(Member.member_id), 0) + 1,
        func.coalesce(func.max(Member.passbook_number), 0) + 1,
    ).where(Member.group_id == group_id)
    member_id, passbook_number = session.execute(query).one()
    return member_id, passbook_number


def terms(session: Session, group_id: int) -> list[CommitteeTerm]:
    """List all posts ever held, the oldest election first."""
    query = (
        select(CommitteeTerm)
        .where(CommitteeTerm.group_id == group_id)
        .order_by(CommitteeTerm.elected_on, CommitteeTerm.line)
    )
    return list(session.scalars(query))


def next_term_line(session: Session, group_id: int) -> int:
    """Give the next free line of a group's list of posts."""
    query = select(func.coalesce(func.max(CommitteeTerm.line), 0) + 1)
    return session.scalars(query.where(CommitteeTerm.group_id == group_id)).one()
