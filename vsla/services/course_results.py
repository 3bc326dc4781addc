"""Write down what courses led to: levels, plans that became activities, and what people said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.codes import Code
from vsla.domain.course_session import PARTICIPANTS_MAX
from vsla.domain.courses import FOLLOW_UP_MONTHS, LEVELS_MAX, Moment, MoneySource
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, Role, group_for
from vsla.services.courses import course_for
from vsla.services.days import not_in_future
from vsla.services.typed import filled, form_reader
from vsla.store import courses
from vsla.store.members import member as find_member
from vsla.store.models import (
    BusinessResult,
    CourseReaction,
    IncomeActivity,
    LevelTest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

ITEMS_MAX = 1_000
ACTIVITY_MAX = 80
REACTION_MAX = 1_000
_RECORDS_ACTIVITIES = (*RECORDERS, Role.TRAINER)


@dataclass(frozen=True, slots=True)
class _Level:
    participant: int
    level: int
    items_right: int | None
    items: int | None


def _level(r: Reader) -> _Level:
    read = _Level(
        participant=r.integer("participant", 1, PARTICIPANTS_MAX),
        level=r.integer("level", 0, LEVELS_MAX),
        items_right=r.optional_integer("items_right", 0, ITEMS_MAX),
        items=r.optional_integer("items", 1, ITEMS_MAX),
    )
    if read.items_right is not None and read.items is not None and read.items_right > read.items:
        r.note("items_right", Code.RIGHT_ABOVE_ITEMS, limit=read.items)
    return read


def record_levels(
    session: Session,
    actor: Actor,
    *,
    course_id: int,
    test: Mapping[str, object],
    levels: Sequence[Mapping[str, object]],
    now: datetime,
) -> int:
    """Write down a test of several participants; a second test of the same moment replaces it.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        test: ``tested_on`` and ``moment``.
        levels: ``participant``, ``level``, and if they were counted ``items_right`` of ``items``.
        now: when.

    Returns:
        How many levels were written down.

    Raises:
        InvalidDocumentError: with every problem at once, at ``levels.<place>.<field>``.
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    r = Reader({**filled(test), "levels": list(levels)})
    tested_on = r.day("tested_on")
    not_in_future(r, "tested_on", tested_on, now)
    moment = r.choice("moment", Moment)
    read = r.rows("levels", _level, PARTICIPANTS_MAX)
    r.unique("levels", [each.participant for each in read])
    r.finish()
    highest = courses.rules(session, course.programme_id).highest
    there = courses.numbers(session, course_id)
    for place, each in enumerate(read):
        if each.participant not in there:
            path = f"levels.{place}.participant"
            r.note(path, Code.NOT_IN_COURSE, number=each.participant)
        if each.level > highest:
            r.note(f"levels.{place}.level", Code.OUT_OF_RANGE, low=0, high=highest)
    if not read:
        r.note("levels", Code.NOBODY_CHOSEN)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    kept = courses.levels(session, course_id)
    for each in read:
        row = kept.get(each.participant, {}).get(moment)
        if row is None:
            row = LevelTest(course_id=course_id, participant=each.participant, moment=moment)
            session.add(row)
        row.tested_on, row.tested_by, row.level = tested_on, actor.user_id, each.level
        row.items_right, row.items = each.items_right, each.items
    session.flush()
    return len(read)


def record_business_result(
    session: Session,
    actor: Actor,
    *,
    course_id: int,
    number: int,
    result: Mapping[str, object],
    now: datetime,
) -> BusinessResult:
    """Write down what became of a participant's plan; asked again, the answer replaces the other.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        number: of the participant.
        result: ``months`` after the course (3, 6 or 12), ``asked_on``, ``plan_made``, ``started``,
            ``running``, ``activity`` and ``money_source``.
        now: when.

    Returns:
        The result.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: no such participant in a course of the actor's programme.
        NotAllowedError: the actor keeps no courses.

    Source: features.md, business result: one row a follow-up.
    """
    course_for(session, actor, course_id)
    if courses.participant(session, course_id, number) is None:
        raise NotFoundError
    r = form_reader(result)
    months = r.integer("months", min(FOLLOW_UP_MONTHS), max(FOLLOW_UP_MONTHS))
    if months not in FOLLOW_UP_MONTHS:
        r.note("months", Code.UNKNOWN_CHOICE)
    asked_on = r.day("asked_on")
    not_in_future(r, "asked_on", asked_on, now)
    started, running = r.yes("started"), r.yes("running")
    begun = started or running
    plan_made = r.yes("plan_made") or begun
    activity = r.text("activity", ACTIVITY_MAX, needed=begun)
    source = r.choice("money_source", MoneySource) if begun else None
    if r.problems:
        raise InvalidDocumentError(r.problems)
    row = session.get(BusinessResult, (course_id, number, months))
    if row is None:
        row = BusinessResult(course_id=course_id, participant=number, months=months)
        session.add(row)
    row.asked_on, row.asked_by, row.plan_made = asked_on, actor.user_id, plan_made
    row.started, row.running = begun, running
    row.activity, row.money_source = activity, source
    session.flush()
    return row


def note_reaction(
    session: Session, actor: Actor, *, course_id: int, reaction: Mapping[str, object], now: datetime
) -> CourseReaction:
    """Keep what somebody said about a course, without a name.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        reaction: ``told_on`` and ``text``.
        now: when.

    Returns:
        The reaction.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.

    Source: features.md, reported reaction: private, never shown by name.
    """
    course_for(session, actor, course_id)
    r = form_reader(reaction)
    told_on = r.day("told_on")
    not_in_future(r, "told_on", told_on, now)
    text = r.text("text", REACTION_MAX, needed=True)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    last = func.coalesce(func.max(CourseReaction.number), 0)
    number = session.scalars(select(last + 1).where(CourseReaction.course_id == course_id)).one()
    row = CourseReaction(course_id=course_id, number=number, told_on=told_on, text=text)
    session.add(row)
    session.flush()
    return row


def note_activity(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    member_id: int,
    activity: Mapping[str, object],
    now: datetime,
) -> IncomeActivity:
    """Write down what a member earns with, and what paid for its beginning.

    Args:
        session: to write with.
        actor: a facilitator of the group, an officer or a trainer.
        group_id: whose group.
        member_id: who.
        activity: ``name``, ``started_on``, ``ended_on`` if it is over, ``money_source``.
        now: when.

    Returns:
        The activity.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the group is not the actor's, or has no such member.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *_RECORDS_ACTIVITIES)
    if find_member(session, group_id, member_id) is None:
        raise NotFoundError
    r = form_reader(activity)
    row = IncomeActivity(
        group_id=group_id,
        member_id=member_id,
        name=r.text("name", ACTIVITY_MAX, needed=True),
        started_on=r.day("started_on"),
        ended_on=r.optional_day("ended_on"),
        money_source=r.choice("money_source", MoneySource),
    )
    not_in_future(r, "started_on", row.started_on, now)
    if row.ended_on is not None:
        not_in_future(r, "ended_on", row.ended_on, now)
        if row.ended_on < row.started_on:
            r.note("ended_on", Code.ENDS_BEFORE_BEGIN, begins_on=row.started_on.isoformat())
    if r.problems:
        raise InvalidDocumentError(r.problems)
    last = func.coalesce(func.max(IncomeActivity.number), 0) + 1
    query = select(last).where(
        IncomeActivity.group_id == group_id, IncomeActivity.member_id == member_id
    )
    row.number = session.scalars(query).one()
    session.add(row)
    session.flush()
    return row
