"""What a programme lists for itself: read, given a place of its own, retired and never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.reader import Reader
from vsla.services.access import Role, programme_for
from vsla.services.typed import form_reader
from vsla.store.models import ChecklistItem, CourseComponent, OwnFieldRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

Said = TypeVar("Said")
Retired = TypeVar("Retired", ChecklistItem, OwnFieldRow)


def read_said(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    typed: Mapping[str, object],
    read: Callable[[Reader], Said],
) -> Said:
    """Read what an officer says of her programme.

    Args:
        session: to read with.
        actor: an officer of the programme.
        programme_id: which programme.
        typed: as it was typed.
        read: reads all of it.

    Returns:
        What was read, when nothing was wrong with it.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    programme_for(session, actor, programme_id, Role.OFFICER)
    r = form_reader(typed)
    said = read(r)
    r.finish()
    if r.problems:
        raise InvalidDocumentError(r.problems)
    return said


def add_listed(
    session: Session,
    row: ChecklistItem | CourseComponent | OwnFieldRow,
    *,
    key: str,
    name: str,
    there: Collection[str],
    most: int,
) -> None:
    """Put something new behind what is in use.

    Args:
        session: to write with.
        row: the new one.
        key: the path of its name.
        name: how it is called.
        there: names in use.
        most: how many may be in use.

    Raises:
        InvalidDocumentError: the name is in use, small and large letters alike, or there are too
            many; the path is ``key``.
    """
    r = Reader({})
    if name.casefold() in {each.casefold() for each in there}:
        r.note(key, Code.NAME_TAKEN)
    if len(there) >= most:
        r.note(key, Code.TOO_LONG, most=most)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    session.add(row)
    session.flush()


def retire_listed(
    session: Session, actor: Actor, kind: type[Retired], number: int, *, today: date
) -> Retired:
    """Take something out of use; what was written with it stays, and so does the first day.

    Raises:
        NotFoundError: there is nothing of this number, or it is not of the actor's programme.
        NotAllowedError: the actor is no officer.
    """
    row = session.get(kind, number)
    if row is None:
        raise NotFoundError
    programme_for(session, actor, row.programme_id, Role.OFFICER)
    row.retired_on = row.retired_on or today
    session.flush()
    return row
