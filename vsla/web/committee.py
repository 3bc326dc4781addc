"""Elections to the committee and of the key holders."""

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from vsla.services.access import RECORDERS
from vsla.services.elect_committee import elect
from vsla.services.group_page import Cover, committee, cover
from vsla.store.members import list_members
from vsla.store.models import CommitteeTerm, Member
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.forms.choices import data_choices
from vsla.web.forms.committee import SEAT_NAMES, ElectionForm
from vsla.web.forms.problems import attempt
from vsla.web.roster_words import POST_SIGNS, POSTS

bp = Blueprint("committee", __name__, url_prefix="/groups")

_REFUSED = 422


def open_form(group_id: int) -> Any:  # noqa: ANN401 - the form's fields are added by name
    """Open the form of an election among the members of a group.

    Args:
        group_id: of a group whose page the person may see.

    Returns:
        The form; an empty seat stays with whoever holds it on the day of the election.
    """
    form = ElectionForm(data={"elected_on": today()})
    present = {m.member_id: m for m in list_members(db.session(), group_id, on=today())}
    people = data_choices((str(m.member_id), _named(m)) for m in present.values())
    form.holders = _holders(group_id, form.elected_on.data or today(), set(present))
    form.names = {seat: present[member].name for seat, member in form.holders.items()}
    for _post, seat in SEAT_NAMES:
        nobody = _("as before") if seat in form.names else _("nobody yet")
        form[f"{seat}_member"].choices = [SelectChoice("", nobody), *people]
    return form


def _holders(group_id: int, day: date, present: set[int]) -> dict[str, int]:
    """Give each seat of a post, in the order of the elections, to one of those who hold it."""
    terms = committee(db.session(), group_id, on=day).holders
    holders: dict[str, int] = {}
    for post, seats in groupby(SEAT_NAMES, key=itemgetter(0)):
        began = (line for line in terms[post] if line.term.elected_on <= day)
        here = (n.member.member_id for n in began if n.member.member_id in present)
        holders |= {seat: member for (_post, seat), member in zip(seats, here, strict=False)}
    return holders


def _named(member: Member) -> str:
    return f"{member.passbook_number}. {member.name}"


def save(form: Any, group_id: int) -> bool:  # noqa: ANN401 - the form's fields are added by name
    """Write the election down; every problem stands at its field."""

    def work(session: Session) -> list[CommitteeTerm]:
        return elect(
            session,
            current_actor(),
            group_id=group_id,
            elected_on=form.elected_on.data or today(),
            seats=form.seats(),
        )

    return attempt(form, work, form.place) is not None


def form_parts() -> dict[str, object]:
    """Give the template the seats with their words."""
    return {"seats": SEAT_NAMES, "posts": POSTS, "signs": POST_SIGNS}


@bp.route("/<int:group_id>/committee/elect", methods=["GET", "POST"])
@allow(*RECORDERS)
def elect_members(group_id: int) -> ResponseReturnValue:
    """Write down an election."""
    here: Cover = cover(db.session(), current_actor(), group_id, on=today())
    form = open_form(group_id)
    if form.is_submitted() and save(form, group_id):
        flash(_("The election is written down."), "done")
        return redirect(url_for("groups.committee", group_id=group_id))
    page = render_template("committee/elect.html", book=here, form=form, **form_parts())
    return page, _REFUSED if form.is_submitted() else 200
