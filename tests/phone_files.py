"""Files as a phone saves them, made here in other words than the server reads them in."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from vsla.services.phone import file_key

if TYPE_CHECKING:
    from collections.abc import Sequence

SECRET = "a secret of nobody but tests, long enough"  # noqa: S105 - of nobody but tests


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def signed(
    user_id: int, group_id: int, uuid: str, body: str, *, kind: str = "meeting", key: bytes
) -> dict[str, Any]:
    """Write one item of a file, with its signature."""
    text = f"vsla-item-1\n{user_id}\n{kind}\n{group_id}\n{uuid}\n{_sha(body)}"
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    return {
        "kind": kind,
        "group_id": group_id,
        "uuid": uuid,
        "body": body,
        "signature": signature,
    }


def a_file(
    user_id: int,
    items: Sequence[tuple[int, str, str]],
    *,
    secret: str = SECRET,
    kind: str = "meeting",
    name: str = "Furaha",
    at: str = "2024-06-01T08:00:00Z",
) -> dict[str, Any]:
    """Save meetings (group, key, body) as the phone of a user does."""
    key = file_key(secret, user_id)
    rows = [signed(user_id, *each, kind=kind, key=key) for each in items]
    head = f"vsla-file-1\n{user_id}\n{name}\n{at}\n{user_id}"
    lines = "".join(
        f"\n{row['kind']} {row['group_id']} {row['uuid']} {_sha(row['body'])} {row['signature']}"
        for row in rows
    )
    return {
        "vsla_file": 1,
        "items": rows,
        "made_by": {"user_id": user_id, "name": name},
        "made_at": at,
        "key_id": str(user_id),
        "checksum": _sha(head + lines),
    }


def handed_on(file: dict[str, Any], place: int = 0) -> dict[str, Any]:
    """Write one item of a file as another phone sends it on."""
    row = file["items"][place]
    return {
        "vsla_item": 1,
        "key_id": file["key_id"],
        "kind": row["kind"],
        "body": row["body"],
        "signature": row["signature"],
    }


def text_of(file: dict[str, Any]) -> str:
    """Write a file as it stands on the card of a phone."""
    return json.dumps(file, indent=1, ensure_ascii=False)
