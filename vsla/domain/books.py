"""A group's books at one moment: what the rules and the next document need, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vsla.domain.ledger import Account

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor


@dataclass(frozen=True, slots=True)
class Books:
    """What follows from all documents so far; made only by posting, never edited.

    Attributes:
        cycle: number of the cycle, 1 for the first.
        opened_on: first day of the cycle.
        share_out_on: planned day of the share-out.
        balances: every account on its own side, minor units.
        shares: count of shares by member in this cycle; nobody at zero.
        fines_owed: fines charged and not paid, by member, minor units; nobody at zero.
        fine_arrears: the part of ``fines_owed`` already recognised at an earlier share-out.
        payable: owed to members from an earlier share-out, minor units; nobody at zero.
        loans: open loans by id, solidarity loans among them.
        last_meeting: number of the last meeting posted in this cycle, -1 before the opening.
        last_held_on: its date, or the first day of the cycle.
        closed: the cycle was shared out.
    """

    cycle: int
    opened_on: date
    share_out_on: date
    balances: dict[Account, Minor] = field(default_factory=lambda: dict.fromkeys(Account, 0))
    shares: dict[int, int] = field(default_factory=dict)
    fines_owed: dict[int, Minor] = field(default_factory=dict)
    fine_arrears: dict[int, Minor] = field(default_factory=dict)
    payable: dict[int, Minor] = field(default_factory=dict)
    loans: dict[int, Loan] = field(default_factory=dict)
    last_meeting: int = -1
    last_held_on: date | None = None
    closed: bool = False

    @property
    def total_shares(self) -> int:
        """Count the shares of the cycle."""
        return sum(self.shares.values())

    def loans_of(self, member: int) -> list[Loan]:
        """List a member's open loans, oldest first."""
        mine = (loan for loan in self.loans.values() if loan.member == member)
        return sorted(mine, key=lambda loan: (loan.granted_on, loan.loan))

    def next_cycle(self, opened_on: date, share_out_on: date) -> Books:
        """Open the next cycle on closed books: balances and debts are carried.

        Args:
            opened_on: first day of the new cycle.
            share_out_on: its planned share-out.

        Returns:
            Books with no meeting yet.
        """
        return replace(
            self,
            cycle=self.cycle + 1,
            opened_on=opened_on,
            share_out_on=share_out_on,
            shares={},
            last_meeting=-1,
            last_held_on=None,
            closed=False,
        )
