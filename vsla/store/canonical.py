"""JSON as one text only, so that both databases keep the same bytes and hashes agree."""

from __future__ import annotations

import hashlib
from json import JSONEncoder

# Made once: json.dumps would make another for every text.
_ENCODER = JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def to_text(value: object) -> str:
    """Write plain JSON data as its one text: keys sorted, no spaces, letters as they are.

    Args:
        value: lists, mappings, text, whole numbers, booleans and None.

    Returns:
        The text.
    """
    return _ENCODER.encode(value)


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
