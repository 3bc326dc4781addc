"""Fields a programme added, in forms, on pages and in lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group
from tests.documents.workbooks import sheets_of
from tests.services.courses_world import a_course
from tests.web.desk import Desk
from vsla.services.own_fields import all_fields

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
    """Her officer, in English, who has added a field of each sort."""
    browser = Desk(app, group).officer
    for sort, name in (("text", "Tongue"), ("number", "Children"), ("yes_no", "Radio")):
        browser.post("/reports/fields", data={"subject": "member", "sort": sort, "name": name})
    choices = {"subject": "group", "sort": "choice", "name": "Road", "choices": "tar\nearth"}
    browser.post("/reports/fields", data=choices)
    return browser


def fields_of(session: Session, group: GroupWorld) -> dict[str, int]:
    """Give the numbers of the fields by their names."""
    found = all_fields(session, group.programme.programme_id)
    return {field.name: field.field_id for field in found}


def enrol_furaha(officer: FlaskClient, group: GroupWorld, fields: dict[str, int]) -> str:
    """Enrol a sixth member with something in each field."""
    person = {"name": "Furaha", "gender": "F", "joined_on": "2024-01-10"}
    typed = {"Tongue": "Lendu", "Children": "4", "Radio": "yes"}
    own = {f"own_{fields[name]}": value for name, value in typed.items()}
    address = f"/groups/{group.group_id}/members/new"
    return officer.post(address, data=person | own, follow_redirects=True).text


def test_a_field_of_members_goes_into_form_page_and_list(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    fields = fields_of(app_session, group)
    here = f"/groups/{group.group_id}/members"

    enrolled = enrol_furaha(officer, group, fields)
    form = officer.get(f"{here}/6/edit").text

    for word in ("Tongue", "Lendu", "Children", "Radio"):
        assert word in enrolled
        assert word in form
    listed = officer.get(f"{here}?own={fields['Radio']}~yes").text
    assert "Furaha" in listed
    assert "Member 1<" not in listed
    assert "Nobody of the group" in officer.get(f"{here}?own={fields['Radio']}~no").text


def test_a_field_of_members_narrows_whom_a_course_may_enrol(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    fields = fields_of(app_session, group)
    enrol_furaha(officer, group, fields)
    app_session.commit()
    course = a_course(group, people=())
    app_session.commit()
    enrol = f"/courses/{course.course_id}/groups/{group.group_id}/enrol"

    all_of_them, some = officer.get(enrol).text, officer.get(f"{enrol}?own={fields['Radio']}~yes")

    assert "Member 1" in all_of_them
    assert "Furaha" in some.text
    assert "Member 1" not in some.text
    assert "Nobody of the group fits" in officer.get(f"{enrol}?own={fields['Radio']}~no").text


def test_a_field_of_groups_goes_into_form_page_and_list(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    road = fields_of(app_session, group)["Road"]
    here = f"/groups/{group.group_id}"
    known = {"name": "Umoja", "zone_id": str(group.programme.zone_id), "formed_on": "2023-01-04"}

    form = officer.get(f"{here}/edit").text
    data = {**known, f"own_{road}": "earth"}
    changed = officer.post(f"{here}/edit", data=data, follow_redirects=True)

    assert "Road" in form
    assert "earth" in changed.text
    assert "Umoja" in officer.get(f"/groups?own={road}~earth").text
    assert "No group fits" in officer.get(f"/groups?own={road}~tar").text


def test_what_does_not_fit_is_said_at_its_field(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    children = next(
        f.field_id
        for f in all_fields(app_session, group.programme.programme_id)
        if f.name == "Children"
    )
    person = {"name": "Furaha", "gender": "F", "joined_on": "2024-01-10"}

    refused = officer.post(
        f"/groups/{group.group_id}/members/new", data=person | {f"own_{children}": "many"}
    )
    field = officer.post("/reports/fields", data={"subject": "member", "sort": "text", "name": ""})
    retired = officer.post(f"/reports/fields/{children}/retire", follow_redirects=True)

    assert refused.status_code == field.status_code == 422
    assert f'id="own_{children}-error"' in refused.text
    assert 'id="name-error"' in field.text
    assert "no longer asked" in retired.text
    form = officer.get(f"/groups/{group.group_id}/members/new").text
    assert f"own_{children}" not in form


def test_a_field_of_groups_narrows_board_files_and_the_report_for_a_funder(
    officer: FlaskClient, group: GroupWorld, app_session: Session
) -> None:
    road = fields_of(app_session, group)["Road"]
    own = {f"own_{road}": "earth"}
    known = {"name": "Umoja", "zone_id": str(group.programme.zone_id), "formed_on": "2023-01-04"}
    officer.post(f"/groups/{group.group_id}/edit", data={**known, **own})
    months, asked = "from=2023-01&to=2023-03", f"own={road}~earth"

    board = officer.get(f"/reports/board?{months}&{asked}").text
    donor = officer.get(f"/reports/donor?{months}&{asked}").text
    book = officer.get(f"/reports/indicators.xlsx?{months}&{asked}").data

    assert f'value="{road}~earth" selected' in board
    assert board.count(f"own={road}~earth") > 3
    assert "Road: earth" in str(sheets_of(book))
    assert "Only groups with Road: earth are counted." in donor
    assert f"/reports/donor.pdf?{donor_query(donor)}".count("own=") == 1
    assert "Make a link" not in donor
    assert officer.get(f"/reports/board?{months}&own=999~x").status_code == 404
    assert officer.get(f"/reports/attention?{asked}").status_code == 200


def donor_query(page: str) -> str:
    """Give what stands after the question mark of the paper's address."""
    found = re.search(r"/reports/donor\.pdf\?([^\"]+)", page)
    return found[1] if found else ""
