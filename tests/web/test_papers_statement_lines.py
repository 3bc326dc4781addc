"""The lines of a statement in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from vsla.domain.statement import Entry, Line
from vsla.services.papers.statement import Since
from vsla.web.papers.statement_lines import Row, rows_of, since_text

if TYPE_CHECKING:
    from flask import Flask

DAY = date(2026, 6, 4)
MOMENT = datetime(2026, 6, 4, 12, tzinfo=UTC)


def _line(number: int, kind: str, meeting: int | None, **figures: Any) -> Line:
    entry = Entry(number, kind, meeting, None, DAY, MOMENT, "", "")
    return Line(entry, **figures)


def _rows(app: Flask, *lines: Line) -> list[Row]:
    statement = SimpleNamespace(lines=lines, is_new=lambda _line: False)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return rows_of(cast("Any", statement), "CDF")


def test_the_opening_and_the_share_out_are_named(app: Flask) -> None:
    opening, share_out = _rows(
        app,
        _line(1, "opening", 0, shares=3),
        _line(9, "share_out", None, received=500_000),
    )

    assert (opening["m"], opening["total"]) == ("", "3")
    assert opening["notes"] == ["Opening of the cycle"]
    assert share_out["notes"] == ["Share-out", "Received: 5,000\u00a0FC"]


def test_a_line_that_changed_with_a_correction_before_it_says_so(app: Flask) -> None:
    old, new = _line(2, "meeting", 2, repaid=1_000), _line(5, "reposting", 2, repaid=2_000)
    old.replaced_by, new.replaces = new, old

    crossed, again = _rows(app, old, new)

    assert (crossed["void"], crossed["total"], crossed["notes"]) == (True, "", [])
    assert (again["fix"], again["notes"]) == (True, ["Entered again after a correction"])


def test_what_came_since_the_last_statement_is_told_in_a_sentence(app: Flask) -> None:
    gained = Since(entry_number=2, on=DAY, shares=1, loan=300_000, repaid=200_000)
    nothing = Since(entry_number=2, on=DAY, shares=0, loan=0, repaid=0)

    with app.test_request_context(headers={"Accept-Language": "en"}):
        told = [since_text(since, "CDF") for since in (gained, nothing, None)]

    opening = "Since your last statement, Jun 4, 2026:"
    loan = "one star more, 2,000\u00a0FC repaid, 3,000\u00a0FC received as a loan"
    assert told == [(opening, loan), (opening, "nothing new"), ("", "")]
