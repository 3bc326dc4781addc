"""What was printed of a group, and up to which entry of its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, func, insert, literal, or_, select
from sqlalchemy.exc import IntegrityError

from vsla.store.models import Group, Member, PaperPrint, User
from vsla.store.models.base import UTCDateTime, table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.elements import SQLCoreOperations

STATEMENT = "statement"
EVERYBODY = 0
"""The subject of a job of all members."""

_TRIES = 10


def add(
    session: Session,
    *,
    group_id: int,
    kind: str,
    subject: int,
    entry_number: int,
    printed_at: datetime,
    printed_by: int | None,
    language: str,
    allowed: ColumnElement[bool] | None = None,
) -> bool:
    """Note a print behind the last one of its group, in one statement.

    Two at the same moment take the same number, and the later one takes the next.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        kind: of document.
        subject: what it is about; ``EVERYBODY`` for a job of all members.
        entry_number: the last entry the paper knows.
        printed_at: when, aware.
        printed_by: who, or None for the system.
        language: of the paper.
        allowed: a condition on ``Group`` under which it is noted; None for always.

    Returns:
        True when it was noted, False where there is no such group.

    Raises:
        sqlalchemy.exc.IntegrityError: others were quicker each time.
    """
    table = table_of(PaperPrint)
    last = select(func.coalesce(func.max(table.c.number), 0) + 1).where(
        table.c.group_id == group_id
    )
    row: dict[str, SQLCoreOperations[Any]] = {
        "group_id": Group.group_id,
        "number": last.scalar_subquery(),
        "kind": literal(kind),
        "subject": literal(subject),
        "entry_number": literal(entry_number),
        "printed_at": literal(printed_at, UTCDateTime),
        "printed_by": literal(printed_by, Integer),
        "language": literal(language),
    }
    here = select(*row.values()).where(Group.group_id == group_id)
    noted = insert(table).from_select(list(row), here if allowed is None else here.where(allowed))
    for left in reversed(range(_TRIES)):
        try:
            with session.begin_nested():
                return session.scalar(noted.returning(table.c.number)) is not None
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def statement_before(group_id: int, entry_number: int) -> ScalarSelect[int | None]:
    """Give, within a query of ``Member``, the entry up to which her last statement went.

    Statements made of the same entry do not count: printed twice, a paper says the same.

    Args:
        group_id: whose.
        entry_number: of the statement about to be made.
    """
    of_her = or_(PaperPrint.subject == EVERYBODY, PaperPrint.subject == Member.passbook_number)
    return (
        select(func.max(PaperPrint.entry_number))
        .where(
            PaperPrint.group_id == group_id,
            PaperPrint.kind == STATEMENT,
            of_her,
            PaperPrint.entry_number < entry_number,
        )
        .correlate(Member)
        .scalar_subquery()
    )


def latest(
    session: Session, group_id: int, kind: str, subjects: Collection[int]
) -> tuple[PaperPrint, str | None] | None:
    """Find the last print of a kind about any of some subjects, with the name of who made it."""
    query = (
        select(PaperPrint, User.name)
        .outerjoin(User, User.user_id == PaperPrint.printed_by)
        .where(
            PaperPrint.group_id == group_id,
            PaperPrint.kind == kind,
            PaperPrint.subject.in_(subjects),
        )
        .order_by(PaperPrint.number.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else (row[0], row[1])


def list_of(session: Session, group_id: int, limit: int) -> Sequence[tuple[PaperPrint, str | None]]:
    """List the prints of a group, the newest first, with the names of those who made them."""
    query = (
        select(PaperPrint, User.name)
        .outerjoin(User, User.user_id == PaperPrint.printed_by)
        .where(PaperPrint.group_id == group_id)
        .order_by(PaperPrint.number.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def statements_of_all(
    session: Session, group_ids: Collection[int], *, by: int | None = None
) -> dict[int, datetime]:
    """Tell when the statements of whole groups were last made, in one statement of SQL.

    Args:
        session: any.
        group_ids: of which groups.
        by: by this user alone; None for anybody.

    Returns:
        The moment by group; groups without any are absent.
    """
    query = select(PaperPrint.group_id, func.max(PaperPrint.printed_at)).where(
        PaperPrint.group_id.in_(group_ids),
        PaperPrint.kind == STATEMENT,
        PaperPrint.subject == EVERYBODY,
    )
    if by is not None:
        query = query.where(PaperPrint.printed_by == by)
    return {row[0]: row[1] for row in session.execute(query.group_by(PaperPrint.group_id))}
