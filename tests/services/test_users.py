"""The people who log in: passwords, who may keep them, and what they may become."""

from __future__ import annotations

from runpy import run_path
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from tests.builders import NOW, PASSWORD, ProgrammeWorld, a_programme, a_user, an_empty_group
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.roster import Gender
from vsla.services import passwords
from vsla.services.access import Role, actor_of, system_actor
from vsla.services.passwords import needs_rehash
from vsla.services.users import (
    add_user,
    assign,
    authenticate,
    change_user,
    list_users,
    set_active,
    set_language,
    set_password,
    user_for,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.models import User

NEW = "a new password of hers"


def add(session: Session, actor: Actor, **changes: Any) -> User:
    """Add an administrator of all programmes, with changes."""
    usual: dict[str, Any] = {
        "login": " Neema ",
        "name": "Neema",
        "role": "administrator",
        "programme_id": None,
        "password": PASSWORD,
        "locale": "sw",
        "gender": "F",
        "now": NOW,
    }
    return add_user(session, actor, **{**usual, **changes})


def change(session: Session, actor: Actor, user_id: int | None, **changes: Any) -> User:
    """Make a user a head administrator, with changes."""
    usual: dict[str, Any] = {
        "name": "Neema",
        "role": "administrator",
        "programme_id": None,
        "locale": "en",
        "gender": "M",
    }
    return change_user(session, actor, user_id=user_id or 0, **{**usual, **changes})


def problems(caught: pytest.ExceptionInfo[InvalidDocumentError]) -> list[tuple[str, Code]]:
    """List places and codes."""
    return [(problem.path, problem.code) for problem in caught.value.problems]


def programme_head(session: Session, world: ProgrammeWorld) -> Actor:
    """Add an administrator of one programme alone."""
    return a_user(session, Role.ADMINISTRATOR, world.programme_id)


def test_an_added_user_logs_in_with_any_capitals(session: Session) -> None:
    user = add(session, system_actor())

    found = authenticate(session, login="NEEMA ", password=PASSWORD)

    assert found is user
    assert (user.login, user.role, user.locale) == ("neema", Role.ADMINISTRATOR, "sw")
    assert user.gender is Gender.WOMAN


@pytest.mark.parametrize(("login", "password"), [("neema", "wrong password"), ("asha", PASSWORD)])
def test_a_wrong_name_or_password_logs_nobody_in(
    session: Session, login: str, password: str
) -> None:
    add(session, system_actor())

    assert authenticate(session, login=login, password=password) is None


def test_a_login_that_is_off_does_not_log_in(session: Session) -> None:
    user = add(session, system_actor())
    set_active(session, system_actor(), user_id=user.user_id, active=False)

    assert authenticate(session, login="neema", password=PASSWORD) is None


def test_a_weak_hash_is_renewed_at_login(session: Session) -> None:
    user = add(session, system_actor())
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    user.password_hash = weak

    authenticate(session, login="neema", password=PASSWORD)

    assert user.password_hash != weak
    assert not needs_rehash(user.password_hash)


def test_a_password_costs_a_guesser_memory_and_time() -> None:
    # As the product runs: the tests themselves hash with hardly any work.
    product = run_path(passwords.__file__)

    told = extract_parameters(product["hash_password"](PASSWORD))

    assert told.type is Type.ID
    assert (told.memory_cost, told.time_cost, told.parallelism) == (64 * 1024, 3, 2)


def test_every_problem_of_a_new_user_is_told_at_once(session: Session) -> None:
    wrong = {"name": "", "role": "king", "locale": "xx", "gender": "?", "password": "short"}
    add(session, system_actor())

    with pytest.raises(InvalidDocumentError) as caught:
        add(session, system_actor(), **wrong)

    assert problems(caught) == [
        ("name", Code.MISSING),
        ("role", Code.UNKNOWN_CHOICE),
        ("locale", Code.UNKNOWN_CHOICE),
        ("gender", Code.UNKNOWN_CHOICE),
        ("programme_id", Code.MISSING),
        ("login", Code.LOGIN_TAKEN),
        ("password", Code.PASSWORD_TOO_SHORT),
    ]


def test_an_officer_without_programme_and_an_endless_password_are_refused(
    session: Session,
) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        add(session, system_actor(), role="officer", password="x" * 201)

    assert problems(caught) == [("programme_id", Code.MISSING), ("password", Code.TOO_LONG)]


def test_a_programme_that_does_not_exist_is_refused(session: Session) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        add(session, system_actor(), programme_id=4_711)

    assert problems(caught) == [("programme_id", Code.UNKNOWN_CHOICE)]


@pytest.mark.parametrize("name", ["facilitator", "officer", "trainer"])
def test_only_administrators_keep_users(session: Session, name: str) -> None:
    world = a_programme(session)
    actor: Actor = getattr(world, name)

    with pytest.raises(NotAllowedError):
        add(session, actor)
    with pytest.raises(NotAllowedError):
        change(session, actor, world.trainer.user_id)
    with pytest.raises(NotAllowedError):
        set_active(session, actor, user_id=world.trainer.user_id or 0, active=False)


def test_a_head_of_one_programme_keeps_no_users_of_another(session: Session) -> None:
    mine, other = a_programme(session), a_programme(session)
    head = programme_head(session, mine)

    for programme_id in (None, other.programme_id):
        with pytest.raises(NotAllowedError):
            add(session, head, role="officer", programme_id=programme_id)
    with pytest.raises(NotFoundError):
        user_for(session, head, other.officer.user_id or 0)
    assert add(session, head, role="officer", programme_id=mine.programme_id).user_id


def test_who_changes_programme_keeps_no_groups_of_the_old_one(session: Session) -> None:
    group, other = an_empty_group(session), a_programme(session)
    user_id = group.facilitator.user_id or 0

    changed = change(
        session,
        system_actor(),
        user_id,
        role="facilitator",
        programme_id=other.programme_id,
        name="Asha",
    )

    assert (changed.name, changed.locale, changed.gender) == ("Asha", "en", Gender.MAN)
    assert actor_of(session, user_id).group_ids == frozenset()


def test_who_changes_name_alone_keeps_the_groups(session: Session) -> None:
    group = an_empty_group(session)
    same = {"role": "facilitator", "programme_id": group.programme.programme_id}

    change(session, system_actor(), group.facilitator.user_id, **same)

    kept = actor_of(session, group.facilitator.user_id or 0).group_ids
    assert kept == frozenset({group.group_id})


def test_a_change_with_problems_changes_nothing(session: Session) -> None:
    world = a_programme(session)
    before = world.trainer.name

    with pytest.raises(InvalidDocumentError):
        change(session, system_actor(), world.trainer.user_id, name=" ", role="trainer")

    assert user_for(session, system_actor(), world.trainer.user_id or 0).name == before


def test_an_administrator_cannot_lock_themselves_out(session: Session) -> None:
    head = a_programme(session).administrator
    programme_id = a_programme(session).programme_id

    with pytest.raises(NotAllowedError):
        set_active(session, head, user_id=head.user_id or 0, active=False)
    with pytest.raises(NotAllowedError):
        change(session, head, head.user_id, role="trainer", programme_id=programme_id)


def test_a_person_may_set_their_own_password_and_no_other(session: Session) -> None:
    world = a_programme(session)
    trainer = user_for(session, system_actor(), world.trainer.user_id or 0)

    set_password(session, world.trainer, user_id=trainer.user_id, password=NEW)

    assert authenticate(session, login=trainer.login, password=NEW) is trainer
    with pytest.raises(NotAllowedError):
        set_password(session, world.officer, user_id=trainer.user_id, password=PASSWORD)
    with pytest.raises(InvalidDocumentError):
        set_password(session, world.administrator, user_id=trainer.user_id, password=PASSWORD[:5])


def test_a_language_is_kept_when_it_is_ours(session: Session) -> None:
    user_id = a_programme(session).trainer.user_id or 0
    user = user_for(session, system_actor(), user_id)

    set_language(session, user_id=user_id, language="sw")
    set_language(session, user_id=user_id, language="xx")
    set_language(session, user_id=None, language="en")

    assert user.locale == "sw"


def test_an_officer_lists_the_programme_and_a_head_lists_all(session: Session) -> None:
    mine, other = a_programme(session), a_programme(session)

    seen = {user.user_id for user in list_users(session, mine.officer)}
    everybody = {user.user_id for user in list_users(session, system_actor())}

    assert mine.trainer.user_id in seen
    assert other.trainer.user_id not in seen
    assert {mine.trainer.user_id, other.trainer.user_id} <= everybody
    with pytest.raises(NotAllowedError):
        list_users(session, mine.trainer)


def test_an_officer_assigns_groups_and_the_old_list_is_replaced(session: Session) -> None:
    programme = a_programme(session)
    one, two = an_empty_group(session, programme), an_empty_group(session, programme)
    user_id = programme.facilitator.user_id or 0

    assign(session, programme.officer, user_id=user_id, group_ids=[two.group_id, two.group_id])

    assert actor_of(session, user_id).group_ids == frozenset({two.group_id})
    assert one.group_id != two.group_id


def test_groups_of_another_programme_and_other_roles_are_not_assigned(session: Session) -> None:
    programme = a_programme(session)
    foreign = an_empty_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        assign(
            session,
            programme.administrator,
            user_id=programme.trainer.user_id or 0,
            group_ids=[foreign.group_id],
        )

    assert problems(caught) == [("role", Code.UNKNOWN_CHOICE), ("group_ids", Code.UNKNOWN_CHOICE)]
