"""Dates as groups reckon them: weeks, months clamped at their end, periods passed."""

from __future__ import annotations

import calendar as _calendar
from datetime import date, timedelta
from enum import StrEnum

DAYS_IN_FOUR_WEEKS = 28


class Period(StrEnum):
    """How long one loan charge lasts."""

    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    YEAR = "year"
    WHOLE_TERM = "whole_term"


def add_months(start: date, months: int) -> date:
    """Move a date by months, clamped to the last day of the month.

    Args:
        start: any date.
        months: whole months, may be negative.

    Returns:
        The same day of the month, or the month's last.

    Source: case LN-25.
    """
    years, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = _calendar.monthrange(years, month0 + 1)[1]
    return date(years, month0 + 1, min(start.day, last))


def month_end(day: date) -> date:
    """Give the last day of the month in which a day lies.

    Args:
        day: any date.

    Returns:
        The day after which the next month begins.
    """
    return day.replace(day=_calendar.monthrange(day.year, day.month)[1])


def add_terms(start: date, period: Period, terms: int) -> date:
    """Move a date by the unit in which a loan's term is counted.

    Args:
        start: any date.
        period: FOUR_WEEKS counts in four weeks, every other period in months.
        terms: how many units.

    Returns:
        The date on which the last unit ends.
    """
    if period is Period.FOUR_WEEKS:
        return start + timedelta(days=DAYS_IN_FOUR_WEEKS * terms)
    return add_months(start, terms)


def terms_between(start: date, end: date, period: Period) -> int:
    """Count the whole units that have passed; a day short counts nothing.

    Args:
        start: the day the loan was given.
        end: the day to look at; before ``start`` counts zero.
        period: FOUR_WEEKS counts in four weeks, every other period in months.

    Returns:
        Whole units, zero or more.

    Source: method.md 1.5, whole months only.
    """
    if end <= start:
        return 0
    if period is Period.FOUR_WEEKS:
        return (end - start).days // DAYS_IN_FOUR_WEEKS
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def month_of(day: date) -> int:
    """Name a month by one number, such as 201712.

    Args:
        day: any date.

    Returns:
        year * 100 + month, so that months sort in order.
    """
    return day.year * 100 + day.month


def week_of(opened_on: date, day: date) -> int:
    """Count the week of a cycle a day falls in, the first being 1.

    Args:
        opened_on: the first day of the cycle.
        day: a day not before it.

    Returns:
        1 or more.
    """
    return max(0, (day - opened_on).days) // 7 + 1
