"""Days at a moment: what may be written as a date when only the moment is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.codes import Code

if TYPE_CHECKING:
    from datetime import date, datetime

    from vsla.domain.reader import Reader

_EASTERNMOST = timedelta(hours=14)


def latest_day(now: datetime) -> date:
    """Give the latest date that is today anywhere: a day after it lies in the future for all.

    Args:
        now: UTC.

    Returns:
        The date in the easternmost time zone.
    """
    return (now + _EASTERNMOST).date()


def not_in_future(r: Reader, key: str, day: date, now: datetime) -> None:
    """Note a day that has not come yet at a key of a form being read.

    Args:
        r: the form.
        key: of the day.
        day: as read.
        now: UTC.
    """
    if day > latest_day(now):
        r.note(key, Code.DATE_IN_FUTURE)
