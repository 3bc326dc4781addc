"""Take a whole group over from the file of another server."""

from datetime import UTC, datetime
from typing import TextIO

import click
from flask.cli import with_appcontext

from vsla.cli.problems import told_plainly
from vsla.cli.recovery import login_actor, zone_named
from vsla.services.group_file_reader import read_group_file
from vsla.services.import_group import import_group
from vsla.store.session import transaction


@click.command("group")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--login", required=True, help="Officer or facilitator in whose name it is done.")
@click.option("--zone", help="Name of the zone; the one in the file when left out.")
@click.option("--seal", default="", help="First digits of the seal, as the other office told them.")
@with_appcontext
def group(*, file: TextIO, login: str, zone: str | None, seal: str) -> None:
    """Take over the group of FILE, which ``vsla export group`` wrote; - reads it here.

    Its chain of hashes is proved, its documents are replayed, and only then it is kept. The same
    file again changes nothing.
    """
    with told_plainly(), transaction() as session:
        read = read_group_file(file.read(), expected_end=seal)
        actor = login_actor(session, login)
        zone_id = zone_named(session, actor, zone or str(read.content["group"].get("zone")))
        arrived = import_group(session, actor, file=read, zone_id=zone_id, now=datetime.now(UTC))
        told = f"{arrived.group.code}  {arrived.group.name}: {arrived.entries} entries"
    click.echo(f"{told}, here already" if arrived.was_here else f"{told}, chain and replay agree")
    click.echo(f"seal: {read.last_hash or '-'}", err=True)
