"""The commands of the ``vsla`` console script, one module a subject."""

from collections.abc import Callable

import click
from flask import Flask

from vsla.cli.audio import audio
from vsla.cli.bench_data import bench_data
from vsla.cli.check_code import check_code
from vsla.cli.demo import demo
from vsla.cli.export import export
from vsla.cli.group import group
from vsla.cli.import_book import template, workbook
from vsla.cli.import_group import group as arriving
from vsla.cli.problems import WORDS, Explain
from vsla.cli.programme import programme
from vsla.cli.recovery import import_
from vsla.cli.report import report
from vsla.cli.report_savix import savix
from vsla.cli.run import PREPARE, run
from vsla.cli.user import user
from vsla.cli.verify import rebuild, verify

COMMANDS: tuple[click.Command, ...] = (
    run,
    demo,
    programme,
    user,
    group,
    export,
    import_,
    report,
    verify,
    rebuild,
    check_code,
    audio,
    bench_data,
)


import_.add_command(arriving)
import_.add_command(workbook)
import_.add_command(template)
report.add_command(savix)


def init_app(app: Flask, *, words: Explain, prepare: Callable[[Flask], None]) -> None:
    """Give the application its commands.

    Args:
        app: the application.
        words: says a problem; the texts belong to a layer that this one does not know.
        prepare: makes what the first who asks would wait for.
    """
    app.extensions[PREPARE] = prepare
    app.extensions[WORDS] = words
    for command in COMMANDS:
        app.cli.add_command(command)
