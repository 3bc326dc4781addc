"""Keep the people who log in."""

from datetime import UTC, datetime
from enum import StrEnum

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from vsla.cli.problems import told_plainly
from vsla.cli.programme import programme_with
from vsla.domain.roster import Gender
from vsla.services.access import Role, system_actor
from vsla.services.programmes import list_programmes
from vsla.services.users import Language, add_user, list_users, set_password
from vsla.store.models import User
from vsla.store.session import db, transaction


def _words(kind: type[StrEnum]) -> click.Choice[str]:
    """Take the values of an enumeration, which click would not know from its members' names."""
    return click.Choice([str(word) for word in kind])


@click.group("user")
def user() -> None:
    """Add users, list them, set a password."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Name of the person.")
@click.option("--role", required=True, type=_words(Role))
@click.option("--programme", help="Code of the programme; leave out for a head administrator.")
@click.option("--language", default="fr", show_default=True, type=_words(Language))
@click.option("--gender", default="unknown", show_default=True, type=_words(Gender))
@click.password_option(help="Asked for when left out.")
@with_appcontext
def add(
    *,
    login: str,
    name: str,
    role: str,
    programme: str | None,
    language: str,
    gender: str,
    password: str,
) -> None:
    """Add a user who logs in as LOGIN."""
    with told_plainly(), transaction() as session:
        added = add_user(
            session,
            system_actor(),
            login=login,
            name=name,
            role=role,
            programme_id=programme_with(session, programme).programme_id if programme else None,
            password=password,
            locale=language,
            gender=gender,
            now=datetime.now(UTC),
        )
        told = f"{added.login}: {added.role}"
    click.echo(told)


@user.command("list")
@with_appcontext
def list_() -> None:
    """List all users: login, role, programme, name; those switched off are marked."""
    session = db.session()
    actor = system_actor()
    codes = {p.programme_id: p.code for p in list_programmes(session, actor)}
    for one in list_users(session, actor):
        programme = codes[one.programme_id] if one.programme_id is not None else "-"
        off = "" if one.active else "  (off)"
        click.echo(f"{one.login:<24} {one.role:<14} {programme:<12} {one.name}{off}")


@user.command("password")
@click.argument("login")
@click.password_option(help="Asked for when left out.")
@with_appcontext
def password_(*, login: str, password: str) -> None:
    """Give the user LOGIN a new password; open sessions end."""
    with told_plainly(), transaction() as session:
        set_password(
            session, system_actor(), user_id=_user(session, login).user_id, password=password
        )
    click.echo(f"{login}: password set")


def _user(session: Session, login: str) -> User:
    found = [u for u in list_users(session, system_actor()) if u.login == login.strip().lower()]
    if not found:
        raise click.ClickException(f"there is no user {login}")
    return found[0]
