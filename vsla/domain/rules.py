"""The rules a meeting is held against: problems refuse, breaches are recorded and flagged."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from vsla.domain.calendar import add_months
from vsla.domain.codes import Code
from vsla.domain.errors import Problem, breach
from vsla.domain.ledger import AMOUNT_OF, Account
from vsla.domain.lending_rules import (
    guarantors,
    help_as_agreed,
    loan_ceiling,
    loan_term,
    written_off_by_vote,
)
from vsla.domain.money import MINOR_MAX
from vsla.domain.roster import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vsla.domain.constitution import Constitution
    from vsla.domain.document import MeetingDocument
    from vsla.domain.errors import Breach
    from vsla.domain.run import Run

_MEMBER_OF = attrgetter("member")
OPENING = 0
FIRST_CYCLE = 1


def quorum(constitution: Constitution, members: int) -> int:
    """Count how many members make a meeting quorate, rounded up."""
    numerator, denominator = constitution.quorum
    return -(-members * numerator // denominator)


def _members_named(document: MeetingDocument) -> Iterator[tuple[str, Sequence[int | None]]]:
    """Name everybody a document names, list by list, with the path to a place in the list."""
    for name in (
        "attendance",
        "shares_bought",
        "solidarity_paid",
        "fines_charged",
        "fines_paid",
        "solidarity_grants",
        "solidarity_loans",
        "loans_granted",
        "loans_refused",
        "carried_loans",
        "carried_fines",
        "carried_payables",
        "departures",
    ):
        yield name + ".{}.member", list(map(_MEMBER_OF, getattr(document, name)))
    for name in ("solidarity_grants", "solidarity_loans"):
        yield name + ".{}.payee", [row.payee for row in getattr(document, name)]
    for place, loan in enumerate(document.loans_granted):
        yield f"loans_granted.{place}.guarantors.{{}}", loan.guarantors
    yield "chaired_by", (document.chaired_by,)
    yield "recorded_by", (document.recorded_by,)
    yield "confirmed_by.{}", document.confirmed_by


def members_belong(run: Run) -> Iterator[Problem]:
    """Refuse who is not in the group, not yet, or no more.

    Source: method.md 1.4: nothing happens outside the group.
    """
    roster, here = run.standing.roster, run.here
    for path, named in _members_named(run.document):
        if here.issuperset(named):
            continue
        for place, member in enumerate(named):
            if member is None or member in here:
                continue
            if member in roster.members:
                yield Problem(path.format(place), Code.DEPARTED_MEMBER, {"member": member})
            else:
                yield Problem(path.format(place), Code.UNKNOWN_MEMBER)


def payables_known(run: Run) -> Iterator[Problem]:
    """Money of an earlier share-out may be owed to one who left; the person must be known.

    Source: case SO-10.
    """
    for place, row in enumerate(run.document.payables_paid):
        if row.member not in run.standing.roster.members:
            yield Problem(f"payables_paid.{place}.member", Code.UNKNOWN_MEMBER)


def carried_into_first_cycle(run: Run) -> Iterator[Problem]:
    """Refuse debts of an earlier life in any cycle but the first: later ones are known here.

    Source: docs/decisions.md, a recovery sheet carries what a share-out left open.
    """
    document = run.document
    for name in ("carried_loans", "carried_fines", "carried_payables"):
        if document.cycle != FIRST_CYCLE and getattr(document, name):
            yield Problem(name, Code.CARRIED_TOO_LATE)


def date_in_cycle(run: Run) -> Iterator[Problem]:
    """Refuse a date outside the cycle, or before the meeting that came before.

    Source: architecture.md: a meeting belongs to its own date and cycle.
    """
    document, books = run.document, run.books
    if document.cycle != books.cycle:
        yield Problem("cycle", Code.OTHER_CYCLE, {"cycle": books.cycle})
    if document.held_on < books.opened_on:
        day = books.opened_on.isoformat()
        yield Problem("held_on", Code.DATE_BEFORE_CYCLE, {"opened_on": day})
    elif books.last_held_on is not None and document.held_on < books.last_held_on:
        day = books.last_held_on.isoformat()
        yield Problem("held_on", Code.DATE_BEFORE_LAST_MEETING, {"last_on": day})


def number_is_next(run: Run) -> Iterator[Problem]:
    """Refuse a number that is taken; Source: conventions.md, risks seen."""
    if run.document.meeting <= run.books.last_meeting:
        yield Problem("meeting", Code.NUMBER_TAKEN, {"number": run.document.meeting})


def found_while_posting(run: Run) -> Iterator[Problem]:
    """Pass on what cannot be: funds below zero, payments above debts; Source: method.md 3.1."""
    yield from run.problems


def sums_can_be_kept(run: Run) -> Iterator[Problem]:
    """Refuse sums no village has: they are slips, and no database or phone could add them up.

    All that moved counts, too: money may come and go within one meeting.
    Source: money.py, MINOR_MAX.
    """
    moved = sum(map(AMOUNT_OF, run.movements))
    largest = max(map(abs, run.balances.values()))
    if max(moved, largest, sum(run.fines_owed.values())) > MINOR_MAX:
        yield Problem("", Code.OUT_OF_RANGE, {"low_minor": 0, "high_minor": MINOR_MAX})


def share_value_stands(run: Run) -> Iterator[Problem]:
    """Refuse shares at another price than those sold before in the cycle: a share is a share.

    No vote after the first sale changes the price. A paper that arrives after a vote, of a sale
    before it, would.
    Source: method.md 3.2, share value locked once a share is sold.
    """
    books = run.books
    at_price = books.total_shares * run.standing.constitution.share_value
    if books.balances[Account.MEMBER_SHARES] != at_price:
        yield Problem("shares_bought", Code.SHARE_VALUE_LOCKED)


def shares_within_limits(run: Run) -> Iterator[Breach]:
    """Flag fewer or more shares than the constitution has, over the whole meeting.

    Source: method.md 1.2; case SP-05.
    """
    constitution = run.standing.constitution
    if run.document.meeting == OPENING:
        return
    bought, came = dict(run.document.shares_bought), run.came
    agreed = range(constitution.shares_min, constitution.shares_max + 1)
    odd = {member for member, count in bought.items() if count not in agreed}
    for member in sorted(odd | (came - bought.keys())):
        count = bought.get(member, 0)
        path = f"shares_bought.{[*bought].index(member)}" if count else "shares_bought"
        if count > constitution.shares_max:
            most = constitution.shares_max
            yield breach(path, Code.TOO_MANY_SHARES, member=member, count=count, limit=most)
        elif count < constitution.shares_min and member in came:
            least = constitution.shares_min
            yield breach(path, Code.TOO_FEW_SHARES, member=member, count=count, limit=least)


def solidarity_paid(run: Run) -> Iterator[Breach]:
    """Flag who came and did not pay the agreed contribution.

    Source: method.md 1.2; case MC-01: recorded per member, never assumed.
    """
    agreed = run.standing.constitution.solidarity_contribution
    if run.document.meeting == OPENING or not agreed:
        return
    paid = dict(run.document.solidarity_paid)
    for member in sorted([member for member in run.came if paid.get(member, 0) < agreed]):
        yield breach(
            "solidarity_paid",
            Code.SOLIDARITY_UNPAID,
            member=member,
            paid_minor=paid.get(member, 0),
            agreed_minor=agreed,
        )


def fines_as_agreed(run: Run) -> Iterator[Breach]:
    """Flag a fine of another amount than the list has; Source: method.md 1.2, fines."""
    for place, row in enumerate(run.document.fines_charged):
        agreed = run.standing.constitution.fine_for(row.offence)
        if agreed != row.amount:
            path = f"fines_charged.{place}"
            yield breach(path, Code.FINE_NOT_AS_AGREED, member=row.member, agreed_minor=agreed)


def loan_meeting(run: Run) -> Iterator[Breach]:
    """Flag loans granted outside a loan meeting; Source: method.md 1.2 [LL][AVECJ]."""
    document = run.document
    if not document.loans_granted or document.meeting == OPENING:
        return
    if not run.standing.constitution.is_loan_meeting(document.meeting):
        yield breach("loans_granted", Code.NOT_A_LOAN_MEETING, number=document.meeting)


def has_quorum(run: Run) -> Iterator[Breach]:
    """Flag a meeting without quorum, and members whose coming was not noted.

    Source: method.md 1.2 [REC][AFRO].
    """
    document = run.document
    if document.meeting == OPENING:
        return
    members, came = len(run.here), len(run.came)
    needed = quorum(run.standing.constitution, members)
    if came < needed:
        yield breach("attendance", Code.NO_QUORUM, attended=came, needed=needed)
    missing = members - len(document.attendance)
    if missing > 0:
        yield breach("attendance", Code.ATTENDANCE_MISSING, count=missing)


def posts_as_agreed(run: Run) -> Iterator[Breach]:
    """Flag keys of committee members, posts of who left, and a committee not elected in time.

    Elections are due so many months after the oldest vote by which a committee member holds her
    post; the opening of a cycle, when they are held, is left alone.
    Source: method.md 1.2, keyholders [VSLA][FEM], committee and elections [VSLA].
    """
    day, here = run.document.held_on, run.here
    terms = run.standing.roster.terms_on(day)
    officers = [t for t in terms if t.post is not Post.KEY_HOLDER and t.member in here]
    holders = {t.member for t in terms if t.post is Post.KEY_HOLDER and t.member in here}
    for member in sorted(holders.intersection([term.member for term in officers])):
        yield breach("", Code.OFFICER_IS_KEY_HOLDER, member=member)
    if run.document.meeting == OPENING:
        return
    empty = [term.post for term in terms if term.member not in here]
    for post in sorted(set(empty), key=_POSTS.index):
        yield breach("", Code.POST_VACANT, post=post.value, count=empty.count(post))
    if officers:
        oldest = min([term.elected_on for term in officers])
        due_on = add_months(oldest, run.standing.constitution.election_months)
        if day > due_on:
            yield breach("", Code.ELECTION_OVERDUE, due_on=due_on.isoformat())


_POSTS = tuple(Post)
_DIFFERENCE_CODES = {
    ("opening_count", Account.CASH_LOAN_FUND): Code.CASH_DIFFERENCE_OPENING,
    ("closing_count", Account.CASH_LOAN_FUND): Code.CASH_DIFFERENCE_CLOSING,
    ("opening_count", Account.CASH_SOLIDARITY): Code.SOLIDARITY_DIFFERENCE_OPENING,
    ("closing_count", Account.CASH_SOLIDARITY): Code.SOLIDARITY_DIFFERENCE_CLOSING,
}


def counts_agree(run: Run) -> Iterator[Breach]:
    """Flag a box that counts otherwise than the books, or was not counted.

    Source: method.md 1.3; case MC-05: a recorded fact, never corrected backwards.
    """
    for item in run.differences:
        yield breach(
            item.path,
            _DIFFERENCE_CODES[item.path.split(".")[0], item.account],
            expected_minor=item.expected,
            counted_minor=item.counted,
            difference_minor=abs(item.counted - item.expected),
        )
    if run.document.meeting == OPENING:
        return
    for name in ("opening_count", "closing_count"):
        count = getattr(run.document, name)
        if count.loan_fund is None or count.solidarity_fund is None:
            yield breach(name, Code.NOT_COUNTED)


def numbers_follow(run: Run) -> Iterator[Breach]:
    """Flag a meeting whose forerunner has not arrived; Source: mission, weeks without network."""
    document, last = run.document, run.books.last_meeting
    if document.meeting > max(last, OPENING) + 1:
        number = max(last, OPENING) + 1
        yield breach("meeting", Code.MEETING_NUMBER_SKIPPED, number=number)


def within_cycle(run: Run) -> Iterator[Breach]:
    """Flag a meeting after the day on which the cycle was to be shared out.

    Source: method.md 1.1, cycle of 9 to 12 months [GOMA]; 1.2, cycle length.
    """
    day = run.books.share_out_on
    if run.document.held_on > day:
        yield breach("held_on", Code.SHARE_OUT_OVERDUE, share_out_on=day.isoformat())


PROBLEM_RULES: tuple[Callable[[Run], Iterator[Problem]], ...] = (
    date_in_cycle,
    number_is_next,
    members_belong,
    payables_known,
    carried_into_first_cycle,
    share_value_stands,
    found_while_posting,
    sums_can_be_kept,
)
"""What refuses a document, in the order in which it is told."""

BREACH_RULES: tuple[Callable[[Run], Iterator[Breach]], ...] = (
    has_quorum,
    posts_as_agreed,
    counts_agree,
    fines_as_agreed,
    solidarity_paid,
    help_as_agreed,
    shares_within_limits,
    loan_meeting,
    loan_ceiling,
    loan_term,
    guarantors,
    written_off_by_vote,
    numbers_follow,
    within_cycle,
)
"""What is recorded and flagged, in the order of the meeting."""
