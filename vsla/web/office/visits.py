"""Visits to a group: what was found, what was agreed, and what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError
from vsla.domain.visits import Mark
from vsla.services import visits
from vsla.services.access import RECORDERS, group_for
from vsla.services.passbook_samples import group_accuracy
from vsla.services.visits import READERS
from vsla.store.session import db, transaction
from vsla.store.visits import checklist
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.errors import problem_text
from vsla.web.money_format import percent
from vsla.web.quality_words import MARKS, said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("visits", __name__, url_prefix="/groups/<int:group_id>/visits")

_REFUSED = 422
_ROWS = 3
_SIGNS = {Mark.GOOD: "check", Mark.PARTLY: "late", Mark.NOT: "absent"}


@bp.get("")
@allow(*READERS)
def page(group_id: int) -> str:
    """Show the visits to a group."""
    session, actor = db.session(), current_actor()
    group = group_for(session, actor, group_id)
    return render_template(
        "visits/page.html",
        group=group,
        accuracy=group_accuracy(session, actor, group),
        said=said,
        found=visits.group_visits(session, actor, group_id=group_id),
        marks=MARKS,
        signs=_SIGNS,
        percent=percent,
        today=today(),
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(*RECORDERS)
def new(group_id: int) -> ResponseReturnValue:
    """Write a visit down."""
    actor = current_actor()
    group = group_for(db.session(), actor, group_id, *RECORDERS)
    items = checklist(db.session(), group.programme_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {item.item_id: request.form.get(f"mark-{item.item_id}", "") for item in items}
        try:
            with transaction() as session:
                visits.record_visit(
                    session,
                    actor,
                    group_id=group_id,
                    visited_on=request.form.get("visited_on", ""),
                    note=request.form.get("note", ""),
                    marks={item: mark for item, mark in typed.items() if mark},
                    actions=[
                        {n: request.form.get(f"{n}-{place}", "") for n in ("text", "due_on")}
                        for place in range(_ROWS)
                    ],
                    now=now(),
                )
        except InvalidDocumentError as error:
            errors = {_place(p.path): problem_text(p) for p in error.problems}
        else:
            flash(_("The visit is kept."), "done")
            return redirect(url_for(".page", group_id=group_id))
    drawn = render_template(
        "visits/form.html",
        group=group,
        checklist=items,
        marks=MARKS,
        signs=_SIGNS,
        errors=errors,
        typed=request.form,
        today=today(),
    )
    return drawn, _REFUSED if errors else 200


def _place(path: str) -> str:
    """Name the field of a problem: ``actions.0.text`` stands at ``text-0``."""
    part, _dot, rest = path.partition(".")
    if part == "actions":
        place, _dot, name = rest.partition(".")
        return f"{name}-{place}"
    return f"mark-{rest}" if part == "marks" else path


@bp.post("/actions/<int:number>/done")
@allow(*RECORDERS)
def done(group_id: int, number: int) -> ResponseReturnValue:
    """Say that what was agreed is done."""
    with transaction() as session:
        visits.finish_action(
            session, current_actor(), group_id=group_id, number=number, today=today()
        )
    flash(_("Done. It stays on the list of what was done."), "done")
    return redirect(url_for(".page", group_id=group_id))
