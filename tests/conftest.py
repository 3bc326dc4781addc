"""Fixtures of every test: databases of both kinds, the application, and no network."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from argon2 import PasswordHasher
from coverage import Coverage
from hypothesis import settings
from jinja2 import BytecodeCache

from hatch_build import compile_catalogues

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from types import CodeType

    from flask import Flask
    from flask.testing import FlaskClient
    from flask_sqlalchemy import SQLAlchemy
    from jinja2.bccache import Bucket
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tests.postgres import PostgresServer
    from tests.shared_app import SharedApp

ROOT = Path(__file__).resolve().parent.parent
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_TEMPLATE = "vsla_template"
_NUMBERS = count(1)
_IS_COUNTED = pytest.StashKey[bool]()
_SHAPES = "tests/tidy/"
_LOOKS = (
    "tests/documents/test_collection_sheet.py",
    "tests/documents/test_meeting_record.py",
    "tests/documents/test_share_out_sheet.py",
    "tests/web/test_charts.py",
    "tests/web/test_exports_donor.py",
    "tests/web/test_exports_tables.py",
    "tests/web/test_home.py",
    "tests/web/test_messages.py",
    "tests/web/test_office.py",
    "tests/web/test_papers_",
    "tests/web/test_print_all.py",
    "tests/web/test_reports.py",
)
_LONG = ("/test_demonstration.py", "tests/browser/", "/test_bench_data_command.py", "_lives.py")

# The gate gives the same answer twice; HYPOTHESIS_PROFILE=explore looks for new examples.
settings.register_profile("gate", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


class CopyDatabase(Protocol):
    """Makes a fresh migrated database."""

    def __call__(self, folder: Path) -> str:
        """Give its URL; a file lies in ``folder``, once in each."""


class MakeApp(Protocol):
    """Builds an application on a database, with settings of the test's own."""

    def __call__(self, database_url: str, **overrides: object) -> Flask:
        """Build it; it is disposed of at the end of the test."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, not again in each of the processes that run the tests."""
    if not hasattr(config, "workerinput"):
        compile_catalogues(ROOT / "translations")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, so that no process ends with one of them alone."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in _LONG))
    known: set[str] = set()
    for item in items:
        item.stash[_IS_COUNTED] = _is_counted(item, known)


def _is_counted(item: pytest.Item, known: set[str]) -> bool:
    """Tell whether the lines a test runs are counted.

    They are not on PostgreSQL and in a browser, where what runs has run on SQLite; in tests marked
    ``uncounted``; in those of how the sources look; and when a page or a paper that was looked at
    already is looked at with other parameters.
    """
    if any(item.get_closest_marker(name) for name in ("db", "browser", "uncounted")):
        return False
    if item.nodeid.startswith(_SHAPES):
        return False
    name = item.nodeid.partition("[")[0]
    again = name in known
    known.add(name)
    return not (again and item.nodeid.startswith(_LOOKS))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look less often for garbage, and never in what is loaded now for all tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)
        gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count the lines that tests run, but where others have run them.

    Counting takes as long again as what is counted. What is not counted is never taken for run:
    the floor of coverage is reached without it.
    """
    counting = Coverage.current()
    if counting is None or item.stash[_IS_COUNTED]:
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int] | str) -> None:
        if self.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
            pytest.fail(f"a test tried to reach {address!r}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords with hardly any work: hundreds of tests log in."""
    cheap = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vsla.services.passwords._HASHER", cheap)
        yield


class _Compiled(BytecodeCache):
    """Templates compiled once for all applications of a run, which a test each would do again."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def build_app(database_url: str, instance: Path, **overrides: object) -> Flask:
    """Build the application as tests want it: no CSRF token, no rate limit, nothing shared."""
    from tests.shared_app import remember_routes  # noqa: PLC0415 - the domain's tests stay without
    from vsla.app import create_app  # noqa: PLC0415

    remember_routes()

    app = create_app(
        {
            "VSLA_DATABASE_URL": database_url,
            "VSLA_SECRET_KEY": "a key that is long enough and only for tests",
            "VSLA_INSTANCE": str(instance),
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            **overrides,
        }
    )
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def database() -> SQLAlchemy:
    """Give the database object of the application."""
    from vsla.store.session import db  # noqa: PLC0415 - the domain's tests stay without it

    return db


def migrate(database_url: str) -> None:
    """Bring a database to the newest migration, with no more of the application than that takes."""
    from flask import Flask  # noqa: PLC0415 - the domain's tests stay without it
    from flask_migrate import Migrate, upgrade  # noqa: PLC0415

    bare = Flask("bare")
    bare.config["SQLALCHEMY_DATABASE_URI"] = database_url
    database().init_app(bare)
    Migrate(bare, database(), directory=str(ROOT / "migrations"))
    with bare.app_context():
        upgrade()
        database().engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite-template") / "vsla.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The one PostgreSQL server of this run."""
    from tests.postgres import running_postgres  # noqa: PLC0415 - only where it is asked for

    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a migrated database, to be copied."""
    migrate(postgres.create(_TEMPLATE))
    return _TEMPLATE


def _engine(database_url: str) -> Engine:
    """Connect as the application does: the store sets every engine up."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - the domain's tests stay without it

    import vsla.store.engine  # noqa: F401, PLC0415 - listens to every connection

    return create_engine(database_url)


@pytest.fixture(scope="session")
def sqlite_engine(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database of its own for the tests that roll back."""
    file = tmp_path_factory.mktemp("sqlite-shared") / "vsla.sqlite"
    shutil.copy(sqlite_template, file)
    engine = _engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres: PostgresServer, postgres_template: str) -> Iterator[Engine]:
    """A database of its own for the tests that roll back."""
    engine = _engine(postgres.create("vsla_shared", template=postgres_template))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_copy(sqlite_template: Path) -> CopyDatabase:
    """Make fresh migrated SQLite files."""

    def make(folder: Path) -> str:
        shutil.copy(sqlite_template, folder / "fresh.sqlite")
        return f"sqlite:///{folder / 'fresh.sqlite'}"

    return make


@pytest.fixture(scope="session")
def postgres_copy(postgres: PostgresServer, postgres_template: str) -> CopyDatabase:
    """Make fresh migrated databases of the one server; they go with it."""

    def make(folder: Path) -> str:
        assert folder.is_dir()
        return postgres.create(f"vsla_fresh_{next(_NUMBERS)}", template=postgres_template)

    return make


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Run whatever uses this, directly or not, once on each kind of database."""
    kind: str = request.param
    return kind


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_kind: str) -> Engine:
    """The shared engine of this kind; what is committed through it stays: prefer ``session``."""
    shared: Engine = request.getfixturevalue(f"{database_kind}_engine")
    return shared


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on an empty migrated database of each kind; even its commits are undone."""
    from sqlalchemy.orm import Session  # noqa: PLC0415 - the domain's tests stay without it

    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as inner:
            yield inner
        outer.rollback()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """A fresh migrated database of each kind, for tests that need several real transactions."""
    make: CopyDatabase = request.getfixturevalue(f"{database_kind}_copy")
    return make(tmp_path)


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Build applications with settings of the test's own, for example with CSRF switched on."""
    made: list[Flask] = []

    def make(database_url: str, **overrides: object) -> Flask:
        made.append(build_app(database_url, tmp_path, **overrides))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            database().session.remove()
            database().engine.dispose()


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> SharedApp:
    """The application of this process, to be laid on a fresh database for each test."""
    from tests.shared_app import SharedApp  # noqa: PLC0415 - the domain's tests stay without it

    return SharedApp(tmp_path_factory.mktemp("app"), build_app, database())


@pytest.fixture
def app(shared_app: SharedApp, sqlite_template: Path) -> Iterator[Flask]:
    """The application on a fresh SQLite file."""
    shared_app.lay(sqlite_template)
    yield shared_app.app
    shared_app.clear()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a page: sends requests to ``app``."""
    return app.test_client()


@pytest.fixture
def app_session(app: Flask) -> Iterator[Session]:
    """A session on the database of ``app``: commit, and the client sees it."""
    from sqlalchemy.orm import Session  # noqa: PLC0415 - the domain's tests stay without it

    with app.app_context():
        engine = database().engine
    with Session(engine) as own:
        yield own
