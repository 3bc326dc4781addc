"""Read who the members are, and what counts of groups are rare, from the sums of zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, or_, select

from vsla.store.gender_queries import Helped, Roster, Terms
from vsla.store.models import ZoneNeed, ZonePeople, ZoneRoster, ZoneStanding
from vsla.store.monitor_queries import RareCounts
from vsla.store.rollups import sum_minor
from vsla.store.zone_people import OPENED, OPENED_WEEKS, WEEK
from vsla.store.zone_roster import (
    AGAIN,
    AGES,
    AT_START,
    BEGAN,
    CATEGORIES,
    HAPPENED,
    HELD_SINCE,
    LEFT,
    POSTS,
    STANDING,
)
from vsla.store.zone_standing import RECENT
from vsla.store.zone_sums import of_scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Need
    from vsla.domain.roster import Gender
    from vsla.store.scope import Scope


def roster(session: Session, scope: Scope, *, from_on: date, to_on: date, on: date) -> Roster:
    """Count who the members are and what happened, in one statement.

    Args:
        session: any.
        scope: of zones, and fresh.
        from_on: first day of the period, which is one of whole months.
        to_on: its last day.
        on: the day on which people are counted: the last, or today while it lasts.

    Returns:
        What ``gender_queries.roster`` gives.
    """
    row = ZoneRoster
    stands, in_period = row.since <= on, row.day.between(from_on, to_on)
    when = dict.fromkeys(STANDING, stands)
    when |= dict.fromkeys(LEFT.values(), in_period)
    when |= dict.fromkeys((BEGAN, AGAIN), and_(in_period, stands))
    names = (*STANDING, *HAPPENED)
    columns = [sum_minor(case((when[name], getattr(row, name)), else_=0)) for name in names]
    query = (
        select(row.gender, *columns)
        .where(*of_scope(row, scope), or_(stands, in_period))
        .group_by(row.gender)
    )
    by_gender = {
        gender: dict(zip(names, numbers, strict=True))
        for gender, *numbers in session.execute(query)
    }
    return Roster(
        ages=_table(AGES, by_gender),
        categories=_table(CATEGORIES, by_gender),
        posts=_table(POSTS, by_gender),
        terms={
            gender: terms
            for gender, numbers in by_gender.items()
            if (terms := _terms(numbers, on)) != Terms()
        },
        departures=_table(LEFT, by_gender),
    )


def _table(
    columns: Mapping[Any, str], by_gender: Mapping[Gender, Mapping[str, int]]
) -> dict[Any, dict[Gender, int]]:
    """Lay the counts of some columns out by what they are about; what is nowhere is left out."""
    found = {
        key: {gender: numbers[name] for gender, numbers in by_gender.items() if numbers[name]}
        for key, name in columns.items()
    }
    return {key: counts for key, counts in found.items() if counts}


def _terms(numbers: Mapping[str, int], on: date) -> Terms:
    """Add days in office up: as many times today as posts are held, less the days of election."""
    held = sum(numbers[name] for name in POSTS.values())
    days = held * on.toordinal() - numbers[HELD_SINCE]
    return Terms(began=numbers[BEGAN], again=numbers[AGAIN], days=days, held=held)


def needs(
    session: Session, scope: Scope, *, from_month: int, to_month: int
) -> dict[tuple[str, Need], dict[Gender, Helped]]:
    """Add help up by currency, need and sex, in one statement.

    Args:
        session: any.
        scope: of zones, and fresh.
        from_month: first month, as ``calendar.month_of`` names it.
        to_month: last month, included.

    Returns:
        What ``gender_queries.needs`` gives.
    """
    row = ZoneNeed
    keys = (row.currency, row.need, row.gender)
    first = case((row.month_before < from_month, row.members), else_=0)
    query = (
        select(*keys, sum_minor(first), sum_minor(row.amount))
        .where(*of_scope(row, scope), row.month.between(from_month, to_month))
        .group_by(*keys)
    )
    found: dict[tuple[str, Need], dict[Gender, Helped]] = {}
    for currency, need, gender, members, amount in session.execute(query):
        found.setdefault((currency, need), {})[gender] = Helped(members, amount)
    return found


def rare_counts(session: Session, scope: Scope, on: date) -> dict[str, RareCounts]:
    """Count in three statements what ``monitor_queries.rare_counts`` counts.

    Args:
        session: any.
        scope: of zones, and fresh.
        on: the last day of a month, or a day of the running one.

    Returns:
        By currency.
    """
    people, standing, row = ZonePeople, ZoneStanding, ZoneRoster
    opened = (
        select(people.currency, *(sum_minor(getattr(people, n)) for n in (OPENED_WEEKS, *OPENED)))
        .where(*of_scope(people, scope), people.day <= on)
        .group_by(people.currency)
    )
    found: dict[str, RareCounts] = {}
    for each in session.execute(opened):
        found[each[0]] = RareCounts(age_weeks=_age_weeks(on, each[1], tuple(each)[2:]))
    start = (
        select(row.currency, row.gender, sum_minor(getattr(row, AT_START)))
        .where(*of_scope(row, scope), row.since <= on)
        .group_by(row.currency, row.gender)
    )
    for currency, gender, number in session.execute(start):
        if number:
            found.setdefault(currency, RareCounts()).members_start[gender] = number
    recent = (
        select(standing.currency, *(sum_minor(getattr(standing, name)) for name in RECENT))
        .where(*of_scope(standing, scope), standing.day <= on)
        .group_by(standing.currency)
    )
    for each in session.execute(recent):
        one = found.setdefault(each[0], RareCounts())
        one.attended, one.expected = each[1], each[2]
    return found


def _age_weeks(on: date, weeks: int, counts: Sequence[int]) -> int:
    """Add up the whole weeks since groups began to save.

    Args:
        on: the day.
        weeks: whole weeks of the numbers of the days they began on, added up.
        counts: groups by what such a number leaves when divided by seven.
    """
    whole, rest = divmod(on.toordinal(), WEEK)
    return whole * sum(counts) - weeks - sum(counts[rest + 1 :])
