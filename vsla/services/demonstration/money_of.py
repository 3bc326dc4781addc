"""What members of an invented group borrow, repay and are fined, and how the fund helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.calendar import add_terms
from vsla.domain.constitution import Offence
from vsla.domain.facts import Attendance
from vsla.domain.ledger import Account
from vsla.domain.loans import ceiling, owed
from vsla.domain.money import floor_to_step
from vsla.services.demonstration.rules_of import unit_of
from vsla.services.demonstration.shape import Oddity

if TYPE_CHECKING:
    from vsla.domain.books import Books
    from vsla.domain.constitution import Constitution
    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor
    from vsla.services.demonstration.shape import GroupPlan, MeetingPlan

Rows = list[dict[str, object]]

_TRADES = (
    ("farine de manioc", "petit commerce"),
    ("poisson salé", "petit commerce"),
    ("savon et sel", "petit commerce"),
    ("semences de haricot", "culture"),
    ("houe et machettes", "culture"),
    ("deux chèvres", "élevage"),
    ("poules pondeuses", "élevage"),
    ("huile et beignets", "restauration"),
    ("tissu et fil", "couture"),
    ("pelles et bassines", "orpaillage"),
    ("frais scolaires", ""),
)
_LAST_WEEKS = 21
_PATIENCE_DAYS = 56


def fines(group: GroupPlan, meeting: MeetingPlan, rules: Constitution) -> Rows:
    """Charge who came late, and every other one who stayed away without a word."""
    rows: Rows = []
    for fact in meeting.attendance:
        offence = None
        if fact.state is Attendance.LATE:
            offence = Offence.LATE
        elif not fact.attended and fact.state is Attendance.ABSENT and group.chance.randrange(2):
            offence = Offence.ABSENT
        if offence is not None:
            amount = rules.fine_for(offence)
            rows.append({"member": fact.member, "offence": offence.value, "amount_minor": amount})
    return rows


def fines_paid(group: GroupPlan, meeting: MeetingPlan, books: Books, charged: Rows) -> Rows:
    """Let four of five who came pay all they owe."""
    debts = dict(books.fines_owed)
    for row in charged:
        member, amount = row["member"], row["amount_minor"]
        assert isinstance(member, int)
        assert isinstance(amount, int)
        debts[member] = debts.get(member, 0) + amount
    came = {fact.member for fact in meeting.attendance if fact.attended}
    return [
        {"member": member, "amount_minor": debts[member]}
        for member in sorted(debts)
        if member in came and group.chance.randrange(5)
    ]


def solidarity(group: GroupPlan, meeting: MeetingPlan, rules: Constitution) -> Rows:
    """Let everybody who came contribute; where no coin is small enough, a dollar now and then."""
    came = [fact.member for fact in meeting.attendance if fact.attended]
    if Oddity.UNPAID in meeting.oddities:
        came = came[4:]
    agreed = rules.solidarity_contribution
    if not agreed:
        if not rules.is_loan_meeting(meeting.number):
            return []
        agreed = unit_of(group.currency)
        came = [member for member in came if group.chance.randrange(5)]
    return [{"member": member, "amount_minor": agreed} for member in came]


def grants(group: GroupPlan, meeting: MeetingPlan, rules: Constitution, fund: Minor) -> Rows:
    """Help those whom the plan names, within what the fund holds."""
    unit = unit_of(group.currency)
    rows: Rows = []
    for member in meeting.helped:
        help_ = group.chance.choice(rules.helps)
        amount = max(unit, help_.amount_max * group.chance.randint(4, 10) // 10)
        if Oddity.LARGE_GRANT in meeting.oddities:
            amount = help_.amount_max + 5 * unit
        amount = min(floor_to_step(amount, unit), floor_to_step(fund * 6 // 10, unit))
        assert amount, "the fund can help"
        fund -= amount
        rows.append({"member": member, "need": help_.need.value, "amount_minor": amount})
    return rows


def repayments(group: GroupPlan, meeting: MeetingPlan, books: Books, *, regular: bool) -> Rows:
    """Let borrowers who came repay: most in time, some a part, a few late.

    Args:
        group: whose.
        meeting: when.
        books: before the meeting.
        regular: a loan meeting, at which some pay before they must.

    Returns:
        Rows of the document.
    """
    came = {fact.member for fact in meeting.attendance if fact.attended}
    rows: Rows = []
    for number, loan in sorted(books.loans.items()):
        if loan.member not in came:
            continue
        amount = _repayment(group, meeting, books, loan, regular=regular)
        if amount:
            rows.append({"loan": number, "amount_minor": amount})
    return rows


def _repayment(
    group: GroupPlan, meeting: MeetingPlan, books: Books, loan: Loan, *, regular: bool
) -> Minor:
    """Decide what a borrower pays; nothing is 0."""
    debt = owed(loan, meeting.held_on)
    late = (meeting.held_on - loan.due_on).days
    ending = (books.share_out_on - meeting.held_on).days < _LAST_WEEKS
    pays_all = group.chance.randrange(100) < (95 if ending else 88)
    part = floor_to_step(debt.principal // 3, unit_of(group.currency))
    if late >= 0:
        return debt.total if pays_all or late > _PATIENCE_DAYS else debt.interest + part
    if regular and group.chance.randrange(10) < 4:  # noqa: PLR2004 - 4 of 10
        return debt.interest + part
    return 0


def loans(
    group: GroupPlan, meeting: MeetingPlan, books: Books, rules: Constitution, *, regular: bool
) -> Rows:
    """Lend to some of those who came and owe nothing, within savings and box.

    Args:
        group: whose.
        meeting: when.
        books: with all else of the meeting posted.
        rules: in force.
        regular: a loan meeting; otherwise one loan at most, and only where the plan says so.

    Returns:
        Rows of the document.
    """
    if not regular and Oddity.EARLY_LOAN not in meeting.oddities:
        return []
    came = [fact.member for fact in meeting.attendance if fact.attended]
    free = [member for member in came if not books.loans_of(member) and books.shares.get(member)]
    wanted = group.chance.randint(5, 9) if regular else 1
    left = books.balances[Account.CASH_LOAN_FUND] * 8 // 10
    step = 5 * unit_of(group.currency)
    rows: Rows = []
    for member in group.chance.sample(free, min(wanted, len(free))):
        term = _term(group, meeting, books, rules)
        most = ceiling(books.shares[member] * rules.share_value, rules.loan_multiple, 0)
        amount = floor_to_step(most * group.chance.randint(5, 10) // 10, step)
        if Oddity.LARGE_LOAN in meeting.oddities and not rows:
            amount = floor_to_step(most, step) + 2 * step
        if not term or not amount or amount > left:
            continue
        left -= amount
        purpose, activity = group.chance.choice(_TRADES)
        rows.append(
            {
                "line": len(rows) + 1,
                "member": member,
                "amount_minor": amount,
                "term": term,
                "purpose": purpose,
                "activity": activity,
            }
        )
    return rows


def _term(group: GroupPlan, meeting: MeetingPlan, books: Books, rules: Constitution) -> int:
    """Choose a term that ends before the share-out; 0 when none does."""
    fitting = [
        term
        for term in range(1, rules.loan_term_max + 1)
        if add_terms(meeting.held_on, rules.charge.period, term) < books.share_out_on
    ]
    return group.chance.choice(fitting) if fitting else 0


def refusals(group: GroupPlan, meeting: MeetingPlan, lent: Rows) -> Rows:
    """Now and then, one who asked for much goes without."""
    if not lent or group.chance.randrange(4):
        return []
    borrowers = {row["member"] for row in lent}
    others = [f.member for f in meeting.attendance if f.attended and f.member not in borrowers]
    amount = 50 * unit_of(group.currency)
    member = group.chance.choice(others)
    return [{"member": member, "amount_minor": amount, "reason": "La caisse ne suffit pas."}]
