"""What is known of a group, and whether the programme accompanies it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vsla.domain.money import CURRENCIES
from vsla.domain.own_fields import Subject
from vsla.services.access import RECORDERS, Role
from vsla.services.group_page import Cover, cover
from vsla.services.groups_list import list_zones
from vsla.services.open_group import change_group, disengage_group, engage_group
from vsla.services.own_fields import fields_in_use, write_group_values
from vsla.services.own_values import group_values
from vsla.services.projects import assign_group, list_projects
from vsla.store.models import Group
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.forms.choices import data_choices
from vsla.web.forms.group import DetailsAndMoneyForm, DetailsForm, PartingForm
from vsla.web.forms.own import own_data, own_of, own_typed, with_own
from vsla.web.forms.problems import attempt
from vsla.web.numbers_read import read_id

bp = Blueprint("details", __name__, url_prefix="/groups")

_REFUSED = 422


def _cover(group_id: int) -> Cover:
    return cover(db.session(), current_actor(), group_id, on=today())


def _to_group(group_id: int) -> Response:
    return redirect(url_for("groups.page", group_id=group_id))


def _open_form(here: Cover) -> DetailsForm:
    """Open the form; the money of the books is in it until rules are adopted."""
    sent = request.form.get("currency", "")
    meta = {"currency": sent if sent in CURRENCIES else here.group.currency}
    kind = DetailsForm if here.rules is not None else DetailsAndMoneyForm
    session, group = db.session(), here.group
    own = with_own(kind, fields_in_use(session, group.programme_id, Subject.GROUP))
    form = own(obj=group, meta=meta, data=own_data(group_values(session, group.group_id)))
    zones = list_zones(db.session(), current_actor())
    form.zone_id.choices = data_choices((str(zone.zone_id), zone.name) for zone in zones)
    return form


def _change(session: Session, form: DetailsForm, group: Group) -> Group:
    currency, cash_step = group.currency, group.cash_step
    if isinstance(form, DetailsAndMoneyForm):
        currency = form.currency.data or ""
        usual = CURRENCIES[form.meta.currency].cash_step
        cash_step = form.cash_step.data or usual
    write_group_values(session, current_actor(), group_id=group.group_id, typed=own_typed(form))
    return change_group(
        session,
        current_actor(),
        group_id=group.group_id,
        name=form.name.data or "",
        zone_id=int(form.zone_id.data or 0),
        place=form.place.data or "",
        currency=currency,
        cash_step=cash_step,
        formed_on=form.formed_on.data or group.formed_on,
        registered_on=form.registered_on.data,
        photos_on_statements=bool(form.photos_on_statements.data),
        now=now(),
    )


@bp.route("/<int:group_id>/edit", methods=["GET", "POST"])
@allow(*RECORDERS)
def edit(group_id: int) -> ResponseReturnValue:
    """Change what is known of a group."""
    here = _cover(group_id)
    form = _open_form(here)

    def work(session: Session) -> Group:
        return _change(session, form, here.group)

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The changes are kept."), "done")
        return _to_group(group_id)
    officer = current_actor().role is Role.OFFICER
    projects = list_projects(db.session(), here.group.programme_id) if officer else []
    page = render_template(
        "groups/edit.html", book=here, form=form, own=own_of(form), projects=projects
    )
    return page, _REFUSED if form.is_submitted() else 200


@bp.route("/<int:group_id>/part", methods=["GET", "POST"])
@allow(Role.OFFICER)
def part(group_id: int) -> ResponseReturnValue:
    """Part from a group: its books stay readable."""
    here = _cover(group_id)
    form = PartingForm(data={"on": today()})

    def work(session: Session) -> Group:
        day = form.on.data or today()
        actor = current_actor()
        return disengage_group(session, actor, group_id=group_id, on=day, now=now())

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The programme no longer accompanies this group."), "done")
        return _to_group(group_id)
    page = render_template("groups/part.html", book=here, form=form)
    return page, _REFUSED if form.is_submitted() else 200


@bp.post("/<int:group_id>/project")
@allow(Role.OFFICER)
def project(group_id: int) -> ResponseReturnValue:
    """Let a group belong to a funder's project, or to none."""
    chosen = read_id(request.form.get("project", ""))
    with transaction() as session:
        assign_group(session, current_actor(), group_id=group_id, project_id=chosen)
    flash(_("The changes are kept."), "done")
    return _to_group(group_id)


@bp.post("/<int:group_id>/accompany")
@allow(Role.OFFICER)
def accompany(group_id: int) -> ResponseReturnValue:
    """Accompany a group again."""
    with transaction() as session:
        engage_group(session, current_actor(), group_id=group_id)
    flash(_("The programme accompanies this group again."), "done")
    return _to_group(group_id)
