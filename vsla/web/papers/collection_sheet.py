"""The sheet for the next meeting in words: what each member owes, and blanks to fill in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from flask_babel import gettext as _

from vsla.services.papers.collection_sheet import collection_sheet
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.locale import current_locale
from vsla.web.money_format import amount, count, day_long, day_short, money, unit_of
from vsla.web.papers.press import Paper, Sheet, envelope, paper_line
from vsla.web.roster_words import SIGNS

if TYPE_CHECKING:
    from datetime import date

    from vsla.services.papers.collection_sheet import CollectionSheet, SheetLine

_STARS_DRAWN = 10
"""More shares than these are written as a number, not ticked star by star."""


def build(group_id: int) -> Sheet:
    """Build the sheet for the meeting that comes next."""
    found = collection_sheet(db.session(), current_actor(), group_id, on=today())
    meeting = count(found.meeting)
    title = _("Collection sheet")
    data = {
        **envelope(found.group, title),
        "heading": _("Collection sheet · meeting %(n)s", n=meeting),
        "planned": day_long(found.planned_on),
        "labels": _labels(found),
        "boxes": _boxes(found),
        "stars": found.rules.shares_max if found.rules.shares_max <= _STARS_DRAWN else 0,
        "ticks": found.rules.solidarity_contribution > 0,
        "members": [_member(line, found) for line in found.lines],
        "sums": {
            "fines": _amount(found.fines, found.group.currency),
            "owes": _amount(found.loans, found.group.currency),
        },
        "printed": _printed(found),
        "verify": paper_line(
            found.group,
            kind="collection_sheet",
            subject=found.meeting,
            entry=found.entry,
            figures=[figure for _name, figure in found.figures()],
            on=found.on,
        ),
    }
    file_name = f"{title} {meeting} · {found.group.name}"
    return Sheet("collection-sheet", data, file_name)


def _labels(found: CollectionSheet) -> dict[str, str]:
    """Name the columns; the page on the screen uses the same words."""
    rules, currency = found.rules, found.group.currency
    agreed = rules.solidarity_contribution
    return {
        "what": _(
            "Tick one star for each share bought, tick the solidarity, write the amounts. At the"
            " end, add up each column at the bottom, then count the boxes again."
        ),
        "number": _("No."),
        "name": _("Name"),
        "attendance": _("Attendance"),
        "stars": _("Stars at %(price)s", price=money(rules.share_value, currency)),
        "most": _("of %(n)s", n=count(rules.shares_max)),
        "solidarity": money(agreed, currency) if agreed else _("Solidarity"),
        "fine_owed": _("owes"),
        "fine_new": _("new fine"),
        "fine_paid": _("pays"),
        "owes": _("owes"),
        "due": _("to be repaid by"),
        "late": _("late"),
        "repaid": _("repays"),
        "lent": _("new loan"),
        "total": _("Total counted by hand"),
        "all_pages": _("Total of all pages"),
        "came": _("came"),
        "bought": _("stars"),
        "book": _("By the book"),
        "start": _("Found at the beginning"),
        "end": _("Counted at the end"),
        "secretary": _("Secretary"),
        "counter": _("Money counter"),
        "unit": unit_of(currency),
    }


def _boxes(found: CollectionSheet) -> list[dict[str, str]]:
    currency = found.group.currency
    named = (("box", _("Loan fund")), ("solidarity", _("Solidarity fund")))
    return [
        {"sign": sign, "name": name, "book": money(held, currency)}
        for (sign, name), held in zip(named, found.boxes, strict=True)
    ]


def _member(line: SheetLine, found: CollectionSheet) -> dict[str, object]:
    member, due, currency = line.member, line.next_due, found.group.currency
    part = amount(due[1], currency) if due and due[1] != line.loans else ""
    return {
        "no": member.passbook_number,
        "name": member.name,
        "sign": f"m-{member.sign}" if member.sign else "",
        "sign_word": str(SIGNS[member.sign]) if member.sign else "",
        "fines": _amount(line.fines, currency),
        "owes": _amount(line.loans, currency),
        "due": _day(due[0], found.planned_on) if due else "",
        "part": part,
        "late": line.late,
    }


def _amount(amount_minor: int, currency: str) -> str:
    """Write an amount; nothing is an empty cell."""
    return amount(amount_minor, currency) if amount_minor else ""


def _day(day: date, near: date) -> str:
    """Write a day; the year only where it is another than that of the meeting."""
    skeleton = "MMMd" if day.year == near.year else "yMMMd"
    return str(format_skeleton(skeleton, day, locale=current_locale()))


def _printed(found: CollectionSheet) -> str:
    """Say up to where the book is known to the sheet."""
    if found.last is None:
        return str(_("Before the first meeting of the cycle"))
    number, held_on = found.last
    day = day_short(held_on)
    return str(_("From the book as of meeting %(n)s, %(day)s", n=count(number), day=day))


PAPER = Paper("collection-sheet", build)
