"""Invented groups on a SQLite file, built through the services alone."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.builders import NOW, TODAY, GroupWorld, a_group, a_meeting, a_programme, a_uuid
from tests.conftest import migrate
from tests.domain_builders import SOLIDARITY
from vsla.services.record_meeting import record
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.builders import ProgrammeWorld

LOAN_EVERY = 4
LOANS = 8
PRINCIPAL = 300_000
OWED_AFTER_A_MONTH = 330_000
FINE = 10_000


@contextmanager
def a_database(folder: Path, name: str = "vsla") -> Iterator[tuple[Path, Engine]]:
    """Make an empty database of the newest migration, and an engine for it."""
    file = folder / f"{name}.sqlite"
    migrate(f"sqlite:///{file}")
    engine = create_engine(f"sqlite:///{file}")
    try:
        yield file, engine
    finally:
        engine.dispose()


def programme(engine: Engine) -> ProgrammeWorld:
    """Add a programme with its users."""
    with Session(engine) as session, transaction(session):
        return a_programme(session)


def group(engine: Engine, of: ProgrammeWorld, members: int = 28) -> GroupWorld:
    """Open a group whose first cycle is open."""
    with Session(engine) as session, transaction(session):
        return a_group(session, of, members=members)


def document(engine: Engine, world: GroupWorld, number: int) -> str:
    """Write the next meeting of a usual group word for word.

    Everybody comes, buys one to five shares and pays solidarity; four members are fined, two of
    them pay at once; every fourth meeting pays back eight loans and grants eight.
    """
    members = world.members
    fined = [members[(number + step) % len(members)] for step in range(4)]
    parts: dict[str, Any] = {
        "shares": {member: 1 + (member + number) % 5 for member in members},
        "solidarity": SOLIDARITY,
        "fines_charged": [
            {"member": member, "offence": "late", "amount_minor": FINE} for member in fined
        ],
        "fines_paid": [{"member": member, "amount_minor": FINE} for member in fined[:2]],
    }
    if number % LOAN_EVERY == 0:
        parts["loans_granted"] = [
            {
                "line": line,
                "member": members[(number // LOAN_EVERY * LOANS + line) % len(members)],
                "amount_minor": PRINCIPAL,
                "term": 1,
                "purpose": "trade",
                "guarantors": [members[0], members[1]],
            }
            for line in range(1, LOANS + 1)
        ]
    with Session(engine) as session:
        here = GroupWorld(
            session,
            world.programme,
            world.group_id,
            world.facilitator,
            world.officer,
            members,
            world.opened_on,
        )
        if number % LOAN_EVERY == 0:
            parts["repayments"] = [
                {"loan": loan, "amount_minor": OWED_AFTER_A_MONTH}
                for loan in here.ground().books.loans
            ]
        return json.dumps(a_meeting(here, number, by_note=True, **parts), separators=(",", ":"))


def send(engine: Engine, world: GroupWorld, number: int, body: str) -> None:
    """Record a meeting as a request does: a new session, one durable transaction."""
    with Session(engine) as session, transaction(session):
        record(
            session,
            world.facilitator,
            group_id=world.group_id,
            uuid=a_uuid((world.group_id, number)),
            body=body,
            now=NOW,
            today=TODAY,
        )
