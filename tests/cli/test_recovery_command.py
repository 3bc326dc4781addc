"""``vsla import recovery``: a group printed on one system, opened on an empty one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_programme
from tests.conftest import database
from tests.documents.recoveries import KEY, ON, a_lending_group, sheet_of, text_of, told
from vsla.cli.recovery import import_
from vsla.services.access import actor_of
from vsla.services.paper_code import key_from
from vsla.services.papers.recovery import recovery_sheet
from vsla.services.recovery_state import state_to_json
from vsla.services.recovery_text import write_text
from vsla.services.verify_ledger import verify_group
from vsla.store.models import Group, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from tests.conftest import MakeApp
    from vsla.services.papers.recovery import RecoverySheet


@pytest.fixture
def sheet(app_session: Session) -> RecoverySheet:
    """The sheet of a group on the system that is lost."""
    return sheet_of(a_lending_group(app_session))


@pytest.fixture
def other(make_app: MakeApp, sqlite_template: Path, tmp_path: Path) -> Flask:
    """An empty system with the key of the lost one."""
    shutil.copy(sqlite_template, tmp_path / "other.sqlite")
    return make_app(f"sqlite:///{tmp_path / 'other.sqlite'}")


@pytest.fixture
def there(other: Flask) -> Iterator[Session]:
    """A session on the empty system, where a programme and its people are."""
    with other.app_context():
        engine = database().engine
    with Session(engine) as own:
        a_programme(own)
        own.commit()
        yield own


def run(other: Flask, there: Session, text: str | bytes, *more: str, login: str = "") -> Result:
    """Run the command as the officer, with the text on its standard input."""
    officer = there.query(User).filter_by(role="officer").first()
    assert officer is not None
    words = ["recovery", "-", "--login", login or officer.login, *more]
    there.commit()
    return other.test_cli_runner().invoke(import_, words, input=text)


def test_an_empty_system_has_the_same_funds_stars_and_debts(
    sheet: RecoverySheet, other: Flask, there: Session
) -> None:
    answer = run(other, there, text_of(sheet))

    assert answer.output == "KAM-01  Umoja: 13 members\n"
    group = there.query(Group).one()
    officer = there.query(User).filter_by(role="officer").first()
    assert officer is not None
    after = recovery_sheet(there, actor_of(there, officer.user_id), group.group_id, on=ON)
    assert (after.figures(), told(after)) == (sheet.figures(), told(sheet))
    assert verify_group(there, group.group_id) == []


def test_a_file_is_read_too(
    sheet: RecoverySheet, other: Flask, there: Session, tmp_path: Path
) -> None:
    (tmp_path / "sheet.txt").write_text(text_of(sheet))
    officer = there.query(User).filter_by(role="officer").first()
    assert officer is not None

    words = ["recovery", str(tmp_path / "sheet.txt"), "--login", officer.login]
    answer = other.test_cli_runner().invoke(import_, words)

    assert answer.exit_code == 0


def test_what_was_not_signed_here_needs_a_word(
    sheet: RecoverySheet, other: Flask, there: Session
) -> None:
    text = text_of(sheet, key_from("another"))

    refused, taken = run(other, there, text), run(other, there, text, "--unsigned")

    assert (refused.exit_code, taken.exit_code) == (1, 0)
    assert "This sheet was not printed by this system." in refused.output


def test_what_cannot_be_carried_is_named(
    sheet: RecoverySheet, other: Flask, there: Session
) -> None:

    text = write_text(KEY, {**state_to_json(sheet.state), "h": [[3, 500]]})

    assert "passbook 3: 500" in run(other, there, text).output


def test_unknown_people_and_zones_are_told_plainly(
    sheet: RecoverySheet, other: Flask, there: Session
) -> None:
    text = text_of(sheet)

    nobody = run(other, there, text, login="nobody")
    nowhere = run(other, there, text, "--zone", "Bunia")

    assert "there is no user nobody" in nobody.output
    assert "there is no zone Bunia; there are: Kamituga" in nowhere.output
    assert "text: This is not the text of a recovery sheet." in run(other, there, "abc").output
    bytes_of_anything = run(other, there, b"\xd0\x00\xff")
    assert "text: This is not the text of a recovery sheet." in bytes_of_anything.output
