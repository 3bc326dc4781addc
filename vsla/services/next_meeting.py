"""When a group meets next, from its rules and its last meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.calendar import add_months
from vsla.domain.constitution import Frequency, Weekday

if TYPE_CHECKING:
    from datetime import date

_WEEK = 7
_HALF_A_WEEK = 3
_WEEKS = {Frequency.WEEKLY: 1, Frequency.FORTNIGHTLY: 2}
_PLACES = {weekday: place for place, weekday in enumerate(Weekday)}


def _forward(day: date, weekday: Weekday) -> date:
    """Give the first such weekday on or after a day."""
    return day + timedelta(days=(_PLACES[weekday] - day.weekday()) % _WEEK)


def next_meeting_on(
    frequency: Frequency, weekday: Weekday, opened_on: date, last_held_on: date | None
) -> date:
    """Reckon the day of the next meeting, so that a home page can say who meets today.

    A meeting held on another day than the usual one does not move the usual day.

    Args:
        frequency: of the constitution.
        weekday: of the constitution.
        opened_on: first day of the cycle.
        last_held_on: day of the last meeting of the cycle, or None before the first.

    Returns:
        The day; before the first meeting the first usual weekday of the cycle. A monthly meeting
        is the usual weekday nearest to the same day of the next month.
    """
    if last_held_on is None:
        return _forward(opened_on, weekday)
    weeks = _WEEKS.get(frequency)
    if weeks is None:
        middle = add_months(last_held_on, 1)
        return _forward(middle - timedelta(days=_HALF_A_WEEK), weekday)
    return _forward(last_held_on + timedelta(days=_WEEK * (weeks - 1) + 1), weekday)
