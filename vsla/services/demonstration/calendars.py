"""When the invented groups meet, and who comes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vsla.domain.facts import Attendance, AttendanceFact
from vsla.services.demonstration.shape import TO_ON, MeetingPlan, Oddity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from vsla.services.demonstration.shape import PersonPlan

WEEK = timedelta(weeks=1)
_FEAST = (date(2017, 12, 24), date(2018, 1, 1))
_STATES = (Attendance.PRESENT, Attendance.LATE, Attendance.ABSENT, Attendance.EXCUSED)
_USUAL = (86, 5, 5, 4)
_IN_RAIN = (50, 8, 34, 8)


def meeting_days(first: date, last: date, *, rest_at_feast: bool) -> list[date]:
    """List weekly meetings.

    Args:
        first: the first one.
        last: none after it.
        rest_at_feast: no meeting between Christmas and the new year.

    Returns:
        Days in order.
    """
    days = []
    day = first
    while day <= last:
        if not (rest_at_feast and _FEAST[0] <= day <= _FEAST[1]):
            days.append(day)
        day += WEEK
    return days


def first_day(week: date, weekday: int) -> date:
    """Find the first such weekday (Monday is 0) on or after a day."""
    return week + timedelta(days=(weekday - week.weekday()) % 7)


def who_comes(
    chance: Random, people: Iterable[PersonPlan], held_on: date, *, rain: bool = False
) -> tuple[AttendanceFact, ...]:
    """Let chance decide who comes to a meeting.

    Args:
        chance: of the group.
        people: all who ever belong to it.
        held_on: the day.
        rain: so few come that there is no quorum.

    Returns:
        One fact for each member of the day.
    """
    facts = []
    for person in people:
        if person.joined_on > held_on:
            continue
        state = chance.choices(_STATES, _IN_RAIN if rain else _USUAL)[0]
        away = state in {Attendance.ABSENT, Attendance.EXCUSED}
        proxy = away and not rain and chance.randrange(10) < 3  # noqa: PLR2004 - 3 of 10
        facts.append(AttendanceFact(person.member, state, proxy))
    return tuple(facts)


def who_buys(
    chance: Random, attendance: Iterable[AttendanceFact], usual: dict[int, int], most: int
) -> dict[int, int]:
    """Let chance decide how many shares each member who came buys, around what she usually does."""
    bought = {}
    for fact in attendance:
        if fact.attended:
            count = usual[fact.member] + chance.choice((-1, 0, 0, 0, 0, 1))
            bought[fact.member] = max(1, min(most, count))
    return bought


def plan_meetings(
    chance: Random,
    people: list[PersonPlan],
    days: list[date],
    oddities: dict[int, set[Oddity]],
    *,
    in_dollars: bool,
) -> list[MeetingPlan]:
    """Plan the meetings of one cycle, before any money is known.

    Args:
        chance: of the group.
        people: all who ever belong to it.
        days: of the meetings.
        oddities: by number of the meeting.
        in_dollars: a share costs so much that most buy one.

    Returns:
        One plan for each day, numbered from 1.
    """
    habits = (1, 1, 1, 2, 2) if in_dollars else (1, 2, 3, 3, 4, 5)
    usual = {person.member: chance.choice(habits) for person in people}
    meetings = []
    for number, day in enumerate(days, start=1):
        odd = oddities.get(number, set())
        attendance = who_comes(chance, people, day, rain=Oddity.RAIN in odd)
        shares = who_buys(chance, attendance, usual, 5)
        meetings.append(MeetingPlan(number, day, attendance, shares, oddities=set(odd)))
    return meetings


def last_day(*, late: bool, disengaged_on: date | None) -> date:
    """Choose the last day of which anything is recorded."""
    if disengaged_on is not None:
        return disengaged_on
    return TO_ON - 4 * WEEK if late else TO_ON
