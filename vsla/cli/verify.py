"""Prove that ledger and derived tables agree, or make the derived tables anew."""

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.services.access import groups_with_code, system_actor
from vsla.services.verify_ledger import rebuild_group, verify_group
from vsla.services.verify_totals import verify_totals
from vsla.store.groups import codes
from vsla.store.session import db, transaction


def _chosen(code: str | None) -> list[tuple[int, str]]:
    """Give id and code of one group, or of all."""
    session = db.session()
    if code is None:
        return codes(session)
    found = groups_with_code(session, system_actor(), code)
    if not found:
        raise click.ClickException(f"there is no group {code}")
    return [(group.group_id, group.code) for group in found]


@click.command("verify")
@click.option("--group", "code", help="Code of one group; all groups when left out.")
@click.option(
    "--totals", is_flag=True, help="Only what the movements of all groups add up to, at once."
)
@with_appcontext
def verify(*, code: str | None, totals: bool) -> None:
    """Hold every ledger against its hash chain, a replay of its documents and all sums.

    Nothing is changed. The exit code is 1 when anything disagrees.
    """
    session = db.session()
    if totals:
        if code is not None:
            raise click.UsageError("--totals is about all groups")
        _verify_totals(session)
        return
    chosen = _chosen(code)
    findings = []
    with click.progressbar(chosen, label="Verify", file=sys.stderr, show_pos=True) as bar:
        for group_id, group_code in bar:
            findings += [(group_code, found) for found in verify_group(session, group_id)]
            session.rollback()
    for group_code, found in findings:
        click.echo(f"{group_code}: {found.check}: {found.where}")
    if findings:
        raise click.ClickException(f"{len(findings)} disagreements in {len(chosen)} groups")
    click.echo(f"{len(chosen)} groups agree")


def _verify_totals(session: Session) -> None:
    groups, findings = verify_totals(session)
    known = dict(codes(session))
    for found in findings:
        click.echo(f"{known[found.group_id]}: {found.check}: {found.where}")
    if findings:
        raise click.ClickException(f"{len(findings)} disagreements in {groups} groups")
    click.echo(f"the totals of {groups} groups agree")


@click.command("rebuild")
@click.option("--group", "code", help="Code of one group; all groups when left out.")
@with_appcontext
def rebuild(*, code: str | None) -> None:
    """Make everything that is derived from the ledger anew; the ledger is not touched."""
    session = db.session()
    chosen = _chosen(code)
    with click.progressbar(chosen, label="Rebuild", file=sys.stderr, show_pos=True) as bar:
        for group_id, _ in bar:
            with transaction(session):
                rebuild_group(session, group_id)
    click.echo(f"{len(chosen)} groups rebuilt")
