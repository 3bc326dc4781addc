"""The fields a programme added, as further columns of the tables of groups and members."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.own_fields import OwnField, Sort, Subject
from vsla.domain.roster import YesNo
from vsla.services.own_fields import fields_in_use
from vsla.services.table_parts import GROUP, sexes
from vsla.store.models import GroupValue, MemberValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from vsla.documents.cells import Value
    from vsla.services.table_parts import Of, Row

SUBJECTS = {"groups": Subject.GROUP, "members": Subject.MEMBER}
"""Tables that have further columns."""

_CODE, _PASSBOOK = GROUP.index("group_code"), len(GROUP)


def own_columns(session: Session, key: str, programme_id: int | None) -> Sequence[OwnField]:
    """List the fields that a table of one programme has as columns; none over all programmes."""
    if programme_id is None or key not in SUBJECTS:
        return ()
    return fields_in_use(session, programme_id, SUBJECTS[key])


def own_cells(
    session: Session, key: str, part: dict[int, Of], fields: Sequence[OwnField]
) -> Callable[[Row], tuple[Value, ...]]:
    """Read what stands in the fields of some groups or of their members, in a statement or two.

    Args:
        session: to read with.
        key: of the table.
        part: the groups.
        fields: the columns.

    Returns:
        Gives the further cells of a row of the table.
    """
    found: dict[tuple[object, ...], dict[int, str]] = defaultdict(dict)
    if fields and SUBJECTS[key] is Subject.GROUP:
        query = select(GroupValue).where(GroupValue.group_id.in_(part))
        for row in session.scalars(query):
            found[(part[row.group_id].group.code,)][row.field_id] = row.value
    elif fields:
        people = sexes(session, part)
        query_of = select(MemberValue).where(MemberValue.group_id.in_(part))
        for one in session.scalars(query_of):
            passbook = people[one.group_id, one.member_id][0]
            found[part[one.group_id].group.code, passbook][one.field_id] = one.value

    def cells(row: Row) -> tuple[Value, ...]:
        of_group = SUBJECTS[key] is Subject.GROUP
        values = found.get((row[_CODE],) if of_group else (row[_CODE], row[_PASSBOOK]), {})
        return tuple(_cell(field, values.get(field.field_id)) for field in fields)

    return cells


def _cell(field: OwnField, value: str | None) -> Value:
    if value is None:
        return None
    return YesNo(value) if field.sort is Sort.YES_NO else field.typed(value)
