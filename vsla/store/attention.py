"""Say in SQL what needs attention; ``concern_pages`` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from vsla.domain import attention as limits
from vsla.domain.attention import Concern, Odd
from vsla.domain.calendar import add_months, month_of
from vsla.domain.constitution import Frequency
from vsla.domain.roster import Gender
from vsla.store.models import (
    AttentionSnooze,
    BreachRow,
    ConstitutionVersion,
    ContestedDocument,
    Cycle,
    Group,
    GroupPosition,
    GroupStatus,
    MeetingSummary,
    PackFetch,
    RollupMonth,
)
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, CompoundSelect, Select
    from sqlalchemy.sql.elements import SQLCoreOperations

    from vsla.store.scope import Scope

    _Number = SQLCoreOperations[int]

_DAYS = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14, Frequency.MONTHLY: 31}


@dataclass(frozen=True, slots=True)
class Noticed:
    """One concern about one group.

    Attributes:
        group_id: whose.
        name: of the group; ``code``, ``zone`` and ``currency`` too.
        concern: why.
        first: days, differences, breaches, loans, documents or bits, by the concern.
        second: money in minor units, or per mille, by the concern.
    """

    group_id: int
    name: str
    code: str
    zone: str
    currency: str
    concern: Concern
    first: int
    second: int


def _of(
    concern: Concern, first: _Number, second: _Number | None = None
) -> Select[int, str, int, int]:
    return select(
        Group.group_id.label("group_id"),
        literal(concern.value).label("concern"),
        cast(first, Integer).label("first"),
        cast(literal(0) if second is None else second, BigInteger).label("second"),
    ).where(Group.status == GroupStatus.ACTIVE)


def _conflicts() -> Select[int, str, int, int]:
    waiting = ContestedDocument
    return (
        _of(Concern.CONFLICT, func.count())
        .join(waiting, waiting.group_id == Group.group_id)
        .where(waiting.settled_at.is_(None))
        .group_by(Group.group_id)
    )


def _rules() -> ColumnElement[bool]:
    """Join a group with its newest rules."""
    later = aliased(ConstitutionVersion)
    newest = select(func.max(later.number)).where(later.group_id == Group.group_id)
    return and_(
        ConstitutionVersion.group_id == Group.group_id,
        ConstitutionVersion.number == newest.correlate(Group).scalar_subquery(),
    )


_AS_JSON = JSON().with_variant(Text(), "sqlite")
"""SQLite reads JSON from text, and would make a number of a text cast to JSON."""


def _rule(name: str) -> Any:  # noqa: ANN401 - SQLAlchemy has no type for a part of a JSON text
    return cast(ConstitutionVersion.body, _AS_JSON)[name]


def _silent(on: date) -> Select[int, str, int, int]:
    last = func.coalesce(GroupPosition.last_held_on, Cycle.opened_on)
    rhythm = _rule("frequency").as_string()
    since = {
        frequency: on - timedelta(days=days * (limits.MISSED_MEETINGS + 1))
        for frequency, days in _DAYS.items()
    }
    too_long = or_(*(and_(rhythm == frequency, last < day) for frequency, day in since.items()))
    return (
        _of(Concern.SILENT, GroupPosition.last_meeting)
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(Cycle, _RUNNING)
        .join(ConstitutionVersion, _rules())
        .where(Cycle.closed_on.is_(None), too_long)
    )


_RUNNING = and_(Cycle.group_id == GroupPosition.group_id, Cycle.number == GroupPosition.cycle)


def _recent(meetings: int) -> ColumnElement[bool]:
    """Join a position with the last meetings of its cycle."""
    return and_(
        MeetingSummary.group_id == GroupPosition.group_id,
        MeetingSummary.cycle == GroupPosition.cycle,
        MeetingSummary.number > GroupPosition.last_meeting - meetings,
        MeetingSummary.number > 0,
    )


def _differences() -> Select[int, str, int, int]:
    wrong = MeetingSummary.difference
    return (
        _of(Concern.CASH_DIFFERENCE, func.count(), sum_minor(wrong))
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(MeetingSummary, _recent(limits.RECENT_MEETINGS))
        .where(wrong != 0)
        .group_by(Group.group_id)
    )


def _cycle_ends(on: date) -> Select[int, str, int, int]:
    return (
        _of(Concern.CYCLE_ENDS, GroupPosition.loans_count, GroupPosition.loans_out)
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(Cycle, _RUNNING)
        .where(
            Cycle.closed_on.is_(None),
            Cycle.share_out_on <= on + timedelta(days=limits.CYCLE_ENDS_DAYS),
            GroupPosition.loans_count > 0,
        )
    )


def _arrears(on: date) -> Select[int, str, int, int]:
    since = month_of(add_months(on.replace(day=1), -1))
    risen = sum_minor(RollupMonth.arrears_change_minor)
    return (
        _of(Concern.ARREARS_RISE, literal(0), risen)
        .join(RollupMonth, RollupMonth.group_id == Group.group_id)
        .where(RollupMonth.month >= since)
        .group_by(Group.group_id)
        .having(risen > 0)
    )


def _women(on: date) -> Select[int, str, int, int]:
    """Compare women's attendance of this month and the last with that of the two before."""
    first = on.replace(day=1)
    turn, start = (month_of(add_months(first, -back)) for back in (1, 3))

    def added(column: _Number, *, late: bool) -> ColumnElement[int]:
        chosen = RollupMonth.month >= turn if late else RollupMonth.month < turn
        return sum_minor(case((chosen, column), else_=0))

    came, expected = RollupMonth.meetings_attended, RollupMonth.meetings_expected
    now = (added(came, late=True), added(expected, late=True))
    before = (added(came, late=False), added(expected, late=False))
    fall = (before[0] * now[1] - now[0] * before[1]) * 10
    per_mille = case((now[1] > 0, now[0] * 1000 // func.nullif(now[1], 0)), else_=0)
    earlier = case((before[1] > 0, before[0] * 1000 // func.nullif(before[1], 0)), else_=0)
    return (
        _of(Concern.WOMEN_STAY_AWAY, earlier, cast(per_mille, Integer))
        .join(RollupMonth, RollupMonth.group_id == Group.group_id)
        .where(RollupMonth.gender == Gender.WOMAN, RollupMonth.month >= start)
        .group_by(Group.group_id)
        .having(and_(now[1] > 0, before[1] > 0, fall >= limits.FALL_TENTHS * now[1] * before[1]))
    )


def _breaches() -> Select[int, str, int, int]:
    of_meeting = and_(
        BreachRow.group_id == MeetingSummary.group_id,
        BreachRow.entry_number == MeetingSummary.entry_number,
    )
    running = and_(
        MeetingSummary.group_id == GroupPosition.group_id,
        MeetingSummary.cycle == GroupPosition.cycle,
    )
    return (
        _of(Concern.BREACHES, func.count())
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(MeetingSummary, running)
        .join(BreachRow, of_meeting)
        .where(BreachRow.acknowledged_at.is_(None))
        .group_by(Group.group_id)
    )


def _invented() -> Select[int, str, int, int]:
    """Add up odd things of the last meetings as bits, and keep groups with two or more."""
    meeting, recent = MeetingSummary, limits.RECENT_MEETINGS
    near = meeting.number > GroupPosition.last_meeting - recent

    def lowest(column: _Number) -> ColumnElement[int]:
        return func.min(case((near, column)))

    def highest(column: _Number) -> ColumnElement[int]:
        return func.max(case((near, column)))

    enough = func.count(case((near, 1))) == recent
    cap = _rule("shares_max").as_integer()
    step = func.max(Group.cash_step) * limits.ROUND_STEPS
    cash, solidarity = (
        func.max(column) for column in (GroupPosition.cash_loan_fund, GroupPosition.cash_solidarity)
    )
    odd: dict[Odd, ColumnElement[bool]] = {
        Odd.SAME_TOTALS: and_(
            enough,
            lowest(meeting.savings) > 0,
            lowest(meeting.savings) == highest(meeting.savings),
            lowest(meeting.solidarity) == highest(meeting.solidarity),
        ),
        Odd.ALL_AT_CAP: and_(
            enough, func.min(case((near, meeting.shares_count - meeting.attended * cap))) >= 0
        ),
        Odd.NOBODY_ABSENT: and_(
            func.count() == limits.WITHOUT_ABSENCE,
            func.sum(meeting.attended) == func.sum(meeting.expected),
        ),
        Odd.ROUND_CASH: and_(cash > 0, cash % step == 0, solidarity > 0, solidarity % step == 0),
    }
    marks = {each: case((condition, 1), else_=0) for each, condition in odd.items()}
    bits = sum((marks[each] * (1 << place) for place, each in enumerate(Odd)), literal(0))
    number = sum(marks.values(), literal(0))
    return (
        _of(Concern.INVENTED, bits, number)
        .join(GroupPosition, GroupPosition.group_id == Group.group_id)
        .join(meeting, _recent(limits.WITHOUT_ABSENCE))
        .join(ConstitutionVersion, _rules())
        .group_by(Group.group_id)
        .having(number >= limits.ODD_NEEDED)
    )


def _no_pack(scope: Scope, on: date) -> Select[int, str, int, int]:
    """Find groups no phone ever asked for, in a programme where phones are used."""
    other = aliased(Group)
    used = (
        select(PackFetch.group_id)
        .join(other, other.group_id == PackFetch.group_id)
        .where(other.programme_id == scope.programme_id)
        .exists()
    )
    asked = select(PackFetch.group_id).where(PackFetch.group_id == Group.group_id).exists()
    return _of(Concern.NO_PACK, literal(0)).where(
        used, ~asked, Group.formed_on <= on - timedelta(days=limits.PACK_DAYS)
    )


def everything(
    scope: Scope, on: date, within: Sequence[ColumnElement[bool]] = ()
) -> CompoundSelect[int, str, int, int]:
    """Select every concern: group, code, and two numbers as ``Noticed`` has them.

    Args:
        scope: which groups.
        on: today.
        within: conditions on the groups beside the scope's.
    """
    parts = (
        _conflicts(),
        _silent(on),
        _differences(),
        _cycle_ends(on),
        _arrears(on),
        _women(on),
        _breaches(),
        _invented(),
        _no_pack(scope, on),
    )
    return union_all(*(part.where(*scope.conditions(), *within) for part in parts))


def snoozed(
    group_id: ColumnElement[int], concern: ColumnElement[str], on: date
) -> ColumnElement[bool]:
    """Tell whether somebody set a concern about a group aside beyond a day."""
    snooze = AttentionSnooze
    return (
        select(snooze.line)
        .where(snooze.group_id == group_id, snooze.concern == concern, snooze.until_on >= on)
        .exists()
    )
