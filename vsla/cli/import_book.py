"""Bring groups in from a workbook, and make the workbook to fill in."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from vsla.cli.problems import in_words, told_plainly
from vsla.cli.programme import programme_with
from vsla.cli.recovery import login_actor
from vsla.documents.import_template import write_template
from vsla.documents.words import LANGUAGES, words_of
from vsla.domain.errors import Problem
from vsla.services.import_book import import_book
from vsla.services.import_lines import read_book
from vsla.services.import_own import sheets_of
from vsla.services.import_work import Outcome
from vsla.store.session import db, transaction

_HEAD = ("sheet", "line", "column", "problem")


@click.command("template")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--programme", help="Code of a programme: with a column for each of its own fields.")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write.",
)
@with_appcontext
def template(*, language: str, programme: str | None, output: Path) -> None:
    """Write the workbook that groups are brought in with: one sheet for each kind of line."""
    known = programme_with(db.session(), programme).programme_id if programme else None
    with output.open("wb") as file:
        write_template(file, words_of(language), sheets_of(db.session(), known))
    click.echo(str(output), err=True)


@click.command("workbook")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--login", required=True, help="Officer or facilitator in whose name it is done.")
@click.option("--write", is_flag=True, help="Keep it; without this it is only tried.")
@click.option("--accept-rest", is_flag=True, help="Keep the groups that are right.")
@with_appcontext
def workbook(*, file: Path, login: str, write: bool, accept_rest: bool) -> None:
    """Bring in members, groups, balances and past meetings from FILE.

    All problems are told at once, each with its sheet, line and column. Nothing is written while
    there are any, unless --accept-rest is given. The same file again changes nothing.
    """
    with told_plainly(), transaction() as session:
        actor = login_actor(session, login)
        outcome = import_book(
            session,
            actor,
            book=read_book(file.read_bytes(), sheets_of(session, actor.programme_id)),
            now=datetime.now(UTC),
            write=write,
            accept_rest=accept_rest,
        )
    click.echo(_told(outcome))
    if outcome.problems and not outcome.written:
        raise click.ClickException(f"{len(outcome.problems)} problems; nothing was written")


def _told(outcome: Outcome) -> str:
    lines = [
        f"{each.code}  {each.name}: "
        + (
            "refused"
            if each.refused
            else f"{each.members} members, {each.meetings} meetings, {each.fields} fields filled in"
        )
        for each in outcome.groups
    ]
    if outcome.problems:
        rows = [_HEAD, *map(_row, outcome.problems)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
        lines += [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
    lines.append("written" if outcome.written else "tried, nothing written")
    return "\n".join(lines)


def _row(problem: Problem) -> tuple[str, str, str, str]:
    sheet, line, column = (*problem.path.split(".", 2), "", "")[:3]
    return sheet, line, column, in_words(problem)
