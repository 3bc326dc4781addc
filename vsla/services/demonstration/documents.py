"""Write the documents of invented meetings on true books: counts follow from the rules."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vsla.domain.constitution import Fund
from vsla.domain.document import SCHEMA_VERSION, parse_meeting
from vsla.domain.ledger import Account
from vsla.domain.meeting import post_meeting
from vsla.domain.money import CURRENCIES, notes_for
from vsla.domain.roster import Post
from vsla.services.demonstration import money_of
from vsla.services.demonstration.rules_of import unit_of
from vsla.services.demonstration.shape import Oddity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsla.domain.books import Books
    from vsla.domain.run import Standing
    from vsla.services.demonstration.shape import GroupPlan, MeetingPlan

Body = dict[str, Any]

_SHOPPING_EVERY = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as it was, and as it was recorded first when that was wrong."""

    meeting: MeetingPlan
    body: Body
    wrong: Body | None = None


def tell_cycle(
    group: GroupPlan, meetings: Sequence[MeetingPlan], books: Books, standing: Standing
) -> Iterator[Told]:
    """Tell the meetings of one cycle, each on the books of those before.

    Args:
        group: the plan.
        meetings: of the cycle, in order.
        books: of the group, the cycle opened.
        standing: the rules and everyone, for the whole cycle.

    Yields:
        Documents that can be posted, in order.
    """
    for meeting in meetings:
        body, books = _tell(group, meeting, books, standing)
        yield Told(meeting, body, _wrong(group, meeting, body))


def _tell(
    group: GroupPlan, meeting: MeetingPlan, books: Books, standing: Standing
) -> tuple[Body, Books]:
    """Write one document in the order of the money: each part needs the cash of those before."""
    body = _head(group, meeting, books)
    rules = standing.constitution
    regular = rules.is_loan_meeting(meeting.number)
    body["solidarity_paid"] = money_of.solidarity(group, meeting, rules)
    fund = books.balances[Account.CASH_SOLIDARITY]
    fund += sum(row["amount_minor"] for row in body["solidarity_paid"])
    body["solidarity_grants"] = money_of.grants(group, meeting, rules, fund)
    if not meeting.quiet:
        body["fines_charged"] = money_of.fines(group, meeting, rules)
        charged = body["fines_charged"]
        body["fines_paid"] = money_of.fines_paid(group, meeting, books, charged)
        body["repayments"] = money_of.repayments(group, meeting, books, regular=regular)
        body["expenses"] = _expenses(group, meeting)
        before_loans = _post(body, books, standing)
        lent = money_of.loans(group, meeting, before_loans, rules, regular=regular)
        body["loans_granted"] = lent
        body["loans_refused"] = money_of.refusals(group, meeting, lent)
    if Oddity.BANK in meeting.oddities:
        body["transfers"] = [_transfer(group)]
    after = _post(body, books, standing)
    body["closing_count"] = _count(group, after)
    if Oddity.SHORT in meeting.oddities:
        body["closing_count"] = _count(group, after, short=group.cash_step * 10)
        body["note"] = "Il manque de l'argent dans la caisse; le comité va chercher."
        after = _post(body, books, standing)
    return body, after


def _head(group: GroupPlan, meeting: MeetingPlan, books: Books) -> Body:
    posts = dict(reversed(group.seats))
    return {
        "schema_version": SCHEMA_VERSION,
        "cycle": books.cycle,
        "meeting": meeting.number,
        "held_on": meeting.held_on.isoformat(),
        "attendance": [
            {
                "member": fact.member,
                "state": fact.state.value,
                "by_representative": fact.by_representative,
            }
            for fact in meeting.attendance
        ],
        "opening_count": _count(group, books),
        "shares_bought": [
            {"member": member, "count": count} for member, count in sorted(meeting.shares.items())
        ],
        "chaired_by": posts[Post.CHAIR],
        "recorded_by": posts[Post.SECRETARY],
    }


def _count(group: GroupPlan, books: Books, *, short: int = 0) -> dict[str, object]:
    """Count both boxes note by note; some minor units may be missing in the first."""
    held = {
        Fund.LOAN_FUND: books.balances[Account.CASH_LOAN_FUND] - short,
        Fund.SOLIDARITY_FUND: books.balances[Account.CASH_SOLIDARITY],
    }
    made: dict[str, object] = {f"{fund}_minor": amount for fund, amount in held.items()}
    for fund, amount in held.items():
        notes, left = notes_for(amount, CURRENCIES[group.currency].cash)
        if notes and not left:
            made[f"{fund}_notes"] = {str(value): number for value, number in notes.items()}
    return made


def _post(body: Body, books: Books, standing: Standing) -> Books:
    posted = post_meeting(parse_meeting(body), books, standing)
    assert not posted.problems, posted.problems
    return posted.posting.books


def _expenses(group: GroupPlan, meeting: MeetingPlan) -> list[dict[str, object]]:
    if meeting.number % _SHOPPING_EVERY != 1:
        return []
    unit = unit_of(group.currency)
    return [{"fund": "loan_fund", "amount_minor": 2 * unit, "what": "carnets et stylos"}]


def _transfer(group: GroupPlan) -> dict[str, object]:
    return {
        "direction": "to_bank",
        "channel": "mobile_money",
        "fund": "loan_fund",
        "amount_minor": 20 * unit_of(group.currency),
        "reference": "CI171206.0000.X00001",
    }


def _wrong(group: GroupPlan, meeting: MeetingPlan, body: Body) -> Body | None:
    """Write what was recorded by mistake; the boxes were counted truly all the same."""
    if meeting.oddities.isdisjoint({Oddity.WRONG_LINE, Oddity.WRONG_COUNT}):
        return None
    wrong = deepcopy(body)
    rows = wrong["shares_bought"]
    most = max(rows, key=lambda row: row["count"])
    least = min(rows, key=lambda row: row["count"])
    if Oddity.WRONG_COUNT in meeting.oddities:
        least["count"] += 1
    else:
        most["count"], least["count"] = least["count"], most["count"]
    assert wrong != body, f"{group.name} has a mistake to correct"
    return wrong
