"""What a phone is told of the person who works with it, and the key with which it signs."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsla.services.access import visible
from vsla.store.models import Group

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

GROUPS_MAX = 200
"""How many groups a phone is told of; a facilitator has ten, and an officer looks at more here."""

_PURPOSE = "vsla: files of a phone, 1"


def file_key(secret: str, user_id: int) -> bytes:
    """Derive the key with which one person's phone signs what it hands over as a file.

    Args:
        secret: of the installation.
        user_id: whose phone.

    Returns:
        32 bytes. Whoever has them can sign as this person, and as nobody else.
    """
    return hmac.new(secret.encode(), f"{_PURPOSE}:{user_id}".encode(), hashlib.sha256).digest()


def me(session: Session, actor: Actor, *, secret: str) -> dict[str, Any]:
    """Tell a phone who is logged in, and which groups are this person's.

    Args:
        session: to read with.
        actor: who works with the phone.
        secret: of the installation.

    Returns:
        Plain JSON: the person, up to ``GROUPS_MAX`` groups by name, and the key for files.
    """
    assert actor.user_id is not None, "a phone has a login"
    query = select(Group.group_id, Group.code, Group.name).where(visible(actor))
    rows = session.execute(query.order_by(Group.name, Group.group_id).limit(GROUPS_MAX))
    return {
        "user_id": actor.user_id,
        "name": actor.name,
        "role": str(actor.role),
        "groups": [{"group_id": number, "code": code, "name": name} for number, code, name in rows],
        "file_key": {
            "key_id": str(actor.user_id),
            "key": file_key(secret, actor.user_id).hex(),
        },
    }
