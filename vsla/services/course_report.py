"""Report what the courses of a programme reached, by sex, without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.course_figures import (
    Comparison,
    CourseFigure,
    CoursesCounted,
    compare,
    course_figures,
)
from vsla.domain.course_hiding import Hidden, hidden_in, hidden_in_pair
from vsla.domain.first_results import convert
from vsla.services.access import Role, programme_for
from vsla.services.programme_report import rates_on, read_period
from vsla.store import course_comparison, course_queries, courses
from vsla.store.course_scope import CourseScope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.courses import Component, CourseRules
    from vsla.domain.first_results import Rate
    from vsla.domain.indicators import Ratio
    from vsla.services.access import Actor
    from vsla.services.programme_report import Period
    from vsla.store.course_queries import CourseTotals, TopicLine
    from vsla.store.models import Programme

READERS = (Role.OFFICER, Role.TRAINER, Role.ADMINISTRATOR)
TOPICS_MAX = 12


@dataclass(frozen=True, slots=True)
class CourseReport:
    """The table of the courses, with all that must stand under it.

    Attributes:
        as_of: the day for which members are counted.
        courses: how many are counted.
        comparison: trained and other members of the groups served.
        rates: used for savings in other money.
        missing: currencies without a rate; savings are not compared then.
        topics: sessions by topic, sensitive ones together under "".
        least: the programme's number of people that may be shown.
    """

    programme: Programme
    period: Period
    as_of: date
    rules: CourseRules
    courses: int
    figures: tuple[CourseFigure, ...]
    comparison: Comparison
    rates: tuple[Rate, ...]
    missing: tuple[str, ...]
    topics: Sequence[TopicLine]
    least: int

    def hidden(self, figure: CourseFigure) -> Hidden:
        """Say what is not shown of a line; those who teach are no participants."""
        return Hidden() if figure.people is None else hidden_in(figure.people, self.least)

    @property
    def hidden_compared(self) -> tuple[Hidden, Hidden]:
        """Say what is not shown of trained members, and of the others of their groups."""
        both = self.comparison.members
        return hidden_in_pair(both.trained.map(_head), both.others.map(_head), self.least)


def course_report(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    from_on: date,
    to_on: date,
    today: date,
    component: Component | None = None,
    component_id: int | None = None,
) -> CourseReport:
    """Count the courses of some months in the same statements for five courses or five thousand.

    Args:
        session: to read with.
        actor: an officer or trainer of the programme, or an administrator.
        programme_id: which programme.
        from_on: a day of the first month.
        to_on: a day of the last month.
        today: where the server is.
        component: one kind of courses; None for all.
        component_id: one of the programme's own kinds; None for all.

    Returns:
        The report over courses that ran in these months.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor reads no reports of courses.

    Source: features.md, indicators that fall out of the courses.
    """
    programme = programme_for(session, actor, programme_id, *READERS)
    period = read_period(from_on, to_on)
    as_of = max(min(period.to_on, today), period.from_on)
    scope = CourseScope(
        programme_id=programme_id,
        from_on=period.from_on,
        to_on=as_of,
        component=component,
        component_id=component_id,
    )
    rules = courses.rules(session, programme_id)
    totals = course_queries.totals(session, scope)
    comparison, rates, missing = _compared(session, programme, scope, rules)
    return CourseReport(
        programme=programme,
        period=period,
        as_of=as_of,
        rules=rules,
        courses=totals.courses,
        figures=course_figures(_counted(session, scope, totals), rules),
        comparison=comparison,
        rates=rates,
        missing=missing,
        topics=course_queries.topics(session, scope, TOPICS_MAX),
        least=programme.small_cell_least,
    )


def _head(ratio: Ratio) -> int:
    return ratio.numerator


def _counted(session: Session, scope: CourseScope, totals: CourseTotals) -> CoursesCounted:
    return CoursesCounted(
        learners=course_queries.learners(session, scope),
        couples=course_queries.couples(session, scope),
        expected_women=totals.expected_women,
        expected_men=totals.expected_men,
        trainers=course_queries.trainers(session, scope),
        sessions_held=totals.sessions_held,
        sessions_planned=totals.sessions_planned,
    )


def _compared(
    session: Session, programme: Programme, scope: CourseScope, rules: CourseRules
) -> tuple[Comparison, tuple[Rate, ...], tuple[str, ...]]:
    """Set trained members beside the others, in the money of the reports if there are rates."""
    standing = course_comparison.standing(
        session, scope, percent=rules.complete_percent, months=(scope.from_on, scope.to_on)
    )
    currency = programme.reporting_currency
    foreign = sorted({row.currency for row in standing} - {currency})
    known = rates_on(session, scope.programme_id, scope.to_on)
    missing = tuple(each for each in foreign if each not in known)

    def change(of: str, amount: int) -> int:
        return amount if of == currency else convert(amount, currency, known[of])

    comparison = compare(standing, None if missing else change)
    return comparison, tuple(known[each] for each in foreign if each in known), missing
