"""What a member owes, and what of it her share-out pays: oldest loan, then fines, then help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vsla.domain.constitution import Fund
from vsla.domain.ledger import Account
from vsla.domain.loans import owed, split

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.books import Books
    from vsla.domain.constitution import Constitution
    from vsla.domain.loans import Loan, Owed
    from vsla.domain.money import Minor
    from vsla.domain.roster import Roster


class Debts(NamedTuple):
    """What is owed, by kind; minor units.

    Attributes:
        principal: of loans from the loan fund.
        interest: on them.
        penalty: on them.
        fines: charged and not paid.
        solidarity_loans: from the solidarity fund.
    """

    principal: Minor = 0
    interest: Minor = 0
    penalty: Minor = 0
    fines: Minor = 0
    solidarity_loans: Minor = 0

    @property
    def total(self) -> Minor:
        """Add all kinds up."""
        return self.principal + self.interest + self.penalty + self.fines + self.solidarity_loans

    def __sub__(self, other: Debts) -> Debts:
        """Take another off, kind by kind."""
        return Debts(
            self.principal - other.principal,
            self.interest - other.interest,
            self.penalty - other.penalty,
            self.fines - other.fines,
            self.solidarity_loans - other.solidarity_loans,
        )


class LoanLine(NamedTuple):
    """What is owed on one loan on the day, and what of it is set off; minor units."""

    loan: int
    solidarity: bool
    principal: Minor
    interest: Minor
    penalty: Minor
    set_off: Minor

    @property
    def carried(self) -> Minor:
        """Give what is still owed afterwards."""
        return self.principal + self.interest + self.penalty - self.set_off


@dataclass(frozen=True, slots=True)
class Owing:
    """All that one member owes on the day.

    Attributes:
        passbook_number: the order of the list.
        debts: by kind.
        loans: open loans of both funds, oldest first.
        fines_recognised: the fines that belong to the pool and are not on the books yet.
        fines_solidarity: the fines that belong to the solidarity fund.
        day: for which debts are reckoned.
    """

    passbook_number: int
    debts: Debts
    loans: tuple[Loan, ...]
    fines_recognised: Minor
    fines_solidarity: Minor
    day: date

    @property
    def fines_of_pool(self) -> Minor:
        """Give the fines that belong to the pool, old and new."""
        return self.debts.fines - self.fines_solidarity


@dataclass(frozen=True, slots=True)
class SetOff:
    """What a member's money pays of her debts; minor units.

    Attributes:
        debts: paid, by kind.
        loans: line by line, oldest first, those of the solidarity fund last.
        fines_held: of the fines, what goes into the solidarity box.
    """

    debts: Debts
    loans: tuple[LoanLine, ...]
    fines_held: Minor

    @property
    def held(self) -> Minor:
        """Give the cash that moves from the loan fund's box to the solidarity box."""
        return self.fines_held + self.debts.solidarity_loans


def owings(books: Books, constitution: Constitution, roster: Roster, day: date) -> dict[int, Owing]:
    """List what every member owes on a day, in passbook order.

    Args:
        books: of the open cycle.
        constitution: says to which fund fines belong.
        roster: all members; those who left count only while something is open.
        day: the day of the share-out.

    Returns:
        By member; also those who owe nothing.
    """
    open_members = {*books.shares, *books.fines_owed, *books.payable}
    open_members |= {loan.member for loan in books.loans.values()}
    ordered = sorted(roster.members.values(), key=lambda each: (each.passbook_number, each.member))
    found = {
        each.member: _owing(books, constitution, each.member, each.passbook_number, day)
        for each in ordered
        if each.member in open_members or each.belongs_on(day)
    }
    _check_books(books, found)
    return found


def _owing(
    books: Books, constitution: Constitution, member: int, passbook_number: int, day: date
) -> Owing:
    loans = tuple(books.loans_of(member))
    sums = [0, 0, 0, 0]
    for loan in loans:
        left = owed(loan, day)
        sums[3 if loan.solidarity else 0] += left.principal
        sums[1] += left.interest
        sums[2] += left.penalty
    fines = books.fines_owed.get(member, 0)
    new = fines - books.fine_arrears.get(member, 0)
    to_pool = constitution.fines_into is Fund.LOAN_FUND
    return Owing(
        passbook_number=passbook_number,
        debts=Debts(sums[0], sums[1], sums[2], fines, sums[3]),
        loans=loans,
        fines_recognised=new if to_pool else 0,
        fines_solidarity=0 if to_pool else new,
        day=day,
    )


def _check_books(books: Books, found: dict[int, Owing]) -> None:
    """Prove that the debts of the members are the debts on the books."""
    balances = books.balances
    principal = sum(owing.debts.principal for owing in found.values())
    helped = sum(owing.debts.solidarity_loans for owing in found.values())
    assert balances[Account.LOANS] == principal, "loans differ from the books"
    assert balances[Account.SOLIDARITY_LOANS] == helped, "solidarity loans differ from the books"
    assert balances[Account.FINES_OWED] == sum(books.fine_arrears.values()), "fines differ"
    assert balances[Account.SHAREOUT_PAYABLE] == sum(books.payable.values()), "payables differ"


def set_off(owing: Owing, due: Minor, *, cash: Minor) -> SetOff:
    """Pay a member's debts out of what is due to her.

    Loans of the loan fund come first, oldest first, each by penalty, interest, principal; then
    fines; then loans of the solidarity fund. What goes to the solidarity box must be there as cash.

    Args:
        owing: what she owes.
        due: what she is to get, minor units.
        cash: what the loan fund's box still holds, minor units.

    Returns:
        What is paid; anything above stays owed.

    Source: method.md 1.6, late loans; case SO-09, SO-10.
    """
    left, lines, paid = due, [], [0, 0, 0]
    for loan in (each for each in owing.loans if not each.solidarity):
        debt = owed(loan, owing.day)
        payment = split(debt, left, owing.day)
        parts = payment.principal, payment.interest, payment.penalty
        paid = [before + part for before, part in zip(paid, parts, strict=True)]
        left -= sum(parts)
        lines.append(_line(loan, debt, sum(parts)))
    fines_pool = min(left, owing.fines_of_pool)
    fines_held = min(left - fines_pool, owing.fines_solidarity, cash)
    left, cash = left - fines_pool - fines_held, cash - fines_held
    helped = 0
    for loan in (each for each in owing.loans if each.solidarity):
        debt = owed(loan, owing.day)
        part = min(left - helped, cash - helped, debt.total)
        lines.append(_line(loan, debt, part))
        helped += part
    fines = fines_pool + fines_held
    return SetOff(Debts(paid[0], paid[1], paid[2], fines, helped), tuple(lines), fines_held)


def _line(loan: Loan, debt: Owed, paid: Minor) -> LoanLine:
    return LoanLine(loan.loan, loan.solidarity, debt.principal, debt.interest, debt.penalty, paid)
