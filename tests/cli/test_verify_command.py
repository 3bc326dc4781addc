"""``vsla verify`` and ``vsla rebuild``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update

from tests.builders import a_group, meet
from vsla.cli.verify import rebuild, verify
from vsla.store.models import Group, RollupMonth

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


@pytest.fixture
def code(app_session: Session) -> str:
    """The code of a group that has met once."""
    world = a_group(app_session, members=6)
    meet(world, 1, shares={1: 3})
    code = world.group.code
    app_session.commit()
    return code


def test_true_books_agree(app: Flask, code: str) -> None:
    runner = app.test_cli_runner()

    everything = runner.invoke(verify)
    one = runner.invoke(verify, ["--group", code])

    assert (everything.exit_code, everything.stdout) == (0, "1 groups agree\n")
    assert one.stdout == "1 groups agree\n"


def test_a_sum_that_was_changed_is_found_and_rebuilt(
    app: Flask, app_session: Session, code: str
) -> None:
    runner = app.test_cli_runner()
    app_session.execute(update(RollupMonth).values(savings_minor=1))
    app_session.commit()

    found = runner.invoke(verify)
    made = runner.invoke(rebuild)

    assert found.exit_code == 1
    assert f"{code}: rollup" in found.stdout
    assert "disagreements in 1 groups" in found.stderr
    assert made.stdout == "1 groups rebuilt\n"
    assert runner.invoke(verify).exit_code == 0


def test_lost_sums_come_back_for_one_group(app: Flask, app_session: Session, code: str) -> None:
    app_session.execute(delete(RollupMonth))
    app_session.commit()

    app.test_cli_runner().invoke(rebuild, ["--group", code])

    assert app_session.scalar(select(func.count()).select_from(RollupMonth))


def test_an_unknown_group_is_named(app: Flask, app_session: Session) -> None:
    assert not app_session.scalars(select(Group)).all()

    told = app.test_cli_runner().invoke(verify, ["--group", "NONE-1"])

    assert told.exit_code == 1
    assert "NONE-1" in told.output


def test_totals_of_all_groups_are_verified_at_once(
    app: Flask, app_session: Session, code: str
) -> None:
    runner = app.test_cli_runner()
    sound = runner.invoke(verify, ["--totals"])
    app_session.execute(update(RollupMonth).values(savings_minor=1))
    app_session.commit()

    found = runner.invoke(verify, ["--totals"])

    assert sound.stdout == "the totals of 1 groups agree\n"
    assert found.exit_code == 1
    assert f"{code}: rollup_ledger: cycle 1, month 202301, sex F" in found.stdout
    assert runner.invoke(verify, ["--totals", "--group", code]).exit_code == 2


def test_totals_of_all_groups_are_put_right_at_once(
    app: Flask, app_session: Session, code: str
) -> None:
    runner = app.test_cli_runner()
    app_session.execute(update(RollupMonth).values(savings_minor=1))
    app_session.commit()

    made = runner.invoke(rebuild, ["--totals"])
    again = runner.invoke(rebuild, ["--totals"])

    assert "1 groups added up, 1 of them put right; the sums of 1 zones" in made.stdout
    assert "1 groups added up, 0 of them put right" in again.stdout
    assert runner.invoke(verify, ["--group", code]).exit_code == 0
    assert runner.invoke(rebuild, ["--totals", "--group", code]).exit_code == 2
