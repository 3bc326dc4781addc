"""A member's lines of a cycle, cut out of the entries of the journal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from vsla.domain.constitution import Frequency
from vsla.domain.ledger import Kind
from vsla.domain.statement import Came, Entry, Fact, Line, What, lines_of, meetings_until, standing

FIRST = date(2026, 6, 4)
MOMENT = datetime(2026, 6, 4, 12, tzinfo=UTC)


def _entry(number: int, meeting: int | None = None, **facts: Any) -> Entry:
    usual: dict[str, Any] = {
        "kind": "meeting",
        "meeting": number if meeting is None else meeting,
        "replaces": None,
        "occurred_on": FIRST + timedelta(weeks=number - 1),
        "recorded_at": MOMENT,
        "reason": "",
        "hash": f"{number:064x}",
    }
    return Entry(number=number, **{**usual, **facts})


def _moved(entry: int, kind: Kind, amount: int = 1_000, shares: int = 0) -> Fact:
    return Fact(What.MOVEMENT, entry, kind, amount, shares)


def _lines(entries: list[Entry], *facts: Fact, **stay: date | None) -> list[Line]:
    days: dict[str, Any] = {"joined_on": FIRST, "left_on": None, **stay}
    return lines_of(entries, facts, **days)


def test_each_fact_stands_in_its_column() -> None:
    facts = [
        _moved(1, Kind.SHARES_BOUGHT, 3_000, 3),
        _moved(1, Kind.SOLIDARITY_PAID, 200),
        _moved(1, Kind.FINE_PAID, 50),
        _moved(1, Kind.LOAN_DISBURSED, 9_000),
        _moved(1, Kind.PRINCIPAL_REPAID, 400),
        _moved(1, Kind.INTEREST_PAID, 40),
        _moved(1, Kind.SOLIDARITY_GRANT, 700),
        _moved(1, Kind.LEAVING_PAID, 800),
        _moved(1, Kind.LEAVING_SHARES, 900),
        Fact(What.ATTENDANCE, 1, "late", 1, 0),
        Fact(What.FINE, 1, "", 100, 0),
    ]

    (line,) = _lines([_entry(1)], *facts)

    assert (line.shares, line.saved, line.solidarity) == (3, 3_000, 200)
    assert (line.fine_charged, line.fine_paid) == (100, 50)
    assert (line.loan, line.repaid, line.helped, line.received) == (9_000, 440, 700, 800)
    assert line.attendance == Came("late", by_representative=True)


def test_a_line_put_right_stands_before_the_one_that_did() -> None:
    entries = [_entry(1), _entry(2), _entry(4, meeting=1, kind="correction", replaces=1)]

    lines = _lines(
        entries, _moved(1, Kind.SHARES_BOUGHT, 2_000, 2), _moved(4, Kind.SHARES_BOUGHT, 4_000, 4)
    )

    assert [line.entry.number for line in lines] == [1, 4, 2]
    assert lines[0].replaced_by is lines[1]
    assert lines[1].replaces is lines[0]
    assert [line.shares for line in standing(lines)] == [4, 0]


def test_a_correction_that_changed_nothing_for_her_leaves_one_line() -> None:
    entries = [_entry(1), _entry(3, meeting=1, kind="reposting", replaces=1)]

    lines = _lines(
        entries, _moved(1, Kind.SHARES_BOUGHT, 2_000, 2), _moved(3, Kind.SHARES_BOUGHT, 2_000, 2)
    )

    assert [line.entry.number for line in lines] == [3]


def test_meetings_before_she_joined_and_after_she_left_are_not_hers() -> None:
    entries = [_entry(number) for number in (1, 2, 3)]
    second = entries[1].occurred_on

    lines = _lines(entries, _moved(3, Kind.LEAVING_PAID, 500), joined_on=second, left_on=second)

    assert [line.entry.number for line in lines] == [2, 3]


def test_the_opening_and_the_share_out_stand_only_where_they_moved_something() -> None:
    opening, meeting = _entry(1, meeting=0, kind="opening"), _entry(2, meeting=1)
    share_out = Entry(3, "share_out", None, None, FIRST, MOMENT, "", "")

    quiet = _lines([opening, meeting, share_out])
    moved = _lines(
        [share_out, meeting, opening],
        _moved(1, Kind.SHARES_BOUGHT, 1_000, 1),
        _moved(3, Kind.SHAREOUT_PAID, 5_000),
    )

    assert [line.entry.number for line in quiet] == [2]
    assert [line.entry.number for line in moved] == [1, 2, 3]


def test_what_is_new_is_told_from_what_was_only_written_again() -> None:
    entries = [
        _entry(1),
        _entry(2),
        _entry(4, meeting=1, kind="correction", replaces=1),
        _entry(6, meeting=2, kind="reposting", replaces=2),
        _entry(7, meeting=3),
    ]
    bought = [_moved(n, Kind.SHARES_BOUGHT, c, c) for n, c in ((1, 2), (2, 3), (4, 5), (6, 3))]

    old, right, again, third = _lines(entries, *bought)

    assert [line.changed_since(2) for line in (old, right, again, third)] == [
        False,
        True,
        False,
        True,
    ]
    assert right.as_of(2) is old
    assert third.as_of(2) is None
    assert right.as_of(4) is right


@pytest.mark.parametrize(
    ("frequency", "days", "meetings"),
    [
        (Frequency.WEEKLY, 28, 4),
        (Frequency.WEEKLY, 27, 3),
        (Frequency.FORTNIGHTLY, 28, 2),
        (Frequency.MONTHLY, 62, 2),
        (Frequency.WEEKLY, -7, 0),
        (Frequency.MONTHLY, -7, 0),
    ],
)
def test_meetings_until_something_is_due_are_counted(
    frequency: Frequency, days: int, meetings: int
) -> None:
    due_on = FIRST + timedelta(days=days)

    assert meetings_until(due_on, FIRST, frequency) == meetings
