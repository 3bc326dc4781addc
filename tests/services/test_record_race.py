"""Many phones at one moment: one meeting is one entry, and groups do not wait for each other."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from tests.builders import NOW, TODAY, a_group, a_meeting, a_programme, a_uuid
from vsla.domain.errors import MeetingNumberTakenError
from vsla.services.record_meeting import record, record_or_keep
from vsla.services.verify_ledger import verify_group
from vsla.store import contested
from vsla.store.models import JournalEntry
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine

    from vsla.domain.errors import ConflictError
    from vsla.services.access import Actor
    from vsla.services.record_meeting import Recorded

PHONES = 8


def at_once(
    jobs: Sequence[Callable[[], Recorded | ConflictError]],
) -> list[Recorded | ConflictError]:
    """Run jobs in threads that start together."""
    gate = Barrier(len(jobs))

    def run(job: Callable[[], Recorded | ConflictError]) -> Recorded | ConflictError:
        gate.wait(30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [one.result(60) for one in [pool.submit(run, job) for job in jobs]]


def sending(
    engine: Engine, actor: Actor, group_id: int, body: str, key: object
) -> Callable[[], Recorded | ConflictError]:
    """Make a job that sends a document in a transaction of its own."""

    def send() -> Recorded | ConflictError:
        with Session(engine) as session, transaction(session):
            return record_or_keep(
                session,
                actor,
                group_id=group_id,
                uuid=a_uuid(key),
                body=body,
                now=NOW,
                today=TODAY,
            )

    return send


def entries(session: Session, group_id: int) -> int:
    query = select(func.count()).where(JournalEntry.group_id == group_id)
    return session.scalar(query) or 0


def test_one_meeting_sent_by_eight_threads_is_one_entry(database_url: str) -> None:
    engine = create_engine(database_url)
    with Session(engine) as session, transaction(session):
        world = a_group(session, members=8)
        body, group_id = json.dumps(a_meeting(world)), world.group_id
        actor = world.facilitator

    answers = at_once([sending(engine, actor, group_id, body, "one key")] * PHONES)

    recorded = [answer for answer in answers if not isinstance(answer, Exception)]
    assert [answer.entry_number for answer in recorded] == [1] * PHONES
    assert sorted(answer.replay for answer in recorded) == [False] + [True] * (PHONES - 1)
    with Session(engine) as session:
        assert entries(session, group_id) == 1
        assert contested.unsettled(session, group_id) == []
        assert verify_group(session, group_id) == []
    engine.dispose()


def test_of_eight_versions_of_a_meeting_one_stands_and_seven_are_kept(database_url: str) -> None:
    engine = create_engine(database_url)
    with Session(engine) as session, transaction(session):
        world = a_group(session, members=8)
        group_id, actor = world.group_id, world.facilitator
        bodies = [json.dumps(a_meeting(world, shares={1: n})) for n in range(1, PHONES + 1)]

    answers = at_once(
        [sending(engine, actor, group_id, body, key) for key, body in enumerate(bodies)]
    )

    taken = [answer for answer in answers if isinstance(answer, MeetingNumberTakenError)]
    assert len(taken) == PHONES - 1
    with Session(engine) as session:
        assert entries(session, group_id) == 1
        assert len(contested.unsettled(session, group_id)) == PHONES - 1
        assert verify_group(session, group_id) == []
    engine.dispose()


def test_four_groups_are_written_to_at_once(database_url: str) -> None:
    engine = create_engine(database_url)
    with Session(engine) as session, transaction(session):
        programme = a_programme(session)
        worlds = [a_group(session, programme, members=8) for _ in range(4)]
        groups = [world.group_id for world in worlds]
        bodies = [
            [
                json.dumps(a_meeting(w, n, shares={1: 1}, opening_count={}, closing_count={}))
                for n in range(1, 6)
            ]
            for w in worlds
        ]
        actor = worlds[0].officer

    def life(group_id: int, documents: list[str]) -> Callable[[], Recorded | ConflictError]:
        sends = [
            sending(engine, actor, group_id, body, (group_id, n))
            for n, body in enumerate(documents)
        ]
        return lambda: [send() for send in sends][-1]

    answers = at_once([life(group, texts) for group, texts in zip(groups, bodies, strict=True)])

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    with Session(engine) as session:
        assert [entries(session, group) for group in groups] == [5] * 4
        assert [verify_group(session, group) for group in groups] == [[]] * 4
    engine.dispose()


def test_what_fails_leaves_nothing_behind(database_url: str) -> None:
    engine = create_engine(database_url)
    with Session(engine) as session, transaction(session):
        world = a_group(session, members=8)
        body, group_id, actor = json.dumps(a_meeting(world)), world.group_id, world.facilitator

    def broken() -> None:
        with Session(engine) as session, transaction(session):
            record(
                session,
                actor,
                group_id=group_id,
                uuid=a_uuid("x"),
                body=body,
                now=NOW,
                today=TODAY,
            )
            raise KeyboardInterrupt

    stopped = False
    try:
        broken()
    except KeyboardInterrupt:
        stopped = True

    with Session(engine) as session:
        assert stopped
        assert entries(session, group_id) == 0
        assert verify_group(session, group_id) == []
    engine.dispose()
