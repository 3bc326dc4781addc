"""Programmes: what they plan, the zones they work in, the exchange rates they report with."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from vsla.domain.errors import NotAllowedError
from vsla.domain.money import CURRENCIES
from vsla.services import programmes, projects
from vsla.services.access import Role, programme_for
from vsla.store.models import ExchangeRate, Programme, Project, Zone
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.forms.group import CURRENCY_WORDS
from vsla.web.forms.problems import attempt
from vsla.web.forms.programme import (
    NewProgrammeForm,
    ProgrammeForm,
    ProjectForm,
    RateForm,
    ZoneForm,
)
from vsla.web.money_format import money
from vsla.web.numbers_read import read_id

bp = Blueprint("programmes", __name__, url_prefix="/programmes")

_REFUSED = 422
_KEEPERS = (Role.ADMINISTRATOR, Role.OFFICER)
_GOALS = ("groups", "women", "men", "facilitators")


@dataclass(frozen=True)
class _Forms:
    """The forms on the page of a programme; the one that was sent is filled in."""

    zone: ZoneForm
    rate: RateForm
    project: ProjectForm


@bp.get("")
@allow(*_KEEPERS)
def index() -> str:
    """List the programmes a person keeps."""
    actor = current_actor()
    return render_template(
        "programmes/index.html",
        programmes=programmes.list_programmes(db.session(), actor),
        may_add=actor.role is Role.ADMINISTRATOR and actor.programme_id is None,
    )


def _planned(form: ProgrammeForm) -> dict[str, int | None]:
    return {goal: form[goal].data for goal in _GOALS}


def _to_page(programme_id: int) -> Response:
    return redirect(url_for(".page", programme_id=programme_id))


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Add a programme; who keeps only one adds no other."""
    if current_actor().programme_id is not None:
        raise NotAllowedError
    form = NewProgrammeForm(data={"reporting_currency": "USD", "second_person": True})

    def work(session: Session) -> Programme:
        return programmes.add_programme(
            session,
            current_actor(),
            code=form.code.data or "",
            name=form.name.data or "",
            reporting_currency=form.reporting_currency.data or "",
            now=now(),
            planned=_planned(form),
            second_person_share_out=form.second_person.data,
        )

    programme = attempt(form, work) if form.is_submitted() else None
    if programme is not None:
        flash(_("The programme is there. Add its zones, then give people access."), "done")
        return _to_page(programme.programme_id)
    page = render_template("programmes/form.html", form=form, programme=None)
    return page, _REFUSED if form.is_submitted() else 200


@bp.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def edit(programme_id: int) -> ResponseReturnValue:
    """Change what a programme is called and plans."""
    programme = programme_for(db.session(), current_actor(), programme_id, Role.ADMINISTRATOR)
    known: dict[str, Any] = {goal: getattr(programme, f"planned_{goal}") for goal in _GOALS}
    second = programme.second_person_share_out
    form = ProgrammeForm(data={**known, "name": programme.name, "second_person": second})

    def work(session: Session) -> Programme:
        return programmes.change_programme(
            session,
            current_actor(),
            programme_id=programme_id,
            name=form.name.data or "",
            planned=_planned(form),
            second_person_share_out=form.second_person.data,
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The changes are kept."), "done")
        return _to_page(programme_id)
    page = render_template("programmes/form.html", form=form, programme=programme)
    return page, _REFUSED if form.is_submitted() else 200


def _open_forms(programme: Programme) -> _Forms:
    others = programmes.other_currencies(programme)
    sent = request.form.get("currency", "")
    rate = RateForm(
        data={"currency": others[0], "rate_on": today()},
        meta={"currency": sent if sent in CURRENCIES else others[0]},
    )
    rate.currency.choices = [SelectChoice(code, str(CURRENCY_WORDS[code])) for code in others]
    one = CURRENCIES[programme.reporting_currency].unit
    amount = money(one, programme.reporting_currency)
    rate.per_unit.label.text = _("%(amount)s is worth", amount=amount)
    return _Forms(ZoneForm(), rate, ProjectForm())


def _page(programme: Programme, forms: _Forms, status: int = 200) -> tuple[str, int]:
    session, number = db.session(), programme.programme_id
    page = render_template(
        "programmes/page.html",
        programme=programme,
        zones=programmes.list_zones(session, number),
        rates=programmes.list_rates(session, number),
        projects=projects.list_projects(session, number),
        forms=forms,
        one=CURRENCIES[programme.reporting_currency].unit,
        currency_words=CURRENCY_WORDS,
    )
    return page, status


def _mine(programme_id: int) -> Programme:
    return programme_for(db.session(), current_actor(), programme_id, *_KEEPERS)


@bp.get("/<int:programme_id>")
@allow(*_KEEPERS)
def page(programme_id: int) -> ResponseReturnValue:
    """Show a programme with its zones and rates."""
    programme = _mine(programme_id)
    return _page(programme, _open_forms(programme))


@bp.post("/<int:programme_id>/zones")
@allow(*_KEEPERS)
def add_zone(programme_id: int) -> ResponseReturnValue:
    """Add a zone."""
    programme = _mine(programme_id)
    forms = _open_forms(programme)

    def work(session: Session) -> Zone:
        name = forms.zone.zone.data or ""
        return programmes.add_zone(session, current_actor(), programme_id=programme_id, name=name)

    if attempt(forms.zone, work, lambda _path: "zone") is None:
        return _page(programme, forms, _REFUSED)
    flash(_("The zone is there. Groups can be opened in it."), "done")
    return _to_page(programme_id)


@bp.post("/<int:programme_id>/projects")
@allow(*_KEEPERS)
def add_project(programme_id: int) -> ResponseReturnValue:
    """Add a funder's project."""
    programme = _mine(programme_id)
    forms = _open_forms(programme)

    def work(session: Session) -> Project:
        return projects.add_project(
            session,
            current_actor(),
            programme_id=programme_id,
            name=forms.project.project.data or "",
            funder=forms.project.funder.data or "",
        )

    def place(path: str) -> str:
        return "project" if path == "name" else path

    if attempt(forms.project, work, place) is None:
        return _page(programme, forms, _REFUSED)
    flash(_("The project is there. Say which groups belong to it."), "done")
    return _to_page(programme_id)


@bp.post("/<int:programme_id>/projects/<int:project_id>/zone")
@allow(*_KEEPERS)
def assign_zone(programme_id: int, project_id: int) -> ResponseReturnValue:
    """Let all groups of a zone belong to a project."""
    with transaction() as own:
        groups = projects.assign_zone(
            own,
            current_actor(),
            programme_id=programme_id,
            project_id=project_id,
            zone_id=read_id(request.form.get("zone", "")) or 0,
        )
    told = ngettext(
        "%(num)s group belongs to the project now.",
        "%(num)s groups belong to the project now.",
        groups,
    )
    flash(told, "done")
    return _to_page(programme_id)


@bp.post("/<int:programme_id>/rates")
@allow(*_KEEPERS)
def add_rate(programme_id: int) -> ResponseReturnValue:
    """Say what a unit of the reporting currency is worth from a day on."""
    programme = _mine(programme_id)
    forms = _open_forms(programme)
    form = forms.rate

    def work(session: Session) -> ExchangeRate:
        return programmes.set_rate(
            session,
            current_actor(),
            programme_id=programme_id,
            currency=form.currency.data or "",
            rate_on=form.rate_on.data or today(),
            per_unit_minor=form.per_unit.data or 0,
            source=form.source.data or "",
        )

    if attempt(form, work) is None:
        return _page(programme, forms, _REFUSED)
    flash(_("The rate is kept. Reports use it from its day on."), "done")
    return _to_page(programme_id)
