"""The pages of the programme office."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, literal, select, update

from tests.builders import PASSWORD, a_group, a_user, an_empty_group, meet
from tests.web.books import forgotten_texts
from tests.web.probe import speak
from vsla.domain.attention import Concern
from vsla.domain.registry import INDICATORS
from vsla.services import zone_sums
from vsla.services.access import Role, system_actor
from vsla.services.programmes import add_zone, set_rate
from vsla.store.attention import Noticed
from vsla.store.models import Group, PackFetch, Project, RosterMark, User, ZoneMark
from vsla.web.office import freshness
from vsla.web.office.attention import CONCERNS, say
from vsla.web.office.board import SHOWN

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.web.books import Shelf

MONTHS = "from=2023-01&to=2023-02"
PAGES = (
    "/reports/board",
    "/reports/indicators",
    "/reports/gender",
    "/reports/attention",
    "/reports/targets",
    "/reports/savix",
    "/reports/open/savings",
)


@pytest.fixture
def officer(shelf: Shelf) -> FlaskClient:
    """The browser of an officer; francs have a rate, dollars are there too."""
    dollars = a_group(shelf.session, shelf.programme, members=6, currency="USD", cash_step=100)
    meet(dollars, 1)
    set_rate(
        shelf.session,
        shelf.programme.officer,
        programme_id=shelf.programme.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=200_000,
        source="Bank",
    )
    return shelf.browser(shelf.programme.officer)


def test_the_board_says_currencies_apart_and_together_with_the_rate(officer: FlaskClient) -> None:
    page = officer.get(f"/reports/board?{MONTHS}").text

    assert "All money together, in USD" in page
    assert "Money of the groups in FC" in page
    assert "1 USD = 2,000" in page
    assert "16" in page


def test_every_total_opens_by_links_down_to_the_document(officer: FlaskClient) -> None:
    page = officer.get(f"/reports/board?{MONTHS}").text

    for step in (r"/reports/open/savings\?", r"/groups\?", r"/entries\?", r"/groups/\d+/meetings/"):
        links = re.findall(r'href="([^"]+)"', page)
        link = next(one for one in links if re.search(step, one))
        answer = officer.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        page = answer.text
    assert "The document as it was sent" in page


def test_a_programme_without_figures_says_what_to_do_first(shelf: Shelf) -> None:
    page = shelf.browser(shelf.programme.officer).get("/reports/board?from=2001-01&to=2001-02").text

    assert "Figures appear here after the first meeting" in page


def test_nobody_has_a_programme_yet(app: Flask, app_session: Session) -> None:
    login = app_session.get_one(User, a_user(app_session, Role.ADMINISTRATOR, None).user_id).login
    app_session.commit()
    alone = app.test_client()
    alone.post("/login", data={"login": login, "password": PASSWORD})
    speak(alone, "en")

    for path in PAGES[:-1]:
        assert "There is no programme yet" in alone.get(path).text
    assert alone.get(PAGES[-1]).status_code == 404


def test_months_that_are_none_are_told_at_their_field(officer: FlaskClient) -> None:
    page = officer.get("/reports/board?from=2023-13&to=x").text
    turned = officer.get("/reports/board?from=2023-03&to=2023-01").text

    assert page.count("Write the month like this") == 2
    assert "The last month comes after the first" in turned


def test_the_months_of_a_page_of_groups_are_carried_on(shelf: Shelf, officer: FlaskClient) -> None:
    for number in range(45):
        an_empty = an_empty_group(shelf.session, shelf.programme, name=f"G {number:02}")
        an_empty.group.status = shelf.group.group.status
    shelf.session.commit()

    page = officer.get(f"/reports/open/savings/groups?{MONTHS}").text
    link = re.findall(r'rel="next" href="([^"]+)"', page)[0].replace("&amp;", "&")
    behind = officer.get(link).text

    assert "from=2023-01" in link
    assert "Total, with all pages" in page
    assert 'rel="prev"' in behind


@pytest.mark.parametrize("path", PAGES)
def test_every_text_of_the_office_is_translated(officer: FlaskClient, path: str) -> None:
    assert forgotten_texts(officer, f"{path}?{MONTHS}") == []


def test_more_groups_need_no_more_statements(
    shelf: Shelf, officer: FlaskClient, sent: list[str]
) -> None:
    def cost(path: str) -> int:
        sent.clear()
        assert officer.get(f"{path}?{MONTHS}").status_code == 200
        return len(sent)

    before = [cost(path) for path in PAGES]
    for _ in range(3):
        meet(a_group(shelf.session, shelf.programme, members=6), 1)
    shelf.session.commit()

    assert [cost(path) for path in PAGES] == before


def test_old_sums_are_made_anew_some_zones_at_a_time_and_meetings_come_between(
    shelf: Shelf, officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, session = shelf.programme.programme_id, shelf.session
    new = add_zone(session, system_actor(), programme_id=of, name="Mongbwalu")
    dollars = update(Group).where(Group.currency == "USD").values(zone_id=new.zone_id)
    session.execute(dollars)
    session.commit()
    expected = officer.get(f"/reports/gender?{MONTHS}").text
    monkeypatch.setattr(freshness, "ZONES_AT_ONCE", 1)
    monkeypatch.setattr(freshness, "PAUSE", 0)

    def look(rounds: int) -> bool:
        for mark in (ZoneMark, RosterMark):
            old = select(Group.group_id, Group.zone_id, literal(0))
            names = ("group_id", "zone_id", "stamp")
            session.execute(insert(mark).from_select(names, old))
        session.commit()
        monkeypatch.setattr(freshness, "ROUNDS_MOST", rounds)
        assert forgotten(officer.get(f"/reports/gender?{MONTHS}").text) == forgotten(expected)
        left = zone_sums.stale(session, of)
        session.execute(delete(ZoneMark))
        session.execute(delete(RosterMark))
        session.commit()
        return left

    assert (look(1), look(3)) == (True, False)


def forgotten(page: str) -> str:
    """Leave out what is new on every page: the token of its forms."""
    return re.sub(r'name="csrf_token" [^>]*|nonce[^ >]*', "", page)


def test_the_board_shows_indicators_of_the_registry() -> None:
    assert set(SHOWN) <= set(INDICATORS)


def test_the_form_to_share_puts_stars_where_few_people_are(officer: FlaskClient) -> None:
    office = officer.get(f"/reports/gender?{MONTHS}").text
    shared = officer.get(f"/reports/gender?{MONTHS}&shared=1").text

    assert '<span class="num">*</span>' not in office
    assert '<span class="num">*</span>' in shared
    assert "fewer than 5 people" in shared
    assert "/reports/open/" not in shared.partition("What the figures stand on")[0]


def test_a_concern_is_set_aside_with_a_reason(shelf: Shelf, officer: FlaskClient) -> None:
    listed = officer.get("/reports/attention").text
    path = f"/reports/attention/{shelf.group.group_id}/silent"
    assert path in listed

    refused = officer.post(path, data={"weeks": "2", "reason": ""})
    done = officer.post(path, data={"weeks": "2", "reason": "Road cut"}, follow_redirects=True)

    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert "Road cut" in done.text
    assert path not in done.text
    assert officer.get(f"/reports/attention/{shelf.group.group_id}/nothing").status_code == 404


def test_the_list_of_attention_goes_on_page_by_page(
    officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsla.web.office.attention.PAGE_SIZE", 1)

    first = officer.get("/reports/attention").text
    link = re.findall(r'rel="next" href="([^"]+)"', first)[0].replace("&amp;", "&")

    assert 'rel="prev"' in officer.get(link).text


def test_every_concern_is_said_with_what_to_do(app: Flask) -> None:
    with app.test_request_context():
        for concern in Concern:
            one = Noticed(1, "A", "A", "Z", "CDF", concern, 3, 1_000)

            said = say(one)

            assert said.why
            assert said.to_do
            assert said.href.startswith("/groups/1")
            assert CONCERNS[concern]


def test_a_phone_that_fetches_a_pack_is_noted(shelf: Shelf) -> None:
    path = f"/api/groups/{shelf.group.group_id}/pack"
    headers = {"X-VSLA-Request": "1"}
    phone = shelf.facilitator

    for _ in range(2):
        assert phone.get(path, headers=headers).status_code == 200

    shelf.session.expire_all()
    (fetch,) = shelf.session.scalars(select(PackFetch))
    assert fetch.user_id == shelf.group.facilitator.user_id


def test_a_target_is_set_shown_and_taken_back(shelf: Shelf, officer: FlaskClient) -> None:
    path = f"/reports/targets?programme={shelf.programme.programme_id}"
    months = {"from": "2023-01", "to": "2023-01"}

    wrong = officer.post(path, data={**months, "indicator": "members", "women": "many"})
    empty = officer.post(path, data={**months, "indicator": "members"})
    for code, typed in (("members", "20"), ("savings", "4.50"), ("attendance", "92.5 %")):
        aimed = {**months, "indicator": code, "everybody": typed}
        assert officer.post(path, data=aimed).status_code == 302
    page = officer.get(path).text

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "Write a number" in wrong.text
    assert "of 20" in page
    assert "of 4.50" in page
    assert "of 92.5%" in page
    assert "80%" in page
    first = re.findall(r"/reports/targets/(\d+)/drop", page)[0]
    after = officer.post(f"/reports/targets/{first}/drop", follow_redirects=True).text
    assert "The target is taken back." in after
    assert f"/targets/{first}/drop" not in after


def test_the_quarterly_set_is_shown_and_taken_along(officer: FlaskClient) -> None:
    page = officer.get("/reports/savix?quarter=2023-Q1").text
    strange = officer.get("/reports/savix?quarter=spring").text
    before = officer.get("/reports/savix?quarter=2020-Q1").text
    book = officer.get("/reports/savix/savix.xlsx?quarter=2023-Q1").data
    checks = officer.get("/reports/savix/savix_checks.csv?quarter=2023-Q1").data

    assert "2022-Q4" in page
    assert "2023-Q2" in page
    assert page.count("<dt>") > 25
    assert "2018-Q1" in strange
    assert "/reports/savix/savix.xlsx" not in before
    assert book.startswith(b"PK")
    assert checks.startswith("\ufeff".encode())
    assert officer.get("/reports/savix/members.csv").status_code == 404


def test_every_indicator_is_taken_along_with_what_it_is_made_of(officer: FlaskClient) -> None:
    answer = officer.get(f"/reports/indicators.csv?{MONTHS}").data.decode("utf-8-sig")
    lines = list(csv.DictReader(answer.splitlines()))
    book = officer.get(f"/reports/indicators.xlsx?{MONTHS}").data

    assert len({line["Indicator"] for line in lines}) == len(INDICATORS)
    per_head = [line for line in lines if line["Indicator"] == "Savings a head and month"]
    assert {line["Currency"] for line in per_head} == {"CDF", "USD"}
    assert all(float(line["Numerator"]) and int(line["Denominator"]) for line in per_head)
    assert any("Bank" in line["Rates"] for line in lines)
    assert book.startswith(b"PK")
    assert officer.get(f"/reports/indicators.odt?{MONTHS}").status_code == 404
    officer.post(f"/reports/targets?{MONTHS}", data={"indicator": "members", "women": "20"})
    targets = officer.get("/reports/targets.csv").data.decode("utf-8-sig").splitlines()
    assert next(iter(csv.DictReader(targets)))["Target for women"] == "20"


def test_a_project_is_added_filled_and_narrows_board_and_report(
    officer: FlaskClient, shelf: Shelf
) -> None:
    of = shelf.programme.programme_id
    officer.post(f"/programmes/{of}/projects", data={"project": "Amka", "funder": "Fund"})
    twice = officer.post(f"/programmes/{of}/projects", data={"project": "Amka"})
    project = shelf.session.scalars(select(Project.project_id)).one()
    group = shelf.session.scalars(select(Group.group_id).limit(1)).one()
    kept = officer.post(f"/groups/{group}/project", data={"project": project})
    zone = {"zone": shelf.programme.zone_id}
    officer.post(f"/programmes/{of}/projects/{project}/zone", data=zone)

    page = officer.get(f"/programmes/{of}").text
    board = officer.get(f"/reports/board?{MONTHS}&project={project}").text
    report = officer.get(f"/reports/donor?{MONTHS}&project={project}").text
    link = officer.post(f"/reports/donor/links?project={project}", data={"label": "F", "days": 7})

    assert twice.status_code == 422
    assert (kept.status_code, link.status_code) == (302, 302)
    assert link.location.endswith(f"project={project}#links")
    assert "Amka" in page
    assert "Amka" in officer.get(f"/groups/{group}/edit").text
    assert f"project={project}" in board
    assert "Only groups of the project Amka are counted." in report
    assert officer.get(f"/reports/board?project={project + 1}").status_code == 404
