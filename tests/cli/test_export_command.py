"""``vsla export``: what other programs and other servers are given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, a_programme, meet
from vsla.cli.export import export
from vsla.cli.recovery import import_
from vsla.store.models import User

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld


@pytest.fixture
def group(app_session: Session) -> GroupWorld:
    """A group that met once; another programme uses its code too."""
    world = a_group(app_session, a_programme(app_session, "ONE"), members=8, code="KAM-01")
    a_group(app_session, a_programme(app_session, "TWO"), members=8, code="KAM-01")
    meet(world, 1, shares={1: 3})
    app_session.commit()
    return world


def call(app: Flask, *words: str) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(export, words)


@pytest.mark.usefixtures("group")
def test_a_journal_is_written_for_accountants(app: Flask) -> None:
    told = call(app, "journal", "kam-01", "--programme", "ONE")

    assert told.exit_code == 0
    assert '* "KAM-01" "cycle 1, meeting 1, entry 1"' in told.stdout


@pytest.mark.usefixtures("group")
def test_a_journal_is_written_to_a_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "kam.json"

    told = call(app, "journal", "KAM-01", "--programme", "ONE", "--format", "json", "-o", str(file))

    assert told.exit_code == 0
    assert told.stdout == ""
    assert json.loads(file.read_text("utf-8"))["group"] == "KAM-01"


@pytest.mark.usefixtures("group")
def test_a_code_of_two_programmes_asks_which(app: Flask) -> None:
    told = call(app, "journal", "KAM-01")

    assert told.exit_code == 1
    assert "ONE, TWO" in told.output


def test_a_group_nobody_knows_is_said(app: Flask) -> None:
    told = call(app, "journal", "KAM-99")

    assert told.exit_code == 1
    assert "there is no group KAM-99" in told.output


@pytest.mark.usefixtures("group")
def test_a_whole_group_goes_out_and_comes_in_under_another_programme(
    app: Flask, app_session: Session, tmp_path: Path
) -> None:
    away = a_programme(app_session, "AWAY")
    app_session.commit()
    login = app_session.get_one(User, away.officer.user_id).login
    app_session.commit()
    file = tmp_path / "kam.vsla.json"
    out = call(app, "group", "KAM-01", "--programme", "ONE", "-o", str(file))
    seal = out.stderr.split("seal: ")[1][:8]
    runner = app.test_cli_runner()
    words = ["group", str(file), "--login", login, "--zone", "Kamituga", "--seal", seal]

    came, again = runner.invoke(import_, words), runner.invoke(import_, words)
    wrong = runner.invoke(import_, [*words[:-1], "not it"])

    assert "1 entries, chain and replay agree" in came.output
    assert "here already" in again.output
    assert wrong.exit_code == 1
    assert "file: The file ends with another seal" in wrong.output


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize(("form", "more"), [("csv", ("--names",)), ("xlsx", ())])
def test_a_table_of_every_group_is_written_with_its_progress(
    app: Flask, tmp_path: Path, form: str, more: tuple[str, ...]
) -> None:
    file = tmp_path / f"members.{form}"
    words = ("--format", form, "--language", "en", "-o", str(file))

    told = call(app, "table", "members", *words, *more)
    one = call(app, "table", "members", "--programme", "ONE", "--from", "2024-01-01", *words)

    assert told.exit_code == 0
    assert one.exit_code == 0
    assert "members" in told.stderr
    assert file.stat().st_size
