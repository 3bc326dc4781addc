"""What a programme aims at by period and sex, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.board import figure_of
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Unit
from vsla.domain.money import MINOR_MAX
from vsla.domain.reader import Reader
from vsla.domain.registry import INDICATORS, Split
from vsla.services.access import Role, programme_for
from vsla.services.monitoring import Choice, monitor
from vsla.services.programme_report import READERS, Period, read_period
from vsla.store.models import Target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.indicators import Ratio
    from vsla.domain.registry import Indicator
    from vsla.services.access import Actor
    from vsla.services.monitoring import Monitor

TARGETS_MAX = 60
"""Targets of a programme; each period among them costs the statements of one board."""

PERCENT_MAX = 1000
"""Tenths of a percent."""

AIMED_AT = tuple(code for code, each in INDICATORS.items() if each.unit is not Unit.WEEKS)
"""Indicators a target can be set for."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and what was reached.

    Attributes:
        target: as it was set.
        indicator: of the registry.
        period: whole months.
        aimed: in the unit of the indicator, tenths of a percent for percent.
        reached: None where it cannot be said, such as money without a rate.
    """

    target: Target
    indicator: Indicator
    period: Period
    aimed: Columns[int]
    reached: Columns[Ratio]


def set_target(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    indicator: str,
    period: Period,
    aimed: Mapping[str, object],
    now: datetime,
) -> Target:
    """Set a target; one for the same indicator and months takes the place of the earlier one.

    Args:
        session: to write with.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        indicator: its code.
        period: whole months.
        aimed: ``women``, ``men`` and ``everybody`` in the unit of the indicator: counts, minor
            units of the reporting currency, tenths of a percent; what is left out is no target.
        now: when.

    Returns:
        The target.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor sets no targets.
    """
    programme_for(session, actor, programme_id, *READERS)
    r = Reader({"indicator": indicator, **aimed})
    known = INDICATORS.get(indicator)
    if known is None or indicator not in AIMED_AT:
        r.note("indicator", Code.UNKNOWN_CHOICE, choices="")
    most = PERCENT_MAX if known is not None and known.unit is Unit.PERCENT else MINOR_MAX
    values = {name: r.optional_integer(name, 0, most) for name in ("women", "men", "everybody")}
    if all(value is None for value in values.values()) and not r.problems:
        r.note("everybody", Code.MISSING)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    read_period(period.from_on, period.to_on)
    target = _same(session, programme_id, indicator, period)
    if target is None:
        target = Target(
            programme_id=programme_id,
            indicator=indicator,
            from_on=period.from_on,
            to_on=period.to_on,
        )
        session.add(target)
    target.women, target.men, target.everybody = values.values()
    target.set_by, target.set_at = actor.user_id, now
    session.flush()
    return target


def _same(session: Session, programme_id: int, indicator: str, period: Period) -> Target | None:
    return session.scalar(
        select(Target).where(
            Target.programme_id == programme_id,
            Target.indicator == indicator,
            Target.from_on == period.from_on,
            Target.to_on == period.to_on,
        )
    )


def drop_target(session: Session, actor: Actor, *, target_id: int) -> int:
    """Take a target back.

    Args:
        session: to write with.
        actor: an officer of the programme, or an administrator.
        target_id: which.

    Returns:
        The programme it belonged to.

    Raises:
        NotFoundError: there is no such target, or it is not of the actor's programme.
        NotAllowedError: the actor sets no targets.
    """
    target = session.get(Target, target_id)
    if target is None:
        raise NotFoundError
    programme_for(session, actor, target.programme_id, Role.OFFICER, Role.ADMINISTRATOR)
    session.delete(target)
    session.flush()
    return target.programme_id


def list_aims(session: Session, actor: Actor, *, programme_id: int, today: date) -> list[Aim]:
    """Hold every target against what was reached, the latest months first.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        today: where the server is.

    Returns:
        At most ``TARGETS_MAX`` targets; one board is computed for each period among them.

    Raises:
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    programme_for(session, actor, programme_id, *READERS)
    query = (
        select(Target)
        .where(Target.programme_id == programme_id)
        .order_by(Target.to_on.desc(), Target.from_on, Target.indicator)
        .limit(TARGETS_MAX)
    )
    boards: dict[Period, Monitor] = {}
    aims = []
    for target in session.scalars(query):
        period = Period(target.from_on, target.to_on)
        if period not in boards:
            choice = Choice(programme_id=programme_id, period=period)
            boards[period] = monitor(session, actor, choice, today=today, full=True)
        aims.append(_aim(target, period, boards[period]))
    return aims


def _aim(target: Target, period: Period, found: Monitor) -> Aim:
    indicator = INDICATORS[target.indicator]
    board = found.whole if indicator.is_of_money else found.counts
    reached: Columns[Ratio] = Columns() if board is None else figure_of(indicator, board)
    by_sex = Split.SEX in indicator.splits
    women, men = (target.women, target.men) if by_sex else (None, None)
    return Aim(target, indicator, period, Columns(women, men, target.everybody), reached)
