"""Give what is kept here to other programs and other servers."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.documents.accounting import as_json, plain_text
from vsla.services.access import groups_with_code, system_actor
from vsla.services.export_journal import journal_book
from vsla.services.group_file import group_file
from vsla.store import journal as ledger
from vsla.store.models import Group, Programme
from vsla.store.session import db

FILE = click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
PROGRAMME = click.option("--programme", help="Code of the programme, where two use the same code.")


@click.group("export")
def export() -> None:
    """Give what is kept here to other programs and other servers."""


def one_group(session: Session, code: str, programme: str | None) -> Group:
    """Find the one group of a code.

    Raises:
        click.ClickException: there is none, or there are several.
    """
    found = [
        (each, session.get_one(Programme, each.programme_id).code)
        for each in groups_with_code(session, system_actor(), code)
    ]
    chosen = [each for each, of in found if programme in {None, of}]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise click.ClickException(f"there is no group {code}")
    known = ", ".join(of for _each, of in found)
    raise click.ClickException(f"{code} is in several programmes; choose --programme: {known}")


def put(text: str, output: Path | None) -> None:
    """Write a text to a file, or to the output of the command."""
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, "utf-8")
        click.echo(str(output), err=True)


@export.command("journal")
@click.argument("code")
@click.option(
    "--format",
    "form",
    type=click.Choice(["beancount", "hledger", "json"]),
    default="beancount",
    show_default=True,
    help="beancount and hledger read the same file.",
)
@PROGRAMME
@FILE
@with_appcontext
def journal(*, code: str, form: str, programme: str | None, output: Path | None) -> None:
    """Write the journal of the group CODE for accountants, without anybody's name."""
    session = db.session()
    group = one_group(session, code, programme)
    book = journal_book(session, system_actor(), group_id=group.group_id)
    put(as_json(book) if form == "json" else "".join(plain_text(book)), output)


@export.command("group")
@click.argument("code")
@click.option("--without-names", is_flag=True, help="Leave out who the members are.")
@PROGRAMME
@FILE
@with_appcontext
def group(*, code: str, without_names: bool, programme: str | None, output: Path | None) -> None:
    """Write the whole group CODE as one file, which ``vsla import group`` reads on another server.

    The seal of its last entry is printed beside it: tell it to the other office by telephone.
    """
    session = db.session()
    found = one_group(session, code, programme)
    put(
        group_file(session, system_actor(), group_id=found.group_id, names=not without_names),
        output,
    )
    end = ledger.last_entry(session, found.group_id)
    click.echo(f"seal: {end.hash if end else '-'}", err=True)
