"""What facilitators carry, which groups were visited, and what is still to be done."""

from flask import Blueprint, render_template

from vsla.services.access import Role
from vsla.services.caseload import caseload
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.money_format import percent
from vsla.web.office.choice import find_programme, usual_period

bp = Blueprint("facilitators", __name__, url_prefix="/reports/facilitators")


@bp.get("")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    """Show each facilitator with her groups, and the groups to visit."""
    actor = current_actor()
    programme = find_programme(actor)
    load = None
    if programme is not None:
        number = programme.programme_id
        # The groups of the demonstration met years ago: it is looked at on its own last day.
        day = usual_period(programme).to_on if programme.is_demo else today()
        load = caseload(db.session(), actor, programme_id=number, today=day)
    return render_template("office/facilitators.html", load=load, percent=percent)
