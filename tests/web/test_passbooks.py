"""The pages of passbooks drawn by chance, and the list that is printed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.builders import a_group, meet
from tests.web.desk import Desk

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld


@pytest.fixture
def group(app_session: Session) -> GroupWorld:
    """A group with one meeting."""
    here = a_group(app_session, members=6)
    meet(here, shares=dict.fromkeys(here.members, 2))
    app_session.commit()
    return here


@pytest.fixture
def officer(app: Flask, group: GroupWorld) -> FlaskClient:
    """Her officer, in English."""
    return Desk(app, group).officer


def draw(officer: FlaskClient, group: GroupWorld, **typed: str) -> str:
    data = {"seed": "akiba", "groups": "1", "passbooks": "6", **typed}
    answer = officer.post(f"/reports/passbooks/{group.programme.programme_id}/draw", data=data)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_sample_goes_from_the_draw_to_its_accuracy(
    officer: FlaskClient, group: GroupWorld
) -> None:
    empty = officer.get("/reports/passbooks").text
    assert "checked by chance" not in officer.get(f"/groups/{group.group_id}/visits").text
    sample = draw(officer, group)
    entry = f"/groups/{group.group_id}/passbooks/{sample.rsplit('/', 1)[-1]}"
    day = group.opened_on.isoformat()
    right = {"last_on-1": day, "shares-1": "2", "owed-1": "0"}
    wrong = {"outcome-2": "checked", "last_on-2": day, "shares-2": "3", "owed-2": ""}

    kept = officer.post(
        entry,
        data={"checked_on": day, **right, **wrong, "outcome-3": "lost"},
        follow_redirects=True,
    )

    assert "No passbook has been checked yet" in empty
    assert "3 passbooks are kept" in kept.text
    assert "agrees" in kept.text
    assert "books: <span" in kept.text or "books:" in kept.text
    listed = officer.get("/reports/passbooks").text
    assert "1 of 2" in listed
    assert "between 9% and 91%" in listed
    assert "1 member had no passbook to show" in officer.get(sample).text
    page = officer.get(f"/groups/{group.group_id}/visits").text
    assert "between 9% and 91%" in page
    assert f'href="{entry}"' in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    officer: FlaskClient, group: GroupWorld
) -> None:
    sample = draw(officer, group)
    entry = f"/groups/{group.group_id}/passbooks/{sample.rsplit('/', 1)[-1]}"

    refused = officer.post(
        entry,
        data={"checked_on": "2024-02-01", "shares-1": "two", "owed-1": "x", "outcome-2": "lost"},
    )
    nothing = officer.post(entry, data={"checked_on": "2024-02-01"})
    draw_refused = officer.post(
        f"/reports/passbooks/{group.programme.programme_id}/draw",
        data={"seed": "", "groups": "many", "passbooks": "0", "code": "ZZZ"},
    )

    assert refused.status_code == nothing.status_code == draw_refused.status_code == 422
    assert 'id="shares-1-error"' in refused.text
    assert 'id="owed-1-error"' in refused.text
    assert 'value="two"' in refused.text
    assert "Nothing is filled in yet" in nothing.text
    for name in ("seed", "groups", "passbooks", "code"):
        assert f'id="{name}-error"' in draw_refused.text


def test_the_list_has_blanks_and_no_figure_of_the_books(
    officer: FlaskClient, group: GroupWorld
) -> None:
    number = draw(officer, group).rsplit("/", 1)[-1]
    address = f"/groups/{group.group_id}/papers/passbook-check"

    page = officer.get(f"{address}?sample={number}")
    pdf = officer.get(f"{address}.pdf?sample={number}")
    without = officer.get(address)

    pages = PdfReader(io.BytesIO(pdf.data)).pages
    words = " ".join("".join(sheet.extract_text() for sheet in pages).split())
    assert page.status_code == 200
    assert "Member 1" in words
    assert "Shares of the cycle" in words
    assert without.status_code == 404


def test_an_officer_sets_the_stars(officer: FlaskClient) -> None:
    good = {"stars5": "99", "stars4": "95", "stars3": "90", "stars2": "80", "visit_days": "60"}

    refused = officer.post("/reports/measures", data={**good, "stars4": "99", "visit_days": "x"})
    kept = officer.post("/reports/measures", data=good, follow_redirects=True)

    assert refused.status_code == 422
    assert 'id="stars4-error"' in refused.text
    assert 'id="visit_days-error"' in refused.text
    assert 'value="99"' in kept.text
