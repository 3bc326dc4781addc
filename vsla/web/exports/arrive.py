"""Take over a whole group that comes as a file of another server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FileField

from vsla.domain.codes import Code
from vsla.services.access import RECORDERS
from vsla.services.group_file_reader import read_group_file, refuse
from vsla.services.groups_list import list_zones
from vsla.services.import_group import Arrived, import_group
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now
from vsla.web.forms.base import Form, ListField, Required, TextField
from vsla.web.forms.choices import data_choices
from vsla.web.forms.problems import attempt
from vsla.web.security import UPLOADS

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

_REFUSED = 422
FILE_BYTES_MAX = 20_000_000
"""A group of 30 writes about 1 MB a year."""


class ArriveForm(Form):
    """The file, where the group is to stand, and what the other office said."""

    file = FileField(_l("File of the group"), validators=[Required()])
    zone_id = ListField(_l("Zone"), validators=[Required()])
    seal = TextField(_l("Seal, as the other office told it"))


def _place(path: str) -> str:
    """Name the field of a problem; what is wrong with the group stands at its file."""
    return path if path == "zone_id" else "file"


@allow(*RECORDERS)
def arrive() -> ResponseReturnValue:
    """Ask for the file, prove it and take the group over."""
    form = ArriveForm(meta={"currency": "CDF"})
    zones = list_zones(db.session(), current_actor())
    form.zone_id.choices = data_choices((str(zone.zone_id), zone.name) for zone in zones)
    if form.is_submitted():
        arrived = attempt(form, lambda session: _import(session, form), _place)
        if arrived is not None:
            flash(_told(arrived))
            return redirect(url_for("groups.page", group_id=arrived.group.group_id))
    page = render_template("exports/arrive.html", form=form)
    return page, _REFUSED if form.errors else 200


def _import(session: Session, form: ArriveForm) -> Arrived:
    sent = form.file.data
    try:
        text = sent.read().decode("utf-8") if sent else ""
    except UnicodeDecodeError as error:
        raise refuse(Code.GROUP_FILE_UNREADABLE) from error
    seal = (form.seal.data or "").replace(" ", "")
    file = read_group_file(text, expected_end=seal)
    zone_id = int(form.zone_id.data or 0)
    return import_group(session, current_actor(), file=file, zone_id=zone_id, now=now())


def _told(arrived: Arrived) -> str:
    if arrived.was_here:
        return str(_("This group was here already, to the last entry. Nothing was changed."))
    said = [
        _(
            "The group is here. Its %(count)s entries carry the seals of the other server, and its "
            "documents lead to the same figures.",
            count=arrived.entries,
        )
    ]
    if arrived.beside.courses:
        courses = ngettext(
            "Its part of one course came with it.",
            "Its part of %(num)s courses came with it.",
            arrived.beside.courses,
        )
        said.append(courses)
    if arrived.beside.levels_left:
        tests = ngettext(
            "One test stayed behind: your scale has no such level.",
            "%(num)s tests stayed behind: your scale has no such levels.",
            arrived.beside.levels_left,
        )
        said.append(tests)
    return " ".join(map(str, said))


def add_to(bp: Blueprint) -> None:
    """Give this its address."""
    bp.add_url_rule("/groups/arrive", "arrive", arrive, methods=["GET", "POST"])
    UPLOADS[f"{bp.name}.arrive"] = FILE_BYTES_MAX
