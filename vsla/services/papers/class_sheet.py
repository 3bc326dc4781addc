"""Sheets for a literacy lesson: the learner's own last meetings, to be counted and added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.statement import standing
from vsla.services.papers.statement import statements

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.statement import Line
    from vsla.services.access import Actor
    from vsla.services.group_page import Cover
    from vsla.services.paper_code import EntryMark
    from vsla.store.models import Member

LINES_MAX = 8
"""So many rows leave room to write with an unpractised hand on one side of a sheet."""


@dataclass(frozen=True, slots=True)
class ClassSheet:
    """The exercise of one learner; money in minor units.

    Attributes:
        member: the learner.
        lines: of her last meetings, the earliest first.
        before: stars of the cycle in front of ``lines``.
        price: of one star today, 0 where it is not known.
    """

    member: Member
    lines: tuple[Line, ...]
    before: int
    price: int

    @property
    def stars(self) -> int:
        """Count the stars of the lines shown."""
        return sum(line.shares for line in self.lines)

    @property
    def cost(self) -> int:
        """Add up what was paid for them."""
        return sum(line.saved for line in self.lines)

    @property
    def solidarity(self) -> int:
        """Add up what was paid to the solidarity fund in the lines shown."""
        return sum(line.solidarity for line in self.lines)

    @property
    def is_one_price(self) -> bool:
        """Tell whether stars times price gives what was paid, so that it can be asked."""
        return all(line.saved == line.shares * self.price for line in self.lines)

    def totals(self) -> tuple[int, ...]:
        """Give the stars of the cycle after each line."""
        counted, totals = self.before, []
        for line in self.lines:
            counted += line.shares
            totals.append(counted)
        return tuple(totals)

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the sums of the sheet, in the order in which the code vouches for them."""
        return (("stars", self.stars), ("cost", self.cost), ("solidarity", self.solidarity))


@dataclass(frozen=True, slots=True)
class ClassSheets:
    """The sheets of a class, in the order of the passbooks, and where the journal stands."""

    here: Cover
    entry: EntryMark
    each: tuple[ClassSheet, ...]


def class_sheets(
    session: Session, actor: Actor, group_id: int, *, on: date, member_id: int | None = None
) -> ClassSheets:
    """Make the sheet of one member, or of all present members, in as many reads as statements.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        on: the day of printing.
        member_id: whose; None for everybody.

    Returns:
        Sheets of regular meetings; what was crossed out is left out, so that sums come out.

    Raises:
        NotFoundError: no such group of the actor's, no such member, or no cycle yet.
    """
    job = statements(session, actor, group_id, on=on, member_id=member_id)
    each = tuple(
        _sheet(statement.member, standing(statement.lines), job.here.share_value or 0)
        for statement in job.each
    )
    return ClassSheets(job.here, job.entry, each)


def _sheet(member: Member, lines: list[Line], price: int) -> ClassSheet:
    met = [line for line in lines if line.entry.meeting]
    shown = met[-LINES_MAX:]
    before = sum(line.shares for line in lines) - sum(line.shares for line in shown)
    return ClassSheet(member, tuple(shown), before, price)
