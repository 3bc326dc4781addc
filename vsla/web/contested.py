"""Meetings that were sent in two versions: what waits, both side by side, and settling."""

import json
from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import TextAreaField

from vsla.domain.codes import Code
from vsla.domain.errors import (
    CycleClosedError,
    InvalidDocumentError,
    MeetingNumberTakenError,
    NotFoundError,
    Problem,
)
from vsla.domain.ledger import Account
from vsla.services.access import RECORDERS, Role
from vsla.services.contested_page import Comparison, comparison, waiting
from vsla.services.group_page import cover
from vsla.services.settle_contested import Foreseen, foresee, settle
from vsla.store.models import Outcome
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.beside import beside, figures
from vsla.web.clock import now, today
from vsla.web.forms.base import CountField, DayField, Form
from vsla.web.forms.problems import attempt
from vsla.web.said import Speaker, grouped

bp = Blueprint("contested", __name__)

_FIGURES = (
    (Account.CASH_LOAN_FUND, "box", _l("Loan fund")),
    (Account.CASH_SOLIDARITY, "solidarity", _l("Solidarity fund")),
    (Account.LOANS, "loan", _l("Loans out")),
)
_REFUSED = 422

_WHY = {
    Code.NUMBER_TAKEN: _l("This meeting was sent twice, in two versions."),
    Code.SAME_KEY_OTHER_BODY: _l("The same phone sent this meeting twice, with other figures."),
    Code.CYCLE_NOT_OPEN: _l("This meeting came in after its cycle was shared out."),
}
OUTCOMES = {
    Outcome.BOOK_STANDS: _l("The book stands as it was"),
    Outcome.PUT_IN_PLACE: _l("This version took the place of the one in the book"),
    Outcome.RECORDED: _l("Both were held, and this one was recorded too"),
}
"""How something was settled, in words."""


class SettleForm(Form):
    """The reason, and for a meeting that was really held its number and day."""

    meeting = CountField(_l("Number of the meeting"))
    held_on = DayField(_l("Day of the meeting"))
    reason = TextAreaField(_l("Why is it settled like this?"))


@bp.get("/contested")
@allow(*RECORDERS)
def index() -> str:
    """List what waits in all groups of the person."""
    found = waiting(db.session(), current_actor())
    return render_template("contested/index.html", found=found, book=None, outcomes=OUTCOMES)


@bp.get("/groups/<int:group_id>/contested")
@allow(*RECORDERS)
def of_group(group_id: int) -> str:
    """List what waits in one group."""
    found = waiting(db.session(), current_actor(), group_id=group_id)
    here = cover(db.session(), current_actor(), group_id, on=today())
    return render_template("contested/index.html", found=found, book=here, outcomes=OUTCOMES)


@bp.get("/contested/<int:group_id>/<uuid>")
@allow(*RECORDERS)
def compare(group_id: int, uuid: str) -> str:
    """Show both versions side by side, and how they can be settled or were."""
    found = _found(group_id, uuid)
    currency = found.group.currency
    return render_template(
        "contested/compare.html",
        c=found,
        why=_why(found),
        figures=figures(found.book_json, found.sent_json, currency),
        parts=beside(
            found.constitution,
            found.borrowers,
            found.book_json,
            found.sent_json,
            currency=currency,
        ),
        outcomes=OUTCOMES,
        may_settle=current_actor().role is Role.OFFICER,
    )


@bp.route("/contested/<int:group_id>/<uuid>/<way>", methods=["GET", "POST"])
@allow(Role.OFFICER)
def settling(group_id: int, uuid: str, way: str) -> ResponseReturnValue:
    """Show what settling in one way changes; settle it once there is a reason."""
    found = _found(group_id, uuid)
    outcome = next((each for each in found.ways if each == way), None)
    if outcome is None:
        if found.row.settled_at is not None:
            return redirect(_address(found))
        raise NotFoundError
    # Asked for before anything is written: afterwards the books have moved.
    ahead = _foreseen(found, outcome)
    taken = found.book is not None and found.stands
    number = found.next_number if taken else found.sent.meeting
    form = SettleForm(data={"meeting": number, "held_on": found.sent.held_on})
    if form.is_submitted() and _settled(found, outcome, form):
        flash(_("It is settled. The other version stays readable here."), "done")
        return redirect(_address(found))
    return _settle_page(found, outcome, form, ahead)


def _found(group_id: int, uuid: str) -> Comparison:
    return comparison(
        db.session(),
        current_actor(),
        group_id=group_id,
        uuid=uuid,
        body_hash=request.args.get("body", ""),
    )


def _address(found: Comparison) -> str:
    row = found.row
    return url_for(".compare", group_id=row.group_id, uuid=row.uuid, body=row.body_hash)


def _why(found: Comparison) -> str:
    """Say why it waits: some codes speak to the phone, and read otherwise here."""
    if found.row.code in _WHY:
        return str(_WHY[found.row.code])
    return _speaker(found).text(found.row.code, json.loads(found.row.values))


def _speaker(found: Comparison) -> Speaker:
    return Speaker(found.people, found.group.currency, found.constitution)


def _foreseen(found: Comparison, outcome: Outcome) -> Foreseen:
    return foresee(
        db.session(),
        current_actor(),
        group_id=found.row.group_id,
        uuid=found.row.uuid,
        body_hash=found.row.body_hash,
        outcome=outcome,
        today=today(),
    )


def _settled(found: Comparison, outcome: Outcome, form: SettleForm) -> bool:
    """Settle it, or leave every problem at its field."""
    given: dict[str, object] = {"reason": form.reason.data or ""}
    if outcome is Outcome.RECORDED:
        given["meeting"] = form.meeting.data
        given["held_on"] = form.held_on.data.isoformat() if form.held_on.data else ""

    def work(session: Session) -> Outcome:
        try:
            settle(
                session,
                current_actor(),
                group_id=found.row.group_id,
                uuid=found.row.uuid,
                body_hash=found.row.body_hash,
                outcome=outcome,
                given=given,
                now=now(),
                today=today(),
            )
        except InvalidDocumentError as error:
            raise InvalidDocumentError(_named(found, error.problems)) from error
        except (MeetingNumberTakenError, CycleClosedError) as error:
            raise InvalidDocumentError([Problem("meeting", error.code, error.values)]) from error
        return outcome

    return attempt(form, work, _field) is not None


def _named(found: Comparison, problems: Iterable[Problem]) -> list[Problem]:
    """Put names in the place of numbers of members."""
    speaker = _speaker(found)
    return [
        Problem(each.path, each.code, {**each.values, "member": speaker.name(member)})
        if (member := each.values.get("member")) is not None
        else each
        for each in problems
    ]


def _field(path: str) -> str:
    """Name the field of a problem; what is wrong with the document stands above the form."""
    return path if path in {"reason", "meeting", "held_on"} else ""


def _settle_page(
    found: Comparison, outcome: Outcome, form: SettleForm, ahead: Foreseen
) -> tuple[str, int]:
    speaker = _speaker(found)
    seen = ahead.correction
    later = (
        [told for told in seen.revision.later if told.moved or told.breaches_new] if seen else []
    )
    page = render_template(
        "contested/settle.html",
        c=found,
        way=outcome,
        form=form,
        told_problems=[speaker.say(problem) for problem in ahead.problems],
        figures=[
            (sign, label, seen.books_before.balances[account], seen.books_after.balances[account])
            for account, sign, label in _FIGURES
        ]
        if seen
        else [],
        later=[(told, grouped(speaker.say(each) for each in told.breaches_new)) for told in later],
    )
    return page, _REFUSED if form.errors else 200
