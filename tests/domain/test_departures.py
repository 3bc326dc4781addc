"""Leaving in mid-cycle: shares at the price paid, less debts; nobody leaves silently."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.builders import SHARE, a_standing, bought, lent, new_books, post, problems
from vsla.domain.constitution import Fund, HeirsRule, ProfitRule
from vsla.domain.ledger import Account, Kind
from vsla.domain.meeting import with_departures

LEAVING = [{"member": 1, "reason": "moved"}]


def test_a_leaver_gets_her_shares_at_the_price_paid() -> None:
    standing = a_standing()
    books = post(new_books(), standing, 1, shares_bought=bought(3, 2)).posting.books

    posted = post(books, standing, 2, departures=LEAVING)

    assert not posted.problems
    assert posted.posting.books.shares == {2: 2}
    assert posted.posting.books.balances[Account.CASH_LOAN_FUND] == 2 * SHARE
    assert posted.posting.books.balances[Account.SHAREOUT_PAYABLE] == 0


def test_debts_are_set_off_in_the_open() -> None:
    standing = a_standing()
    first = post(
        new_books(),
        standing,
        1,
        shares_bought=bought(5, 5),
        loans_granted=[lent(1, 200_000)],
        solidarity_loans=[
            {"line": 2, "member": 1, "need": "illness", "amount_minor": 30_000, "weeks": 4}
        ],
        fines_charged=[{"member": 1, "offence": "late", "amount_minor": 20_000}],
    )
    second = post(first.posting.books, standing, 5, departures=LEAVING)

    moved = {m.kind: m.amount for m in second.posting.movements if m.member == 1}
    assert not second.problems
    assert moved[Kind.PRINCIPAL_SET_OFF] == 200_000
    assert moved[Kind.INTEREST_SET_OFF] == 20_000
    assert moved[Kind.FINE_SET_OFF] == 20_000
    assert moved[Kind.HELD_FOR_SOLIDARITY] == moved[Kind.SOLIDARITY_REPAID] == 30_000
    assert moved[Kind.LEAVING_PAID] == 230_000
    assert second.posting.books.loans == {}


def test_fines_for_the_solidarity_fund_move_from_box_to_box() -> None:
    standing = a_standing(fines_into=Fund.SOLIDARITY_FUND)
    charged = [{"member": 1, "offence": "late", "amount_minor": 20_000}]
    posted = post(
        new_books(),
        standing,
        1,
        shares_bought=bought(1),
        solidarity_paid=[],
        fines_charged=charged,
        departures=LEAVING,
    )

    assert not posted.problems
    assert posted.posting.books.balances[Account.CASH_SOLIDARITY] == 20_000
    assert posted.posting.books.balances[Account.CASH_LOAN_FUND] == 0


def test_who_owes_more_than_her_savings_cannot_leave() -> None:
    standing = a_standing()
    first = post(
        new_books(), standing, 1, shares_bought=bought(1, 5), loans_granted=[lent(1, 300_000)]
    )
    second = post(first.posting.books, standing, 2, departures=LEAVING)

    assert problems(second) == [("departures.0", "leaver_still_owes")]
    assert second.problems[0].values == {"member": 1, "debt_minor": 200_000}


def test_heirs_get_profit_only_where_the_rule_says_so() -> None:
    died = [{"member": 1, "reason": "died"}]
    income = [{"amount_minor": 90_000, "what": "field"}]
    for rule, expected in ((HeirsRule.SHARES, 100_000), (HeirsRule.SHARES_AND_PROFIT, 130_000)):
        posted = post(
            new_books(),
            a_standing(heirs_rule=rule),
            1,
            shares_bought=bought(1, 2),
            other_income=income,
            departures=died,
        )

        paid = sum(m.amount for m in posted.posting.movements if m.kind is Kind.LEAVING_PAID)
        assert not posted.problems
        assert paid == expected


def test_heirs_get_an_equal_part_where_profit_is_shared_equally() -> None:
    # 90,002 of profit among the three who saved: 30,000 and two thirds left out; the share is
    # 100,000. By shares the part would be a quarter.
    posted = post(
        new_books(),
        a_standing(heirs_rule=HeirsRule.SHARES_AND_PROFIT, profit_rule=ProfitRule.FLAT),
        1,
        shares_bought=bought(1, 2, 1),
        other_income=[{"amount_minor": 90_002, "what": "field"}],
        departures=[{"member": 1, "reason": "died"}],
    )

    paid = {m.kind: m.amount for m in posted.posting.movements if m.kind.startswith("leaving")}
    assert paid == {
        Kind.LEAVING_SHARES: 100_000,
        Kind.LEAVING_PROFIT: 30_000,
        Kind.LEAVING_PAID: 130_000,
    }


def test_heirs_bear_no_loss() -> None:
    died = [{"member": 1, "reason": "died"}]
    spent = [{"amount_minor": 90_000, "what": "roof"}]

    posted = post(
        new_books(),
        a_standing(heirs_rule=HeirsRule.SHARES_AND_PROFIT),
        1,
        shares_bought=bought(1, 2),
        expenses=spent,
        departures=died,
    )

    assert posted.posting.books.balances[Account.CASH_LOAN_FUND] == 110_000


def test_what_no_note_can_pay_stays_in_the_fund_and_is_seen() -> None:
    charged = [{"member": 1, "offence": "other", "amount_minor": 1_234}]

    posted = post(
        new_books(),
        a_standing(),
        1,
        shares_bought=bought(1),
        fines_charged=charged,
        departures=LEAVING,
    )

    moved = {m.kind: m.amount for m in posted.posting.movements if m.member == 1}
    assert moved[Kind.LEAVING_PAID] == 95_000
    assert moved[Kind.LEAVING_ROUNDED_OFF] == 3_766


def test_money_of_an_earlier_share_out_is_paid_on_leaving() -> None:
    books = replace(
        new_books(), payable={1: 50_000}, fines_owed={1: 5_000}, fine_arrears={1: 5_000}
    )
    books.balances[Account.SHAREOUT_PAYABLE] = 50_000
    books.balances[Account.CASH_LOAN_FUND] = 45_000
    books.balances[Account.FINES_OWED] = 5_000

    posted = post(books, a_standing(), 1, departures=LEAVING)

    moved = {m.kind: m.amount for m in posted.posting.movements}
    assert not posted.problems
    assert moved[Kind.FINE_ARREARS_SET_OFF] == 5_000
    assert moved[Kind.LEAVING_PAID] == 45_000
    assert posted.posting.books.payable == {}


def test_a_leaver_belongs_on_her_last_day_and_not_after() -> None:
    standing = a_standing()
    first = post(new_books(), standing, 1, shares_bought=bought(1), departures=LEAVING)
    gone = with_departures(
        standing.roster, first.posting.departures, first.posting.books.last_held_on
    )

    second = post(first.posting.books, replace(standing, roster=gone), 2, solidarity_paid=[])

    assert ("attendance.0.member", "departed_member") in problems(second)
    assert [m.member for m in gone.on(first.posting.books.opened_on)] == [1, 2, 3, 4, 5]
