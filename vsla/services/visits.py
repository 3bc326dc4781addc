"""Visit groups with the programme's checklist, agree on what is to be done, and see to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.reader import Reader
from vsla.domain.visits import Mark, score
from vsla.services.access import RECORDERS, Role, group_for, visible
from vsla.services.days import not_in_future
from vsla.services.listed import add_listed, read_said, retire_listed
from vsla.services.typed import filled, form_reader
from vsla.store import visits as store
from vsla.store.models import ChecklistItem, Group, Visit, VisitAction, VisitMark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.indicators import Ratio
    from vsla.services.access import Actor

READERS = (*RECORDERS, Role.ADMINISTRATOR)
"""Who sees visits: those who work with groups, and administrators."""

ITEMS_MAX = 30
VISITS_MAX = 40
TEXT_MAX = 200
NOTE_MAX = 1_000


def add_item(session: Session, actor: Actor, *, programme_id: int, text: str) -> ChecklistItem:
    """Add something that visits look at.

    Raises:
        InvalidDocumentError: no text, too long, there already, or too many; the path is ``text``.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    read = read_said(
        session,
        actor,
        programme_id=programme_id,
        typed={"text": " ".join(text.split())},
        read=lambda r: r.text("text", TEXT_MAX, needed=True),
    )
    item = ChecklistItem(programme_id=programme_id, text=read)
    there = [each.text for each in store.checklist(session, programme_id)]
    add_listed(session, item, key="text", name=read, there=there, most=ITEMS_MAX)
    return item


def retire_item(session: Session, actor: Actor, *, item_id: int, today: date) -> ChecklistItem:
    """Leave an item out of later visits; earlier ones keep it.

    Raises:
        NotFoundError: there is no such item, or it is not of the actor's programme.
        NotAllowedError: the actor is no officer.
    """
    return retire_listed(session, actor, ChecklistItem, item_id, today=today)


def record_visit(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    visited_on: str,
    note: str,
    marks: Mapping[int, str],
    actions: Sequence[Mapping[str, object]],
    now: datetime,
) -> Visit:
    """Write a visit down: how each item was found, and what was agreed until when.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer: whoever came.
        group_id: which group.
        visited_on: ISO date.
        note: in words, or "".
        marks: by item of the checklist; items that were not looked at are left out.
        actions: ``text`` and ``due_on``; those without any are left out.
        now: when.

    Returns:
        The visit.

    Raises:
        InvalidDocumentError: with every problem at once; paths are ``visited_on``, ``note``,
            ``marks.<item>`` and ``actions.<place>.text``.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    r = form_reader({"visited_on": visited_on, "note": note})
    day = r.day("visited_on")
    not_in_future(r, "visited_on", day, now)
    text = r.text("note", NOTE_MAX)
    known = {item.item_id for item in store.checklist(session, group.programme_id)}
    found = Reader({str(item): mark for item, mark in marks.items()}, "marks", r.problems)
    read = {item: found.choice(str(item), Mark) for item in marks if item in known}
    agreed = _read_actions(r, actions, day)
    if not read and not text and not agreed:
        r.note("note", Code.MISSING)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    visit = Visit(group_id=group_id, visited_on=day, note=text, recorded_at=now)
    visit.visited_by = actor.user_id
    _write(session, visit, read, agreed)
    return visit


def _read_actions(
    r: Reader, actions: Sequence[Mapping[str, object]], visited_on: date
) -> list[tuple[str, date]]:
    """Read what was agreed; nothing is due before the visit."""
    read = []
    for place, action in enumerate(actions):
        typed = filled(action)
        if not typed:
            continue
        row = Reader(typed, f"actions.{place}", r.problems)
        text, due_on = row.text("text", TEXT_MAX, needed=True), row.day("due_on")
        if row.has("due_on") and due_on < visited_on:
            row.note("due_on", Code.ENDS_BEFORE_BEGIN, begins_on=visited_on.isoformat())
        read.append((text, due_on))
    return read


def _write(
    session: Session,
    visit: Visit,
    marks: Mapping[int, Mark],
    agreed: Sequence[tuple[str, date]],
) -> None:
    """Write a visit behind the earlier ones, with what was found and agreed."""
    earlier = select(func.max(Visit.number)).where(Visit.group_id == visit.group_id)
    visit.number = (session.scalar(earlier) or 0) + 1
    session.add(visit)
    session.flush()
    for item_id, mark in marks.items():
        row = VisitMark(group_id=visit.group_id, visit=visit.number, item_id=item_id, mark=mark)
        session.add(row)
    last = select(func.max(VisitAction.number)).where(VisitAction.group_id == visit.group_id)
    first = (session.scalar(last) or 0) + 1
    for number, (text, due_on) in enumerate(agreed, start=first):
        action = VisitAction(group_id=visit.group_id, number=number, visit=visit.number)
        action.text, action.due_on = text, due_on
        session.add(action)
    session.flush()


def finish_action(
    session: Session, actor: Actor, *, group_id: int, number: int, today: date
) -> VisitAction:
    """Say that what was agreed is done; the first word on it stays.

    Raises:
        NotFoundError: the group is not the actor's, or nothing of this number was agreed.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    action = session.get(VisitAction, (group_id, number))
    if action is None:
        raise NotFoundError
    if action.done_on is None:
        action.done_on, action.done_by = today, actor.user_id
        session.flush()
    return action


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit with what was found and its score."""

    visit: Visit
    by: str
    marks: tuple[tuple[str, Mark], ...]
    score: Ratio


@dataclass(frozen=True, slots=True)
class GroupVisits:
    """The visits to a group, the latest first, and what was agreed."""

    lines: tuple[VisitLine, ...]
    to_do: tuple[VisitAction, ...]
    done: tuple[VisitAction, ...]


def group_visits(session: Session, actor: Actor, *, group_id: int) -> GroupVisits:
    """Show the visits to a group, in three statements.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor sees no visits.
    """
    group_for(session, actor, group_id, *READERS)
    found: dict[int, list[tuple[str, Mark]]] = defaultdict(list)
    for visit, text, mark in store.marks(session, group_id):
        found[visit].append((text, mark))
    lines = tuple(
        VisitLine(visit, by, tuple(found[visit.number]), score(m for _t, m in found[visit.number]))
        for visit, by in store.visits(session, group_id, VISITS_MAX)
    )
    agreed = store.actions(session, group_id)
    return GroupVisits(
        lines,
        tuple(each for each in agreed if each.done_on is None),
        tuple(each for each in agreed if each.done_on is not None),
    )


def open_actions(
    session: Session, actor: Actor, *, limit: int, group_id: int | None = None
) -> Sequence[tuple[VisitAction, str]]:
    """List what is still to be done in a person's groups, or in one of them, in one statement.

    Args:
        session: to read with.
        actor: who asks; who sees no visits gets nothing.
        limit: how many.
        group_id: one group; None for all that are the actor's.

    Returns:
        Actions with the name of their group, the most urgent first.
    """
    if actor.role not in READERS:
        return []
    condition = visible(actor)
    if group_id is not None:
        condition &= Group.group_id == group_id
    return store.open_actions(session, condition, limit)
