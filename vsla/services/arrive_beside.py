"""Take in what stood beside the ledger of a group that arrives: fields, visits, passbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsla.domain.own_fields import OwnField, read_field, read_value
from vsla.domain.reader import Reader
from vsla.domain.visits import Mark
from vsla.services.arrive_courses import take_courses
from vsla.services.file_rows import TEXT_MAX, row_in
from vsla.services.group_beside import ACTION, ACTIVITY, CHECK, SAMPLE, VISIT
from vsla.services.own_fields import all_fields
from vsla.store.canonical import to_text
from vsla.store.models import (
    ChecklistItem,
    GroupValue,
    IncomeActivity,
    MemberValue,
    OwnFieldRow,
    PassbookCheck,
    PassbookSample,
    Visit,
    VisitAction,
    VisitMark,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.store.models import Group


@dataclass(frozen=True, slots=True)
class Beside:
    """What came with a group.

    Attributes:
        courses: how many.
        levels_left: tests of a level that the scale of this programme does not have.
    """

    courses: int = 0
    levels_left: int = 0


NOTHING = Beside()


def take_beside(
    session: Session, group: Group, content: Mapping[str, Any], *, now: datetime
) -> Beside:
    """Write what stood beside the ledger, in the words of the programme where it has them.

    A field or an item of the checklist that this programme does not have is added as one no longer
    in use: what was written is shown, and nobody is asked for it.

    Args:
        session: inside ``transaction()``; members and entries of the group are there.
        group: as it is here.
        content: of the file; files written before these parts were carried have none.
        now: when.

    Returns:
        What came.

    Raises:
        ValueError: something is not as ``group_beside`` writes it; KeyError and TypeError too.
    """
    for told in content.get("own_fields", []):
        _field(session, group, told, now)
    _visits(session, group, content.get("visits", []), now)
    for model, names, part in (
        (VisitAction, ACTION, "actions"),
        (IncomeActivity, ACTIVITY, "activities"),
    ):
        session.add_all(
            row_in(model, told, names, group_id=group.group_id) for told in content.get(part, [])
        )
    for told in content.get("samples", []):
        _sample(session, group, told)
    session.flush()
    count, left = take_courses(session, group, content.get("courses", []), now=now)
    return Beside(count, left)


def _field(session: Session, group: Group, told: Mapping[str, Any], now: datetime) -> None:
    choices = "\n".join(str(choice) for choice in told["choices"])
    r = Reader({**{name: told[name] for name in ("subject", "sort", "name")}, "choices": choices})
    read = read_field(r)
    if r.problems:
        raise ValueError(r.problems)
    field = _known_field(session, group.programme_id, read) or _added(session, group, read, now)
    for member_id, value in told["values"]:
        given = Reader({"value": read.typed(value)})
        kept = read_value(given, "value", read)
        if given.problems or kept is None:
            raise ValueError(value)
        key = {"group_id": group.group_id, "field_id": field.field_id, "value": kept}
        session.add(
            GroupValue(**key) if member_id is None else MemberValue(**key, member_id=int(member_id))
        )
    session.flush()


def _known_field(session: Session, programme_id: int, read: OwnField) -> OwnField | None:
    """Find the field a programme has of this name, sort and choices; one in use if there is one."""
    wanted = (read.subject, read.sort, read.name.casefold())
    same = [
        each
        for each in all_fields(session, programme_id)
        if (each.subject, each.sort, each.name.casefold()) == wanted
        and set(read.choices) <= set(each.choices)
    ]
    return min(same, key=lambda each: (each.retired, each.field_id), default=None)


def _added(session: Session, group: Group, read: OwnField, now: datetime) -> OwnField:
    row = OwnFieldRow(
        programme_id=group.programme_id,
        subject=read.subject,
        sort=read.sort,
        name=read.name,
        choices=to_text(list(read.choices)),
        retired_on=now.date(),
    )
    session.add(row)
    session.flush()
    return OwnField(row.field_id, read.subject, read.sort, read.name, read.choices, retired=True)


def _visits(
    session: Session, group: Group, told: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    session.add_all(row_in(Visit, one, VISIT, group_id=group.group_id) for one in told)
    session.flush()
    query = select(ChecklistItem).where(ChecklistItem.programme_id == group.programme_id)
    newest = ChecklistItem.retired_on.is_(None), ChecklistItem.item_id
    items = {each.text.casefold(): each for each in session.scalars(query.order_by(*newest))}
    for one in told:
        for text, mark in one["marks"]:
            if not isinstance(text, str) or not 0 < len(text) <= TEXT_MAX:
                raise ValueError(text)
            item = items.get(text.casefold())
            if item is None:
                item = ChecklistItem(programme_id=group.programme_id, text=text)
                item.retired_on = now.date()
                session.add(item)
                session.flush()
                items[text.casefold()] = item
            key = {"group_id": group.group_id, "visit": int(one["number"])}
            session.add(VisitMark(**key, item_id=item.item_id, mark=Mark(mark)))
    session.flush()


def _sample(session: Session, group: Group, told: Mapping[str, Any]) -> None:
    """Keep of a sample what was drawn in this group."""
    members = [int(number) for number in told["members"]]
    sample = row_in(
        PassbookSample,
        told,
        SAMPLE,
        programme_id=group.programme_id,
        group_code=group.code,
        groups_asked=1,
        drawn=to_text([[group.group_id, members]]),
    )
    session.add(sample)
    session.flush()
    key = {"group_id": group.group_id, "sample_id": sample.sample_id}
    session.add_all(row_in(PassbookCheck, one, CHECK, **key) for one in told["checks"])
