"""The poster of a group: the figures of its running cycle, women and men."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from vsla.domain.constitution import Frequency, Weekday
from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Account
from vsla.domain.loans import owed
from vsla.domain.roster import Gender
from vsla.services.group_page import cover
from vsla.services.next_meeting import next_meeting_on
from vsla.services.paper_code import EntryMark, entry_mark
from vsla.store.models import HelpGiven, JournalEntry, Member

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.group_page import Cover

_FUND = (Account.CASH_SOLIDARITY, Account.BANK_SOLIDARITY)


@dataclass(frozen=True, slots=True)
class Poster:
    """All that stands on the poster; money in minor units.

    Attributes:
        here: the cover of the group, with members by sex and the week of the cycle.
        entry: where the journal stands.
        shares: of the cycle, by sex of who holds them.
        saved: what was paid for them.
        loan_box: in the box of the loan fund.
        bank: of the loan fund.
        owed: on loans of the loan fund today, charges and penalties included.
        solidarity: the fund's box and bank.
        helps: how often the solidarity fund helped in this cycle.
        next_on: day of the next meeting by the rules.
    """

    here: Cover
    entry: EntryMark
    shares: dict[Gender, int]
    saved: int
    loan_box: int
    bank: int
    owed: int
    solidarity: int
    helps: int
    next_on: date

    @property
    def stars(self) -> int:
        """Add up all shares."""
        return sum(self.shares.values())

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the figures that stand large, in the order in which the code vouches for them."""
        return (
            ("stars", self.stars),
            ("saved", self.saved),
            ("loan_box", self.loan_box),
            ("owed", self.owed),
            ("solidarity", self.solidarity),
        )


def poster(session: Session, actor: Actor, group_id: int, *, on: date) -> Poster:
    """Read the poster of a running cycle, in four statements.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        on: the day on which debts are reckoned.

    Returns:
        The poster.

    Raises:
        NotFoundError: no such group of the actor's, or no cycle is open.
    """
    here = cover(session, actor, group_id, on=on)
    if not here.is_open or here.position is None or here.books is None or here.rules is None:
        raise NotFoundError
    books = here.books
    loans = [loan for loan in books.loans.values() if not loan.solidarity]
    return Poster(
        here=here,
        entry=entry_mark(session, group_id, here.position.entry_number),
        shares=_shares(session, here),
        saved=books.balances[Account.MEMBER_SHARES],
        loan_box=books.balances[Account.CASH_LOAN_FUND],
        bank=books.balances[Account.BANK],
        owed=sum(owed(loan, on).total for loan in loans),
        solidarity=sum(books.balances[account] for account in _FUND),
        helps=_helps(session, here),
        next_on=next_meeting_on(
            Frequency(here.rules["frequency"]),
            Weekday(here.rules["weekday"]),
            books.opened_on,
            books.last_held_on if books.last_meeting > 0 else None,
        ),
    )


def _shares(session: Session, here: Cover) -> dict[Gender, int]:
    assert here.books is not None
    query = select(Member.member_id, Member.gender).where(Member.group_id == here.group.group_id)
    held = dict.fromkeys(Gender, 0)
    for member, gender in session.execute(query):
        held[gender] += here.books.shares.get(member, 0)
    return held


def _helps(session: Session, here: Cover) -> int:
    """Count what was given and lent of the solidarity fund in the cycle."""
    assert here.books is not None
    query = (
        select(func.count())
        .select_from(HelpGiven)
        .join(
            JournalEntry,
            and_(
                JournalEntry.group_id == HelpGiven.group_id,
                JournalEntry.number == HelpGiven.entry_number,
            ),
        )
        .where(HelpGiven.group_id == here.group.group_id, JournalEntry.cycle == here.books.cycle)
    )
    return session.scalar(query) or 0
