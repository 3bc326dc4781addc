"""Open a group again from the text of its recovery sheet."""

from datetime import UTC, datetime
from typing import TextIO

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from vsla.cli.problems import told_plainly
from vsla.services.access import Actor, actor_of
from vsla.services.paper_code import key_from
from vsla.services.programmes import list_zones
from vsla.services.recover_group import read_sheet, recover
from vsla.store.models import User
from vsla.store.session import transaction


@click.group("import")
def import_() -> None:
    """Bring in what was kept outside the system."""


@import_.command("recovery")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--login", required=True, help="Officer or facilitator in whose name it is done.")
@click.option("--zone", help="Name of the zone; the one on the sheet when left out.")
@click.option(
    "--unsigned",
    is_flag=True,
    help="Take a sheet that this system did not print; compare it with the passbooks.",
)
@with_appcontext
def recovery(*, file: TextIO, login: str, zone: str | None, unsigned: bool) -> None:
    """Open a group from FILE, the text of the large square of its recovery sheet; - reads it here.

    Members, stars, open loans with their payments, fines owed, both boxes and the rules come back
    to the unit. The group must not be in the programme yet.
    """
    key = key_from(str(current_app.config["SECRET_KEY"]))
    with told_plainly(), transaction() as session:
        sheet = read_sheet(key, file.read())
        actor = login_actor(session, login)
        group = recover(
            session,
            actor,
            sheet=sheet,
            zone_id=zone_named(session, actor, zone or sheet.state.zone),
            now=datetime.now(UTC),
            compared=unsigned,
        )
        told = f"{group.code}  {group.name}: {len(sheet.state.members)} members"
    click.echo(told)
    for no, amount in sheet.state.by_hand:
        click.echo(f"to be entered by hand: passbook {no}: {amount} (minor units)")


def login_actor(session: Session, login: str) -> Actor:
    """Find the person in whose name something is brought in.

    Raises:
        click.ClickException: nobody has this login.
    """
    user_id = session.scalar(select(User.user_id).where(User.login == login, User.active))
    if user_id is None:
        raise click.ClickException(f"there is no user {login}")
    return actor_of(session, user_id)


def zone_named(session: Session, actor: Actor, name: str) -> int:
    """Find a zone of the person's programme.

    Raises:
        click.ClickException: there is no such zone.
    """
    zones = {zone.name: zone.zone_id for zone in list_zones(session, actor.programme_id or 0)}
    if name not in zones:
        known = ", ".join(zones) or "none yet"
        raise click.ClickException(f"there is no zone {name}; there are: {known} (--zone)")
    return zones[name]
