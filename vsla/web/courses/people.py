"""Enrol people in a course and change what is known of them."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from vsla.services.course_page import choosable, participant_of
from vsla.services.course_people import change_participant, enrol_participants
from vsla.services.courses import COURSE_KEEPERS
from vsla.services.own_values import values_in_group, with_value
from vsla.store.models import CourseParticipant
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.courses.blueprint import REFUSED, bp, to_course
from vsla.web.forms.course import EnrolForm, ParticipantForm, PartnerForm
from vsla.web.forms.problems import attempt
from vsla.web.numbers_read import read_id
from vsla.web.own_words import narrowing, narrowings, read_narrowing
from vsla.web.roster_words import GENDER_SIGNS

_PARTNER = "partner"


def _ticked(name: str) -> list[int]:
    """Read the members that were ticked."""
    found = (read_id(text) for text in request.form.getlist(name))
    return [number for number in found if number is not None]


@bp.route("/<int:course_id>/groups/<int:group_id>/enrol", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def enrol(course_id: int, group_id: int) -> ResponseReturnValue:
    """Tick members and life partners who take part from now on."""
    course, people = choosable(db.session(), current_actor(), course_id, group_id, on=today())
    narrowed = read_narrowing()
    if narrowed is not None:
        fitting = with_value(db.session(), group_id, *narrowed)
        people = [each for each in people if each.member.member_id in fitting]
    form = EnrolForm(data={"enrolled_on": today()})
    chosen = {"member": _ticked("member"), _PARTNER: _ticked(_PARTNER)}

    def work(session: Session) -> list[CourseParticipant]:
        return enrol_participants(
            session,
            current_actor(),
            course_id=course_id,
            group_id=group_id,
            enrolment=form.typed(),
            people=[
                {"member": member, "partner": kind == _PARTNER}
                for kind, members in chosen.items()
                for member in members
            ],
            now=now(),
        )

    if form.is_submitted():
        rows = attempt(form, work)
        if rows is not None:
            flash(_("Enrolled: %(n)s.", n=len(rows)), "done")
            return to_course(course_id, "people")
    page = render_template(
        "courses/enrol.html",
        course=course,
        group_id=group_id,
        people=people,
        form=form,
        chosen=chosen,
        own=narrowings(values_in_group(db.session(), group_id)),
        own_chosen=narrowing(narrowed),
    )
    return page, REFUSED if form.is_submitted() else 200


@bp.route("/<int:course_id>/participants/<int:number>", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def participant(course_id: int, number: int) -> ResponseReturnValue:
    """Change what is known of a participant."""
    course, row, member = participant_of(db.session(), current_actor(), course_id, number)
    form = PartnerForm(obj=row) if row.is_partner else ParticipantForm(obj=row)

    def work(session: Session) -> CourseParticipant:
        return change_participant(
            session,
            current_actor(),
            course_id=course_id,
            number=number,
            person=form.typed(),
            now=now(),
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The changes are kept."), "done")
        return to_course(course_id, "people")
    page = render_template(
        "courses/participant.html",
        course=course,
        row=row,
        member=member,
        form=form,
        gender_signs=GENDER_SIGNS,
    )
    return page, REFUSED if form.is_submitted() else 200
