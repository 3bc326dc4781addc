"""When a group meets next."""

from __future__ import annotations

from datetime import date

import pytest

from vsla.domain.constitution import Frequency, Weekday
from vsla.services.next_meeting import next_meeting_on

OPENED = date(2024, 1, 1)
"""A Monday."""


@pytest.mark.parametrize(
    ("frequency", "last", "expected"),
    [
        (Frequency.WEEKLY, None, date(2024, 1, 3)),
        (Frequency.WEEKLY, date(2024, 1, 3), date(2024, 1, 10)),
        (Frequency.WEEKLY, date(2024, 1, 4), date(2024, 1, 10)),
        (Frequency.FORTNIGHTLY, date(2024, 1, 3), date(2024, 1, 17)),
        (Frequency.FORTNIGHTLY, date(2024, 1, 4), date(2024, 1, 17)),
        (Frequency.MONTHLY, date(2024, 1, 3), date(2024, 1, 31)),
        (Frequency.MONTHLY, date(2024, 1, 31), date(2024, 2, 28)),
    ],
)
def test_the_next_meeting_keeps_to_the_usual_day(
    frequency: Frequency, last: date | None, expected: date
) -> None:
    assert next_meeting_on(frequency, Weekday.WEDNESDAY, OPENED, last) == expected
