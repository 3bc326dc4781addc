"""The fields a programme adds to what is known of members and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError
from vsla.services import own_fields as service
from vsla.services.access import Role, programme_for
from vsla.services.courses import own_programme
from vsla.services.own_values import count_values
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.errors import problem_text
from vsla.web.own_words import SORTS, SUBJECTS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("own_fields", __name__, url_prefix="/reports/fields")

_REFUSED = 422


def _page(errors: dict[str, str]) -> ResponseReturnValue:
    actor = current_actor()
    number = own_programme(actor)
    page = render_template(
        "office/fields.html",
        programme=programme_for(db.session(), actor, number, Role.OFFICER),
        fields=service.all_fields(db.session(), number),
        used=count_values(db.session(), number),
        subjects=SUBJECTS,
        sorts=SORTS,
        errors=errors,
        typed=request.form,
    )
    return page, _REFUSED if errors else 200


@bp.get("")
@allow(Role.OFFICER)
def page() -> ResponseReturnValue:
    """List the fields of the programme."""
    return _page({})


@bp.post("")
@allow(Role.OFFICER)
def add() -> ResponseReturnValue:
    """Add a field."""
    actor = current_actor()
    typed = {name: request.form.get(name, "") for name in ("subject", "sort", "name", "choices")}
    try:
        with transaction() as session:
            service.add_field(session, actor, programme_id=own_programme(actor), field=typed)
    except InvalidDocumentError as error:
        return _page({p.path: problem_text(p) for p in error.problems})
    flash(_("The field is in the forms from now on."), "done")
    return redirect(url_for(".page"))


@bp.post("/<int:field_id>/retire")
@allow(Role.OFFICER)
def retire(field_id: int) -> ResponseReturnValue:
    """Take a field out of the forms."""
    with transaction() as session:
        service.retire_field(session, current_actor(), field_id=field_id, today=today())
    flash(_("The field is in no form any more. What was written in it stays."), "done")
    return redirect(url_for(".page"))
