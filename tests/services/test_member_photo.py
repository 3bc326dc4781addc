"""A photo is kept with consent, printed only where the group wants it, and gone when asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, meet
from tests.documents.test_portrait import a_photo
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services.group_file import group_file
from vsla.services.member_photo import erase_photo, keep_photo, photo_of
from vsla.services.papers.statement import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor

NOW = datetime(2035, 1, 1, 8, 0, tzinfo=UTC)
AGREED = date(2034, 12, 1)
ON = date(2023, 4, 20)


def keep(world: GroupWorld, actor: Actor | None = None, **changes: object) -> None:
    """Keep a photo of member 2."""
    given: dict[str, object] = {"photo": a_photo(), "consented_on": AGREED, "member_id": 2}
    keep_photo(
        world.session,
        actor or world.facilitator,
        group_id=world.group_id,
        now=NOW,
        **{**given, **changes},  # type: ignore[arg-type]
    )


def test_a_photo_is_kept_with_the_day_of_consent_replaced_and_erased(session: Session) -> None:
    world = a_group(session, members=5)
    trainer = world.programme.trainer
    keep(world)
    first = photo_of(session, trainer, world.group_id, 2)
    assert first is not None
    before = first.picture

    keep(world, world.officer, photo=a_photo((400, 500)), consented_on=date(2034, 12, 2))
    second = photo_of(session, trainer, world.group_id, 2)
    assert second is not None
    assert (second.picture == before, second.consented_on) == (False, date(2034, 12, 2))
    assert (second.set_by, second.set_at) == (world.officer.user_id, NOW)

    for _twice in range(2):
        erase_photo(session, world.facilitator, group_id=world.group_id, member_id=2)
    assert photo_of(session, trainer, world.group_id, 2) is None


def test_everything_that_is_wrong_is_told_at_once(session: Session) -> None:
    world = a_group(session, members=5)

    with pytest.raises(InvalidDocumentError) as none:
        keep(world, photo=b"", consented_on=None)
    with pytest.raises(InvalidDocumentError) as wrong:
        keep(world, photo=b"text", consented_on=NOW.date() + timedelta(days=9))

    assert [(p.path, p.code) for p in none.value.problems] == [
        ("consented_on", "missing"),
        ("photo", "missing"),
    ]
    assert [(p.path, p.code) for p in wrong.value.problems] == [
        ("consented_on", "date_in_future"),
        ("photo", "photo_unreadable"),
    ]


def test_who_only_reads_keeps_and_erases_nothing(session: Session) -> None:
    world = a_group(session, members=5)
    where = {"group_id": world.group_id, "member_id": 2}

    with pytest.raises(NotAllowedError):
        keep(world, world.programme.trainer)
    with pytest.raises(NotAllowedError):
        erase_photo(session, world.programme.trainer, **where)
    for stranger in (9, 0):
        with pytest.raises(NotFoundError):
            keep(world, member_id=stranger)
        with pytest.raises(NotFoundError):
            photo_of(session, world.officer, world.group_id, stranger)


def test_a_statement_has_the_photo_only_where_the_group_wants_it(session: Session) -> None:
    world = a_group(session, members=5)
    meet(world)
    keep(world)

    def photos() -> list[bool]:
        job = statements(session, world.officer, world.group_id, on=ON)
        return [each.photo is not None for each in job.each]

    assert not any(photos())
    world.group.photos_on_statements = True
    session.flush()
    assert photos() == [False, True, False, False, False]


def test_no_photo_leaves_with_the_file_of_a_group(session: Session) -> None:
    world = a_group(session, members=5)
    meet(world)
    bare = group_file(session, world.officer, group_id=world.group_id)

    keep(world)

    assert group_file(session, world.officer, group_id=world.group_id) == bare
