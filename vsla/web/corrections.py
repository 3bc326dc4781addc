"""Correct a recorded meeting in the open: change the form, see what follows, confirm."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError
from vsla.domain.ledger import Account
from vsla.services.access import RECORDERS
from vsla.services.correct_meeting import CorrectionPreview, correct, preview
from vsla.services.meeting_page import FormGround, MeetingPage, meeting_page
from vsla.store import journal
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.forms.meeting_desk import Desk, grow
from vsla.web.forms.meeting_fill import Filling
from vsla.web.forms.meeting_reader import Sheet, read_sheet
from vsla.web.forms.meeting_totals import add_up
from vsla.web.locale import without_language
from vsla.web.meeting_story import PART_TITLES, changes
from vsla.web.meetings import MORE, body_of, draw_form, ground_of, parse_desk
from vsla.web.said import grouped

bp = Blueprint("corrections", __name__)

_CARRIED = ("carried_loans", "carried_fines", "carried_payables")
_FIGURES = (
    (Account.CASH_LOAN_FUND, "box"),
    (Account.CASH_SOLIDARITY, "solidarity"),
    (Account.LOANS, "loan"),
)
_NOTHING_RECORDED = 422


@bp.route("/groups/<int:group_id>/meetings/<int:entry_number>/correct", methods=["GET", "POST"])
@allow(*RECORDERS)
def correct_meeting(group_id: int, entry_number: int) -> ResponseReturnValue:
    """Change the form of a recorded meeting, see what follows, give the reason and confirm."""
    action = without_language(request.form.get("action", "check"), request.form.get("page", ""))
    if action == "lock" and _is_recorded(group_id):
        return _correct(group_id, entry_number, "{}")
    found = meeting_page(db.session(), current_actor(), group_id=group_id, number=entry_number)
    if not (found.is_open and found.stands):
        raise ConflictError(Code.NOT_CORRECTABLE, {"entry": entry_number})
    if request.method == "GET":
        return _draw(found, _prefilled(found))
    desk = _typed(found)
    if action.startswith(MORE):
        grow(desk.sheet, action.removeprefix(MORE))
        return _draw(found, desk, goto=action.removeprefix(MORE))
    seen = _check(desk, entry_number)
    if seen is None or not desk.is_clean or action not in {"close", "lock"}:
        status = 200 if desk.is_clean or action == "edit" else _NOTHING_RECORDED
        return _draw(found, desk, status=status)
    if action == "lock":
        try:
            return _correct(group_id, entry_number, body_of(desk.sheet))
        except InvalidDocumentError as error:
            for problem in error.problems:
                text = desk.speaker.text(problem.code, problem.values)
                desk.sheet.complain("reason", text)
    return _confirm(found, desk, seen)


def _is_recorded(group_id: int) -> bool:
    return journal.entry_by_uuid(db.session(), group_id, request.form.get("uuid", "")) is not None


def _ground(found: MeetingPage, held_on: str) -> FormGround:
    return ground_of(found.group.group_id, found.told.entry.meeting, held_on)


def _prefilled(found: MeetingPage) -> Desk:
    ground = _ground(found, found.told.entry.occurred_on.isoformat())
    filling = Filling(found.told.document, ground.constitution, found.group.currency)
    return Desk(ground, Sheet(filling.fill(str(uuid4()), ground.books.fines_owed)))


def _typed(found: MeetingPage) -> Desk:
    form = request.form.to_dict()
    ground = _ground(found, form.get("held_on", ""))
    sheet = read_sheet(form, ground.constitution, found.group.currency)
    # No form asks for what was carried from another system: it stays as it came.
    sheet.source.update({n: rows for n in _CARRIED if (rows := found.told.document.get(n))})
    return Desk(ground, sheet)


def _check(desk: Desk, entry_number: int) -> CorrectionPreview | None:
    """Hold the corrected document against the whole cycle; None when it cannot even be read."""
    document = parse_desk(desk)
    if document is None:
        return None
    group_id = desk.ground.group.group_id
    try:
        seen = preview(
            db.session(),
            current_actor(),
            group_id=group_id,
            entry_number=entry_number,
            document=document,
            today=today(),
        )
    except InvalidDocumentError as error:
        desk.take(error.problems, ())
        return None
    posted = seen.revision.changed.posted
    order = desk.ground.constitution.meeting_order
    desk.totals = add_up(posted.posting.movements, posted.posting.books, posted.breaches, order)
    desk.take(seen.problems, posted.breaches)
    return seen


def _draw(found: MeetingPage, desk: Desk, *, goto: str = "", status: int = 200) -> tuple[str, int]:
    entry = found.told.entry
    action = url_for(
        "corrections.correct_meeting", group_id=entry.group_id, entry_number=entry.number
    )
    return draw_form(desk, action=action, goto=goto, old=entry), status


def _confirm(found: MeetingPage, desk: Desk, seen: CorrectionPreview) -> tuple[str, int]:
    """Show what a correction changes, here and in the meetings after it."""
    entry = found.told.entry
    later = [told for told in seen.revision.later if told.moved or told.breaches_new]
    fields = [
        (name, value)
        for name, value in desk.sheet.values.items()
        if value and name not in {"action", "page", "csrf_token", "reason"}
    ]
    page = render_template(
        "corrections/confirm.html",
        d=desk,
        found=found,
        parts=changes(found, desk.sheet.source),
        titles=PART_TITLES,
        figures=[
            (sign, seen.books_before.balances[account], seen.books_after.balances[account])
            for account, sign in _FIGURES
        ],
        later=[
            (told, grouped(desk.speaker.say(breach) for breach in told.breaches_new))
            for told in later
        ],
        carried_fields=fields,
        action=url_for(
            "corrections.correct_meeting", group_id=entry.group_id, entry_number=entry.number
        ),
    )
    return page, _NOTHING_RECORDED if desk.sheet.errors else 200


def _correct(group_id: int, entry_number: int, body: str) -> ResponseReturnValue:
    uuid = request.form.get("uuid", "")
    with transaction() as session:
        known = journal.entry_by_uuid(session, group_id, uuid)
        result = correct(
            session,
            current_actor(),
            group_id=group_id,
            entry_number=entry_number,
            uuid=uuid,
            body=(known.document or "") if known else body,
            reason=request.form.get("reason", ""),
            now=now(),
            today=today(),
        )
    flash(_("The meeting is corrected. Both versions stay in the book."), "done")
    return redirect(url_for("meetings.page", group_id=group_id, entry_number=result.entry_number))
