"""Take in a file that somebody brought by hand: first see what is in it, then let it in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem, VSLAError
from vsla.domain.reader import parse_day
from vsla.services.access import RECORDERS, Role, require, visible
from vsla.services.outbox import Answer, Item, Taken, take_from_file
from vsla.services.phone_file import PhoneFile, SignedItem, read_file, signers
from vsla.store import contested, journal
from vsla.store.canonical import digest
from vsla.store.models import Group, RosterChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.intake import Intake
    from vsla.store.models import User


class Standing(StrEnum):
    """What the office knows of a thing in a file."""

    NEW = "new"
    KNOWN = "known"
    WAITS = "waits"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a file.

    Attributes:
        item: as it stands there.
        group: whose; None for a group that is not the reader's, or is not here.
        signer: who signed it; None where the signature is of nobody here.
        standing: whether the office has it already, because it also came by network.
        meeting: its number; None for something else than a meeting.
        held_on: its day; None where it says none.
    """

    item: SignedItem
    group: Group | None
    signer: User | None
    standing: Standing
    meeting: int | None
    held_on: date | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a file.

    Attributes:
        file: who saved it and when.
        found: its things, in their order.
        on_word: something in it is signed by nobody here: an officer may answer for it.
    """

    file: PhoneFile
    found: tuple[Found, ...]

    @property
    def saved_at(self) -> datetime | None:
        """Read when it was saved by the phone's clock; None where that is no moment."""
        try:
            moment = datetime.fromisoformat(self.file.made_at)
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else None

    @property
    def on_word(self) -> bool:
        """Tell whether somebody must answer for what is the reader's and signed by nobody."""
        return any(each.signer is None and each.group is not None for each in self.found)

    @property
    def foreign_count(self) -> int:
        """Count what is not of the reader's groups."""
        return sum(each.group is None for each in self.found)

    @property
    def is_foreign(self) -> bool:
        """Tell whether nothing in it is of a group of the reader's."""
        return self.foreign_count == len(self.found)


def look(session: Session, actor: Actor, *, text: str, secret: str) -> Seen:
    """Say what is in a file, and what the office has of it already.

    Args:
        session: to read with.
        actor: a facilitator, or an officer.
        text: of the file.
        secret: of the installation.

    Returns:
        Everything in it, also what is of groups that are not the actor's.

    Raises:
        TooLargeError: more than a file of a phone has.
        InvalidDocumentError: FILE_UNREADABLE or FILE_DAMAGED.
        NotAllowedError: the actor does not record.
    """
    require(actor, *RECORDERS)
    file = read_file(text)
    wanted = {item.group_id for item in file.items}
    query = select(Group).where(visible(actor), Group.group_id.in_(wanted))
    groups = {group.group_id: group for group in session.scalars(query)}
    people = signers(session, secret, file.items)
    return Seen(
        file,
        tuple(
            _found(session, item, groups.get(item.group_id), signer)
            for item, signer in zip(file.items, people, strict=True)
        ),
    )


def _found(session: Session, item: SignedItem, group: Group | None, signer: User | None) -> Found:
    try:
        document: Any = json.loads(item.body)
    except (ValueError, RecursionError):
        document = None
    read = document if isinstance(document, dict) else {}
    meeting = read.get("meeting")
    standing = _standing(session, item) if group is not None else Standing.FOREIGN
    return Found(
        item,
        group,
        signer,
        standing,
        meeting if type(meeting) is int else None,
        parse_day(read.get("held_on")),
    )


def _standing(session: Session, item: SignedItem) -> Standing:
    uuid, body_hash = item.uuid.lower(), digest(item.body)
    entry = journal.entry_by_uuid(session, item.group_id, uuid)
    change = session.get(RosterChange, (item.group_id, uuid))
    if body_hash in {each.body_hash for each in (entry, change) if each is not None}:
        return Standing.KNOWN
    waits = contested.find(session, item.group_id, uuid, body_hash)
    return Standing.WAITS if waits is not None else Standing.NEW


def take_items(intake: Intake, items: Sequence[SignedItem], *, on_word: bool) -> list[Answer]:
    """Take in the things of a file that are of one group, in their order.

    Args:
        intake: of the group, inside ``transaction()``.
        items: of this group.
        on_word: what nobody here signed is let in because the actor, an officer, answers for it.

    Returns:
        One answer for each, as for an outbox.

    Raises:
        NotAllowedError: only an officer answers for what nobody signed.
    """
    if on_word:
        require(intake.actor, Role.OFFICER)
    people = signers(intake.session, intake.secret, items)
    return [
        Answer(
            Item(item.kind, item.group_id, item.uuid, item.body),
            _take(intake, item, signer, on_word=on_word),
        )
        for item, signer in zip(items, people, strict=True)
    ]


def _take(
    intake: Intake, item: SignedItem, signer: User | None, *, on_word: bool
) -> Taken | VSLAError:
    if signer is None and not on_word:
        return InvalidDocumentError([Problem("", Code.FILE_UNSIGNED)])
    try:
        with intake.session.begin_nested():
            return take_from_file(intake, item, signed=signer is not None)
    except VSLAError as error:
        intake.forget()
        return error
