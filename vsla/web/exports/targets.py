"""Targets beside what was reached, as a file."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from vsla.documents.cells import Money, Part, Table, Value
from vsla.documents.spreadsheet import csv_parts
from vsla.documents.words import words_of
from vsla.domain.errors import NotFoundError
from vsla.domain.indicators import Unit
from vsla.services.access import Role
from vsla.services.targets import PERCENT_MAX, Aim, list_aims
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.exports.group import attached
from vsla.web.exports.indicators import cell_of, units
from vsla.web.indicator_words import INDICATOR_WORDS
from vsla.web.locale import language
from vsla.web.office.choice import find_programme

_COLUMNS = (
    *("in_name", "in_from", "in_to", "in_unit"),
    *("aimed_women", "in_women", "aimed_men", "in_men", "aimed_all", "in_all"),
)


@allow(Role.OFFICER, Role.ADMINISTRATOR)
def download() -> Response:
    """Give every target with what was reached: numbers as numbers."""
    programme = find_programme(current_actor())
    if programme is None:
        raise NotFoundError
    number, currency = programme.programme_id, programme.reporting_currency
    aims = list_aims(db.session(), current_actor(), programme_id=number, today=today())
    made = Table("targets", _COLUMNS, [_row(aim, currency) for aim in aims])
    name = f"{_('Targets')} {today():%Y-%m-%d}.csv"
    return attached(csv_parts(made, words_of(language())), name, "text/csv")


def _row(aim: Aim, currency: str) -> list[Value]:
    indicator, aimed, reached = aim.indicator, aim.aimed, aim.reached

    def goal(number: int | None) -> Value:
        if number is None or indicator.unit is Unit.COUNT:
            return number
        if indicator.unit is Unit.PERCENT:
            return Part(number, PERCENT_MAX)
        return Money(number, currency)

    unit = units()[indicator.unit]
    return [
        str(INDICATOR_WORDS[indicator.code].name),
        aim.period.from_on,
        aim.period.to_on,
        f"{unit}, {currency}" if indicator.unit is Unit.MONEY else unit,
        goal(aimed.women),
        cell_of(indicator, reached.women, currency),
        goal(aimed.men),
        cell_of(indicator, reached.men, currency),
        goal(aimed.all),
        cell_of(indicator, reached.all, currency),
    ]


def add_to(bp: Blueprint) -> None:
    """Give it its address."""
    bp.add_url_rule("/reports/targets.csv", "targets", download)
