"""Every indicator of a choice of groups as a file: value, what it is made of, what it means."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from flask import Blueprint, Response, stream_with_context
from flask_babel import gettext as _

from vsla.documents.cells import Money, Part, Table, Tenths, Value
from vsla.documents.spreadsheet import About, Workbook, csv_parts
from vsla.documents.words import words_of
from vsla.domain.board import Board, figure_of
from vsla.domain.errors import NotFoundError
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.registry import INDICATORS, Indicator
from vsla.services.access import Role
from vsla.services.monitoring import Monitor, monitor
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.exports.group import attached
from vsla.web.exports.tables import XLSX, stream_of
from vsla.web.indicator_words import INDICATOR_WORDS, SUBJECTS
from vsla.web.locale import language
from vsla.web.money_format import money
from vsla.web.office.choice import Asked, read_choice

_TEN = 10
_COLUMNS = (
    "in_subject",
    "in_name",
    "in_definition",
    "in_unit",
    "currency",
    "in_women",
    "in_men",
    "in_all",
    "in_above",
    "in_below",
    "in_from",
    "in_to",
    "in_as_of",
    "in_rates",
    "in_formula",
    "in_source",
)


@allow(Role.OFFICER, Role.ADMINISTRATOR)
def download(form: str) -> Response:
    """Give every indicator as CSV, or as a workbook with definitions."""
    asked = read_choice(current_actor())
    if asked is None or form not in {"csv", "xlsx"}:
        raise NotFoundError
    found = monitor(db.session(), current_actor(), asked.choice, today=today(), full=True)
    words = words_of(language())
    made = Table("indicators", _COLUMNS, list(_rows(found)))
    period = asked.choice.period
    name = f"{_('All indicators')} {period.from_on:%Y-%m} {period.to_on:%Y-%m}.{form}"
    if form == "csv":
        return attached(csv_parts(made, words), name, "text/csv")
    return attached(stream_with_context(_book(made, asked, found)), name, XLSX)


def units() -> dict[Unit, str]:
    """Say units in the language of the request."""
    return {
        Unit.COUNT: str(_("count")),
        Unit.MONEY: str(_("money")),
        Unit.PERCENT: str(_("percent")),
        Unit.WEEKS: str(_("weeks")),
    }


def _rates(found: Monitor) -> str:
    reporting = found.programme.reporting_currency
    return "; ".join(
        f"1 {reporting} = {money(rate.per_unit_minor, rate.currency)}, {rate.rate_on.isoformat()}, "
        f"{rate.source}"
        for rate in found.rates.values()
    )


def _boards(found: Monitor, indicator: Indicator) -> list[tuple[str, Board, str]]:
    """Give the boards an indicator is printed of: counts once, money by currency and together."""
    if not indicator.is_of_money:
        return [("", found.counts, "")]
    boards = [(of, found.boards[of], "") for of in found.currencies]
    if found.whole is not None and found.rates:
        boards.insert(0, (found.programme.reporting_currency, found.whole, _rates(found)))
    return boards


def _rows(found: Monitor) -> Iterator[tuple[Value, ...]]:
    names, period = units(), found.choice.period
    for indicator in INDICATORS.values():
        words = INDICATOR_WORDS[indicator.code]
        for currency, board, rates in _boards(found, indicator):
            figure = figure_of(indicator, board)
            yield (
                str(SUBJECTS[indicator.subject]),
                str(words.name),
                str(words.definition),
                names[indicator.unit],
                currency,
                *(cell_of(indicator, one, currency) for one in (figure.women, figure.men)),
                cell_of(indicator, figure.all, currency),
                *_made_of(indicator, figure.all, currency),
                period.from_on,
                period.to_on,
                found.as_of,
                rates,
                indicator.formula,
                indicator.source,
            )


def cell_of(indicator: Indicator, ratio: Ratio | None, currency: str) -> Value:
    """Give a value as a number; nothing where there is none."""
    if ratio is None:
        return None
    if indicator.unit is Unit.PERCENT:
        return Part(ratio.numerator, ratio.denominator)
    if indicator.unit is Unit.COUNT and indicator.below:
        scaled = ratio.scaled(_TEN)
        return None if scaled is None else Tenths(scaled)
    each = ratio.each
    if each is None:
        return None
    return Money(each, currency) if indicator.unit is Unit.MONEY else each


def _made_of(indicator: Indicator, ratio: Ratio | None, currency: str) -> tuple[Value, Value]:
    if ratio is None or not indicator.below:
        return None, None
    above, below = Indicator.money_in(indicator.above), Indicator.money_in(indicator.below)
    return (
        Money(ratio.numerator, currency) if above else ratio.numerator,
        Money(ratio.denominator, currency) if below else ratio.denominator,
    )


def _book(made: Table, asked: Asked, found: Monitor) -> Iterator[bytes]:
    period = asked.choice.period
    lines: list[tuple[str, Value]] = [
        (str(_("Programme")), asked.programme.name),
        (str(_("Groups counted")), " · ".join(asked.names)),
        (str(_("First day")), period.from_on),
        (str(_("Last day")), period.to_on),
        (str(_("Members and groups counted as of")), found.as_of),
        (str(_("Last meeting counted")), found.counted_to),
        (str(_("Groups late in sending")), found.groups_late),
        (str(_("Rates")), _rates(found)),
    ]
    about = About(str(_("All indicators")), [line for line in lines if line[1] != ""], now())
    with TemporaryFile() as file:
        book = Workbook(file, words_of(language()), about)
        book.add(made)
        book.close()
        file.seek(0)
        yield from stream_of(file)


def add_to(bp: Blueprint) -> None:
    """Give it its address."""
    bp.add_url_rule("/reports/indicators.<form>", "indicators", download)
