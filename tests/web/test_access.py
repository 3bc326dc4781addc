"""Every view has a rule, and the rule is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vsla.web.carry import safe_path

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_a_role_opens_its_pages_and_no_others(
    officer: FlaskClient, facilitator: FlaskClient
) -> None:
    assert officer.get("/probe/office").status_code == 200

    refused = facilitator.get("/probe/office")

    assert refused.status_code == 403
    assert "not for your role" in refused.text


def test_a_view_without_a_rule_opens_for_nobody(officer: FlaskClient) -> None:
    assert officer.get("/probe/no-rule").status_code == 403


def test_the_json_interface_answers_a_stranger_in_json(stranger: FlaskClient) -> None:
    stranger.application.add_url_rule(
        "/api/private", "private", stranger.application.view_functions["probe.office"]
    )

    answer = stranger.get("/api/private")

    assert answer.status_code == 401
    assert answer.json == {"problems": [["", "login_required", {}]]}


def test_static_files_are_public_and_may_be_kept_when_they_carry_their_version(
    stranger: FlaskClient,
) -> None:
    plain = stranger.get("/static/app.css")
    versioned = stranger.get("/static/app.css?v=1")

    plain.close()
    versioned.close()
    assert plain.status_code == versioned.status_code == 200
    assert "immutable" not in plain.headers["Cache-Control"]
    assert "immutable" in versioned.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/groups?page=2", "/groups/3#members"])
def test_a_path_of_this_site_is_safe(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "groups", "//host", "/\\host", "https://host/", "/a\nb", "/a b", "javascript:x"],
)
def test_everything_else_is_not(path: str | None) -> None:
    assert safe_path(path) is None


@pytest.mark.parametrize("number", [2**31, 10**25])
def test_a_number_that_no_row_can_have_leads_nowhere(officer: FlaskClient, number: int) -> None:
    for address in (f"/groups/{number}", f"/courses/{number}", f"/reports/passbooks/{number}"):
        assert officer.get(address).status_code == 404
