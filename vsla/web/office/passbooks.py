"""Passbooks drawn by chance: the samples, their groups, and what the passbooks said."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from vsla.domain.errors import InvalidDocumentError
from vsla.domain.money import CURRENCIES
from vsla.domain.passbook_check import CheckOutcome
from vsla.services import passbook_entry, passbook_samples
from vsla.services.access import Role, programme_for
from vsla.services.office_rules import office_rules
from vsla.services.passbook_samples import READERS
from vsla.services.programmes import list_zones
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.errors import problem_text
from vsla.web.numbers_read import read_amount, read_count, read_id
from vsla.web.office.choice import find_programme
from vsla.web.quality_words import OUTCOMES, said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from vsla.store.models import Programme

bp = Blueprint("passbooks", __name__)

_REFUSED = 422
_SEED_BYTES = 3


def _page(programme: Programme, errors: dict[str, str]) -> ResponseReturnValue:
    session = db.session()
    number = programme.programme_id
    rules = office_rules(session, number)
    typed = {"seed": secrets.token_hex(_SEED_BYTES), "groups": "5", "passbooks": "6"}
    found = passbook_samples.list_samples(session, current_actor(), programme_id=number)
    page = render_template(
        "office/passbooks.html",
        programme=programme,
        found=found,
        said=lambda accuracy: said(accuracy, rules.bands),
        bands=rules.bands,
        zones=list_zones(session, number),
        errors=errors,
        typed={**typed, **request.form},
    )
    return page, _REFUSED if errors else 200


@bp.get("/reports/passbooks")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """List the samples of a programme."""
    programme = find_programme(current_actor())
    if programme is None:
        return render_template("office/passbooks.html", programme=None)
    return _page(programme, {})


def _number(name: str, typed: str, errors: dict[str, str]) -> int | None:
    try:
        return read_count(typed) if typed.strip() else None
    except ValueError:
        errors[name] = _("This is not a whole number. Write one, such as 12.")
        return None


@bp.post("/reports/passbooks/<int:programme_id>/draw")
@allow(Role.OFFICER)
def draw(programme_id: int) -> ResponseReturnValue:
    """Draw a sample."""
    actor = current_actor()
    programme = programme_for(db.session(), actor, programme_id, Role.OFFICER)
    errors: dict[str, str] = {}
    wanted: dict[str, object] = {
        "seed": request.form.get("seed", ""),
        "zone_id": read_id(request.form.get("zone_id", "")),
        "code": request.form.get("code", ""),
        **{n: _number(n, request.form.get(n, ""), errors) for n in ("groups", "passbooks")},
    }
    try:
        with transaction() as session:
            sample = passbook_samples.draw_sample(
                session, actor, programme_id=programme_id, wanted=wanted, today=today(), now=now()
            )
            sample_id = sample.sample_id
    except InvalidDocumentError as error:
        return _page(programme, {p.path: problem_text(p) for p in error.problems} | errors)
    flash(_("The sample is drawn. Print the list of each group and take it along."), "done")
    return redirect(url_for(".sample", sample_id=sample_id))


@bp.get("/reports/passbooks/<int:sample_id>")
@allow(*READERS)
def sample(sample_id: int) -> str:
    """Show a sample by group."""
    found = passbook_samples.sample_groups(db.session(), current_actor(), sample_id=sample_id)
    rules = office_rules(db.session(), found.sample.programme_id)
    return render_template(
        "office/passbook_sample.html",
        found=found,
        said=lambda accuracy: said(accuracy, rules.bands),
    )


def _group_page(
    group_id: int, sample_id: int, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    here = passbook_entry.drawn_group(
        db.session(), current_actor(), group_id=group_id, sample_id=sample_id
    )
    page = render_template(
        "office/passbook_group.html",
        here=here,
        outcomes=OUTCOMES,
        errors=errors or {},
        typed=request.form,
        checked_on=request.form.get("checked_on") or today().isoformat(),
        today=today(),
    )
    return page, _REFUSED if errors else 200


@bp.get("/groups/<int:group_id>/passbooks/<int:sample_id>")
@allow(*READERS)
def group(group_id: int, sample_id: int) -> ResponseReturnValue:
    """Show the passbooks drawn in a group, and the form for what they say."""
    return _group_page(group_id, sample_id)


@bp.post("/groups/<int:group_id>/passbooks/<int:sample_id>")
@allow(Role.OFFICER)
def enter(group_id: int, sample_id: int) -> ResponseReturnValue:
    """Write down what passbooks say."""
    actor = current_actor()
    here = passbook_entry.drawn_group(db.session(), actor, group_id=group_id, sample_id=sample_id)
    scale = CURRENCIES[here.group.currency].scale
    errors: dict[str, str] = {}
    read: dict[int, dict[str, object]] = {}
    for each in here.passbooks:
        row = _read_row(each.member.member_id, scale, errors)
        if row is not None:
            read[each.member.member_id] = row
    try:
        with transaction() as session:
            done = passbook_entry.enter_checks(
                session,
                actor,
                group_id=group_id,
                sample_id=sample_id,
                checked_on=request.form.get("checked_on", ""),
                passbooks_read=read,
                now=now(),
            )
            if errors:
                raise InvalidDocumentError([])  # noqa: TRY301 - what was written on trial is undone
    except InvalidDocumentError as error:
        placed = {_place(p.path): problem_text(p) for p in error.problems}
        return _group_page(group_id, sample_id, placed | errors)
    text = ngettext("%(num)s passbook is kept.", "%(num)s passbooks are kept.", done)
    flash(text, "done")
    return redirect(url_for(".group", group_id=group_id, sample_id=sample_id))


def _place(path: str) -> str:
    """Name the field of a problem: ``17.owed_minor`` stands at ``owed-17``."""
    member, _dot, name = path.partition(".")
    return f"{name.removesuffix('_minor')}-{member}" if name else path


def _read_row(member_id: int, scale: int, errors: dict[str, str]) -> dict[str, object] | None:
    """Read the fields of one passbook; None where nothing was written."""
    typed = {
        name: request.form.get(f"{name}-{member_id}", "").strip()
        for name in ("outcome", "last_on", "shares", "owed")
    }
    seen = typed["outcome"] in {"", str(CheckOutcome.CHECKED)}
    if typed["outcome"] == "" and not any(typed.values()):
        return None
    if not seen:
        return {"outcome": typed["outcome"]}
    row: dict[str, object] = {"outcome": str(CheckOutcome.CHECKED), "last_on": typed["last_on"]}
    row["shares"] = _number(f"shares-{member_id}", typed["shares"], errors)
    try:
        row["owed_minor"] = read_amount(typed["owed"], scale) if typed["owed"] else 0
    except ValueError:
        row["owed_minor"] = 0
        errors[f"owed-{member_id}"] = _("Write an amount, such as 5 000.")
    return row
