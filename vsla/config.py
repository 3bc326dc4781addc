"""Read the configuration from the environment, and refuse an unsafe one."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PRODUCTION = "production"
DEVELOPMENT = "development"
SECRET_LENGTH_MIN = 32
KNOWN_SECRETS = frozenset({"changeme", "change-me", "default", "dev", "development", "secret"})
_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}
_PACKAGE = Path(__file__).resolve().parent


class ConfigError(Exception):
    """The environment does not describe a configuration that may run."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, so that one start shows all there is to mend."""
        super().__init__("\n".join(["the configuration is not usable:", *problems]))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Config:
    """What the environment says.

    ``secret_key`` is None only in development, where a key is generated on the first start;
    ``audio`` is the folder of recorded words, which need not exist.
    """

    environment: str
    instance: Path
    audio: Path
    database_url: str
    secret_key: str | None

    @property
    def is_production(self) -> bool:
        """Tell whether real people's money is behind this server."""
        return self.environment == PRODUCTION


def default_instance() -> Path:
    """Name the folder of local data: ``instance`` in a checkout, under the prefix if installed."""
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "instance"
    return Path(sys.prefix) / "var" / "vsla-instance"


def parse(environ: Mapping[str, str]) -> Config:
    """Turn the ``VSLA_*`` variables into a configuration, without touching any file.

    Raises:
        ConfigError: all problems at once.
    """
    problems: list[str] = []
    environment = environ.get("VSLA_ENV") or DEVELOPMENT
    if environment not in (PRODUCTION, DEVELOPMENT):
        problems.append(f"VSLA_ENV must be {PRODUCTION} or {DEVELOPMENT}, not {environment!r}")
    instance = Path(environ.get("VSLA_INSTANCE") or default_instance()).absolute()
    audio = Path(environ.get("VSLA_AUDIO") or instance / "audio").absolute()
    fallback = f"sqlite:///{instance / 'vsla.sqlite'}"
    database_url = _read_database_url(environ.get("VSLA_DATABASE_URL") or fallback, problems)
    secret_key = environ.get("VSLA_SECRET_KEY") or None
    if environment != DEVELOPMENT or secret_key is not None:
        _check_secret(secret_key, problems)
    if problems:
        raise ConfigError(problems)
    return Config(
        environment=environment,
        instance=instance,
        audio=audio,
        database_url=database_url,
        secret_key=secret_key,
    )


def _read_database_url(text: str, problems: list[str]) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        problems.append("VSLA_DATABASE_URL is not a database URL")
        return text
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        problems.append(f"VSLA_DATABASE_URL: {url.drivername!r} is not sqlite or postgresql")
        return text
    return url.set(drivername=driver).render_as_string(hide_password=False)


def _check_secret(secret_key: str | None, problems: list[str]) -> None:
    if secret_key is None:
        problems.append("VSLA_SECRET_KEY is missing")
    elif secret_key.strip().lower() in KNOWN_SECRETS or len(set(secret_key)) == 1:
        problems.append("VSLA_SECRET_KEY is a default that everybody knows")
    elif len(secret_key) < SECRET_LENGTH_MIN:
        problems.append(f"VSLA_SECRET_KEY is shorter than {SECRET_LENGTH_MIN} characters")


def make_instance(instance: Path) -> None:
    """Make the folder of local data, if it is not there.

    Raises:
        ConfigError: it cannot be made, or nothing can be written into it.
    """
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError([f"VSLA_INSTANCE: {instance}: {error.strerror}"]) from error
    if not os.access(instance, os.W_OK):
        raise ConfigError([f"VSLA_INSTANCE: nothing can be written into {instance}"])


def read_secret_key(instance: Path) -> str:
    """Return the secret of this development folder, made on the first call.

    The file is created readable by its owner alone; a second process that starts at the same
    moment reads what the first one wrote.
    """
    file = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    if not file.is_file():
        draft = instance / f".secret_key-{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first, and its key stands
        finally:
            draft.unlink()
    return file.read_text(encoding="utf-8")


def flask_settings(config: Config) -> dict[str, Any]:
    """Give the settings of Flask and its extensions that follow from the configuration."""
    return {
        "SECRET_KEY": config.secret_key or read_secret_key(config.instance),
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_production,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": config.is_production,
        "VSLA_ENV": config.environment,
        "VSLA_AUDIO": str(config.audio),
    }
