"""What was printed when: every document made for paper is noted, without figures or names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.errors import NotFoundError
from vsla.services.access import group_for, visible
from vsla.store import paper_prints
from vsla.store.models import Group, GroupStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.models import PaperPrint

EVERY_MEMBER = paper_prints.EVERYBODY
"""The subject of a job of all members."""

LIST_MAX = 100
"""So many prints are listed of a group."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a document is, as the log keeps it; ``subject`` 0 for a job of all members."""

    kind: str
    subject: int
    entry_number: int


@dataclass(frozen=True, slots=True)
class Print:
    """A print, and the name of the person of the programme who made it; "" for the system."""

    row: PaperPrint
    by: str


def note_print(
    session: Session, actor: Actor, group_id: int, mark: Mark, *, language: str, now: datetime
) -> None:
    """Note that a document was made, in one statement that also asks whose group it is.

    Args:
        session: inside ``transaction()``.
        actor: who asked for it.
        group_id: whose.
        mark: what was made.
        language: of the paper.
        now: when.

    Raises:
        NotFoundError: the group is not the actor's.
    """
    noted = paper_prints.add(
        session,
        group_id=group_id,
        kind=mark.kind,
        subject=mark.subject,
        entry_number=mark.entry_number,
        printed_at=now,
        printed_by=actor.user_id,
        language=language,
        allowed=visible(actor),
    )
    if not noted:
        raise NotFoundError


def last_print(session: Session, group_id: int, mark: Mark) -> Print | None:
    """Find when a document was last made, in one statement; the caller has checked the group.

    The statement of a member is also made with those of the whole group.
    """
    found = paper_prints.latest(
        session, group_id, mark.kind, {mark.subject, paper_prints.EVERYBODY}
    )
    return None if found is None else Print(found[0], found[1] or "")


def last_statement(session: Session, group_id: int, passbook_number: int) -> Print | None:
    """Find when the statement of a member was last made, in one statement of SQL."""
    return last_print(session, group_id, Mark(paper_prints.STATEMENT, passbook_number, 0))


def prints_of(session: Session, actor: Actor, group_id: int) -> Sequence[Print]:
    """List what was made of a group, the newest first, at most ``LIST_MAX``.

    Raises:
        NotFoundError: the group is not the actor's.
    """
    group_for(session, actor, group_id)
    return [Print(row, by or "") for row, by in paper_prints.list_of(session, group_id, LIST_MAX)]


def groups_to_print(session: Session, actor: Actor, group_ids: Collection[int]) -> Sequence[Group]:
    """Find the groups of a job by name; those that are not the actor's do not exist.

    Args:
        session: any.
        actor: who prints.
        group_ids: as chosen.

    Returns:
        Groups that have begun: the others have no statements.
    """
    query = select(Group).where(
        visible(actor), Group.group_id.in_(group_ids), Group.status == GroupStatus.ACTIVE
    )
    return session.scalars(query.order_by(Group.name, Group.group_id)).all()


def statements_printed(
    session: Session, group_ids: Collection[int], *, by: int | None = None
) -> dict[int, datetime]:
    """Tell when the statements of whole groups were last made; groups without any are absent.

    Args:
        session: any.
        group_ids: of groups that are the actor's.
        by: by this user alone; None for anybody.
    """
    return paper_prints.statements_of_all(session, group_ids, by=by)
