"""The commands of the ``vsla`` console script, one module a subject."""

import click
from flask import Flask

from vsla.cli.run import run

COMMANDS: tuple[click.Command, ...] = (run,)


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
