"""Setting up a group, step by step; it can be left and taken up again at any step."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vsla.domain.errors import Problem
from vsla.domain.money import CURRENCIES
from vsla.services import group_page
from vsla.services.access import RECORDERS
from vsla.services.group_page import Cover, cover
from vsla.services.groups_list import list_zones
from vsla.services.open_cycle import first_cycle, missing
from vsla.services.open_group import open_group
from vsla.store import members as roster
from vsla.store.models import Group, GroupStatus
from vsla.store.session import db
from vsla.web import committee as elections
from vsla.web import constitution as rules
from vsla.web import members as people
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.forms.base import DayField, Form, Required
from vsla.web.forms.choices import data_choices
from vsla.web.forms.constitution import SECTIONS
from vsla.web.forms.group import PlaceForm
from vsla.web.forms.member import MemberForm
from vsla.web.forms.problems import attempt
from vsla.web.roster_words import GENDER_SIGNS

bp = Blueprint("setup", __name__, url_prefix="/groups")

_REFUSED = 422


class StartForm(Form):
    """The last step."""

    opened_on = DayField(_l("First day of the cycle"), validators=[Required()])


@dataclass(frozen=True)
class Step:
    """A step of the wizard; ``done`` says whether nothing is missing there."""

    endpoint: str
    label: LazyString
    done: bool


def _steps(problems: tuple[Problem, ...]) -> tuple[Step, ...]:
    lacking = {problem.path for problem in problems}
    return (
        Step("setup.place", _l("The group"), done=True),
        Step("setup.constitution", _l("The rules"), done="constitution" not in lacking),
        Step("setup.members", _l("The members"), done="members" not in lacking),
        Step("setup.committee", _l("The committee"), done="committee" not in lacking),
        Step("setup.start", _l("The first cycle"), done=False),
    )


def _frame(group_id: int) -> dict[str, object] | None:
    """Give the template what every step shows, or None when the group is set up already."""
    here = cover(db.session(), current_actor(), group_id, on=today())
    if here.group.status is not GroupStatus.SETTING_UP:
        return None
    problems = missing(db.session(), group_id, today())
    return {"book": here, "steps": _steps(problems), "lacking": problems}


def _to_group(group_id: int) -> Response:
    return redirect(url_for("groups.page", group_id=group_id))


def _status(form: Form) -> int:
    return _REFUSED if form.is_submitted() else 200


@bp.route("/new", methods=["GET", "POST"])
@allow(*RECORDERS)
def place() -> ResponseReturnValue:
    """Open a group: its name, its place and its money."""
    currency = request.form.get("currency", "")
    meta = {"currency": currency if currency in CURRENCIES else "CDF"}
    form = PlaceForm(data={"formed_on": today(), "currency": "CDF"}, meta=meta)
    zones = list_zones(db.session(), current_actor())
    form.zone_id.choices = data_choices((str(zone.zone_id), zone.name) for zone in zones)

    def work(session: Session) -> Group:
        return open_group(
            session,
            current_actor(),
            name=form.name.data or "",
            zone_id=int(form.zone_id.data or 0),
            place=form.place.data or "",
            currency=form.currency.data or "",
            cash_step=form.cash_step.data or CURRENCIES[meta["currency"]].cash_step,
            formed_on=form.formed_on.data or today(),
            code=form.code.data or None,
            now=now(),
        )

    group = attempt(form, work) if form.is_submitted() else None
    if group is not None:
        return redirect(url_for(".constitution", group_id=group.group_id))
    page = render_template("setup/place.html", form=form, zones=zones, steps=_steps(()))
    return page, _status(form)


@bp.get("/<int:group_id>/setup")
@allow(*RECORDERS)
def resume(group_id: int) -> ResponseReturnValue:
    """Go on with the first step that is not done."""
    frame = _frame(group_id)
    if frame is None:
        return _to_group(group_id)
    steps = _steps(missing(db.session(), group_id, today()))
    waiting = next(step for step in steps if not step.done)
    return redirect(url_for(waiting.endpoint, group_id=group_id))


@bp.route("/<int:group_id>/setup/constitution", methods=["GET", "POST"])
@allow(*RECORDERS)
def constitution(group_id: int) -> ResponseReturnValue:
    """Adopt the first rules, or vote on them again before the first meeting."""
    frame = _frame(group_id)
    if frame is None:
        return _to_group(group_id)
    here = frame["book"]
    assert isinstance(here, Cover)
    form = rules.open_form(here)
    if form.is_submitted() and rules.save(form, group_id):
        rules.say_what_is_unusual(form)
        return redirect(url_for(".members", group_id=group_id))
    page = render_template("setup/constitution.html", form=form, sections=SECTIONS, **frame)
    return page, _status(form)


@bp.route("/<int:group_id>/setup/members", methods=["GET", "POST"])
@allow(*RECORDERS)
def members(group_id: int) -> ResponseReturnValue:
    """Enrol one member after the other; the form stays open."""
    frame = _frame(group_id)
    if frame is None:
        return _to_group(group_id)
    here = frame["book"]
    assert isinstance(here, Cover)
    form = MemberForm(data={"joined_on": here.group.formed_on})
    if form.is_submitted():
        member = people.enrol_from(form, group_id)
        if member is not None:
            number = member.passbook_number
            flash(_("%(name)s is enrolled, number %(n)s.", name=member.name, n=number), "done")
            people.say_what_is_unusual(member)
            return redirect(url_for(".members", group_id=group_id))
    page = render_template(
        "setup/members.html",
        form=form,
        people=roster.list_members(db.session(), group_id),
        taken=people.taken_signs(group_id),
        gender_signs=GENDER_SIGNS,
        **frame,
    )
    return page, _status(form)


@bp.route("/<int:group_id>/setup/committee", methods=["GET", "POST"])
@allow(*RECORDERS)
def committee(group_id: int) -> ResponseReturnValue:
    """Elect the committee and the key holders."""
    frame = _frame(group_id)
    if frame is None:
        return _to_group(group_id)
    form = elections.open_form(group_id)
    if form.is_submitted() and elections.save(form, group_id):
        return redirect(url_for(".resume", group_id=group_id))
    page = render_template(
        "setup/committee.html",
        form=form,
        elected=group_page.committee(db.session(), group_id, on=today()),
        **elections.form_parts(),
        **frame,
    )
    return page, _status(form)


@bp.route("/<int:group_id>/setup/start", methods=["GET", "POST"])
@allow(*RECORDERS)
def start(group_id: int) -> ResponseReturnValue:
    """Open the first cycle."""
    frame = _frame(group_id)
    if frame is None:
        return _to_group(group_id)
    form = StartForm(data={"opened_on": today()})

    def work(session: Session) -> int:
        day = form.opened_on.data or today()
        return first_cycle(session, current_actor(), group_id=group_id, opened_on=day, now=now())

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The first cycle is open. The group can meet."), "done")
        return _to_group(group_id)
    page = render_template("setup/start.html", form=form, **frame)
    return page, _status(form)
