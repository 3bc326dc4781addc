"""The configuration is read from the environment, and an unsafe one refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsla import config
from vsla.config import ConfigError, default_instance, flask_settings, parse, read_secret_key

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = "Zq8-".join("0123456789")
ROOT = Path(__file__).resolve().parents[2]


def problems_of(environ: Mapping[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(environ)
    return caught.value.problems


def test_without_any_setting_a_checkout_is_developed_on_sqlite() -> None:
    found = parse({})

    assert not found.is_production
    assert found.instance == ROOT / "instance"
    assert found.database_url == f"sqlite:///{ROOT / 'instance' / 'vsla.sqlite'}"
    assert found.secret_key is None


def test_an_installed_package_keeps_its_data_under_the_prefix(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config, "_PACKAGE", tmp_path / "site-packages" / "vsla")

    assert default_instance() == Path(sys.prefix) / "var" / "vsla-instance"


def test_recorded_words_lie_in_the_instance_unless_a_folder_is_named() -> None:
    assert parse({"VSLA_INSTANCE": "/srv/vsla"}).audio == Path("/srv/vsla/audio")
    assert parse({"VSLA_AUDIO": "/srv/voices"}).audio == Path("/srv/voices")


def test_an_empty_variable_is_no_setting() -> None:
    empty = {"VSLA_ENV": "", "VSLA_SECRET_KEY": "", "VSLA_DATABASE_URL": "", "VSLA_INSTANCE": ""}

    assert parse(empty) == parse({})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://a:b%40c@host/name", "postgresql+psycopg://a:b%40c@host/name"),
        (
            "postgresql://a@/n?host=h1:1&host=h2:2",
            "postgresql+psycopg://a@/n?host=h1%3A1&host=h2%3A2",
        ),
        ("sqlite:////srv/vsla.sqlite", "sqlite:////srv/vsla.sqlite"),
    ],
)
def test_a_database_url_names_the_driver_we_test_with(url: str, expected: str) -> None:
    assert parse({"VSLA_DATABASE_URL": url}).database_url == expected


@pytest.mark.parametrize(
    "secret", [None, "", "secret", "x" * 64, "short but not known", "ChangeMe "]
)
def test_production_refuses_a_missing_known_or_short_secret(secret: str | None) -> None:
    environ = {"VSLA_ENV": "production"}
    if secret is not None:
        environ["VSLA_SECRET_KEY"] = secret

    assert len(problems_of(environ)) == 1


def test_production_starts_with_a_secret_of_its_own() -> None:
    found = parse({"VSLA_ENV": "production", "VSLA_SECRET_KEY": SECRET})

    assert found.is_production
    assert flask_settings(found)["SECRET_KEY"] == SECRET
    assert flask_settings(found)["SESSION_COOKIE_SECURE"] is True


def test_all_problems_are_told_at_once() -> None:
    environ = {"VSLA_ENV": "staging", "VSLA_DATABASE_URL": "mysql://x/y", "VSLA_SECRET_KEY": "dev"}

    found = problems_of(environ)

    assert [problem.split()[0].rstrip(":") for problem in found] == [
        "VSLA_ENV",
        "VSLA_DATABASE_URL",
        "VSLA_SECRET_KEY",
    ]


@pytest.mark.parametrize("url", ["hunter2", "postgresql://a:hunter2@host:port/name"])
def test_a_database_url_that_is_none_is_a_problem_that_does_not_repeat_it(url: str) -> None:
    found = problems_of({"VSLA_DATABASE_URL": url})

    assert len(found) == 1
    assert "hunter2" not in found[0]


def test_development_makes_a_secret_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"

    first = read_secret_key(folder)

    assert read_secret_key(folder) == first
    assert len(first) >= config.SECRET_LENGTH_MIN
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0
    assert [file.name for file in folder.iterdir()] == ["secret_key"]


def test_a_secret_that_another_process_made_meanwhile_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret_key").write_text("the first", encoding="utf-8")
    monkeypatch.setattr(Path, "is_file", lambda _self: False)

    assert read_secret_key(tmp_path) == "the first"


def test_cookies_are_kept_from_scripts_and_foreign_sites(tmp_path: Path) -> None:
    settings = flask_settings(parse({"VSLA_INSTANCE": str(tmp_path)}))

    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert settings["SESSION_COOKIE_SECURE"] is False
