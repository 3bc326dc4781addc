"""The list of passbooks to look at in one group: blanks alone, so that nobody copies the books."""

from __future__ import annotations

from flask_babel import gettext as _

from vsla.domain.errors import NotFoundError
from vsla.services.paper_code import last_entry
from vsla.services.passbook_entry import drawn_group
from vsla.services.passbook_samples import READERS
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.money_format import count, day_long, unit_of
from vsla.web.papers.press import Paper, Sheet, asked, envelope, paper_line
from vsla.web.quality_words import OUTCOMES
from vsla.web.roster_words import SIGNS


def build(group_id: int) -> Sheet:
    """Build the list of ``?sample=``."""
    sample_id = asked("sample")
    if sample_id is None:
        raise NotFoundError
    session = db.session()
    here = drawn_group(session, current_actor(), group_id=group_id, sample_id=sample_id)
    title = _("List of passbooks to check")
    data = {
        **envelope(here.group, title),
        "heading": _("Passbooks to check · sample %(n)s", n=count(sample_id)),
        "drawn": _("Drawn on %(day)s", day=day_long(here.sample.drawn_on)),
        "labels": _labels(here.group.currency),
        "outcomes": [str(word) for word in OUTCOMES.values()],
        "members": [
            {
                "no": each.member.passbook_number,
                "name": each.member.name,
                "sign": f"m-{each.member.sign}" if each.member.sign else "",
                "sign_word": str(SIGNS[each.member.sign]) if each.member.sign else "",
            }
            for each in here.passbooks
        ],
        "verify": paper_line(
            here.group,
            kind="passbook_check",
            subject=sample_id,
            entry=last_entry(session, group_id),
            figures=[len(here.passbooks)],
            on=today(),
        ),
    }
    return Sheet("passbook-check", data, f"{title} · {here.group.name}")


def _labels(currency: str) -> dict[str, str]:
    return {
        "what": _(
            "Copy from the member's own passbook what stands there, not from the book of the group "
            "or from the telephone. Write nothing where nothing stands."
        ),
        "steps": _(
            "Shares: all stars of this cycle. Loan: what is still to be repaid, without the charge."
        ),
        "number": _("No."),
        "name": _("Name"),
        "seen": _("What happened"),
        "last_on": _("Day of the last line"),
        "shares": _("Shares of the cycle"),
        "owed": _("Loan still to repay, %(unit)s", unit=unit_of(currency)),
        "remark": _("Remark"),
        "checked_on": _("Checked on"),
        "by": _("by"),
        "blank": _("to fill in"),
    }


PAPER = Paper("passbook-check", build, READERS)
