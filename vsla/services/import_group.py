"""Take a whole group over from another server: proved, replayed, and only then kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from vsla.domain.books import Books
from vsla.domain.books_form import books_from_json, books_to_json
from vsla.domain.codes import Code
from vsla.domain.constitution_form import constitution_from_json, constitution_to_json
from vsla.domain.errors import VSLAError
from vsla.domain.money import CURRENCIES
from vsla.domain.reader import Reader
from vsla.domain.roster import LeavingReason, Post
from vsla.services.access import RECORDERS, require
from vsla.services.arrive_beside import NOTHING, Beside, take_beside
from vsla.services.books import MonthSlices, load
from vsla.services.enrol_member import read_person, write_person
from vsla.services.group_file import CYCLE_FIELDS, PERSON_FIELDS, TERM_FIELDS, VERSION_FIELDS
from vsla.services.group_file_reader import refuse
from vsla.services.journal_writer import write_position
from vsla.services.open_group import open_group
from vsla.services.retelling import tell_again
from vsla.services.verify_ledger import rebuild_group, verify_group
from vsla.store import arrivals, constitutions, journal, members, projections
from vsla.store.canonical import to_text
from vsla.store.models import (
    CommitteeTerm,
    ConstitutionVersion,
    Cycle,
    EntryKind,
    Group,
    GroupArrival,
    GroupStatus,
    Member,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.group_file_reader import GroupFile
    from vsla.store.models.base import Base

_STUMBLES = (KeyError, TypeError, ValueError, AttributeError, IndexError, AssertionError)
"""What a forged file can make its reading or its replay fall over."""

_DAYS = ("opened", "share_out")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a file.

    Attributes:
        group: as it is here.
        entries: how many came.
        was_here: it was here already to the last entry; nothing was written.
        beside: what came with its ledger.
    """

    group: Group
    entries: int
    was_here: bool = False
    beside: Beside = NOTHING


def import_group(
    session: Session, actor: Actor, *, file: GroupFile, zone_id: int, now: datetime
) -> Arrived:
    """Write a group as it was on the other server; the same file again changes nothing.

    The entries get a chain of this server, because a hash closes over the number of the group and
    of who recorded. Those of the other server are kept, and ``vsla verify`` closes that chain too.

    Args:
        session: inside ``transaction()``; an error leaves nothing.
        actor: a facilitator or officer of the programme that takes it over.
        file: from ``read_group_file``.
        zone_id: a zone of the programme.
        now: when.

    Returns:
        The group.

    Raises:
        InvalidDocumentError: GROUP_FILE_OTHER_GROUP, the programme has another group of this code;
            GROUP_FILE_REPLAY, the documents do not lead to the figures; GROUP_FILE_DAMAGED; or
            what ``open_group`` says of the group.
        NotAllowedError: the actor neither accompanies groups nor directs a programme.
    """
    require(actor, *RECORDERS)
    there = _already_here(session, actor, file)
    if there is not None:
        return Arrived(there, len(file.entries), was_here=True)
    group = _open(session, actor, file, zone_id, now)
    try:
        _write(session, group, file, now)
        session.add(
            GroupArrival(
                group_id=group.group_id,
                origin_group_id=file.content["group"]["group_id"],
                origin_hash=file.last_hash,
                entries_count=len(file.entries),
                recorders=to_text([entry.header["recorded_by"] for entry in file.entries]),
                file_hash=file.file_hash,
                arrived_at=now,
                arrived_by=actor.user_id,
            )
        )
        session.flush()
        came = take_beside(session, group, file.content, now=now)
    except (*_STUMBLES, VSLAError, SQLAlchemyError) as error:
        raise refuse(Code.GROUP_FILE_DAMAGED) from error
    _prove(session, group)
    return Arrived(group, len(file.entries), beside=came)


def _already_here(session: Session, actor: Actor, file: GroupFile) -> Group | None:
    """Find the group a file speaks of, if it ends where the file ends.

    Raises:
        InvalidDocumentError: GROUP_FILE_OTHER_GROUP, it ends elsewhere or is not the actor's.
    """
    query = select(Group).where(
        Group.programme_id == actor.programme_id, Group.code == file.code.strip().upper()
    )
    group = session.scalars(query).first()
    if group is None:
        return None
    mine = actor.group_ids is None or group.group_id in actor.group_ids
    came = arrivals.arrival(session, group.group_id)
    end = journal.last_entry(session, group.group_id)
    same_file = came is not None and came.file_hash == file.file_hash
    same_end = end is not None and end.hash == file.last_hash
    if not mine or not (same_file or same_end):
        raise refuse(Code.GROUP_FILE_OTHER_GROUP, name=file.code)
    return group


def _open(session: Session, actor: Actor, file: GroupFile, zone_id: int, now: datetime) -> Group:
    facts = file.content["group"]
    try:
        days = {name: _day(facts[name]) for name in ("registered_on", "disengaged_on")}
        status, formed_on = GroupStatus(facts["status"]), date.fromisoformat(facts["formed_on"])
        named = {name: facts[name] for name in ("code", "name", "place", "currency", "cash_step")}
    except _STUMBLES as error:
        raise refuse(Code.GROUP_FILE_DAMAGED) from error
    group = open_group(
        session,
        actor,
        **named,
        zone_id=zone_id,
        formed_on=formed_on,
        registered_on=days["registered_on"],
        now=now,
    )
    group.status, group.disengaged_on = status, days["disengaged_on"]
    return group


def _write(session: Session, group: Group, file: GroupFile, now: datetime) -> None:
    group_id, content = group.group_id, file.content
    for row in content["constitution"]:
        _check_rules(group, row["body"])
        version = ConstitutionVersion(group_id=group_id, **_values(row, VERSION_FIELDS))
        constitutions.append(session, version)
    for row in content["members"]:
        session.add(_member(group_id, row, now))
    session.flush()
    for row in content["committee"]:
        _add(session, CommitteeTerm, group_id, row, TERM_FIELDS)
    closed = _closed(file)
    for row in content["cycles"]:
        _add(session, Cycle, group_id, row, CYCLE_FIELDS, closed_on=closed.get(row["number"]))
    session.flush()
    _write_entries(session, group_id, file)
    if content["cycles"]:
        _derive(session, group, content)


def _check_rules(group: Group, body: str) -> None:
    """Refuse rules that are not written as this application writes them."""
    rules = constitution_from_json(json.loads(body), currency=CURRENCIES[group.currency])
    if to_text(constitution_to_json(rules)) != body:
        raise ValueError(body)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_READ: dict[str, Callable[[Any], object]] = {
    "adopted_on": date.fromisoformat,
    "elected_on": date.fromisoformat,
    "opened_on": date.fromisoformat,
    "share_out_on": date.fromisoformat,
    "ended_on": _day,
    "recorded_at": datetime.fromisoformat,
    "post": Post,
}
"""How the values are read that JSON has only as text."""


def _add(
    session: Session,
    model: type[Base],
    group_id: int,
    row: Mapping[str, Any],
    names: tuple[str, ...],
    **more: object,
) -> None:
    session.add(model(group_id=group_id, **_values(row, names), **more))


def _values(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _READ[name](row[name]) if name in _READ else row[name] for name in names}


def _member(group_id: int, row: Mapping[str, Any], now: datetime) -> Member:
    r = Reader({name: row[name] for name in PERSON_FIELDS if row.get(name) not in {None, ""}})
    person = read_person(r, 0, now)
    if r.problems:
        raise ValueError(r.problems)
    member = Member(group_id=group_id, member_id=int(row["member_id"]))
    write_person(member, person)
    member.left_on = _day(row["left_on"])
    reason = row["leaving_reason"]
    member.leaving_reason = None if reason is None else LeavingReason(reason)
    return member


def _closed(file: GroupFile) -> dict[int, date]:
    """Find the days of the share-outs, by cycle."""
    return {
        entry.header["cycle"]: entry.header["occurred_on"]
        for entry in file.entries
        if entry.header["kind"] == EntryKind.SHARE_OUT.value
    }


def _write_entries(session: Session, group_id: int, file: GroupFile) -> None:
    last = None
    for entry in file.entries:
        header = {
            name: entry.header[name]
            for name in journal.HEADER
            if name not in {"number", "body_hash", "previous_hash"}
        }
        here = {"group_id": group_id, "recorded_by": None, "kind": EntryKind(header["kind"])}
        new = journal.NewEntry(
            **(header | here), document=entry.document, movements=entry.movements
        )
        last = journal.append(session, new, last=last)


def _derive(session: Session, group: Group, content: Mapping[str, Any]) -> None:
    """Make all that is derived, from the documents alone."""
    group_id, cycles = group.group_id, content["cycles"]
    first = cycles[0]
    opened_on, share_out_on = (date.fromisoformat(first[f"{name}_on"]) for name in _DAYS)
    fresh = Books(1, opened_on, share_out_on)
    if first["opening_books"] != to_text(books_to_json(fresh)):
        raise ValueError(first["opening_books"])
    books = books_from_json(json.loads(cycles[-1]["opening_books"]))
    roster = members.roster(session, group_id)
    write_position(session, group_id, books, roster, 0, 0, MonthSlices())
    rebuild_group(session, group_id)
    told = tell_again(session, load(session, group))
    recorded = [item for cycle in told.cycles for item in cycle.recorded]
    seen = [
        projections.Seen(
            cycle, meeting, path, Code(code), values, None, datetime.fromisoformat(str(at))
        )
        for cycle, meeting, path, code, values, at in content["seen"]
    ]
    projections.keep_seen(session, group_id, recorded, seen)


def _prove(session: Session, group: Group) -> None:
    """Refuse a group whose documents, movements and figures do not agree."""
    findings = verify_group(session, group.group_id)
    if findings:
        where = f"{findings[0].check}, {findings[0].where}"
        raise refuse(Code.GROUP_FILE_REPLAY, where=where)
