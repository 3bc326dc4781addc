"""P8: sharing out, against the rows it writes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from tests.bench import worlds
from tests.bench.measure import Ratio, middle
from tests.bench.raw import against_raw
from tests.builders import NOW, a_uuid
from tests.domain_builders import OPENED_ON
from vsla.domain.cash_count import CashCount
from vsla.domain.ledger import Account
from vsla.services import share_out
from vsla.services.access import group_for
from vsla.services.books import load
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.builders import GroupWorld

MEMBERS = 30
GROUPS = 24
WARM = 3
MEETINGS = 9
"""The last loans are granted at meeting 8 and are set off."""
HELD_ON = OPENED_ON + timedelta(weeks=MEETINGS)


def against_raw_rows(folder: Path) -> Ratio:
    """Confirm share-outs and write each one's rows once more by the driver alone."""
    with worlds.a_database(folder, "shared") as (file, engine):
        programme = worlds.programme(engine)
        groups = [worlds.group(engine, programme, MEMBERS) for _ in range(GROUPS)]
        for world in groups:
            for number in range(1, MEETINGS + 1):
                worlds.send(engine, world, number, worlds.document(engine, world, number))
        works = [_confirmation(world, *_propose(engine, world)) for world in groups]
        service, raw = against_raw(file, engine, works)
    return Ratio(
        "P8 share out",
        f"services.share_out.confirm of {MEMBERS} members inside transaction(), with {worlds.LOANS}"
        " loans set off, against the same rows written by sqlite3",
        middle(service, WARM),
        middle(raw, WARM),
        4,
        "the figures are reckoned anew and compared with those proposed",
    )


def share_out_on(engine: Engine, world: GroupWorld, day: date) -> None:
    """Propose a share-out and confirm it."""
    _confirmation(world, *_propose(engine, world, day))(engine)


def _propose(engine: Engine, world: GroupWorld, day: date = HELD_ON) -> tuple[int, str]:
    with Session(engine) as session, transaction(session):
        group = group_for(session, world.facilitator, world.group_id)
        balances = load(session, group).books.balances
        counted = CashCount(balances[Account.CASH_LOAN_FUND], balances[Account.CASH_SOLIDARITY])
        proposal = share_out.propose(
            session,
            world.facilitator,
            group_id=world.group_id,
            held_on=day,
            counted=counted,
            now=NOW,
        )
        return proposal.number, proposal.digest


def _confirmation(world: GroupWorld, number: int, digest: str) -> Callable[[Engine], None]:
    def confirm(engine: Engine) -> None:
        with Session(engine) as session, transaction(session):
            share_out.confirm(
                session,
                world.officer,
                group_id=world.group_id,
                proposal_number=number,
                digest=digest,
                now=NOW,
                uuid=a_uuid((world.group_id, "share-out")),
            )

    return confirm
