"""What was printed of a group, and up to which entry of its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from vsla.store.models import Group, Member, PaperPrint, User

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ScalarSelect
    from sqlalchemy.orm import Session

STATEMENT = "statement"
EVERYBODY = 0
"""The subject of a job of all members."""


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
) -> None:
    """Note a print behind the last one of its group; two at the same time wait for each other.

    Args:
        session: inside ``transaction()``.
        group_id: whose.
        kind: of document.
        subject: what it is about; ``EVERYBODY`` for a job of all members.
        entry_number: the last entry the paper knows.
        printed_at: when, aware.
        printed_by: who, or None for the system.
        language: of the paper.
    """
    # Not ``lock_group``: it belongs to meetings, and a group being set up has no position yet.
    here = select(Group.group_id).where(Group.group_id == group_id)
    session.execute(here.with_for_update(key_share=True))
    last = select(func.max(PaperPrint.number)).where(PaperPrint.group_id == group_id)
    session.add(
        PaperPrint(
            group_id=group_id,
            number=(session.scalar(last) or 0) + 1,
            kind=kind,
            subject=subject,
            entry_number=entry_number,
            printed_at=printed_at,
            printed_by=printed_by,
            language=language,
        )
    )
    session.flush()


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
