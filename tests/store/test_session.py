"""The session: all or nothing, one writer, moments in UTC, enumerations as text."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta, timezone
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, func, select, text, update
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from tests.store.builders import NOW, a_programme, a_user, statements
from vsla.domain.roster import Gender
from vsla.store.fast import Writing
from vsla.store.models import Programme, Role, User
from vsla.store.models.base import table_of
from vsla.store.session import db, lock_group, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy import Engine


@pytest.fixture
def fresh(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


def _codes(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Programme.code).order_by(Programme.code)))


def test_a_transaction_commits_at_its_end(fresh: Engine) -> None:
    with Session(fresh) as session, transaction(session) as own:
        a_programme(own, "A")

    assert _codes(fresh) == ["A"]


def test_a_transaction_undoes_everything_when_anything_fails(fresh: Engine) -> None:
    def fail() -> None:
        with Session(fresh) as session, transaction(session) as own:
            a_programme(own, "A")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert _codes(fresh) == []


def test_what_the_driver_alone_wrote_is_committed_and_undone_alike(fresh: Engine) -> None:
    """Recording a meeting runs prepared statements alone: the session begins nothing itself."""
    rename = Writing(update(table_of(Programme)), "code")
    with Session(fresh) as session, transaction(session) as own:
        a_programme(own, "A")

    def call_it(code: str, *, fail: bool = False) -> None:
        with Session(fresh) as session, transaction(session):
            rename.run(session, (code,))
            if fail:
                raise KeyboardInterrupt

    call_it("B")
    with pytest.raises(KeyboardInterrupt):
        call_it("C", fail=True)

    assert _codes(fresh) == ["B"]


def test_a_transaction_may_follow_what_was_read(fresh: Engine) -> None:
    with Session(fresh) as session:
        assert session.scalars(select(Programme)).all() == []
        with transaction(session) as own:
            a_programme(own, "A")
        with transaction(session) as own:
            a_programme(own, "B")

    assert _codes(fresh) == ["A", "B"]


def test_what_was_changed_outside_of_a_transaction_is_not_let_through(fresh: Engine) -> None:
    with Session(fresh) as session, transaction(session) as own:
        a_programme(own, "A")

    with Session(fresh) as session:
        session.scalars(select(Programme)).one().code = "B"
        with pytest.raises(RuntimeError, match="outside"), transaction(session):
            pass

    assert _codes(fresh) == ["A"]


def test_the_application_brings_its_own_session(app: Flask) -> None:
    with app.app_context():
        db.session.scalars(select(Programme)).all()
        with transaction() as own:
            a_programme(own, "A")
        engine = db.engine

    assert _codes(engine) == ["A"]


def test_two_writers_wait_for_each_other_and_lose_nothing(fresh: Engine) -> None:
    with Session(fresh) as session, transaction(session) as own:
        programme_id = a_programme(own, "A")

    def count_up() -> None:
        for _ in range(10):
            with Session(fresh) as session, transaction(session) as own:
                query = select(Programme).where(Programme.programme_id == programme_id)
                one = own.scalars(query.with_for_update()).one()
                one.planned_groups = (one.planned_groups or 0) + 1

    writers = [Thread(target=count_up) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with Session(fresh) as session:
        assert session.scalar(select(Programme.planned_groups)) == 40


def test_reading_takes_no_lock_and_waits_for_no_writer(fresh: Engine) -> None:
    with Session(fresh) as writer, transaction(writer) as own:
        a_programme(own, "A")
        seen = _codes(fresh)

    assert seen == []


def test_on_sqlite_a_second_writer_is_kept_out_from_the_start(
    sqlite_template: Path, tmp_path: Path
) -> None:
    engine = create_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")

    with Session(engine) as first, Session(engine) as second, transaction(first):
        second.execute(text("PRAGMA busy_timeout = 1"))
        with pytest.raises(OperationalError, match="locked"), transaction(second):
            pass

    engine.dispose()


def test_locking_a_group_asks_postgresql_only(session: Session) -> None:
    with statements(session) as sent:
        lock_group(session, 1)

    expected = 0 if session.get_bind().dialect.name == "sqlite" else 1
    assert len(sent) == expected
    assert all("FOR UPDATE" in statement for statement in sent)


def test_a_moment_goes_in_aware_and_comes_out_in_utc(session: Session) -> None:
    kinshasa = timezone(timedelta(hours=1))
    moment = datetime(2026, 11, 23, 0, 30, 15, 123456, tzinfo=kinshasa)
    programme_id = a_programme(session)
    programme = session.get_one(Programme, programme_id)

    programme.created_at = moment
    session.flush()
    session.refresh(programme)

    assert programme.created_at == moment
    assert programme.created_at.tzinfo is UTC
    assert session.scalar(select(Programme).where(Programme.created_at == moment)) is programme


def test_a_moment_without_its_zone_is_refused(session: Session) -> None:
    naive = Programme(
        code="A", name="A", reporting_currency="USD", created_at=NOW.replace(tzinfo=None)
    )
    session.add(naive)

    with pytest.raises(StatementError, match="without its time zone"):
        session.flush()


def test_enumerations_are_kept_as_the_text_of_their_values(session: Session) -> None:
    user_id = a_user(session)

    session.expire_all()

    user = session.get_one(User, user_id)
    assert user.gender is Gender.WOMAN
    assert user.role is Role.FACILITATOR
    assert session.execute(text("SELECT gender, role FROM app_user")).one() == ("F", "facilitator")


def test_a_text_that_is_no_member_of_the_enumeration_is_refused(session: Session) -> None:
    user = session.get_one(User, a_user(session))
    user.role = "emperor"  # type: ignore[assignment]

    with pytest.raises(StatementError, match="emperor"):
        session.flush()


def test_sqlite_knows_small_letters_with_accents() -> None:
    with create_engine("sqlite://").connect() as connection:
        found = connection.execute(select(func.lower("\u00c9cole"), func.lower(None))).one()

    assert tuple(found) == ("\u00e9cole", None)
