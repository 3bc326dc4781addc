"""The poster of a group in words, to be read from three metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from vsla.domain.roster import Gender
from vsla.services.papers.poster import poster
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clause_texts import WEEKDAYS
from vsla.web.clock import today
from vsla.web.money_format import amount, count, day_long
from vsla.web.papers.pieces import big
from vsla.web.papers.press import Paper, Sheet, envelope, paper_line

if TYPE_CHECKING:
    from vsla.services.papers.poster import Poster


def build(group_id: int) -> Sheet:
    """Build the poster of the running cycle."""
    made = poster(db.session(), current_actor(), group_id, on=today())
    here, currency = made.here, made.here.group.currency
    title = _("Poster of the group")
    data = {
        **envelope(here.group, title),
        "week": {
            "now": here.week,
            "all": here.weeks,
            "label": _("Week %(n)s of %(m)s", n=here.week, m=here.weeks),
        },
        "stars": {
            "label": _("our stars"),
            "count": count(made.stars),
            "saved": big(made.saved, currency),
            "sexes": _sexes(made),
        },
        "lines": _lines(made),
        "next": _next(made),
        "people": _people(made),
        "verify": paper_line(
            here.group,
            kind="poster",
            subject=0,
            entry=made.entry,
            figures=[figure for _name, figure in made.figures()],
            on=today(),
        ),
    }
    return Sheet("poster", data, title)


def _next(made: Poster) -> str:
    """Say the day of the next meeting; where that day has passed, only the weekday."""
    if made.next_on >= made.here.on:
        return day_long(made.next_on)
    assert made.here.weekday is not None
    return str(_("meeting day: %(weekday)s", weekday=WEEKDAYS[made.here.weekday]))


def _sexes(made: Poster) -> list[dict[str, object]]:
    """Say who holds the stars; the third only where there is somebody."""
    other = made.shares[Gender.OTHER] + made.shares[Gender.UNSAID]
    held = [
        ("woman", made.shares[Gender.WOMAN], _("women")),
        ("man", made.shares[Gender.MAN], _("men")),
        ("", other, _("others")),
    ]
    return [
        {"sign": sign, "n": n, "text": count(n), "word": word}
        for sign, n, word in held
        if sign or n
    ]


def _lines(made: Poster) -> list[dict[str, object]]:
    currency, here = made.here.group.currency, made.here
    bank = ""
    if made.bank:
        bank = _("and %(amount)s at the bank", amount=amount(made.bank, currency))
    borrowers = ngettext("with %(num)s member", "with %(num)s members", here.borrowers)
    helps = ngettext("help given %(num)s time", "help given %(num)s times", made.helps)
    return [
        _line("box", _("in the loan fund's box"), big(made.loan_box, currency), bank),
        _line("loan", _("loans to be repaid"), big(made.owed, currency), borrowers),
        _line("solidarity", _("solidarity fund"), big(made.solidarity, currency), helps),
    ]


def _line(sign: str, label: str, figure: dict[str, str], more: str) -> dict[str, object]:
    return {"sign": sign, "label": f"{label} \u00b7 {more}" if more else label, "figure": figure}


def _people(made: Poster) -> str:
    here = made.here
    said = [
        ngettext("%(num)s woman", "%(num)s women", here.women),
        ngettext("%(num)s man", "%(num)s men", here.men),
    ]
    if here.others:
        said.append(ngettext("%(num)s other", "%(num)s others", here.others))
    return " \u00b7 ".join(said)


PAPER = Paper("poster", build)
