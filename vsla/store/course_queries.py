"""What the report on courses counts: the same few statements for five courses or five thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from vsla.domain.course_figures import Learner
from vsla.domain.courses import Couple, Moment
from vsla.domain.facts import CAME
from vsla.domain.roster import Gender
from vsla.store.course_scope import came_to, held_sessions, of_member
from vsla.store.models import (
    BusinessResult,
    Course,
    CourseAttendance,
    CourseParticipant,
    CourseSession,
    CourseTrainer,
    LevelTest,
    Member,
)
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Subquery
    from sqlalchemy.orm import Session

    from vsla.store.course_scope import CourseScope


@dataclass(frozen=True, slots=True)
class CourseTotals:
    """Sums over courses; expected people count where a course set itself a number."""

    courses: int
    sessions_planned: int
    sessions_held: int
    expected_women: int
    expected_men: int


def totals(session: Session, scope: CourseScope) -> CourseTotals:
    """Add up the courses of a scope in one statement."""
    chosen = (
        select(
            Course.sessions_planned,
            held_sessions().label("held"),
            Course.expected_women,
            Course.expected_men,
        )
        .where(*scope.conditions())
        .subquery()
    )
    columns = chosen.c
    query = select(
        func.count(),
        sum_minor(columns.sessions_planned),
        sum_minor(columns.held),
        sum_minor(columns.expected_women),
        sum_minor(columns.expected_men),
    ).select_from(chosen)
    return CourseTotals(*session.execute(query).one())


def trainers(session: Session, scope: CourseScope) -> dict[Gender, int]:
    """Count different trainers by sex: by their login, or by their name where they have none."""
    people = (
        select(
            func.coalesce(CourseTrainer.user_id, 0),
            case((CourseTrainer.user_id.is_(None), CourseTrainer.name), else_="").label("name"),
            CourseTrainer.gender.label("gender"),
        )
        .join(Course, Course.course_id == CourseTrainer.course_id)
        .where(*scope.conditions())
        .distinct()
        .subquery()
    )
    query = select(people.c.gender, func.count()).group_by(people.c.gender)
    return {row[0]: row[1] for row in session.execute(query)}


def _level_at(moment: Moment) -> ColumnElement[int | None]:
    return func.max(case((LevelTest.moment == moment, LevelTest.level)))


def _levels() -> Subquery:
    """Give the levels of each participant; of a moment without a test, nothing."""
    return (
        select(
            LevelTest.course_id,
            LevelTest.participant,
            *(_level_at(moment).label(moment.value) for moment in Moment),
        )
        .group_by(LevelTest.course_id, LevelTest.participant)
        .subquery()
    )


def _last_follow_up() -> Subquery:
    last = (
        select(
            BusinessResult.course_id,
            BusinessResult.participant,
            func.max(BusinessResult.months).label("months"),
        )
        .group_by(BusinessResult.course_id, BusinessResult.participant)
        .subquery()
    )
    return (
        select(BusinessResult.course_id, BusinessResult.participant, BusinessResult.running)
        .join(
            last,
            and_(
                last.c.course_id == BusinessResult.course_id,
                last.c.participant == BusinessResult.participant,
                last.c.months == BusinessResult.months,
            ),
        )
        .subquery()
    )


def learners(session: Session, scope: CourseScope) -> list[Learner]:
    """Read everybody enrolled in the courses of a scope, without names, in one statement."""
    came, levels, results = came_to(), _levels(), _last_follow_up()
    query = (
        select(
            CourseParticipant.group_id,
            CourseParticipant.member_id,
            CourseParticipant.is_partner,
            Member.gender,
            CourseParticipant.partner_gender,
            func.coalesce(came.c.came, 0),
            func.coalesce(came.c.told, 0),
            held_sessions(),
            Course.ends_on,
            *(levels.c[moment.value] for moment in Moment),
            results.c.running,
        )
        .join(Course, Course.course_id == CourseParticipant.course_id)
        .join(Member, of_member())
        .where(*scope.conditions())
    )
    for part in (came, levels, results):
        same = and_(
            part.c.course_id == CourseParticipant.course_id,
            part.c.participant == CourseParticipant.number,
        )
        query = query.outerjoin(part, same)
    found = []
    for group, member, partner, gender, other, *rest in session.execute(query):
        came_at, told, held, ends_on, *levels_then, running = rest
        tests = [level for level in levels_then if level is not None]
        found.append(
            Learner(
                person=(group, member, partner),
                gender=(other or Gender.UNSAID) if partner else gender,
                partner=partner,
                came=came_at,
                told=told,
                held=held,
                ended=ends_on <= scope.to_on,
                first_level=tests[0] if len(tests) > 1 else None,
                last_level=tests[-1] if tests else None,
                running=running,
            )
        )
    return found


def couples(session: Session, scope: CourseScope) -> list[tuple[Gender, Couple, bool]]:
    """Count the sessions of members whose life partner came or is enrolled, in one statement.

    Args:
        session: any.
        scope: which courses.

    Returns:
        The sex of the member, the sessions, and whether the course is over.
    """
    partner = aliased(CourseParticipant)
    hers, his = aliased(CourseAttendance), aliased(CourseAttendance)
    she_came = and_(hers.state.is_not(None), hers.state.in_(CAME))
    he_came = and_(his.state.is_not(None), his.state.in_(CAME))
    brought_him = and_(she_came, hers.with_partner)
    brought_her = and_(he_came, his.with_partner)
    member = or_(she_came, brought_her)
    other = or_(he_came, brought_him)

    def times(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return sum_minor(case((condition, 1), else_=0))

    query = (
        select(
            Member.gender,
            times(member),
            times(other),
            times(and_(member, other)),
            func.count(CourseSession.number),
            Course.ends_on,
        )
        .select_from(CourseParticipant)
        .join(Course, Course.course_id == CourseParticipant.course_id)
        .join(Member, of_member())
        .join(CourseSession, and_(CourseSession.course_id == Course.course_id, CourseSession.held))
        .outerjoin(
            partner,
            and_(
                partner.course_id == CourseParticipant.course_id,
                partner.group_id == CourseParticipant.group_id,
                partner.member_id == CourseParticipant.member_id,
                partner.is_partner,
            ),
        )
        .outerjoin(hers, _at_session(hers, CourseParticipant.number))
        .outerjoin(his, _at_session(his, partner.number))
        .where(*scope.conditions(), CourseParticipant.is_partner.is_(False))
        .group_by(CourseParticipant.course_id, CourseParticipant.number)
        .group_by(Member.gender, Course.ends_on, partner.number)
        .having(or_(partner.number.is_not(None), times(brought_him) > 0))
    )
    return [
        (gender, Couple(*counts), ends_on <= scope.to_on)
        for gender, *counts, ends_on in session.execute(query)
    ]


def _at_session(
    row: type[CourseAttendance], participant: ColumnElement[int] | object
) -> ColumnElement[bool]:
    return and_(
        row.course_id == CourseSession.course_id,
        row.session == CourseSession.number,
        row.participant == participant,
    )


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic that was taught: sessions, and people who came to them; "" for sensitive ones."""

    topic: str
    sessions: int
    came: int


def topics(session: Session, scope: CourseScope, limit: int) -> list[TopicLine]:
    """Count sessions by topic; sensitive ones are counted together, without their names."""
    name = case((CourseSession.sensitive, ""), else_=CourseSession.topic)
    came = (
        select(func.count())
        .where(
            CourseAttendance.course_id == CourseSession.course_id,
            CourseAttendance.session == CourseSession.number,
            CourseAttendance.state.in_(CAME),
        )
        .correlate(CourseSession)
        .scalar_subquery()
    )
    rows = (
        select(name.label("topic"), came.label("came"))
        .join(Course, Course.course_id == CourseSession.course_id)
        .where(*scope.conditions(), CourseSession.held)
        .subquery()
    )
    query = (
        select(rows.c.topic, func.count(), sum_minor(rows.c.came))
        .group_by(rows.c.topic)
        .order_by(func.count().desc(), rows.c.topic)
        .limit(limit)
    )
    return [TopicLine(*row) for row in session.execute(query)]
