"""The clock of the pages: the one place of the web layer that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """Give this moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day it is where the groups live."""
    zone = ZoneInfo(str(current_app.config["BABEL_DEFAULT_TIMEZONE"]))
    return now().astimezone(zone).date()
