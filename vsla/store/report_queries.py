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
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def _counted(programme_id: int, on: date) -> ColumnElement[bool]:
    """Say which groups a report counts: past their set-up, and formed by the day."""
    return and_(
        Group.programme_id == programme_id,
        Group.status != GroupStatus.SETTING_UP,
        Group.formed_on <= on,
    )


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows for which a condition holds."""
    return sum_minor(case((condition, 1), else_=0))


@dataclass(frozen=True, slots=True)
class GroupsStanding:
    """Groups on a day.

    Attributes:
        groups: past their set-up, disengaged ones among them.
        disengaged: by the day.
        late: not disengaged, and silent since the given day.
        counted_to: the last meeting that came in, at most the day itself; None without any.
    """

    groups: int
    disengaged: int
    late: int
    counted_to: date | None


def groups_standing(
    session: Session, programme_id: int, *, on: date, silent_since: date
) -> GroupsStanding:
    """Count the groups of a programme in one statement.

    Args:
        session: any.
        programme_id: which programme.
        on: the day.
        silent_since: a group whose last meeting lies before it is late.

    Returns:
        The counts.
    """
    gone = and_(Group.disengaged_on.is_not(None), Group.disengaged_on <= on)
    last = GroupPosition.last_held_on
    silent = or_(last.is_(None), last < silent_since)
    known = case((last > on, on), else_=last)
    query = (
        select(func.count(), _times(gone), _times(and_(Group.disengaged_on.is_(None), silent)))
        .add_columns(func.max(known))
        .select_from(Group)
        .outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
        .where(_counted(programme_id, on))
    )
    return GroupsStanding(*session.execute(query).one())


@dataclass(frozen=True, slots=True)
class People:
    """Members on a day by sex, and the committees of groups of women and men.

    Attributes:
        members: first and last day of a membership included.
        mixed: groups with a woman, a man and a committee.
        female_majority: of these, committees with more women than others; holders of keys are
            not on the committee.
    """

    members: dict[Gender, int]
    mixed: int
    female_majority: int


def people(session: Session, programme_id: int, *, on: date) -> People:
    """Count members and committees in one statement.

    Args:
        session: any.
        programme_id: which programme.
        on: the day.

    Returns:
        The counts.
    """
    columns = {gender: _times(Member.gender == gender).label(gender.name) for gender in Gender}
    members = (
        select(Member.group_id, *columns.values())
        .join(Group, Group.group_id == Member.group_id)
        .where(
            _counted(programme_id, on),
            Member.joined_on <= on,
            or_(Member.left_on.is_(None), Member.left_on >= on),
        )
        .group_by(Member.group_id)
        .subquery()
    )
    committees = (
        select(
            CommitteeTerm.group_id,
            func.count().label("seats"),
            _times(Member.gender == Gender.WOMAN).label("women"),
        )
        .join(
            Member,
            and_(
                Member.group_id == CommitteeTerm.group_id,
                Member.member_id == CommitteeTerm.member_id,
            ),
        )
        .join(Group, Group.group_id == CommitteeTerm.group_id)
        .where(
            _counted(programme_id, on),
            CommitteeTerm.post != Post.KEY_HOLDER,
            CommitteeTerm.elected_on <= on,
            or_(CommitteeTerm.ended_on.is_(None), CommitteeTerm.ended_on > on),
        )
        .group_by(CommitteeTerm.group_id)
        .subquery()
    )
    seats, women = committees.c.seats, committees.c.women
    mixed = and_(members.c.WOMAN > 0, members.c.MAN > 0, seats > 0)
    query = select(
        *(sum_minor(members.c[gender.name]) for gender in columns),
        _times(mixed),
        _times(and_(mixed, women * 2 > seats)),
    ).select_from(members.outerjoin(committees, committees.c.group_id == members.c.group_id))
    *by_gender, mixed_count, majority_count = session.execute(query).one()
    return People(dict(zip(columns, by_gender, strict=True)), mixed_count, majority_count)


def members_helped(
    session: Session, programme_id: int, *, from_on: date, to_on: date
) -> dict[Gender, int]:
    """Count different members given money of the solidarity fund, in one statement.

    Args:
        session: any.
        programme_id: which programme.
        from_on: first day.
        to_on: last day.

    Returns:
        A count by sex; a member helped twice counts once, one who was lent money does not.
    """
    helped = (
        select(HelpGiven.group_id, HelpGiven.member_id)
        .join(Group, Group.group_id == HelpGiven.group_id)
        .where(
            Group.programme_id == programme_id,
            HelpGiven.as_loan.is_(False),
            HelpGiven.given_on.between(from_on, to_on),
        )
        .distinct()
        .subquery()
    )
    same = and_(Member.group_id == helped.c.group_id, Member.member_id == helped.c.member_id)
    query = (
        select(Member.gender, func.count()).join_from(helped, Member, same).group_by(Member.gender)
    )
    return dict(session.execute(query).all())


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
