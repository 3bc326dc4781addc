"""The rows of the tables of data quality that are taken along, of some groups at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.visits import score
from vsla.services.table_parts import GROUP, between, sexes, yes
from vsla.store.models import (
    GroupValue,
    MemberValue,
    OwnFieldRow,
    PassbookCheck,
    Visit,
    VisitAction,
    VisitMark,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from vsla.domain.visits import Mark
    from vsla.services.table_parts import Chosen, Of, Row


def checks(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    """Read passbooks that were checked, each time one was entered."""
    people, c = sexes(session, part), PassbookCheck
    query = select(c).where(c.group_id.in_(part), *between(c.checked_on, chosen))
    order = (c.group_id, c.sample_id, c.member_id, c.line)
    for row in session.scalars(query.order_by(*order)):
        of = part[row.group_id]
        yield (
            *of.head(),
            row.sample_id,
            *people[row.group_id, row.member_id],
            row.line,
            row.outcome,
            row.checked_on,
            row.last_on,
            row.shares,
            row.book_shares,
            of.money(row.owed),
            of.money(row.book_owed),
            yes(row.agrees),
        )


CHECKS = (
    *GROUP,
    "sample",
    "passbook",
    "sex",
    "time_entered",
    "outcome",
    "checked_on",
    "last_line_on",
    "paper_shares",
    "shares",
    "paper_owed",
    "owed",
    "agrees",
)


def visits(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    """Read visits with their score."""
    marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    found = select(VisitMark).where(VisitMark.group_id.in_(part))
    for row in session.scalars(found):
        marks[row.group_id, row.visit].append(row.mark)
    query = select(Visit).where(Visit.group_id.in_(part), *between(Visit.visited_on, chosen))
    for visit in session.scalars(query.order_by(Visit.group_id, Visit.number)):
        points = score(marks[visit.group_id, visit.number])
        cells = (visit.number, visit.visited_on, points.numerator, points.denominator)
        yield (*part[visit.group_id].head(), *cells)


VISITS = (*GROUP, "visit", "visited_on", "points", "points_most")


def actions(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    """Read what was agreed at visits."""
    query = select(VisitAction).where(VisitAction.group_id.in_(part))
    for row in session.scalars(query.order_by(VisitAction.group_id, VisitAction.number)):
        yield (*part[row.group_id].head(), row.visit, row.text, row.due_on, row.done_on)


ACTIONS = (*GROUP, "visit", "agreed", "to_do_by", "done_on")


def member_fields(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    """Read what stands in the fields a programme added to members."""
    people, v = sexes(session, part), MemberValue
    query = (
        select(v.group_id, v.member_id, OwnFieldRow.name, v.value)
        .join(OwnFieldRow, OwnFieldRow.field_id == v.field_id)
        .where(v.group_id.in_(part))
        .order_by(v.group_id, v.member_id, v.field_id)
    )
    for group_id, member_id, name, value in session.execute(query):
        yield (*part[group_id].head(), people[group_id, member_id][0], name, value)


MEMBER_FIELDS = (*GROUP, "passbook", "field", "member_value")


def group_fields(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    """Read what stands in the fields a programme added to groups."""
    v = GroupValue
    query = (
        select(v.group_id, OwnFieldRow.name, v.value)
        .join(OwnFieldRow, OwnFieldRow.field_id == v.field_id)
        .where(v.group_id.in_(part))
        .order_by(v.group_id, v.field_id)
    )
    for group_id, name, value in session.execute(query):
        yield (*part[group_id].head(), name, value)


GROUP_FIELDS = (*GROUP, "field", "group_value")
