"""Enrol members and their life partners in a course, and say when somebody stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.codes import Code
from vsla.domain.course_session import PARTICIPANTS_MAX
from vsla.domain.courses import StoppedBecause, Wish
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.reader import Reader
from vsla.domain.roster import Gender
from vsla.services.courses import NAME_MAX, course_for
from vsla.services.days import not_in_future
from vsla.services.typed import filled, form_reader
from vsla.store import courses
from vsla.store.models import CourseGroup, CourseParticipant, Member

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

_ID_MAX = 999_999_999


def _chosen(r: Reader) -> tuple[int, bool]:
    return r.integer("member", 1, _ID_MAX), r.yes("partner")


def enrol_participants(
    session: Session,
    actor: Actor,
    *,
    course_id: int,
    group_id: int,
    enrolment: Mapping[str, object],
    people: Sequence[Mapping[str, object]],
    now: datetime,
) -> list[CourseParticipant]:
    """Enrol members of a group, life partners of members, or both, all on one day.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        group_id: a group the course serves.
        enrolment: ``enrolled_on`` and ``wish``.
        people: ``member``, and ``partner`` when the life partner is meant.
        now: when.

    Returns:
        The participants, in the order of ``people``.

    Raises:
        InvalidDocumentError: with every problem at once, at ``people.<place>.member`` or at the
            names of the fields.
        NotFoundError: the course is not of the actor's programme, or does not serve the group.
        NotAllowedError: the actor keeps no courses.
    """
    course_for(session, actor, course_id)
    if session.get(CourseGroup, (course_id, group_id)) is None:
        raise NotFoundError
    r = Reader({**filled(enrolment), "people": list(people)})
    enrolled_on = r.day("enrolled_on")
    not_in_future(r, "enrolled_on", enrolled_on, now)
    wish = r.choice("wish", Wish)
    chosen = r.rows("people", _chosen, PARTICIPANTS_MAX)
    r.unique("people", chosen)
    r.finish()
    _check(session, r, course_id, group_id, chosen)
    if not chosen:
        r.note("people", Code.NOBODY_CHOSEN)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    number = courses.next_number(session, course_id)
    rows = [
        _participant(course_id, number + place, group_id, each) for place, each in enumerate(chosen)
    ]
    for row in rows:
        row.wish, row.enrolled_on = wish, enrolled_on
    session.add_all(rows)
    session.flush()
    return rows


def _participant(
    course_id: int, number: int, group_id: int, chosen: tuple[int, bool]
) -> CourseParticipant:
    member, partner = chosen
    return CourseParticipant(
        course_id=course_id,
        number=number,
        group_id=group_id,
        member_id=member,
        is_partner=partner,
        partner_name="",
        partner_gender=Gender.UNSAID if partner else None,
    )


def _check(
    session: Session,
    r: Reader,
    course_id: int,
    group_id: int,
    chosen: Sequence[tuple[int, bool]],
) -> None:
    """Note strangers, and who takes part already."""
    known = frozenset(session.scalars(select(Member.member_id).where(Member.group_id == group_id)))
    there = courses.enrolled_of(session, course_id, group_id)
    for place, (member, partner) in enumerate(chosen):
        if member not in known:
            r.note(f"people.{place}.member", Code.UNKNOWN_MEMBER)
        elif (member, partner) in there:
            r.note(f"people.{place}.member", Code.ALREADY_ENROLLED)


def change_participant(
    session: Session,
    actor: Actor,
    *,
    course_id: int,
    number: int,
    person: Mapping[str, object],
    now: datetime,
) -> CourseParticipant:
    """Change what is known of a participant: why she came, who the partner is, when she stopped.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        number: of the participant.
        person: ``wish``, ``enrolled_on``, ``left_on`` with ``stopped_because``; of a partner
            ``partner_name`` and ``partner_gender`` too.
        now: when.

    Returns:
        The participant.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: no such participant in a course of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course_for(session, actor, course_id)
    row = courses.participant(session, course_id, number)
    if row is None:
        raise NotFoundError
    r = form_reader(person)
    wish = r.choice("wish", Wish)
    enrolled_on, left_on = r.day("enrolled_on"), r.optional_day("left_on")
    not_in_future(r, "enrolled_on", enrolled_on, now)
    because = r.choice("stopped_because", StoppedBecause) if r.has("stopped_because") else None
    name = r.text("partner_name", NAME_MAX)
    gender = r.choice("partner_gender", Gender, Gender.UNSAID)
    if left_on is not None:
        not_in_future(r, "left_on", left_on, now)
        if left_on < enrolled_on:
            r.note("left_on", Code.ENDS_BEFORE_BEGIN, begins_on=enrolled_on.isoformat())
        if because is None:
            r.note("stopped_because", Code.MISSING)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    row.wish, row.enrolled_on, row.left_on = wish, enrolled_on, left_on
    row.stopped_because = because if left_on is not None else None
    if row.is_partner:
        row.partner_name, row.partner_gender = name, gender
    session.flush()
    return row
