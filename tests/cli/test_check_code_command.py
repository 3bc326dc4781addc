"""``vsla check-code``: the same answer as the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import TODAY, a_group, a_meeting, meet
from tests.services.meetings import put_right
from vsla.cli.check_code import check_code
from vsla.services.paper_code import Claim, address_of, code_for, in_threes, key_from, last_entry
from vsla.store.models import Group

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld


@pytest.fixture
def world(app_session: Session) -> GroupWorld:
    """A group that has met once."""
    world = a_group(app_session, members=10)
    meet(world, 1, shares={1: 3})
    app_session.commit()
    return world


def _paper(app: Flask, world: GroupWorld) -> tuple[Claim, str]:
    claim = Claim(
        kind="class_sheet",
        group_code=world.session.get_one(Group, world.group_id).code,
        subject=1,
        entry_number=1,
        printed_on=TODAY,
        figures=(3, 300_050, 20_000),
    )
    mark = last_entry(world.session, world.group_id)
    key = key_from(str(app.config["SECRET_KEY"]))
    return claim, code_for(key, claim, group_id=world.group_id, entry_hash=mark.hash)


def _call(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(check_code, words)


def _typed(claim: Claim, *figures: str) -> list[str]:
    words = ["--kind", claim.kind, "--group", claim.group_code.lower(), "--subject", "1"]
    words += ["--entry", "1", "--date", TODAY.isoformat()]
    return words + [word for figure in figures for word in ("--figure", figure)]


def test_what_the_square_says_agrees(app: Flask, world: GroupWorld) -> None:
    said = address_of(*_paper(app, world))

    for square in (said, f"HTTPS://VSLA.EXAMPLE/C/{said}"):
        told = _call(app, square)

        assert told.exit_code == 0
        assert told.output.splitlines() == [
            "paper and books agree",
            "stars: 3",
            "cost: 300050 minor units of CDF",
            "solidarity: 20000 minor units of CDF",
        ]


def test_what_stands_on_the_paper_agrees_and_a_changed_figure_does_not(
    app: Flask, world: GroupWorld
) -> None:
    claim, code = _paper(app, world)

    true = _call(app, *_typed(claim, "3", "3 000.50", "200"), "--code", in_threes(code))
    tampered = _call(app, *_typed(claim, "3", "4000.50", "200"), "--code", code)

    assert true.exit_code == 0
    assert tampered.exit_code == 1
    assert tampered.output.startswith("never agreed")
    assert len(tampered.output.splitlines()) == 1


def test_a_correction_since_is_told_with_its_day(app: Flask, world: GroupWorld) -> None:
    said = address_of(*_paper(app, world))
    put_right(world, 1, a_meeting(world, 1, shares={1: 4}))
    world.session.commit()

    told = _call(app, said)

    assert told.exit_code == 3
    assert "corrected since, on 2024-06-01" in told.output


@pytest.mark.usefixtures("world")
def test_a_square_of_something_else_never_agreed(app: Flask) -> None:
    told = _call(app, "https://example.org/")

    assert told.exit_code == 1
    assert told.output.startswith("never agreed")


@pytest.mark.parametrize(
    ("figures", "code", "said"),
    [
        (["3", "3000"], "123456789", "a class_sheet has 3 figures: stars, cost, solidarity"),
        (["3.5", "3000", "0"], "123456789", "stars: '3.5' is no number"),
        (["3", "much", "0"], "123456789", "cost: 'much' is no number"),
        (["3", "3000", "0"], "12345", "a code has 9 digits"),
    ],
)
def test_what_cannot_be_read_is_said(
    app: Flask, world: GroupWorld, figures: list[str], code: str, said: str
) -> None:
    claim, _code = _paper(app, world)

    told = _call(app, *_typed(claim, *figures), "--code", code)

    assert told.exit_code == 2
    assert said in told.output


def test_nothing_to_check_is_said(app: Flask) -> None:
    assert _call(app, "--kind", "poster").exit_code == 2
