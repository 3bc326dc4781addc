"""``vsla user``: add, list, set a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_programme
from vsla.cli.user import user
from vsla.services.passwords import verify_password
from vsla.services.users import authenticate
from vsla.store.models import User

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

GOOD = "a long password"


@pytest.fixture
def programme(app_session: Session) -> str:
    """Code of a programme that the command sees."""
    a_programme(app_session, "AFECCOR")
    app_session.commit()
    return "AFECCOR"


def call(app: Flask, *words: str) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(user, words)


def add(app: Flask, *more: str, password: str = GOOD) -> Result:
    """Add an officer."""
    words = ("add", "Neema", "--name", "Neema", "--role", "officer", "--password", password)
    return call(app, *words, *more)


def test_an_added_user_can_log_in(app: Flask, app_session: Session, programme: str) -> None:
    told = add(app, "--programme", programme)

    assert (told.exit_code, told.output) == (0, "neema: officer\n")
    assert authenticate(app_session, login="neema", password=GOOD) is not None


def test_every_problem_is_told_in_one_line_each(app: Flask, programme: str) -> None:
    assert programme

    told = add(app, password="short")  # noqa: S106 - too short on purpose

    assert told.exit_code == 1
    assert told.output.splitlines() == [
        "Error: programme: Please fill this in.",
        "password: This password is too short. Write at least 10 characters.",
    ]


def test_an_unknown_programme_is_named(app: Flask, programme: str) -> None:
    told = add(app, "--programme", "NONE")

    assert told.exit_code == 1
    assert programme in told.output


def test_users_are_listed_and_those_switched_off_are_marked(
    app: Flask, app_session: Session, programme: str
) -> None:
    add(app, "--programme", programme)
    app_session.query(User).filter_by(login="neema").one().active = False
    app_session.commit()

    lines = call(app, "list").output.splitlines()

    assert [line.split() for line in lines if "neema" in line] == [
        ["neema", "officer", "AFECCOR", "Neema", "(off)"]
    ]
    assert any(line.split()[2] == "-" for line in lines)


def test_a_password_is_set_anew(app: Flask, app_session: Session, programme: str) -> None:
    add(app, "--programme", programme)

    told = call(app, "password", "neema", "--password", "another password")

    kept = app_session.query(User).filter_by(login="neema").one().password_hash
    assert told.exit_code == 0
    assert verify_password(kept, "another password")


def test_a_password_for_nobody_is_refused(app: Flask, programme: str) -> None:
    assert programme

    told = call(app, "password", "nobody", "--password", GOOD)

    assert told.exit_code == 1
    assert "there is no user nobody" in told.output
