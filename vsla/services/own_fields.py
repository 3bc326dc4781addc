"""Keep the fields a programme adds to its members and groups, and what stands in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.errors import InvalidDocumentError
from vsla.domain.own_fields import FIELDS_MAX, OwnField, Subject, read_field, read_value
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, group_for
from vsla.services.listed import add_listed, read_said, retire_listed
from vsla.services.typed import filled
from vsla.store.canonical import to_text
from vsla.store.models import GroupValue, Member, MemberValue, OwnFieldRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


def field_of(row: OwnFieldRow) -> OwnField:
    """Give a field as it stands in its row."""
    retired = row.retired_on is not None
    choices = tuple(json.loads(row.choices))
    return OwnField(row.field_id, row.subject, row.sort, row.name, choices, retired)


def all_fields(session: Session, programme_id: int) -> list[OwnField]:
    """List every field of a programme, those of members first, in the order they were added."""
    query = select(OwnFieldRow).where(OwnFieldRow.programme_id == programme_id)
    ordered = query.order_by(OwnFieldRow.subject.desc(), OwnFieldRow.field_id)
    return [field_of(row) for row in session.scalars(ordered)]


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
    read = read_said(session, actor, programme_id=programme_id, typed=field, read=read_field)
    row = OwnFieldRow(
        programme_id=programme_id,
        subject=read.subject,
        sort=read.sort,
        name=read.name,
        choices=to_text(list(read.choices)),
    )
    there = [each.name for each in fields_in_use(session, programme_id, read.subject)]
    add_listed(session, row, key="name", name=read.name, there=there, most=FIELDS_MAX)
    return field_of(row)


def retire_field(session: Session, actor: Actor, *, field_id: int, today: date) -> OwnField:
    """Take a field out of all forms; what stands in it stays and is shown.

    Raises:
        NotFoundError: there is no such field, or it is not of the actor's programme.
        NotAllowedError: the actor is no officer.
    """
    return field_of(retire_listed(session, actor, OwnFieldRow, field_id, today=today))


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
