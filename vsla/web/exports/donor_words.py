"""What a report for a funder says: the same words for page, paper and workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from vsla.documents.cells import Money, Part
from vsla.documents.report_workbook import ChartSpec, Page
from vsla.domain.course_figures import CourseUnit
from vsla.domain.indicators import Unit
from vsla.services.donor_report import HEADLINE, SEXES
from vsla.services.projects import find_project
from vsla.store.session import db
from vsla.web.course_words import COURSE_FIGURES
from vsla.web.indicator_words import INDICATOR_WORDS
from vsla.web.money_format import (
    NO_FIGURE,
    amount,
    count,
    day_short,
    money,
    month,
    percent,
    unit_of,
)
from vsla.web.office.choice import field_said
from vsla.web.office.trends import money_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.documents.cells import Value
    from vsla.domain.indicators import Ratio
    from vsla.services.donor_report import DonorLine, DonorReport
    from vsla.store.models import Project
    from vsla.web.charts import Chart

_PERMILLE = 1000


@dataclass(frozen=True)
class Said:
    """A line as page and paper print it; "" where there is no such figure."""

    name: str
    unit: str
    women: str
    men: str
    all: str
    definition: str


def hidden_mark() -> str:
    """Say in place of a figure that it is hidden."""
    return str(_("hidden"))


def shown(line: DonorLine, ratio: Ratio | None) -> str:
    """Print one value; a dash without a denominator."""
    if ratio is None:
        return ""
    if line.indicator.unit is Unit.PERCENT:
        return percent(ratio.numerator, ratio.denominator, 1)
    each = ratio.each
    if each is None:
        return NO_FIGURE
    return amount(each, line.currency) if line.currency else count(each)


def value_of(line: DonorLine, ratio: Ratio | None) -> Value:
    """Give one value as a number of its kind."""
    if ratio is None:
        return None
    if line.indicator.unit is Unit.PERCENT:
        return Part(ratio.numerator, ratio.denominator)
    each = ratio.each
    return Money(each, line.currency) if each is not None and line.currency else each


def _name(line: DonorLine) -> str:
    return str(INDICATOR_WORDS[line.indicator.code].name)


def said(report: DonorReport) -> list[Said]:
    """Print every line."""
    lines = []
    for line in report.lines:
        printed = {
            name: hidden_mark() if name in line.hidden else shown(line, getattr(line.cells, name))
            for name in (*SEXES, "all")
        }
        words = INDICATOR_WORDS[line.indicator.code]
        unit = unit_of(line.currency) if line.currency else ""
        lines.append(Said(str(words.name), unit, **printed, definition=str(words.definition)))
    return lines


def headline(report: DonorReport) -> list[Said]:
    """Print what stands large."""
    lines = [line for code in HEADLINE if (line := report.line(code)) is not None]
    names = {_name(line) for line in lines}
    found, seen = [], set()
    for each in said(report):
        if each.name in names and each.name not in seen:
            seen.add(each.name)
            found.append(each)
    return found


def courses(report: DonorReport) -> list[Said]:
    """Print what the courses reached; what is about few people is not split, or not said."""
    # A course serves groups of several projects and several kinds.
    if not report.courses.courses or report.found.choice.is_narrowed:
        return []
    lines = []
    for figure in report.courses.figures:
        words = COURSE_FIGURES[figure.key]
        cells = figure.cells
        hidden = report.courses.hidden(figure)
        printed = {
            name: hidden_mark() if hidden.split else _course(figure.unit, getattr(cells, name))
            for name in SEXES
        }
        everybody = hidden_mark() if hidden.whole else _course(figure.unit, cells.all)
        lines.append(
            Said(str(words.name), "", **printed, all=everybody, definition=str(words.definition))
        )
    return lines


def _course(unit: CourseUnit, ratio: Ratio | None) -> str:
    if ratio is None:
        return ""
    if ratio.denominator <= 0:
        return NO_FIGURE
    if unit is CourseUnit.PERCENT:
        return percent(ratio.numerator, ratio.denominator)
    if unit is CourseUnit.MEAN:
        return amount(ratio.scaled(100) or 0, "USD")
    return count(ratio.numerator)


def project_of(report: DonorReport) -> Project | None:
    """Give the funder's project whose groups a report is about."""
    choice = report.found.choice
    if choice.project_id is None:
        return None
    return find_project(db.session(), choice.programme_id, choice.project_id)


def stands_on(report: DonorReport) -> list[str]:
    """Say what the figures stand on."""
    found = report.found
    period, reporting = found.choice.period, found.programme.reporting_currency
    lines = [
        _(
            "Months: %(from)s to %(to)s, whole.",
            **{"from": month(period.from_on), "to": month(period.to_on)},
        ),
        _("Members and groups are counted as of %(day)s.", day=day_short(found.as_of)),
    ]
    project = project_of(report)
    if project is not None:
        said = _("Only groups of the project %(name)s are counted.", name=project.name)
        lines.insert(0, said)
    own = found.choice.own
    if own is not None:
        said = field_said(found.choice.programme_id, own)
        lines.insert(0, _("Only groups with %(field)s are counted.", field=said))
    if found.counted_to is not None:
        day = day_short(found.counted_to)
        lines.append(_("The last meeting counted was held on %(day)s.", day=day))
    lines.append(
        _("Groups late in sending: %(n)s. Their figures may grow.", n=count(found.groups_late))
    )
    lines += [
        _(
            "1 %(currency)s = %(rate)s, rate of %(day)s.",
            currency=reporting,
            rate=money(rate.per_unit_minor, rate.currency),
            day=day_short(rate.rate_on),
        )
        for rate in found.rates.values()
    ]
    lines += [
        _("There is no rate for %(currency)s: each currency stands on its own.", currency=currency)
        for currency in found.without_rate
    ]
    lines.append(
        _(
            "No names are in this report. Figures about fewer than %(n)s people are hidden, and as "
            "many others as it takes that they cannot be reckoned.",
            n=count(report.least),
        )
    )
    lines.append(_("Who gave no sex, or another one, is counted under Together only."))
    return [str(line) for line in lines]


def charts(report: DonorReport) -> list[Chart]:
    """Draw savings by month, for each currency."""
    drawn = []
    for currency, lines in report.months.items():
        pairs = {line.month: (line.cells.women, line.cells.men) for line in lines}
        unit = unit_of(currency)
        chart = money_chart(
            _("Savings by month, women and men, in %(currency)s", currency=unit),
            _("Savings by month, women and men, in thousands of %(currency)s", currency=unit),
            pairs,
            currency,
        )
        if chart is not None:
            drawn.append(chart)
    return drawn


@dataclass(frozen=True)
class Zone:
    """A zone as it is printed."""

    name: str
    groups: str
    women: str
    men: str
    all: str
    saved: str
    loans: str


def zones(report: DonorReport) -> list[Zone]:
    """Print the zones."""
    currency = report.found.programme.reporting_currency

    def people(number: int | None) -> str:
        return hidden_mark() if number is None else count(number)

    def sum_of(number: int | None) -> str:
        return NO_FIGURE if number is None else amount(number, currency)

    return [
        Zone(
            zone.name,
            count(zone.groups),
            people(zone.cells.women),
            people(zone.cells.men),
            people(zone.cells.all),
            sum_of(zone.saved),
            sum_of(zone.loans),
        )
        for zone in report.zones
    ]


def pages(report: DonorReport) -> list[Page]:
    """Lay the report out as sheets of a workbook."""
    sexes = (str(_("Women")), str(_("Men")), str(_("Together")))
    note = [str(_("“hidden” stands for a figure about too few people."))] if report.hides else []
    return [
        Page(
            str(_("Headline")),
            (str(_("Figure")), str(_("Unit")), sexes[2]),
            [
                (_name(line), line.currency, _cell(line, "all"))
                for code in HEADLINE
                if (line := report.line(code)) is not None
            ],
            stands_on(report),
        ),
        Page(
            str(_("Women and men")),
            (str(_("Figure")), str(_("Unit")), *sexes),
            [
                (_name(line), line.currency, *(_cell(line, name) for name in (*SEXES, "all")))
                for line in report.lines
            ],
            note,
        ),
        *_trend(report, sexes),
        _by_zone(report, sexes),
        *_course_page(report, sexes),
    ]


def _cell(line: DonorLine, name: str) -> Value:
    return hidden_mark() if name in line.hidden else value_of(line, getattr(line.cells, name))


def _trend(report: DonorReport, sexes: Sequence[str]) -> list[Page]:
    drawn = []
    for currency, lines in report.months.items():

        def cell(number: int | None, of: str = currency) -> Value:
            return hidden_mark() if number is None else Money(number, of)

        title = str(_("Savings by month, %(currency)s", currency=currency))
        rows = [
            (
                date(*divmod(line.month, 100), 1),
                cell(line.cells.women),
                cell(line.cells.men),
                cell(line.cells.all),
            )
            for line in lines
        ]
        chart = ChartSpec(title, "column", 1, len(SEXES))
        drawn.append(Page(title, (str(_("Month")), *sexes), rows, (), chart))
    return drawn


def _by_zone(report: DonorReport, sexes: Sequence[str]) -> Page:
    currency = report.found.programme.reporting_currency

    def people(number: int | None) -> Value:
        return hidden_mark() if number is None else number

    def sum_of(number: int | None) -> Value:
        return None if number is None else Money(number, currency)

    rows = [
        (
            zone.name,
            zone.groups,
            people(zone.cells.women),
            people(zone.cells.men),
            people(zone.cells.all),
            sum_of(zone.saved),
            sum_of(zone.loans),
        )
        for zone in report.zones
    ]
    heads = (
        str(_("Zone")),
        str(_("Groups")),
        *sexes,
        str(_("Savings, %(currency)s", currency=currency)),
        str(_("Loans out, %(currency)s", currency=currency)),
    )
    chart = ChartSpec(str(_("Members by zone, women and men")), "bar", 2, len(SEXES))
    return Page(str(_("By zone")), heads, rows, (), chart)


def _course_page(report: DonorReport, sexes: Sequence[str]) -> list[Page]:
    lines = courses(report)
    if not lines:
        return []
    rows = [(line.name, line.women, line.men, line.all) for line in lines]
    return [Page(str(_("Courses")), (str(_("Figure")), *sexes), rows)]


def definitions(report: DonorReport) -> list[tuple[str, str]]:
    """Say what every line counts, each once."""
    told = {line.name: line.definition for line in [*said(report), *courses(report)]}
    return list(told.items())


def bars(chart: Chart) -> list[dict[str, object]]:
    """Give the bars of a chart to paper, in thousandths of its width and of its height."""
    return [
        {
            "kind": bar.kind,
            "x": bar.x,
            "width": bar.width,
            "height": bar.height * _PERMILLE // max(chart.base, 1),
        }
        for bar in chart.bars
    ]
