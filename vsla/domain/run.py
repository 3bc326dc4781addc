"""A document being laid on books: the money so far, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vsla.domain.books import Books
from vsla.domain.codes import Code
from vsla.domain.errors import Problem
from vsla.domain.facts import CAME
from vsla.domain.ledger import ACCOUNTS_OF, AMOUNT_OF, NEVER_NEGATIVE, Account, Movement, apply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.domain.constitution import Constitution
    from vsla.domain.document import LoanRow, MeetingDocument
    from vsla.domain.errors import Value
    from vsla.domain.facts import DepartureFact, FineFact, HelpFact
    from vsla.domain.ledger import Kind
    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor
    from vsla.domain.roster import Roster

BELOW_ZERO = {
    Account.CASH_LOAN_FUND: Code.LOAN_FUND_BELOW_ZERO,
    Account.CASH_SOLIDARITY: Code.SOLIDARITY_BELOW_ZERO,
    Account.BANK: Code.BANK_BELOW_ZERO,
    Account.BANK_SOLIDARITY: Code.BANK_BELOW_ZERO,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a group is on the day of a meeting, beside its books.

    Attributes:
        constitution: the version in force on that day.
        roster: everyone who ever belonged, and all posts.
        cash_step: smallest note or coin in use, minor units.
    """

    constitution: Constitution
    roster: Roster
    cash_step: Minor


@dataclass(frozen=True, slots=True)
class Difference:
    """A box counted otherwise than the books say; minor units, above zero is too much."""

    path: str
    account: Account
    expected: Minor
    counted: Minor


@dataclass(frozen=True, slots=True)
class Lending:
    """One loan at the moment it was granted, for the rules: the ceiling follows from it."""

    path: str
    row: LoanRow
    loan: Loan
    savings: Minor
    debt_before: Minor


@dataclass
class Run:
    """A document being laid on books, step by step; private to posting and its helpers.

    Attributes:
        standing: the group on that day.
        document: what is being posted.
        books: before it.
        movements: so far, in the order of the money.
        problems: found on the way.
        differences: of the counts.
        lendings: loans granted, for the rules.
        here: who belongs to the group on that day.
        came: who took part: present or late, in person or by a representative.
    """

    document: MeetingDocument
    books: Books
    standing: Standing
    movements: list[Movement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    lendings: list[Lending] = field(default_factory=list)
    helps: list[HelpFact] = field(default_factory=list)
    fines: list[FineFact] = field(default_factory=list)
    departures: list[DepartureFact] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Copy what will change, so that the books before stay as they were; see who is here."""
        books = self.books
        self.balances = dict(books.balances)
        self.shares = dict(books.shares)
        self.fines_owed = dict(books.fines_owed)
        self.fine_arrears = dict(books.fine_arrears)
        self.payable = dict(books.payable)
        self.loans = dict(books.loans)
        self.here = {m.member for m in self.standing.roster.on(self.document.held_on)}
        # Asking each row takes four times as long, and a meeting has forty.
        self.came = {
            member for member, state, proxy in self.document.attendance if proxy or state in CAME
        }
        self._below: set[Account] = set()

    def problem(self, path: str, code: Code, **values: Value) -> None:
        """Note what cannot be posted."""
        self.problems.append(Problem(path, code, values))

    def move(
        self,
        path: str,
        kind: Kind,
        amount: Minor,
        member: int | None = None,
        loan: int | None = None,
        count: int | None = None,
    ) -> None:
        """Let money move, and see that no purse goes below zero; nothing at zero moves."""
        if amount == 0:
            return
        movement = Movement(kind, amount, member, loan, count)
        self.movements.append(movement)
        apply(self.balances, movement)
        for account in ACCOUNTS_OF[kind]:
            if self.balances[account] < 0 and account in NEVER_NEGATIVE - self._below:
                self._below.add(account)
                self.problem(path, BELOW_ZERO[account], short_minor=-self.balances[account])

    def receive(self, kind: Kind, moved: Sequence[Movement]) -> None:
        """Let money of one kind come into a box, row by row: no purse can fall below zero by it.

        Most rows of a meeting are such, and their balances are reckoned once.
        """
        self.movements += moved
        apply(self.balances, Movement(kind, sum(map(AMOUNT_OF, moved))))

    def excuse(self, account: Account) -> None:
        """Stop noting an account below zero: a clearer problem was noted already."""
        self._below.add(account)

    def known(self, member: int) -> bool:
        """Tell whether a member may take part; the rules name those who may not."""
        return member in self.here

    def after(self) -> Books:
        """Give the books after the document; nobody stands in them with zero."""
        books = self.books
        return Books(
            cycle=books.cycle,
            opened_on=books.opened_on,
            share_out_on=books.share_out_on,
            balances=self.balances,
            shares=_above_zero(self.shares),
            fines_owed=_above_zero(self.fines_owed),
            fine_arrears=_above_zero(self.fine_arrears),
            payable=_above_zero(self.payable),
            loans=self.loans,
            last_meeting=self.document.meeting,
            last_held_on=self.document.held_on,
            closed=books.closed,
        )


def _above_zero(sums: dict[int, int]) -> dict[int, int]:
    return {member: held for member, held in sums.items() if held} if 0 in sums.values() else sums
