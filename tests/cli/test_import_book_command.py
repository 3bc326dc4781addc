"""``vsla import template`` and ``vsla import workbook``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_programme
from tests.services.test_import_book import a_file, carried
from vsla.cli.recovery import import_
from vsla.services.import_lines import read_book
from vsla.store.groups import codes
from vsla.store.models import User

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session


@pytest.fixture
def login(app_session: Session) -> str:
    """The login of an officer of an empty programme."""
    home = a_programme(app_session)
    name = app_session.get_one(User, home.officer.user_id).login
    app_session.commit()
    return name


def test_the_template_is_written_in_a_language(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "kuingiza.xlsx"

    told = app.test_cli_runner().invoke(import_, ["template", "--language", "sw", "-o", str(file)])

    assert told.exit_code == 0
    assert read_book(file.read_bytes()).problems == []


def test_a_workbook_is_tried_and_then_written(
    app: Flask, app_session: Session, login: str, tmp_path: Path
) -> None:
    file = tmp_path / "groups.xlsx"
    file.write_bytes(a_file(carried()))
    words = ["workbook", str(file), "--login", login]

    tried = app.test_cli_runner().invoke(import_, words)
    nothing = codes(app_session)
    app_session.rollback()
    written = app.test_cli_runner().invoke(import_, [*words, "--write"])

    assert "MID  Groupe MID: 6 members, 1 meetings" in tried.output
    assert "tried, nothing written" in tried.output
    assert nothing == []
    assert written.exit_code == 0
    assert [code for _number, code in codes(app_session)] == ["MID", "NEW"]


def test_problems_are_a_table_and_the_rest_may_be_accepted(
    app: Flask, app_session: Session, login: str, tmp_path: Path
) -> None:
    lines = carried()
    lines["members"][0]["sex"] = "Q"
    file = tmp_path / "groups.xlsx"
    file.write_bytes(a_file(lines))
    words = ["workbook", str(file), "--login", login, "--write"]

    refused = app.test_cli_runner().invoke(import_, words)
    nothing = codes(app_session)
    app_session.rollback()
    rest = app.test_cli_runner().invoke(import_, [*words, "--accept-rest"])

    assert refused.exit_code == 1
    assert "members  2     sex     This is not one of the choices." in refused.output
    assert nothing == []
    assert rest.exit_code == 0
    assert [code for _number, code in codes(app_session)] == ["NEW"]
