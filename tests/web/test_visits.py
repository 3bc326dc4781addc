"""The pages of visits, of facilitators and of the checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group
from tests.web.desk import Desk
from vsla.store.visits import checklist

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld


@pytest.fixture
def group(app_session: Session) -> GroupWorld:
    """A group of five."""
    here = a_group(app_session, members=5)
    app_session.commit()
    return here


@pytest.fixture
def officer(app: Flask, group: GroupWorld) -> FlaskClient:
    """Her officer, in English."""
    return Desk(app, group).officer


def write_a_visit(officer: FlaskClient, group: GroupWorld, item: int) -> str:
    """Write a visit down at which one thing was agreed."""
    kept = officer.post(
        f"/groups/{group.group_id}/visits/new",
        data={
            "visited_on": "2024-05-01",
            f"mark-{item}": "partly",
            "text-0": "Third padlock",
            "due_on-0": "2024-06-01",
        },
        follow_redirects=True,
    )
    return kept.text


def test_a_visit_goes_from_the_checklist_to_the_first_page_and_is_done(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    here = f"/groups/{group.group_id}"
    officer.post("/reports/measures/checklist", data={"text": "Boxes counted"})
    item = checklist(app_session, group.programme.programme_id)[0].item_id

    form = officer.get(f"{here}/visits/new").text
    kept = write_a_visit(officer, group, item)

    assert "Boxes counted" in form
    assert "50%" in kept
    for page in ("/", here, f"{here}/visits"):
        assert "Third padlock" in officer.get(page).text
    done = officer.post(f"{here}/visits/actions/1/done", follow_redirects=True)
    assert "It stays on the list" in done.text
    assert "Third padlock" not in officer.get("/").text


def test_the_office_keeps_its_checklist_and_sees_its_facilitators(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    added = officer.post(
        "/reports/measures/checklist", data={"text": "Boxes counted"}, follow_redirects=True
    )
    item = checklist(app_session, group.programme.programme_id)[0].item_id
    retired = officer.post(f"/reports/measures/checklist/{item}/retire", follow_redirects=True)

    assert "Boxes counted" in added.text
    assert "Later visits leave it out" in retired.text
    assert "Groups to visit" in officer.get("/reports/facilitators").text


def test_what_is_wrong_with_a_visit_is_said_at_its_field(
    officer: FlaskClient, group: GroupWorld
) -> None:
    officer.post("/reports/measures/checklist", data={"text": "Boxes counted"})

    refused = officer.post(
        f"/groups/{group.group_id}/visits/new",
        data={"visited_on": "", "mark-1": "x", "text-1": "y", "due_on-1": "z"},
    )
    twice = officer.post("/reports/measures/checklist", data={"text": "boxes counted"})

    assert refused.status_code == twice.status_code == 422
    for name in ("visited_on", "due_on-1"):
        assert f'id="{name}-error"' in refused.text
    assert 'id="text-error"' in twice.text
