"""The report for a funder: page, paper, workbook, and the link that shows it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.builders import NOW, a_programme
from tests.documents.workbooks import sheets_of
from tests.services.test_donor_report import a_group_that_met
from tests.web.books import Shelf, forgotten_texts
from vsla.services.programmes import set_rate
from vsla.store.models import FunderLink

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from tests.conftest import MakeApp

MONTHS = "from=2023-01&to=2023-03"
PATH = f"/reports/donor?{MONTHS}"


@pytest.fixture
def home(app: Flask, app_session: Session) -> Shelf:
    """A programme whose groups met, one of them with two men."""
    world = a_programme(app_session)
    rate = {"currency": "CDF", "rate_on": date(2023, 1, 1), "per_unit_minor": 200_000}
    set_rate(
        app_session,
        world.officer,
        programme_id=world.programme_id,
        source="Bank",
        **rate,  # type: ignore[arg-type]
    )
    group = a_group_that_met(world, app_session)
    app_session.commit()
    return Shelf(app, app_session, world, group, group)


def officer_of(home: Shelf, language: str = "en") -> FlaskClient:
    return home.browser(home.programme.officer, language)


def make(home: Shelf, label: str = "Fonds X", days: str = "30") -> str:
    """Make a link and give its path."""
    data = {"label": label, "days": days}
    page = officer_of(home).post(f"/reports/donor/links?{MONTHS}", data=data, follow_redirects=True)
    found = re.search(r"http://localhost(/f/[\w-]+)", page.text)
    return found[1] if found else ""


def test_the_page_shows_figures_by_sex_and_every_text_can_be_translated(home: Shelf) -> None:
    page = officer_of(home).get(PATH).text

    assert "Women and men" in page
    assert "Jan" in page
    assert "Member 1" not in page
    assert set(forgotten_texts(officer_of(home), PATH)) <= {"Programme"}


def test_a_link_opens_the_same_figures_without_a_login(home: Shelf) -> None:
    path = make(home)
    stranger = home.app.test_client()

    page = stranger.get(path, headers={"Accept-Language": "fr"})
    paper = stranger.get(f"{path}/report.pdf").data
    book = stranger.get(f"{path}/report.xlsx").data

    assert "Fonds X" in page.text
    assert "Femmes" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert paper[:4] == b"%PDF"
    assert sheets_of(book)
    assert stranger.post(path).status_code in {405, 400}
    assert "Member 1" not in page.text


def test_a_link_taken_back_or_ended_opens_nothing(home: Shelf) -> None:
    first, second = make(home), make(home, "Fonds Y")
    stranger = home.app.test_client()
    links = {link.label: link for link in home.session.query(FunderLink)}
    links["Fonds Y"].expires_at = NOW
    taken = links["Fonds X"].link_id
    home.session.commit()
    done = officer_of(home).post(f"/reports/donor/links/{taken}/revoke", follow_redirects=True)

    assert "The link opens nothing any more." in done.text
    assert "taken back" in officer_of(home).get(PATH).text
    assert stranger.get(first).status_code == stranger.get(second).status_code == 404
    assert stranger.get("/f/nothing").status_code == 404
    assert stranger.get(f"{first}/report.pdf").status_code == 404


@pytest.mark.parametrize(("label", "days"), [("", "30"), ("X", "1000"), ("X", "soon")])
def test_a_link_without_label_or_end_is_not_made(home: Shelf, label: str, days: str) -> None:
    assert make(home, label, days) == ""
    assert home.session.query(FunderLink).count() == 0


def test_links_are_tried_a_few_times_only(make_app: MakeApp, sqlite_template: Path) -> None:
    app = make_app(f"sqlite:///{sqlite_template}", RATELIMIT_ENABLED=True)
    stranger = app.test_client()

    answers = [stranger.get(f"/f/{number}").status_code for number in range(61)]

    assert answers == [404] * 60 + [429]


def test_months_out_of_order_lead_back(home: Shelf) -> None:
    answer = officer_of(home).get("/reports/donor?from=2023-03&to=2023-01", follow_redirects=True)

    assert answer.status_code == 200
    assert "The last month comes after the first" in answer.text


def test_an_administrator_without_a_programme_finds_none(app: Flask, app_session: Session) -> None:
    from tests.builders import a_user  # noqa: PLC0415 - only here
    from vsla.services.access import Role  # noqa: PLC0415

    boss = a_user(app_session, Role.ADMINISTRATOR, None)
    shelf = Shelf(app, app_session, None, None, None)  # type: ignore[arg-type]

    assert shelf.browser(boss).get("/reports/donor").status_code == 404


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
def test_the_workbook_has_a_sheet_for_each_part_with_numbers(home: Shelf, language: str) -> None:
    book = officer_of(home, language).get(f"/reports/donor.xlsx?{MONTHS}").data
    sheets = sheets_of(book)

    names = list(sheets)
    figures = sheets[names[1]]
    members = [row for row in figures[1:] if row[2] == 7.0 and row[3] == 5.0 and row[4] == 12.0]
    trend = sheets[names[2]]
    assert len(names) == 5
    assert members
    assert trend[1][0] == date(2023, 1, 1)
    assert sum(row[3] for row in trend[1:]) == sum(row[1] + row[2] for row in trend[1:]) > 0
    assert len(sheets[names[-1]]) > 20
    assert b"xl/charts/chart1.xml" in book


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
def test_the_paper_has_two_to_four_pages_and_no_name(home: Shelf, language: str) -> None:
    data = officer_of(home, language).get(f"/reports/donor.pdf?{MONTHS}").data

    reader = PdfReader(BytesIO(data))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert 2 <= len(reader.pages) <= 4
    assert not re.search(r"Member \d", text)
    assert reader.metadata is not None
    assert reader.metadata.title


def test_two_men_are_hidden_everywhere(home: Shelf) -> None:
    world: ProgrammeWorld = home.programme
    session = home.session
    away = a_programme(session)
    a_group_that_met(away, session, women=10)
    session.commit()
    officer = home.browser(away.officer)

    page = officer.get(PATH).text
    book = officer.get(f"/reports/donor.xlsx?{MONTHS}").data

    assert world.programme_id != away.programme_id
    assert page.count("hidden</span>") > 10
    assert any("hidden" in row for row in next(iter(list(sheets_of(book).values())[1:2])))
