"""Let a phone bring what another one signed, also of groups that are not its owner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.services.access import RECORDERS, actor_of
from vsla.services.phone_file import read_item, signers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.outbox import Item

FILE = "file"
"""Kind of what a phone took from a file and sends on."""


def author_of(session: Session, bearer: Actor, item: Item, *, secret: str) -> Actor:
    """Tell in whose name something is taken in: whoever signed it, where it is only carried.

    Args:
        session: to read with.
        bearer: who is logged in on the phone that sends.
        item: of its outbox.
        secret: of the installation.

    Returns:
        The bearer, unless the group is not hers and the thing comes from a file; whether the group
        is that of whoever signed is seen when it is opened.

    Raises:
        InvalidDocumentError: FILE_UNREADABLE, or FILE_UNSIGNED: nobody of the same programme did.
    """
    hers = bearer.role in RECORDERS and (
        bearer.group_ids is None or item.group_id in bearer.group_ids
    )
    if item.kind != FILE or hers:
        return bearer
    inside = read_item(item.body, group_id=item.group_id, uuid=item.uuid)
    (signer,) = signers(session, secret, [inside])
    if signer is None or signer.programme_id != bearer.programme_id:
        raise InvalidDocumentError([Problem("", Code.FILE_UNSIGNED)])
    return actor_of(session, signer.user_id)
