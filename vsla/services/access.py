"""Who acts, and which groups and duties are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select, true

from vsla.domain.errors import NotAllowedError, NotFoundError
from vsla.store.fast import Reading
from vsla.store.models import Assignment, Group, Programme, Role, User
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vsla.store.position import GroupFacts

__all__ = [
    "READERS",
    "RECORDERS",
    "Actor",
    "Login",
    "Role",
    "actor_behind",
    "actor_of",
    "group_for",
    "groups_with_code",
    "login_of",
    "programme_for",
    "refuse_others",
    "require",
    "system_actor",
    "visible",
]

_USER, _ASSIGNMENT, _PROGRAMME = (table_of(each) for each in (User, Assignment, Programme))
_LOGIN = Reading(
    select(
        _USER.c.user_id,
        _USER.c.name,
        _USER.c.role,
        _USER.c.programme_id,
        _USER.c.locale,
        _USER.c.password_hash,
        _PROGRAMME.c.is_demo,
        _ASSIGNMENT.c.group_id,
    )
    .outerjoin_from(_USER, _PROGRAMME, _PROGRAMME.c.programme_id == _USER.c.programme_id)
    .outerjoin(_ASSIGNMENT, _ASSIGNMENT.c.user_id == _USER.c.user_id)
    .where(_USER.c.user_id == bindparam("of_user"), _USER.c.active),
    "of_user",
)
_GROUP = select(Group).where(Group.group_id == bindparam("of_group"))

_USER_ID_MAX = 2**31 - 1

READERS = tuple(Role)
"""Everybody who has a login reads the groups that are theirs."""

RECORDERS = (Role.FACILITATOR, Role.OFFICER)
"""Who works with groups: opens, enrols, records, shares out.

An administrator keeps users and programmes and touches no group's money.
"""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a use case.

    Attributes:
        user_id: of the login; None for the command line, which has none.
        name: as shown.
        role: what the person is to the programme.
        programme_id: the programme; None for an administrator of all programmes.
        group_ids: the groups assigned to a facilitator; None means every group of the programme.
    """

    user_id: int | None
    name: str
    role: Role
    programme_id: int | None
    group_ids: frozenset[int] | None


def system_actor() -> Actor:
    """Give the actor of the command line: an administrator of all programmes without a login."""
    return Actor(None, "", Role.ADMINISTRATOR, None, None)


@dataclass(frozen=True, slots=True)
class Login:
    """What every request reads of the person who sends it.

    Attributes:
        user_id: of the person.
        name: as shown.
        role: what the person is to the programme.
        programme_id: the programme, or None.
        locale: the language chosen for good.
        password_hash: a session ends when it changes.
        is_demo: the programme's figures were invented; None without a programme.
        assigned: the groups given to the person, which bind facilitators alone.
    """

    user_id: int
    name: str
    role: Role
    programme_id: int | None
    locale: str
    password_hash: str
    is_demo: bool | None
    assigned: frozenset[int]


def login_of(session: Session, user_id: int) -> Login | None:
    """Read a login that is switched on, in one statement past the object layer."""
    if not 0 < user_id <= _USER_ID_MAX:
        return None
    rows = _LOGIN.rows(session, user_id)
    if not rows:
        return None
    number, name, role, programme_id, locale, password_hash, is_demo, _group = rows[0]
    return Login(
        number,
        name,
        Role(role),
        programme_id,
        locale,
        password_hash,
        None if is_demo is None else bool(is_demo),
        frozenset(row[-1] for row in rows if row[-1] is not None),
    )


def actor_of(session: Session, user_id: int) -> Actor:
    """Load the actor behind a login.

    Args:
        session: to read with.
        user_id: of the login.

    Returns:
        The actor with today's role and groups.

    Raises:
        NotFoundError: nobody has this login, or it is switched off.
    """
    login = login_of(session, user_id)
    if login is None:
        raise NotFoundError
    return actor_behind(login)


def actor_behind(login: Login) -> Actor:
    """Give the actor behind a login that was read a moment ago."""
    groups = login.assigned if login.role is Role.FACILITATOR else None
    return Actor(login.user_id, login.name, login.role, login.programme_id, groups)


def require(actor: Actor, *roles: Role) -> None:
    """Let only some roles pass.

    Args:
        actor: who asks.
        roles: who may.

    Raises:
        NotAllowedError: the actor's role is none of them.
    """
    if actor.role not in roles:
        raise NotAllowedError


def visible(actor: Actor) -> ColumnElement[bool]:
    """Give the condition under which a group is the actor's, for queries of groups.

    Args:
        actor: who asks.

    Returns:
        A condition on ``Group``.
    """
    conditions: list[ColumnElement[bool]] = [true()]
    if actor.programme_id is not None:
        conditions.append(Group.programme_id == actor.programme_id)
    if actor.group_ids is not None:
        conditions.append(Group.group_id.in_(sorted(actor.group_ids)))
    return and_(*conditions)


def group_for(session: Session, actor: Actor, group_id: int, *roles: Role) -> Group:
    """Load a group for one of some roles.

    Args:
        session: to read with.
        actor: who asks.
        group_id: which group.
        roles: who may do what is about to be done; none named for reading, which all may.

    Returns:
        The group.

    Raises:
        NotFoundError: there is no such group, or it is not the actor's: nobody learns which.
        NotAllowedError: the group is the actor's, but this is not the actor's duty.
    """
    # A statement made once: every use case begins here, and ``get`` would build it each time.
    group = session.scalars(_GROUP, {"of_group": group_id}).first()
    if group is None:
        raise NotFoundError
    refuse_others(actor, group, *roles)
    return group


def refuse_others(actor: Actor, group: Group | GroupFacts, *roles: Role) -> None:
    """Refuse an actor whose group or duty it is not; says the same as ``visible``.

    Args:
        actor: who asks.
        group: at hand.
        roles: who may do what is about to be done; none named for reading, which all may.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: the group is the actor's, but this is not the actor's duty.
    """
    in_programme = actor.programme_id in {None, group.programme_id}
    if not in_programme or (actor.group_ids is not None and group.group_id not in actor.group_ids):
        raise NotFoundError
    require(actor, *(roles or READERS))


def groups_with_code(session: Session, actor: Actor, code: str) -> list[Group]:
    """Find the actor's groups of a code; two programmes may use the same one.

    Args:
        session: to read with.
        actor: who asks.
        code: in any letters.

    Returns:
        Groups in the order of their programmes.
    """
    query = select(Group).where(visible(actor), Group.code == code.strip().upper())
    return list(session.scalars(query.order_by(Group.programme_id)))


def programme_for(session: Session, actor: Actor, programme_id: int, *roles: Role) -> Programme:
    """Load a programme for one of some roles.

    Args:
        session: to read with.
        actor: who asks.
        programme_id: which programme.
        roles: who may do what is about to be done; none named for reading.

    Returns:
        The programme.

    Raises:
        NotFoundError: there is no such programme, or it is not the actor's.
        NotAllowedError: this is not the actor's duty.
    """
    programme = session.get(Programme, programme_id)
    if programme is None or actor.programme_id not in {None, programme_id}:
        raise NotFoundError
    require(actor, *(roles or READERS))
    return programme
