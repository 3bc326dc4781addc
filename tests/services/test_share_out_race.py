"""Two people confirm the same share-out at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from tests.builders import NOW, a_group, a_uuid, meet
from tests.services.test_share_out import propose
from vsla.domain.errors import CycleClosedError
from vsla.services.share_out import confirm
from vsla.services.verify_ledger import verify_group
from vsla.store.models import EntryKind, JournalEntry
from vsla.store.session import transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from vsla.services.access import Actor


def attempt(
    engine: Engine, gate: Barrier, actor: Actor, group_id: int, digest: str, key: int
) -> int | None:
    """Confirm once all are ready; None when somebody was quicker."""
    with Session(engine) as session:
        gate.wait()
        try:
            with transaction(session):
                return confirm(
                    session,
                    actor,
                    group_id=group_id,
                    proposal_number=1,
                    digest=digest,
                    now=NOW,
                    uuid=a_uuid(key),
                )
        except CycleClosedError:
            return None


def test_of_confirmations_at_one_moment_one_shares_out(database_url: str) -> None:
    engine = create_engine(database_url)
    with Session(engine) as session, transaction(session):
        world = a_group(session, members=8)
        meet(world)
        digest = propose(world).digest
        people = [world.officer, world.programme.second_officer] * 2
    gate = Barrier(len(people))

    with ThreadPoolExecutor(len(people)) as pool:
        tries = [
            pool.submit(attempt, engine, gate, actor, world.group_id, digest, key)
            for key, actor in enumerate(people)
        ]
        numbers = [one.result() for one in tries]

    assert sorted(numbers, key=str) == [2, None, None, None]
    with Session(engine) as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.number)).all()
        assert kinds == [EntryKind.MEETING, EntryKind.SHARE_OUT]
        assert verify_group(session, world.group_id) == []
    engine.dispose()
