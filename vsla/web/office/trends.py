"""Trend charts of the board: month by month, women and men side by side."""

from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import format_skeleton
from flask_babel import gettext as _

from vsla.domain.board import convert_any
from vsla.domain.facts import Counters
from vsla.domain.money import CURRENCIES
from vsla.domain.roster import Gender
from vsla.services.monitoring import Monitor
from vsla.web.charts import MEN, WOMEN, Chart, Series, bar_chart
from vsla.web.locale import current_locale
from vsla.web.money_format import amount, count

_THOUSANDS_FROM = 10_000
_MONTHS_MAX = 12
Pairs = Mapping[int, tuple[int | None, int | None]]


def month_names(month: int) -> tuple[str, str]:
    """Name a month such as 201712 in full and by its letter."""
    day = date(*divmod(month, 100), 1)
    locale = current_locale()
    name = str(format_skeleton("yMMM", day, locale=locale))
    return name, str(format_skeleton("MMMMM", day, locale=locale))


def money_chart(
    title: str,
    thousands: str,
    months: Pairs,
    currency: str,
) -> Chart | None:
    """Draw money by month for women and men; nothing where there is none.

    Args:
        title: says what is drawn and in which unit.
        thousands: the same title, when the axis is in thousands of the unit.
        months: minor units of women and men by month, such as 201712.
        currency: of the money.
    """
    highest = max((value or 0 for pair in months.values() for value in pair), default=0)
    if highest <= 0:
        return None
    unit = CURRENCIES[currency].unit
    many = highest >= _THOUSANDS_FROM * unit
    return bar_chart(
        thousands if many else title,
        [month_names(month) for month in months],
        [
            Series(_("Women"), _("F"), WOMEN, [women for women, _men in months.values()]),
            Series(_("Men"), _("M"), MEN, [men for _women, men in months.values()]),
        ],
        show=lambda value: amount(value, currency),
        show_tick=lambda value: count(value // (unit * (1000 if many else 1))),
        head=_("Month"),
    )


def by_month(
    found: Monitor, read: Callable[[Counters], int]
) -> tuple[str, dict[int, tuple[int, int]]] | None:
    """Add a counter up by month, in the one currency there is or in the reporting one.

    Returns:
        The currency and the sums of women and men, at most of the last twelve months; None while
        a rate is missing.
    """
    reporting = found.programme.reporting_currency
    currencies = found.currencies
    target = currencies[0] if len(currencies) == 1 else reporting
    if any(of != target and of not in found.rates for of in currencies):
        return None
    months = sorted({month for slices in found.by_month.values() for month in slices})

    def sum_of(month: int, gender: Gender) -> int:
        whole = 0
        for of, slices in found.by_month.items():
            counters = slices.get(month, {}).get(gender)
            value = 0 if counters is None else read(counters)
            whole += value if of == target else convert_any(target, found.rates[of], value)
        return whole

    return target, {
        month: (sum_of(month, Gender.WOMAN), sum_of(month, Gender.MAN))
        for month in months[-_MONTHS_MAX:]
    }


def savings_chart(found: Monitor) -> Chart | None:
    """Draw shares bought by month."""
    read = by_month(found, lambda counters: counters.savings_minor)
    if read is None:
        return None
    currency, months = read
    return savings_by_month(months, currency)


def savings_by_month(months: Pairs, currency: str) -> Chart | None:
    """Draw savings of women and men by month."""
    return money_chart(
        _("Savings by month, women and men, in %(currency)s", currency=currency),
        _("Savings by month, women and men, in thousands of %(currency)s", currency=currency),
        months,
        currency,
    )


def loans_chart(found: Monitor) -> Chart | None:
    """Draw loans given by month."""
    read = by_month(found, lambda counters: counters.loans_minor)
    if read is None:
        return None
    currency, months = read
    return money_chart(
        _("Loans given by month, women and men, in %(currency)s", currency=currency),
        _("Loans given by month, women and men, in thousands of %(currency)s", currency=currency),
        months,
        currency,
    )
