"""Fill a database with invented groups for measurements."""

import sys

import click
from flask.cli import with_appcontext

from vsla.services.bench_data import fill
from vsla.store.session import db


@click.command("bench-data")
@click.option("--groups", required=True, type=click.IntRange(1, 1_000_000), help="How many.")
@click.option(
    "--light",
    is_flag=True,
    help="Without meetings and ledgers, for reports alone: a twentieth of the space.",
)
@click.option(
    "--meetings", type=click.IntRange(1, 52), help="Of each group, all of a year when left out."
)
@with_appcontext
def bench_data(*, groups: int, light: bool, meetings: int | None) -> None:
    """Bring the demonstration programme to so many invented groups, for measurements only.

    A few live through the services; the others are copies, written in bulk, each with its own
    chain of hashes. Use a database that holds nothing else.
    """
    with click.progressbar(length=groups, label="Groups", file=sys.stderr, show_pos=True) as bar:
        filled = fill(db.session(), groups=groups, light=light, meetings=meetings, note=bar.update)
    click.echo(f"{filled.groups} groups, {filled.rows} rows of copies")
