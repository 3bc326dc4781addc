"""Every rule of a meeting, with the case that breaks it and the one that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.domain.builders import (
    OPENED_ON,
    a_constitution,
    a_roster,
    a_standing,
    bought,
    codes,
    new_books,
    post,
    problems,
)
from vsla.domain.constitution import Help, Need
from vsla.domain.money import MINOR_MAX
from vsla.domain.roster import Roster
from vsla.domain.rules import BREACH_RULES, PROBLEM_RULES, quorum
from vsla.domain.run import Standing

if TYPE_CHECKING:
    from vsla.domain.meeting import Posted

FIRST = OPENED_ON.isoformat()


def meet(meeting: int = 1, *, rules: dict[str, Any] | None = None, **parts: Any) -> Posted:
    """Post a meeting of five members on new books."""
    return post(new_books(), a_standing(**(rules or {})), meeting, **parts)


def breaches(posted: Posted, code: str) -> list[tuple[str, dict[str, object]]]:
    """Give place and values of the breaches of one code."""
    return [(b.path, dict(b.values)) for b in posted.breaches if b.code == code]


def came(*members: int) -> list[dict[str, object]]:
    """Give the attendance of five: who is named was present."""
    return [{"member": n, "state": "present" if n in members else "absent"} for n in range(1, 6)]


def test_the_rules_are_told_in_one_order() -> None:
    assert [rule.__name__ for rule in PROBLEM_RULES] == [
        "date_in_cycle",
        "number_is_next",
        "members_belong",
        "payables_known",
        "carried_into_first_cycle",
        "share_value_stands",
        "found_while_posting",
        "sums_can_be_kept",
    ]
    assert all(rule.__doc__ and "Source:" in rule.__doc__ for rule in PROBLEM_RULES + BREACH_RULES)


def test_a_usual_meeting_breaks_nothing() -> None:
    counted = {"loan_fund_minor": 500_000, "solidarity_fund_minor": 100_000}
    opening = {"loan_fund_minor": 0, "solidarity_fund_minor": 0}
    posted = meet(shares_bought=bought(1, 1, 1, 1, 1), opening_count=opening, closing_count=counted)

    assert posted.problems == ()
    assert posted.breaches == ()


@pytest.mark.parametrize(
    ("part", "row", "path"),
    [
        ("shares_bought", {"member": 9, "count": 1}, "shares_bought.0.member"),
        ("solidarity_paid", {"member": 9, "amount_minor": 1}, "solidarity_paid.0.member"),
        ("fines_paid", {"member": 9, "amount_minor": 1}, "fines_paid.0.member"),
        (
            "fines_charged",
            {"member": 9, "offence": "late", "amount_minor": 1},
            "fines_charged.0.member",
        ),
        (
            "solidarity_grants",
            {"member": 1, "need": "illness", "amount_minor": 1, "payee": 9},
            "solidarity_grants.0.payee",
        ),
        (
            "solidarity_loans",
            {"line": 1, "member": 9, "need": "illness", "amount_minor": 1, "weeks": 4},
            "solidarity_loans.0.member",
        ),
        (
            "loans_granted",
            {"line": 1, "member": 9, "amount_minor": 1, "term": 1},
            "loans_granted.0.member",
        ),
        ("loans_refused", {"member": 9, "amount_minor": 1}, "loans_refused.0.member"),
        ("departures", {"member": 9, "reason": "left"}, "departures.0.member"),
        ("payables_paid", {"member": 9, "amount_minor": 1}, "payables_paid.0.member"),
        (
            "carried_loans",
            {"line": 1, "member": 9, "amount_minor": 1, "granted_on": FIRST, "due_on": FIRST},
            "carried_loans.0.member",
        ),
        ("carried_fines", {"member": 9, "amount_minor": 1}, "carried_fines.0.member"),
        ("carried_payables", {"member": 9, "amount_minor": 1}, "carried_payables.0.member"),
    ],
)
def test_a_stranger_is_named_wherever_she_stands(part: str, row: dict[str, Any], path: str) -> None:
    parts: dict[str, Any] = {part: [row]}

    posted = meet(**parts)

    assert (path, "unknown_member") in problems(posted)


def test_strangers_do_not_chair_record_confirm_or_stand_surety() -> None:
    loan = {"line": 1, "member": 1, "amount_minor": 1, "term": 1, "guarantors": [2, 9]}

    named: dict[str, Any] = {"chaired_by": 8, "recorded_by": 7, "confirmed_by": [2, 6]}

    posted = meet(shares_bought=bought(1), loans_granted=[loan], **named)

    assert problems(posted) == [
        ("loans_granted.0.guarantors.1", "unknown_member"),
        ("chaired_by", "unknown_member"),
        ("recorded_by", "unknown_member"),
        ("confirmed_by.1", "unknown_member"),
    ]


def test_who_has_not_joined_yet_or_has_left_does_not_take_part() -> None:
    people = list(a_roster().members.values())
    people[1] = replace(people[1], joined_on=OPENED_ON + timedelta(days=1))
    people[2] = replace(people[2], left_on=OPENED_ON - timedelta(days=1))
    standing = Standing(a_constitution(), Roster.of(people), 5_000)

    posted = post(new_books(), standing, 1, attendance=came(1), solidarity_paid=[])

    assert problems(posted) == [
        ("attendance.1.member", "departed_member"),
        ("attendance.2.member", "departed_member"),
    ]
    assert posted.problems[1].values == {"member": 3}


def test_who_left_may_still_be_paid_what_a_share_out_owes() -> None:
    people = list(a_roster().members.values())
    people[0] = replace(people[0], left_on=OPENED_ON - timedelta(days=1))
    books = replace(new_books(), payable={1: 500})

    posted = post(
        books,
        Standing(a_constitution(), Roster.of(people), 5_000),
        1,
        attendance=[],
        solidarity_paid=[],
        shares_bought=[{"member": 2, "count": 1}],
        payables_paid=[{"member": 1, "amount_minor": 500}],
    )

    assert not posted.problems


def test_debts_of_an_earlier_life_come_in_the_first_cycle_alone() -> None:
    carried = [{"member": 1, "amount_minor": 500}]

    posted = meet(cycle=2, carried_payables=carried, carried_fines=carried)

    assert problems(posted) == [
        ("cycle", "other_cycle"),
        ("carried_fines", "carried_too_late"),
        ("carried_payables", "carried_too_late"),
    ]


def test_a_meeting_belongs_to_the_running_cycle() -> None:
    posted = meet(cycle=2)

    assert problems(posted) == [("cycle", "other_cycle")]
    assert posted.problems[0].values == {"cycle": 1}


def test_a_meeting_is_not_held_before_its_cycle() -> None:
    early = (OPENED_ON - timedelta(days=1)).isoformat()

    posted = meet(held_on=early, attendance=[], solidarity_paid=[])

    assert problems(posted) == [("held_on", "date_before_cycle")]
    assert posted.problems[0].values == {"opened_on": FIRST}


def test_a_meeting_is_not_held_before_the_one_that_came_before() -> None:
    books = meet(3).posting.books
    same_day = (OPENED_ON + timedelta(weeks=2)).isoformat()

    early = post(books, a_standing(), 4, held_on=FIRST)
    twice_a_day = post(books, a_standing(), 4, held_on=same_day)

    assert problems(early) == [("held_on", "date_before_last_meeting")]
    assert early.problems[0].values == {"last_on": same_day}
    assert not twice_a_day.problems


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_number_is_taken_once_a_later_one_is_posted(number: int) -> None:
    books = meet(3).posting.books
    day = books.last_held_on

    posted = post(books, a_standing(), number, held_on=str(day))

    assert problems(posted) == [("meeting", "number_taken")]
    assert posted.problems[0].values == {"number": number}


def test_a_number_left_out_is_flagged_until_it_arrives() -> None:
    first = meet(3)
    second = post(first.posting.books, a_standing(), 4)

    assert breaches(first, "meeting_number_skipped") == [("meeting", {"number": 1})]
    assert breaches(second, "meeting_number_skipped") == []


def test_meeting_1_follows_an_opening_and_needs_none() -> None:
    opening = meet(0, attendance=[], solidarity_paid=[])
    after = post(opening.posting.books, a_standing(), 1)

    assert not opening.problems
    assert breaches(after, "meeting_number_skipped") == []
    assert breaches(meet(1), "meeting_number_skipped") == []


@pytest.mark.parametrize(
    ("members", "share", "needed"),
    [
        (30, (2, 3), 20),
        (25, (2, 3), 17),
        (1, (2, 3), 1),
        (0, (2, 3), 0),
        (25, (1, 2), 13),
        (24, (1, 2), 12),
        (10, (75, 100), 8),
        (7, (1, 1), 7),
    ],
)
def test_quorum_rounds_up(members: int, share: tuple[int, int], needed: int) -> None:
    assert quorum(a_constitution(quorum=share), members) == needed


def test_a_meeting_of_too_few_is_flagged() -> None:
    three, four = meet(attendance=came(1, 2, 3)), meet(attendance=came(1, 2, 3, 4))

    assert breaches(three, "no_quorum") == [("attendance", {"attended": 3, "needed": 4})]
    assert breaches(four, "no_quorum") == []


def test_late_comers_and_representatives_make_the_quorum_and_excuses_do_not() -> None:
    states = [
        {"member": 1, "state": "late"},
        {"member": 2, "state": "present"},
        {"member": 3, "state": "present"},
        {"member": 4, "state": "excused"},
        {"member": 5, "state": "absent"},
    ]
    represented = [*states[:4], {"member": 5, "state": "absent", "by_representative": True}]

    assert breaches(meet(attendance=states), "no_quorum")
    assert not breaches(meet(attendance=represented), "no_quorum")


def test_members_whose_coming_was_not_noted_are_counted() -> None:
    posted = meet(attendance=came(1, 2, 3, 4, 5)[:3], solidarity_paid=[])

    assert breaches(posted, "attendance_missing") == [("attendance", {"count": 2})]
    assert breaches(meet(), "attendance_missing") == []


def test_a_group_that_goes_on_after_the_day_of_its_share_out_is_told() -> None:
    last, later = (meet(53, held_on=day) for day in ("2018-09-05", "2018-09-06"))

    assert breaches(last, "share_out_overdue") == []
    assert breaches(later, "share_out_overdue") == [("held_on", {"share_out_on": "2018-09-05"})]


def test_a_box_that_counts_otherwise_is_flagged_with_the_difference() -> None:
    posted = meet(
        shares_bought=bought(1),
        closing_count={"loan_fund_minor": 99_000, "solidarity_fund_minor": 100_500},
    )

    assert breaches(posted, "cash_difference_closing") == [
        (
            "closing_count.loan_fund_minor",
            {"expected_minor": 100_000, "counted_minor": 99_000, "difference_minor": 1_000},
        )
    ]
    assert breaches(posted, "solidarity_difference_closing")[0][1]["difference_minor"] == 500


def test_money_in_an_empty_box_is_flagged_at_the_opening() -> None:
    posted = meet(opening_count={"loan_fund_minor": 700, "solidarity_fund_minor": 300})

    assert codes(posted) == ["cash_difference_opening", "solidarity_difference_opening"]


def test_a_box_not_counted_is_flagged() -> None:
    posted = meet(opening_count={"loan_fund_minor": 0})

    assert breaches(posted, "not_counted") == [("opening_count", {}), ("closing_count", {})]


def test_a_fine_of_another_amount_than_agreed_is_flagged() -> None:
    fines = [
        {"member": 1, "offence": "late", "amount_minor": 20_000},
        {"member": 2, "offence": "late", "amount_minor": 19_999},
        {"member": 3, "offence": "disorder", "amount_minor": 5},
    ]

    posted = meet(fines_charged=fines)

    assert breaches(posted, "fine_not_as_agreed") == [
        ("fines_charged.1", {"member": 2, "agreed_minor": 20_000}),
        ("fines_charged.2", {"member": 3, "agreed_minor": 0}),
    ]


def test_who_came_and_did_not_pay_solidarity_is_flagged() -> None:
    paid = [{"member": 1, "amount_minor": 20_000}, {"member": 2, "amount_minor": 19_000}]

    posted = meet(attendance=came(1, 2, 3), solidarity_paid=paid)
    none_agreed = meet(rules={"solidarity_contribution": 0}, solidarity_paid=[])

    assert breaches(posted, "solidarity_unpaid") == [
        ("solidarity_paid", {"member": 2, "paid_minor": 19_000, "agreed_minor": 20_000}),
        ("solidarity_paid", {"member": 3, "paid_minor": 0, "agreed_minor": 20_000}),
    ]
    assert breaches(none_agreed, "solidarity_unpaid") == []


def test_help_beyond_what_was_agreed_is_flagged() -> None:
    grants = [
        {"member": 1, "need": "illness", "amount_minor": 30_000},
        {"member": 2, "need": "illness", "amount_minor": 30_001},
        {"member": 3, "need": "wedding", "amount_minor": 1},
        {"member": 4, "need": "other", "amount_minor": 1},
    ]

    posted = meet(rules={"helps": (Help(Need.ILLNESS, 30_000),)}, solidarity_grants=grants)

    assert breaches(posted, "grant_above_limit") == [
        ("solidarity_grants.1", {"member": 2, "limit_minor": 30_000})
    ]
    assert breaches(posted, "need_not_listed") == [("solidarity_grants.2", {"member": 3})]


def test_help_without_an_agreed_amount_is_for_the_meeting_to_decide() -> None:
    grant = {"member": 1, "need": "illness", "amount_minor": 90_000}

    posted = meet(rules={"helps": (Help(Need.ILLNESS, 0),)}, solidarity_grants=[grant])

    assert breaches(posted, "grant_above_limit") == []
    assert breaches(posted, "need_not_listed") == []


def test_a_solidarity_loan_needs_a_clause() -> None:
    row = {"line": 1, "member": 2, "need": "illness", "amount_minor": 1, "weeks": 4}

    allowed = meet(solidarity_loans=[row])
    not_allowed = meet(rules={"solidarity_loans": False}, solidarity_loans=[row])

    assert breaches(allowed, "solidarity_loan_not_allowed") == []
    assert breaches(not_allowed, "solidarity_loan_not_allowed") == [
        ("solidarity_loans.0", {"member": 2})
    ]


def test_shares_are_held_to_both_limits_over_the_whole_meeting() -> None:
    posted = meet(shares_bought=bought(5, 6, 0, 2, 1), rules={"shares_min": 2})

    assert breaches(posted, "too_many_shares") == [
        ("shares_bought.1", {"member": 2, "count": 6, "limit": 5})
    ]
    assert breaches(posted, "too_few_shares") == [
        ("shares_bought", {"member": 3, "count": 0, "limit": 2}),
        ("shares_bought.3", {"member": 5, "count": 1, "limit": 2}),
    ]


def test_who_did_not_come_need_not_save_but_may_send_no_more_than_the_most() -> None:
    posted = meet(attendance=came(1), shares_bought=bought(1, 0, 6))

    assert breaches(posted, "too_few_shares") == []
    assert breaches(posted, "too_many_shares") == [
        ("shares_bought.1", {"member": 3, "count": 6, "limit": 5})
    ]


def test_the_opening_of_a_cycle_is_held_to_no_rule_of_a_meeting() -> None:
    posted = meet(
        0,
        attendance=[],
        solidarity_paid=[],
        shares_bought=bought(40, 1),
        loans_granted=[{"line": 1, "member": 1, "amount_minor": 5, "term": 1}],
        rules={"lending_from_meeting": 4},
    )

    assert posted.problems == ()
    assert posted.breaches == ()


@pytest.mark.parametrize(
    "parts",
    [
        {
            "other_income": [
                {"amount_minor": MINOR_MAX, "what": "gold"},
                {"amount_minor": 1, "what": "ink"},
            ]
        },
        {"shares_bought": [{"member": 1, "count": 100_000}], "rules": {"share_value": MINOR_MAX}},
        {
            "fines_charged": [
                {"member": n, "offence": "late", "amount_minor": MINOR_MAX} for n in (1, 2)
            ]
        },
        # It is gone again before the end, but no database could write it down.
        {
            "shares_bought": [{"member": 1, "count": 100_000}],
            "rules": {"share_value": MINOR_MAX},
            "departures": [{"member": 1, "reason": "left"}],
        },
    ],
)
def test_sums_nobody_could_add_up_are_refused(parts: dict[str, Any]) -> None:
    posted = meet(**parts)

    assert problems(posted) == [("", "out_of_range")]
    assert posted.problems[0].values == {"low_minor": 0, "high_minor": MINOR_MAX}


def test_the_largest_sum_is_kept() -> None:
    income = [{"amount_minor": MINOR_MAX, "what": "gold"}]

    assert not meet(other_income=income, solidarity_paid=[]).problems
