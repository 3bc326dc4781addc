"""The group pack: all that a phone needs to record meetings without network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from vsla.domain.books_form import books_to_json
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.document import SCHEMA_VERSION, parse_meeting
from vsla.domain.money import CURRENCIES
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import load
from vsla.services.next_meeting import next_meeting_on
from vsla.store import journal, members
from vsla.store.canonical import digest, to_text
from vsla.store.models import Programme

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.models import Group, Member

QuoteRules: TypeAlias = "Callable[[Constitution, str], list[dict[str, str]]]"
"""Says the rules of a constitution, in a currency, in words: the web knows the language."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A group pack as it is sent.

    Attributes:
        body: canonical JSON.
        etag: changes when anything in the pack changes.
    """

    body: str
    etag: str


def no_rules(_rules: Constitution, _currency: str) -> list[dict[str, str]]:
    """Quote nothing, where nobody reads the pack."""
    return []


def pack(session: Session, actor: Actor, *, group_id: int, rules: QuoteRules = no_rules) -> Pack:
    """Make the pack of one group.

    Args:
        session: to read with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        rules: says the rules of a constitution in words, for breaches seen on the phone.

    Returns:
        Group, constitutions with their words, members who belong or are still owed money, posts,
        books, shares of the last meeting and the day of the next; money in minor units.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor may not record.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group)
    people = members.list_members(session, group_id)
    programme = session.get_one(Programme, group.programme_id)
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "programme": {"is_demo": programme.is_demo},
        "group": _group(group),
        "entry_number": ground.position.entry_number,
        "books": books_to_json(ground.books),
        **_constitutions(ground, rules),
        "members": [_person(person) for person in people if person.left_on is None],
        "departed": [
            {**_person(person), "left_on": person.left_on.isoformat()}
            for person in people
            if person.left_on is not None and person.member_id in ground.books.payable
        ],
        "posts": [
            {"post": term.post, "member": term.member, "elected_on": term.elected_on.isoformat()}
            for term in ground.roster.terms
            if term.ended_on is None
        ],
        "last_shares": _last_shares(session, ground),
        "next_on": _next_on(ground),
    }
    body = to_text(content)
    return Pack(body, digest(body))


def _group(group: Group) -> dict[str, Any]:
    currency = CURRENCIES[group.currency]
    return {
        "group_id": group.group_id,
        "code": group.code,
        "name": group.name,
        "place": group.place,
        "currency": group.currency,
        "scale": currency.scale,
        "cash_step_minor": group.cash_step,
        "cash_minor": currency.cash,
    }


def _constitutions(ground: Ground, rules: QuoteRules) -> dict[str, Any]:
    """Write every version as data, and in words what a breach of it may be held against."""
    currency = CURRENCIES[ground.group.currency]
    bodies = {version.number: json.loads(version.body) for version in ground.versions}
    return {
        "constitutions": [
            {
                "number": version.number,
                "adopted_on": version.adopted_on.isoformat(),
                "body": bodies[version.number],
            }
            for version in ground.versions
        ],
        "rules": {
            str(number): rules(constitution_from_json(body, currency=currency), currency.code)
            for number, body in bodies.items()
        },
    }


def _last_shares(session: Session, ground: Ground) -> dict[str, int]:
    """Count what each member bought at the last meeting, for "same as last time"."""
    books = ground.books
    if books.last_meeting < 1:
        return {}
    last = journal.effective_entry(session, ground.group.group_id, books.cycle, books.last_meeting)
    assert last is not None, "the last meeting stands in the journal"
    bought = parse_meeting(json.loads(last.document or "")).shares_bought
    return {str(row.member): row.count for row in bought}


def _next_on(ground: Ground) -> str | None:
    """Reckon the day of the next meeting; none once the cycle is closed."""
    books = ground.books
    if books.closed:
        return None
    last = books.last_held_on if books.last_meeting > 0 else None
    rules = ground.constitution_on(last or books.opened_on)
    return next_meeting_on(rules.frequency, rules.weekday, books.opened_on, last).isoformat()


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
