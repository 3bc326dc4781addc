"""P12: bytes of a group and cycle, for the workload the goal is about and for the demonstration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.bench import sharing, worlds
from tests.conftest import migrate
from tests.domain_builders import OPENED_ON
from tests.postgres import running_postgres
from vsla.services.bench_data import fill
from vsla.store.bulk import Copy, next_group_id, template_of, write_copies
from vsla.store.models import Cycle, Group, MovementRow
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

KIB = 1024
MEMBERS, MEETINGS, COPIES = 28, 48, 200
LARGEST = 8
"""Tables that are named with their bytes."""

_BYTES_SQLITE = "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"
_BYTES_POSTGRES = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"
)


def whole_cycles(engine: Engine) -> None:
    """Let one group meet 48 times and share out through the services, and copy it."""
    programme = worlds.programme(engine)
    world = worlds.group(engine, programme, MEMBERS)
    for number in range(1, MEETINGS + 1):
        worlds.send(engine, world, number, worlds.document(engine, world, number))
    sharing.share_out_on(engine, world, OPENED_ON + timedelta(weeks=MEETINGS + 1))
    with Session(engine) as session, transaction(session):
        group = session.get_one(Group, world.group_id)
        template, first = template_of(session, world.group_id), next_group_id(session)
        user = world.facilitator.user_id
        assert user is not None, "a person accompanies it"
        write_copies(
            session,
            template,
            [
                Copy(number, f"B{number:06}", f"Groupe {number}", group.zone_id, user)
                for number in range(first, first + COPIES - 1)
            ],
        )


def _demonstration(engine: Engine) -> None:
    with Session(engine) as session:
        fill(session, groups=COPIES)


_WHOLE = (
    f"{MEMBERS} members, {MEETINGS} meetings with a purchase and solidarity of each and 4 fines, 8 "
    "loans and 8 repayments at every 4th, and the share-out"
)
_LIVES: tuple[tuple[str, Callable[[Engine], None]], ...] = (
    (_WHOLE, whole_cycles),
    ("cycles of the demonstration (bench-data)", _demonstration),
)


def disk_of_sqlite(folder: Path) -> str:
    """Tell the bytes of a group and cycle in a SQLite file."""
    return "\n".join(
        _of_sqlite(folder, f"disk{place}", means, live)
        for place, (means, live) in enumerate(_LIVES)
    )


def _of_sqlite(folder: Path, name: str, means: str, live: Callable[[Engine], None]) -> str:
    with worlds.a_database(folder, name) as (file, engine):
        empty = file.stat().st_size
        live(engine)
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return _told("SQLite", means, engine, file.stat().st_size - empty, 115, _BYTES_SQLITE)


def disk_of_postgres(_folder: Path) -> str:
    """Tell the bytes of a group and cycle in a PostgreSQL database."""
    with running_postgres() as server:
        return "\n".join(
            _of_postgres(server.create(f"vsla_disk{place}"), means, live)
            for place, (means, live) in enumerate(_LIVES)
        )


def _of_postgres(url: str, means: str, live: Callable[[Engine], None]) -> str:
    migrate(url)
    engine = create_engine(url)
    size = text("SELECT pg_database_size(current_database())")
    with engine.connect() as connection:
        empty = connection.scalar(size)
    live(engine)
    with engine.connect() as connection:
        used = connection.scalar(size) - empty
    told = _told("PostgreSQL", means, engine, used, 470, _BYTES_POSTGRES)
    engine.dispose()
    return told


def _told(name: str, means: str, engine: Engine, used: int, most: int, by_table: str) -> str:
    with Session(engine) as session:
        cycles = session.scalars(select(func.count()).select_from(Cycle)).one()
        movements = session.scalars(select(func.count()).select_from(MovementRow)).one()
        try:
            tables = session.execute(text(by_table)).all()
        except OperationalError:
            tables = []
    each = used / cycles / KIB
    verdict = "reached" if each <= most else "MISSED"
    shares = ", ".join(f"{table} {size / cycles / KIB:.1f}" for table, size in tables[:LARGEST])
    return (
        f"P12 disk on {name}: {each:.0f} KiB a group and cycle, goal <= {most} KiB, {verdict}\n"
        f"    {means}; {movements / cycles:,.0f} movements a cycle\n"
        f"    {used:,} bytes for {cycles} cycles of {COPIES} groups, the documents word for word "
        f"among them; KiB a cycle: {shares or 'not told'}"
    )
