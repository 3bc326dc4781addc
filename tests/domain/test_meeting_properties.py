"""What holds for any meeting at all: cash is counted money, debits equal credits, and no less."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import OPENED_ON, SHARE, a_roster, a_standing, new_books
from vsla.domain.books_form import books_to_json
from vsla.domain.calendar import Period
from vsla.domain.constitution import Charge, ChargeBasis, Fund, Penalty, PenaltyKind, Step
from vsla.domain.constitution_form import PERIODS_OF
from vsla.domain.document import MeetingDocument, parse_meeting
from vsla.domain.ledger import NEVER_NEGATIVE, Account, Kind, Movement, balances, trial_balance
from vsla.domain.loans import owed
from vsla.domain.meeting import post_meeting, replay, with_departures
from vsla.domain.roster import LeavingReason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsla.domain.books import Books
    from vsla.domain.meeting import Posted
    from vsla.domain.run import Standing

MEMBERS = 6
members = st.integers(1, MEMBERS)
strangers = st.integers(1, MEMBERS + 2)
small = st.integers(1, 3 * SHARE)
counts = st.fixed_dictionaries(
    {}, optional={"loan_fund_minor": st.integers(0, SHARE), "solidarity_fund_minor": small}
)


def rows(*, by: str = "", most: int = 4, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Give rows of one part of a document, each member, line or loan named once."""
    row = st.fixed_dictionaries(parts)
    unique = (lambda item: item[by]) if by else None
    return st.lists(row, max_size=most, unique_by=unique)


def parts(anyone: st.SearchStrategy[int]) -> dict[str, st.SearchStrategy[Any]]:
    """Give what may happen at a meeting of those named."""
    need = st.sampled_from(["illness", "wedding", "other"])
    fund = st.sampled_from(list(map(str, Fund)))
    loan = st.integers(1, 5).flatmap(
        lambda meeting: st.integers(1, 4).map(lambda line: 1_000_000 + meeting * 1_000 + line)
    )
    return {
        "attendance": rows(
            by="member",
            member=anyone,
            state=st.sampled_from(["present", "late", "absent"]),
            by_representative=st.booleans(),
        ),
        "opening_count": counts,
        "shares_bought": rows(by="member", member=anyone, count=st.integers(1, 7)),
        "solidarity_paid": rows(by="member", member=anyone, amount_minor=small),
        "fines_charged": rows(member=anyone, offence=st.just("late"), amount_minor=small),
        "fines_paid": rows(by="member", member=anyone, amount_minor=small),
        "solidarity_grants": rows(member=anyone, need=need, amount_minor=small, most=2),
        "solidarity_loans": rows(
            by="line",
            most=2,
            line=st.integers(1, 2),
            member=anyone,
            need=need,
            amount_minor=small,
            weeks=st.integers(1, 8),
        ),
        "loans_granted": rows(
            by="line",
            most=2,
            line=st.integers(3, 4),
            member=anyone,
            amount_minor=small,
            term=st.integers(1, 6),
        ),
        "repayments": rows(loan=loan, amount_minor=small),
        "write_offs": rows(
            by="loan", most=1, loan=loan, votes_for=st.just(5), votes_against=st.just(1)
        ),
        "expenses": rows(fund=fund, amount_minor=small, what=st.just("ink"), most=2),
        "other_income": rows(fund=fund, amount_minor=small, what=st.just("field"), most=2),
        "transfers": rows(
            most=3,
            direction=st.sampled_from(["to_bank", "from_bank"]),
            channel=st.just("bank"),
            fund=fund,
            amount_minor=small,
        ),
        "payables_paid": rows(by="member", member=anyone, amount_minor=small, most=1),
        "departures": rows(
            by="member",
            most=1,
            member=anyone,
            reason=st.sampled_from(list(map(str, LeavingReason))),
        ),
        "closing_count": counts,
    }


def documents(
    anyone: st.SearchStrategy[int], number: int, **always: Any
) -> st.SearchStrategy[MeetingDocument]:
    """Give any meeting of a number; a few things happen at each."""
    possible = parts(anyone)
    day = (OPENED_ON + timedelta(weeks=3 * number)).isoformat()
    head = {"schema_version": 1, "cycle": 1, "meeting": number, "held_on": day}
    some = st.lists(st.sampled_from(sorted(possible)), max_size=8, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: possible[name] for name in names})
    )
    return some.map(lambda drawn: parse_meeting(head | drawn | always))


charges = st.sampled_from(list(ChargeBasis)).flatmap(
    lambda basis: st.builds(
        Charge,
        basis=st.just(basis),
        rate_ppm=st.integers(0, 200_000),
        period=st.sampled_from(sorted(PERIODS_OF[basis])),
        stops_at_term=st.booleans(),
    )
)
standings = st.builds(
    a_standing,
    members=st.just(MEMBERS),
    charge=charges,
    penalty=st.sampled_from(
        [Penalty(), Penalty(PenaltyKind.FIXED, 700), Penalty(PenaltyKind.SHARE_OF_DEBT, 0, 50_000)]
    ),
    fines_into=st.sampled_from(Fund),
    meeting_order=st.permutations(list(Step)).map(tuple),
)
saving = {"shares_bought": [{"member": n, "count": 4} for n in range(1, MEMBERS + 1)]}
cycles = st.tuples(
    *(documents(members, number, **(saving if number == 1 else {})) for number in range(1, 5))
)


def mended(document: MeetingDocument, books: Books, standing: Standing) -> MeetingDocument:
    """Take out of a document what cannot be posted, one thing after the other."""
    while problems := post_meeting(document, books, standing).problems:
        part, *place = problems[0].path.split(".")
        held = getattr(document, part)
        left = (*held[: int(place[0])], *held[int(place[0]) + 1 :]) if place else ()
        change: dict[str, Any] = {part: left}
        document = replace(document, **change)
    return document


def told(
    cycle: Iterable[MeetingDocument], standing: Standing
) -> list[tuple[MeetingDocument, Posted]]:
    """Post a cycle in order, with what cannot be posted taken out; who left is gone."""
    books, posted = new_books(), []
    for document in cycle:
        valid = mended(document, books, standing)
        one = post_meeting(valid, books, standing)
        posted.append((valid, one))
        books = one.posting.books
        roster = with_departures(standing.roster, one.posting.departures, books.last_held_on)
        standing = replace(standing, roster=roster)
    return posted


def into(account: Account, movements: tuple[Movement, ...]) -> int:
    """Add up what an account received, less what left it, by the accounts of each kind."""
    came = sum(m.amount for m in movements if m.debit is account)
    return came - sum(m.amount for m in movements if m.credit is account)


@given(cycles, standings)
def test_cash_is_the_opening_and_what_moved(
    cycle: tuple[MeetingDocument, ...], standing: Standing
) -> None:
    before = new_books()
    for _, posted in told(cycle, standing):
        after, moved = posted.posting.books, posted.posting.movements
        for account in NEVER_NEGATIVE:
            assert after.balances[account] == before.balances[account] + into(account, moved)
            assert after.balances[account] >= 0
        assert trial_balance(after.balances) == 0
        assert all(movement.amount > 0 for movement in moved)
        before = after


@given(cycles, standings)
def test_after_a_closing_count_the_books_say_what_was_counted(
    cycle: tuple[MeetingDocument, ...], standing: Standing
) -> None:
    for document, posted in told(cycle, standing):
        books, counted = posted.posting.books, document.closing_count
        if counted.loan_fund is not None:
            assert books.balances[Account.CASH_LOAN_FUND] == counted.loan_fund
        if counted.solidarity_fund is not None:
            assert books.balances[Account.CASH_SOLIDARITY] == counted.solidarity_fund


@given(cycles, standings)
def test_shares_debts_and_money_agree(
    cycle: tuple[MeetingDocument, ...], standing: Standing
) -> None:
    for _, posted in told(cycle, standing):
        books = posted.posting.books
        day = books.last_held_on
        assert day is not None
        lent = [loan for loan in books.loans.values() if not loan.solidarity]
        helped = [loan for loan in books.loans.values() if loan.solidarity]
        assert books.total_shares * SHARE == books.balances[Account.MEMBER_SHARES]
        assert sum(owed(x, day).principal for x in lent) == books.balances[Account.LOANS]
        left = sum(owed(x, day).principal for x in helped)
        assert left == books.balances[Account.SOLIDARITY_LOANS]
        assert all(amount > 0 for amount in books.fines_owed.values())


@given(cycles, standings)
def test_the_movements_alone_give_the_balances(
    cycle: tuple[MeetingDocument, ...], standing: Standing
) -> None:
    posted = told(cycle, standing)

    every = [movement for _, one in posted for movement in one.posting.movements]
    assert balances(every) == posted[-1][1].posting.books.balances


@given(cycles, standings)
def test_telling_the_documents_again_gives_the_same_books(
    cycle: tuple[MeetingDocument, ...], standing: Standing
) -> None:
    posted = told(cycle, standing)
    texts = [json.dumps(asdict(document), default=str) for document, _ in posted]

    again = replay(
        [document for document, _ in posted], new_books(), lambda _: standing, standing.roster
    )

    assert list(again.posted) == [one for _, one in posted]
    assert books_to_json(again.books) == books_to_json(posted[-1][1].posting.books)
    assert texts == [json.dumps(asdict(document), default=str) for document, _ in posted]


@given(documents(strangers, 3), standings)
def test_any_document_gives_an_answer_and_leaves_the_books_alone(
    document: MeetingDocument, standing: Standing
) -> None:
    books = new_books()
    before = json.dumps(books_to_json(books))

    posted = post_meeting(document, books, standing)

    assert json.dumps(books_to_json(books)) == before
    assert trial_balance(posted.posting.books.balances) == 0
    named = {row.member for row in document.shares_bought} - set(standing.roster.members)
    assert bool(named) <= bool(posted.problems)


@given(documents(members, 3), st.sampled_from(["1900-01-01", "2199-12-31"]), standings)
def test_a_day_far_away_breaks_nothing(
    document: MeetingDocument, day: str, standing: Standing
) -> None:
    books = books_with_a_loan_of_each_kind(standing)
    far = replace(document, held_on=OPENED_ON.fromisoformat(day))

    posted = post_meeting(far, books, replace(standing, roster=a_roster(MEMBERS)))

    assert posted.problems or posted.posting.books.last_held_on == far.held_on


def books_with_a_loan_of_each_kind(standing: Standing) -> Books:
    """Give books of a first meeting with loans of both funds."""
    head = {"schema_version": 1, "cycle": 1, "meeting": 1, "held_on": OPENED_ON.isoformat()}
    source = head | {
        "shares_bought": [{"member": 1, "count": 5}],
        "solidarity_paid": [{"member": 1, "amount_minor": SHARE}],
        "loans_granted": [{"line": 3, "member": 1, "amount_minor": SHARE, "term": 1}],
        "solidarity_loans": [
            {"line": 1, "member": 2, "need": "death", "amount_minor": 500, "weeks": 4}
        ],
    }
    usual = replace(standing.constitution, meeting_order=tuple(Step))
    document = parse_meeting(source)
    return post_meeting(document, new_books(), replace(standing, constitution=usual)).posting.books


@pytest.mark.parametrize("kind", [Kind.SHARES_BOUGHT, Kind.LOAN_DISBURSED, Kind.LEAVING_PAID])
def test_the_properties_see_the_movements_that_matter(kind: Kind) -> None:
    standing = a_standing(members=MEMBERS)
    books = books_with_a_loan_of_each_kind(standing)
    day = OPENED_ON.isoformat()
    leaving = {
        "schema_version": 1,
        "cycle": 1,
        "meeting": 2,
        "held_on": day,
        "shares_bought": [{"member": 3, "count": 1}],
        "loans_granted": [{"line": 3, "member": 2, "amount_minor": 5, "term": 1}],
        "departures": [{"member": 3, "reason": "left"}],
    }

    posted = post_meeting(parse_meeting(leaving), books, standing)

    assert kind in {movement.kind for movement in posted.posting.movements}
    assert Period.FOUR_WEEKS is standing.constitution.charge.period
