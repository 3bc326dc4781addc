"""Give a funder a link to a report: it shows figures only, ends by itself and can be taken back."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.reader import Reader
from vsla.services.access import Role, programme_for
from vsla.services.programme_report import read_period
from vsla.services.projects import find_project
from vsla.store.models import FunderLink

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

DAYS = (7, 30, 90)
"""How long a link may open."""

LABEL_MAX = 80
_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made; its word is shown once and kept nowhere."""

    link: FunderLink
    token: str


def make_link(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    label: str,
    from_on: date,
    to_on: date,
    days: int,
    now: datetime,
    project_id: int | None = None,
) -> NewLink:
    """Make a link to the report of some months.

    Args:
        session: inside ``transaction()``.
        actor: an officer of the programme.
        programme_id: which programme.
        label: for whom.
        from_on: a day of the first month.
        to_on: a day of the last month.
        days: one of ``DAYS``.
        now: when.
        project_id: only groups of one of the programme's projects.

    Returns:
        The link with its word.

    Raises:
        InvalidDocumentError: no label, other days, or months out of order.
        NotFoundError: the programme is not the actor's, or has no such project.
        NotAllowedError: the actor is no officer.
    """
    programme_for(session, actor, programme_id, Role.OFFICER)
    period = read_period(from_on, to_on)
    r = Reader({"label": label, "days": days})
    said = r.text("label", LABEL_MAX, needed=True)
    kept = r.integer("days", min(DAYS), max(DAYS))
    if r.problems:
        raise InvalidDocumentError(r.problems)
    if project_id is not None:
        find_project(session, programme_id, project_id)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    link = FunderLink(
        programme_id=programme_id,
        token_hash=_hash(token),
        label=said,
        from_on=period.from_on,
        to_on=period.to_on,
        created_by=actor.user_id,
        created_at=now,
        expires_at=now + timedelta(days=kept),
        project_id=project_id,
    )
    session.add(link)
    session.flush()
    return NewLink(link, token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def list_links(session: Session, actor: Actor, programme_id: int) -> list[FunderLink]:
    """List the links of a programme, the newest first; for an officer.

    Raises:
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    programme_for(session, actor, programme_id, Role.OFFICER)
    query = select(FunderLink).where(FunderLink.programme_id == programme_id)
    return list(session.scalars(query.order_by(FunderLink.link_id.desc())))


def revoke_link(session: Session, actor: Actor, *, link_id: int, now: datetime) -> FunderLink:
    """Take a link back: from now on it opens nothing.

    Args:
        session: inside ``transaction()``.
        actor: an officer of its programme.
        link_id: which link.
        now: when.

    Returns:
        The link.

    Raises:
        NotFoundError: there is no such link, or it is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    link = session.get(FunderLink, link_id)
    if link is None:
        raise NotFoundError
    programme_for(session, actor, link.programme_id, Role.OFFICER)
    if link.revoked_at is None:
        link.revoked_at = now
    session.flush()
    return link


def open_link(session: Session, token: str, *, now: datetime) -> FunderLink:
    """Find what a word opens.

    Args:
        session: to read with.
        token: of the address.
        now: when.

    Returns:
        The link.

    Raises:
        NotFoundError: no link has this word, or it ended or was taken back: nobody learns which.
    """
    query = select(FunderLink).where(FunderLink.token_hash == _hash(token))
    link = session.scalars(query).first()
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise NotFoundError
    return link
