"""JSON as one text only, so that both databases keep the same bytes and hashes agree."""

from __future__ import annotations

import hashlib
from json import JSONEncoder
from typing import Any

import orjson

# For what orjson refuses: numbers of more than 64 bits, as a damaged file may hold.
_ENCODER = JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def to_text(value: object) -> str:
    """Write plain JSON data as its one text: keys sorted, no spaces, letters as they are.

    Args:
        value: lists, mappings, text, whole numbers, booleans and None.

    Returns:
        The text.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _ENCODER.encode(value)


def from_text(text: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """Read JSON fast: what ``to_text`` wrote, and others' texts in which nothing is wrong.

    Args:
        text: kept beside the ledger, or sent.

    Returns:
        Plain data; numbers of more than 64 bits are not whole any more.

    Raises:
        ValueError: it is no JSON, or holds half a character.
    """
    return orjson.loads(text)


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
