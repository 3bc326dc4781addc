"""Bring groups in from a workbook: try it, see every problem at its cell, then keep it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FileField

from vsla.documents.import_form import HELP, YES_NO
from vsla.documents.import_template import write_template
from vsla.documents.words import words_of
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.services.access import RECORDERS
from vsla.services.import_book import import_book
from vsla.services.import_lines import read_book
from vsla.services.import_own import sheets_of
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now
from vsla.web.exports.group import attached
from vsla.web.exports.tables import XLSX
from vsla.web.forms.base import Form, Required
from vsla.web.forms.problems import apply_problems
from vsla.web.locale import language, translate
from vsla.web.messages import text_of
from vsla.web.security import UPLOADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Blueprint, Response
    from flask.typing import ResponseReturnValue

    from vsla.documents.import_form import Sheet
    from vsla.services.import_work import Outcome

_REFUSED = 422
_FILE_BYTES_MAX = 10_000_000
_KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{64}")
_SHOWN_MAX = 300


class BringInForm(Form):
    """The workbook."""

    file = FileField(_l("Filled-in workbook"), validators=[Required()])


@dataclass(frozen=True)
class Line:
    """A problem as the table shows it."""

    sheet: str
    line: str
    column: str
    text: str


@allow(*RECORDERS)
def page() -> ResponseReturnValue:
    """Take a workbook and try it; nothing is written yet."""
    form = BringInForm()
    if form.validate_on_submit():
        data = form.file.data.read()
        try:
            outcome = _import(data, write=False)
        except InvalidDocumentError as error:
            apply_problems(form, error.problems)
        else:
            sheets = _sheets()
            return render_template(
                "exports/bring_in_tried.html",
                outcome=outcome,
                lines=[_line(problem, sheets) for problem in outcome.problems[:_SHOWN_MAX]],
                kept=_keep(data),
            )
    page = render_template("exports/bring_in.html", form=form)
    return page, _REFUSED if form.errors else 200


@allow(*RECORDERS)
def confirm() -> ResponseReturnValue:
    """Keep the workbook that was tried, or what is right of it."""
    file = _file(request.form.get("kept", ""))
    if file is None or not file.exists():
        flash(_("The workbook is no longer here. Choose it again."))
        return redirect(url_for("exports.bring_in"))
    outcome = _import(file.read_bytes(), write=True, accept_rest=request.form.get("rest") == "yes")
    file.unlink(missing_ok=True)
    if not outcome.written:
        flash(_("Something is no longer right. Nothing was written; try the workbook again."))
        return redirect(url_for("exports.bring_in"))
    right = [each for each in outcome.groups if not each.refused]
    groups, people = sum(each.is_new for each in right), sum(each.members for each in right)
    meetings = sum(each.meetings for each in right)
    parts = [
        ngettext("%(num)s group", "%(num)s groups", groups),
        ngettext("%(num)s member", "%(num)s members", people),
        ngettext("%(num)s meeting", "%(num)s meetings", meetings),
    ]
    flash(_("Brought in: %(what)s.", what=", ".join(parts)), "done")
    return redirect(url_for("groups.index"))


@allow(*RECORDERS)
def template() -> Response:
    """Give the workbook to fill in."""
    file = BytesIO()
    write_template(file, words_of(language()), _sheets())
    return attached(file.getvalue(), f"{_('Groups to bring in')}.xlsx", XLSX)


def _import(data: bytes, *, write: bool, accept_rest: bool = False) -> Outcome:
    book = read_book(data, _sheets())
    with transaction() as session:
        return import_book(
            session,
            current_actor(),
            book=book,
            now=now(),
            write=write,
            accept_rest=accept_rest,
        )


def _sheets() -> Sequence[Sheet]:
    return sheets_of(db.session(), current_actor().programme_id)


def _line(problem: Problem, sheets: Sequence[Sheet]) -> Line:
    sheet, number, column = (*problem.path.split(".", 2), "", "")[:3]
    form = next((each for each in sheets if each.key == sheet), None)
    where = next((each for each in form.columns if each.key == column), None) if form else None
    values = dict(problem.values)
    if where is not None and where.choices == YES_NO and "name" in values:
        values["name"] = translate(HELP[str(values["name"])])
    return Line(
        sheet=translate(form.name) if form else sheet,
        line=number,
        column=translate(where.head) if where else "",
        text=text_of(problem.code, values, currency="CDF"),
    )


def _folder() -> Path:
    return Path(current_app.instance_path) / "imports"


def _file(digest: str) -> Path | None:
    """Name the file of a workbook that this person tried; nobody else's can be asked for."""
    if not _NAME.fullmatch(digest):
        return None
    return _folder() / f"{current_actor().user_id}-{digest}.xlsx"


def _keep(data: bytes) -> str:
    """Keep a workbook until it is confirmed, for a day at most; only this machine reads it."""
    digest = hashlib.sha256(data).hexdigest()
    file = _file(digest)
    assert file is not None, "a digest has the form of one"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(0o600)
    oldest = now().timestamp() - _KEPT_SECONDS
    for old in file.parent.iterdir():
        if old.stat().st_mtime < oldest:
            old.unlink(missing_ok=True)
    return digest


def add_to(bp: Blueprint) -> None:
    """Give these their addresses."""
    bp.add_url_rule("/groups/bring-in", "bring_in", page, methods=["GET", "POST"])
    bp.add_url_rule("/groups/bring-in/confirm", "bring_in_confirm", confirm, methods=["POST"])
    bp.add_url_rule("/groups/bring-in/template.xlsx", "bring_in_template", template)
    UPLOADS[f"{bp.name}.bring_in"] = _FILE_BYTES_MAX
