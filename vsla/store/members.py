"""Members and posts of a group."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, or_, select

from vsla.domain.roster import Gender, Membership, Post, Roster, Term
from vsla.store.fast import Reading, day_of, day_or_none
from vsla.store.models import CommitteeTerm, Member
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    _Rows = tuple[tuple[Any, ...], ...]


PHONE_ID_MIN = 1_000_000
"""A member who joins on a phone gets an id there, from this number up; the office's are below."""

PHONE_ID_MAX = 999_999_999
"""The highest id that a phone draws."""

_MEMBER = table_of(Member).c
_TERM = table_of(CommitteeTerm).c
_PEOPLE = Reading(
    select(
        _MEMBER.member_id,
        _MEMBER.passbook_number,
        _MEMBER.gender,
        _MEMBER.joined_on,
        _MEMBER.left_on,
    ).where(_MEMBER.group_id == bindparam("of_group")),
    "of_group",
)
_POSTS = Reading(
    select(
        _TERM.post,
        _TERM.member_id,
        _TERM.elected_on,
        _TERM.ended_on,
        _TERM.votes_for,
        _TERM.votes_against,
    )
    .where(_TERM.group_id == bindparam("of_group"))
    .order_by(_TERM.elected_on, _TERM.line),
    "of_group",
)


def roster(session: Session, group_id: int) -> Roster:
    """Read everyone who ever belonged and all posts, without names, in two statements."""
    return _roster(_PEOPLE.rows(session, group_id), _POSTS.rows(session, group_id))


@lru_cache(maxsize=512)
def _roster(people: _Rows, posts: _Rows) -> Roster:
    """Make a roster of rows; the same rows always give the same, and it is never changed."""
    return Roster.of(
        (
            Membership(member, number, Gender(gender), day_of(joined), day_or_none(left))
            for member, number, gender, joined, left in people
        ),
        (
            Term(Post(post), member, day_of(elected), day_or_none(ended), votes_for, votes_against)
            for post, member, elected, ended, votes_for, votes_against in posts
        ),
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
    """Give the next free member id and the next free passbook number of a group.

    Ids from ``PHONE_ID_MIN`` are drawn by phones and do not count.
    """
    drawn_here = case((Member.member_id < PHONE_ID_MIN, Member.member_id))
    query = select(
        func.coalesce(func.max(drawn_here), 0) + 1,
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
