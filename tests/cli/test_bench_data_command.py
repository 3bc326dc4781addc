"""``vsla bench-data``: invented groups in bulk, each with a sound ledger of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tests.builders import a_programme, an_empty_group
from vsla.cli.bench_data import bench_data
from vsla.services import bench_data as bench_service
from vsla.services.bench_data import fill
from vsla.services.verify_ledger import verify_group
from vsla.store.groups import codes
from vsla.store.models import Group, JournalEntry, MeetingSummary, RollupMonth, Zone

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.conftest import CopyDatabase


def call(app: Flask, *words: str) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(bench_data, words)


def test_copies_are_groups_whose_ledgers_hold_and_light_ones_have_figures_alone(
    app: Flask, app_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_service, "GROUPS_IN_ZONE", 20)
    told = call(app, "--groups", "8")
    again = call(app, "--groups", "9")

    here = codes(app_session)
    seals = app_session.scalars(select(JournalEntry.hash).where(JournalEntry.number == 1)).all()
    assert "8 groups" in told.output
    assert "9 groups" in again.output
    assert len(here) == 9
    assert len(set(seals)) == 9
    assert [f for group_id, _code in here for f in verify_group(app_session, group_id)] == []

    app_session.rollback()
    light = call(app, "--groups", "207", "--light")

    query = select(func.count(func.distinct(RollupMonth.group_id)))
    entries = select(func.count(func.distinct(JournalEntry.group_id)))
    assert light.exit_code == 0
    assert app_session.scalar(query) == 207
    assert app_session.scalar(entries) == 9
    assert app_session.scalars(select(func.count()).select_from(Zone)).one() == 10


def test_lives_may_end_after_their_first_meetings(app: Flask, app_session: Session) -> None:
    told = call(app, "--groups", "2", "--meetings", "2")

    held = app_session.execute(
        select(MeetingSummary.group_id, func.max(MeetingSummary.number)).group_by(
            MeetingSummary.group_id
        )
    )
    assert told.exit_code == 0
    assert [last for _group_id, last in held] == [2, 2]
    assert [f for each, _code in codes(app_session) for f in verify_group(app_session, each)] == []


@pytest.mark.db
def test_postgres_goes_on_counting_behind_the_copies(
    postgres_copy: CopyDatabase, tmp_path: Path
) -> None:
    from sqlalchemy import create_engine  # noqa: PLC0415 - only where a database is there
    from sqlalchemy.orm import Session as Own  # noqa: PLC0415

    engine = create_engine(postgres_copy(tmp_path))
    with Own(engine) as session:
        fill(session, groups=7, meetings=3)
        here = codes(session)
        found = [f for group_id, _code in here for f in verify_group(session, group_id)]
        opened = an_empty_group(session, a_programme(session))
        last = session.scalar(select(func.max(Group.group_id)))
        session.rollback()
    engine.dispose()

    assert found == []
    assert len(here) == 7
    assert opened.group_id == last
