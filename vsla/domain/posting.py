"""Turn one meeting document into movements and new books, noting what cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.constitution import Charge, ChargeBasis, Fund, Penalty, Step
from vsla.domain.departures import settle
from vsla.domain.document import Direction
from vsla.domain.facts import HelpFact, LoanFact
from vsla.domain.ledger import Account, Kind, movements_of
from vsla.domain.loans import grant, is_settled, loan_id, owed, pay, up_front_charge
from vsla.domain.run import Difference, Lending, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.domain.books import Books
    from vsla.domain.document import (
        AmountRow,
        LoanRow,
        MeetingDocument,
        MoneyRow,
        RepaymentRow,
        SolidarityLoanRow,
        TransferRow,
        WriteOffRow,
    )
    from vsla.domain.money import Minor
    from vsla.domain.run import Standing

_DIFFERENCES = {
    Account.CASH_LOAN_FUND: (Kind.CASH_OVER, Kind.CASH_SHORT),
    Account.CASH_SOLIDARITY: (Kind.SOLIDARITY_OVER, Kind.SOLIDARITY_SHORT),
}
_TRANSFERS = {
    (Direction.TO_BANK, Fund.LOAN_FUND): Kind.TO_BANK,
    (Direction.TO_BANK, Fund.SOLIDARITY_FUND): Kind.TO_BANK_SOLIDARITY,
    (Direction.FROM_BANK, Fund.LOAN_FUND): Kind.FROM_BANK,
    (Direction.FROM_BANK, Fund.SOLIDARITY_FUND): Kind.FROM_BANK_SOLIDARITY,
}


def lay_out(document: MeetingDocument, books: Books, standing: Standing) -> Run:
    """Lay a document on books in the group's own order of the meeting.

    Rows whose member or loan is unknown are left out: the rules refuse such a document.

    Args:
        document: as parsed.
        books: of the same cycle, with every earlier meeting posted.
        standing: the group on that day.

    Returns:
        The run with its movements, problems and what the rules look at.
    """
    run = Run(document, books, standing)
    _count(run, "opening_count")
    _transfers(run, Direction.FROM_BANK)
    _carry(run)
    for step in standing.constitution.meeting_order:
        _STEPS[step](run)
    for place, payout in enumerate(document.payables_paid):
        _pay_payable(run, f"payables_paid.{place}", payout)
    for place, row in enumerate(document.departures):
        if run.known(row.member):
            settle(run, f"departures.{place}", row)
    _transfers(run, Direction.TO_BANK)
    _count(run, "closing_count")
    return run


def _count(run: Run, name: str) -> None:
    """Keep what was counted as a fact and bring the books to it; never correct backwards.

    Source: method.md 1.3, reconciliation [LL].
    """
    count = run.document.opening_count if name == "opening_count" else run.document.closing_count
    counted = {
        Account.CASH_LOAN_FUND: (f"{name}.loan_fund_minor", count.loan_fund),
        Account.CASH_SOLIDARITY: (f"{name}.solidarity_fund_minor", count.solidarity_fund),
    }
    for account, (path, amount) in counted.items():
        expected = run.balances[account]
        if amount is None or amount == expected or expected < 0:
            continue
        run.differences.append(Difference(path, account, expected, amount))
        over, short = _DIFFERENCES[account]
        run.move(path, over if amount > expected else short, abs(amount - expected))


def _transfers(run: Run, direction: Direction) -> None:
    for place, row in enumerate(run.document.transfers):
        if row.direction is direction:
            _transfer(run, f"transfers.{place}", row)


def _transfer(run: Run, path: str, row: TransferRow) -> None:
    run.move(path, _TRANSFERS[row.direction, row.fund], row.amount)


def _fines(run: Run) -> None:
    for fine in run.document.fines_charged:
        if run.known(fine.member):
            run.fines.append(fine)
            run.fines_owed[fine.member] = run.fines_owed.get(fine.member, 0) + fine.amount
    for place, row in enumerate(run.document.fines_paid):
        if run.known(row.member):
            _pay_fine(run, f"fines_paid.{place}", row)


def _pay_fine(run: Run, path: str, row: AmountRow) -> None:
    debt = run.fines_owed.get(row.member, 0)
    if row.amount > debt:
        run.problem(path, Code.FINE_ABOVE_DEBT, member=row.member, debt_minor=debt)
    old = min(row.amount, run.fine_arrears.get(row.member, 0))
    run.move(path, Kind.FINE_ARREARS_PAID, old, row.member)
    into_solidarity = run.standing.constitution.fines_into is Fund.SOLIDARITY_FUND
    kind = Kind.FINE_PAID_SOLIDARITY if into_solidarity else Kind.FINE_PAID
    run.move(path, kind, row.amount - old, row.member)
    run.fines_owed[row.member] = debt - row.amount
    run.fine_arrears[row.member] = run.fine_arrears.get(row.member, 0) - old


def _solidarity(run: Run) -> None:
    document = run.document
    paid = Kind.SOLIDARITY_PAID
    known = [row for row in document.solidarity_paid if row.member in run.here]
    run.receive(
        paid, movements_of([(paid, amount, member, None, None, False) for member, amount in known])
    )
    for place, grant_row in enumerate(document.solidarity_grants):
        if run.known(grant_row.member):
            path = f"solidarity_grants.{place}"
            run.move(path, Kind.SOLIDARITY_GRANT, grant_row.amount, grant_row.member)
            help_given = HelpFact(grant_row.member, grant_row.need, grant_row.amount, as_loan=False)
            run.helps.append(help_given)
    for place, lent in enumerate(document.solidarity_loans):
        if run.known(lent.member):
            _lend_solidarity(run, f"solidarity_loans.{place}", lent)


def _lend_solidarity(run: Run, path: str, row: SolidarityLoanRow) -> None:
    document, constitution = run.document, run.standing.constitution
    number = loan_id(document.cycle, document.meeting, row.line)
    if _line_taken(run, path, number):
        return
    run.loans[number] = grant(
        loan=number,
        member=row.member,
        granted_on=document.held_on,
        term=row.weeks,
        principal=row.amount,
        charge=constitution.charge,
        penalty=constitution.penalty,
        solidarity=True,
        due_on=document.held_on + timedelta(weeks=row.weeks),
    )
    run.move(path, Kind.SOLIDARITY_LOAN, row.amount, row.member, number)
    run.helps.append(HelpFact(row.member, row.need, row.amount, as_loan=True))


def _line_taken(run: Run, path: str, number: int) -> bool:
    if number in run.loans:
        run.problem(f"{path}.line", Code.LOAN_LINE_TAKEN)
        return True
    return False


def _shares(run: Run) -> None:
    bought, price = Kind.SHARES_BOUGHT, run.standing.constitution.share_value
    known = [row for row in run.document.shares_bought if row.member in run.here]
    run.receive(
        bought,
        movements_of(
            [(bought, count * price, member, None, count, False) for member, count in known]
        ),
    )
    shares = run.shares
    for member, count in known:
        shares[member] = shares.get(member, 0) + count


def _repayments(run: Run) -> None:
    for place, row in enumerate(run.document.repayments):
        if row.loan in run.loans:
            _repay(run, f"repayments.{place}", row)
        else:
            run.problem(f"repayments.{place}.loan", Code.UNKNOWN_LOAN)
    for place, lost in enumerate(run.document.write_offs):
        if lost.loan in run.loans:
            _write_off(run, f"write_offs.{place}", lost)
        else:
            run.problem(f"write_offs.{place}.loan", Code.UNKNOWN_LOAN)


def _repay(run: Run, path: str, row: RepaymentRow) -> None:
    day = run.document.held_on
    loan, payment, too_much = pay(run.loans[row.loan], row.amount, day)
    if too_much:
        debt = row.amount - too_much
        run.problem(path, Code.REPAYMENT_ABOVE_DEBT, member=loan.member, debt_minor=debt)
    principal = Kind.SOLIDARITY_REPAID if loan.solidarity else Kind.PRINCIPAL_REPAID
    run.move(path, Kind.PENALTY_PAID, payment.penalty, loan.member, loan.loan)
    run.move(path, Kind.INTEREST_PAID, payment.interest, loan.member, loan.loan)
    run.move(path, principal, payment.principal, loan.member, loan.loan)
    run.loans[row.loan] = loan
    if is_settled(loan, day):
        del run.loans[row.loan]


def _write_off(run: Run, path: str, row: WriteOffRow) -> None:
    loan = run.loans.pop(row.loan)
    lost = owed(loan, run.document.held_on).principal
    kind = Kind.SOLIDARITY_WRITTEN_OFF if loan.solidarity else Kind.LOAN_WRITTEN_OFF
    run.move(path, kind, lost, loan.member, loan.loan)


def _expenses(run: Run) -> None:
    for place, income in enumerate(run.document.other_income):
        solidarity = income.fund is Fund.SOLIDARITY_FUND
        kind = Kind.SOLIDARITY_INCOME if solidarity else Kind.OTHER_INCOME
        run.move(f"other_income.{place}", kind, income.amount)
    for place, expense in enumerate(run.document.expenses):
        _spend(run, f"expenses.{place}", expense)


def _spend(run: Run, path: str, row: MoneyRow) -> None:
    kind = Kind.SOLIDARITY_EXPENSE if row.fund is Fund.SOLIDARITY_FUND else Kind.EXPENSE
    run.move(path, kind, row.amount)


def _loans(run: Run) -> None:
    """Hand out loans; what goes beyond the loan fund is one problem, said in three figures.

    Source: cases LN-18 and MC-07: the group talks the requests down, nobody chooses for it.
    """
    charge = run.standing.constitution.charge
    rows = [row for row in run.document.loans_granted if run.known(row.member)]
    requested = sum(row.amount - up_front_charge(row.amount, charge, row.term) for row in rows)
    available = max(0, run.balances[Account.CASH_LOAN_FUND])
    if requested > available:
        run.excuse(Account.CASH_LOAN_FUND)
        run.problem(
            "loans_granted",
            Code.LENDING_ABOVE_LOAN_FUND,
            requested_minor=requested,
            available_minor=available,
            excess_minor=requested - available,
        )
    for place, row in enumerate(run.document.loans_granted):
        if run.known(row.member):
            _lend(run, f"loans_granted.{place}", row)


def _lend(run: Run, path: str, row: LoanRow) -> None:
    document, constitution = run.document, run.standing.constitution
    number = loan_id(document.cycle, document.meeting, row.line)
    if _line_taken(run, path, number):
        return
    debt = sum(
        owed(other, document.held_on).total
        for other in run.loans.values()
        if other.member == row.member and not other.solidarity
    )
    loan = grant(
        loan=number,
        member=row.member,
        granted_on=document.held_on,
        term=row.term,
        principal=row.amount,
        charge=constitution.charge,
        penalty=constitution.penalty,
    )
    savings = run.shares.get(row.member, 0) * constitution.share_value
    run.lendings.append(Lending(path, row, loan, savings, debt))
    run.loans[number] = loan
    up_front = up_front_charge(row.amount, constitution.charge, row.term)
    run.move(path, Kind.INTEREST_PAID, up_front, row.member, number)
    run.move(path, Kind.LOAN_DISBURSED, row.amount, row.member, number)


def _pay_payable(run: Run, path: str, row: AmountRow) -> None:
    """Pay what an earlier share-out still owes a member, or her heirs: she may have left."""
    debt = run.payable.get(row.member, 0)
    if row.amount > debt:
        run.problem(path, Code.PAYABLE_ABOVE_DEBT, member=row.member, debt_minor=debt)
    run.move(path, Kind.SHAREOUT_ARREARS_PAID, row.amount, row.member)
    run.payable[row.member] = debt - row.amount


def _carry(run: Run) -> None:
    """Put on the books what an earlier share-out left open; no money moves.

    A loan stands with what is left of it, overdue since its day, and bears no further charge.
    """
    period = run.standing.constitution.charge.period
    for place, row in enumerate(run.document.carried_loans):
        number = loan_id(run.document.cycle, run.document.meeting, row.line)
        path = f"carried_loans.{place}"
        if not run.known(row.member) or _line_taken(run, path, number):
            continue
        run.loans[number] = grant(
            loan=number,
            member=row.member,
            granted_on=row.granted_on,
            term=1,
            principal=row.amount,
            charge=Charge(ChargeBasis.FREE, 0, period),
            penalty=Penalty(),
            solidarity=row.solidarity,
            due_on=row.due_on,
        )
        kind = Kind.SOLIDARITY_LOAN_CARRIED if row.solidarity else Kind.LOAN_CARRIED
        run.move(path, kind, row.amount, row.member, number)
    for kind, name, held in (
        (Kind.FINE_CARRIED, "carried_fines", (run.fines_owed, run.fine_arrears)),
        (Kind.PAYABLE_CARRIED, "carried_payables", (run.payable,)),
    ):
        _carry_sums(run, kind, name, held)


def _carry_sums(run: Run, kind: Kind, name: str, held: Sequence[dict[int, Minor]]) -> None:
    rows: tuple[AmountRow, ...] = getattr(run.document, name)
    for place, row in enumerate(rows):
        if run.known(row.member):
            run.move(f"{name}.{place}", kind, row.amount, row.member)
            for sums in held:
                sums[row.member] = sums.get(row.member, 0) + row.amount


_STEPS = {
    Step.FINES: _fines,
    Step.SOLIDARITY: _solidarity,
    Step.SHARES: _shares,
    Step.REPAYMENTS: _repayments,
    Step.EXPENSES: _expenses,
    Step.LOANS: _loans,
}


def loan_facts(run: Run) -> tuple[LoanFact, ...]:
    """Tell what each granted loan is for, in document order."""
    return tuple(
        LoanFact(item.loan.loan, item.row.purpose, item.row.activity, item.row.guarantors)
        for item in run.lendings
    )
