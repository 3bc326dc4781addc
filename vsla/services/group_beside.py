"""What stands beside the ledger of a group, for its file: fields, visits, passbooks, courses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsla.domain.courses import UsualLevel
from vsla.services.file_rows import row_out
from vsla.store import courses
from vsla.store.models import (
    BusinessResult,
    ChecklistItem,
    Course,
    CourseAttendance,
    CourseComponent,
    CourseGroup,
    CourseParticipant,
    GroupValue,
    IncomeActivity,
    LevelTest,
    MemberValue,
    OwnFieldRow,
    PassbookCheck,
    PassbookSample,
    Visit,
    VisitAction,
    VisitMark,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

    from vsla.domain.courses import CourseRules

FIELD = ("subject", "sort", "name", "choices")
VISIT = ("number", "visited_on", "note", "recorded_at")
ACTION = ("number", "visit", "text", "due_on", "done_on")
ACTIVITY = ("member_id", "number", "name", "started_on", "ended_on", "money_source")
SAMPLE = ("seed", "passbooks_each", "drawn_on", "drawn_at")
CHECK = (
    "member_id",
    "line",
    "outcome",
    "last_on",
    "shares",
    "owed",
    "met",
    "book_shares",
    "book_owed",
    "behind",
    "agrees",
    "entry_number",
    "checked_on",
    "recorded_at",
)
COURSE = (
    "component",
    "name",
    "place",
    "language",
    "starts_on",
    "ends_on",
    "weekday",
    "sessions_planned",
)
SESSION = ("number", "held_on", "minutes", "topic", "sensitive", "held", "because")
PARTICIPANT = (
    "member_id",
    "is_partner",
    "partner_name",
    "partner_gender",
    "wish",
    "enrolled_on",
    "left_on",
    "stopped_because",
)
ATTENDANCE = ("session", "state", "with_partner")
TEST = ("moment", "tested_on", "items_right", "items")
RESULT = ("months", "asked_on", "plan_made", "started", "running", "activity", "money_source")

Row = dict[str, Any]


def beside(session: Session, group_id: int, programme_id: int, *, names: bool) -> Row:
    """Write what stands beside the ledger; of courses only what is about this group.

    Args:
        session: to read with.
        group_id: whose.
        programme_id: the programme of the group.
        names: False leaves out what people said of themselves: fields of members, what they live
            on, names of life partners.

    Returns:
        Further parts of the file; users, trainers and people of other groups are in none.
    """
    return {
        "own_fields": _fields(session, group_id, names=names),
        "visits": _visits(session, group_id),
        "actions": _rows(session, VisitAction, ACTION, group_id),
        "activities": _rows(session, IncomeActivity, ACTIVITY, group_id) if names else [],
        "samples": _samples(session, group_id),
        "courses": _courses(session, group_id, programme_id, names=names),
    }


def level_names(rules: CourseRules) -> tuple[str, ...]:
    """Name the levels of a scale, the lowest first, so that another scale may know them."""
    return rules.levels or tuple(str(level) for level in UsualLevel)


def _rows(
    session: Session,
    model: type[VisitAction | IncomeActivity],
    names: Sequence[str],
    group_id: int,
) -> list[Row]:
    query = select(model).where(model.group_id == group_id)
    return [row_out(row, names) for row in session.scalars(query.order_by(*_key(model)))]


def _key(model: type[VisitAction | IncomeActivity]) -> tuple[Any, ...]:
    return tuple(model.__mapper__.primary_key)


def _fields(session: Session, group_id: int, *, names: bool) -> list[Row]:
    of_group = (
        select(OwnFieldRow, GroupValue.value)
        .join(GroupValue, GroupValue.field_id == OwnFieldRow.field_id)
        .where(GroupValue.group_id == group_id)
    )
    of_members = (
        select(OwnFieldRow, MemberValue.value, MemberValue.member_id)
        .join(MemberValue, MemberValue.field_id == OwnFieldRow.field_id)
        .where(MemberValue.group_id == group_id)
        .order_by(MemberValue.field_id, MemberValue.member_id)
    )
    found: dict[int, Row] = {}

    def put(row: OwnFieldRow, value: str, member_id: int | None) -> None:
        told = {**row_out(row, FIELD), "choices": json.loads(row.choices), "values": []}
        found.setdefault(row.field_id, told)["values"].append([member_id, value])

    for field, value in session.execute(of_group.order_by(GroupValue.field_id)):
        put(field, value, None)
    for field, value, member_id in session.execute(of_members) if names else ():
        put(field, value, member_id)
    return list(found.values())


def _visits(session: Session, group_id: int) -> list[Row]:
    marks: dict[int, list[list[str]]] = {}
    looked = (
        select(VisitMark.visit, ChecklistItem.text, VisitMark.mark)
        .join(ChecklistItem, ChecklistItem.item_id == VisitMark.item_id)
        .where(VisitMark.group_id == group_id)
        .order_by(VisitMark.visit, VisitMark.item_id)
    )
    for visit, text, mark in session.execute(looked):
        marks.setdefault(visit, []).append([text, str(mark)])
    query = select(Visit).where(Visit.group_id == group_id).order_by(Visit.number)
    return [
        row_out(row, VISIT) | {"marks": marks.get(row.number, [])} for row in session.scalars(query)
    ]


def _samples(session: Session, group_id: int) -> list[Row]:
    checks: dict[int, list[Row]] = {}
    query = select(PassbookCheck).where(PassbookCheck.group_id == group_id)
    order = (PassbookCheck.sample_id, PassbookCheck.member_id, PassbookCheck.line)
    for row in session.scalars(query.order_by(*order)):
        checks.setdefault(row.sample_id, []).append(row_out(row, CHECK))
    found = select(PassbookSample).where(PassbookSample.sample_id.in_(checks))
    return [
        row_out(sample, SAMPLE)
        | {"members": dict(json.loads(sample.drawn))[group_id], "checks": checks[sample.sample_id]}
        for sample in session.scalars(found.order_by(PassbookSample.sample_id))
    ]


def _courses(session: Session, group_id: int, programme_id: int, *, names: bool) -> list[Row]:
    scale = level_names(courses.rules(session, programme_id))
    query = (
        select(Course, CourseComponent.name)
        .join(CourseGroup, CourseGroup.course_id == Course.course_id)
        .outerjoin(CourseComponent, CourseComponent.component_id == Course.component_id)
        .where(CourseGroup.group_id == group_id)
        .order_by(Course.course_id)
    )
    return [
        row_out(course, COURSE)
        | {
            "course_id": course.course_id,
            "own_kind": kind or "",
            "sessions": [
                row_out(row, SESSION) for row, _came in courses.sessions(session, course.course_id)
            ],
            "participants": _participants(session, course.course_id, group_id, scale, names=names),
        }
        for course, kind in session.execute(query)
    ]


def _participants(
    session: Session, course_id: int, group_id: int, scale: Sequence[str], *, names: bool
) -> list[Row]:
    p = CourseParticipant
    query = select(p).where(p.course_id == course_id, p.group_id == group_id).order_by(p.number)
    people = list(session.scalars(query))
    hidden = {} if names else {"partner_name": ""}
    came = _by_participant(session, CourseAttendance, course_id, ATTENDANCE)
    results = _by_participant(session, BusinessResult, course_id, RESULT)
    tests = _by_participant(
        session,
        LevelTest,
        course_id,
        TEST,
        lambda row: {"level": scale[row.level] if row.level < len(scale) else ""},
    )
    return [
        row_out(person, PARTICIPANT)
        | hidden
        | {
            "attendance": came.get(person.number, []),
            "tests": tests.get(person.number, []),
            "results": [
                each if names else each | {"activity": ""}
                for each in results.get(person.number, [])
            ],
        }
        for person in people
    ]


def _by_participant(
    session: Session,
    model: type[CourseAttendance | LevelTest | BusinessResult],
    course_id: int,
    names: Sequence[str],
    more: Callable[[Any], Row] = lambda _row: {},
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    query = select(model).where(model.course_id == course_id)
    rows: Iterable[Any] = session.scalars(query.order_by(*model.__mapper__.primary_key))
    for row in rows:
        found.setdefault(row.participant, []).append(row_out(row, names) | more(row))
    return found
