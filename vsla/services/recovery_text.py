"""The text in the square of a recovery sheet: compact, checked for slips, signed by its system."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "VSLA1:"
TEXT_MAX = 4_296
"""Characters of the largest square, written in capitals and digits; Source: ISO/IEC 18004."""

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:"
"""All characters a QR code writes shortest, but for the space: it gets lost when text is pasted."""

_BASE = len(_LETTERS)
_PLACES = {letter: place for place, letter in enumerate(_LETTERS)}
_PURPOSE = b"vsla: recovery sheet, 1"
_CHECK, _SIGN = 4, 8
_STATE_MAX = 200_000
"""Bytes a state may unfold to; one of 100 members has about 10,000."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a text says.

    Attributes:
        source: the state.
        is_ours: signed with the key of this system.
    """

    source: dict[str, Any]
    is_ours: bool


def write_text(key: bytes, source: Mapping[str, object]) -> str:
    """Write a state as the text of a square.

    Args:
        key: of this system, from ``paper_code.key_from``.
        source: what JSON can hold.

    Returns:
        Capitals, digits and a few marks.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = json.dumps(source, ensure_ascii=False, separators=(",", ":")).encode()
    body = packer.compress(plain) + packer.flush()
    signed = _signature(key, body) + body
    return PREFIX + _letters(zlib.crc32(signed).to_bytes(_CHECK, "big") + signed)


def read_text(key: bytes, text: str) -> ReadText:
    """Read the text of a square; spaces and line ends that came in between do not count.

    Args:
        key: of this system.
        text: as read or pasted.

    Returns:
        The state, and whether this system signed it.

    Raises:
        InvalidDocumentError: RECOVERY_UNREADABLE, this is no such text; RECOVERY_DAMAGED, a letter
            is wrong or missing.
    """
    bare = re.sub(r"\s+", "", text).upper()
    if not bare.startswith(PREFIX):
        raise InvalidDocumentError([Problem("text", Code.RECOVERY_UNREADABLE)])
    try:
        data = _bytes(bare.removeprefix(PREFIX))
        check, signed = data[:_CHECK], data[_CHECK:]
        if zlib.crc32(signed).to_bytes(_CHECK, "big") != check:
            raise InvalidDocumentError([Problem("text", Code.RECOVERY_DAMAGED)])
        sign, body = signed[:_SIGN], signed[_SIGN:]
        plain = zlib.decompressobj(-15).decompress(body, _STATE_MAX)
        source = json.loads(plain)
    except (KeyError, ValueError, OverflowError, RecursionError, zlib.error) as error:
        raise InvalidDocumentError([Problem("text", Code.RECOVERY_DAMAGED)]) from error
    if not isinstance(source, dict):
        raise InvalidDocumentError([Problem("text", Code.RECOVERY_UNREADABLE)])
    return ReadText(source, hmac.compare_digest(sign, _signature(key, body)))


def _signature(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + body, hashlib.sha256).digest()[:_SIGN]


def _letters(data: bytes) -> str:
    """Write two bytes as three letters, and a last one as two."""
    found = []
    for place in range(0, len(data), 2):
        pair = data[place : place + 2]
        number = int.from_bytes(pair, "big")
        for _letter in range(len(pair) + 1):
            number, rest = divmod(number, _BASE)
            found.append(_LETTERS[rest])
    return "".join(found)


def _bytes(letters: str) -> bytes:
    """Read back what ``_letters`` wrote.

    Raises:
        KeyError: a letter that is never written.
        OverflowError: letters that stand for more than their bytes.
    """
    found = b""
    for place in range(0, len(letters), 3):
        group = letters[place : place + 3]
        number = sum(_PLACES[letter] * _BASE**power for power, letter in enumerate(group))
        found += number.to_bytes(len(group) - 1, "big")
    return found
