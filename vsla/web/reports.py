"""The reports of a programme: the first results, by sex, with what every figure is made of."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.first_results import Columns, Figure
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.money import CURRENCIES
from vsla.services import programme_report
from vsla.services.access import Actor, Role
from vsla.services.programme_report import FirstResults, Period, latest_period
from vsla.services.programmes import list_programmes
from vsla.services.report_forms import csv_rows
from vsla.store.models import Programme
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.charts import MEN, WOMEN, Chart, Series, bar_chart
from vsla.web.clock import today
from vsla.web.indicator_words import Words
from vsla.web.locale import current_locale
from vsla.web.money_format import NO_FIGURE, amount, count, money, percent
from vsla.web.report_words import WORDS

bp = Blueprint("reports", __name__, url_prefix="/reports")

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_THOUSANDS_FROM = 10_000


@dataclass(frozen=True)
class Line:
    """One line of the table as it is printed; "" where a line has no such column."""

    words: Words
    unit: str
    women: str
    men: str
    all: str
    plan: str
    made_of: str


@bp.get("")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def index() -> str:
    """List the reports there are."""
    return render_template(
        "reports/index.html", programmes=list_programmes(db.session(), current_actor())
    )


@bp.get("/first-results")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def first_results() -> str:
    """Show the first results of some months."""
    actor = current_actor()
    programme = _programme(actor)
    if programme is None:
        return render_template("reports/first_results.html", results=None, programme=None)
    asked, errors = _period(programme)
    try:
        results = _read(actor, programme, asked)
    except InvalidDocumentError:
        errors = {**errors, "to": _("The last month comes after the first, at most ten years.")}
        results = _read(actor, programme, _usual(programme))
    return render_template(
        "reports/first_results.html",
        programme=programme,
        results=results,
        lines=lines_of(results),
        chart=chart_of(results),
        errors=errors,
        typed={"from": _typed("from", asked.from_on), "to": _typed("to", asked.to_on)},
    )


@bp.get("/first-results.csv")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def download_first_results() -> Response:
    """Give the same table for a spreadsheet."""
    actor = current_actor()
    programme = _programme(actor)
    if programme is None:
        raise NotFoundError
    results = _read(actor, programme, _period(programme)[0])
    out = io.StringIO()
    csv.writer(out).writerows(csv_rows(results))
    name = f"first-results-{results.period.from_on:%Y-%m}-{results.period.to_on:%Y-%m}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # The mark at the start tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def headline(actor: Actor) -> dict[str, object]:
    """Give what ``reports/_headline.html`` shows on the officer's home; nothing without groups."""
    programme = _programme(actor)
    if programme is None:
        return {"results": None}
    results = _read(actor, programme, _usual(programme))
    return {"results": results, "chart": chart_of(results)}


def _programme(actor: Actor) -> Programme | None:
    """Find the programme asked for, or the first of those a person may see.

    Raises:
        NotFoundError: it is not the person's.
    """
    programmes = list_programmes(db.session(), actor)
    wanted = request.args.get("programme", "")
    if not wanted:
        return next(iter(programmes), None)
    found = (each for each in programmes if str(each.programme_id) == wanted)
    programme = next(found, None)
    if programme is None:
        raise NotFoundError
    return programme


def _usual(programme: Programme) -> Period:
    return latest_period(db.session(), programme_id=programme.programme_id, today=today())


def _read(actor: Actor, programme: Programme, period: Period) -> FirstResults:
    return programme_report.first_results(
        db.session(),
        actor,
        programme_id=programme.programme_id,
        from_on=period.from_on,
        to_on=period.to_on,
        today=today(),
    )


def _typed(name: str, usual: date) -> str:
    return request.args.get(name) or f"{usual:%Y-%m}"


def _period(programme: Programme) -> tuple[Period, dict[str, str]]:
    """Read the months asked for; what is no month takes the usual one, and says so."""
    usual = _usual(programme)
    errors: dict[str, str] = {}

    def read(name: str, otherwise: date) -> date:
        typed = request.args.get(name, "").strip()
        if not typed:
            return otherwise
        found = _MONTH.fullmatch(typed)
        if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:  # noqa: PLR2004
            errors[name] = _("Write the month like this: 2018-02.")
            return otherwise
        return date(int(found[1]), int(found[2]), 1)

    return Period.around(read("from", usual.from_on), read("to", usual.to_on)), errors


def _shown(figure: Figure, ratio: Ratio | None) -> str:
    if ratio is None:
        return ""
    if figure.unit is Unit.PERCENT:
        return percent(ratio.numerator, ratio.denominator, 1)
    each = ratio.each
    if each is None:
        return NO_FIGURE
    return amount(each, figure.currency) if figure.unit is Unit.MONEY else count(each)


def _made_of(figure: Figure, results: FirstResults) -> str:
    """Say numerator and denominator of the figure of all."""
    ratio = figure.cells.all
    if ratio is None or ratio.denominator == 1:
        return ""
    if figure.unit is Unit.MONEY:
        members, months = ratio.denominator // results.period.months, results.period.months
        text = _(
            "%(money)s over %(members)s members and %(months)s months",
            money=money(ratio.numerator, figure.currency),
            members=count(members),
            months=count(months),
        )
    else:
        part, whole = count(ratio.numerator), count(ratio.denominator)
        text = _("%(part)s of %(whole)s", part=part, whole=whole)
    return str(text)


def lines_of(results: FirstResults) -> list[Line]:
    """Print the table in the language of the request."""
    return [
        Line(
            words=WORDS[figure.key],
            unit=figure.currency,
            women=_shown(figure, figure.cells.women),
            men=_shown(figure, figure.cells.men),
            all=_shown(figure, figure.cells.all),
            plan=_planned(figure.plan),
            made_of=_made_of(figure, results),
        )
        for figure in results.table.figures
    ]


def _planned(plan: Columns[int]) -> str:
    """Print what was planned: for all, and by sex where the plan has it."""
    if plan.all is None:
        return ""
    if plan.women is None or plan.men is None:
        return count(plan.all)
    text = _(
        "%(all)s: %(women)s women, %(men)s men",
        all=count(plan.all),
        women=count(plan.women),
        men=count(plan.men),
    )
    return str(text)


def chart_of(results: FirstResults) -> Chart | None:
    """Draw savings by month in the reporting currency; nothing without savings or a rate."""
    by_month = results.table.by_month
    if not any(each.all for each in by_month.values()):
        return None
    currency = results.programme.reporting_currency
    unit = CURRENCIES[currency].unit
    highest = max(max(each.women or 0, each.men or 0) for each in by_month.values())
    thousands = highest >= _THOUSANDS_FROM * unit
    title = (
        _("Savings by month, women and men, in thousands of %(currency)s", currency=currency)
        if thousands
        else _("Savings by month, women and men, in %(currency)s", currency=currency)
    )
    return bar_chart(
        title,
        [_month_names(month) for month in by_month],
        [
            Series(_("Women"), _("F"), WOMEN, [each.women for each in by_month.values()]),
            Series(_("Men"), _("M"), MEN, [each.men for each in by_month.values()]),
        ],
        show=lambda value: amount(value, currency),
        show_tick=lambda value: count(value // (unit * (1000 if thousands else 1))),
        head=_("Month"),
    )


def _month_names(month: int) -> tuple[str, str]:
    day = date(*divmod(month, 100), 1)
    locale = current_locale()
    name = str(format_skeleton("yMMM", day, locale=locale))
    return name, str(format_skeleton("MMMMM", day, locale=locale))
