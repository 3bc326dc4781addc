"""The group pack: all that a phone needs to record meetings without network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vsla.domain.books_form import books_to_json
from vsla.domain.document import SCHEMA_VERSION
from vsla.domain.money import CURRENCIES
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import load
from vsla.store import members
from vsla.store.canonical import digest, to_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.models import Member


@dataclass(frozen=True, slots=True)
class Pack:
    """A group pack as it is sent.

    Attributes:
        body: canonical JSON.
        etag: changes when anything in the pack changes.
    """

    body: str
    etag: str


def pack(session: Session, actor: Actor, *, group_id: int) -> Pack:
    """Make the pack of one group.

    Args:
        session: to read with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.

    Returns:
        Group, constitutions, members who belong, posts and books; money in minor units.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor may not record.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group)
    people = [m for m in members.list_members(session, group_id) if m.left_on is None]
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "group": {
            "group_id": group.group_id,
            "code": group.code,
            "name": group.name,
            "place": group.place,
            "currency": group.currency,
            "scale": CURRENCIES[group.currency].scale,
            "cash_step_minor": group.cash_step,
            "cash_minor": CURRENCIES[group.currency].cash,
        },
        "entry_number": ground.position.entry_number,
        "books": books_to_json(ground.books),
        "constitutions": [
            {
                "number": version.number,
                "adopted_on": version.adopted_on.isoformat(),
                "body": json.loads(version.body),
            }
            for version in ground.versions
        ],
        "members": [_person(person) for person in people],
        "posts": [
            {"post": term.post, "member": term.member, "elected_on": term.elected_on.isoformat()}
            for term in ground.roster.terms
            if term.ended_on is None
        ],
    }
    body = to_text(content)
    return Pack(body, digest(body))


def _person(person: Member) -> dict[str, Any]:
    """Say what the recorder shows of a member; phone and circumstances stay in the office."""
    return {
        "member": person.member_id,
        "passbook_number": person.passbook_number,
        "name": person.name,
        "gender": person.gender,
        "sign": person.sign,
        "joined_on": person.joined_on.isoformat(),
    }
