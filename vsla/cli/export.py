"""Give what is kept here to other programs and other servers."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.cli.days import DAY
from vsla.cli.report import chosen_programme
from vsla.documents.accounting import as_json, plain_text
from vsla.documents.spreadsheet import Workbook, about_table, csv_parts
from vsla.documents.words import LANGUAGES, words_of
from vsla.services.access import groups_with_code, system_actor
from vsla.services.export_journal import journal_book
from vsla.services.group_file import group_file
from vsla.services.table_parts import Chosen
from vsla.services.table_rows import TABLES
from vsla.services.tables import count_groups
from vsla.services.tables import table as read_table
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


@export.command("table")
@click.argument("name", type=click.Choice(list(TABLES)))
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="xlsx")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--programme", help="Code of one programme; all when left out.")
@click.option("--from", "from_on", type=DAY, help="First day of meetings, months and help.")
@click.option("--to", "to_on", type=DAY, help="Last day of meetings, months and help.")
@click.option("--names", is_flag=True, help="With names and what else is personal.")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write.",
)
@with_appcontext
def table(
    *,
    name: str,
    form: str,
    language: str,
    programme: str | None,
    from_on: date | None,
    to_on: date | None,
    names: bool,
    output: Path,
) -> None:
    """Write a table of every group, with what its columns mean: groups, members, meetings ...

    Groups are read some hundred at a time, so 10,000 take no more memory than 200.
    """
    session = db.session()
    chosen = Chosen(
        programme_id=None
        if programme is None
        else chosen_programme(session, programme).programme_id,
        from_on=from_on,
        to_on=to_on,
    )
    actor, words = system_actor(), words_of(language)
    count = count_groups(session, actor, chosen)
    with (
        click.progressbar(length=count, label=name, file=sys.stderr, show_pos=True) as bar,
        output.open("wb") as file,
    ):
        made = read_table(session, actor, key=name, chosen=chosen, names=names, note=bar.update)
        if form == "csv":
            file.writelines(csv_parts(made, words))
        else:
            about = about_table(words, made, whose=programme or "", made_at=datetime.now(UTC))
            workbook = Workbook(file, words, about)
            workbook.add(made)
            workbook.close()
    click.echo(str(output), err=True)
