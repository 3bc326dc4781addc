"""The reports of a programme: the first results, by sex, with what every figure is made of."""

import csv
import io
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.first_results import Columns, Figure
from vsla.domain.indicators import Ratio, Unit
from vsla.services import programme_report
from vsla.services.access import Actor, Role
from vsla.services.programme_report import FirstResults, Period
from vsla.services.programmes import list_programmes
from vsla.services.report_forms import csv_rows
from vsla.store.models import Programme
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.charts import Chart
from vsla.web.clock import today
from vsla.web.indicator_words import Words
from vsla.web.money_format import NO_FIGURE, amount, count, money, percent
from vsla.web.office.choice import find_programme, read_period, typed_month, usual_period
from vsla.web.office.trends import savings_by_month
from vsla.web.report_words import WORDS

bp = Blueprint("reports", __name__, url_prefix="/reports")


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
    programme = find_programme(actor)
    if programme is None:
        return render_template("reports/first_results.html", results=None, programme=None)
    asked, errors = read_period(programme)
    try:
        results = _read(actor, programme, asked)
    except InvalidDocumentError:
        errors = {**errors, "to": _("The last month comes after the first, at most ten years.")}
        results = _read(actor, programme, usual_period(programme))
    return render_template(
        "reports/first_results.html",
        programme=programme,
        results=results,
        lines=lines_of(results),
        chart=chart_of(results),
        errors=errors,
        typed={"from": typed_month("from", asked.from_on), "to": typed_month("to", asked.to_on)},
    )


@bp.get("/first-results.csv")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def download_first_results() -> Response:
    """Give the same table for a spreadsheet."""
    actor = current_actor()
    programme = find_programme(actor)
    if programme is None:
        raise NotFoundError
    results = _read(actor, programme, read_period(programme)[0])
    out = io.StringIO()
    csv.writer(out).writerows(csv_rows(results))
    name = f"first-results-{results.period.from_on:%Y-%m}-{results.period.to_on:%Y-%m}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # The mark at the start tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def headline(actor: Actor) -> dict[str, object]:
    """Give what ``reports/_headline.html`` shows on the officer's home; nothing without groups."""
    programme = find_programme(actor)
    if programme is None:
        return {"results": None}
    results = _read(actor, programme, usual_period(programme))
    return {"results": results, "chart": chart_of(results)}


def _read(actor: Actor, programme: Programme, period: Period) -> FirstResults:
    return programme_report.first_results(
        db.session(),
        actor,
        programme_id=programme.programme_id,
        from_on=period.from_on,
        to_on=period.to_on,
        today=today(),
    )


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
    currency = results.programme.reporting_currency
    return savings_by_month(
        {month: (each.women, each.men) for month, each in by_month.items()}, currency
    )
