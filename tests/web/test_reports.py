"""The pages of the reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import PASSWORD, a_group, a_programme, a_user, meet
from vsla.services.access import Role
from vsla.services.programmes import set_rate

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.builders import ProgrammeWorld

MONTHS = "from=2023-01&to=2023-02"


@pytest.fixture
def programme(app_session: Session) -> ProgrammeWorld:
    """A programme of one group that met twice in 2023, without a rate."""
    world = a_programme(
        app_session, planned={"groups": 2, "women": 750, "men": 650, "facilitators": None}
    )
    group = a_group(app_session, world, members=10, women=6)
    helped = [{"member": 1, "need": "illness", "amount_minor": 50_000}]
    meet(group, 1, shares={1: 4, 10: 2}, solidarity_grants=helped)
    meet(group, 2, shares={1: 4, 10: 2}, held_on=date(2023, 2, 20))
    app_session.commit()
    return world


@pytest.fixture
def rated(app_session: Session, programme: ProgrammeWorld) -> ProgrammeWorld:
    """The same with a rate of 2,000 francs for a dollar."""
    a_rate(app_session, programme, 200_000)
    return programme


def a_rate(session: Session, world: ProgrammeWorld, per_unit: int) -> None:
    """Say what a dollar was worth on the first day of 2023."""
    set_rate(
        session,
        world.officer,
        programme_id=world.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=per_unit,
        source="Bank",
    )
    session.commit()


def client_of(app: Flask, session: Session, role: Role, programme_id: int | None) -> FlaskClient:
    """Log a new person of a role in, in English."""
    a_user(session, role, programme_id, login="reader")
    session.commit()
    client = app.test_client()
    client.post("/login", data={"login": "reader", "password": PASSWORD})
    with client.session_transaction() as kept:
        kept["language"] = "en"
    return client


@pytest.fixture
def officer(app: Flask, app_session: Session, rated: ProgrammeWorld) -> FlaskClient:
    """An officer of the programme with a rate."""
    return client_of(app, app_session, Role.OFFICER, rated.programme_id)


def first_results(client: FlaskClient, query: str = MONTHS) -> TestResponse:
    """Open the page."""
    return client.get(f"/reports/first-results?{query}")


def test_the_table_has_women_men_all_plan_and_what_it_is_made_of(officer: FlaskClient) -> None:
    text = first_results(officer).text

    assert "12,000" in text
    assert "1 of 1" in text
    assert "1,400: 750 women, 650 men" in text
    assert "6\u00a0USD over 10 members and 2 months" in text
    assert "Key holders are not on the committee." in text


def test_what_the_figures_stand_on_is_under_the_table(officer: FlaskClient) -> None:
    text = first_results(officer).text

    assert "as of" in text
    assert "The last meeting counted was held on" in text
    assert "No group is late in sending." in text
    assert "Bank" in text


def test_the_usual_months_are_those_up_to_the_last_meeting(officer: FlaskClient) -> None:
    text = first_results(officer, "").text

    assert 'value="2022-12"' in text
    assert 'value="2023-02"' in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=soon&to=2023-02", "Write the month like this"),
        ("from=2023-13&to=2023-02", "Write the month like this"),
        ("from=2023-05&to=2023-02", "The last month comes after the first"),
    ],
)
def test_a_wrong_month_is_told_at_its_place_and_kept(
    officer: FlaskClient, query: str, said: str
) -> None:
    answer = first_results(officer, query)

    assert answer.status_code == 200
    assert said in answer.text
    assert f'value="{query[5:].partition("&")[0]}"' in answer.text


def test_the_table_can_be_downloaded(officer: FlaskClient) -> None:
    answer = officer.get(f"/reports/first-results.csv?{MONTHS}")

    assert answer.mimetype == "text/csv"
    assert "first-results-2023-01-2023-02.csv" in answer.headers["Content-Disposition"]
    assert "savings_together,USD,4.00,2.00,6.00" in answer.text


def test_without_a_rate_the_currency_stands_alone(
    app: Flask, app_session: Session, programme: ProgrammeWorld
) -> None:
    client = client_of(app, app_session, Role.OFFICER, programme.programme_id)

    text = first_results(client).text

    assert "A rate is missing." in text
    assert "Until there is one" in text
    assert "<figure>" not in text


def test_large_sums_are_drawn_in_thousands(
    app: Flask, app_session: Session, rated: ProgrammeWorld
) -> None:
    a_rate(app_session, rated, 10)
    client = client_of(app, app_session, Role.OFFICER, rated.programme_id)

    assert "in thousands of USD" in first_results(client).text


def test_before_the_first_group_the_page_says_what_comes(app: Flask, app_session: Session) -> None:
    world = a_programme(app_session)
    client = client_of(app, app_session, Role.OFFICER, world.programme_id)

    assert "Figures appear here after the first meeting" in first_results(client).text


def test_before_the_first_programme_there_is_nothing_to_report(
    app: Flask, app_session: Session
) -> None:
    client = client_of(app, app_session, Role.ADMINISTRATOR, None)

    assert "There is no programme yet" in first_results(client).text
    assert "There is no programme yet" in client.get("/reports").text
    assert client.get("/reports/first-results.csv").status_code == 404


def test_an_administrator_chooses_among_programmes(
    app: Flask, app_session: Session, rated: ProgrammeWorld
) -> None:
    other = a_programme(app_session)
    client = client_of(app, app_session, Role.ADMINISTRATOR, None)

    listed = client.get("/reports").text

    assert f"programme={rated.programme_id}" in listed
    assert f"programme={other.programme_id}" in listed
    assert first_results(client, f"{MONTHS}&programme={rated.programme_id}").status_code == 200


def test_another_programme_is_not_found(officer: FlaskClient, app_session: Session) -> None:
    other = a_programme(app_session)
    app_session.commit()

    assert first_results(officer, f"programme={other.programme_id}").status_code == 404


def test_a_facilitator_reads_no_reports(
    app: Flask, app_session: Session, rated: ProgrammeWorld
) -> None:
    client = client_of(app, app_session, Role.FACILITATOR, rated.programme_id)

    assert first_results(client).status_code == 403


def test_the_officers_home_begins_with_the_figures(officer: FlaskClient) -> None:
    text = officer.get("/").text

    assert "Members assisted" in text
    assert "Savings by month, women and men" in text


def test_before_the_first_group_the_officers_home_shows_no_figures(
    app: Flask, app_session: Session
) -> None:
    world = a_programme(app_session)
    client = client_of(app, app_session, Role.OFFICER, world.programme_id)

    assert "Members assisted" not in client.get("/").text
