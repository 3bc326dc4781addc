"""Report what a programme reached: the first table, computed from its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.calendar import add_months, month_end, month_of
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.domain.first_results import (
    Counted,
    Planned,
    Rate,
    Table,
)
from vsla.domain.first_results import first_results as lay_out
from vsla.services.access import Role, programme_for
from vsla.services.zone_sums import count, last_meeting_on
from vsla.store import report_queries
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.money import Minor
    from vsla.domain.roster import Gender
    from vsla.services.access import Actor
    from vsla.services.zone_sums import Counted as Sums
    from vsla.store.models import Programme

READERS = (Role.OFFICER, Role.ADMINISTRATOR)
MONTHS_SHOWN = 3
MONTHS_MAX = 120


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, from the first day of one to the last day of another."""

    from_on: date
    to_on: date

    @staticmethod
    def around(from_on: date, to_on: date) -> Period:
        """Widen two days to the whole months they lie in: the ledger is added up by month."""
        return Period(from_on.replace(day=1), month_end(to_on))

    @property
    def months(self) -> int:
        """Count the months."""
        years = self.to_on.year - self.from_on.year
        return years * 12 + self.to_on.month - self.from_on.month + 1


@dataclass(frozen=True, slots=True)
class FirstResults:
    """The table with all that must stand under it.

    Attributes:
        programme: whose.
        period: whole months.
        as_of: the day for which members and groups are counted: the last of the period, or today
            while the period lasts.
        table: the figures.
        groups_late: groups that should have sent a meeting by then and did not.
        counted_to: the last meeting that came in, at most ``as_of``; None without any.
    """

    programme: Programme
    period: Period
    as_of: date
    table: Table
    groups_late: int
    counted_to: date | None


def first_results(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    from_on: date,
    to_on: date,
    today: date,
) -> FirstResults:
    """Compute the first table of a programme in the same few statements for 5 or 500 groups.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        from_on: a day of the first month.
        to_on: a day of the last month.
        today: where the server is.

    Returns:
        The table over whole months.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor reads no reports.

    Source: mission.md, what the programme published.
    """
    programme = programme_for(session, actor, programme_id, *READERS)
    period = read_period(from_on, to_on)
    as_of = max(min(period.to_on, today), period.from_on)
    scope = Scope(programme_id=programme_id)
    counted = count(
        session,
        scope,
        from_on=period.from_on,
        to_on=period.to_on,
        on=as_of,
        from_month=month_of(period.from_on),
    )
    standing = counted.standing.values()
    table = lay_out(
        _counted(session, programme_id, counted),
        _planned(programme),
        months=period.months,
        currency=programme.reporting_currency,
        rates=rates_on(session, programme_id, as_of),
    )
    days = [each.counted_to for each in standing if each.counted_to is not None]
    late = sum(each.late for each in standing)
    return FirstResults(programme, period, as_of, table, late, max(days, default=None))


def _counted(session: Session, programme_id: int, counted: Sums) -> Counted:
    """Put together what the table is made of."""
    standing, people = counted.standing.values(), counted.people.values()
    return Counted(
        groups=sum(each.groups for each in standing),
        disengaged=sum(each.disengaged for each in standing),
        members=report_queries.added(each.members for each in people),
        facilitators=report_queries.facilitators(session, programme_id),
        mixed=sum(each.mixed for each in people),
        female_majority=sum(each.female_majority for each in people),
        savings=_savings(counted),
        assisted=report_queries.added(counted.helped.values()),
    )


def read_period(from_on: date, to_on: date) -> Period:
    """Widen two days to whole months.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
    """
    period = Period.around(from_on, to_on)
    if period.months < 1:
        values = {"begins_on": period.from_on.isoformat()}
        raise InvalidDocumentError([Problem("to", Code.ENDS_BEFORE_BEGIN, values)])
    if period.months > MONTHS_MAX:
        raise InvalidDocumentError([Problem("to", Code.MONTHS_TOO_MANY, {"high": MONTHS_MAX})])
    return period


def _savings(counted: Sums) -> dict[str, dict[int, dict[Gender, Minor]]]:
    return {
        currency: {
            month: {gender: one.savings_minor for gender, one in by_gender.items()}
            for month, by_gender in months.items()
        }
        for currency, months in counted.slices.items()
    }


def rates_on(session: Session, programme_id: int, on: date) -> dict[str, Rate]:
    """Give the latest rate of each currency on or before a day."""
    return {
        row.currency: Rate(row.currency, row.per_unit_minor, row.rate_on, row.source)
        for row in report_queries.latest_rates(session, programme_id, on=on)
    }


def _planned(programme: Programme) -> Planned:
    return Planned(
        programme.planned_groups,
        programme.planned_women,
        programme.planned_men,
        programme.planned_facilitators,
    )


def latest_period(session: Session, *, programme_id: int, today: date) -> Period:
    """Choose the months an officer sees first: three, up to that of the last meeting.

    Args:
        session: to read with.
        programme_id: which programme.
        today: where the server is; stands for the last meeting before there is any.

    Returns:
        Three whole months.
    """
    last = last_meeting_on(session, programme_id) or today
    return Period.around(add_months(last.replace(day=1), 1 - MONTHS_SHOWN), last)
