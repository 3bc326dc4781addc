"""Record a meeting with a form, and read a recorded one."""

import json
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from vsla.domain.codes import Code
from vsla.domain.correction import Retold
from vsla.domain.document import MeetingDocument, parse_meeting
from vsla.domain.errors import (
    Breach,
    ConflictError,
    CycleClosedError,
    InvalidDocumentError,
    Problem,
)
from vsla.domain.reader import parse_day
from vsla.services.access import READERS, RECORDERS, Role
from vsla.services.closing_figures import ClosingFigures, closing_figures
from vsla.services.late_meeting import later_meetings
from vsla.services.meeting_page import FormGround, MeetingPage, form_ground, meeting_page
from vsla.services.record_meeting import check, record_or_keep
from vsla.store import journal
from vsla.store.models import JournalEntry
from vsla.store.session import db, transaction
from vsla.web import audio
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.forms.meeting_desk import Desk, grow
from vsla.web.forms.meeting_fill import fresh_values
from vsla.web.forms.meeting_reader import Sheet, read_sheet
from vsla.web.forms.meeting_totals import add_up
from vsla.web.ledger_words import ACCOUNTS, ATTENDANCE, OFFENCES
from vsla.web.locale import without_language
from vsla.web.meeting_story import PART_TITLES, tell
from vsla.web.said import Said, Speaker, grouped

bp = Blueprint("meetings", __name__)

MORE = "more-"
_NOTHING_RECORDED = 422


@bp.route("/groups/<int:group_id>/meetings/new", methods=["GET", "POST"])
@allow(*RECORDERS)
def record(group_id: int) -> ResponseReturnValue:
    """Fill in a meeting, add it up as often as wanted, close it and lock it."""
    if request.method == "GET":
        return _draw(_fresh(group_id))
    desk = _typed(group_id)
    action = without_language(request.form.get("action", "check"), request.form.get("page", ""))
    if action == "lock" and _is_recorded(group_id):
        return _lock(desk)
    if action.startswith(MORE):
        grow(desk.sheet, action.removeprefix(MORE))
        return _draw(desk, goto=action.removeprefix(MORE))
    check_desk(desk)
    if desk.is_clean and action in {"close", "lock"}:
        return _closing(desk) if action == "close" else _lock_or_ask(desk)
    return _draw(desk, status=200 if desk.is_clean or action == "edit" else _NOTHING_RECORDED)


def _lock_or_ask(desk: Desk) -> ResponseReturnValue:
    desk.ask_for_officers()
    return _closing(desk, _NOTHING_RECORDED) if desk.sheet.errors else _lock(desk)


def _is_recorded(group_id: int) -> bool:
    """Tell whether this very form was locked before: sending it again changes nothing."""
    return journal.entry_by_uuid(db.session(), group_id, request.form.get("uuid", "")) is not None


def _fresh(group_id: int) -> Desk:
    ground = form_ground(db.session(), current_actor(), group_id=group_id, today=today())
    if ground.books.closed:
        raise CycleClosedError(Code.CYCLE_NOT_OPEN, {"cycle": ground.books.cycle})
    values = fresh_values(
        uuid=str(uuid4()),
        cycle=ground.books.cycle,
        meeting=ground.meeting,
        held_on=ground.held_on,
        members=[m.member_id for m in ground.present],
        constitution=ground.constitution,
    )
    return Desk(ground, Sheet(values))


def read_number(text: str) -> int | None:
    """Read a meeting number of the form; None when it is none."""
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 5 else None  # noqa: PLR2004


def _typed(group_id: int) -> Desk:
    """Take the form as it was sent, on the ground of the number and day that it names."""
    form = request.form.to_dict()
    ground = ground_of(group_id, read_number(form.get("meeting", "")), form.get("held_on", ""))
    return Desk(ground, read_sheet(form, ground.constitution, ground.group.currency))


def ground_of(group_id: int, meeting: int | None, held_on: str) -> FormGround:
    """Load the ground of a form for the meeting number and the day that were typed."""
    return form_ground(
        db.session(),
        current_actor(),
        group_id=group_id,
        today=today(),
        meeting=meeting,
        held_on=parse_day(held_on.strip()),
    )


def check_desk(desk: Desk) -> None:
    """Hold a new meeting against the books, writing nothing."""
    document = parse_desk(desk)
    if document is None:
        return
    group_id = desk.ground.group.group_id
    try:
        posted = check(
            db.session(), current_actor(), group_id=group_id, document=document, today=today()
        )
    except InvalidDocumentError as error:
        desk.take(error.problems, ())
    except ConflictError as conflict:
        desk.take([Problem("meeting", conflict.code, conflict.values)], ())
    else:
        order = desk.ground.constitution.meeting_order
        desk.totals = add_up(posted.posting.movements, posted.posting.books, posted.breaches, order)
        desk.take(posted.problems, posted.breaches)


def parse_desk(desk: Desk) -> MeetingDocument | None:
    """Parse the document of a form; what is wrong with it goes to its fields."""
    desk.checked = True
    try:
        return parse_meeting(desk.sheet.source)
    except InvalidDocumentError as error:
        desk.take(error.problems, ())
        return None


def body_of(sheet: Sheet) -> str:
    """Write the document as the text that is sent: the same form gives the same text."""
    return json.dumps(sheet.source, ensure_ascii=False, separators=(",", ":"))


def _lock(desk: Desk) -> ResponseReturnValue:
    group_id = desk.ground.group.group_id
    with transaction() as session:
        result = record_or_keep(
            session,
            current_actor(),
            group_id=group_id,
            uuid=desk.sheet.get("uuid"),
            body=body_of(desk.sheet),
            now=now(),
            today=today(),
            device="web",
        )
    if isinstance(result, ConflictError):
        desk.take([Problem("meeting", result.code, result.values)], ())
        return _draw(desk, status=409)
    number = desk.sheet.get("meeting")
    flash(_("Meeting %(number)s is locked. It is in the book.", number=number), "done")
    return redirect(url_for("meetings.page", group_id=group_id, entry_number=result.entry_number))


def _draw(desk: Desk, *, goto: str = "", status: int = 200) -> tuple[str, int]:
    group_id = desk.ground.group.group_id
    action = url_for("meetings.record", group_id=group_id)
    return draw_form(desk, action=action, goto=goto), status


def draw_form(desk: Desk, *, action: str, goto: str = "", old: JournalEntry | None = None) -> str:
    """Draw the form of a meeting, or of the correction of an old entry."""
    return render_template(
        "meetings/record.html",
        d=desk,
        action=action,
        goto=goto,
        old=old,
        titles=PART_TITLES,
        attendance_words=ATTENDANCE,
        offence_words=OFFENCES,
    )


def _closing(desk: Desk, status: int = 200) -> tuple[str, int]:
    """Show the page on which the meeting is read aloud and locked."""
    ground = desk.ground
    for name, holder in (("chaired_by", ground.chair), ("recorded_by", ground.secretary)):
        if holder is not None:
            desk.sheet.values.setdefault(name, str(holder))
    carried = [
        (name, value)
        for name, value in desk.sheet.values.items()
        if value and name not in {"action", "page", "csrf_token", "chaired_by", "recorded_by"}
    ]
    page = render_template(
        "meetings/close.html",
        d=desk,
        carried_fields=carried,
        aloud=_aloud_at_close(desk),
        later=_later(desk),
        action=url_for("meetings.record", group_id=ground.group.group_id),
    )
    return page, status


def _later(desk: Desk) -> list[tuple[Retold, list[list[Said]]]]:
    """Tell what a late meeting changes in those after it."""
    found = later_meetings(
        db.session(),
        current_actor(),
        group_id=desk.ground.group.group_id,
        document=parse_meeting(desk.sheet.source),
    )
    say = desk.speaker.say
    return [
        (told, grouped([*map(say, told.posted.problems), *map(say, told.breaches_new)]))
        for told in found
    ]


@bp.get("/groups/<int:group_id>/meetings/<int:entry_number>")
@allow(*READERS)
def page(group_id: int, entry_number: int) -> str:
    """Read one meeting: what was done, what it moved, what it broke, and its corrections."""
    actor = current_actor()
    found = meeting_page(db.session(), actor, group_id=group_id, number=entry_number)
    story = tell(found, shows_needs=actor.role in RECORDERS)
    breaches = _breaches(found)
    closing = _closing_of(found)
    return render_template(
        "meetings/page.html",
        page=found,
        story=story,
        breaks=grouped(breaches),
        breaks_count=len(breaches),
        closing=closing,
        aloud=_aloud(closing, found.group.currency),
        titles=PART_TITLES,
        accounts=ACCOUNTS,
        may_correct=actor.role in RECORDERS and found.is_open and found.stands,
        raw=found.told.entry.document if actor.role is Role.OFFICER else None,
    )


def _closing_of(found: MeetingPage) -> ClosingFigures | None:
    """Give the figures of a meeting that counts; what was crossed out never closed a box."""
    entry = found.told.entry
    return closing_figures(db.session(), entry) if entry.meeting and found.stands else None


def _aloud(closing: ClosingFigures | None, currency: str) -> str | None:
    if closing is None:
        return None
    return audio.group_figures_aloud(
        closing.loan_fund, closing.solidarity_fund, closing.loans_out, currency
    )


def _aloud_at_close(desk: Desk) -> str | None:
    assert desk.totals is not None, "only a document that can be posted is closed"
    loan_fund, solidarity = desk.totals.after
    return audio.group_figures_aloud(loan_fund, solidarity, desk.totals.loans_out, desk.currency)


def _breaches(found: MeetingPage) -> list[Said]:
    speaker = Speaker(found.people, found.group.currency, found.constitution)
    rows = (Breach(row.path, row.code, json.loads(row.values)) for row in found.breaches)
    return [speaker.say(breach) for breach in rows]
