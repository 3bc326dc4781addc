"""Load the demonstration programme."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from vsla.services.demonstration.load import (
    LOGINS,
    PASSWORD,
    found,
    is_whole,
    make_courses,
    make_group,
    make_office,
    waiting,
)
from vsla.services.demonstration.plan import build_plan
from vsla.services.users import PASSWORD_MIN
from vsla.store.session import db, transaction


@click.command("demo")
@click.option(
    "--unless-loaded", is_flag=True, help="Do nothing but show the logins when it is loaded."
)
@click.option("--password", default=PASSWORD, help="Of every login; everybody knows the usual one.")
@with_appcontext
def demo(*, unless_loaded: bool, password: str) -> None:
    """Load a programme of 50 invented groups with all their meetings, and show its logins.

    It stands beside other programmes and touches none of them. Interrupted, it goes on with the
    groups that are missing.
    """
    if len(password) < PASSWORD_MIN:
        raise click.BadParameter(f"at least {PASSWORD_MIN} characters", param_hint="--password")
    if password == PASSWORD and current_app.config["VSLA_ENV"] == "production":
        raise click.BadParameter("in production it needs its own", param_hint="--password")
    session = db.session()
    plan = build_plan()
    groups = waiting(session, plan)
    if is_whole(session, plan) and not unless_loaded:
        raise click.ClickException("the demonstration programme is already loaded")
    with transaction(session):
        found(session, plan, password=password)
    if groups:
        label = "Demonstration programme"
        with click.progressbar(groups, label=label, file=sys.stderr, show_pos=True) as bar:
            for group in bar:
                with transaction(session):
                    make_group(session, plan, group)
                session.expunge_all()
    with transaction(session):
        make_courses(session, plan)
    with transaction(session):
        make_office(session, plan)
    _show_logins(password)


def _show_logins(password: str) -> None:
    click.echo("The demonstration programme is loaded; names and amounts are invented.")
    click.echo(f"Logins, all with the password {password}")
    for login in LOGINS:
        click.echo(f"  {login}")
