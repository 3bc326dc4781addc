"""Bring groups in from a workbook, through the services: all, what is right, or nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from vsla.domain.codes import Code
from vsla.domain.errors import NotAllowedError, Problem
from vsla.services.access import RECORDERS, actor_of, require, visible
from vsla.services.books import load
from vsla.services.days import latest_day
from vsla.services.elect_committee import elect
from vsla.services.enrol_member import enrol
from vsla.services.import_lines import codes_of
from vsla.services.import_meetings import meeting_of, source_of
from vsla.services.import_own import own_cells
from vsla.services.import_state import is_carried, state_of
from vsla.services.import_work import GroupOutcome, Outcome, Work
from vsla.services.open_cycle import first_cycle
from vsla.services.own_fields import write_group_values, write_member_values
from vsla.services.own_values import group_values, member_values
from vsla.services.programmes import list_zones
from vsla.services.record_meeting import record
from vsla.services.recover_group import adopt_carried, open_carried, record_carried
from vsla.store import journal, members
from vsla.store.models import Group, Member

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.import_lines import Book, Line
    from vsla.services.recovery_state import CarriedState


class _UndoneError(Exception):
    """What was written on trial is not kept."""


def import_book(
    session: Session,
    actor: Actor,
    *,
    book: Book,
    now: datetime,
    write: bool,
    accept_rest: bool = False,
) -> Outcome:
    """Try a workbook group by group, and keep it if asked and if it may be.

    Every group is opened, enrolled and recorded as on the pages. What is here already is left
    alone, so the same file again changes nothing.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator or an officer.
        book: from ``read_book``.
        now: when.
        write: False for a trial: everything is undone at the end.
        accept_rest: keep the groups that are right although others are not.

    Returns:
        Problems and what came in, or would.

    Raises:
        NotAllowedError: the actor neither accompanies groups nor directs a programme.
    """
    require(actor, *RECORDERS)
    if actor.programme_id is None or actor.user_id is None:
        raise NotAllowedError
    outcome = Outcome(list(book.problems))
    with suppress(_UndoneError), session.begin_nested():
        _strangers(book, outcome)
        for line in book.lines["groups"]:
            if line.text("code"):
                _group(session, actor, book, line, outcome, now)
        outcome.written = write and (accept_rest or not outcome.problems)
        if not outcome.written:
            raise _UndoneError
    return outcome


def _strangers(book: Book, outcome: Outcome) -> None:
    """Note lines of groups that stand on no line of their own."""
    known = codes_of(book.lines["groups"])
    seen: set[str] = set()
    for line in book.lines["groups"]:
        code = line.text("code").upper()
        if code in seen:
            outcome.problems.append(line.problem("code", Code.DUPLICATE))
        seen.add(code)
    for sheet in ("members", "loans", "meetings"):
        outcome.problems += [
            line.problem("group", Code.IMPORT_NO_GROUP, name=line.text("group"))
            for line in book.lines[sheet]
            if line.text("group") and line.text("group").upper() not in known
        ]


def _group(
    session: Session, actor: Actor, book: Book, line: Line, outcome: Outcome, now: datetime
) -> None:
    told = GroupOutcome(line.text("code").upper(), line.text("name"))
    outcome.groups.append(told)
    work = Work(session, actor, book, line, told, now)
    wrong = [p for p in book.problems if _is_of(book, p, told.code)]
    with suppress(_UndoneError), session.begin_nested():
        if not wrong:
            _bring_in(work)
        elif line.text("zone") and _found(work) is None:
            _zone(work)
        if wrong or work.problems:
            told.refused, told.members, told.meetings, told.fields = True, 0, 0, 0
            raise _UndoneError
    outcome.problems += work.problems


def _is_of(book: Book, problem: Problem, code: str) -> bool:
    """Tell whether a problem of reading stands in a line of a group; a missing head is of all."""
    sheet, number, *_column = problem.path.split(".")
    key = "code" if sheet == "groups" else "group"
    if number == "1":
        return True
    return any(
        line.number == int(number) and line.text(key).upper() == code for line in book.lines[sheet]
    )


def _found(work: Work, *conditions: ColumnElement[bool]) -> Group | None:
    """Find the group of a line where it is here already."""
    here = (Group.programme_id == work.actor.programme_id, Group.code == work.code)
    return work.session.scalars(select(Group).where(*here, *conditions)).first()


def _zone(work: Work) -> int | None:
    """Find the zone of a line; one the programme does not have is a problem."""
    zones = list_zones(work.session, work.actor.programme_id or 0)
    wanted = work.line.text("zone").casefold()
    zone_id = next((zone.zone_id for zone in zones if zone.name.casefold() == wanted), None)
    if zone_id is None:
        known = ", ".join(zone.name for zone in zones)
        work.problems.append(work.line.problem("zone", Code.UNKNOWN_CHOICE, choices=known))
    return zone_id


def _bring_in(work: Work) -> None:
    group = _found(work)
    if group is None:
        group = _open(work)
    elif _found(work, visible(work.actor)) is None:
        work.problems.append(work.line.problem("code", Code.CODE_TAKEN))
        return
    else:
        _more_members(work, group)
    if group is not None and not work.problems:
        _meetings(work, group)


def _open(work: Work) -> Group | None:
    """Open the group with its rules, members, posts and balances."""
    work.told.is_new = True
    session, line, now = work.session, work.line, work.now
    zone_id = _zone(work)
    state, problems = state_of(work.book, line)
    work.problems += problems
    if zone_id is None:
        return None
    opened: list[Group] = []
    with work.at(work.in_line(line)):
        opened.append(open_carried(session, work.actor, state, zone_id, now))
        work.actor = actor_of(session, work.actor.user_id or 0)
        adopt_carried(session, work.actor, opened[0].group_id, state, now)
    if not opened:
        return None
    (group,) = opened
    with work.at(work.in_line(line)):
        write_group_values(session, work.actor, group_id=group.group_id, typed=own_cells(line))
    ids = _enrol_all(work, group)
    if not work.problems:
        _begin(work, group, state, ids)
    return group


def _begin(work: Work, group: Group, state: CarriedState, ids: dict[int, int]) -> None:
    """Fill the posts, open the cycle and record the balances."""
    session, actor, now = work.session, work.actor, work.now
    with work.at(lambda problem: work.line.problem("opened_on", problem.code, **problem.values)):
        seats = [
            {
                "post": post.post,
                "member": ids[post.no],
                "votes_for": post.votes_for,
                "votes_against": post.votes_against,
            }
            for post in state.posts
        ]
        if seats:
            elect(
                session,
                actor,
                group_id=group.group_id,
                elected_on=state.starts_on,
                seats=seats,
            )
        first_cycle(
            session,
            actor,
            group_id=group.group_id,
            opened_on=state.starts_on,
            share_out_on=state.share_out_on,
            now=now,
        )
    if work.problems or not is_carried(state):
        return
    with work.at(lambda problem: work.line.problem("held_on", problem.code, **problem.values)):
        record_carried(session, actor, group, state, ids, now)


def _person(line: Line, joined_on: str) -> dict[str, object]:
    told = line.day("joined_on")
    person = {
        "name": line.text("name"),
        "gender": line.text("sex").upper() or "unknown",
        "passbook_number": line.count("passbook"),
        "joined_on": told.isoformat() if told else joined_on,
    }
    year = line.count("birth_year")
    return person | {"birth_year": year} if year else person


def _enrol_all(work: Work, group: Group) -> dict[int, int]:
    """Enrol everybody of the file; posts and balances count from the first day."""
    ids: dict[int, int] = {}
    opened = work.line.day("opened_on")
    for line in work.book.of_group("members", work.code):
        _enrol(work, group, line, opened.isoformat() if opened else "", ids)
    return ids


def _enrol(work: Work, group: Group, line: Line, joined_on: str, ids: dict[int, int]) -> None:
    with work.at(work.in_line(line)):
        member = enrol(
            work.session,
            work.actor,
            group_id=group.group_id,
            person=_person(line, joined_on),
            now=work.now,
        )
        write_member_values(work.session, work.actor, member=member, typed=own_cells(line))
        ids[member.passbook_number] = member.member_id
        work.told.members += 1


def _more_members(work: Work, group: Group) -> None:
    """Enrol who is not in the group yet; who is there under another name is a problem.

    Fields of the programme that are empty here are filled.
    """
    missing = work.fill(work.line, group_values(work.session, group.group_id))
    if missing:
        write_group_values(work.session, work.actor, group_id=group.group_id, typed=missing)
    there: dict[int, Member] = {
        member.passbook_number: member
        for member in members.list_members(work.session, group.group_id)
    }
    opened = work.line.day("opened_on")
    for line in work.book.of_group("members", work.code):
        member = there.get(line.count("passbook"))
        if member is None:
            _enrol(work, group, line, opened.isoformat() if opened else "", {})
        elif member.name != line.text("name"):
            work.problems.append(line.problem("name", Code.IMPORT_DIFFERS, name=member.name))
        else:
            here = member_values(work.session, group.group_id, member.member_id)
            missing = work.fill(line, here)
            if missing:
                write_member_values(work.session, work.actor, member=member, typed=missing)


def _meetings(work: Work, group: Group) -> None:
    """Record the meetings that are not here yet, in their order."""
    by_number: dict[int, list[Line]] = {}
    for line in work.book.of_group("meetings", work.code):
        by_number.setdefault(line.count("meeting"), []).append(line)
    if not by_number:
        return
    ids = {
        member.passbook_number: member.member_id
        for member in members.list_members(work.session, group.group_id)
    }
    for number, lines in sorted(by_number.items()):
        if not _meeting(work, group, number, lines, ids):
            return


def _meeting(work: Work, group: Group, number: int, lines: list[Line], ids: dict[int, int]) -> bool:
    """Record one meeting; False when it cannot be, so that those behind it are not tried."""
    uuid = str(uuid5(NAMESPACE_URL, f"vsla-import/{group.programme_id}/{work.code}/{number}"))
    source = source_of(lines)
    known = journal.entry_by_uuid(work.session, group.group_id, uuid)
    if known is not None:
        if json.loads(known.document or "{}").get("note") != source:
            work.problems.append(lines[0].problem("meeting", Code.IMPORT_DIFFERS, name=str(number)))
        return not work.problems
    ground = load(work.session, group)
    document, places, problems = meeting_of(ground, number, lines, ids, source)
    work.problems += problems
    if problems:
        return False
    with work.at(lambda p: places(p.path).problem(places.column(p.path), p.code, **p.values)):
        record(
            work.session,
            work.actor,
            group_id=group.group_id,
            uuid=uuid,
            body=json.dumps(document),
            now=work.now,
            today=latest_day(work.now),
        )
        work.told.meetings += 1
    return not work.problems
