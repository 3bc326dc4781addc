"""The meeting document: what it holds, and all that can be wrong with one, told at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import FULL, a_source
from vsla.domain.cash_count import CashCount, pieces_in
from vsla.domain.constitution import Fund, Need, Offence
from vsla.domain.document import (
    Channel,
    Direction,
    LoanRow,
    MeetingDocument,
    TransferRow,
    parse_meeting,
)
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.domain.facts import Attendance
from vsla.domain.roster import LeavingReason


def wrong(source: object) -> list[tuple[str, str]]:
    """Give path and code of everything that is wrong."""
    with pytest.raises(InvalidDocumentError) as caught:
        parse_meeting(source)
    return [(problem.path, str(problem.code)) for problem in caught.value.problems]


def test_every_part_of_a_meeting_is_read() -> None:
    document = parse_meeting(FULL)

    assert (document.cycle, document.meeting, document.held_on.isoformat()) == (2, 7, "2018-02-28")
    assert document.attendance[0].state is Attendance.EXCUSED
    assert document.attendance[0].attended
    assert document.opening_count == CashCount(0, 5, (), ((1, 3), (2, 1)))
    assert document.closing_count == CashCount()
    assert document.fines_charged[0].offence is Offence.LATE
    assert document.solidarity_grants[0].payee == 4
    assert document.solidarity_loans[0].need is Need.SCHOOL
    assert document.loans_granted == (LoanRow(2, 3, 9, 3, "champ", "maïs", (4, 5)),)
    assert document.transfers == (
        TransferRow(Direction.TO_BANK, Channel.MOBILE_MONEY, Fund.LOAN_FUND, 14, "A1"),
    )
    assert [row.fund for row in document.expenses] == [Fund.SOLIDARITY_FUND]
    assert document.departures[0].reason is LeavingReason.MOVED
    assert (document.chaired_by, document.recorded_by) == (1, 2)
    assert document.confirmed_by == (4, 1)


def test_notes_that_were_counted_are_told_the_largest_first() -> None:
    counted = {"loan_fund_minor": 265, "loan_fund_notes": {"5": 1, "100": 2, "20": 3}}

    assert list(pieces_in(counted, Fund.LOAN_FUND).items()) == [(100, 2), (20, 3), (5, 1)]
    assert pieces_in(counted, Fund.SOLIDARITY_FUND) == {}


def test_a_meeting_may_be_nothing_but_a_number_and_a_day() -> None:
    source = {"schema_version": 1, "cycle": 1, "meeting": 0, "held_on": "2017-09-06"}

    document = parse_meeting(source)

    assert document == MeetingDocument(1, 0, document.held_on)


def test_every_problem_is_told_at_once_with_its_place() -> None:
    source = FULL | {
        "cycle": 0,
        "meeting": True,
        "held_on": "2018-02-30",
        "shares_bought": [{"member": 3, "count": 0}, {"member": "3", "count": 1}, 7],
        "opening_count": {"loan_fund_minor": -1, "bag": 1},
        "note": 5,
        "chaired_by": "Neema",
        "weather": "rain",
    }

    assert wrong(source) == [
        ("cycle", "out_of_range"),
        ("meeting", "not_a_number"),
        ("held_on", "not_a_date"),
        ("opening_count.loan_fund_minor", "out_of_range"),
        ("opening_count.bag", "unknown_field"),
        ("shares_bought.0.count", "out_of_range"),
        ("shares_bought.1.member", "not_a_number"),
        ("shares_bought.2", "not_an_object"),
        ("shares_bought.2.member", "missing"),
        ("shares_bought.2.count", "missing"),
        ("note", "not_text"),
        ("chaired_by", "not_a_number"),
        ("weather", "unknown_field"),
    ]


@pytest.mark.parametrize(
    ("officers", "problem"),
    [
        ([1, 2, 3, 4, 5, 6], ("confirmed_by", "not_a_list")),
        ([1, "2"], ("confirmed_by", "not_a_number")),
        (4, ("confirmed_by", "not_a_list")),
        ([4, 1, 4], ("confirmed_by.2", "duplicate")),
    ],
)
def test_the_officers_who_confirm_are_few_and_different(
    officers: object, problem: tuple[str, str]
) -> None:
    assert wrong(FULL | {"confirmed_by": officers}) == [problem]


@pytest.mark.parametrize("source", [None, 3, "{}", [], [FULL]])
def test_what_is_no_object_is_no_meeting(source: object) -> None:
    assert wrong(source)[0] == ("", "not_an_object")


@pytest.mark.parametrize("version", [2, 7])
def test_a_document_of_another_version_is_not_guessed_at(version: int) -> None:
    assert wrong(FULL | {"schema_version": version}) == [("schema_version", "unknown_schema")]


def test_a_document_without_its_version_is_refused() -> None:
    assert wrong(FULL | {"schema_version": None}) == [("schema_version", "missing")]


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("attendance", {"member": 1, "state": "present"}),
        ("shares_bought", {"member": 1, "count": 1}),
        ("solidarity_paid", {"member": 1, "amount_minor": 1}),
        ("fines_paid", {"member": 1, "amount_minor": 1}),
        ("payables_paid", {"member": 1, "amount_minor": 1}),
        ("departures", {"member": 1, "reason": "left"}),
        ("write_offs", {"loan": 1, "votes_for": 1, "votes_against": 0}),
        ("loans_granted", {"line": 1, "member": 1, "amount_minor": 1, "term": 1}),
        (
            "solidarity_loans",
            {"line": 1, "member": 1, "need": "death", "amount_minor": 1, "weeks": 1},
        ),
    ],
)
def test_nobody_has_two_lines_where_one_is_kept(part: str, row: dict[str, Any]) -> None:
    assert wrong(a_source() | {part: [row, row]}) == [(f"{part}.1", "duplicate")]


@pytest.mark.parametrize("part", ["fines_charged", "solidarity_grants", "expenses", "transfers"])
def test_some_things_may_happen_twice(part: str) -> None:
    document = parse_meeting(FULL | {part: FULL[part] * 2})

    assert len(getattr(document, part)) == 2


@pytest.mark.parametrize(
    ("part", "key", "value", "code"),
    [
        ("shares_bought", "count", 100_001, "out_of_range"),
        ("shares_bought", "member", 10**9 + 1, "out_of_range"),
        ("solidarity_paid", "amount_minor", 0, "out_of_range"),
        ("solidarity_paid", "amount_minor", 10**15 + 1, "out_of_range"),
        ("solidarity_paid", "amount_minor", 1.5, "not_a_number"),
        ("loans_granted", "line", 1000, "out_of_range"),
        ("loans_granted", "term", 121, "out_of_range"),
        ("loans_granted", "guarantors", [True], "not_a_number"),
        ("loans_granted", "purpose", "x" * 121, "too_long"),
        ("attendance", "state", "asleep", "unknown_choice"),
        ("attendance", "by_representative", 1, "not_yes_or_no"),
        ("expenses", "what", "  ", "missing"),
        ("expenses", "fund", "purse", "unknown_choice"),
        ("write_offs", "votes_for", -1, "out_of_range"),
        ("departures", "reason", "", "unknown_choice"),
        ("transfers", "direction", "nowhere", "unknown_choice"),
        ("repayments", "loan", 0, "out_of_range"),
    ],
)
def test_a_wrong_field_of_a_row_is_told_at_its_place(
    part: str, key: str, value: object, code: str
) -> None:
    row = FULL[part][0] | {key: value}

    assert wrong(FULL | {part: [row]}) == [(f"{part}.0.{key}", code)]


@pytest.mark.parametrize("note", ["a\x00b", "\ud83d", "\udc00 "])
def test_a_note_that_cannot_be_kept_is_refused(note: str) -> None:
    assert wrong(FULL | {"note": note}) == [("note", "not_text")]


def test_a_meeting_number_has_room_in_a_loans_id() -> None:
    assert wrong(FULL | {"meeting": 1000}) == [("meeting", "out_of_range")]
    assert parse_meeting(FULL | {"meeting": 999}).meeting == 999


def _keys(part: object) -> list[str]:
    row = part[0] if isinstance(part, list) else part
    return list(row) if isinstance(row, dict) else []


KEYS = sorted({*FULL, *(key for part in FULL.values() for key in _keys(part))})
WORDS = ["present", "late", "illness", "2017-09-06", "loan_fund", "moved"]
json_values: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(WORDS),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6),
    ),
    max_leaves=25,
)


def found(source: object) -> tuple[Problem, ...]:
    """Give every problem; anything but an invalid document is a fault of the reader."""
    try:
        parse_meeting(source)
    except InvalidDocumentError as error:
        return error.problems
    return ()


@given(json_values)
def test_any_json_is_a_document_or_a_list_of_problems(source: object) -> None:
    problems = found(source)

    assert problems or isinstance(parse_meeting(source), MeetingDocument)
    for problem in problems:
        problem.path.encode()
        json.dumps(dict(problem.values))


@given(st.sampled_from(sorted(FULL)), json_values)
def test_one_part_of_any_shape_never_breaks_the_reader(part: str, value: object) -> None:
    problems = found(FULL | {part: value})

    assert {problem.path.split(".")[0] for problem in problems} <= {part}
