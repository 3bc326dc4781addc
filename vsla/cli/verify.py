"""Prove that ledger and derived tables agree, or make the derived tables anew."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from vsla.services.access import groups_with_code, system_actor
from vsla.services.verify_ledger import rebuild_group, verify_group
from vsla.services.verify_totals import rebuild_totals, rebuild_zones, verify_totals
from vsla.store.groups import codes
from vsla.store.session import db, transaction

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar
    from sqlalchemy.orm import Session


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
        _refuse_one(code)
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


def _refuse_one(code: str | None) -> None:
    if code is not None:
        raise click.UsageError("--totals is about all groups")


def _verify_totals(session: Session) -> None:
    known = dict(codes(session))
    with _bar("Verify", len(known)) as bar:
        groups, findings = verify_totals(session, today=_today(), note=bar.update)
    for found in findings:
        click.echo(f"{known.get(found.group_id, '-')}: {found.check}: {found.where}")
    if findings:
        raise click.ClickException(f"{len(findings)} disagreements in {groups} groups")
    click.echo(f"the totals of {groups} groups agree")


@click.command("rebuild")
@click.option("--group", "code", help="Code of one group; all groups when left out.")
@click.option(
    "--totals",
    is_flag=True,
    help="Only what ledgers add up to: figures by month, positions, sums of zones.",
)
@with_appcontext
def rebuild(*, code: str | None, totals: bool) -> None:
    """Make everything that is derived from the ledger anew; the ledger is not touched.

    Interrupted, all is well as far as it came.
    """
    session = db.session()
    if totals:
        _refuse_one(code)
        _rebuild_totals(session)
        return
    chosen = _chosen(code)
    with click.progressbar(chosen, label="Rebuild", file=sys.stderr, show_pos=True) as bar:
        for group_id, _ in bar:
            with transaction(session):
                rebuild_group(session, group_id)
    if code is None:
        rebuild_zones(session, today=_today())
    click.echo(f"{len(chosen)} groups rebuilt")


def _rebuild_totals(session: Session) -> None:
    with _bar("Rebuild", len(codes(session))) as bar:
        rebuilt = rebuild_totals(session, today=_today(), note=bar.update)
    click.echo(
        f"{rebuilt.groups} groups added up, {rebuilt.changed} of them put right; "
        f"the sums of {rebuilt.zones} zones made anew"
    )


def _today() -> date:
    return datetime.now(ZoneInfo(str(current_app.config["BABEL_DEFAULT_TIMEZONE"]))).date()


def _bar(label: str, length: int) -> ProgressBar[int]:
    return click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True)
