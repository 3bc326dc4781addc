"""Read what stands in the fields a programme adds to its members and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.errors import NotFoundError
from vsla.domain.own_fields import OwnField, Subject
from vsla.services.own_fields import all_fields, field_of
from vsla.store.models import GroupValue, MemberValue, OwnFieldRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Values = list[tuple[OwnField, str]]

CHOICES_SHOWN = 200
"""Values of all fields offered to narrow a list with."""


def member_values(session: Session, group_id: int, member_id: int) -> Values:
    """Give what stands in the fields of a member, also in those no longer in use."""
    query = (
        select(OwnFieldRow, MemberValue.value)
        .join(MemberValue, MemberValue.field_id == OwnFieldRow.field_id)
        .where(MemberValue.group_id == group_id, MemberValue.member_id == member_id)
        .order_by(OwnFieldRow.field_id)
    )
    return [(field_of(row), value) for row, value in session.execute(query)]


def group_values(session: Session, group_id: int) -> Values:
    """Give what stands in the fields of a group, also in those no longer in use."""
    query = (
        select(OwnFieldRow, GroupValue.value)
        .join(GroupValue, GroupValue.field_id == OwnFieldRow.field_id)
        .where(GroupValue.group_id == group_id)
        .order_by(OwnFieldRow.field_id)
    )
    return [(field_of(row), value) for row, value in session.execute(query)]


def with_value(session: Session, group_id: int, field_id: int, value: str) -> set[int]:
    """Give the members of a group in whose field a value stands."""
    query = select(MemberValue.member_id).where(
        MemberValue.group_id == group_id,
        MemberValue.field_id == field_id,
        MemberValue.value == value,
    )
    return set(session.scalars(query))


def values_in_group(session: Session, group_id: int) -> Values:
    """List fields and values of the members of a group, each once, to narrow the list with."""
    query = (
        select(OwnFieldRow, MemberValue.value)
        .join(MemberValue, MemberValue.field_id == OwnFieldRow.field_id)
        .where(MemberValue.group_id == group_id)
        .group_by(OwnFieldRow.field_id, MemberValue.value)
        .order_by(OwnFieldRow.field_id, MemberValue.value)
        .limit(CHOICES_SHOWN)
    )
    return [(field_of(row), value) for row, value in session.execute(query)]


def values_of_groups(session: Session, programme_id: int | None) -> Values:
    """List fields of groups and what may stand there, to narrow lists and reports with.

    What can stand in a field of yes and no or of choices is known; of all others, and of fields no
    longer in use, what stands somewhere is read.
    """
    if programme_id is None:
        return []
    fields = [f for f in all_fields(session, programme_id) if f.subject is Subject.GROUP]
    found = {f.field_id: f.values if not f.retired else () for f in fields}
    unknown = [number for number, values in found.items() if not values]
    query = (
        select(GroupValue.field_id, GroupValue.value)
        .where(GroupValue.field_id.in_(unknown))
        .group_by(GroupValue.field_id, GroupValue.value)
        .order_by(GroupValue.field_id, GroupValue.value)
        .limit(CHOICES_SHOWN)
    )
    for number, value in session.execute(query) if unknown else ():
        found[number] = (*found[number], value)
    return [(f, value) for f in fields for value in found[f.field_id]]


def find_group_field(session: Session, programme_id: int, field_id: int) -> OwnField:
    """Find a field of the groups of a programme, also one no longer in use.

    Raises:
        NotFoundError: the programme has no such field of groups.
    """
    row = session.get(OwnFieldRow, field_id)
    of_groups = row is not None and row.subject is Subject.GROUP
    if row is None or not of_groups or row.programme_id != programme_id:
        raise NotFoundError
    return field_of(row)


def count_values(session: Session, programme_id: int) -> dict[int, int]:
    """Count in how many members or groups something stands, by field."""
    found: dict[int, int] = {}
    for table in (MemberValue, GroupValue):
        query = (
            select(table.field_id, func.count())
            .join(OwnFieldRow, OwnFieldRow.field_id == table.field_id)
            .where(OwnFieldRow.programme_id == programme_id)
            .group_by(table.field_id)
        )
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found
