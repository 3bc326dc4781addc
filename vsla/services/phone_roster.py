"""Members who joined or were corrected on a phone: once, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.document import MEMBER_MAX, ROWS_MAX, SCHEMA_VERSION
from vsla.domain.errors import IdempotencyConflictError, InvalidDocumentError, Problem
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, require
from vsla.services.enrol_member import (
    Person,
    holders,
    read_person,
    reader_of,
    write_change,
    write_new,
)
from vsla.services.record_meeting import check_uuid, read_json
from vsla.store import members
from vsla.store.canonical import digest
from vsla.store.models import RosterChange

if TYPE_CHECKING:
    from vsla.services.intake import Intake
    from vsla.store.models import Member

_HEAD = ("schema_version", "change", "member")
_CLOCK_AHEAD = timedelta(days=1)


class Change(StrEnum):
    """What a phone may do to the roster; leaving is a part of a meeting."""

    JOIN = "join"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change of the roster.

    Attributes:
        member: as she stands in the roster now.
        changed: fields that could not be kept as sent: a passbook number that was taken, for which
            the next free one stands, or a sign that was taken.
        replay: it was made before; nothing was written.
    """

    member: Member
    changed: tuple[str, ...] = ()
    replay: bool = False


def take_change(intake: Intake, uuid: str, body: str) -> Changed:
    """Make a change of the roster that a phone sent.

    Args:
        intake: of the group, inside ``transaction()``.
        uuid: the phone's key: the same key with the same body is the same change.
        body: JSON: ``schema_version``, ``change``, ``member`` and fields of ``Person``; all that
            are known of a member who joins, those that change of one who is corrected.

    Returns:
        The member, and what could not be kept as sent.

    Raises:
        InvalidDocumentError: every problem at once.
        IdempotencyConflictError: the same key with another body.
        NotAllowedError: the actor may not change the roster.
    """
    require(intake.actor, *RECORDERS)
    uuid = check_uuid(uuid)
    known = intake.session.get(RosterChange, (intake.group_id, uuid))
    if known is not None:
        return _made_before(intake, known, body)
    source = read_json(body)
    if not isinstance(source, dict):
        raise InvalidDocumentError([Problem("", Code.NOT_AN_OBJECT)])
    head = Reader({key: source.get(key) for key in _HEAD})
    if head.integer("schema_version", 1, ROWS_MAX) != SCHEMA_VERSION:
        head.note("schema_version", Code.UNKNOWN_SCHEMA, known=SCHEMA_VERSION)
    change = head.choice("change", Change)
    person = {key: value for key, value in source.items() if key not in _HEAD}
    make = _join if change is Change.JOIN else _correct
    made = make(intake, head, person)
    intake.session.add(
        RosterChange(
            group_id=intake.group_id,
            uuid=uuid,
            body_hash=digest(body),
            member_id=made.member.member_id,
            received_at=intake.now,
            received_by=intake.actor.user_id,
        )
    )
    intake.session.flush()
    intake.forget()
    return made


def _made_before(intake: Intake, known: RosterChange, body: str) -> Changed:
    if known.body_hash != digest(body):
        raise IdempotencyConflictError(Code.SAME_KEY_OTHER_BODY, {"member": known.member_id})
    member = members.member(intake.session, intake.group_id, known.member_id)
    assert member is not None, "members are never removed"
    return Changed(member, replay=True)


def _join(intake: Intake, head: Reader, person: dict[str, object]) -> Changed:
    """Enrol a member under the id that the phone drew for her: its meetings carry it already."""
    session, group_id = intake.session, intake.group_id
    member_id = head.integer("member", members.PHONE_ID_MIN, members.PHONE_ID_MAX)
    if not head.problems and members.member(session, group_id, member_id) is not None:
        head.note("member", Code.MEMBER_ID_TAKEN)
    _, number = members.next_numbers(session, group_id)
    r, read = _read(intake, head, person, number)
    read, changed = _free(intake, read, member_id, replace(read, passbook_number=number, sign=None))
    return Changed(write_new(session, r, read, group_id=group_id, member_id=member_id), changed)


def _correct(intake: Intake, head: Reader, person: dict[str, object]) -> Changed:
    """Change the fields that were sent; the others stay as they stand."""
    member_id = head.integer("member", 1, MEMBER_MAX)
    member = members.member(intake.session, intake.group_id, member_id)
    if member is None:
        head.note("member", Code.UNKNOWN_MEMBER)
        raise InvalidDocumentError(head.problems)
    before = {field.name: _plain(getattr(member, field.name)) for field in fields(Person)}
    r, read = _read(intake, head, {**before, **person}, member.passbook_number)
    own = replace(read, passbook_number=member.passbook_number, sign=member.sign)
    read, changed = _free(intake, read, member_id, own)
    return Changed(write_change(intake.session, r, read, member), changed)


def _read(
    intake: Intake, head: Reader, person: dict[str, object], number: int
) -> tuple[Reader, Person]:
    """Read a person beside the problems of the head, so that all come at once."""
    r = reader_of(person)
    read = read_person(r, number, intake.now + _CLOCK_AHEAD)
    r.problems[:0] = head.problems
    return r, read


def _free(
    intake: Intake, read: Person, member_id: int, instead: Person
) -> tuple[Person, tuple[str, ...]]:
    """Give a person the number and the sign of another one where somebody has hers already."""
    taken = tuple(holders(intake.session, intake.group_id, read, member_id))
    values = {key: getattr(instead, key) for key in taken}
    return replace(read, **values), taken


def _plain(value: object) -> object:
    """Write a field of a member as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
