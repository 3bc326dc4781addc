"""The record of a meeting in words: who came, the two boxes, what was lent, what was broken."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from vsla.domain.errors import Breach
from vsla.domain.ledger import Kind
from vsla.domain.money import CURRENCIES
from vsla.domain.roster import Gender
from vsla.services.papers.meeting_record import DIFFERENCE, FINES, REPAID, meeting_record
from vsla.store.models import EntryKind
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.ledger_words import ATTENDANCE, KINDS
from vsla.web.money_format import MINUS, amount, count, day_long, day_short, moment, money
from vsla.web.papers.press import Paper, Sheet, asked, envelope, paper_line
from vsla.web.roster_words import POSTS
from vsla.web.said import Speaker, grouped

if TYPE_CHECKING:
    from vsla.services.papers.meeting_record import Box, BoxLine, Came, MeetingRecord
    from vsla.store.models import Member

_SIGNS = {
    Kind.SHARES_BOUGHT: "star",
    FINES: "fine",
    REPAID: "repayment",
    Kind.SOLIDARITY_REPAID: "repayment",
    Kind.LOAN_DISBURSED: "loan",
    Kind.SOLIDARITY_LOAN: "loan",
    Kind.SOLIDARITY_PAID: "solidarity",
    Kind.EXPENSE: "expense",
    Kind.SOLIDARITY_EXPENSE: "expense",
}
_PROXY = "proxy"


def build(group_id: int) -> Sheet:
    """Build the record of the meeting of ``?entry=``, or of the last one held."""
    number = asked("entry")
    found = meeting_record(db.session(), current_actor(), group_id, number=number)
    group, held_on = found.page.group, day_long(found.held_on)
    meeting = count(found.meeting)
    title = _("Meeting record")
    data = {
        **envelope(group, title),
        "heading": _("Meeting %(n)s · %(day)s", n=meeting, day=held_on),
        "who": _("meeting %(n)s", n=meeting),
        "labels": _labels(found),
        "corrected": _corrected(found),
        "members": [_member(each) for each in found.came],
        "counts": _counts(found),
        "boxes": _boxes(found),
        "loans_out": money(found.closing.loans_out, group.currency),
        "lent": _lent(found),
        "repaid": _repaid(found),
        "breaches": _breaches(found),
        "note": str(found.page.told.document.get("note") or ""),
        "officers": _officers(found),
        "verify": paper_line(
            group,
            kind="meeting_record",
            subject=found.meeting,
            entry=found.entry,
            figures=[figure for _name, figure in found.figures()],
            on=today(),
        ),
    }
    screen = {"entry": found.entry.number}
    return Sheet("meeting-record", data, f"{title} {meeting} · {group.name}", screen=screen)


def _labels(found: MeetingRecord) -> dict[str, str]:
    came, of = count(found.attended), count(len(found.came))
    return {
        "came": _("Who came: %(n)s of %(m)s", n=came, m=of),
        "opening": _("At the beginning"),
        "by_book": _("By the book"),
        "counted": _("Counted"),
        "not_counted": _("not counted"),
        "difference": _("Difference"),
        "none": _("nothing"),
        "notes": _("Notes and coins as counted, to be written here"),
        "noted": _("Notes and coins as counted"),
        "closing": _("At the end"),
        "loans_out": _("Loans out"),
        "lent": _("Loans given"),
        "repaid": _("Repayments"),
        "breaches": _("Breaks with the rules: %(n)s", n=len(found.page.breaches)),
        "kept": _("The rules of the group were kept."),
        "note": _("Note"),
        "read": _("Read aloud before everybody, then signed or marked with the thumb:"),
        "stars": _("Stars"),
    }


def _corrected(found: MeetingRecord) -> str:
    """Say when and why this version took the place of another."""
    entry = found.page.told.entry
    if entry.kind == EntryKind.CORRECTION:
        day, why = moment(entry.recorded_at), entry.reason
        return str(_("Corrected on %(day)s: %(reason)s", day=day, reason=why))
    if entry.kind == EntryKind.REPOSTING:
        return str(_("Entered again after a correction"))
    return ""


def _state(each: Came) -> str:
    if each.fact is None:
        return ""
    return _PROXY if each.fact.by_representative else str(each.fact.state)


def _sign(member: Member) -> str:
    """Name the picture of the sign a member chose."""
    return f"m-{member.sign}" if member.sign else ""


def _member(each: Came) -> dict[str, object]:
    member = each.member
    return {
        "no": member.passbook_number,
        "name": member.name,
        "sign": _sign(member),
        "att": _state(each),
        "stars": count(each.shares) if each.shares else "",
    }


def _counts(found: MeetingRecord) -> list[dict[str, str]]:
    """Count those who came, women and men; states nobody is in are left out."""
    words = {**{str(k): str(v) for k, v in ATTENDANCE.items()}, _PROXY: _("Sent somebody")}
    by_state = Counter(_state(each) for each in found.came)
    return [
        {"sign": state, "word": word, "n": count(by_state[state]), "sexes": _sexes(found, state)}
        for state, word in words.items()
        if by_state[state]
    ]


def _sexes(found: MeetingRecord, state: str) -> str:
    genders = [each.member.gender for each in found.came if _state(each) == state]
    women, men = genders.count(Gender.WOMAN), genders.count(Gender.MAN)
    others = len(genders) - women - men
    told = [
        ngettext("%(num)s woman", "%(num)s women", women) if women else "",
        ngettext("%(num)s man", "%(num)s men", men) if men else "",
        ngettext("%(num)s other", "%(num)s others", others) if others else "",
    ]
    return ", ".join(filter(None, told))


def _boxes(found: MeetingRecord) -> list[dict[str, object]]:
    named = (
        ("box", _("Loan fund"), found.loan_fund),
        ("solidarity", _("Solidarity fund"), found.solidarity),
    )
    return [{"sign": sign, "name": name, **_box(found, box)} for sign, name, box in named]


def _box(found: MeetingRecord, box: Box) -> dict[str, object]:
    currency = found.page.group.currency
    return {
        "opening": amount(box.opening, currency),
        "lines": [_line(found, line) for line in box.lines],
        "by_book": amount(box.by_book, currency),
        "counted": "" if box.counted is None else money(box.counted, currency),
        "difference": _signed(box.difference, currency) if box.difference else "",
        **_notes(found, box),
    }


def _notes(found: MeetingRecord, box: Box) -> dict[str, object]:
    """Lay the notes of both counts side by side; a count of which only the sum is known is blank.

    Returns:
        ``notes``: what is written on each, the largest first; ``pieces``: how many there were at
        the beginning and at the end, nothing where that count was not written note by note.
    """
    group = found.page.group
    usual = {value for value in CURRENCIES[group.currency].cash if value >= group.cash_step}
    values = sorted(usual.union(*box.notes), reverse=True)
    return {
        "notes": [amount(value, group.currency) for value in values],
        "pieces": [
            [count(pieces.get(value, 0)) for value in values] if pieces else []
            for pieces in box.notes
        ],
    }


def _signed(amount_minor: int, currency: str) -> str:
    return ("+" if amount_minor > 0 else "") + money(amount_minor, currency)


def _line(found: MeetingRecord, line: BoxLine) -> dict[str, str]:
    return {
        "plus": "+" if line.amount > 0 else MINUS,
        "sign": _SIGNS.get(line.key, ""),
        "words": _words(found, line),
        "amount": amount(abs(line.amount), found.page.group.currency),
    }


def _words(found: MeetingRecord, line: BoxLine) -> str:
    n = line.count
    counted = {
        Kind.SHARES_BOUGHT: lambda: ngettext("%(num)s star", "%(num)s stars", found.shares),
        REPAID: lambda: ngettext("%(num)s repayment", "%(num)s repayments", n),
        Kind.LOAN_DISBURSED: lambda: ngettext("%(num)s loan given", "%(num)s loans given", n),
        Kind.SOLIDARITY_PAID: lambda: ngettext("%(num)s contribution", "%(num)s contributions", n),
        Kind.SOLIDARITY_GRANT: lambda: ngettext("Help to one member", "Help to %(num)s members", n),
        FINES: lambda: _("Fines paid"),
        DIFFERENCE: lambda: _("Difference found at the beginning"),
        Kind.EXPENSE: lambda: _("Expenses"),
    }
    said = counted.get(line.key)
    return str(said() if said else KINDS[Kind(line.key)])


def _lent(found: MeetingRecord) -> list[dict[str, object]]:
    currency = found.page.group.currency
    return [
        {
            "no": each.member.passbook_number,
            "name": each.member.name,
            "sign": _sign(each.member),
            "amount": amount(each.amount, currency),
            "due": _("by %(day)s", day=day_short(each.due_on)) if each.due_on else "",
        }
        for each in found.lent
    ]


def _repaid(found: MeetingRecord) -> list[dict[str, object]]:
    currency = found.page.group.currency
    return [
        {
            "no": each.member.passbook_number,
            "name": each.member.name,
            "sign": _sign(each.member),
            "amount": amount(each.amount, currency),
        }
        for each in found.repaid
    ]


def _breaches(found: MeetingRecord) -> list[dict[str, object]]:
    """Quote each rule once, with all that broke it."""
    page = found.page
    speaker = Speaker(page.people, page.group.currency, page.constitution)
    rows = [Breach(row.path, row.code, json.loads(row.values)) for row in page.breaches]
    return [
        {
            "said": [one.text for one in group],
            "article": group[0].rule.article if group[0].rule else "",
            "rule": group[0].rule.text if group[0].rule else "",
        }
        for group in grouped(speaker.say(row) for row in rows)
    ]


def _officers(found: MeetingRecord) -> list[dict[str, str]]:
    return [
        {
            "post": str(POSTS[post]),
            "name": member.name if member else "",
            "sign": _sign(member) if member else "",
        }
        for post, member in found.officers
    ]


PAPER = Paper("meeting-record", build)
