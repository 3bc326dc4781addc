"""Write a session down on a page, and put one right."""

import json
from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from vsla.domain.course_session import SCHEMA_VERSION
from vsla.domain.courses import Component
from vsla.domain.errors import ConflictError
from vsla.domain.facts import Attendance
from vsla.services.course_page import SessionSheet, session_sheet
from vsla.services.courses import COURSE_KEEPERS
from vsla.services.record_session import RecordedSession, record_session
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.courses.blueprint import REFUSED, bp, to_course
from vsla.web.forms.course import SessionForm
from vsla.web.forms.problems import attempt
from vsla.web.ledger_words import ATTENDANCE
from vsla.web.messages import text_of

_DEVICE = "web"


def _form(sheet: SessionSheet) -> SessionForm:
    usual: dict[str, object] = {"uuid": str(uuid4()), "replaces": "", "held_on": today()}
    if sheet.row is not None:
        row = sheet.row
        usual |= {
            "replaces": row.uuid,
            "held_on": row.held_on,
            "held": "yes" if row.held else "no",
            "minutes": row.minutes or None,
            "topic": row.topic,
            "sensitive": row.sensitive,
            "because": row.because,
        }
    return SessionForm(data=usual)


def _states(sheet: SessionSheet, day: date) -> dict[int, tuple[str, bool]]:
    """Give how everybody came: as typed, as it stands, or present."""
    found = {}
    for each in sheet.expected(day):
        number = each.row.number
        row = sheet.attendance.get(number)
        state = str(row.state) if row is not None else str(Attendance.PRESENT)
        partner = row is not None and row.with_partner
        if request.method == "POST":
            state = request.form.get(f"state-{number}", "")
            partner = f"with-{number}" in request.form
        found[number] = (state, partner)
    return found


def _alone(sheet: SessionSheet) -> set[int]:
    """Name the members of a discussion series whose life partner is not on the list herself."""
    if sheet.course.component is not Component.DISCUSSION:
        return set()
    couples = {(e.row.group_id, e.row.member_id) for e in sheet.people if e.row.is_partner}
    return {
        each.row.number
        for each in sheet.people
        if (each.row.group_id, each.row.member_id) not in couples
    }


def _body(
    form: SessionForm, sheet: SessionSheet, states: Mapping[int, tuple[str, bool]]
) -> dict[str, object]:
    """Make the document a phone would make."""
    held = form.held.data != "no"
    rows = [
        {"participant": number, "state": state, "with_partner": partner}
        for number, (state, partner) in states.items()
        if state
    ]
    document: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "course": sheet.course.course_id,
        "session": sheet.number,
        "held_on": form.held_on.data.isoformat() if form.held_on.data else None,
        "minutes": form.minutes.data if held else 0,
        "topic": form.topic.data,
        "sensitive": bool(form.sensitive.data),
        "held": held,
        "because": "" if held else form.because.data,
        "attendance": rows if held else [],
    }
    if form.replaces.data:
        document["replaces"] = form.replaces.data
    return document


def _save(form: SessionForm, course_id: int, body: dict[str, object]) -> RecordedSession | None:
    """Record the session; what contradicts what stands is told at the head of the form."""

    def work(session: Session) -> RecordedSession:
        return record_session(
            session,
            current_actor(),
            course_id=course_id,
            uuid=form.uuid.data or "",
            body=json.dumps(body),
            now=now(),
            device=_DEVICE,
        )

    try:
        return attempt(form, work)
    except ConflictError as error:
        form.add_error("", text_of(error.code, error.values))
        return None


def _answer(course_id: int, number: int | None) -> ResponseReturnValue:
    sheet = session_sheet(db.session(), current_actor(), course_id, number)
    form = _form(sheet)
    day = form.held_on.data or today()
    states = _states(sheet, day)
    if form.is_submitted():
        recorded = _save(form, course_id, _body(form, sheet, states))
        if recorded is not None:
            flash(_("Session %(n)s is written down.", n=recorded.number), "done")
            return to_course(course_id, "sessions")
    page = render_template(
        "courses/session.html",
        sheet=sheet,
        form=form,
        people=[each for each in sheet.people if each.row.number in states],
        states=states,
        attendance_words=ATTENDANCE,
        alone=_alone(sheet),
    )
    return page, REFUSED if form.is_submitted() else 200


@bp.route("/<int:course_id>/sessions/new", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def new_session(course_id: int) -> ResponseReturnValue:
    """Write the next session down."""
    return _answer(course_id, None)


@bp.route("/<int:course_id>/sessions/<int:number>", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def change_session(course_id: int, number: int) -> ResponseReturnValue:
    """Look at a session, and put right what is wrong."""
    return _answer(course_id, number)
