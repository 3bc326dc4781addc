"""Keep the fields a programme adds to its members and groups, and what stands in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.own_fields import FIELDS_MAX, OwnField, Subject, read_field, read_value
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, Role, group_for, programme_for
from vsla.services.typed import filled, form_reader
from vsla.store.canonical import to_text
from vsla.store.models import GroupValue, Member, MemberValue, OwnFieldRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

Values = list[tuple[OwnField, str]]

CHOICES_SHOWN = 200
"""Values of all fields offered to narrow a list with."""


def _field(row: OwnFieldRow) -> OwnField:
    retired = row.retired_on is not None
    choices = tuple(json.loads(row.choices))
    return OwnField(row.field_id, row.subject, row.sort, row.name, choices, retired)


def all_fields(session: Session, programme_id: int) -> list[OwnField]:
    """List every field of a programme, those of members first, in the order they were added."""
    query = select(OwnFieldRow).where(OwnFieldRow.programme_id == programme_id)
    ordered = query.order_by(OwnFieldRow.subject.desc(), OwnFieldRow.field_id)
    return [_field(row) for row in session.scalars(ordered)]


def fields_in_use(session: Session, programme_id: int, subject: Subject) -> list[OwnField]:
    """List the fields of a form of members or groups."""
    return [
        field
        for field in all_fields(session, programme_id)
        if field.subject is subject and not field.retired
    ]


def add_field(
    session: Session, actor: Actor, *, programme_id: int, field: Mapping[str, object]
) -> OwnField:
    """Add a field to the forms of members or groups.

    Args:
        session: to write with.
        actor: an officer of the programme.
        programme_id: which programme.
        field: as ``read_field`` takes it.

    Returns:
        The field.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    programme_for(session, actor, programme_id, Role.OFFICER)
    r = form_reader(field)
    read = read_field(r)
    r.finish()
    there = fields_in_use(session, programme_id, read.subject)
    if read.name.casefold() in {each.name.casefold() for each in there}:
        r.note("name", Code.NAME_TAKEN)
    if len(there) >= FIELDS_MAX:
        r.note("name", Code.TOO_LONG, most=FIELDS_MAX)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    row = OwnFieldRow(
        programme_id=programme_id,
        subject=read.subject,
        sort=read.sort,
        name=read.name,
        choices=to_text(list(read.choices)),
    )
    session.add(row)
    session.flush()
    return _field(row)


def retire_field(session: Session, actor: Actor, *, field_id: int, today: date) -> OwnField:
    """Take a field out of all forms; what stands in it stays and is shown.

    Raises:
        NotFoundError: there is no such field, or it is not of the actor's programme.
        NotAllowedError: the actor is no officer.
    """
    row = session.get(OwnFieldRow, field_id)
    if row is None:
        raise NotFoundError
    programme_for(session, actor, row.programme_id, Role.OFFICER)
    row.retired_on = row.retired_on or today
    session.flush()
    return _field(row)


def _read_all(fields: Sequence[OwnField], typed: Mapping[int, object]) -> dict[int, str | None]:
    """Read what was typed into some fields.

    Raises:
        InvalidDocumentError: with every problem at once; paths are ``own.<field>``.
    """
    r = Reader(filled({str(number): value for number, value in typed.items()}), "own")
    read = {each.field_id: read_value(r, str(each.field_id), each) for each in fields}
    if r.problems:
        raise InvalidDocumentError(r.problems)
    return read


def write_member_values(
    session: Session, actor: Actor, *, member: Member, typed: Mapping[int, object]
) -> None:
    """Write what stands in the fields of a member; fields that are not in use stay as they are.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        member: whose.
        typed: by field; one left empty is emptied.

    Raises:
        InvalidDocumentError: with every problem at once; paths are ``own.<field>``.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, member.group_id, *RECORDERS)
    fields = fields_in_use(session, group.programme_id, Subject.MEMBER)
    for field_id, value in _read_all(fields, typed).items():
        key = (member.group_id, member.member_id, field_id)
        row = session.get(MemberValue, key)
        if row is None and value is not None:
            row = MemberValue(group_id=key[0], member_id=key[1], field_id=field_id)
            session.add(row)
        _set(session, row, value)
    session.flush()


def write_group_values(
    session: Session, actor: Actor, *, group_id: int, typed: Mapping[int, object]
) -> None:
    """Write what stands in the fields of a group, as ``write_member_values`` does of a member.

    Raises:
        InvalidDocumentError: with every problem at once; paths are ``own.<field>``.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    fields = fields_in_use(session, group.programme_id, Subject.GROUP)
    for field_id, value in _read_all(fields, typed).items():
        row = session.get(GroupValue, (group_id, field_id))
        if row is None and value is not None:
            row = GroupValue(group_id=group_id, field_id=field_id)
            session.add(row)
        _set(session, row, value)
    session.flush()


def _set(session: Session, row: MemberValue | GroupValue | None, value: str | None) -> None:
    if row is not None and value is None:
        session.delete(row)
    elif row is not None and value is not None:
        row.value = value


def member_values(session: Session, group_id: int, member_id: int) -> Values:
    """Give what stands in the fields of a member, also in those no longer in use."""
    query = (
        select(OwnFieldRow, MemberValue.value)
        .join(MemberValue, MemberValue.field_id == OwnFieldRow.field_id)
        .where(MemberValue.group_id == group_id, MemberValue.member_id == member_id)
        .order_by(OwnFieldRow.field_id)
    )
    return [(_field(row), value) for row, value in session.execute(query)]


def group_values(session: Session, group_id: int) -> Values:
    """Give what stands in the fields of a group, also in those no longer in use."""
    query = (
        select(OwnFieldRow, GroupValue.value)
        .join(GroupValue, GroupValue.field_id == OwnFieldRow.field_id)
        .where(GroupValue.group_id == group_id)
        .order_by(OwnFieldRow.field_id)
    )
    return [(_field(row), value) for row, value in session.execute(query)]


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
    return [(_field(row), value) for row, value in session.execute(query)]


def values_of_groups(session: Session, programme_id: int | None) -> Values:
    """List fields and values of groups, each once, to narrow the list of groups with."""
    if programme_id is None:
        return []
    query = (
        select(OwnFieldRow, GroupValue.value)
        .join(GroupValue, GroupValue.field_id == OwnFieldRow.field_id)
        .where(OwnFieldRow.programme_id == programme_id)
        .group_by(OwnFieldRow.field_id, GroupValue.value)
        .order_by(OwnFieldRow.field_id, GroupValue.value)
        .limit(CHOICES_SHOWN)
    )
    return [(_field(row), value) for row, value in session.execute(query)]


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
