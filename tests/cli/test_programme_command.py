"""``vsla programme``: from nothing to a programme in which a first group can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import an_empty_group
from vsla.cli.programme import programme
from vsla.cli.user import user
from vsla.services.access import actor_of
from vsla.services.open_group import open_group
from vsla.services.programmes import list_zones
from vsla.services.users import authenticate
from vsla.store.models import Programme

if TYPE_CHECKING:
    from click import Command
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

PASSWORD = "a long password"  # noqa: S105 - of nobody but tests


def call(app: Flask, *words: str, command: Command = programme) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(command, words)


@pytest.fixture
def added(app: Flask) -> Flask:
    """An installation with one programme and one zone."""
    call(app, "add", "AFECCOR", "--name", "Femmes", "--groups", "50", "--women", "800")
    call(app, "zone", "AFECCOR", "Kamituga")
    return app


def test_a_programme_is_added_with_what_it_plans(added: Flask, app_session: Session) -> None:
    kept = app_session.query(Programme).one()

    assert (kept.code, kept.name, kept.reporting_currency) == ("AFECCOR", "Femmes", "USD")
    assert (kept.planned_groups, kept.planned_women, kept.planned_men) == (50, 800, None)
    assert kept.second_person_share_out
    assert "AFECCOR: Femmes" not in call(added, "add", "AFECCOR", "--name", "Femmes").output


def test_one_person_may_share_out_where_a_programme_says_so(
    app: Flask, app_session: Session
) -> None:
    call(app, "add", "X", "--name", "X", "--one-person-share-out")

    assert not app_session.query(Programme).one().second_person_share_out


def test_an_empty_installation_comes_to_its_first_group(added: Flask, app_session: Session) -> None:
    words = ("add", "neema", "--name", "Neema", "--role", "facilitator", "--programme", "AFECCOR")

    told = call(added, *words, "--password", PASSWORD, command=user)

    assert told.exit_code == 0, told.output
    found = authenticate(app_session, login="neema", password=PASSWORD)
    assert found is not None
    (zone,) = list_zones(app_session, found.programme_id or 0)
    usual = an_empty_group(app_session).group
    group = open_group(
        app_session,
        actor_of(app_session, found.user_id),
        name="Umoja",
        zone_id=zone.zone_id,
        place="",
        currency="CDF",
        cash_step=5_000,
        formed_on=usual.formed_on,
        now=usual.created_at,
    )
    assert group.code == "KAM-01"


def test_programmes_are_listed_with_zones_and_the_latest_rates(added: Flask) -> None:
    rate = ("rate", "AFECCOR", "CDF")
    call(added, *rate, "2700.5", "--on", "2026-02-01", "--source", "BCC")
    told = call(added, *rate, "2850", "--on", "2026-03-01", "--source", "BCC")

    lines = call(added, "list").output.splitlines()

    assert told.output == "AFECCOR: 1 USD = 2850 CDF from 2026-03-01\n"
    assert lines == [
        "AFECCOR      USD  Femmes",
        "  zones: Kamituga",
        "  rate: 1 USD = 2850 CDF from 2026-03-01 (BCC)",
    ]


def test_a_rate_with_decimals_is_printed_with_them(added: Flask) -> None:
    call(added, "rate", "AFECCOR", "CDF", "2700.5", "--on", "2026-02-01", "--source", "BCC")

    assert "2700.50 CDF" in call(added, "list").output


@pytest.mark.parametrize("worth", ["many", "2850.123", "-3", ""])
def test_a_rate_that_is_no_amount_is_refused(added: Flask, worth: str) -> None:
    words = ("rate", "AFECCOR", "CDF", "--on", "2026-03-01", "--source", "BCC", "--", worth)

    told = call(added, *words)

    assert told.exit_code == 1
    assert "is no amount of CDF" in told.output


def test_what_the_service_refuses_is_told_plainly(added: Flask) -> None:
    words = ("rate", "AFECCOR", "USD", "1", "--on", "2026-03-01", "--source", "BCC")

    told = call(added, *words)

    assert told.exit_code == 1
    assert "currency: This is not one of the choices." in told.output


def test_an_unknown_programme_names_those_there_are(added: Flask) -> None:
    told = call(added, "zone", "OTHER", "Mwenga")

    assert (told.exit_code, told.output) == (
        1,
        "Error: there is no programme OTHER; there are: AFECCOR\n",
    )
