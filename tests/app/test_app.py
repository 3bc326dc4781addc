"""The application comes together, and the ``vsla`` command starts it."""

from __future__ import annotations

import importlib
import re
import socket
import sys
from typing import TYPE_CHECKING

import pytest
import waitress
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from vsla import __version__, app
from vsla.web.recorder_files import release

if TYPE_CHECKING:
    from pathlib import Path

    import click
    from flask import Flask


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, tmp_path: Path) -> Path:
    """Environment variables that point to a migrated database in a folder of the test's own."""
    (tmp_path / "vsla.sqlite").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("VSLA_INSTANCE", str(tmp_path))
    for name in ("VSLA_ENV", "VSLA_SECRET_KEY", "VSLA_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def commands() -> click.Group:
    return app.build_commands()


def test_an_application_of_the_environment_keeps_its_data_in_the_instance_folder(
    environment: Path,
) -> None:
    made = app.create_app()

    assert made.instance_path == str(environment)
    assert (environment / "secret_key").is_file()


def test_a_setting_of_flask_has_the_last_word(tmp_path: Path) -> None:
    made = app.create_app({"VSLA_INSTANCE": tmp_path, "SESSION_COOKIE_SECURE": True})

    assert made.config["SESSION_COOKIE_SECURE"] is True


def test_a_wsgi_server_finds_the_application(environment: Path) -> None:
    found = importlib.import_module("vsla.wsgi")

    assert found.app.instance_path == str(environment)


def test_the_command_tells_its_version() -> None:
    assert CliRunner().invoke(commands(), ["--version"]).output.split()[-1] == __version__


def silent(*words: str) -> list[str]:
    """Name the commands at and below ``words`` whose help does not say what they do."""
    shown = CliRunner().invoke(commands(), [*words, "--help"])
    explained = shown.exit_code == 0 and re.search(r"\n\n  \S", shown.output)
    below = re.findall(
        r"^  ([a-z][a-z-]*)(?:  |$)", shown.output.partition("Commands:")[2], re.MULTILINE
    )
    found = [] if explained else [" ".join(words)]
    return found + [name for command in below for name in silent(*words, command)]


@pytest.mark.usefixtures("environment")
def test_every_command_explains_itself() -> None:
    overview = CliRunner().invoke(commands(), ["--help"]).output

    assert re.findall(r"^  (run|db)  ", overview, re.MULTILINE) == ["db", "run"]
    assert "limiter" not in overview
    assert silent() == []


@pytest.mark.usefixtures("environment")
def test_the_server_listens_on_this_machine_alone_and_has_the_phones_files_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served: list[str] = []
    ready: list[bool] = []

    def serve(app: Flask, *, sockets: list[socket.socket], **_options: object) -> None:
        served.extend(each.getsockname()[0] for each in sockets)
        with app.test_request_context():
            files = release(pseudo=False).files.values()
        ready.append(all({"brotli", "gzipped"} <= vars(each).keys() for each in files))

    monkeypatch.setattr(waitress, "serve", serve)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    usual = CliRunner().invoke(commands(), ["run", "--port", port])
    everywhere = CliRunner().invoke(commands(), ["run", "--host", "0.0.0.0", "--port", port])  # noqa: S104

    assert served == ["127.0.0.1", "0.0.0.0"]  # noqa: S104
    assert usual.output == f"http://127.0.0.1:{port}/\n"
    assert everywhere.exit_code == 0
    assert ready == [True, True]


@pytest.mark.usefixtures("environment")
def test_an_address_that_is_taken_is_told_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = CliRunner().invoke(commands(), ["run", "--port", str(port)])

    assert told.exit_code == 1
    assert f"127.0.0.1:{port} cannot be listened on" in told.output
    assert "--port" in told.output


def test_an_unusable_configuration_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VSLA_ENV", "production")
    monkeypatch.delenv("VSLA_SECRET_KEY", raising=False)

    with pytest.raises(SystemExit) as stopped:
        app.main()

    assert stopped.value.code == 2
    assert "VSLA_SECRET_KEY is missing" in capsys.readouterr().err


def test_a_usable_configuration_reaches_the_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VSLA_ENV", raising=False)
    monkeypatch.setattr(sys, "argv", ["vsla", "--version"])

    with pytest.raises(SystemExit) as stopped:
        app.main()

    assert stopped.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.usefixtures("environment")
def test_an_address_of_no_machine_is_told_in_words() -> None:
    told = CliRunner().invoke(commands(), ["run", "--host", "256.0.0.1"])

    assert told.exit_code == 1
    assert "Look at --host and --port." in told.output


def told_by_main(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    """Run the command as a shell would; give its exit code."""
    monkeypatch.setattr(sys, "argv", ["vsla", *words])
    with pytest.raises(SystemExit) as stopped:
        app.main()
    return stopped.value.code


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("missing/vsla.sqlite", "the database cannot be used: unable to open database file"),
        ("empty.sqlite", "the database is not at the migration of this program"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_words(
    environment: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    database: str,
    told: str,
) -> None:
    monkeypatch.setenv("VSLA_DATABASE_URL", f"sqlite:///{environment / database}")

    assert told_by_main(monkeypatch, "user", "list") == 1
    assert told in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert told_by_main(monkeypatch, "run", "--port", port) == 1
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_an_error_of_a_sound_database_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> click.Group:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr(app, "build_commands", broken)

    with pytest.raises(OperationalError):
        app.main()


def test_a_folder_that_cannot_be_written_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VSLA_INSTANCE", str(tmp_path / "file"))
    assert told_by_main(monkeypatch, "user", "list") == 2
    monkeypatch.setenv("VSLA_INSTANCE", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_asked: False)
    assert told_by_main(monkeypatch, "user", "list") == 2

    told = capsys.readouterr().err
    assert "file: File exists" in told
    assert f"nothing can be written into {tmp_path}" in told


@pytest.mark.usefixtures("environment")
def test_a_file_that_cannot_be_written_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "missing" / "template.xlsx"

    assert told_by_main(monkeypatch, "import", "template", "-o", str(place)) == 1
    assert capsys.readouterr().err == f"Error: {place}: No such file or directory\n"
