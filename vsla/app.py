"""Put the application together: the only module that sees every layer."""

import os
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate import Migrate
from flask_migrate.cli import db as migrations
from sqlalchemy.exc import DBAPIError

from vsla import __version__, cli, web
from vsla.config import ConfigError, flask_settings, make_instance, parse
from vsla.resources import resource_dir
from vsla.store.schema import trouble_with
from vsla.store.session import db


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from the environment, or from a mapping that stands for it.

    Args:
        config: ``VSLA_*`` keys are read as the environment would be (which is then not read at
            all); every other key is a setting of Flask and has the last word.

    Raises:
        ConfigError: the environment is not usable.
    """
    overrides = {} if config is None else dict(config)
    environ = os.environ if config is None else {k: str(v) for k, v in overrides.items()}
    settings = parse(environ)
    app = Flask(
        "vsla",
        template_folder=str(resource_dir("templates")),
        static_folder="web/static",
        instance_path=str(settings.instance),
    )
    make_instance(settings.instance)
    app.config.update(flask_settings(settings))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(resource_dir("translations"))
    app.config.update({k: v for k, v in overrides.items() if not k.startswith("VSLA_")})
    db.init_app(app)
    Migrate(app, db, directory=str(resource_dir("migrations")))
    web.init_app(app)
    cli.init_app(app, words=web.without_request, prepare=_prepare)
    return app


def _prepare(app: Flask) -> None:
    """Refuse a database that no page could be read from; then make what phones wait for."""
    trouble = trouble_with(app.config["SQLALCHEMY_DATABASE_URI"], resource_dir("migrations"))
    if trouble is not None:
        raise click.ClickException(trouble)
    web.prepare(app)


class Commands(FlaskGroup):
    """Every command of the application and those for migrations, and of no other package."""

    def _load_plugin_commands(self) -> None:
        self.add_command(migrations, "db")


def build_commands() -> click.Group:
    """Make the ``vsla`` command: every command of the application, and nothing of Flask's own."""
    group = Commands(
        name="vsla",
        create_app=create_app,
        add_default_commands=False,
        add_version_option=False,
        load_dotenv=False,
        set_debug_flag=False,
        context_settings={"auto_envvar_prefix": "VSLA"},
        help="Savings groups on a true ledger. The environment configures it: docs/operations.md.",
    )
    # --app, --debug and --env-file belong to an application that has to be found first.
    group.params.clear()
    return click.version_option(__version__, prog_name="vsla")(group)


def main() -> None:
    """Run the ``vsla`` command.

    A configuration, database or file that cannot be used is told in words, not as a trace.
    """
    try:
        settings = parse(os.environ)
        make_instance(settings.instance)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    try:
        build_commands()()
    except DBAPIError:
        _stop_with(trouble_with(settings.database_url, resource_dir("migrations")))
    except OSError as error:
        _stop_with(f"{error.filename}: {error.strerror}" if error.filename else None)


def _stop_with(trouble: str | None) -> NoReturn:
    """End with a word about what went wrong, or with the error at hand when nobody knows one."""
    if trouble is None:
        raise  # noqa: PLE0704 - called while an error is handled
    click.echo(f"Error: {trouble}", err=True)
    sys.exit(1)
