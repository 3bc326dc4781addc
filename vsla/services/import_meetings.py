"""From the lines of a past meeting to its document, and back from a problem to its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vsla.domain.codes import Code
from vsla.domain.document import SCHEMA_VERSION
from vsla.domain.loans import owed
from vsla.store.canonical import digest

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.errors import Problem
    from vsla.services.books import Ground
    from vsla.services.import_lines import Line

_COLUMNS = {
    "attendance": "attendance",
    "shares_bought": "shares",
    "solidarity_paid": "solidarity",
    "fines_charged": "fine",
    "fines_paid": "fine_paid",
    "loans_granted": "loan",
    "repayments": "repaid",
    "solidarity_grants": "help",
    "held_on": "held_on",
    "meeting": "meeting",
}
_STATES = ("present", "late", "absent", "excused")


@dataclass(slots=True)
class Places:
    """From which line each row of each part came."""

    lines: list[Line]
    rows: dict[str, list[Line]] = field(default_factory=dict)

    def __call__(self, path: str) -> Line:
        """Find the line of a problem; the first one for what is of the whole meeting."""
        part, _dot, rest = path.partition(".")
        number = rest.partition(".")[0]
        rows = self.rows.get(part, [])
        return rows[int(number)] if number.isdigit() and int(number) < len(rows) else self.lines[0]

    def column(self, path: str) -> str:
        """Name the column of a problem."""
        return _COLUMNS.get(path.partition(".")[0], "meeting")


def source_of(lines: list[Line]) -> str:
    """Name what the file said of a meeting, so that the same again is known."""
    return "import " + digest(repr([sorted(line.cells.items()) for line in lines]))[:16]


def meeting_of(
    ground: Ground, number: int, lines: list[Line], ids: dict[int, int], source: str
) -> tuple[dict[str, Any], Places, list[Problem]]:
    """Write the document of a meeting; repayments go to a member's oldest loan first.

    Args:
        ground: of the group, before the meeting.
        number: of the meeting.
        lines: of its members.
        ids: members by passbook.
        source: from ``source_of``; kept as the note.

    Returns:
        The document, its places, and what is wrong with the lines.
    """
    places = Places(lines)
    problems = _check(lines, ids)
    day = lines[0].day("held_on")
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "cycle": ground.books.cycle,
        "meeting": number,
        "held_on": day.isoformat() if day else "",
        "note": source,
    }
    if problems or day is None:
        return document, places, problems
    for line in lines:
        for part, row in _rows(ground, line, ids[line.count("passbook")], day):
            if part == "loans_granted":
                row["line"] = len(document.get(part, [])) + 1
            document.setdefault(part, []).append(row)
            places.rows.setdefault(part, []).append(line)
    return document, places, []


def _check(lines: list[Line], ids: dict[int, int]) -> list[Problem]:
    found, day, seen = [], lines[0].day("held_on"), set()
    for line in lines:
        number = line.count("passbook")
        if number not in ids:
            found.append(line.problem("passbook", Code.IMPORT_NO_PASSBOOK, number=number))
        if number in seen:
            found.append(line.problem("passbook", Code.DUPLICATE))
        seen.add(number)
        if line.day("held_on") != day:
            found.append(line.problem("held_on", Code.IMPORT_TWO_DAYS))
        state = line.text("attendance")
        if state and state.lower() not in _STATES:
            found.append(
                line.problem("attendance", Code.UNKNOWN_CHOICE, choices=", ".join(_STATES))
            )
        if line.count("loan") and not line.count("term"):
            found.append(line.problem("term", Code.MISSING))
    return found


def _rows(ground: Ground, line: Line, member: int, day: date) -> list[tuple[str, dict[str, Any]]]:
    state = line.text("attendance").lower() or "present"
    rows: list[tuple[str, dict[str, Any]]] = [("attendance", {"member": member, "state": state})]

    def add(part: str, key: str, **more: object) -> None:
        amount = line.count(key)
        if amount:
            rows.append((part, {"member": member, "amount_minor": amount, **more}))

    if line.count("shares"):
        rows.append(("shares_bought", {"member": member, "count": line.count("shares")}))
    add("solidarity_paid", "solidarity")
    add("fines_charged", "fine", offence="other")
    add("fines_paid", "fine_paid")
    add("solidarity_grants", "help", need="other")
    add("loans_granted", "loan", term=line.count("term"))
    left = line.count("repaid")
    loans = ground.books.loans_of(member)
    for loan in loans:
        part = min(left, owed(loan, day).total)
        if loan is loans[-1]:
            # What is too much stays on the last one, where the books refuse it at this cell.
            part = left
        if part:
            rows.append(("repayments", {"loan": loan.loan, "amount_minor": part}))
        left -= part
    if left:
        rows.append(("repayments", {"loan": 1, "amount_minor": left}))
    return rows
