"""``vsla report``: the same table as text, JSON and CSV."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, a_programme, meet
from vsla.cli.report import report
from vsla.services.programmes import set_rate

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld


@pytest.fixture
def programme(app_session: Session) -> ProgrammeWorld:
    """A programme with one group that met in January 2023."""
    world = a_programme(app_session, "ONE", planned={"groups": 2})
    meet(a_group(app_session, world, members=10, women=6), 1, shares={1: 4, 10: 1})
    app_session.commit()
    return world


@pytest.fixture
def rated(app_session: Session, programme: ProgrammeWorld) -> ProgrammeWorld:
    """The same programme with a rate of 2,000 francs for a dollar."""
    set_rate(
        app_session,
        programme.officer,
        programme_id=programme.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=200_000,
        source="Bank",
    )
    app_session.commit()
    return programme


def call(app: Flask, *words: str) -> Result:
    """Run the command for January 2023."""
    months = ("--from", "2023-01-01", "--to", "2023-01-31")
    return app.test_cli_runner().invoke(report, ("first-results", *months, *words))


@pytest.mark.usefixtures("rated")
def test_json_has_the_published_figures_in_front(app: Flask) -> None:
    told = call(app, "--format", "json")

    plain = json.loads(told.stdout)
    assert told.exit_code == 0
    assert (plain["groups"], plain["members"], plain["savings_usd"]) == (1, 10, "2.50")


@pytest.mark.usefixtures("rated")
def test_csv_has_one_row_for_each_figure(app: Flask) -> None:
    rows = list(csv.DictReader(call(app, "--format", "csv").stdout.splitlines()))

    savings = next(row for row in rows if row["figure"] == "savings_together")
    assert (savings["women"], savings["men"], savings["all"]) == ("2.00", "0.50", "2.50")


@pytest.mark.usefixtures("rated")
def test_text_says_what_the_figures_stand_on(app: Flask) -> None:
    text = call(app).stdout

    assert "2023-01-01 to 2023-01-31" in text
    assert "last meeting counted: 2023-01-04" in text
    assert "1 USD = 200000 minor units of CDF, 2023-01-01 (Bank)" in text
    assert "25" in text


def test_a_demonstration_says_so(app: Flask, app_session: Session) -> None:
    a_programme(app_session, "DEMO", is_demo=True)
    app_session.commit()

    text = call(app).stdout

    assert "invented" in text
    assert "last meeting counted: -" in text


@pytest.mark.usefixtures("programme")
def test_a_missing_rate_is_told_after_the_table(app: Flask) -> None:
    told = call(app)

    assert told.exit_code == 1
    assert "savings (CDF)" in told.stdout
    assert "no exchange rate on or before 2023-01-31 for CDF" in told.stderr


@pytest.mark.usefixtures("rated")
def test_days_within_months_are_told_to_count_whole_months(app: Flask) -> None:
    told = call(app, "--to", "2023-01-15")

    assert "whole months: 2023-01-01 to 2023-01-31" in told.stderr


@pytest.mark.usefixtures("rated")
def test_without_days_it_is_the_three_months_up_to_the_last_meeting(app: Flask) -> None:
    told = app.test_cli_runner().invoke(report, ("first-results",))

    assert "2022-11-01 to 2023-01-31" in told.stdout


@pytest.mark.usefixtures("rated")
def test_among_several_programmes_one_is_chosen(app: Flask, app_session: Session) -> None:
    a_programme(app_session, "TWO")
    app_session.commit()

    asked, unknown = call(app), call(app, "--programme", "THREE")
    chosen = call(app, "--programme", "ONE")

    assert (asked.exit_code, unknown.exit_code, chosen.exit_code) == (1, 1, 0)
    assert "ONE, TWO" in asked.output
    assert "no programme THREE" in unknown.output


@pytest.mark.usefixtures("rated")
def test_months_the_wrong_way_round_are_refused(app: Flask) -> None:
    told = call(app, "--to", "2022-01-31")

    assert told.exit_code == 1
    assert "to: The end lies before the beginning. Write Jan 1, 2023 or later." in told.output


@pytest.mark.parametrize(
    ("months", "answer"),
    [
        (("--from", "0001-01-01", "--to", "9999-12-31"), "to: Choose at most 120 months."),
        (("--from", "2023-13-01"), "2023-13-01 is no day. Write year, month and day: 2018-02-28."),
    ],
)
@pytest.mark.usefixtures("rated")
def test_a_period_nobody_can_report_is_told_in_words(
    app: Flask, months: tuple[str, ...], answer: str
) -> None:
    told = app.test_cli_runner().invoke(report, ("first-results", *months))

    assert told.exit_code != 0
    assert answer in told.output


@pytest.mark.usefixtures("rated")
def test_the_last_month_of_the_calendar_can_be_asked_for(app: Flask) -> None:
    months = ("--from", "9999-12-01", "--to", "9999-12-31")

    told = app.test_cli_runner().invoke(report, ("first-results", *months))

    assert "9999-12-01 to 9999-12-31" in told.output
