"""Keep the people who log in: who they are, what they may, and their passwords."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.reader import Reader
from vsla.domain.roster import Gender
from vsla.services.access import Role, require
from vsla.services.passwords import hash_password, needs_rehash, verify_password
from vsla.store.models import Assignment, Group, Programme, User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

LOGIN_MAX = 60
NAME_MAX = 120
PASSWORD_MIN = 10
PASSWORD_MAX = 200


@cache
def _nobody() -> str:
    """Give a hash to check for an unknown login, so that the answer takes as long."""
    return hash_password("the password of nobody at all")


class Language(StrEnum):
    """The languages an account may read the pages in."""

    FRENCH = "fr"
    SWAHILI = "sw"
    ENGLISH = "en"


def authenticate(session: Session, *, login: str, password: str) -> User | None:
    """Check a password; a hash of weaker parameters is renewed on the way.

    Args:
        session: to read and write with.
        login: as typed; capitals and spaces around it do not matter.
        password: as typed.

    Returns:
        The user, or None when login and password do not belong together or the login is off.
    """
    user = session.scalar(select(User).where(User.login == login.strip().lower()))
    if user is None:
        verify_password(_nobody(), password)
        return None
    if not verify_password(user.password_hash, password) or not user.active:
        return None
    if needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
        session.flush()
    return user


def add_user(
    session: Session,
    actor: Actor,
    *,
    login: str,
    name: str,
    role: str,
    programme_id: int | None,
    password: str,
    locale: str,
    gender: str,
    now: datetime,
    hashed: str | None = None,
) -> User:
    """Add a login.

    Args:
        session: to write with.
        actor: an administrator.
        login: unique; kept in small letters.
        name: of the person.
        role: one of ``Role``.
        programme_id: the programme; None only for an administrator of all programmes.
        password: at least ``PASSWORD_MIN`` characters.
        locale: one of ``Language``.
        gender: one of ``Gender``.
        now: when.
        hashed: the password's hash, where one was made for several logins.

    Returns:
        The user.

    Raises:
        InvalidDocumentError: with every problem at once; paths are the names of the arguments.
        NotAllowedError: the actor is no administrator, or not of this programme.
    """
    require(actor, Role.ADMINISTRATOR)
    typed = {"login": login.strip().lower(), "name": name, "role": role, "locale": locale}
    r = Reader({**typed, "gender": gender, "programme_id": programme_id})
    user = User(
        login=r.text("login", LOGIN_MAX, needed=True),
        password_hash="",
        active=True,
        created_at=now,
    )
    _read_person(session, actor, r, user)
    if session.scalar(select(User.user_id).where(User.login == user.login)) is not None:
        r.note("login", Code.LOGIN_TAKEN)
    _check_password(r, password)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    user.password_hash = hashed or hash_password(password)
    session.add(user)
    session.flush()
    return user


def change_user(
    session: Session,
    actor: Actor,
    *,
    user_id: int,
    name: str,
    role: str,
    programme_id: int | None,
    locale: str,
    gender: str,
) -> User:
    """Change who a login is; login name and password stay.

    A person who changes role or programme keeps no groups of the old one.

    Args:
        session: to write with.
        actor: an administrator.
        user_id: whom.
        name: of the person.
        role: one of ``Role``; nobody takes the administrator's role from themselves.
        programme_id: the programme; None only for an administrator of all programmes.
        locale: one of ``Language``.
        gender: one of ``Gender``.

    Returns:
        The user.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the user is not the actor's.
        NotAllowedError: the actor is no administrator, or not of this programme.
    """
    user = user_for(session, actor, user_id)
    typed = {"name": name, "role": role, "locale": locale, "gender": gender}
    r = Reader({**typed, "programme_id": programme_id})
    new = User()
    _read_person(session, actor, r, new)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    if user_id == actor.user_id and new.role is not Role.ADMINISTRATOR:
        raise NotAllowedError
    if (user.role, user.programme_id) != (new.role, new.programme_id):
        session.execute(delete(Assignment).where(Assignment.user_id == user_id))
    for field in ("name", "role", "locale", "gender", "programme_id"):
        setattr(user, field, getattr(new, field))
    session.flush()
    return user


def _read_person(session: Session, actor: Actor, r: Reader, user: User) -> None:
    """Read what add and change have in common into a user, noting every problem."""
    user.name = r.text("name", NAME_MAX, needed=True)
    user.role = r.choice("role", Role)
    user.locale = r.choice("locale", Language)
    user.gender = r.choice("gender", Gender)
    user.programme_id = r.optional_integer("programme_id", 1, 2**31 - 1)
    if user.programme_id is None:
        if actor.programme_id is not None:
            raise NotAllowedError
        if user.role is not Role.ADMINISTRATOR:
            r.note("programme_id", Code.MISSING)
        return
    if actor.programme_id not in {None, user.programme_id}:
        raise NotAllowedError
    if session.get(Programme, user.programme_id) is None:
        r.note("programme_id", Code.UNKNOWN_CHOICE, choices="")


def _check_password(r: Reader, password: str) -> None:
    if len(password) < PASSWORD_MIN:
        r.note("password", Code.PASSWORD_TOO_SHORT, least=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        r.note("password", Code.TOO_LONG, most=PASSWORD_MAX)


def set_password(session: Session, actor: Actor, *, user_id: int, password: str) -> None:
    """Give a login a new password, which ends its sessions.

    Args:
        session: to write with.
        actor: an administrator, or the person alone.
        user_id: whose.
        password: at least ``PASSWORD_MIN`` characters.

    Raises:
        InvalidDocumentError: the password is too short or too long.
        NotFoundError: the user is not the actor's.
        NotAllowedError: the actor is neither an administrator nor the person.
    """
    user = session.get(User, user_id) if actor.user_id == user_id else None
    user = user or user_for(session, actor, user_id)
    r = Reader({})
    _check_password(r, password)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    user.password_hash = hash_password(password)
    session.flush()


def set_active(session: Session, actor: Actor, *, user_id: int, active: bool) -> None:
    """Switch a login on or off; what the person did stays.

    Args:
        session: to write with.
        actor: an administrator, who cannot switch off their own login.
        user_id: whose.
        active: whether it may log in.

    Raises:
        NotFoundError: the user is not the actor's.
        NotAllowedError: the actor is no administrator, or it is their own login.
    """
    user = user_for(session, actor, user_id)
    if user_id == actor.user_id:
        raise NotAllowedError
    user.active = active
    session.flush()


def set_language(session: Session, *, user_id: int | None, language: str) -> None:
    """Keep the language a person chose; one that is not ours is not kept.

    Args:
        session: to write with.
        user_id: whose; the command line has no account to keep it in.
        language: one of ``Language``.
    """
    user = session.get(User, user_id) if user_id is not None else None
    if user is not None and language in Language.__members__.values():
        user.locale = language
        session.flush()


def list_users(session: Session, actor: Actor) -> list[User]:
    """List the users of the actor's programme, or of all programmes.

    Args:
        session: to read with.
        actor: an administrator, or an officer who assigns groups.

    Returns:
        Users by name; those switched off too.

    Raises:
        NotAllowedError: the actor is neither.
    """
    require(actor, Role.ADMINISTRATOR, Role.OFFICER)
    query = select(User).order_by(User.name, User.user_id)
    if actor.programme_id is not None:
        query = query.where(User.programme_id == actor.programme_id)
    return list(session.scalars(query))


def user_for(session: Session, actor: Actor, user_id: int, *more: Role) -> User:
    """Load one user for an administrator.

    Args:
        session: to read with.
        actor: an administrator.
        user_id: whom.
        more: roles that may, too.

    Returns:
        The user.

    Raises:
        NotFoundError: there is none, or not in the actor's programme.
        NotAllowedError: the actor is no administrator.
    """
    require(actor, Role.ADMINISTRATOR, *more)
    user = session.get(User, user_id)
    if user is None or actor.programme_id not in {None, user.programme_id}:
        raise NotFoundError
    return user


def assign(session: Session, actor: Actor, *, user_id: int, group_ids: Iterable[int]) -> None:
    """Say which groups a facilitator accompanies; the earlier list is replaced.

    Args:
        session: to write with.
        actor: an administrator or an officer of the programme.
        user_id: a facilitator.
        group_ids: groups of the facilitator's programme.

    Raises:
        InvalidDocumentError: a group is not of the programme, or the user is no facilitator.
        NotFoundError: the user is not the actor's.
        NotAllowedError: the actor is neither an administrator nor an officer.
    """
    user = user_for(session, actor, user_id, Role.OFFICER)
    wanted = sorted(set(group_ids))
    theirs = Group.programme_id == user.programme_id
    known = set(session.scalars(select(Group.group_id).where(theirs, Group.group_id.in_(wanted))))
    r = Reader({})
    if user.role is not Role.FACILITATOR:
        r.note("role", Code.UNKNOWN_CHOICE, choices=str(Role.FACILITATOR))
    if known != set(wanted):
        r.note("group_ids", Code.UNKNOWN_CHOICE, choices="")
    if r.problems:
        raise InvalidDocumentError(r.problems)
    session.execute(delete(Assignment).where(Assignment.user_id == user_id))
    session.add_all(Assignment(group_id=group_id, user_id=user_id) for group_id in wanted)
    session.flush()
