"""A whole group as one readable file, for another server."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from vsla.services.access import RECORDERS, group_for
from vsla.services.enrol_member import Person
from vsla.services.file_rows import plain, row_out
from vsla.services.group_beside import beside
from vsla.store import constitutions, groups, journal, members, projections
from vsla.store.canonical import digest, to_text
from vsla.store.models import Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from vsla.domain.ledger import Movement
    from vsla.services.access import Actor
    from vsla.store.models import CommitteeTerm, ConstitutionVersion, Cycle, Member

FORMAT = "vsla-group"
VERSION = 1
GROUP_FIELDS = (
    "code",
    "name",
    "place",
    "currency",
    "cash_step",
    "formed_on",
    "registered_on",
    "status",
    "disengaged_on",
)
VERSION_FIELDS = (
    "number",
    "adopted_on",
    "present",
    "votes_for",
    "votes_against",
    "body",
    "recorded_at",
)
PERSON_FIELDS = tuple(field.name for field in fields(Person))
MEMBER_FIELDS = ("member_id", "left_on", "leaving_reason", *PERSON_FIELDS)
TERM_FIELDS = (
    "line",
    "post",
    "member_id",
    "elected_on",
    "ended_on",
    "votes_for",
    "votes_against",
)
CYCLE_FIELDS = ("number", "opened_on", "share_out_on", "opening_books")
_KEPT_WITHOUT_NAMES = frozenset(
    {"member_id", "left_on", "leaving_reason", "gender", "passbook_number", "joined_on"}
)


def group_file(session: Session, actor: Actor, *, group_id: int, names: bool = True) -> str:
    """Write a group: rules, members, documents word for word, entries with their chain of hashes.

    With them go what stands in the programme's own fields, visits and what was agreed, checks of
    passbooks, what members live on, and their part of courses. The file names nobody who recorded
    an entry. What belongs to this server alone stays: users, trainers, photos, sheets that were
    printed, documents that wait to be settled, share-outs not yet confirmed.

    Args:
        session: to read with.
        actor: a facilitator of the group or an officer, or the command line.
        group_id: whose.
        names: False leaves out who the members are: only sex, passbook and days stay. Notes in
            documents stay as they were written.

    Returns:
        JSON, which ``import_group`` reads; the same group gives the same text.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor works with no group.
    """
    roles = RECORDERS if actor.user_id is not None else ()
    group = group_for(session, actor, group_id, *roles)
    moved = journal.movements_of(session, group_id)
    content: dict[str, Any] = {
        "group": row_out(group, GROUP_FIELDS)
        | {"group_id": group_id, "zone": session.get_one(Zone, group.zone_id).name},
        "constitution": _rows(constitutions.versions(session, group_id), VERSION_FIELDS),
        "members": [_member(each, names=names) for each in _everybody(session, group_id)],
        "committee": _rows(members.terms(session, group_id), TERM_FIELDS),
        "cycles": _rows(groups.cycles(session, group_id), CYCLE_FIELDS),
        "entries": [
            _entry(row, moved.get(row["number"], [])) for row in journal.rows_of(session, group_id)
        ],
        "seen": [
            [one.cycle, one.meeting, one.path, str(one.code), one.values, plain(one.at)]
            for one in projections.seen_breaches(session, group_id)
        ],
        **beside(session, group_id, group.programme_id, names=names),
    }
    told = {"format": FORMAT, "version": VERSION, **content, "sha256": checksum(content)}
    return readable(told)


def readable(told: Mapping[str, object]) -> str:
    """Write JSON for the eye: one line for each item of a list, so that two files compare."""
    parts = []
    for name, value in told.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value:
            items = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
            text = f"[\n{items}\n]"
        parts.append(f"{json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def checksum(content: dict[str, Any]) -> str:
    """Give the checksum of what a file says of a group."""
    return digest(to_text(content))


def _everybody(session: Session, group_id: int) -> list[Member]:
    return sorted(members.list_members(session, group_id), key=lambda each: each.member_id)


def _rows(
    rows: list[ConstitutionVersion] | list[CommitteeTerm] | list[Cycle], names: tuple[str, ...]
) -> list[dict[str, Any]]:
    return [row_out(row, names) for row in rows]


def _member(member: Member, *, names: bool) -> dict[str, Any]:
    told = row_out(member, MEMBER_FIELDS)
    if names:
        return told
    bare = {name: told[name] for name in MEMBER_FIELDS if name in _KEPT_WITHOUT_NAMES}
    return bare | {"name": f"P{member.passbook_number:03}"}


def _entry(row: dict[str, Any], moved: list[Movement]) -> dict[str, Any]:
    told = {name: plain(row[name]) for name in (*journal.HEADER, "hash", "document")}
    del told["group_id"]
    told["movements"] = [
        [str(m.kind), m.amount, m.member, m.loan, m.count, m.reversed] for m in moved
    ]
    return told
