"""Sums of zones: members of one sex by age, category and post, and what happened in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, and_, case, cast, func, literal, or_, select, union_all

from vsla.domain.crosstab import AGE_BANDS, AgeBand
from vsla.domain.roster import Category, LeavingReason, Post
from vsla.store.days_in_sql import day_number, later, new_year
from vsla.store.models import CommitteeTerm, Cycle, Group, GroupStatus, Member
from vsla.store.rollups import sum_minor
from vsla.store.zone_parts import CELL, Rows, Said, counted, kept_on, later_of, of_zones

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
_OF_PEOPLE = (*_KEYS[:4], "formed", "gender")


def roster_of(zones: Sequence[int], today: date) -> Rows:
    """Say every change with its day, added up over the groups of a cell.

    Args:
        zones: which.
        today: changes before its month are kept by month.
    """
    members = _members(zones, today)
    changes = union_all(
        *_belonging(_alike(members, "birth_year"), _alike(members, "category"), today),
        _leaving(members),
        *_posts(_terms(zones, today)),
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


def _members(zones: Sequence[int], today: date) -> CTE:
    """Read the members of some zones once, with what is said of their groups.

    Days are moved to the end of their month here, once for each member. First days of January
    lie before, in or behind a month as a whole, so they may be compared with them all the same.
    """
    return (
        select(
            *CELL,
            kept_on(Group.formed_on, today).label("formed"),
            (Group.status != GroupStatus.SETTING_UP).label("counted"),
            Member.gender,
            kept_on(Member.joined_on, today).label("joined"),
            kept_on(Member.left_on, today).label("left"),
            kept_on(later(Member.left_on, 1), today).label("until"),
            Member.birth_year,
            cast(Member.category, Text).label("category"),
            cast(Member.leaving_reason, Text).label("reason"),
        )
        .join_from(Group, Member, Member.group_id == Group.group_id)
        .where(of_zones(zones))
        .cte("roster_members")
    )


def _alike(members: CTE, name: str) -> CTE:
    """Count members of groups past their set-up who came and went alike and share something."""
    names = (*_OF_PEOPLE, "joined", "left", "until", name)
    keys = [members.c[each] for each in names]
    return (
        select(*keys, func.count().label("number"))
        .where(members.c.counted)
        .group_by(*keys)
        .cte(f"roster_by_{name}")
    )


def _change(
    of: CTE, day: ColumnElement[Any], what: Said, number: Said, *, happened: bool = False
) -> Rows:
    """Select a change.

    Args:
        of: rows with a cell, a sex and the day the group was formed.
        day: of the change, as it is kept.
        what: the column it belongs to.
        number: by how much.
        happened: it is of its own day, and no change of where people stand.
    """
    since = later_of(day, of.c.formed)
    return select(
        *(of.c[name] for name in _KEYS[:4]),
        (day if happened else since).label("day"),
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


def _belonging(by_birth: CTE, by_category: CTE, today: date) -> list[Rows]:
    """Say when members came and went, with their category and the age they had."""
    found = _growing_older(by_birth, today)
    for of in (by_birth, by_category):
        c = of.c
        for day, last, number in ((c.joined, c.joined, c.number), (c.until, c.left, -c.number)):
            ages = of is by_birth
            what = _band(c.birth_year, last) if ages else literal("category_") + c.category
            found.append(_change(of, day, what, number).where(day.is_not(None)))
    return found


def _growing_older(by_birth: CTE, today: date) -> list[Rows]:
    """Say when members pass from one age band to the next, also in years to come."""
    c = by_birth.c
    bands = [*(band for _last, band in AGE_BANDS), AgeBand.FROM_45]
    found = []
    for (last, band), following in zip(AGE_BANDS, bands[1:], strict=True):
        day = new_year(c.birth_year + (last + 1))
        there = and_(
            c.birth_year.is_not(None), day > c.joined, or_(c.left.is_(None), day <= c.left)
        )
        found += [
            _change(by_birth, kept_on(day, today), literal(AGES[one]), number).where(there)
            for one, number in ((band, -c.number), (following, c.number))
        ]
    return found


def _leaving(members: CTE) -> Rows:
    """Say who left in a month and why, of whatever group."""
    c = members.c
    return select(
        *(c[name] for name in _KEYS[:4]),
        c.left.label("day"),
        c.left.label("since"),
        c.gender,
        (literal("left_") + c.reason).label("what"),
        cast(1, BigInteger).label("number"),
    ).where(c.left.is_not(None), c.reason.is_not(None))


def _terms(zones: Sequence[int], today: date) -> CTE:
    """Count the terms of office of some zones, with whether a post had been held before."""
    term = CommitteeTerm
    first = func.min(term.elected_on).over(partition_by=(term.group_id, term.member_id))
    holder = and_(Member.group_id == term.group_id, Member.member_id == term.member_id)
    each = (
        select(
            *CELL,
            kept_on(Group.formed_on, today).label("formed"),
            Member.gender,
            cast(term.post, Text).label("post"),
            kept_on(term.elected_on, today).label("elected"),
            kept_on(term.ended_on, today).label("ended"),
            (first < term.elected_on).label("again"),
            day_number(term.elected_on).label("day_number"),
        )
        .join_from(Group, term, term.group_id == Group.group_id)
        .join(Member, holder)
        .where(counted(zones))
        .cte("roster_terms")
    )
    keys = [each.c[name] for name in (*_OF_PEOPLE, "post", "elected", "ended", "again")]
    sums = (func.count().label("number"), sum_minor(each.c.day_number).label("days"))
    return select(*keys, *sums).group_by(*keys).cte("roster_terms_alike")


def _posts(terms: CTE) -> list[Rows]:
    """Say when posts were taken up and left, and who was elected in a month."""
    c = terms.c
    post, since = literal("post_") + c.post, literal(HELD_SINCE)
    ended = c.ended.is_not(None)
    return [
        _change(terms, c.elected, post, c.number),
        _change(terms, c.elected, since, c.days),
        _change(terms, c.ended, post, -c.number).where(ended),
        _change(terms, c.ended, since, -c.days).where(ended),
        _change(terms, c.elected, literal(BEGAN), c.number, happened=True),
        _change(terms, c.elected, literal(AGAIN), c.number, happened=True).where(c.again),
    ]


def _starts(zones: Sequence[int], today: date) -> list[Rows]:
    """Say who belonged when a cycle began, until the next one begins."""
    following = func.lead(Cycle.opened_on).over(
        partition_by=Cycle.group_id, order_by=(Cycle.opened_on, Cycle.number)
    )
    cycles = (
        select(
            *CELL,
            Group.group_id,
            kept_on(Group.formed_on, today).label("formed"),
            Cycle.opened_on,
            following.label("following"),
        )
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
    keys = [*(c[name] for name in _KEYS[:4]), c.formed, c.opened_on, c.following, Member.gender]
    there = (
        select(*keys, func.count().label("number"))
        .join_from(cycles, Member, belongs)
        .group_by(*keys)
        .cte("roster_starts")
    )
    opened, until = (kept_on(there.c[name], today) for name in ("opened_on", "following"))
    start, number = literal(AT_START), there.c.number
    return [
        _change(there, opened, start, number),
        _change(there, until, start, -number).where(there.c.following.is_not(None)),
    ]
