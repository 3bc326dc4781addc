"""Bring the sums of zones up to date before a page reads them."""

import logging
from time import sleep

from sqlalchemy.exc import OperationalError

from vsla.services import zone_sums
from vsla.store.session import db, transaction
from vsla.web.clock import today

_log = logging.getLogger(__name__)


ZONES_AT_ONCE = 5
"""Zones in one transaction: SQLite has one writer, and who records a meeting waits for it."""

PAUSE = 0.12
"""Seconds between them: a writer that waits for SQLite asks again every tenth of a second."""

ROUNDS_MOST = 200
"""After so many transactions the page adds up itself: somebody marks zones all the time."""


def freshen(programme_id: int) -> None:
    """Make the sums of marked zones anew; where somebody writes for long, the page adds up itself.

    Args:
        programme_id: an existing programme.
    """
    try:
        for done in range(ROUNDS_MOST):
            if not zone_sums.stale(db.session(), programme_id):
                return
            if done:
                sleep(PAUSE)
            with transaction() as own:
                zone_sums.freshen(own, programme_id, today=today(), most=ZONES_AT_ONCE)
    except OperationalError:
        pass
    _log.warning("the sums of the zones of programme %s stay as they were", programme_id)
