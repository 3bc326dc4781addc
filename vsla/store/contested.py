"""Documents that contradict one already recorded, kept until a person settles them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.store.canonical import digest, to_text
from vsla.store.models import ContestedDocument, Group, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
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
) -> ContestedDocument:
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

    Returns:
        The document as it is kept; one sent again may have been settled.
    """
    body_hash = digest(document)
    row = session.get(ContestedDocument, (group_id, uuid, body_hash))
    if row is None:
        row = ContestedDocument(
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
        session.add(row)
        session.flush()
    return row


def find(
    session: Session, group_id: int, uuid: str, body_hash: str = "", *, lock: bool = False
) -> ContestedDocument | None:
    """Read one, and with ``lock`` keep others from settling it until the transaction ends.

    Args:
        session: any; inside ``transaction()`` if locked.
        group_id: whose.
        uuid: the maker's key.
        body_hash: which of several with this key; empty for the newest that waits, else the newest.
        lock: True before it is settled.

    Returns:
        The document, or None.
    """
    row = ContestedDocument
    query = select(row).where(row.group_id == group_id, row.uuid == uuid)
    if body_hash:
        query = query.where(row.body_hash == body_hash)
    query = query.order_by(row.settled_at.is_not(None), row.received_at.desc()).limit(1)
    return session.scalars(query.with_for_update() if lock else query).first()


def unsettled(session: Session, group_id: int) -> list[ContestedDocument]:
    """List what waits for a person, the oldest first."""
    query = (
        select(ContestedDocument)
        .where(ContestedDocument.group_id == group_id, ContestedDocument.settled_at.is_(None))
        .order_by(ContestedDocument.received_at)
    )
    return list(session.scalars(query))


def listed(
    session: Session, of: ColumnElement[bool], *, settled: bool, most: int
) -> list[tuple[ContestedDocument, Group, str]]:
    """List documents of some groups with the group and the name of who sent them.

    Args:
        session: any.
        of: a condition on ``Group``.
        settled: those that were settled, the last first; else those that wait, the oldest first.
        most: how many at most.

    Returns:
        Documents; the name is empty where nobody with a login sent one.
    """
    row = ContestedDocument
    query = (
        select(row, Group, func.coalesce(User.name, ""))
        .join(Group, Group.group_id == row.group_id)
        .outerjoin(User, User.user_id == row.received_by)
        .where(of, row.settled_at.is_not(None) if settled else row.settled_at.is_(None))
        .order_by(row.settled_at.desc() if settled else row.received_at, row.uuid)
    )
    return [(each, group, name) for each, group, name in session.execute(query.limit(most))]


def count_waiting(session: Session, of: ColumnElement[bool]) -> int:
    """Count what waits for a person in some groups; ``of`` is a condition on ``Group``."""
    query = (
        select(func.count())
        .select_from(ContestedDocument)
        .join(Group, Group.group_id == ContestedDocument.group_id)
        .where(of, ContestedDocument.settled_at.is_(None))
    )
    return session.scalars(query).one()
