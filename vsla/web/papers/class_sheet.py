"""Sheets for a literacy lesson in words: blanks on the first page, the solution on the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from flask_babel import gettext as _

from vsla.domain.money_words import has_words, money_in_words
from vsla.services.papers.class_sheet import class_sheets
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.locale import LANGUAGES, current_locale
from vsla.web.money_format import amount, count, day_long, money, unit_of
from vsla.web.papers.pieces import cash
from vsla.web.papers.press import Paper, Sheet, asked, envelope, paper_line

if TYPE_CHECKING:
    from vsla.services.papers.class_sheet import ClassSheet, ClassSheets


def build(group_id: int) -> Sheet:
    """Build the sheet of ``?member=``, or of every present member."""
    job = class_sheets(
        db.session(),
        current_actor(),
        group_id,
        on=today(),
        member_id=asked("member"),
    )
    alone = len(job.each) == 1
    title = _("Class sheet")
    rules = job.here.rules or {}
    data = {
        **envelope(job.here.group, title),
        "date": day_long(job.here.on),
        "max": int(rules.get("shares_max", 0)),
        "unit": unit_of(job.here.group.currency),
        "labels": _labels(),
        "members": [_member(job, each) for each in job.each],
    }
    name = job.each[0].member.name if alone else job.here.group.name
    return Sheet("class-sheet", data, f"{title} · {name}", tagged=alone)


def _labels() -> dict[str, str]:
    return {
        "passbook": _("Passbook no."),
        "exercise": _("Exercise"),
        "solution": _("Solution"),
        "number": _("No."),
        "date": _("Date"),
        "stars": _("Stars bought"),
        "count": _("How many?"),
        "total": _("All together"),
        "cost": _("What they cost"),
        "solidarity": _("Solidarity"),
        "before": _("Stars before these meetings"),
        "sum": _("Total"),
        "how": _("Count the stars, add them to those before, and write what they cost."),
        "add": _("Add up each column. Then compare with the statement."),
        "none": _("No meeting yet."),
        "figures": _("Write in figures:"),
        "words": _("Write in words:"),
        "notes": _("Count these notes:"),
    }


def _member(job: ClassSheets, each: ClassSheet) -> dict[str, object]:
    here, member, currency = job.here, each.member, job.here.group.currency
    return {
        "no": member.passbook_number,
        "name": member.name,
        "who": _("no. %(n)s %(name)s", n=member.passbook_number, name=member.name),
        "sign": f"m-{member.sign}" if member.sign else "",
        "asks_cost": each.is_one_price,
        "price": _("One star costs %(price)s.", price=money(each.price, currency)),
        "before": count(each.before),
        "lines": _rows(each, currency),
        "sums": {
            "n": count(each.stars),
            "cost": amount(each.cost, currency),
            "sol": amount(each.solidarity, currency),
        },
        "tasks": _tasks(each, currency),
        "verify": paper_line(
            here.group,
            kind="class_sheet",
            subject=member.passbook_number,
            entry=job.entry,
            figures=[figure for _name, figure in each.figures()],
            on=here.on,
        ),
    }


def _rows(each: ClassSheet, currency: str) -> list[dict[str, object]]:
    locale = current_locale()
    return [
        {
            "m": count(line.entry.meeting or 0),
            "date": str(format_skeleton("MMMd", line.entry.occurred_on, locale=locale)),
            "stars": line.shares,
            "n": count(line.shares),
            "total": count(total),
            "cost": amount(line.saved, currency),
            "sol": amount(line.solidarity, currency) if line.solidarity else "",
        }
        for line, total in zip(each.lines, each.totals(), strict=True)
    ]


def _tasks(each: ClassSheet, currency: str) -> dict[str, object] | None:
    """Give the sums to read, to write and to count out; none where a sum has no words."""
    language = current_locale().language
    sums = (each.cost, each.solidarity)
    if language not in LANGUAGES or not all(sums) or not all(has_words(n, currency) for n in sums):
        return None
    return {
        "cost": money(each.cost, currency),
        "cost_words": money_in_words(each.cost, currency, language),
        "sol": money(each.solidarity, currency),
        "sol_words": money_in_words(each.solidarity, currency, language),
        "cash": cash(each.cost, currency),
    }


PAPER = Paper("class-sheet", build)
