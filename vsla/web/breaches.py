"""Broken rules of a meeting: noting that the group has talked about them."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from vsla.services.access import RECORDERS
from vsla.services.acknowledge_breaches import acknowledge_breaches
from vsla.store.session import transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now

bp = Blueprint("breaches", __name__, url_prefix="/groups")


@bp.post("/<int:group_id>/meetings/<int:entry_number>/breaches")
@allow(*RECORDERS)
def acknowledge(group_id: int, entry_number: int) -> ResponseReturnValue:
    """Note all broken rules of a meeting as looked at, and go on to the next meeting with any."""
    with transaction() as session:
        acknowledge_breaches(
            session, current_actor(), group_id=group_id, entry_number=entry_number, now=now()
        )
    flash(_("It is noted that the group has talked about it."), "done")
    return redirect(url_for("groups.page", group_id=group_id))
