"""Aggregate questions of the programme's reports: as many statements for 5 groups as for 500."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from vsla.domain.roster import Gender, Post
from vsla.store.models import (
    CommitteeTerm,
    ExchangeRate,
    Group,
    GroupPosition,
    GroupStatus,
    HelpGiven,
    Member,
    Role,
    User,
)
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.store.scope import Scope


def counted(scope: Scope, on: date) -> ColumnElement[bool]:
    """Say which groups a report counts: past their set-up, and formed by the day."""
    return and_(
        *scope.conditions(),
        Group.status != GroupStatus.SETTING_UP,
        Group.formed_on <= on,
    )


def times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows for which a condition holds."""
    return sum_minor(case((condition, 1), else_=0))


@dataclass(frozen=True, slots=True)
class GroupsStanding:
    """Groups on a day.

    Attributes:
        groups: past their set-up, disengaged ones among them.
        disengaged: by the day.
        late: not disengaged, and silent since the given day.
        later: not disengaged, and silent since the earlier day.
        graduated: shared out one cycle or more by today.
        counted_to: the last meeting that came in, at most the day itself; None without any.
    """

    groups: int
    disengaged: int
    late: int
    later: int
    graduated: int
    counted_to: date | None


def groups_standing(
    session: Session, scope: Scope, *, on: date, silent_since: date, mute_since: date
) -> dict[str, GroupsStanding]:
    """Count groups in one statement, by currency.

    Args:
        session: any.
        scope: which groups.
        on: the day.
        silent_since: a group whose last meeting lies before it is late.
        mute_since: the same for a longer silence.

    Returns:
        The counts.
    """
    gone = and_(Group.disengaged_on.is_not(None), Group.disengaged_on <= on)
    last = GroupPosition.last_held_on

    def silent(since: date) -> ColumnElement[int]:
        return times(and_(Group.disengaged_on.is_(None), or_(last.is_(None), last < since)))

    known = case((last > on, on), else_=last)
    query = (
        select(Group.currency, func.count(), times(gone), silent(silent_since))
        .add_columns(silent(mute_since), times(GroupPosition.cycle > 1), func.max(known))
        .select_from(Group)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .where(counted(scope, on))
        .group_by(Group.currency)
    )
    return {row[0]: GroupsStanding(*row[1:]) for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class People:
    """Members on a day by sex, and the committees of their groups.

    Holders of keys are not on the committee.

    Attributes:
        members: first and last day of a membership included.
        posts: on committees, by sex.
        women_only: groups in which all members are women.
        both: groups with a woman and a man.
        men_only: groups in which all members are men.
        mixed: groups with a woman, a man and a committee.
        female_majority: of these, committees with more women than others.
        chairs: groups with somebody in the chair.
        chairs_female: of these, with a woman.
    """

    members: dict[Gender, int]
    posts: dict[Gender, int]
    women_only: int
    both: int
    men_only: int
    mixed: int
    female_majority: int
    chairs: int
    chairs_female: int


def belongs(on: date) -> ColumnElement[bool]:
    """Say who is a member on a day, the first and the last day included."""
    return and_(Member.joined_on <= on, or_(Member.left_on.is_(None), Member.left_on >= on))


def holds(on: date) -> ColumnElement[bool]:
    """Say which posts of committees are held on a day; the last day belongs to the successor."""
    return and_(
        CommitteeTerm.post != Post.KEY_HOLDER,
        CommitteeTerm.elected_on <= on,
        or_(CommitteeTerm.ended_on.is_(None), CommitteeTerm.ended_on > on),
    )


HOLDER = and_(
    Member.group_id == CommitteeTerm.group_id, Member.member_id == CommitteeTerm.member_id
)
"""Joins a post with whom holds it."""


def _by_gender() -> list[ColumnElement[int]]:
    return [times(Member.gender == gender).label(gender.name) for gender in Gender]


def people(session: Session, scope: Scope, *, on: date) -> dict[str, People]:
    """Count members and committees in one statement, by currency.

    Args:
        session: any.
        scope: which groups.
        on: the day.

    Returns:
        The counts.
    """
    members = (
        select(Member.group_id, Group.currency, *_by_gender())
        .join(Group, Group.group_id == Member.group_id)
        .where(counted(scope, on), belongs(on))
        .group_by(Member.group_id, Group.currency)
        .subquery()
    )
    chair = CommitteeTerm.post == Post.CHAIR
    committees = (
        select(
            CommitteeTerm.group_id,
            func.count().label("seats"),
            *_by_gender(),
            times(chair).label("chairs"),
            times(and_(chair, Member.gender == Gender.WOMAN)).label("female"),
        )
        .join(Member, HOLDER)
        .join(Group, Group.group_id == CommitteeTerm.group_id)
        .where(counted(scope, on), holds(on))
        .group_by(CommitteeTerm.group_id)
        .subquery()
    )
    here, there = members.c, committees.c
    others = here.OTHER + here.UNSAID
    both = and_(here.WOMAN > 0, here.MAN > 0)
    mixed = and_(both, there.seats > 0)
    query = select(
        here.currency,
        *(sum_minor(table[gender.name]) for table in (here, there) for gender in Gender),
        times(and_(here.WOMAN > 0, here.MAN + others == 0)),
        times(both),
        times(and_(here.MAN > 0, here.WOMAN + others == 0)),
        times(mixed),
        times(and_(mixed, there.seats < there.WOMAN * 2)),
        times(there.chairs > 0),
        times(there.female > 0),
    ).select_from(members.outerjoin(committees, there.group_id == here.group_id))
    rows = session.execute(query.group_by(here.currency))
    return {row[0]: _people(row[1:]) for row in rows}


def _people(row: Sequence[int]) -> People:
    width = len(Gender)
    return People(
        dict(zip(Gender, row[:width], strict=True)),
        dict(zip(Gender, row[width : 2 * width], strict=True)),
        *row[2 * width :],
    )


def members_helped(
    session: Session, scope: Scope, *, from_on: date, to_on: date
) -> dict[str, dict[Gender, int]]:
    """Count different members given money of the solidarity fund, in one statement.

    Args:
        session: any.
        scope: which groups.
        from_on: first day.
        to_on: last day.

    Returns:
        A count by currency and sex; a member helped twice counts once, one who was lent money
        does not.
    """
    helped = (
        select(Group.currency, HelpGiven.group_id, HelpGiven.member_id)
        .join(Group, Group.group_id == HelpGiven.group_id)
        .where(
            *scope.conditions(),
            HelpGiven.as_loan.is_(False),
            HelpGiven.given_on.between(from_on, to_on),
        )
        .distinct()
        .subquery()
    )
    same = and_(Member.group_id == helped.c.group_id, Member.member_id == helped.c.member_id)
    query = (
        select(helped.c.currency, Member.gender, func.count())
        .join_from(helped, Member, same)
        .group_by(helped.c.currency, Member.gender)
    )
    found: dict[str, dict[Gender, int]] = {}
    for currency, gender, number in session.execute(query):
        found.setdefault(currency, {})[gender] = number
    return found


def added(counts: Iterable[Mapping[Gender, int]]) -> dict[Gender, int]:
    """Add counts by sex up, such as those of several currencies."""
    sums: dict[Gender, int] = {}
    for one in counts:
        for gender, number in one.items():
            sums[gender] = sums.get(gender, 0) + number
    return sums


def facilitators(session: Session, programme_id: int) -> dict[Gender, int]:
    """Count the facilitators of a programme whose login is on, by sex."""
    query = (
        select(User.gender, func.count())
        .where(
            User.programme_id == programme_id, User.role == Role.FACILITATOR, User.active.is_(True)
        )
        .group_by(User.gender)
    )
    return dict(session.execute(query).all())


def latest_rates(session: Session, programme_id: int, *, on: date) -> list[ExchangeRate]:
    """Find the latest rate of each currency on or before a day, by currency."""
    rates = select(ExchangeRate).where(
        ExchangeRate.programme_id == programme_id, ExchangeRate.rate_on <= on
    )
    found = session.scalars(rates.order_by(ExchangeRate.currency, ExchangeRate.rate_on))
    return list({rate.currency: rate for rate in found}.values())


def last_meeting_on(session: Session, programme_id: int) -> date | None:
    """Find the day of the programme's last meeting, or None before the first."""
    query = (
        select(func.max(GroupPosition.last_held_on))
        .join_from(GroupPosition, Group, Group.group_id == GroupPosition.group_id)
        .where(Group.programme_id == programme_id)
    )
    return session.scalar(query)
