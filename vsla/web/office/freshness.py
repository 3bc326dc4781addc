"""Bring the sums of zones up to date before a page reads them."""

import logging

from sqlalchemy.exc import OperationalError

from vsla.services import zone_sums
from vsla.store.session import db, transaction
from vsla.web.clock import today

_log = logging.getLogger(__name__)


def freshen(programme_id: int) -> None:
    """Make the sums of marked zones anew; where somebody writes for long, the page adds up itself.

    Args:
        programme_id: an existing programme.
    """
    if not zone_sums.stale(db.session(), programme_id):
        return
    try:
        with transaction() as own:
            zone_sums.freshen(own, programme_id, today=today())
    except OperationalError:
        _log.warning("the sums of the zones of programme %s stay as they were", programme_id)
