"""Keep courses: what they teach, who teaches them, whom they serve, how they are measured."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.codes import Code
from vsla.domain.constitution import Weekday
from vsla.domain.course_session import SESSION_MAX
from vsla.domain.courses import Component, TrainerRole, read_rules
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.reader import Reader
from vsla.domain.roster import Gender
from vsla.services.access import Role, groups_with_code, require
from vsla.services.listed import add_listed, read_said
from vsla.services.typed import form_reader
from vsla.store import courses
from vsla.store.canonical import to_text
from vsla.store.models import (
    Course,
    CourseComponent,
    CourseGroup,
    CourseParticipant,
    CourseRulesRow,
    CourseTrainer,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.courses import CourseRules
    from vsla.services.access import Actor

COURSE_KEEPERS = (Role.TRAINER, Role.OFFICER)
"""Who writes courses down: literacy trainers, and officers of the programme."""

NAME_MAX = 120
PLACE_MAX = 120
LANGUAGE_MAX = 40
CODE_MAX = 20
PEOPLE_MAX = 100_000
COMPONENTS_MAX = 50
"""Kinds of courses of a programme's own."""
_ID_MAX = 999_999_999
_USUAL_TRAINER = {
    Role.TRAINER: TrainerRole.LITERACY_TEACHER,
    Role.FACILITATOR: TrainerRole.FACILITATOR,
}


def course_for(session: Session, actor: Actor, course_id: int, *roles: Role) -> Course:
    """Load a course for one of some roles.

    Args:
        session: to read with.
        actor: who asks.
        course_id: which course.
        roles: who may do what is about to be done; ``COURSE_KEEPERS`` when none is named.

    Returns:
        The course.

    Raises:
        NotFoundError: there is no such course, or it is not of the actor's programme.
        NotAllowedError: this is not the actor's duty.
    """
    require(actor, *(roles or COURSE_KEEPERS))
    course = session.get(Course, course_id)
    if course is None or actor.programme_id not in {None, course.programme_id}:
        raise NotFoundError
    return course


def own_programme(actor: Actor) -> int:
    """Give the programme of a trainer or officer.

    Raises:
        NotAllowedError: the actor keeps no courses.
    """
    require(actor, *COURSE_KEEPERS)
    assert actor.programme_id is not None, "trainers and officers belong to a programme"
    return actor.programme_id


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course as a form gives it."""

    component: Component
    component_id: int | None
    name: str
    place: str
    language: str
    starts_on: date
    ends_on: date
    weekday: Weekday | None
    sessions_planned: int
    expected_women: int
    expected_men: int


def _read(session: Session, r: Reader, programme_id: int) -> CourseFacts:
    component = r.choice("component", Component)
    own = r.optional_integer("component_id", 1, _ID_MAX)
    facts = CourseFacts(
        component=component,
        component_id=own if component is Component.OWN else None,
        name=r.text("name", NAME_MAX, needed=True),
        place=r.text("place", PLACE_MAX),
        language=r.text("language", LANGUAGE_MAX),
        starts_on=r.day("starts_on"),
        ends_on=r.day("ends_on"),
        weekday=r.choice("weekday", Weekday) if r.has("weekday") else None,
        sessions_planned=r.integer("sessions_planned", 1, SESSION_MAX),
        expected_women=r.integer("expected_women", 0, PEOPLE_MAX, 0),
        expected_men=r.integer("expected_men", 0, PEOPLE_MAX, 0),
    )
    if component is Component.OWN and own is None:
        r.note("component_id", Code.MISSING)
    elif facts.component_id is not None:
        there = session.get(CourseComponent, facts.component_id)
        if there is None or there.programme_id != programme_id:
            r.note("component_id", Code.MISSING)
    if facts.ends_on < facts.starts_on:
        r.note("ends_on", Code.ENDS_BEFORE_BEGIN, begins_on=facts.starts_on.isoformat())
    return facts


def add_course(
    session: Session, actor: Actor, *, course: Mapping[str, object], now: datetime
) -> Course:
    """Add a course; a trainer who adds one teaches it.

    Args:
        session: to write with.
        actor: a trainer or an officer.
        course: the fields of ``CourseFacts`` in JSON; name, component, both days and the number of
            sessions are needed.
        now: when.

    Returns:
        The course.

    Raises:
        InvalidDocumentError: with every problem at once; paths are the names of the fields.
        NotAllowedError: the actor keeps no courses.
    """
    programme_id = own_programme(actor)
    r = form_reader(course)
    facts = _read(session, r, programme_id)
    r.finish()
    if r.problems:
        raise InvalidDocumentError(r.problems)
    row = Course(programme_id=programme_id, created_by=actor.user_id, created_at=now)
    _write(row, facts)
    session.add(row)
    session.flush()
    if actor.role is Role.TRAINER:
        add_trainer(session, actor, course_id=row.course_id, trainer={"user_id": actor.user_id})
    return row


def change_course(
    session: Session, actor: Actor, *, course_id: int, course: Mapping[str, object]
) -> Course:
    """Change what is known of a course.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        course: all fields, as ``add_course`` takes them.

    Returns:
        The course.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    row = course_for(session, actor, course_id)
    r = form_reader(course)
    facts = _read(session, r, row.programme_id)
    r.finish()
    if r.problems:
        raise InvalidDocumentError(r.problems)
    _write(row, facts)
    session.flush()
    return row


def _write(row: Course, facts: CourseFacts) -> None:
    for field in fields(CourseFacts):
        setattr(row, field.name, getattr(facts, field.name))


def add_trainer(
    session: Session, actor: Actor, *, course_id: int, trainer: Mapping[str, object]
) -> CourseTrainer:
    """Say who teaches a course: somebody with a login, or somebody by name and sex.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        trainer: ``user_id``, or ``name``, ``gender`` and ``role``.

    Returns:
        The trainer; whoever teaches it already stays.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    r = form_reader(trainer)
    row = CourseTrainer(course_id=course_id)
    row.user_id = r.optional_integer("user_id", 1, _ID_MAX)
    if row.user_id is None:
        row.name = r.text("name", NAME_MAX, needed=True)
        row.gender = r.choice("gender", Gender)
        row.role = r.choice("role", TrainerRole)
    else:
        _known(session, r, course, row)
    r.finish()
    if r.problems:
        raise InvalidDocumentError(r.problems)
    there = courses.trainers(session, course_id)
    same = [t for t in there if (t.user_id, t.name) == (row.user_id, row.name)]
    if same:
        return same[0]
    row.line = max((t.line for t in there), default=0) + 1
    session.add(row)
    session.flush()
    return row


def _known(session: Session, r: Reader, course: Course, row: CourseTrainer) -> None:
    """Take name, sex and role of a trainer from her login."""
    user = session.get(User, row.user_id)
    if user is None or user.programme_id != course.programme_id:
        r.note("user_id", Code.UNKNOWN_CHOICE)
        return
    row.name, row.gender = user.name, user.gender
    row.role = _USUAL_TRAINER.get(user.role, TrainerRole.OTHER)


def remove_trainer(session: Session, actor: Actor, *, course_id: int, line: int) -> None:
    """Take somebody off the trainers of a course.

    Raises:
        NotFoundError: the course is not of the actor's programme, or has no such line.
        NotAllowedError: the actor keeps no courses.
    """
    course_for(session, actor, course_id)
    row = session.get(CourseTrainer, (course_id, line))
    if row is None:
        raise NotFoundError
    session.delete(row)
    session.flush()


def serve_group(session: Session, actor: Actor, *, course_id: int, code: str) -> CourseGroup:
    """Say that a course serves a group, so that its members can be enrolled.

    Args:
        session: to write with.
        actor: a trainer or an officer of the programme.
        course_id: which course.
        code: of the group, in any letters.

    Returns:
        The link, also when it was there.

    Raises:
        InvalidDocumentError: no group of the programme has this code; the path is ``code``.
        NotFoundError: the course is not of the actor's programme.
        NotAllowedError: the actor keeps no courses.
    """
    course = course_for(session, actor, course_id)
    r = form_reader({"code": code.strip()})
    wanted = r.text("code", CODE_MAX, needed=True)
    found = [] if r.problems else groups_with_code(session, actor, wanted)
    if not found and not r.problems:
        r.note("code", Code.UNKNOWN_GROUP, name=wanted)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    key = (course.course_id, found[0].group_id)
    row = session.get(CourseGroup, key)
    if row is None:
        row = CourseGroup(course_id=key[0], group_id=key[1])
        session.add(row)
        session.flush()
    return row


def unserve_group(session: Session, actor: Actor, *, course_id: int, group_id: int) -> None:
    """Take a group off a course that nobody of it takes part in.

    Raises:
        InvalidDocumentError: somebody of the group is on the list; the path is ``code``.
        NotFoundError: the course is not of the actor's programme, or does not serve the group.
        NotAllowedError: the actor keeps no courses.
    """
    course_for(session, actor, course_id)
    row = session.get(CourseGroup, (course_id, group_id))
    if row is None:
        raise NotFoundError
    query = select(func.count()).where(
        CourseParticipant.course_id == course_id, CourseParticipant.group_id == group_id
    )
    count = session.scalars(query).one()
    if count:
        r = Reader({})
        r.note("code", Code.STILL_TAKES_PART, count=count)
        raise InvalidDocumentError(r.problems)
    session.delete(row)
    session.flush()


def add_component(session: Session, actor: Actor, *, name: str) -> CourseComponent:
    """Add a kind of course of the programme's own.

    Raises:
        InvalidDocumentError: no name, too long, or there already; the path is ``name``.
        NotAllowedError: the actor is no officer.
    """
    require(actor, Role.OFFICER)
    programme_id = own_programme(actor)
    said = read_said(
        session,
        actor,
        programme_id=programme_id,
        typed={"name": " ".join(name.split())},
        read=lambda r: r.text("name", NAME_MAX, needed=True),
    )
    row = CourseComponent(programme_id=programme_id, name=said)
    there = [each.name for each in courses.components(session, programme_id)]
    add_listed(session, row, key="name", name=said, there=there, most=COMPONENTS_MAX)
    return row


def set_rules(session: Session, actor: Actor, *, rules: Mapping[str, object]) -> CourseRules:
    """Set what a programme measures its courses by; tests already written down keep their level.

    Args:
        session: to write with.
        actor: an officer.
        rules: ``complete_percent``, ``reads_from`` and ``levels``, a list of ``name``.

    Returns:
        The rules.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotAllowedError: the actor is no officer.
    """
    require(actor, Role.OFFICER)
    programme_id = own_programme(actor)
    read = read_said(session, actor, programme_id=programme_id, typed=rules, read=read_rules)
    row = session.get(CourseRulesRow, programme_id)
    if row is None:
        row = CourseRulesRow(programme_id=programme_id)
        session.add(row)
    row.complete_percent, row.reads_from = read.complete_percent, read.reads_from
    row.levels = to_text(list(read.levels))
    session.flush()
    return read
