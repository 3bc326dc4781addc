"""What lending is held against: help, ceilings, terms, guarantors, and loans given up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.constitution import Need
from vsla.domain.errors import breach
from vsla.domain.loans import ceiling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vsla.domain.document import SolidarityLoanRow
    from vsla.domain.errors import Breach
    from vsla.domain.run import Run


def help_as_agreed(run: Run) -> Iterator[Breach]:
    """Flag help for needs the constitution does not list, or above its amounts.

    An amount of zero leaves it to the meeting how much is given. Help that is lent is given back
    within the agreed weeks, and before the share-out as every loan is.
    Source: method.md 1.2, social fund uses [SEEDS5]; 1.5 [AFRO].
    """
    limits = {line.need: line.amount_max for line in run.standing.constitution.helps}
    document = run.document
    rows = [(f"solidarity_grants.{n}", g) for n, g in enumerate(document.solidarity_grants)]
    for path, row in rows:
        if row.need not in limits:
            if row.need is not Need.OTHER:
                yield breach(path, Code.NEED_NOT_LISTED, member=row.member)
        elif 0 < limits[row.need] < row.amount:
            limit = limits[row.need]
            yield breach(path, Code.GRANT_ABOVE_LIMIT, member=row.member, limit_minor=limit)
    for place, lent in enumerate(document.solidarity_loans):
        yield from _lent_as_agreed(run, f"solidarity_loans.{place}", lent)


def _lent_as_agreed(run: Run, path: str, row: SolidarityLoanRow) -> Iterator[Breach]:
    constitution = run.standing.constitution
    longest, member = constitution.solidarity_loan_weeks, row.member
    if not constitution.solidarity_loans:
        yield breach(path, Code.SOLIDARITY_LOAN_NOT_ALLOWED, member=member)
    elif row.weeks > longest:
        yield breach(path, Code.SOLIDARITY_LOAN_TOO_LONG, member=member, limit=longest)
    due_on = run.document.held_on + timedelta(weeks=row.weeks)
    yield from _after_share_out(run, path, member, due_on)


def _after_share_out(run: Run, path: str, member: int, due_on: date) -> Iterator[Breach]:
    share_out_on = run.books.share_out_on
    if due_on > share_out_on:
        yield breach(
            path,
            Code.TERM_BEYOND_SHARE_OUT,
            member=member,
            due_on=due_on.isoformat(),
            share_out_on=share_out_on.isoformat(),
        )


def loan_ceiling(run: Run) -> Iterator[Breach]:
    """Flag a loan above the multiple of savings, less what is still owed.

    Source: method.md 1.5; cases LN-11, MC-03.
    """
    multiple = run.standing.constitution.loan_multiple
    for item in run.lendings:
        most = ceiling(item.savings, multiple, item.debt_before)
        if item.row.amount > most:
            yield breach(
                item.path,
                Code.LOAN_ABOVE_CEILING,
                member=item.row.member,
                requested_minor=item.row.amount,
                ceiling_minor=most,
            )


def loan_term(run: Run) -> Iterator[Breach]:
    """Flag a term longer than agreed, or one that ends after the share-out.

    Source: method.md 1.5 [AFRO].
    """
    for item in run.lendings:
        longest = run.standing.constitution.loan_term_max
        if item.row.term > longest:
            yield breach(item.path, Code.TERM_TOO_LONG, member=item.row.member, limit=longest)
        yield from _after_share_out(run, item.path, item.row.member, item.loan.due_on)


def guarantors(run: Run) -> Iterator[Breach]:
    """Flag a loan with fewer guarantors than agreed; Source: method.md 1.2."""
    needed = run.standing.constitution.guarantors
    for item in run.lendings:
        if len(set(item.row.guarantors) - {item.row.member}) < needed:
            yield breach(item.path, Code.TOO_FEW_GUARANTORS, member=item.row.member, limit=needed)


def written_off_by_vote(run: Run) -> Iterator[Breach]:
    """Flag a loan given up without more hands for than against, or by more hands than there were.

    Source: issue of losses [AFRO].
    """
    for place, row in enumerate(run.document.write_offs):
        path = f"write_offs.{place}"
        if row.votes_for <= row.votes_against:
            yield breach(path, Code.WRITE_OFF_WITHOUT_MAJORITY)
        if row.votes_for + row.votes_against > len(run.came):
            yield breach(path, Code.VOTES_EXCEED_PRESENT, present=len(run.came))
