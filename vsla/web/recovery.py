"""Take over a group from its recovery sheet: read, compare, and only then open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from vsla.domain.errors import InvalidDocumentError
from vsla.services.access import RECORDERS
from vsla.services.groups_list import list_zones
from vsla.services.paper_code import key_from
from vsla.services.recover_group import ReadSheet, read_sheet, recover
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now
from vsla.web.forms.base import Form, ListField, Required
from vsla.web.forms.choices import data_choices
from vsla.web.forms.problems import apply_problems, attempt

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from vsla.store.models import Group

bp = Blueprint("recovery", __name__, url_prefix="/groups")

_REFUSED = 422


class RecoverForm(Form):
    """The text of the sheet's large square, and who answers for it."""

    text = TextAreaField(_l("Text of the large square"), validators=[Required()])
    zone_id = ListField(_l("Zone"), validators=[Required()])
    compared = BooleanField(_l("We compared this with the paper and the passbooks. It is right."))


def _place(path: str) -> str:
    """Name the field of a problem; what is wrong with the sheet stands at its text."""
    return path if path == "zone_id" else "text"


@bp.route("/recover", methods=["GET", "POST"])
@allow(*RECORDERS)
def take_over() -> ResponseReturnValue:
    """Show what a sheet says; open the group once somebody has compared it."""
    form = RecoverForm(meta={"currency": "CDF"})
    zones = list_zones(db.session(), current_actor())
    form.zone_id.choices = data_choices((str(zone.zone_id), zone.name) for zone in zones)
    sheet = _read(form) if form.is_submitted() else None
    if sheet is not None and form.compared.data:
        group = attempt(form, lambda session: _recover(session, form, sheet), _place)
        if group is not None:
            flash(_("The group is open again. Compare the page of each member with her passbook."))
            return redirect(url_for("groups.page", group_id=group.group_id))
    elif sheet is not None and not request.form.get("zone_id"):
        by_name = {zone.name: str(zone.zone_id) for zone in zones}
        form.zone_id.data = by_name.get(sheet.state.zone)
    page = render_template("groups/recover.html", form=form, sheet=sheet)
    return page, _REFUSED if form.errors else 200


def _read(form: RecoverForm) -> ReadSheet | None:
    key = key_from(str(current_app.config["SECRET_KEY"]))
    try:
        return read_sheet(key, form.text.data or "")
    except InvalidDocumentError as error:
        apply_problems(form, error.problems, _place)
        return None


def _recover(session: Session, form: RecoverForm, sheet: ReadSheet) -> Group:
    return recover(
        session,
        current_actor(),
        sheet=sheet,
        zone_id=int(form.zone_id.data or 0),
        now=now(),
        compared=bool(form.compared.data),
    )
