"""Who holds posts, who was helped for what, who left and why: by sex, one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, cast, func, or_, select

from vsla.domain.crosstab import age_band
from vsla.store.models import CommitteeTerm, Group, HelpGiven, Member
from vsla.store.report_queries import HOLDER, belongs, counted
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Need
    from vsla.domain.crosstab import AgeBand
    from vsla.domain.roster import Category, Gender, LeavingReason, Post
    from vsla.store.scope import Scope

_IDS = 10**10
"""More than any id of a member, so that group and member make one number."""


def posts(session: Session, scope: Scope, *, on: date) -> dict[Post, dict[Gender, int]]:
    """Count the posts held on a day, holders of keys among them."""
    query = (
        select(CommitteeTerm.post, Member.gender, func.count())
        .join(Member, HOLDER)
        .join(Group, Group.group_id == CommitteeTerm.group_id)
        .where(
            counted(scope, on),
            CommitteeTerm.elected_on <= on,
            or_(CommitteeTerm.ended_on.is_(None), CommitteeTerm.ended_on > on),
        )
        .group_by(CommitteeTerm.post, Member.gender)
    )
    found: dict[Post, dict[Gender, int]] = {}
    for post, gender, number in session.execute(query):
        found.setdefault(post, {})[gender] = number
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one sex.

    Attributes:
        began: elections in the period.
        again: of these, of somebody who held a post in the group before.
        days: since they were elected, of all posts held on the last day together.
        held: posts held on the last day.
    """

    began: int = 0
    again: int = 0
    days: int = 0
    held: int = 0


def terms(
    session: Session, scope: Scope, *, from_on: date, to_on: date, on: date
) -> dict[Gender, Terms]:
    """Count terms of office by sex; one line of the answer for each day of election.

    Args:
        session: any.
        scope: which groups.
        from_on: first day of elections that are counted.
        to_on: last day of them.
        on: the day on which posts are held.
    """
    earlier = CommitteeTerm.__table__.alias("earlier")
    before = (
        select(earlier.c.line)
        .where(
            earlier.c.group_id == CommitteeTerm.group_id,
            earlier.c.member_id == CommitteeTerm.member_id,
            earlier.c.elected_on < CommitteeTerm.elected_on,
        )
        .exists()
    )
    still = or_(CommitteeTerm.ended_on.is_(None), CommitteeTerm.ended_on > on)
    query = (
        select(Member.gender, CommitteeTerm.elected_on, before.label("again"), still.label("still"))
        .add_columns(func.count())
        .join(Member, HOLDER)
        .join(Group, Group.group_id == CommitteeTerm.group_id)
        .where(counted(scope, on), CommitteeTerm.elected_on <= on)
        .group_by(Member.gender, CommitteeTerm.elected_on, "again", "still")
    )
    found: dict[Gender, Terms] = {}
    for gender, day, again, held, number in session.execute(query):
        have = found.get(gender, Terms())
        in_period = number if from_on <= day <= to_on else 0
        found[gender] = Terms(
            have.began + in_period,
            have.again + (in_period if again else 0),
            have.days + (number * (on - day).days if held else 0),
            have.held + (number if held else 0),
        )
    return found


@dataclass(frozen=True, slots=True)
class Helped:
    """Help given to one sex for one need: different members, and money in minor units."""

    members: int
    amount: int


def needs(
    session: Session, scope: Scope, *, from_on: date, to_on: date
) -> dict[tuple[str, Need], dict[Gender, Helped]]:
    """Add up help given, not lent, by currency, need and sex."""
    member = cast(HelpGiven.group_id, BigInteger) * _IDS + HelpGiven.member_id
    query = (
        select(Group.currency, HelpGiven.need, Member.gender)
        .add_columns(func.count(func.distinct(member)), sum_minor(HelpGiven.amount))
        .join(Group, Group.group_id == HelpGiven.group_id)
        .join(
            Member,
            and_(Member.group_id == HelpGiven.group_id, Member.member_id == HelpGiven.member_id),
        )
        .where(
            *scope.conditions(),
            HelpGiven.as_loan.is_(False),
            HelpGiven.given_on.between(from_on, to_on),
        )
        .group_by(Group.currency, HelpGiven.need, Member.gender)
    )
    found: dict[tuple[str, Need], dict[Gender, Helped]] = {}
    for currency, need, gender, members, amount in session.execute(query):
        found.setdefault((currency, need), {})[gender] = Helped(members, amount)
    return found


def departures(
    session: Session, scope: Scope, *, from_on: date, to_on: date
) -> dict[LeavingReason, dict[Gender, int]]:
    """Count members whose last day lies in a period, by reason and sex."""
    query = (
        select(Member.leaving_reason, Member.gender, func.count())
        .join(Group, Group.group_id == Member.group_id)
        .where(
            *scope.conditions(),
            Member.left_on.between(from_on, to_on),
            Member.leaving_reason.is_not(None),
        )
        .group_by(Member.leaving_reason, Member.gender)
    )
    found: dict[LeavingReason, dict[Gender, int]] = {}
    for reason, gender, number in session.execute(query):
        assert reason is not None, "the query asks for a reason"
        found.setdefault(reason, {})[gender] = number
    return found


def people(
    session: Session, scope: Scope, *, on: date
) -> list[tuple[Category, int | None, Gender, int]]:
    """Count members on a day by category, year of birth and sex."""
    query = (
        select(Member.category, Member.birth_year, Member.gender, func.count())
        .join(Group, Group.group_id == Member.group_id)
        .where(counted(scope, on), belongs(on))
        .group_by(Member.category, Member.birth_year, Member.gender)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who the members of a choice of groups are, by sex; what is nowhere is absent.

    Attributes:
        ages: members on a day.
        categories: the same.
        posts: held on the day, those with keys among them.
        terms: of office.
        departures: in the period, by reason.
    """

    ages: dict[AgeBand, dict[Gender, int]]
    categories: dict[Category, dict[Gender, int]]
    posts: dict[Post, dict[Gender, int]]
    terms: dict[Gender, Terms]
    departures: dict[LeavingReason, dict[Gender, int]]


def roster(session: Session, scope: Scope, *, from_on: date, to_on: date, on: date) -> Roster:
    """Count who the members are and what happened, in four statements over members and terms.

    Args:
        session: any.
        scope: which groups.
        from_on: first day of the period.
        to_on: its last day.
        on: the day on which people are counted.
    """
    found = Roster(
        ages={},
        categories={},
        posts=posts(session, scope, on=on),
        terms=terms(session, scope, from_on=from_on, to_on=to_on, on=on),
        departures=departures(session, scope, from_on=from_on, to_on=to_on),
    )
    for category, born, gender, number in people(session, scope, on=on):
        band = found.ages.setdefault(age_band(born, on.year), {})
        band[gender] = band.get(gender, 0) + number
        alike = found.categories.setdefault(category, {})
        alike[gender] = alike.get(gender, 0) + number
    return found
