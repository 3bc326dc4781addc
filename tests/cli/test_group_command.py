"""``vsla group show``: one group in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import a_group, a_programme, an_empty_group, meet
from vsla.cli.group import group

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


def shown(app: Flask, code: str) -> tuple[int, dict[str, str]]:
    """Run the command; give its exit code and its lines by name."""
    told = app.test_cli_runner().invoke(group, ["show", code])
    lines = [line for line in told.output.splitlines() if line]
    return told.exit_code, {line[:16].strip(): line[17:] for line in lines}


def test_a_group_is_shown_with_its_boxes(app: Flask, app_session: Session) -> None:
    world = a_group(app_session, code="G-01")
    meet(world)
    app_session.commit()

    code, lines = shown(app, "g-01")

    assert code == 0
    assert lines["group"] == "G-01  Umoja"
    assert lines["members"] == "15 women, 10 men"
    assert lines["savings"] == "50000 CDF"
    assert lines["loans out"] == "0 CDF in 0 loans"


def test_money_that_is_not_whole_shows_its_centimes(app: Flask, app_session: Session) -> None:
    world = a_group(app_session, code="G-01")
    meet(world, other_income=[{"fund": "loan_fund", "amount_minor": 5, "what": "found"}])
    app_session.commit()

    assert shown(app, "G-01")[1]["loan fund box"] == "50000.05 CDF"


def test_a_group_being_set_up_is_shown_without_books(app: Flask, app_session: Session) -> None:
    an_empty_group(app_session, code="G-02")
    app_session.commit()

    code, lines = shown(app, "G-02")

    assert code == 0
    assert lines["status"] == "setting_up"
    assert "cycle" not in lines


def test_groups_of_two_programmes_with_one_code_are_both_shown(
    app: Flask, app_session: Session
) -> None:
    for code in ("P-ONE", "P-TWO"):
        an_empty_group(app_session, a_programme(app_session, code), code="G-03")
    app_session.commit()

    told = app.test_cli_runner().invoke(group, ["show", "G-03"]).output

    assert "P-ONE" in told
    assert "P-TWO" in told


def test_an_unknown_code_is_told(app: Flask) -> None:
    told = app.test_cli_runner().invoke(group, ["show", "G-99"])

    assert told.exit_code == 1
    assert "there is no group G-99" in told.output
