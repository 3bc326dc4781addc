"""Print the reports of a programme."""

import csv
import io
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.cli.days import DAY
from vsla.cli.problems import told_plainly
from vsla.services import zone_sums
from vsla.services.access import system_actor
from vsla.services.programme_report import FirstResults, first_results, latest_period
from vsla.services.programmes import list_programmes
from vsla.services.report_forms import csv_rows, full, unit_of, value_of
from vsla.store.models import Programme
from vsla.store.session import db, transaction


@click.group("report")
def report() -> None:
    """Print the reports of a programme."""


@report.command("first-results")
@click.option("--from", "from_on", type=DAY, help="A day of the first month.")
@click.option("--to", "to_on", type=DAY, help="A day of the last month.")
@click.option("--programme", help="Code of the programme; needed when there are several.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
)
@with_appcontext
def print_first_results(
    *, from_on: date | None, to_on: date | None, programme: str | None, form: str
) -> None:
    """Print groups, members, savings and help by sex, with plan, numerators and denominators.

    The ledger is added up by whole months: the months of --from and --to count entirely. Without
    them, it is the three months up to the last meeting.
    """
    session = db.session()
    chosen = chosen_programme(session, programme)
    today = datetime.now(ZoneInfo(str(current_app.config["BABEL_DEFAULT_TIMEZONE"]))).date()
    usual = latest_period(session, programme_id=chosen.programme_id, today=today)
    if zone_sums.stale(session, chosen.programme_id):
        with transaction(session):
            zone_sums.freshen(session, chosen.programme_id, today=today)
    with told_plainly():
        results = first_results(
            session,
            system_actor(),
            programme_id=chosen.programme_id,
            from_on=from_on or usual.from_on,
            to_on=to_on or usual.to_on,
            today=today,
        )
    _note_months(results, from_on, to_on)
    click.echo(_FORMS[form](results), nl=False)
    if results.table.problems:
        missing = ", ".join(str(p.values["currency"]) for p in results.table.problems)
        raise click.ClickException(f"no exchange rate on or before {results.as_of} for {missing}")


def chosen_programme(session: Session, code: str | None) -> Programme:
    """Find the programme asked for, or the only one.

    Raises:
        click.ClickException: there is no such programme, or there are several.
    """
    programmes = {each.code: each for each in list_programmes(session, system_actor())}
    if code is None and len(programmes) == 1:
        return next(iter(programmes.values()))
    if code is not None and code in programmes:
        return programmes[code]
    known = ", ".join(programmes) or "none yet"
    wanted = "choose one with --programme" if code is None else f"there is no programme {code}"
    raise click.ClickException(f"{wanted}; there are: {known}")


def _note_months(results: FirstResults, from_on: date | None, to_on: date | None) -> None:
    """Say on the error channel when the months are longer than what was asked for."""
    period = results.period
    if from_on not in {None, period.from_on} or to_on not in {None, period.to_on}:
        click.echo(f"whole months: {period.from_on} to {period.to_on}", err=True)


def _as_json(results: FirstResults) -> str:
    return json.dumps(full(results), indent=2, ensure_ascii=False) + "\n"


def _as_csv(results: FirstResults) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(csv_rows(results))
    return out.getvalue()


def _as_text(results: FirstResults) -> str:
    head = ("", "women", "men", "all", "planned", "made of")
    lines: list[tuple[str, ...]] = [head]
    for figure in results.table.figures:
        cells = figure.cells
        values = [value_of(figure, one) for one in (cells.women, cells.men, cells.all)]
        made_of = ""
        if cells.all is not None and cells.all.denominator != 1:
            above: int | str = cells.all.numerator
            if figure.currency:
                above = f"{above} minor units"
            made_of = f"{above} / {cells.all.denominator}"
        plan = figure.plan.all
        shown = ["-" if one is None else str(one) for one in (*values, plan)]
        lines.append((f"{figure.key} ({unit_of(figure)})", *shown, made_of))
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    table = [
        "  ".join(
            cell.ljust(width) if place in {0, len(head) - 1} else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([*_title(results), "", *table, "", *_foot(results)]) + "\n"


def _title(results: FirstResults) -> list[str]:
    programme, period = results.programme, results.period
    title = f"{programme.name}, {period.from_on} to {period.to_on}"
    return [title, "Demonstration: invented names and amounts"] if programme.is_demo else [title]


def _foot(results: FirstResults) -> list[str]:
    """Say what the figures stand on."""
    lines = [
        f"members and groups as of {results.as_of}",
        f"last meeting counted: {results.counted_to or '-'}",
        f"groups late in sending: {results.groups_late}",
    ]
    currency = results.programme.reporting_currency
    return lines + [
        f"1 {currency} = {rate.per_unit_minor} minor units of {rate.currency}, "
        f"{rate.rate_on} ({rate.source})"
        for rate in results.table.rates
    ]


_FORMS = {"text": _as_text, "json": _as_json, "csv": _as_csv}
