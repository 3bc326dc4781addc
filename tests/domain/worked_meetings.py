"""Checks of the worked examples on meetings, purchases of shares and leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.domain.builders import OPENED_ON, a_standing, bought, lent, new_books, post, problems
from tests.domain.share_out_world import NOTES, a_world
from vsla.domain.calendar import Period
from vsla.domain.codes import Code
from vsla.domain.constitution import Charge, ChargeBasis, FineRule, Offence, Penalty
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.ledger import Account, Kind, Movement, apply
from vsla.domain.loans import excess, grant, owed, schedule
from vsla.domain.shareout import preview

if TYPE_CHECKING:
    from vsla.domain.books import Books
    from vsla.domain.meeting import Posted
    from vsla.domain.run import Standing

Example = dict[str, Any]

PERCENT = 10_000


def _breaches(posted: Posted, code: Code) -> list[Any]:
    return [breach for breach in posted.breaches if breach.code is code]


def _moved(posted: Posted, kind: Kind) -> int:
    return sum(each.amount for each in posted.posting.movements if each.kind is kind)


def whole_shares(given: Example, expect: Example) -> None:
    value = given["share_value"]
    standing = replace(a_standing(1, share_value=value), cash_step=1)
    books, shares, saved, over = new_books(), [], [], []

    for meeting, payment in enumerate(given["payments"], start=1):
        count, left = divmod(payment, value)
        books = post(books, standing, meeting, shares_bought=bought(count)).posting.books
        shares.append(count)
        over.append(left)
        saved.append(books.balances[Account.MEMBER_SHARES])

    assert (shares, over, saved) == (expect["shares"], expect["left_over"], expect["saved"])
    assert books.shares[1] == expect["cumulative_shares"][-1]
    with pytest.raises(InvalidDocumentError, match="not_a_number"):
        post(books, standing, 4, shares_bought=[{"member": 1, "count": 4.6}])


def shares_times_value(given: Example, expect: Example) -> None:
    standing = a_standing(1, share_value=expect["share_value"])

    posted = post(new_books(), standing, 1, shares_bought=bought(given["shares"]))

    assert _moved(posted, Kind.SHARES_BOUGHT) == given["paid"]


def ceiling_over_the_meeting(given: Example, expect: Example) -> None:
    most = given["max_shares_per_meeting"]
    standing = a_standing(1, share_value=given["share_value"], shares_max=most)
    bought_so_far = 0

    for (_, count), accepted in zip(given["purchases"], expect["accept"], strict=True):
        bought_so_far += count
        posted = post(new_books(), standing, 1, shares_bought=bought(bought_so_far))
        assert bool(_breaches(posted, Code.TOO_MANY_SHARES)) is not accepted
        assert posted.problems == ()
    two_rows = [{"member": 1, "count": count} for _, count in given["purchases"]]
    with pytest.raises(InvalidDocumentError, match="duplicate"):
        post(new_books(), standing, 1, shares_bought=two_rows)


def contributions_by_member(given: Example, expect: Example) -> None:
    came, excused, fine = given["attended"], given["excused"], given["fine_unexcused"]
    members, payers = expect["members"], expect["social_payers_implied"]
    states = ["present"] * came + ["excused"] * excused + ["absent"] * given["unexcused"]
    contribution = given["social_contribution"]
    standing = a_standing(
        members,
        share_value=given["share_value"],
        solidarity_contribution=contribution,
        fines=(FineRule(Offence.ABSENT, fine),),
    )

    posted = post(
        new_books(),
        standing,
        1,
        attendance=[{"member": n, "state": s} for n, s in enumerate(states, start=1)],
        shares_bought=bought(*[2] * 5, *[1] * 20),
        solidarity_paid=[{"member": n + 1, "amount_minor": contribution} for n in range(payers)],
        fines_charged=[
            {"member": n, "offence": "absent", "amount_minor": fine}
            for n in range(came + excused + 1, members + 1)
        ],
    )

    assert posted.problems == ()
    assert sum(fact.amount for fact in posted.posting.fines) == expect["fines_charged"]
    assert sum(posted.posting.books.shares.values()) == expect["shares_sold"]
    assert _moved(posted, Kind.SHARES_BOUGHT) == given["saved"]
    assert _moved(posted, Kind.SOLIDARITY_PAID) == given["social_collected"]
    assert given["social_collected"] != expect["social_if_all_present_paid"]
    assert len(_breaches(posted, Code.SOLIDARITY_UNPAID)) == came - payers


def _kenyan(given: Example) -> tuple[Standing, dict[str, Any]]:
    charge = Charge(ChargeBasis.DECLINING, given["rate_percent_month"] * PERCENT, Period.MONTH)
    standing = a_standing(
        2,
        share_value=given["share_value"] * 100,
        shares_max=10,
        solidarity_contribution=given["social_contribution"] * 100,
        loan_multiple=given["loan_multiple"],
        charge=charge,
    )
    fine = given["fine_paid"] * 100
    parts = {
        "shares_bought": bought(*given["shares"].values()),
        "solidarity_paid": [
            {"member": n, "amount_minor": given["social_contribution"] * 100} for n in (1, 2)
        ],
        "fines_charged": [{"member": 2, "offence": "late", "amount_minor": fine}],
        "fines_paid": [{"member": 2, "amount_minor": fine}],
    }
    return standing, parts


def box_never_below_zero(given: Example, expect: Example) -> None:
    standing, parts = _kenyan(given)

    saved = post(new_books(), standing, 1, **parts)
    asked = [
        post(new_books(), standing, 1, **parts, loans_granted=[lent(1, amount * 100, term=3)])
        for amount in (given["loan_requested"], given["loan_principal"], 1_650)
    ]

    cash = saved.posting.books.balances
    assert cash[Account.MEMBER_SHARES] == expect["saved"] * 100
    assert cash[Account.CASH_SOLIDARITY] == expect["social"] * 100
    box = cash[Account.CASH_LOAN_FUND] + cash[Account.CASH_SOLIDARITY]
    assert box == expect["cash_before_lending"] * 100
    assert _breaches(asked[0], Code.LOAN_ABOVE_CEILING)[0].values["ceiling_minor"] == (
        expect["max_by_savings_Achieng"] * 100
    )
    assert problems(asked[1])[0][1] == Code.LENDING_ABOVE_LOAN_FUND
    assert _breaches(asked[1], Code.LOAN_ABOVE_CEILING) == []
    assert asked[2].problems == ()
    assert asked[2].posting.books.balances[Account.CASH_LOAN_FUND] == 0
    loan = next(iter(asked[1].posting.books.loans.values()))
    due = sum(line.principal + line.interest for line in schedule(loan))
    assert due == expect["loan_total_due"] * 100


_PRICE = 500
"""Price of a share, of which every amount of these cases is a multiple."""


def _with_opening(given: Example) -> Books:
    """Make books with the opening cash, a fifth of it solidarity, and a loan of 100,000 out."""
    books = new_books()
    solidarity = given["opening"] // 5
    lent_out, shares = 100_000, given["opening"] - solidarity + 100_000
    for movement in (
        Movement(Kind.SHARES_BOUGHT, shares, 1),
        Movement(Kind.SOLIDARITY_PAID, solidarity, 1),
        Movement(Kind.LOAN_DISBURSED, lent_out, 1, 1),
    ):
        apply(books.balances, movement)
    books.shares[1] = shares // _PRICE
    books.loans[1] = grant(
        loan=1,
        member=1,
        granted_on=OPENED_ON,
        term=3,
        principal=lent_out,
        charge=Charge(ChargeBasis.FLAT_TERM, 100_000, Period.FOUR_WEEKS),
        penalty=Penalty(),
    )
    return books


def cash_book(given: Example, expect: Example) -> None:
    books = _with_opening(given)
    standing = a_standing(5, share_value=_PRICE, shares_max=200)
    fines = [{"member": 1, "amount_minor": given["fines"]}]

    posted = post(
        books,
        standing,
        1,
        shares_bought=bought(given["savings"] // _PRICE),
        solidarity_paid=[{"member": 1, "amount_minor": given["social_in"]}],
        fines_charged=[{**fines[0], "offence": "late"}],
        fines_paid=fines,
        repayments=[{"loan": 1, "amount_minor": given["loans_repaid"]}],
        solidarity_grants=[{"member": 2, "need": "illness", "amount_minor": given["social_out"]}],
        loans_granted=[lent(3, given["loans_issued"])],
    )

    after = posted.posting.books.balances
    closing = after[Account.CASH_LOAN_FUND] + after[Account.CASH_SOLIDARITY]
    out = _moved(posted, Kind.SOLIDARITY_GRANT) + _moved(posted, Kind.LOAN_DISBURSED)
    assert posted.problems == ()
    assert closing == expect["expected_closing"]
    assert out == expect["total_out"]
    assert closing + out == expect["total_in"]


def differences_recorded(given: Example, expect: Example) -> None:
    books = _with_opening({"opening": given["expected_opening"] * 5 // 4})
    for counted, difference in zip(given["counted_opening"], expect["difference"], strict=True):
        count = {"loan_fund_minor": counted}

        posted = post(books, a_standing(5, share_value=_PRICE), 1, opening_count=count)

        short, over = _moved(posted, Kind.CASH_SHORT), _moved(posted, Kind.CASH_OVER)
        assert posted.problems == ()
        assert short - over == difference
        assert bool(_breaches(posted, Code.CASH_DIFFERENCE_OPENING)) is bool(difference)
    assert books.balances[Account.CASH_LOAN_FUND] == given["expected_opening"]


def funds_apart(given: Example, expect: Example) -> None:
    lendable = given["cash"] - given["social_fund"]

    assert lendable == expect["loan_fund_cash"]
    assert sum(given["loan_requests"]) == expect["requests_total"]
    assert excess(given["loan_requests"], lendable) == expect["excess"]
    posted = post(
        new_books(),
        a_standing(share_value=_PRICE, shares_max=200),
        1,
        shares_bought=bought(lendable // _PRICE),
        solidarity_paid=[{"member": 1, "amount_minor": given["social_fund"]}],
        loans_granted=[
            lent(n, amount, line=n) for n, amount in enumerate(given["loan_requests"], start=1)
        ],
    )
    assert [(p.code, p.values) for p in posted.problems] == [
        (
            Code.LENDING_ABOVE_LOAN_FUND,
            {
                "requested_minor": expect["requests_total"],
                "available_minor": expect["loan_fund_cash"],
                "excess_minor": expect["excess"],
            },
        )
    ]


def savings_are_shares(given: Example, expect: Example) -> None:
    world = a_world([given["shares"]], share_value=1, solidarity=given["social"])
    world.move(Kind.FINE_PAID, given["fines"]).lend(1, given["disbursed"])
    world.repay(1, given["repaid"])
    units, books = expect["units_of_currency"], world.books.balances

    assert books[Account.SOLIDARITY_FUND] == units["social"] * 100
    assert books[Account.FINES_INCOME] == units["fines"] * 100
    assert books[Account.LOANS] == (units["given_out"] - units["repaid"]) * 100
    assert books[Account.MEMBER_SHARES] == given["shares"]
    assert books[Account.MEMBER_SHARES] != expect["their_total_savings"] * 100


def a_members_own_figures(given: Example, expect: Example) -> None:
    world = a_world([given["shares"], 10**6], share_value=1, solidarity=given["social"])
    world.lend(1, given["loans"]).repay(1, given["repaid"])
    units = expect["in_units"]

    line = world.share_out().lines[0]

    assert line.capital == units["savings_shares"] * 100
    assert line.debts.total == units["owes"] * 100
    assert owed(world.loans[1], OPENED_ON).total == given["loans"]
    assert world.balances[Account.SOLIDARITY_FUND] == units["social"] * 100


def leaver_is_settled_with(given: Example, expect: Example) -> None:
    share, members = given["leaver_share"], given["members"]
    standing = replace(a_standing(members, share_value=share, shares_min=0), cash_step=1)
    saved = post(new_books(), standing, 1, shares_bought=bought(1, 1, 1)).posting.books

    left = post(saved, standing, 2, departures=[{"member": 3, "reason": "left"}])

    after = left.posting.books
    out = preview(
        after,
        standing.constitution,
        standing.roster,
        cash_step=1,
        cash=NOTES,
        held_on=after.share_out_on,
    )
    assert left.problems == ()
    assert _moved(left, Kind.LEAVING_PAID) == share
    assert [line.payout for line in out.lines if line.shares] == [share] * given["remaining"]
    silent_gain = {line.profit for line in out.lines}
    assert silent_gain == {0}
    assert expect["printed"] == share // given["remaining"]


CHECKS = {
    "SP-01": whole_shares,
    "SP-02": shares_times_value,
    "SP-05": ceiling_over_the_meeting,
    "MC-01": contributions_by_member,
    "MC-03": box_never_below_zero,
    "MC-04": cash_book,
    "MC-05": differences_recorded,
    "MC-07": funds_apart,
    "MC-10": savings_are_shares,
    "MC-12": a_members_own_figures,
    "EX-01": leaver_is_settled_with,
}
