"""Open the transactions in which things made elsewhere are taken in: one for each group."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from vsla.domain.errors import VSLAError
from vsla.services.access import Actor
from vsla.services.intake import Intake, open_intake
from vsla.services.outbox import Answer, Item
from vsla.services.phone_file import SignedItem
from vsla.store.session import transaction
from vsla.web.access import current_actor
from vsla.web.clock import now, today

Thing = TypeVar("Thing", Item, SignedItem)


def at_work(
    session: Session, group_id: int, *, device: str = "", author: Actor | None = None
) -> Intake:
    """Open a group for the person of this request; ``device`` says which phone sent.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        device: which phone sent.
        author: who made what the person of this request only brings; None for herself.

    Raises:
        NotFoundError: the group is not hers.
    """
    bearer = current_actor()
    brought = author is not None and author.user_id != bearer.user_id
    return open_intake(
        session,
        author or bearer,
        group_id=group_id,
        bearer=bearer.user_id if brought else None,
        now=now(),
        today=today(),
        device=device,
        secret=str(current_app.config["SECRET_KEY"]),
    )


def take_group(
    group_id: int,
    things: Sequence[Thing],
    take: Callable[[Intake, Sequence[Thing]], list[Answer]],
    *,
    device: str = "",
    author: Actor | None = None,
) -> list[Answer]:
    """Take in the things of one group in one transaction; if ours fails, each in one of its own.

    Args:
        group_id: whose.
        things: of this group, in their order.
        take: the use case.
        device: which phone sent them.
        author: as of ``at_work``.

    Returns:
        One answer for each: a failure of ours leaves nothing behind and is kept as the outcome.
    """
    try:
        with transaction() as session:
            return take(at_work(session, group_id, device=device, author=author), things)
    except VSLAError as error:
        return [Answer(_item(thing), error) for thing in things]
    except Exception as error:  # noqa: BLE001 - one item must not hold up the others for ever
        if len(things) > 1:
            alone = (
                take_group(group_id, [thing], take, device=device, author=author)
                for thing in things
            )
            return [answer for answers in alone for answer in answers]
        return [Answer(_item(things[0]), error)]


def _item(thing: Item | SignedItem) -> Item:
    return Item(thing.kind, thing.group_id, thing.uuid, thing.body)
