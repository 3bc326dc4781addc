"""The statements of members in words: one, or the whole group in the order of the passbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from vsla.services.papers.statement import statements
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.papers.pieces import big, cash
from vsla.web.papers.press import Paper, Sheet, envelope, paper_line

if TYPE_CHECKING:
    from vsla.services.papers.statement import Statement, Statements


def build(group_id: int) -> Sheet:
    """Build the statement of ``?member=``, or of everybody."""
    job = statements(
        db.session(),
        current_actor(),
        group_id,
        on=today(),
        member_id=request.args.get("member", type=int),
        since=request.args.get("since", type=int),
    )
    title = _("Member statement")
    data = {
        **envelope(job.here.group, title),
        "members": [_member(job, each) for each in job.each],
    }
    return Sheet("statement-reader", data, title, tagged=len(job.each) == 1)


def _member(job: Statements, each: Statement) -> dict[str, object]:
    currency = job.here.group.currency
    verify = paper_line(
        job.here.group,
        kind="statement",
        subject=each.member.passbook_number,
        entry=job.entry,
        figures=[figure for _name, figure in each.figures()],
        on=job.here.on,
    )
    return {
        "no": each.member.passbook_number,
        "name": each.member.name,
        "sign": f"m-{each.member.sign}" if each.member.sign else "",
        "stars": each.stars,
        "worth": big(each.worth, currency),
        "worth_cash": cash(each.worth, currency),
        "owe": big(each.owes, currency),
        "verify": verify,
    }


PAPER = Paper("statement", build)
