"""The rules of a group: printed as sentences, and amended by vote."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from vsla.domain.clauses import clauses
from vsla.domain.constitution import Constitution
from vsla.domain.constitution_form import (
    constitution_from_json,
    constitution_to_json,
    hints,
)
from vsla.services.access import RECORDERS
from vsla.services.amend_constitution import adopt
from vsla.services.group_page import Cover, cover
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clause_texts import article_title, clause_line
from vsla.web.clock import now, today
from vsla.web.forms.constitution import SECTIONS, ConstitutionForm, filled_in
from vsla.web.forms.problems import attempt
from vsla.web.messages import text_of

bp = Blueprint("constitution", __name__, url_prefix="/groups")

_REFUSED = 422
_USUAL_SHARE = {"CDF": 100_000, "USD": 100, "UGX": 2_000, "RWF": 500}
"""Price of a share that a new form shows, in minor units; Source: method.md 1.2, values seen."""


def articles(rules: Mapping[str, Any], currency: str) -> list[tuple[str, list[str]]]:
    """Print a constitution: the title of each article, with its number, and its sentences."""
    written = clauses(constitution_from_json(rules))
    return [
        (article_title(article), [clause_line(each, currency) for each in group])
        for article, group in groupby(written, key=lambda clause: clause.article)
    ]


def open_form(here: Cover) -> Any:  # noqa: ANN401 - the form's fields are added by name
    """Open the form: with the rules in force, or with the usual ones of the method."""
    currency = here.group.currency
    rules = here.rules or constitution_to_json(Constitution(share_value=_USUAL_SHARE[currency]))
    data = {**filled_in(rules), "adopted_on": today()}
    form = ConstitutionForm(data=data, meta={"currency": currency})
    usual = form.quorum.object_data
    if usual and usual not in {value for value, *_rest in form.quorum.choices}:
        form.quorum.choices.append(SelectChoice(usual, usual))
    return form


def save(form: Any, group_id: int) -> bool:  # noqa: ANN401 - the form's fields are added by name
    """Adopt what the form says; every problem stands at its field."""

    def work(session: Session) -> int:
        return adopt(
            session,
            current_actor(),
            group_id=group_id,
            source=form.source(),
            adoption=form.adoption(today()),
            now=now(),
        )

    return attempt(form, work, form.place_of) is not None


def say_what_is_unusual(form: Any) -> None:  # noqa: ANN401 - the form's fields are added by name
    """Tell after saving what is allowed but unusual, so that somebody looks twice."""
    for hint in hints(constitution_from_json(form.source())):
        flash(text_of(hint.code, hint.values), "warn")


@bp.route("/<int:group_id>/constitution/amend", methods=["GET", "POST"])
@allow(*RECORDERS)
def amend(group_id: int) -> ResponseReturnValue:
    """Change the rules by a vote of the members."""
    here = cover(db.session(), current_actor(), group_id, on=today())
    form = open_form(here)
    if form.is_submitted() and save(form, group_id):
        flash(_("The new rules are in force from the day of the vote."), "done")
        say_what_is_unusual(form)
        return redirect(url_for("groups.constitution", group_id=group_id))
    page = render_template(
        "constitution/amend.html",
        book=here,
        form=form,
        sections=SECTIONS,
    )
    return page, _REFUSED if form.is_submitted() else 200
