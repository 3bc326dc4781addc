"""The rows of the tables of data quality that are taken along, of some groups at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.services.table_parts import GROUP, between, sexes, yes
from vsla.store.models import PassbookCheck

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from vsla.services.table_parts import Chosen, Of, Row


def checks(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    """Read passbooks that were checked, each time one was entered."""
    people, c = sexes(session, part), PassbookCheck
    query = select(c).where(c.group_id.in_(part), *between(c.checked_on, chosen))
    order = (c.group_id, c.sample_id, c.member_id, c.line)
    for row in session.scalars(query.order_by(*order)):
        of = part[row.group_id]
        yield (
            *of.head(),
            row.sample_id,
            *people[row.group_id, row.member_id],
            row.line,
            row.outcome,
            row.checked_on,
            row.last_on,
            row.shares,
            row.book_shares,
            of.money(row.owed),
            of.money(row.book_owed),
            yes(row.agrees),
        )


CHECKS = (
    *GROUP,
    "sample",
    "passbook",
    "sex",
    "time_entered",
    "outcome",
    "checked_on",
    "last_line_on",
    "paper_shares",
    "shares",
    "paper_owed",
    "owed",
    "agrees",
)
