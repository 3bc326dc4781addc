"""Sums of zones: members of one sex by age, category and post, and what happened in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Text, and_, case, cast, func, literal, or_, select, union_all

from vsla.domain.crosstab import AGE_BANDS, AgeBand
from vsla.domain.roster import Category, LeavingReason, Post
from vsla.store.days_in_sql import day_number, later, new_year
from vsla.store.models import CommitteeTerm, Cycle, Group, Member
from vsla.store.rollups import sum_minor
from vsla.store.zone_parts import CELL, Rows, Said, counted, kept_on, later_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import CTE, ColumnElement

AGES = {band: f"age_{band.value}" for band in AgeBand}
CATEGORIES = {category: f"category_{category.value}" for category in Category}
POSTS = {post: f"post_{post.value}" for post in Post}
LEFT = {reason: f"left_{reason.value}" for reason in LeavingReason}
HELD_SINCE, AT_START, BEGAN, AGAIN = "held_since", "at_start", "began", "again"
STANDING = (*AGES.values(), *CATEGORIES.values(), *POSTS.values(), HELD_SINCE, AT_START)
"""Columns of ``ZoneRoster`` that add up to where people stand on a day."""

HAPPENED = (BEGAN, AGAIN, *LEFT.values())
"""Columns of what happened in a month."""

_KEYS = ("programme_id", "zone_id", "project_id", "currency", "day", "since", "gender")


def roster_of(zones: Sequence[int], today: date) -> Rows:
    """Say every change with its day, added up over the groups of a cell.

    Args:
        zones: which.
        today: changes before its month are kept by month.
    """
    people, terms = _members(zones), _terms(zones)
    changes = union_all(
        *_belonging(people, today),
        *_growing_older(people, today),
        _leaving(people, today),
        *_posts(terms, today),
        *_starts(zones, today),
    ).cte("roster_changes")
    c = changes.c
    keys = [c[name] for name in _KEYS]
    summed = (
        select(*keys, c.what, sum_minor(c.number).label("number"))
        .group_by(*keys, c.what)
        .cte("roster_sums")
    )
    keys = [summed.c[name] for name in _KEYS]
    columns = [
        sum_minor(case((summed.c.what == name, summed.c.number), else_=0)).label(name)
        for name in (*STANDING, *HAPPENED)
    ]
    return select(*keys, *columns).group_by(*keys)


def _members(zones: Sequence[int]) -> CTE:
    """Read the members of some zones once, with what is said of their groups."""
    return (
        select(
            *CELL,
            Group.formed_on,
            counted(zones).label("counted"),
            Member.gender,
            Member.joined_on,
            Member.left_on,
            Member.birth_year,
            cast(Member.category, Text).label("category"),
            cast(Member.leaving_reason, Text).label("reason"),
        )
        .join_from(Group, Member, Member.group_id == Group.group_id)
        .where(Group.zone_id.in_(zones))
        .cte("roster_members")
    )


def _change(
    of: CTE,
    day: Said,
    what: Said,
    number: Said | int,
    today: date,
    *,
    counts: bool = True,
) -> Rows:
    """Select a change.

    Args:
        of: rows with a cell, a sex and the day the group was formed.
        day: of the change.
        what: the column it belongs to.
        number: by how much.
        today: changes before its month are kept by month.
        counts: the change is one of where people stand, and has no day of its own.
    """
    since = kept_on(later_of(day, of.c.formed_on), today)
    return select(
        *(of.c[name] for name in _KEYS[:4]),
        (since if counts else kept_on(day, today)).label("day"),
        since.label("since"),
        of.c.gender,
        cast(what, Text).label("what"),
        cast(number, BigInteger).label("number"),
    )


def _band(born: Said, day: Said) -> ColumnElement[str]:
    """Name the column of who was born in a year, on a day."""
    age = func.extract("year", day) - born
    bands = ((age <= last, AGES[band]) for last, band in AGE_BANDS)
    return case((born.is_(None), AGES[AgeBand.UNKNOWN]), *bands, else_=AGES[AgeBand.FROM_45])


def _belonging(people: CTE, today: date) -> list[Rows]:
    """Say when members came and went, with their category and the age they had."""
    c = people.c
    after = later(c.left_on, 1)
    category = literal("category_") + c.category
    return [
        *(
            _change(people, c.joined_on, what, 1, today).where(c.counted)
            for what in (category, _band(c.birth_year, c.joined_on))
        ),
        *(
            _change(people, after, what, -1, today).where(c.counted, c.left_on.is_not(None))
            for what in (category, _band(c.birth_year, c.left_on))
        ),
    ]


def _growing_older(people: CTE, today: date) -> list[Rows]:
    """Say when members pass from one age band to the next, also in years to come."""
    c = people.c
    bands = [*(band for _last, band in AGE_BANDS), AgeBand.FROM_45]
    found = []
    for (last, band), following in zip(AGE_BANDS, bands[1:], strict=True):
        day = new_year(c.birth_year + (last + 1))
        belongs = and_(
            c.counted,
            c.birth_year.is_not(None),
            day > c.joined_on,
            or_(c.left_on.is_(None), day <= c.left_on),
        )
        found += [
            _change(people, day, literal(AGES[one]), number, today).where(belongs)
            for one, number in ((band, -1), (following, 1))
        ]
    return found


def _leaving(people: CTE, today: date) -> Rows:
    """Say who left in a month and why, of whatever group."""
    c = people.c
    day = kept_on(c.left_on, today)
    return select(
        *(c[name] for name in _KEYS[:4]),
        day.label("day"),
        day.label("since"),
        c.gender,
        (literal("left_") + c.reason).label("what"),
        cast(1, BigInteger).label("number"),
    ).where(c.left_on.is_not(None), c.reason.is_not(None))


def _terms(zones: Sequence[int]) -> CTE:
    """Read the terms of office of some zones, with whether somebody had held a post before."""
    term = CommitteeTerm
    first = func.min(term.elected_on).over(partition_by=(term.group_id, term.member_id))
    holder = and_(Member.group_id == term.group_id, Member.member_id == term.member_id)
    return (
        select(
            *CELL,
            Group.formed_on,
            Member.gender,
            cast(term.post, Text).label("post"),
            term.elected_on,
            term.ended_on,
            (first < term.elected_on).label("again"),
        )
        .join_from(Group, term, term.group_id == Group.group_id)
        .join(Member, holder)
        .where(counted(zones))
        .cte("roster_terms")
    )


def _posts(terms: CTE, today: date) -> list[Rows]:
    """Say when posts were taken up and left, and who was elected in a month."""
    c = terms.c
    post, number = literal("post_") + c.post, day_number(c.elected_on)
    ended = c.ended_on.is_not(None)
    return [
        _change(terms, c.elected_on, post, 1, today),
        _change(terms, c.elected_on, literal(HELD_SINCE), number, today),
        _change(terms, c.ended_on, post, -1, today).where(ended),
        _change(terms, c.ended_on, literal(HELD_SINCE), -number, today).where(ended),
        _change(terms, c.elected_on, literal(BEGAN), 1, today, counts=False),
        _change(terms, c.elected_on, literal(AGAIN), 1, today, counts=False).where(c.again),
    ]


def _starts(zones: Sequence[int], today: date) -> list[Rows]:
    """Say who belonged when a cycle began, until the next one begins."""
    following = func.lead(Cycle.opened_on).over(
        partition_by=Cycle.group_id, order_by=(Cycle.opened_on, Cycle.number)
    )
    cycles = (
        select(*CELL, Group.group_id, Group.formed_on, Cycle.opened_on, following.label("until"))
        .join_from(Group, Cycle, Cycle.group_id == Group.group_id)
        .where(counted(zones))
        .cte("roster_cycles")
    )
    c = cycles.c
    belongs = and_(
        Member.group_id == c.group_id,
        Member.joined_on <= c.opened_on,
        or_(Member.left_on.is_(None), Member.left_on >= c.opened_on),
    )
    there = (
        select(
            *(c[name] for name in (*_KEYS[:4], "formed_on", "opened_on", "until")), Member.gender
        )
        .join_from(cycles, Member, belongs)
        .cte("roster_starts")
    )
    start = literal(AT_START)
    return [
        _change(there, there.c.opened_on, start, 1, today),
        _change(there, there.c.until, start, -1, today).where(there.c.until.is_not(None)),
    ]
