"""``vsla demo``: loads once, goes on when interrupted, shows a login of each role."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from vsla.cli.demo import demo
from vsla.services.demonstration.load import LOGINS, PASSWORD
from vsla.services.demonstration.plan import build_plan
from vsla.services.users import authenticate
from vsla.store.models import Group

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from vsla.services.demonstration.shape import Plan


@pytest.fixture(autouse=True)
def two_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command load two groups, with the few logins they need."""

    def small() -> Plan:
        plan = build_plan()
        return replace(plan, groups=plan.groups[3:5], facilitators=plan.facilitators[:3])

    # The package names the command, not the module, ``demo``.
    monkeypatch.setattr(import_module("vsla.cli.demo"), "build_plan", small)


def call(app: Flask, *words: str) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(demo, words)


def test_the_programme_is_loaded_and_a_login_of_each_role_is_shown(
    app: Flask, app_session: Session
) -> None:
    told = call(app)

    assert told.exit_code == 0, told.output
    assert all(f"  {login}\n" in told.stdout for login in LOGINS)
    assert app_session.scalar(select(func.count()).select_from(Group)) == 2
    for login in LOGINS:
        assert authenticate(app_session, login=login, password=PASSWORD) is not None


def test_a_second_load_is_refused_and_with_unless_loaded_changes_nothing(
    app: Flask, app_session: Session
) -> None:
    call(app)

    again = call(app)
    calmly = call(app, "--unless-loaded")

    assert again.exit_code == 1
    assert "already loaded" in again.output
    assert calmly.exit_code == 0
    assert PASSWORD in calmly.stdout
    assert app_session.scalar(select(func.count()).select_from(Group)) == 2


def test_a_password_of_ones_own_must_be_long_enough(app: Flask) -> None:
    told = call(app, "--password", "short")

    assert told.exit_code == 2
    assert "at least" in told.output


def test_in_production_the_password_everybody_knows_is_refused(
    app: Flask, app_session: Session
) -> None:
    app.config["VSLA_ENV"] = "production"

    refused = call(app)

    assert refused.exit_code == 2
    assert app_session.scalar(select(func.count()).select_from(Group)) == 0
