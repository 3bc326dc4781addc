"""Key a filled collection sheet: its rows, its totals by hand, then the form of the meeting."""

from uuid import uuid4

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vsla.domain.codes import Code
from vsla.domain.errors import CycleClosedError
from vsla.services.access import RECORDERS
from vsla.services.meeting_page import form_ground
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.forms.keyed_sheet import Keyed, fresh_sheet, read_keyed
from vsla.web.forms.meeting_desk import Desk
from vsla.web.forms.meeting_reader import read_sheet
from vsla.web.ledger_words import ATTENDANCE
from vsla.web.locale import without_language
from vsla.web.meetings import check_desk, draw_form, ground_of, read_number

bp = Blueprint("keying", __name__)

_NOTHING_RECORDED = 422


@bp.route("/groups/<int:group_id>/meetings/key", methods=["GET", "POST"])
@allow(*RECORDERS)
def sheet(group_id: int) -> ResponseReturnValue:
    """Key a sheet; when its columns agree, go on in the form of the meeting."""
    if request.method == "GET":
        return _draw(_fresh(group_id))
    form = request.form.to_dict()
    number = read_number(form.get("meeting", ""))
    keyed = read_keyed(form, ground_of(group_id, number, form.get("held_on", "")))
    # A change of the language or of the day draws the sheet again and judges nothing.
    action = form.get("action", "")
    if action == "day" or without_language(action) != action:
        return _draw(keyed)
    keyed.compare()
    if not keyed.ready:
        return _draw(keyed, _NOTHING_RECORDED)
    return _go_on(keyed)


def _fresh(group_id: int) -> Keyed:
    ground = form_ground(db.session(), current_actor(), group_id=group_id, today=today())
    if ground.books.closed:
        raise CycleClosedError(Code.CYCLE_NOT_OPEN, {"cycle": ground.books.cycle})
    return fresh_sheet(ground, str(uuid4()))


def _go_on(keyed: Keyed) -> str:
    """Add the meeting up in its own form, from where it is closed and locked as any other."""
    ground = keyed.ground
    desk = Desk(ground, read_sheet(keyed.form_values(), ground.constitution, keyed.currency))
    check_desk(desk)
    return draw_form(desk, action=url_for("meetings.record", group_id=ground.group.group_id))


def _draw(keyed: Keyed, status: int = 200) -> tuple[str, int]:
    page = render_template("keying/sheet.html", d=keyed, attendance_words=ATTENDANCE)
    return page, status
