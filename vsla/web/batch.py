"""Read what a phone sends: plain or packed, one document or many, never more than is allowed."""

import json
import re
import zlib

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem, TooLargeError
from vsla.domain.reader import Reader
from vsla.services.outbox import Answer, Item
from vsla.services.record_meeting import BODY_MAX

ITEMS_MAX = 20
BATCH_MAX = 262_144
"""Bytes of a batch, unpacked; the same as of one document, so that any document fits in one."""

_GZIP = 16 + zlib.MAX_WBITS
_WORD_MAX = 60
_USUAL_HEAD = re.compile(
    r'\{"kind":"(?P<kind>[a-z_]{1,60})","group_id":(?P<group>[1-9][0-9]{0,9}),'
    r'"uuid":"(?P<uuid>[0-9a-f-]{36})"\}'
)
"""A head as our phones write it; every other one is read with care."""

_GROUP_MAX = 2**31 - 1


def sent_text(most: int = BODY_MAX) -> str:
    """Read the body of this request.

    Args:
        most: bytes, as sent and unpacked.

    Returns:
        The text, word for word.

    Raises:
        TooLargeError: more than ``most``, packed or unpacked.
        InvalidDocumentError: damaged on the way, or not UTF-8.
        UnsupportedMediaType: packed otherwise than by gzip.
    """
    sent = _read(most)
    packing = request.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in {"gzip", "x-gzip"}:
        sent = _unpack(sent, most)
    elif packing != "identity":
        raise UnsupportedMediaType
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidDocumentError([Problem("", Code.NOT_JSON)]) from error


def _read(most: int) -> bytes:
    """Read the bytes; what does not say its length is read no further than allowed."""
    if (request.content_length or 0) > most:
        raise TooLargeError(most)
    request.max_content_length = most
    try:
        return request.get_data()
    except RequestEntityTooLarge as error:
        raise TooLargeError(most) from error


def _unpack(packed: bytes, most: int) -> bytes:
    """Unpack no more than allowed, however much a few bytes claim to hold."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise _damaged() from error
    if len(plain) > most:
        raise TooLargeError(most)
    if not unpacker.eof or unpacker.unused_data:
        raise _damaged()
    return plain


def _damaged() -> InvalidDocumentError:
    return InvalidDocumentError([Problem("", Code.BATCH_DAMAGED)])


def read_batch() -> list[Item | Answer]:
    """Read the batch of this request: a line that says what comes, then the document in one line.

    Returns:
        Items in their order; in the place of one whose head says nothing usable, its answer.

    Raises:
        TooLargeError: more items or bytes than allowed.
        InvalidDocumentError: damaged on the way; nothing of it was looked at.
        UnsupportedMediaType: packed otherwise than by gzip.
    """
    text = sent_text(BATCH_MAX)
    lines = text.removesuffix("\n").split("\n") if text else []
    if len(lines) % 2:
        raise _damaged()
    if len(lines) > 2 * ITEMS_MAX:
        raise TooLargeError(ITEMS_MAX)
    return [_item(head, body) for head, body in zip(lines[::2], lines[1::2], strict=True)]


def _item(head: str, body: str) -> Item | Answer:
    usual = _USUAL_HEAD.fullmatch(head)
    if usual is not None and int(usual["group"]) <= _GROUP_MAX:
        return Item(usual["kind"], int(usual["group"]), usual["uuid"], body)
    try:
        read = json.loads(head)
    except (ValueError, RecursionError):
        problem = Problem("", Code.NOT_JSON)
        return Answer(Item("", 0, "", body), InvalidDocumentError([problem]))
    r = Reader(read)
    item = Item(
        kind=r.text("kind", _WORD_MAX, needed=True),
        group_id=r.integer("group_id", 1, _GROUP_MAX),
        uuid=r.text("uuid", _WORD_MAX, needed=True),
        body=body,
    )
    r.finish()
    return Answer(item, InvalidDocumentError(r.problems)) if r.problems else item
