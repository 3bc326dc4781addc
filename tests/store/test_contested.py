"""Documents that contradict wait, word for word, until a person settles them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.store.builders import NOW, a_group, a_programme, a_user
from vsla.domain.codes import Code
from vsla.store import contested

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def _keep(session: Session, group_id: int, document: str, received_at: datetime = NOW) -> None:
    contested.keep(
        session,
        group_id=group_id,
        uuid="uuid-1",
        document=document,
        received_at=received_at,
        received_by=None,
        device="phone",
        code=Code.SAME_KEY_OTHER_BODY,
        values={"meeting": 3},
    )


def test_the_same_document_sent_twice_waits_once(session: Session) -> None:
    group_id = a_group(session, a_programme(session))

    for _ in range(2):
        _keep(session, group_id, '{ "meeting": 3 }')

    (row,) = contested.unsettled(session, group_id)
    assert (row.document, row.code) == ('{ "meeting": 3 }', Code.SAME_KEY_OTHER_BODY)
    assert (row.values, row.received_at) == ('{"meeting":3}', NOW)


def test_other_bodies_of_one_key_wait_side_by_side_the_oldest_first(session: Session) -> None:
    group_id = a_group(session, a_programme(session))

    _keep(session, group_id, "later", NOW + timedelta(hours=1))
    _keep(session, group_id, "earlier")

    assert [row.document for row in contested.unsettled(session, group_id)] == ["earlier", "later"]


def test_what_a_person_settled_no_longer_waits(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    _keep(session, group_id, "{}")
    (row,) = contested.unsettled(session, group_id)

    row.settled_by, row.settled_at, row.settled_reason = a_user(session), NOW, "the paper agrees"
    session.flush()

    assert contested.unsettled(session, group_id) == []


def test_what_did_not_count_is_kept_for_ever(session: Session) -> None:
    _keep(session, a_group(session, a_programme(session)), "{}")

    with pytest.raises(IntegrityError, match="is kept"), session.begin_nested():
        session.execute(text("DELETE FROM contested_document"))
