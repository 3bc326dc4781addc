"""Sums of zones: members, committees and ages of groups, as changes by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Integer,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from vsla.domain.roster import Gender, Post
from vsla.store.days_in_sql import day_number, later
from vsla.store.models import CommitteeTerm, Cycle, Group, Member
from vsla.store.rollups import sum_minor
from vsla.store.zone_parts import CELL, Rows, Said, counted, counts_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import CTE, ColumnElement

_GENDERS = tuple(Gender)
_WORDS = {
    Gender.WOMAN: "woman",
    Gender.MAN: "man",
    Gender.OTHER: "other",
    Gender.UNSAID: "unsaid",
}
MEMBERS = tuple(f"members_{_WORDS[gender]}" for gender in _GENDERS)
"""Columns of ``ZonePeople`` with members, in the order of ``Gender``."""

POSTS = tuple(f"posts_{_WORDS[gender]}" for gender in _GENDERS)
"""The same of posts on committees."""

KINDS = ("women_only", "both", "men_only", "mixed", "female_majority", "chairs", "chairs_female")
"""Kinds of groups and of committees, in the order of ``report_queries.People``."""

WEEK = 7
OPENED = tuple(f"opened_{rest}" for rest in range(WEEK))
"""Groups by what the number of their first day of saving leaves when divided by seven."""

OPENED_WEEKS = "opened_weeks"
_ALL = (*MEMBERS, *POSTS, *KINDS, *OPENED, OPENED_WEEKS)


def people_of(zones: Sequence[int], today: date) -> Rows:
    """Say every change of a count with its day, added up over the groups of a cell.

    Args:
        zones: which.
        today: changes before its month are kept by month.
    """
    changes = union_all(_kinds(zones, today), _opened(zones, today)).cte("changes")
    keys = (*CELL, changes.c.day)
    return (
        select(*keys, *(sum_minor(changes.c[name]).label(name) for name in _ALL))
        .join_from(changes, Group, Group.group_id == changes.c.group_id)
        .group_by(*keys)
    )


def _columns(counts: Mapping[str, Any]) -> list[ColumnElement[Any]]:
    """Name some counts and none of the others, in the order of all."""
    whole = (name == OPENED_WEEKS for name in _ALL)
    return [
        cast(counts.get(name, literal(0)), BigInteger if big else Integer).label(name)
        for name, big in zip(_ALL, whole, strict=True)
    ]


def _opened(zones: Sequence[int], today: date) -> Rows:
    """Say when groups began to save, so that whole weeks since then add up on any day."""
    number = day_number(Cycle.opened_on)
    counts = {name: case((number % WEEK == rest, 1), else_=0) for rest, name in enumerate(OPENED)}
    first = and_(Cycle.group_id == Group.group_id, Cycle.number == 1)
    return (
        select(
            Group.group_id,
            counts_from(Cycle.opened_on, today),
            *_columns({**counts, OPENED_WEEKS: number // WEEK}),
        )
        .join(Cycle, first)
        .where(counted(zones))
    )


def _people_changes(zones: Sequence[int], today: date) -> CTE:
    """Say when people joined and left groups and committees, a row for each group and day."""
    holder = and_(
        Member.group_id == CommitteeTerm.group_id, Member.member_id == CommitteeTerm.member_id
    )
    kept = and_(counted(zones), CommitteeTerm.post != Post.KEY_HOLDER)
    names = ("members", "posts", "chairs")

    def change(day: Said, **counts: ColumnElement[int]) -> Rows:
        columns = [counts.get(name, literal(0)).label(name) for name in names]
        return select(
            Group.group_id, counts_from(day, today), Member.gender.label("gender"), *columns
        )

    of_group = Member.group_id == Group.group_id
    of_post = CommitteeTerm.group_id == Group.group_id
    chair = cast(case((CommitteeTerm.post == Post.CHAIR, 1), else_=0), Integer)
    joined = change(Member.joined_on, members=literal(1)).join(Member, of_group)
    left = change(later(Member.left_on, 1), members=literal(-1)).join(Member, of_group)
    begun = change(CommitteeTerm.elected_on, posts=literal(1), chairs=chair)
    ended = change(CommitteeTerm.ended_on, posts=literal(-1), chairs=-chair)
    every = union_all(
        joined.where(counted(zones)),
        left.where(counted(zones), Member.left_on.is_not(None)),
        begun.join(CommitteeTerm, of_post).join(Member, holder).where(kept),
        ended.join(CommitteeTerm, of_post)
        .join(Member, holder)
        .where(kept, CommitteeTerm.ended_on.is_not(None)),
    ).cte("people")

    def of(gender: Gender, name: str) -> ColumnElement[int]:
        return sum_minor(case((every.c.gender == gender.value, every.c[name]), else_=0))

    return (
        select(
            every.c.group_id,
            every.c.day,
            *(of(g, "members").label(name) for g, name in zip(_GENDERS, MEMBERS, strict=True)),
            *(of(g, "posts").label(name) for g, name in zip(_GENDERS, POSTS, strict=True)),
            sum_minor(every.c.chairs).label("chairs"),
            of(Gender.WOMAN, "chairs").label("chairs_female"),
        )
        .group_by(every.c.group_id, every.c.day)
        .cte("days")
    )


def _kinds(zones: Sequence[int], today: date) -> Rows:
    """Say of which kind a group was after each change of its people, less what it was before."""
    days = _people_changes(zones, today)
    window: dict[str, Any] = {"partition_by": days.c.group_id, "order_by": days.c.day}
    added = (*MEMBERS, *POSTS, "chairs", "chairs_female")
    running = select(
        days.c.group_id,
        days.c.day,
        *(days.c[name].label(f"new_{name}") for name in MEMBERS),
        *(func.sum(days.c[name]).over(**window).label(name) for name in added),
    ).cte("running")
    c = running.c
    women, men = c.members_woman, c.members_man
    others = c.members_other + c.members_unsaid
    anybody = women + men + others > 0
    seats = c.posts_woman + c.posts_man + c.posts_other + c.posts_unsaid
    both = and_(women > 0, men > 0)
    mixed = and_(both, seats > 0)
    states: dict[str, Any] = {name: case((anybody, c[name]), else_=0) for name in POSTS}
    flags = {
        "women_only": and_(women > 0, men + others == 0),
        "both": both,
        "men_only": and_(men > 0, women + others == 0),
        "mixed": mixed,
        "female_majority": and_(mixed, seats < c.posts_woman * 2),
        "chairs": and_(anybody, c.chairs > 0),
        "chairs_female": and_(anybody, c.chairs_female > 0),
    }
    states |= {name: case((flag, 1), else_=0) for name, flag in flags.items()}
    stated = select(
        c.group_id,
        c.day,
        *(c[f"new_{name}"].label(name) for name in MEMBERS),
        *(cast(state, Integer).label(name) for name, state in states.items()),
    ).cte("stated")
    s = stated.c
    over: dict[str, Any] = {"partition_by": s.group_id, "order_by": s.day}
    changed = {name: s[name] - func.lag(s[name], 1, 0).over(**over) for name in states}
    whole = {**{name: s[name] for name in MEMBERS}, **changed}
    return select(s.group_id, s.day, *_columns(whole))
