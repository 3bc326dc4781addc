"""Print money, counts, shares of a whole and dates as people of the locale write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from flask import Flask, current_app

from vsla.domain.money import CURRENCIES, half_up
from vsla.web.locale import current_locale

MINUS = "\u2212"
NBSP = "\u00a0"
NO_FIGURE = "\u2013"
_UNITS = {"CDF": "FC"}
_GROUP = 1000
"""Below it no locale of ours has a mark to set, and most of what a list shows is below it."""


def format_count(number: int, locale: Locale) -> str:
    """Print a whole number with the thousands of the locale."""
    sign = MINUS if number < 0 else ""
    if abs(number) < _GROUP:
        return f"{sign}{abs(number)}"
    return sign + format_decimal(abs(number), locale=locale)


def format_amount(amount_minor: int, currency: str, locale: Locale) -> str:
    """Print an amount without its unit; whole amounts have no decimals.

    Args:
        amount_minor: minor units, may be negative.
        currency: ISO code known to ``vsla.domain.money``.
        locale: whose thousands and decimal marks to use.
    """
    scale = CURRENCIES[currency].scale
    whole, cents = divmod(abs(amount_minor), 10**scale)
    sign = MINUS if amount_minor < 0 else ""
    text = sign + format_count(whole, locale)
    if not cents:
        return text
    return f"{text}{locale.number_symbols['latn']['decimal']}{cents:0{scale}d}"


def unit_of(currency: str) -> str:
    """Name the unit as people write it: FC for Congolese francs, the ISO code otherwise."""
    return _UNITS.get(currency, currency)


def format_money(amount_minor: int, currency: str, locale: Locale) -> str:
    """Print an amount and its unit, joined by a no-break space."""
    return f"{format_amount(amount_minor, currency, locale)}{NBSP}{unit_of(currency)}"


def format_percent(part: int, whole: int, locale: Locale, places: int = 0) -> str:
    """Print ``part`` of ``whole`` as a percentage, ties up; a dash when there is no whole."""
    if whole <= 0:
        return NO_FIGURE
    rounded = half_up(part * 100 * 10**places, whole)
    units, rest = divmod(abs(rounded), 10**places)
    text = (MINUS if rounded < 0 else "") + format_decimal(units, locale=locale)
    if places:
        text += f"{locale.number_symbols['latn']['decimal']}{rest:0{places}d}"
    pattern = str(locale.percent_formats[None].pattern)
    return text + pattern[pattern.rindex("0") + 1 :]


def format_day(day: date, locale: Locale) -> str:
    """Print a date with its weekday, short: ``mer. 18 nov. 2026``."""
    return str(format_skeleton("yMMMEd", day, locale=locale))


def _local(moment: datetime) -> datetime:
    zone = ZoneInfo(str(current_app.config["BABEL_DEFAULT_TIMEZONE"]))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(zone)


def money(amount_minor: int, currency: str) -> str:
    """Filter: amount with unit in the language of the request."""
    return format_money(amount_minor, currency, current_locale())


def amount(amount_minor: int, currency: str) -> str:
    """Filter: amount without unit in the language of the request."""
    return format_amount(amount_minor, currency, current_locale())


def count(number: int) -> str:
    """Filter: whole number in the language of the request."""
    return format_count(number, current_locale())


def percent(part: int, whole: int, places: int = 0) -> str:
    """Filter: ``women|percent(members)`` in the language of the request."""
    return format_percent(part, whole, current_locale(), places)


def day(value: date) -> str:
    """Filter: ``mer. 18 nov. 2026``."""
    return format_day(value, current_locale())


def day_long(value: date) -> str:
    """Filter: ``mercredi 18 novembre 2026``."""
    return str(format_date(value, "full", locale=current_locale()))


def day_short(value: date) -> str:
    """Filter: ``18 nov. 2026``."""
    return str(format_skeleton("yMMMd", value, locale=current_locale()))


def month(value: date) -> str:
    """Filter: ``nov. 2026``."""
    return str(format_skeleton("yMMM", value, locale=current_locale()))


def moment(value: datetime) -> str:
    """Filter: a UTC time as local day and hour, ``18 nov. 2026, 14:05``."""
    local = _local(value)
    hour = format_time(local, "short", locale=current_locale())
    return f"{day_short(local.date())}, {hour}"


def init_app(app: Flask) -> None:
    """Give the templates the filters of this module."""
    filters = (money, amount, count, percent, day, day_long, day_short, month, moment)
    app.jinja_env.filters.update({each.__name__: each for each in filters})
    app.jinja_env.filters["unit"] = unit_of
