"""Look at groups."""

from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.domain.errors import ConflictError
from vsla.domain.ledger import Account
from vsla.domain.money import CURRENCIES
from vsla.services.access import groups_with_code, system_actor
from vsla.services.books import load
from vsla.store.models import Group, Programme, Zone
from vsla.store.session import db


@click.group("group")
def group() -> None:
    """Look at groups."""


@group.command("show")
@click.argument("code")
@with_appcontext
def show(*, code: str) -> None:
    """Show the group CODE: who it is, its cycle, members, boxes and loans."""
    session = db.session()
    found = groups_with_code(session, system_actor(), code)
    if not found:
        raise click.ClickException(f"there is no group {code}")
    click.echo("\n\n".join(_about(session, each) for each in found))


def _about(session: Session, each: Group) -> str:
    lines = [*_facts(session, each), *_standing(session, each)]
    return "\n".join(f"{name:<16} {value}" for name, value in lines)


def _facts(session: Session, each: Group) -> Iterator[tuple[str, str]]:
    yield "group", f"{each.code}  {each.name}"
    yield "programme", session.get_one(Programme, each.programme_id).code
    yield "zone", session.get_one(Zone, each.zone_id).name
    yield "place", each.place
    yield "formed on", each.formed_on.isoformat()
    yield "status", str(each.status)


def _standing(session: Session, each: Group) -> Iterator[tuple[str, str]]:
    try:
        ground = load(session, each)
    except ConflictError:
        return
    here, balances = ground.position, ground.books.balances
    yield "cycle", f"{here.cycle}{'  (shared out)' if ground.books.closed else ''}"
    yield "meetings", str(here.meetings_count)
    yield "last meeting", here.last_held_on.isoformat() if here.last_held_on else "-"
    people = {"women": here.members_f, "men": here.members_m, "other": here.members_x}
    people["not said"] = here.members_unknown
    yield "members", ", ".join(f"{count} {word}" for word, count in people.items() if count)
    yield "shares", str(here.shares_count)
    yield "savings", _money(here.savings, each.currency)
    yield "loan fund box", _money(here.cash_loan_fund, each.currency)
    yield "solidarity box", _money(here.cash_solidarity, each.currency)
    yield "bank", _money(here.bank, each.currency)
    yield "loans out", f"{_money(here.loans_out, each.currency)} in {here.loans_count} loans"
    yield "solidarity fund", _money(balances[Account.SOLIDARITY_FUND], each.currency)


def _money(amount: int, currency: str) -> str:
    """Write money without grouping, for the eye and for scripts."""
    used = CURRENCIES[currency]
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), used.unit)
    return f"{sign}{whole}{f'.{rest:0{used.scale}}' if rest else ''} {currency}"
