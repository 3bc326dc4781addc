"""``vsla report savix``: the quarterly set as a file, and what its form says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.builders import a_group, a_programme, meet
from vsla.cli.report import report

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session


def test_the_set_is_written_and_its_checks_are_told(
    app: Flask, app_session: Session, tmp_path: Path
) -> None:
    world = a_programme(app_session, "ONE")
    app_session.commit()
    run, out = app.test_cli_runner(), tmp_path / "set.csv"
    empty = run.invoke(report, ["savix"])
    meet(a_group(app_session, world, members=10, women=6), 1, shares={1: 4, 10: 1})
    app_session.commit()

    csv = run.invoke(report, ["savix", "--format", "csv", "--language", "en", "-o", str(out)])
    book = run.invoke(report, ["savix", "--quarter", "2023-Q1", "-o", str(tmp_path / "set.xlsx")])
    strange = run.invoke(report, ["savix", "--quarter", "2023-Q7"])
    app_session.execute(text("UPDATE savings_group SET formed_on = '2023-01-15'"))
    app_session.commit()
    refused = run.invoke(report, ["savix", "--language", "en"])

    assert (empty.exit_code, empty.stderr) == (1, "Error: no group has met yet\n")
    assert (csv.exit_code, book.exit_code) == (0, 0)
    assert "Umoja: To ask: The last meeting is more than 45 days" in csv.stdout
    assert "Members at the start" in out.read_text("utf-8").splitlines()[0]
    assert (tmp_path / "set.xlsx").stat().st_size > 5_000
    assert strange.stderr == "Error: write the quarter like 2018-Q1\n"
    assert refused.exit_code == 1
    assert "Refused: Savings started before the group was formed." in refused.stdout
