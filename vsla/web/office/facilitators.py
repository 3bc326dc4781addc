"""What facilitators carry, which groups were visited, and what is still to be done."""

from typing import Any

from flask import Blueprint, render_template, url_for

from vsla.services.access import Role
from vsla.services.caseload import caseload
from vsla.store.session import db
from vsla.store.visits import FacilitatorLine
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.groups import read_place
from vsla.web.money_format import percent
from vsla.web.office.choice import find_programme, usual_period

bp = Blueprint("facilitators", __name__, url_prefix="/reports/facilitators")


@bp.get("")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    """Show each facilitator with her groups, and the groups to visit."""
    actor = current_actor()
    programme = find_programme(actor)
    if programme is None:
        return render_template("office/facilitators.html", load=None)
    number = programme.programme_id
    # The groups of the demonstration met years ago: it is looked at on its own last day.
    day = usual_period(programme).to_on if programme.is_demo else today()
    load = caseload(
        db.session(),
        actor,
        programme_id=number,
        today=day,
        after=read_place("after"),
        before=read_place("before"),
    )

    def href(name: str, line: FacilitatorLine) -> str:
        place: dict[str, Any] = {name: f"{line.user_id}~{line.name}"}
        return url_for(".page", programme=number, **place)

    lines = load.lines
    return render_template(
        "office/facilitators.html",
        load=load,
        percent=percent,
        previous_href=href("before", lines[0]) if lines and load.has_previous else None,
        next_href=href("after", lines[-1]) if lines and load.has_next else None,
    )
