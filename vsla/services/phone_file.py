"""Files by which meetings go from hand to hand: read them, and tell who signed what is in them."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem, TooLargeError
from vsla.domain.reader import Reader
from vsla.services.phone import file_key
from vsla.services.record_meeting import BODY_MAX, read_json
from vsla.store.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

FILE_MAX = 1_500_000
"""Bytes of a file; a season of one group has about half a million."""

ITEMS_MAX = 500
_VERSION = 1
_WORD_MAX = 60
_SIGNATURE_MAX = 64
_NAME_MAX = 120
_GROUP_MAX = 2**31 - 1
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SignedItem:
    """One thing in a file, as a phone kept it in its outbox.

    Attributes:
        kind: what it is, as in an outbox.
        group_id: whose.
        uuid: the phone's key.
        body: the document, word for word.
        key_id: whose key signed, as the file says.
        signature: 64 hexadecimal digits.
    """

    kind: str
    group_id: int
    uuid: str
    body: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """A file that holds together; whether its signatures do is for ``signer``.

    Attributes:
        items: in the order in which they were made.
        made_by: name of who saved it, as the file says.
        made_at: when, as the phone's clock said.
    """

    items: tuple[SignedItem, ...]
    made_by: str
    made_at: str


def read_file(text: str) -> PhoneFile:
    """Read a file and hold its checksum against it.

    Args:
        text: of the file.

    Returns:
        What is in it.

    Raises:
        TooLargeError: more than ``FILE_MAX``.
        InvalidDocumentError: FILE_UNREADABLE, this is something else; FILE_DAMAGED, it was changed
            or damaged on its way.
    """
    if len(text.encode()) > FILE_MAX:
        raise TooLargeError(FILE_MAX)
    try:
        source = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(Code.FILE_UNREADABLE) from error
    r = Reader(source)
    maker = r.child("made_by") or Reader({})
    maker_id = maker.integer("user_id", 1, _GROUP_MAX)
    made_by = maker.text("name", _NAME_MAX)
    made_at = r.text("made_at", _WORD_MAX)
    key_id = r.text("key_id", _WORD_MAX)
    items = r.rows("items", lambda row: _item(row, key_id), ITEMS_MAX)
    version, checksum = r.integer("vsla_file", 1, _VERSION), r.text("checksum", _SIGNATURE_MAX)
    if r.problems or maker.problems or version != _VERSION or not items:
        raise _refused(Code.FILE_UNREADABLE)
    head = ("vsla-file-1", str(maker_id), made_by, made_at, key_id)
    if _sha256("\n".join([*head, *map(_line, items)])) != checksum:
        raise _refused(Code.FILE_DAMAGED)
    return PhoneFile(items, made_by, made_at)


def read_item(body: str, *, group_id: int, uuid: str) -> SignedItem:
    """Read one thing that came in a file and is sent on by the phone which took the file in.

    Args:
        body: JSON, as it stands in the outbox of that phone.
        group_id: whose, as the head says.
        uuid: the key of the phone that made it, as the head says.

    Returns:
        The item, not yet believed.

    Raises:
        InvalidDocumentError: FILE_UNREADABLE.
    """
    r = Reader(read_json(body))
    version = r.integer("vsla_item", 1, _VERSION)
    key_id, kind = r.text("key_id", _WORD_MAX), r.text("kind", _WORD_MAX)
    signature, inside = r.text("signature", _SIGNATURE_MAX), r.verbatim("body", BODY_MAX)
    if r.problems or version != _VERSION:
        raise _refused(Code.FILE_UNREADABLE)
    return SignedItem(kind, group_id, uuid, inside, key_id, signature)


def _item(r: Reader, key_id: str) -> SignedItem:
    return SignedItem(
        kind=r.text("kind", _WORD_MAX, needed=True),
        group_id=r.integer("group_id", 1, _GROUP_MAX),
        uuid=r.text("uuid", _WORD_MAX, needed=True),
        body=r.verbatim("body", BODY_MAX),
        key_id=key_id,
        signature=r.text("signature", _SIGNATURE_MAX),
    )


def _line(item: SignedItem) -> str:
    words = (item.kind, str(item.group_id), item.uuid, _sha256(item.body), item.signature)
    return " ".join(words)


def signature_of(key: bytes, item: SignedItem) -> str:
    """Sign an item as a phone does.

    Args:
        key: of ``phone.file_key``.
        item: its own signature does not matter.

    Returns:
        64 hexadecimal digits.
    """
    words = ("vsla-item-1", item.key_id, item.kind, str(item.group_id), item.uuid)
    sealed = "\n".join([*words, _sha256(item.body)])
    return hmac.new(key, sealed.encode(), hashlib.sha256).hexdigest()


def signers(session: Session, secret: str, items: Iterable[SignedItem]) -> list[User | None]:
    """Tell who signed each item: a person who works here, or nobody.

    Args:
        session: to read with.
        secret: of the installation.
        items: of files.

    Returns:
        One for each item; None where the signature is of no key of ours, or of somebody whose
        login was taken away.
    """
    people: dict[str, User | None] = {}
    found = []
    for item in items:
        if item.key_id not in people:
            people[item.key_id] = _person(session, item.key_id)
        person = people[item.key_id]
        key = file_key(secret, person.user_id) if person is not None else b""
        true = person is not None and _HEX.fullmatch(item.signature) is not None
        true = true and hmac.compare_digest(signature_of(key, item), item.signature)
        found.append(person if true else None)
    return found


def _person(session: Session, key_id: str) -> User | None:
    known = key_id.isascii() and key_id.isdecimal() and int(key_id[:12]) <= _GROUP_MAX
    user = session.get(User, int(key_id)) if known and len(key_id) < len(str(10**12)) else None
    return user if user is not None and user.active else None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refused(code: Code) -> InvalidDocumentError:
    return InvalidDocumentError([Problem("", code)])
