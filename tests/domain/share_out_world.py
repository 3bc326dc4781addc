"""Groups at the end of a cycle, with books made of movements as posting makes them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from vsla.domain.books import Books
from vsla.domain.calendar import Period
from vsla.domain.constitution import Charge, ChargeBasis, Constitution, Penalty
from vsla.domain.ledger import Account, Kind, Movement, apply
from vsla.domain.loans import Loan, grant, pay
from vsla.domain.roster import Gender, Membership, Roster
from vsla.domain.shareout import Line, ShareOut, preview

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENED_ON = date(2018, 1, 3)
SHARED_ON = OPENED_ON + timedelta(weeks=40)
NOTES = (20_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1)
FLAT_TEN = Charge(ChargeBasis.FLAT_TERM, 100_000, Period.FOUR_WEEKS)


@dataclass
class World:
    """A group being brought to its share-out, one fact after the other.

    Members are numbered from 1, their passbooks alike.
    """

    constitution: Constitution
    members: int
    balances: dict[Account, int] = field(default_factory=lambda: dict.fromkeys(Account, 0))
    shares: dict[int, int] = field(default_factory=dict)
    fines_owed: dict[int, int] = field(default_factory=dict)
    fine_arrears: dict[int, int] = field(default_factory=dict)
    payable: dict[int, int] = field(default_factory=dict)
    loans: dict[int, Loan] = field(default_factory=dict)

    def move(self, kind: Kind, amount: int, member: int | None = None) -> World:
        """Let money move on the books."""
        if amount:
            apply(self.balances, Movement(kind, amount, member))
        return self

    def save(self, shares: Sequence[int]) -> World:
        """Let members buy shares, in order of their numbers."""
        for member, count in enumerate(shares, start=1):
            if count:
                self.shares[member] = count
                self.move(Kind.SHARES_BOUGHT, count * self.constitution.share_value, member)
        return self

    def lend(self, member: int, amount: int, **terms: Any) -> World:
        """Lend to a member in the fourth week."""
        solidarity = bool(terms.get("solidarity"))
        usual: dict[str, Any] = {
            "granted_on": OPENED_ON + timedelta(weeks=4),
            "term": 3,
            "charge": Charge(ChargeBasis.FREE, 0, Period.FOUR_WEEKS),
            "penalty": Penalty(),
        }
        number = len(self.loans) + 1
        loan = grant(loan=number, member=member, principal=amount, **{**usual, **terms})
        self.loans[number] = loan
        return self.move(Kind.SOLIDARITY_LOAN if solidarity else Kind.LOAN_DISBURSED, amount)

    def repay(self, number: int, amount: int) -> World:
        """Take a repayment in the eighth week."""
        self.loans[number], paid, _ = pay(
            self.loans[number], amount, OPENED_ON + timedelta(weeks=8)
        )
        self.move(Kind.PRINCIPAL_REPAID, paid.principal).move(Kind.INTEREST_PAID, paid.interest)
        return self

    def fine(self, member: int, amount: int, *, recognised: int = 0) -> World:
        """Charge a fine that stays unpaid; a part may be on the books from an earlier cycle."""
        self.fines_owed[member] = amount
        if recognised:
            self.fine_arrears[member] = recognised
        return self.move(Kind.FINE_RECOGNISED, recognised, member)

    def owe(self, member: int, amount: int) -> World:
        """Owe a member something from an earlier share-out, out of this cycle's money."""
        self.payable[member] = amount
        return self.move(Kind.LEAVING_PROFIT, amount, member)

    @property
    def books(self) -> Books:
        """Give the books as they stand."""
        return Books(
            cycle=1,
            opened_on=OPENED_ON,
            share_out_on=SHARED_ON,
            balances=dict(self.balances),
            shares=dict(self.shares),
            fines_owed=dict(self.fines_owed),
            fine_arrears=dict(self.fine_arrears),
            payable=dict(self.payable),
            loans=dict(self.loans),
            last_meeting=39,
            last_held_on=SHARED_ON - timedelta(weeks=1),
        )

    @property
    def roster(self) -> Roster:
        """Give the members."""
        people = range(1, self.members + 1)
        return Roster.of(Membership(each, each, Gender.WOMAN, OPENED_ON) for each in people)

    def share_out(self, *, step: int = 1, held_on: date = SHARED_ON) -> ShareOut:
        """Reckon the share-out."""
        return preview(
            self.books,
            self.constitution,
            self.roster,
            cash_step=step,
            cash=NOTES,
            held_on=held_on,
        )


def a_world(
    shares: Sequence[int],
    *,
    share_value: int = 1_000,
    profit: int = 0,
    solidarity: int = 0,
    **clauses: Any,
) -> World:
    """Make a group whose members hold shares, with a profit and a solidarity fund in cash."""
    constitution = replace(Constitution(share_value=share_value), **clauses)
    world = World(constitution, members=len(shares)).save(shares)
    world.move(Kind.OTHER_INCOME, max(profit, 0)).move(Kind.EXPENSE, max(-profit, 0))
    return world.move(Kind.SOLIDARITY_PAID, solidarity)


def line_of(share_out: ShareOut, member: int) -> Line:
    """Find a member's line."""
    return next(line for line in share_out.lines if line.member == member)
