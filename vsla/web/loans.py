"""One loan with its terms, plan and payments; the list is a tab of the group."""

from flask import Blueprint, render_template

from vsla.domain.calendar import Period
from vsla.services.loans_page import loan_page
from vsla.store.session import db
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clock import today
from vsla.web.ledger_words import KINDS

bp = Blueprint("loans", __name__)


@bp.get("/groups/<int:group_id>/loans/<int:loan_id>")
@allow(*EVERYBODY)
def page(group_id: int, loan_id: int) -> str:
    """Read one loan."""
    day = today()
    found = loan_page(db.session(), current_actor(), group_id=group_id, loan_id=loan_id, on=day)
    return render_template(
        "loans/page.html",
        page=found,
        day=day,
        kinds=KINDS,
        by_weeks=found.loan is not None and found.loan.charge.period is Period.FOUR_WEEKS,
    )
