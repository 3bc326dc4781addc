"""JSON as one text only, so that both databases keep the same bytes and hashes agree."""

from __future__ import annotations

import hashlib
import json


def to_text(value: object) -> str:
    """Write plain JSON data as its one text: keys sorted, no spaces, letters as they are.

    Args:
        value: lists, mappings, text, whole numbers, booleans and None.

    Returns:
        The text.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
