"""Write the quarterly set of the sector, and say what its form refuses or asks."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from vsla.cli.report import chosen_programme
from vsla.documents.cells import Table
from vsla.documents.spreadsheet import Workbook, about_table, csv_parts, plain
from vsla.documents.words import LANGUAGES, Words, words_of
from vsla.domain.savix import Verdict, quarter_of, read_quarter
from vsla.services.access import system_actor
from vsla.services.savix import last_meeting_on
from vsla.services.table_parts import Chosen
from vsla.services.tables import table
from vsla.store.session import db


@click.command("savix")
@click.option("--quarter", help="Such as 2018-Q1; that of the last meeting when left out.")
@click.option("--programme", help="Code of the programme; needed when there are several.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="xlsx")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; only the checks are told when left out.",
)
@with_appcontext
def savix(
    *, quarter: str | None, programme: str | None, form: str, language: str, output: Path | None
) -> None:
    """Write the 25 items of each group, with the checks of that form and all definitions.

    Groups with figures that cannot be are left out and named; the exit code is 1 then.
    """
    session, words = db.session(), words_of(language)
    number = chosen_programme(session, programme).programme_id
    last = last_meeting_on(session, number)
    usual = None if last is None else quarter_of(last)
    wanted = usual if quarter is None else read_quarter(quarter)
    if wanted is None:
        why = "write the quarter like 2018-Q1" if quarter else "no group has met yet"
        raise click.ClickException(why)
    chosen = Chosen(programme_id=number, to_on=wanted.to_on)
    checks = list(table(session, system_actor(), key="savix_checks", chosen=chosen).rows)
    told = Table("savix_checks", _columns("savix_checks", chosen), checks)
    if output is not None:
        made = table(session, system_actor(), key="savix", chosen=chosen)
        with output.open("wb") as file:
            if form == "csv":
                file.writelines(csv_parts(made, words))
            else:
                about = about_table(words, made, whose=str(wanted), made_at=datetime.now(UTC))
                book = Workbook(file, words, about)
                book.add(made)
                book.add(told)
                book.close()
        click.echo(str(output), err=True)
    _tell(told, words)


def _columns(key: str, chosen: Chosen) -> list[str]:
    return list(table(db.session(), system_actor(), key=key, chosen=chosen).columns)


def _tell(told: Table, words: Words) -> None:
    """Say each check in words, the code of its group first."""
    refused = 0
    for row in told.rows:
        code, name, verdict, why = row[1], row[2], row[-2], row[-1]
        refused += verdict is Verdict.REFUSED
        click.echo(f"{code} {name}: {plain(verdict, words)}: {plain(why, words)}")
    if refused:
        click.echo(f"{refused} reasons to refuse", err=True)
        sys.exit(1)
