"""Write down tests, what became of plans, and what members earn with."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from vsla.domain.errors import NotFoundError
from vsla.services.access import RECORDERS, Role
from vsla.services.course_page import CourseBook, book, participant_of
from vsla.services.course_results import note_activity, record_business_result, record_levels
from vsla.services.courses import COURSE_KEEPERS
from vsla.services.group_page import cover
from vsla.store import members
from vsla.store.models import BusinessResult, IncomeActivity
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.course_words import MOMENTS, level_name
from vsla.web.courses.blueprint import REFUSED, bp, to_course
from vsla.web.forms.course import ActivityForm, FollowUpForm, LevelsForm
from vsla.web.forms.problems import attempt, field_of
from vsla.web.numbers_read import read_id


def _rows(here: CourseBook, items: int | None) -> list[dict[str, object]]:
    """Read the levels chosen; whoever has none was not tested."""
    rows: list[dict[str, object]] = []
    for each in here.people:
        number = each.row.number
        level = read_id(request.form.get(f"level-{number}", ""))
        if level is None:
            continue
        right = read_id(request.form.get(f"right-{number}", "").strip())
        counted = {} if right is None else {"items_right": right, "items": items}
        rows.append({"participant": number, "level": level, **counted})
    return rows


@bp.route("/<int:course_id>/levels", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def levels(course_id: int) -> ResponseReturnValue:
    """Write a test of the whole list down."""
    here = book(db.session(), current_actor(), course_id)
    form = LevelsForm(data={"tested_on": today()})
    rows = _rows(here, form.items.data)

    def work(session: Session) -> int:
        return record_levels(
            session,
            current_actor(),
            course_id=course_id,
            test={"moment": form.moment.data, "tested_on": form.typed().get("tested_on")},
            levels=rows,
            now=now(),
        )

    if form.is_submitted():
        count = attempt(form, work, lambda path: field_of(path) if "." not in path else "")
        if count is not None:
            flash(_("Levels written down: %(n)s.", n=count), "done")
            return to_course(course_id, "people")
    page = render_template(
        "courses/levels.html",
        book=here,
        form=form,
        typed=request.form,
        counting="count" in request.args,
        moments=MOMENTS,
        level_name=level_name,
    )
    return page, REFUSED if form.is_submitted() else 200


@bp.route("/<int:course_id>/participants/<int:number>/follow-up", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def follow_up(course_id: int, number: int) -> ResponseReturnValue:
    """Write down what became of a plan."""
    course, row, member = participant_of(db.session(), current_actor(), course_id, number)
    form = FollowUpForm(data={"asked_on": today()})

    def work(session: Session) -> BusinessResult:
        return record_business_result(
            session,
            current_actor(),
            course_id=course_id,
            number=number,
            result=form.typed(),
            now=now(),
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The answer is written down."), "done")
        return to_course(course_id, "people")
    page = render_template(
        "courses/follow_up.html", course=course, row=row, member=member, form=form
    )
    return page, REFUSED if form.is_submitted() else 200


@bp.route("/activities/<int:group_id>/<int:member_id>/new", methods=["GET", "POST"])
@allow(*RECORDERS, Role.TRAINER)
def activity(group_id: int, member_id: int) -> ResponseReturnValue:
    """Write down what a member earns with."""
    here = cover(db.session(), current_actor(), group_id, on=today())
    member = members.member(db.session(), group_id, member_id)
    if member is None:
        raise NotFoundError
    form = ActivityForm()

    def work(session: Session) -> IncomeActivity:
        return note_activity(
            session,
            current_actor(),
            group_id=group_id,
            member_id=member_id,
            activity=form.typed(),
            now=now(),
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The activity is written down."), "done")
        return redirect(url_for("members.page", group_id=group_id, member_id=member_id))
    page = render_template("courses/activity.html", book=here, member=member, form=form)
    return page, REFUSED if form.is_submitted() else 200
