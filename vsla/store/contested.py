"""Documents that contradict one already recorded, kept until a person settles them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.store.canonical import digest, to_text
from vsla.store.models import ContestedDocument

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.domain.codes import Code
    from vsla.domain.errors import Value


def keep(
    session: Session,
    *,
    group_id: int,
    uuid: str,
    document: str,
    received_at: datetime,
    received_by: int | None,
    device: str,
    code: Code,
    values: Mapping[str, Value],
) -> None:
    """Keep a document word for word; the same one sent again is kept once.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        uuid: the maker's key.
        document: word for word.
        received_at: when, aware.
        received_by: who sent it.
        device: which phone or form.
        code: what it contradicts.
        values: of the code.
    """
    body_hash = digest(document)
    if session.get(ContestedDocument, (group_id, uuid, body_hash)) is None:
        session.add(
            ContestedDocument(
                group_id=group_id,
                uuid=uuid,
                body_hash=body_hash,
                document=document,
                received_at=received_at,
                received_by=received_by,
                device=device,
                code=code,
                values=to_text(dict(values)),
            )
        )
        session.flush()


def unsettled(session: Session, group_id: int) -> list[ContestedDocument]:
    """List what waits for a person, the oldest first."""
    query = (
        select(ContestedDocument)
        .where(ContestedDocument.group_id == group_id, ContestedDocument.settled_at.is_(None))
        .order_by(ContestedDocument.received_at)
    )
    return list(session.scalars(query))
