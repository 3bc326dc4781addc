"""The databases of the tests are both real, and no test leaves anything in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect, text

from vsla.store.session import transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

_REVISION = text("SELECT count(*) FROM alembic_version")
_INSERT = text("INSERT INTO alembic_version (version_num) VALUES ('left behind')")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(session: Session, turn: str) -> None:
    assert turn
    assert session.scalar(_REVISION) == 1

    session.execute(_INSERT)
    session.commit()
    session.rollback()

    assert session.scalar(_REVISION) == 2


def test_the_session_is_on_the_database_its_name_says(session: Session, database_kind: str) -> None:
    assert session.get_bind().dialect.name.startswith(database_kind)


def test_a_fresh_database_is_migrated_and_empty(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        before = connection.scalar(_REVISION)
        connection.execute(_INSERT)
    engine.dispose()

    assert before == 1


def test_sqlite_is_durable_and_strict(sqlite_engine: Engine) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")

    with sqlite_engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert found == ["wal", 2, 1, 1]


def test_both_databases_hold_the_same_tables(engine: Engine, sqlite_engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) == set(inspect(sqlite_engine).get_table_names())


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transaction_of_the_application_is_undone_too(session: Session, turn: str) -> None:
    assert turn

    with transaction(session) as own:
        own.execute(_INSERT)

    assert session.scalar(_REVISION) == 2
