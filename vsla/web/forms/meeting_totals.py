"""Running totals of a meeting, read off its movements in the order of the money."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from vsla.domain.books import Books
from vsla.domain.codes import Code
from vsla.domain.constitution import Step
from vsla.domain.errors import Breach
from vsla.domain.ledger import Account, Kind, Movement
from vsla.domain.money import Minor

_STEPS: dict[Kind, Step] = {
    Kind.FINE_PAID: Step.FINES,
    Kind.FINE_PAID_SOLIDARITY: Step.FINES,
    Kind.FINE_ARREARS_PAID: Step.FINES,
    Kind.SOLIDARITY_PAID: Step.SOLIDARITY,
    Kind.SOLIDARITY_GRANT: Step.SOLIDARITY,
    Kind.SOLIDARITY_LOAN: Step.SOLIDARITY,
    Kind.SHARES_BOUGHT: Step.SHARES,
    Kind.PRINCIPAL_REPAID: Step.REPAYMENTS,
    Kind.INTEREST_PAID: Step.REPAYMENTS,
    Kind.PENALTY_PAID: Step.REPAYMENTS,
    Kind.SOLIDARITY_REPAID: Step.REPAYMENTS,
    Kind.EXPENSE: Step.EXPENSES,
    Kind.OTHER_INCOME: Step.EXPENSES,
    Kind.SOLIDARITY_EXPENSE: Step.EXPENSES,
    Kind.SOLIDARITY_INCOME: Step.EXPENSES,
    Kind.LOAN_DISBURSED: Step.LOANS,
}
_COUNTS = frozenset({Kind.CASH_OVER, Kind.CASH_SHORT, Kind.SOLIDARITY_OVER, Kind.SOLIDARITY_SHORT})
_AFTER_STEPS = frozenset(
    {Kind.SHAREOUT_ARREARS_PAID, Kind.LEAVING_SHARES, Kind.TO_BANK, Kind.TO_BANK_SOLIDARITY}
)
_CLOSING = frozenset({Code.CASH_DIFFERENCE_CLOSING, Code.SOLIDARITY_DIFFERENCE_CLOSING})
_OPENING = frozenset({Code.CASH_DIFFERENCE_OPENING, Code.SOLIDARITY_DIFFERENCE_OPENING})
_BOXES = (Account.CASH_LOAN_FUND, Account.CASH_SOLIDARITY)


@dataclass
class StepTotal:
    """What one part of a meeting brought and took, and the two boxes after it; minor units."""

    money_in: Minor = 0
    money_out: Minor = 0
    loan_fund: Minor = 0
    solidarity: Minor = 0


@dataclass
class Totals:
    """The two boxes on their way through a meeting; minor units.

    Attributes:
        before: by the book, loan fund and solidarity.
        expected: by the book at the end, before the boxes are counted.
        after: as counted, or by the book where a box was not counted.
        steps: part by part.
        shares: bought, a count.
        books: after the meeting.
    """

    before: tuple[Minor, Minor]
    expected: tuple[Minor, Minor]
    after: tuple[Minor, Minor]
    books: Books
    steps: dict[Step, StepTotal] = field(default_factory=dict)
    shares: int = 0

    @property
    def borrowers(self) -> int:
        """Count who owes on a loan of the loan fund."""
        return len({n.member for n in self.books.loans.values() if not n.solidarity})

    @property
    def loans_out(self) -> Minor:
        """Give the loans out."""
        return self.books.balances[Account.LOANS]


def effect(movement: Movement) -> tuple[Minor, Minor]:
    """Say what a movement does to the two boxes, loan fund first."""
    gain, loss = (
        tuple(movement.amount if side is box else 0 for box in _BOXES)
        for side in (movement.debit, movement.credit)
    )
    return gain[0] - loss[0], gain[1] - loss[1]


def add_up(
    movements: Iterable[Movement], after: Books, breaches: Iterable[Breach], order: Iterable[Step]
) -> Totals:
    """Walk through the movements of a meeting.

    Args:
        movements: of one meeting, in order.
        after: books after it.
        breaches: of it; a counted difference stands among them.
        order: of the parts.

    Returns:
        Totals part by part; parts without money have the boxes of the part before.
    """
    walked, breaches = list(movements), tuple(breaches)
    granted = {m.loan for m in walked if m.kind is Kind.LOAN_DISBURSED}
    end = (after.balances[_BOXES[0]], after.balances[_BOXES[1]])
    net = [sum(effect(m)[box] for m in walked) for box in (0, 1)]
    totals = Totals(
        before=(end[0] - net[0], end[1] - net[1]),
        expected=_expected(end, breaches),
        after=end,
        books=after,
        shares=sum(m.count or 0 for m in walked if m.kind is Kind.SHARES_BOUGHT),
    )
    steps = {step: StepTotal() for step in order}
    opening = sum(breach.code in _OPENING for breach in breaches)
    start = _walk(walked, steps, granted, opening)
    _carry(steps, totals.before, start)
    totals.steps = steps
    return totals


def _walk(
    walked: list[Movement],
    steps: dict[Step, StepTotal],
    granted: set[int | None],
    opening: int,
) -> list[Minor]:
    """Sort movements into steps; give what the opening count and the bank brought before them."""
    start = [0, 0]
    for movement in walked:
        counted = movement.kind in _COUNTS
        if movement.kind in _AFTER_STEPS or (counted and not opening):
            break
        opening -= counted
        step = _STEPS.get(movement.kind)
        if step is Step.REPAYMENTS and movement.loan in granted:
            step = Step.LOANS
        gains = effect(movement)
        if step is None or step not in steps:
            start = [start[0] + gains[0], start[1] + gains[1]]
            continue
        total = steps[step]
        total.loan_fund += gains[0]
        total.solidarity += gains[1]
        total.money_in += sum(max(0, gain) for gain in gains)
        total.money_out -= sum(min(0, gain) for gain in gains)
    return start


def _carry(steps: dict[Step, StepTotal], before: tuple[Minor, Minor], start: list[Minor]) -> None:
    """Turn what each part did to the boxes into what they hold after it."""
    here = [before[0] + start[0], before[1] + start[1]]
    for total in steps.values():
        here = [here[0] + total.loan_fund, here[1] + total.solidarity]
        total.loan_fund, total.solidarity = here


def _expected(end: tuple[Minor, Minor], breaches: Iterable[Breach]) -> tuple[Minor, Minor]:
    by_book = list(end)
    for breach in breaches:
        if breach.code in _CLOSING:
            box = 0 if breach.code is Code.CASH_DIFFERENCE_CLOSING else 1
            by_book[box] = int(breach.values["expected_minor"])
    return by_book[0], by_book[1]
