"""The statements of members in words: one, or the whole group in the order of the passbooks."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from flask import request
from flask_babel import gettext as _

from vsla.domain.money_words import has_words, money_in_words
from vsla.services.papers.statement import statements
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.audio import statement_aloud
from vsla.web.clock import today
from vsla.web.locale import LANGUAGES, current_locale
from vsla.web.money_format import count, day_long, day_short, money
from vsla.web.papers.pieces import big, cash, note
from vsla.web.papers.press import Paper, Sheet, asked, envelope, paper_line
from vsla.web.papers.statement_lines import rows_of, since_text, sums_of, sums_row
from vsla.web.roster_words import SIGNS

if TYPE_CHECKING:
    from vsla.services.group_page import Cover
    from vsla.services.papers.statement import Due, Statement, Statements

LAYOUTS = ("reader", "nonreader")
_SIZES = ("a4", "a5x2")
_LINES_OF_A5 = 18
"""The last lines of a passbook that fit on half a sheet; those before are brought forward."""

_MEETINGS_DRAWN = 8
"""How many meetings until a repayment are drawn one by one."""


def build(group_id: int) -> Sheet:
    """Build the statement of ``?member=``, or of everybody, two on a sheet with ``?size=a5x2``."""
    job = statements(
        db.session(),
        current_actor(),
        group_id,
        on=today(),
        member_id=asked("member"),
    )
    layout, size = _chosen("layout", LAYOUTS), _chosen("size", _SIZES)
    alone = len(job.each) == 1
    title = _("Member statement")
    keep = _LINES_OF_A5 if size == "a5x2" else None
    data = {
        **envelope(job.here.group, title),
        **_common(job.here, size),
        "labels": _labels(),
        "members": [_member(job, each, keep) for each in job.each],
    }
    if alone:
        name = _("Statement of %(name)s", name=job.each[0].member.name)
    else:
        name = _("Statements of %(name)s", name=job.here.group.name)
    aloud = statement_aloud(job.each[0], job.here.group.currency) if alone else None
    screen = {"alone": alone, "layout": layout, "size": size, "aloud": aloud}
    return Sheet(f"statement-{layout}", data, name, tagged=alone, screen=screen)


def _chosen(name: str, among: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in among else among[0]


def _common(here: Cover, size: str) -> dict[str, object]:
    rules = here.rules or {}
    return {
        "size": size,
        "date": day_long(here.on),
        "head": _head(here),
        "max": int(rules.get("shares_max", 0)),
        "share": _share(here),
    }


def _head(here: Cover) -> str:
    """Say up to which meeting the paper goes; the day of printing stands at its foot."""
    name, position = here.group.name, here.position
    if position is None or position.last_held_on is None:
        return f"{name} · {day_long(here.on)}"
    meeting = _("%(group)s · meeting %(n)s", group=name, n=count(position.last_meeting))
    return f"{meeting} · {day_long(position.last_held_on)}"


def _share(here: Cover) -> dict[str, object]:
    """Describe the price of a share as one note, also where no note has that value."""
    value, currency = here.share_value or 0, here.group.currency
    cash_of = cash(value, currency)
    notes = cash_of["notes"]
    if isinstance(notes, list) and len(notes) == 1 and notes[0]["n"] == 1 and not cash_of["rest"]:
        return note(value, currency)
    return {"face": big(value, currency)["text"], "short": "", "level": 0, "coin": False}


def _labels() -> dict[str, str]:
    """Name the columns and figures; the page on the screen uses the same words."""
    return {
        "passbook": _("Passbook no."),
        "stars": _("My stars"),
        "price": _("at the price paid"),
        "owe": _("What I owe"),
        "nothing": _("I owe nothing."),
        "solidarity": _("Solidarity fund of the whole group"),
        "number": _("No."),
        "date": _("Date"),
        "attendance": _("Attendance"),
        "bought": _("Stars bought"),
        "count": _("Number"),
        "total": _("Total"),
        "paid_in": _("Solidarity"),
        "fine": _("Fine"),
        "fine_paid": _("paid of it"),
        "out": _("Loan received"),
        "back": _("Repaid"),
        "forward": _("Brought forward"),
        "none": _("No meeting yet."),
        "new": _("new"),
    }


def _member(job: Statements, each: Statement, keep: int | None) -> dict[str, object]:
    here, member, currency = job.here, each.member, job.here.group.currency
    verify = paper_line(
        here.group,
        kind="statement",
        subject=member.passbook_number,
        entry=job.entry,
        figures=[figure for _name, figure in each.figures()],
        on=here.on,
    )
    rows = rows_of(each, currency)
    cut = len(rows) - keep if keep is not None and len(rows) > keep else 0
    opening, gained = since_text(each.since, currency)
    return {
        "no": member.passbook_number,
        "name": member.name,
        "who": _("no. %(n)s %(name)s", n=member.passbook_number, name=member.name),
        "sign": f"m-{member.sign}" if member.sign else "",
        "photo": b64encode(each.photo).decode("ascii") if each.photo else "",
        "id": member.member_id,
        "sign_word": str(SIGNS[member.sign]) if member.sign else "",
        "stars": each.stars,
        "stars_text": count(each.stars),
        "worth": _drawn(each.worth, currency),
        "owe": _drawn(each.owes, currency),
        "solidarity": _drawn(each.solidarity_total, currency),
        "dues": [_due(due, currency) for due in each.dues],
        "late": _late(each, currency),
        "fines": _fines(each.fines, currency),
        "paid": _("I paid in %(amount)s in this cycle.", amount=money(each.solidarity, currency)),
        "next": _next(each, currency),
        "lines": rows[cut:],
        "forward": sums_row(sums_of(each.lines[:cut]), currency) if cut else None,
        "sums": sums_row(sums_of(each.lines), currency),
        "since": opening,
        "gained": gained,
        "verify": verify,
    }


def _drawn(amount_minor: int, currency: str) -> dict[str, object]:
    """Show one sum in every way there is: large, in words, in notes and coins."""
    language = current_locale().language
    said = language in LANGUAGES and has_words(amount_minor, currency)
    return {
        "big": big(amount_minor, currency),
        "words": money_in_words(amount_minor, currency, language) if said else "",
        "cash": cash(amount_minor, currency),
    }


def _due(due: Due, currency: str) -> dict[str, object]:
    sum_, day = money(due.amount, currency), day_short(due.due_on)
    if due.late:
        late = _("Late: %(amount)s", amount=sum_)
        return {"late": True, "text": late, "day": _("since %(day)s", day=day)}
    return {"late": False, "text": _("%(amount)s by %(day)s", amount=sum_, day=day), "day": ""}


def _late(each: Statement, currency: str) -> str:
    late = sum(due.amount for due in each.dues if due.late)
    return _("Late: %(amount)s", amount=money(late, currency)) if late else ""


def _fines(owed_minor: int, currency: str) -> str:
    if not owed_minor:
        return ""
    return str(_("fines besides: %(amount)s", amount=money(owed_minor, currency)))


def _next(each: Statement, currency: str) -> dict[str, object] | None:
    """Say what is repaid next, and at which meeting; nothing that is late is next."""
    if not each.dues or each.meetings_left is None or each.dues[0].late:
        return None
    first = each.dues[0]
    meetings = each.meetings_left
    return {
        "amount": big(first.amount, currency),
        "meetings": meetings if meetings <= _MEETINGS_DRAWN else 0,
        "date": str(format_skeleton("MMMMd", first.due_on, locale=current_locale())),
    }


PAPER = Paper("statement", build)
