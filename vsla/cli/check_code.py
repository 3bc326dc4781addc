"""Check a printed paper where there is no browser."""

import re
import sys
from datetime import date
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from vsla.cli.days import DAY
from vsla.services.check_paper import COUNTED, FIGURES, Answer, Verdict, check_paper, readings
from vsla.services.paper_code import DIGITS, Claim, key_from, read_address
from vsla.store.session import db

_EXIT = {Verdict.AGREES: 0, Verdict.NEVER: 1, Verdict.CORRECTED: 3}
_SAID = re.compile(r".*/C/(.+)", re.IGNORECASE)
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")


@click.command("check-code")
@click.argument("square", required=False)
@click.option("--kind", type=click.Choice(list(FIGURES)), help="Which document.")
@click.option("--group", "group_code", help="Code of the group.")
@click.option("--subject", type=click.IntRange(0), default=0, help="Passbook, meeting, cycle ...")
@click.option("--entry", type=click.IntRange(0, 999_999_999), help="Number of the entry.")
@click.option("--date", "printed_on", type=DAY, help="Date of the paper, such as 2026-11-23.")
@click.option("--figure", "figures", multiple=True, help="Once for each, in the order of the kind.")
@click.option("--code", help="The nine digits.")
@with_appcontext
def check_code(
    *,
    square: str | None,
    kind: str | None,
    group_code: str | None,
    subject: int,
    entry: int | None,
    printed_on: date | None,
    figures: tuple[str, ...],
    code: str | None,
) -> None:
    """Tell whether a printed paper and the books agree, without any personal data.

    SQUARE is what the square of the paper says. Without it, give everything that stands on the
    paper; amounts as they stand there, without blanks. The exit code is 0 when they agree, 3 when
    they agreed and were corrected since, 1 when they never agreed.
    """
    if square is not None:
        answer = _of_square(square)
    elif kind and group_code and entry is not None and printed_on and code:
        claim = Claim(
            kind=kind,
            group_code=group_code.strip().upper(),
            subject=subject,
            entry_number=entry,
            printed_on=printed_on,
            figures=_figures(kind, figures),
        )
        answer = _ask(readings(claim), re.sub(r"[\s.-]", "", code))
    else:
        raise click.UsageError("give SQUARE, or --kind, --group, --entry, --date and --code")
    _tell(answer)


def _of_square(square: str) -> Answer:
    found = _SAID.fullmatch(square.strip())
    read = read_address(found[1] if found else square.strip())
    return Answer(Verdict.NEVER) if read is None else _ask([read[0]], read[1])


def _figures(kind: str, typed: tuple[str, ...]) -> tuple[int, ...]:
    """Read the figures; amounts in hundredths."""
    names = FIGURES[kind]
    if len(typed) != len(names):
        raise click.UsageError(f"a {kind} has {len(names)} figures: {', '.join(names)}")
    figures = []
    for name, text in zip(names, typed, strict=True):
        match = _AMOUNT.fullmatch(re.sub(r"\s", "", text))
        if match is None or (name in COUNTED and match[2]):
            raise click.UsageError(f"{name}: {text!r} is no number")
        cents = int((match[2] or "").ljust(2, "0"))
        figures.append(int(match[1]) if name in COUNTED else int(match[1]) * 100 + cents)
    return tuple(figures)


def _ask(claims: list[Claim], code: str) -> Answer:
    if len(code) != DIGITS:
        raise click.UsageError(f"a code has {DIGITS} digits")
    key = key_from(str(current_app.config["SECRET_KEY"]))
    return check_paper(db.session(), key, claims, code)


def _tell(answer: Answer) -> None:
    if answer.verdict is Verdict.AGREES:
        click.echo("paper and books agree")
    elif answer.corrected_at is not None:
        zone = ZoneInfo(str(current_app.config["BABEL_DEFAULT_TIMEZONE"]))
        day = answer.corrected_at.astimezone(zone).date()
        click.echo(f"agreed when it was printed; corrected since, on {day}")
    else:
        click.echo(
            "never agreed: this paper does not come from these books, or a figure was changed"
        )
    if answer.claim is not None and len(answer.claim.figures) == len(
        FIGURES.get(answer.claim.kind, ())
    ):
        for name, figure in zip(FIGURES[answer.claim.kind], answer.claim.figures, strict=True):
            unit = "" if name in COUNTED else f" minor units of {answer.currency}"
            click.echo(f"{name}: {figure}{unit}")
    sys.exit(_EXIT[answer.verdict])
