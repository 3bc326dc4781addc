"""The list of courses, and a course with its trainers, groups and people."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from vsla.domain.courses import Component
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.reader import parse_day
from vsla.services import courses
from vsla.services.course_page import CourseBook, book, components, list_page, reactions
from vsla.services.course_results import note_reaction
from vsla.services.courses import COURSE_KEEPERS, course_for
from vsla.store import courses as kept
from vsla.store.courses import CourseFilter
from vsla.store.models import Course, CourseGroup, CourseReaction, CourseTrainer
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.course_words import COMPONENTS, SOURCES, STOPPED, TRAINER_ROLES, WISHES, level_name
from vsla.web.courses.blueprint import REFUSED, bp, to_course
from vsla.web.forms.choices import data_choices
from vsla.web.forms.course import CourseForm, GroupCodeForm, ReactionForm, TrainerForm
from vsla.web.forms.problems import apply_problems, attempt
from vsla.web.money_format import NO_FIGURE
from vsla.web.numbers_read import read_id

if TYPE_CHECKING:
    from vsla.web.forms.base import Form


def _after() -> tuple[date, int] | None:
    """Read where the page of the list before ended."""
    number, _tilde, text = request.args.get("after", "").partition("~")
    known, day = read_id(number), parse_day(text)
    return (day, known) if day is not None and known is not None else None


@bp.get("")
@allow(*COURSE_KEEPERS)
def index() -> str:
    """List the courses of the programme, the newest first."""
    wanted = request.args.get("component", "")
    component = Component(wanted) if wanted in COMPONENTS else None
    page = list_page(
        db.session(), current_actor(), CourseFilter(component=component, after=_after())
    )
    next_href = None
    if page.after is not None:
        place = f"{page.after[1]}~{page.after[0]}"
        next_href = url_for(".index", component=component, after=place)
    return render_template(
        "courses/index.html",
        page=page,
        component=component,
        components=COMPONENTS,
        next_href=next_href,
        today=today(),
    )


def _form(course: Course | None = None) -> CourseForm:
    day = today()
    form = CourseForm(obj=course) if course else CourseForm(data={"starts_on": day})
    own = components(db.session(), current_actor())
    choices = data_choices((str(each.component_id), each.name) for each in own)
    form.component_id.choices = [SelectChoice("", NO_FIGURE), *choices]
    if not own:
        left = [pair for pair in COMPONENTS.items() if pair[0] != Component.OWN]
        form.component.choices = [SelectChoice(str(value), str(word)) for value, word in left]
    return form


@bp.route("/new", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def new() -> ResponseReturnValue:
    """Add a course."""
    form = _form()

    def work(session: Session) -> Course:
        return courses.add_course(session, current_actor(), course=form.typed(), now=now())

    course = attempt(form, work) if form.is_submitted() else None
    if course is not None:
        flash(_("The course is there. Say which groups it serves, then enrol its people."), "done")
        return to_course(course.course_id)
    page = render_template("courses/form.html", form=form, course=None)
    return page, REFUSED if form.is_submitted() else 200


@bp.route("/<int:course_id>/edit", methods=["GET", "POST"])
@allow(*COURSE_KEEPERS)
def edit(course_id: int) -> ResponseReturnValue:
    """Change what is known of a course."""
    course = course_for(db.session(), current_actor(), course_id)
    form = _form(course)

    def work(session: Session) -> Course:
        return courses.change_course(
            session, current_actor(), course_id=course_id, course=form.typed()
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The changes are kept."), "done")
        return to_course(course_id)
    page = render_template("courses/form.html", form=form, course=course)
    return page, REFUSED if form.is_submitted() else 200


@dataclass(frozen=True)
class _Forms:
    """The small forms on the page of a course; the one that was sent is filled in."""

    trainer: TrainerForm
    group: GroupCodeForm
    reaction: ReactionForm


def _open_forms(here: CourseBook) -> _Forms:
    forms = _Forms(TrainerForm(), GroupCodeForm(), ReactionForm(data={"told_on": today()}))
    people = kept.people_who_teach(db.session(), here.course.programme_id)
    taught = {trainer.user_id for trainer in here.trainers}
    named = ((str(u.user_id), u.name) for u in people if u.user_id not in taught)
    forms.trainer.user_id.choices = [SelectChoice("", NO_FIGURE), *data_choices(named)]
    return forms


def _page(here: CourseBook, forms: _Forms, status: int = 200) -> ResponseReturnValue:
    course_id = here.course.course_id
    page = render_template(
        "courses/page.html",
        book=here,
        forms=forms,
        reactions=reactions(db.session(), current_actor(), course_id),
        components=COMPONENTS,
        trainer_roles=TRAINER_ROLES,
        wishes=WISHES,
        stopped=STOPPED,
        sources=SOURCES,
        level_name=level_name,
        today=today(),
    )
    return page, status


def _read(course_id: int) -> CourseBook:
    return book(db.session(), current_actor(), course_id)


@bp.get("/<int:course_id>")
@allow(*COURSE_KEEPERS)
def page(course_id: int) -> ResponseReturnValue:
    """Show a course."""
    here = _read(course_id)
    return _page(here, _open_forms(here))


def _added(course_id: int, name: str, work: Any, anchor: str) -> ResponseReturnValue:  # noqa: ANN401 - what a use case gives
    """Carry a small form of the page out, or show the page with what is wrong at its fields."""
    here = _read(course_id)
    forms = _open_forms(here)
    form: Form = getattr(forms, name)
    if attempt(form, lambda session: work(session, form.typed())) is not None:
        return to_course(course_id, anchor)
    return _page(_read(course_id), forms, REFUSED)


@bp.post("/<int:course_id>/trainers")
@allow(*COURSE_KEEPERS)
def add_trainer(course_id: int) -> ResponseReturnValue:
    """Say who teaches a course."""

    def work(session: Session, typed: dict[str, object]) -> CourseTrainer:
        return courses.add_trainer(session, current_actor(), course_id=course_id, trainer=typed)

    return _added(course_id, "trainer", work, "trainers")


@bp.post("/<int:course_id>/trainers/<int:line>/remove")
@allow(*COURSE_KEEPERS)
def remove_trainer(course_id: int, line: int) -> ResponseReturnValue:
    """Take somebody off the trainers."""
    with transaction() as session:
        courses.remove_trainer(session, current_actor(), course_id=course_id, line=line)
    return to_course(course_id, "trainers")


@bp.post("/<int:course_id>/groups")
@allow(*COURSE_KEEPERS)
def add_group(course_id: int) -> ResponseReturnValue:
    """Say that a course serves a group."""

    def work(session: Session, typed: dict[str, object]) -> CourseGroup:
        code = str(typed.get("code") or "")
        return courses.serve_group(session, current_actor(), course_id=course_id, code=code)

    return _added(course_id, "group", work, "groups")


@bp.post("/<int:course_id>/groups/<int:group_id>/remove")
@allow(*COURSE_KEEPERS)
def remove_group(course_id: int, group_id: int) -> ResponseReturnValue:
    """Take a group off a course that nobody of it takes part in."""
    try:
        with transaction() as session:
            courses.unserve_group(session, current_actor(), course_id=course_id, group_id=group_id)
    except InvalidDocumentError as error:
        here = _read(course_id)
        forms = _open_forms(here)
        apply_problems(forms.group, error.problems)
        return _page(here, forms, REFUSED)
    return to_course(course_id, "groups")


@bp.post("/<int:course_id>/reactions")
@allow(*COURSE_KEEPERS)
def add_reaction(course_id: int) -> ResponseReturnValue:
    """Keep what somebody said, without a name."""

    def work(session: Session, typed: dict[str, object]) -> CourseReaction:
        actor = current_actor()
        return note_reaction(session, actor, course_id=course_id, reaction=typed, now=now())

    return _added(course_id, "reaction", work, "reactions")
