"""What the office measures by: stars of accuracy, caseload, visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from vsla.domain.accuracy import STARS_MOST
from vsla.domain.errors import InvalidDocumentError
from vsla.services import visits
from vsla.services.access import Role, programme_for
from vsla.services.courses import own_programme
from vsla.services.office_rules import office_rules, set_office_rules
from vsla.store.session import db, transaction
from vsla.store.visits import checklist
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.errors import problem_text
from vsla.web.numbers_read import read_count

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("measures", __name__, url_prefix="/reports/measures")

_REFUSED = 422
_PLAIN = ("members_each", "groups_each", "visit_days")


def _known() -> dict[str, object]:
    rules = office_rules(db.session(), own_programme(current_actor()))
    bands = {f"stars{STARS_MOST - place}": each // 10 for place, each in enumerate(rules.bands)}
    return {**bands, **{name: getattr(rules, name) or "" for name in _PLAIN}}


@bp.get("")
@allow(Role.OFFICER)
def page() -> ResponseReturnValue:
    """Show the numbers of the programme."""
    return _page({})


def _page(errors: dict[str, str]) -> ResponseReturnValue:
    actor = current_actor()
    programme = programme_for(db.session(), actor, own_programme(actor), Role.OFFICER)
    typed = {**_known(), **request.form}
    page = render_template(
        "office/measures.html",
        programme=programme,
        errors=errors,
        typed=typed,
        most=STARS_MOST,
        checklist=checklist(db.session(), programme.programme_id),
    )
    return page, _REFUSED if errors else 200


@bp.post("/checklist")
@allow(Role.OFFICER)
def add_item() -> ResponseReturnValue:
    """Add something that visits look at."""
    actor = current_actor()
    try:
        with transaction() as session:
            text = request.form.get("text", "")
            visits.add_item(session, actor, programme_id=own_programme(actor), text=text)
    except InvalidDocumentError as error:
        return _page({p.path: problem_text(p) for p in error.problems})
    flash(_("Visits look at it from now on."), "done")
    return redirect(url_for(".page", _anchor="checklist"))


@bp.post("/checklist/<int:item_id>/retire")
@allow(Role.OFFICER)
def retire_item(item_id: int) -> ResponseReturnValue:
    """Leave an item out of later visits."""
    with transaction() as session:
        visits.retire_item(session, current_actor(), item_id=item_id, today=today())
    flash(_("Later visits leave it out. What was found so far stays."), "done")
    return redirect(url_for(".page", _anchor="checklist"))


@bp.post("")
@allow(Role.OFFICER)
def change() -> ResponseReturnValue:
    """Set the numbers of the programme."""
    actor = current_actor()
    errors: dict[str, str] = {}
    rules: dict[str, object] = {}
    for name in _known():
        text = request.form.get(name, "").strip()
        try:
            rules[name] = read_count(text) if text else None
        except ValueError:
            errors[name] = _("This is not a whole number. Write one, such as 12.")
    try:
        with transaction() as session:
            set_office_rules(session, actor, programme_id=own_programme(actor), rules=rules)
            if errors:
                raise InvalidDocumentError([])  # noqa: TRY301 - what was written on trial is undone
    except InvalidDocumentError as error:
        return _page({p.path: problem_text(p) for p in error.problems} | errors)
    flash(_("The changes are kept."), "done")
    return redirect(url_for(".page"))
