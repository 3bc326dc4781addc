"""Count an entry into the slices of the monthly rollup, by the sex of each member."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from vsla.domain.facts import Attendance, AttendanceFact, Counters
from vsla.domain.ledger import KIND_OF, Account, Kind
from vsla.domain.loans import arrears
from vsla.domain.money import apportion
from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsla.domain.books import Books
    from vsla.domain.document import MeetingDocument
    from vsla.domain.facts import Posting
    from vsla.domain.ledger import Movement
    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor
    from vsla.domain.roster import Roster

_FIELD_OF = {
    Kind.SHARES_BOUGHT: "savings_minor",
    Kind.SOLIDARITY_PAID: "solidarity_minor",
    Kind.FINE_PAID: "fines_paid_minor",
    Kind.FINE_PAID_SOLIDARITY: "fines_paid_minor",
    Kind.FINE_ARREARS_PAID: "fines_paid_minor",
    Kind.FINE_SET_OFF: "fines_paid_minor",
    Kind.FINE_ARREARS_SET_OFF: "fines_paid_minor",
    Kind.LOAN_DISBURSED: "loans_minor",
    Kind.PRINCIPAL_REPAID: "principal_repaid_minor",
    Kind.PRINCIPAL_SET_OFF: "principal_repaid_minor",
    Kind.INTEREST_PAID: "interest_paid_minor",
    Kind.INTEREST_SET_OFF: "interest_paid_minor",
    Kind.INTEREST_RECOGNISED: "interest_paid_minor",
    Kind.LOAN_WRITTEN_OFF: "written_off_minor",
    Kind.LEAVING_PAID: "payout_minor",
    Kind.SHAREOUT_PAID: "payout_minor",
    Kind.SHAREOUT_ARREARS_PAID: "payout_minor",
    Kind.SOLIDARITY_SHARED: "payout_minor",
    Kind.LEAVING_SHARES: "capital_out_minor",
    Kind.SHAREOUT_SHARES: "capital_out_minor",
    Kind.LEAVING_PROFIT: "gain_out_minor",
    Kind.SHAREOUT_PROFIT: "gain_out_minor",
    Kind.SHAREOUT_LOSS: "loss_out_minor",
}
"""Which counter a movement of a member goes into; kinds not named here are not counted."""

_NUMBER_FIELD_OF = {
    Kind.SHARES_BOUGHT: "shares_count",
    Kind.LOAN_DISBURSED: "loans_count",
    Kind.LOAN_WRITTEN_OFF: "written_off_count",
}
"""Which counter the shares bought, or else how often a kind moved, go into."""

COUNTED_KINDS = tuple(_FIELD_OF)


def field_of(kind: Kind) -> str | None:
    """Name the counter a kind goes into, for the second way of adding up in ``vsla verify``."""
    return _FIELD_OF.get(kind)


def count_movements(
    movements: Iterable[Movement], roster: Roster, slices: dict[Gender, Counters]
) -> None:
    """Add movements to slices in place; the group's own movements have no sex.

    Args:
        movements: of one entry.
        roster: tells each member's sex.
        slices: by sex; missing ones are made.
    """
    members = roster.members
    # Money of one kind moves one member after the other, and most of an entry is of a few kinds.
    for kind, alike in groupby(movements, key=KIND_OF):
        field, number_field = _FIELD_OF.get(kind), _NUMBER_FIELD_OF.get(kind)
        if field is None:
            continue
        amounts: dict[Gender, Minor] = defaultdict(int)
        numbers: dict[Gender, int] = defaultdict(int)
        for _kind, amount, member, _loan, number, _backwards in alike:
            if member is not None:
                gender = members[member].gender
                amounts[gender] += amount
                if number_field is not None:
                    numbers[gender] += number or 1
        _add(slices, field, amounts)
        if number_field is not None:
            _add(slices, number_field, numbers)


def _add(slices: dict[Gender, Counters], field: str, sums: Mapping[Gender, int]) -> None:
    """Add sums to one counter of each sex."""
    for gender, more in sums.items():
        counters = _slice(slices, gender)
        setattr(counters, field, getattr(counters, field) + more)


def count_meeting(
    document: MeetingDocument,
    before: Books,
    posting: Posting,
    roster: Roster,
    here: Iterable[int],
) -> dict[Gender, Counters]:
    """Count one meeting into slices by sex.

    Args:
        document: the meeting; number 0 is an opening and expects nobody.
        before: books on which it was posted.
        posting: what followed from it.
        roster: everyone.
        here: who belongs to the group on the day.

    Returns:
        Slices to add to those of the month.
    """
    slices: dict[Gender, Counters] = {}
    members = roster.members
    if document.meeting:
        _slice(slices, Gender.UNSAID).meetings_count += 1
        expected = Counter([members[member].gender for member in here])
        for gender, times in expected.items():
            _slice(slices, gender).meetings_expected += times
    count_movements(posting.movements, roster, slices)
    _count_attendance(posting.attendance, roster, slices)
    for fine in posting.fines:
        _slice(slices, roster.gender_of(fine.member)).fines_charged_minor += fine.amount
    for given in posting.helps:
        counters = _slice(slices, roster.gender_of(given.member))
        if given.as_loan:
            counters.solidarity_loans_count += 1
            counters.solidarity_loans_minor += given.amount
        else:
            counters.grants_count += 1
            counters.grants_minor += given.amount
    for gone in posting.departures:
        _slice(slices, roster.gender_of(gone.member)).left_count += 1
    count_changes(before, posting.books, roster, slices)
    return slices


def count_changes(
    before: Books, after: Books, roster: Roster, slices: dict[Gender, Counters]
) -> None:
    """Add to slices in place by how much everything that stands has changed.

    Changes of all entries of a group's life add up to where it stands: the opening of a cycle
    changes nothing, so books of a new cycle stand as the closed ones did.

    Args:
        before: books on which an entry was posted.
        after: books that followed.
        roster: tells each member's sex.
        slices: by sex; missing ones are made.
    """
    _stand(after, roster, slices, 1)
    _stand(before, roster, slices, -1)


def _stand(books: Books, roster: Roster, slices: dict[Gender, Counters], sign: int) -> None:
    """Count where books stand, or with -1 take it away."""
    members, balances = roster.members, books.balances
    own = _slice(slices, Gender.UNSAID)
    own.cash_change_minor += sign * (balances[Account.CASH_LOAN_FUND] + balances[Account.BANK])
    own.solidarity_change_minor += sign * (
        balances[Account.CASH_SOLIDARITY] + balances[Account.BANK_SOLIDARITY]
    )
    own.debts_change_minor += sign * (
        balances[Account.SHAREOUT_PAYABLE] - balances[Account.FINES_OWED]
    )
    for gender, (savers, shares, savings) in _held(books, roster).items():
        counters = _slice(slices, gender)
        counters.savers_change += sign * savers
        counters.shares_change += sign * shares
        counters.savings_change_minor += sign * savings
    borrowers = set()
    for loan in books.loans.values():
        if loan.solidarity:
            continue
        counters = _slice(slices, members[loan.member].gender)
        left = loan.principal
        if loan.payments:
            left -= sum([payment.principal for payment in loan.payments])
        counters.loans_change_count += sign
        counters.loans_change_minor += sign * left
        counters.arrears_change_minor += sign * _late(loan, left, books)
        if loan.member not in borrowers:
            borrowers.add(loan.member)
            counters.borrowers_change += sign


def _held(books: Books, roster: Roster) -> dict[Gender, tuple[int, int, Minor]]:
    """Give savers, shares and their savings at the price paid, by sex.

    All shares of a cycle have one price, so the savings of a sex are its shares at that price.
    Where a share-out or a carried rest left another sum, it is parted member by member.
    """
    total, members = books.balances[Account.MEMBER_SHARES], roster.members
    price, rest = divmod(total, books.total_shares or 1)
    genders = [members[member].gender for member in books.shares]
    savers = Counter(genders)
    shares, savings = dict.fromkeys(savers, 0), dict.fromkeys(savers, 0)
    for gender, count in zip(genders, books.shares.values(), strict=True):
        shares[gender] += count
    if rest:
        holders = sorted(books.shares)
        counts = [books.shares[member] for member in holders]
        for member, part in zip(holders, apportion(total, counts), strict=True):
            savings[members[member].gender] += part
    else:
        savings = {gender: count * price for gender, count in shares.items()}
    return {gender: (savers[gender], shares[gender], savings[gender]) for gender in savers}


def _late(loan: Loan, left: Minor, books: Books) -> Minor:
    """Give what is unpaid of a late loan; after a share-out all that is carried is late."""
    if books.closed or books.last_held_on is None:
        return left
    return arrears(loan, books.last_held_on)


def _slice(slices: dict[Gender, Counters], gender: Gender) -> Counters:
    """Give the slice of a sex, made when it is missing."""
    counters = slices.get(gender)
    if counters is None:
        counters = slices[gender] = Counters()
    return counters


def _count_attendance(
    attendance: Iterable[AttendanceFact], roster: Roster, slices: dict[Gender, Counters]
) -> None:
    """Count who came how: most came alike, so each way of coming is counted at once."""
    members = roster.members
    alike = Counter([(members[row[0]].gender, row[1:]) for row in attendance])
    for (gender, how), times in alike.items():
        counters, row = _slice(slices, gender), AttendanceFact(0, *how)
        counters.meetings_attended += times * row.attended
        counters.came_by_proxy += times * row.by_representative
        counters.came_late += times * (row.state is Attendance.LATE)
        counters.excused += times * (row.state is Attendance.EXCUSED and not row.by_representative)
