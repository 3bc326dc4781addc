"""P9: the statements of a whole group after a year, as a PDF for the printer."""

from __future__ import annotations

from resource import RUSAGE_CHILDREN, getrusage
from typing import TYPE_CHECKING

from tests.bench import worlds
from tests.bench.measure import Ratio, Span, middle
from tests.bench.pages import log_in, open_page, queries
from tests.conftest import build_app, database

if TYPE_CHECKING:
    from pathlib import Path
    from resource import struct_rusage

MEMBERS = 30
MEETINGS = 48
ROUNDS = 6
WARM = 1
OF_THE_PERSON = 2
"""Queries of every request: who is logged in, and whose groups are hers."""


def statements(folder: Path) -> Ratio:
    """Print thirty statements of a year, held against one second."""
    with worlds.a_database(folder) as (file, engine):
        world = worlds.group(engine, worlds.programme(engine), MEMBERS)
        for number in range(1, MEETINGS + 1):
            worlds.send(engine, world, number, worlds.document(engine, world, number))
        app = build_app(f"sqlite:///{file}", folder)
        client = app.test_client()
        log_in(client, engine, world)
        path = f"/groups/{world.group_id}/papers/statement.pdf?lang=fr"
        before = getrusage(RUSAGE_CHILDREN)
        took = [open_page(client, path) for _ in range(ROUNDS)]
        after = getrusage(RUSAGE_CHILDREN)
        with app.app_context():
            sent = queries(client, path, database().engine) - OF_THE_PERSON
            database().session.remove()
            database().engine.dispose()
    return Ratio(
        "P9 statements",
        f"{MEMBERS} statements of {MEETINGS} meetings in one PDF, through Flask's test client, "
        "against one second; the compiler runs in a process of its own, not in this cpu",
        middle(took, WARM),
        Span(1, 1),
        1,
        f"{sent} queries (goal <= 3) beside the {OF_THE_PERSON} of the login; that it was printed "
        f"is noted by one insert; the compiler's process takes {_cpu_ms(before, after)} ms of a "
        f"processor and {after.ru_maxrss // 1024} MB",
    )


def _cpu_ms(before: struct_rusage, after: struct_rusage) -> int:
    """Give the processor time of one round of the processes that were started, milliseconds."""
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(1000 * used / ROUNDS)
