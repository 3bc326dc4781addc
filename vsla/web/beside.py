"""Two versions of one meeting side by side: figures first, then line by line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.constitution import Constitution
from vsla.domain.facts import Attendance
from vsla.web.meeting_story import PART_TITLES, Line, Teller, order_of
from vsla.web.money_format import count, day_short, money

_ABSENT = frozenset({Attendance.ABSENT, Attendance.EXCUSED})

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """One figure of both versions in words; the texts are empty where a version has none."""

    sign: str
    label: LazyString
    book: str
    sent: str

    @property
    def differs(self) -> bool:
        """Tell whether the versions disagree on it."""
        return self.book != self.sent


@dataclass(frozen=True)
class Row:
    """What both versions say of one member, or of the whole group."""

    member: int | None
    book: tuple[Line, ...]
    sent: tuple[Line, ...]


@dataclass(frozen=True)
class PartBeside:
    """One part of the meeting.

    Attributes:
        title: as a heading.
        rows: on which the versions disagree.
        same: how many lines they have in common.
    """

    title: LazyString
    rows: tuple[Row, ...]
    same: int


def _sum(part: str, key: str = "amount_minor") -> Callable[[Document], int]:
    return lambda document: sum(row[key] for row in document.get(part, ()))


def _present(document: Document) -> int:
    return sum(row["state"] not in _ABSENT for row in document.get("attendance", ()))


def _counted(which: str, box: str) -> Callable[[Document], int | None]:
    def read(document: Document) -> int | None:
        value: int | None = (document.get(which) or {}).get(box)
        return value

    return read


_COUNTS: tuple[tuple[str, LazyString, Callable[[Document], int]], ...] = (
    ("present", _l("Came"), _present),
    ("star", _l("Shares"), _sum("shares_bought", "count")),
)
_SUMS: tuple[tuple[str, LazyString, Callable[[Document], int | None]], ...] = (
    ("solidarity", _l("Solidarity paid"), _sum("solidarity_paid")),
    ("fine", _l("Fines paid"), _sum("fines_paid")),
    ("repayment", _l("Repaid"), _sum("repayments")),
    ("loan", _l("Loans given"), _sum("loans_granted")),
    ("solidarity", _l("Help given"), _sum("solidarity_grants")),
    ("expense", _l("Expenses"), _sum("expenses")),
    ("box", _l("Loan fund at the end"), _counted("closing_count", "loan_fund_minor")),
    (
        "solidarity",
        _l("Solidarity fund at the end"),
        _counted("closing_count", "solidarity_fund_minor"),
    ),
)


def figures(book: Document, sent: Document, currency: str) -> list[Figure]:
    """Put the figures of two versions beside each other, in the order of a meeting.

    Args:
        book: what stands in the book; empty where it has no such meeting.
        sent: what was sent.
        currency: of the group.

    Returns:
        Day and number of the meeting, counts and sums; sums that are zero in both are left out.
    """
    rows = [Figure("meeting", _l("Day"), *(_day(each) for each in (book, sent)))]
    for sign, label, counted in _COUNTS:
        texts = (count(counted(each)) if each else "" for each in (book, sent))
        rows.append(Figure(sign, label, *texts))
    for sign, label, read in _SUMS:
        amounts = [read(each) if each else None for each in (book, sent)]
        if any(amounts):
            texts = ("" if each is None else money(each, currency) for each in amounts)
            rows.append(Figure(sign, label, *texts))
    return rows


def _day(document: Document) -> str:
    return day_short(date.fromisoformat(document["held_on"])) if document else ""


def beside(
    rules: Constitution,
    borrowers: Mapping[int, int],
    book: Document,
    sent: Document,
    *,
    currency: str,
) -> tuple[PartBeside, ...]:
    """Put two versions beside each other, line by line.

    Args:
        rules: in force on the day.
        borrowers: of the loans, by loan.
        book: what stands in the book; empty where it has no such meeting.
        sent: what was sent.
        currency: of the group.

    Returns:
        The parts of the meeting in the group's own order, those in which nothing stands left out.
    """
    teller = Teller(rules, borrowers, currency=currency, shows_needs=True)
    left, right = teller.tell(dict(book)), teller.tell(dict(sent))
    parts = (PartBeside(PART_TITLES[key], *_rows(left[key], right[key])) for key in order_of(rules))
    return tuple(part for part in parts if part.rows or part.same)


def _rows(book: list[Line], sent: list[Line]) -> tuple[tuple[Row, ...], int]:
    """Pair the lines of both versions by member."""
    same = [line for line in book if line in sent]
    only = [line for line in book if line not in same], [line for line in sent if line not in same]
    members = dict.fromkeys(line.member for lines in only for line in lines)
    rows = tuple(
        Row(member, *(tuple(line for line in lines if line.member == member) for lines in only))
        for member in members
    )
    return rows, len(same)
