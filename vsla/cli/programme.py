"""Set up programmes: their zones and the exchange rates they report with."""

import re
from datetime import UTC, date, datetime

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.cli.days import DAY
from vsla.cli.problems import told_plainly
from vsla.domain.money import CURRENCIES
from vsla.services.access import system_actor
from vsla.services.programmes import (
    add_programme,
    add_zone,
    list_programmes,
    list_rates,
    list_zones,
    set_rate,
)
from vsla.store.models import Programme
from vsla.store.session import db, transaction

_CURRENCY = click.Choice(list(CURRENCIES))
_COUNT = click.IntRange(min=0)


def programme_with(session: Session, code: str) -> Programme:
    """Find a programme by its code.

    Args:
        session: to read with.
        code: as the programme was given it.

    Returns:
        The programme.

    Raises:
        click.ClickException: there is none; names those there are.
    """
    found = {one.code: one for one in list_programmes(session, system_actor())}
    if code not in found:
        known = ", ".join(found) or "none yet"
        raise click.ClickException(f"there is no programme {code}; there are: {known}")
    return found[code]


@click.group("programme")
def programme() -> None:
    """Add programmes, their zones and exchange rates; list them."""


@programme.command("add")
@click.argument("code")
@click.option("--name", required=True, help="Name of the programme, as shown.")
@click.option("--currency", default="USD", show_default=True, type=_CURRENCY, help="Of reports.")
@click.option("--groups", type=_COUNT, help="How many groups are planned.")
@click.option("--women", type=_COUNT, help="How many women are planned.")
@click.option("--men", type=_COUNT, help="How many men are planned.")
@click.option("--facilitators", type=_COUNT, help="How many facilitators are planned.")
@click.option(
    "--one-person-share-out",
    is_flag=True,
    help="Let the person who proposes a share-out confirm it, too.",
)
@with_appcontext
def add(
    *, code: str, name: str, currency: str, one_person_share_out: bool, **planned: int | None
) -> None:
    """Add a programme with the short name CODE."""
    with told_plainly(), transaction() as session:
        added = add_programme(
            session,
            system_actor(),
            code=code,
            name=name,
            reporting_currency=currency,
            now=datetime.now(UTC),
            planned=planned,
            second_person_share_out=not one_person_share_out,
        )
        told = f"{added.code}: {added.name}"
    click.echo(told)


@programme.command("zone")
@click.argument("code")
@click.argument("name")
@with_appcontext
def zone(*, code: str, name: str) -> None:
    """Add the zone NAME to the programme CODE."""
    with told_plainly(), transaction() as session:
        number = programme_with(session, code).programme_id
        told = add_zone(session, system_actor(), programme_id=number, name=name).name
    click.echo(f"{code}: {told}")


@programme.command("rate")
@click.argument("code")
@click.argument("currency", type=_CURRENCY)
@click.argument("worth")
@click.option("--on", required=True, type=DAY, help="First day.")
@click.option("--source", required=True, help="Who says so, such as the central bank.")
@with_appcontext
def rate(*, code: str, currency: str, worth: str, on: date, source: str) -> None:
    """Say that one unit of the money of reports was WORTH so much CURRENCY from a day on."""
    with told_plainly(), transaction() as session:
        found = programme_with(session, code)
        set_rate(
            session,
            system_actor(),
            programme_id=found.programme_id,
            currency=currency,
            rate_on=on,
            per_unit_minor=_minor(worth, currency),
            source=source,
        )
        told = f"{code}: 1 {found.reporting_currency} = {worth} {currency} from {on}"
    click.echo(told)


def _minor(text: str, currency: str) -> int:
    """Read an amount with a point before its decimals."""
    used = CURRENCIES[currency]
    match = re.fullmatch(r"([0-9]+)(?:\.([0-9]+))?", text)
    rest = (match[2] or "") if match else ""
    if match is None or len(rest) > used.scale:
        raise click.ClickException(f"{text} is no amount of {currency}; write it as 2850 or 2850.5")
    return int(match[1]) * used.unit + int(rest.ljust(used.scale, "0") or "0")


@programme.command("list")
@with_appcontext
def list_() -> None:
    """List all programmes with their zones and latest rates."""
    session = db.session()
    for one in list_programmes(session, system_actor()):
        click.echo(f"{one.code:<12} {one.reporting_currency}  {one.name}")
        zones = ", ".join(each.name for each in list_zones(session, one.programme_id))
        click.echo(f"  zones: {zones or 'none yet'}")
        latest = {each.currency: each for each in reversed(list_rates(session, one.programme_id))}
        for each in latest.values():
            whole, part = divmod(each.per_unit_minor, CURRENCIES[each.currency].unit)
            decimals = f".{part:0{CURRENCIES[each.currency].scale}}" if part else ""
            worth = f"{whole}{decimals} {each.currency}"
            told = f"1 {one.reporting_currency} = {worth} from {each.rate_on} ({each.source})"
            click.echo(f"  rate: {told}")
