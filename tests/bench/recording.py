"""P1 and P4: recording meetings, against the raw rows and as history and groups grow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.bench import worlds
from tests.bench.measure import Ratio, middle, span_of
from tests.bench.raw import against_raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.bench.measure import Span
    from tests.builders import GroupWorld

MEETINGS = 48
WARM = 8
LAST = 8
SHORT = 12
GROUPS = 15
GROWTH = 4
"""History and groups are measured at one size and at this many times that size."""


def against_raw_rows(folder: Path) -> Ratio:
    """Record meetings one by one and write each one's rows once more by the driver alone."""
    with worlds.a_database(folder, "recorded") as (file, engine):
        programme = worlds.programme(engine)
        groups = [worlds.group(engine, programme) for _ in range(2)]
        service, raw = against_raw(file, engine, _meetings(engine, groups))
    return Ratio(
        "P1 record a meeting",
        f"one meeting of {len(groups[0].members)} members through services.record_meeting.record "
        "inside transaction(), against the same rows written by sqlite3",
        middle(service, WARM),
        middle(raw, WARM),
        3,
        f"{len(service) - WARM} meetings, one in {worlds.LOAN_EVERY} with {worlds.LOANS} loans and "
        f"{worlds.LOANS} repayments",
    )


def _meetings(engine: Engine, groups: list[GroupWorld]) -> Iterator[Callable[[Engine], None]]:
    """Write each meeting when those before it are recorded: it counts the boxes."""
    for world in groups:
        for number in range(1, MEETINGS + 1):
            body = worlds.document(engine, world, number)
            yield partial(worlds.send, world=world, number=number, body=body)


def _record(engine: Engine, world: GroupWorld, number: int) -> Span:
    body = worlds.document(engine, world, number)
    return span_of(lambda: worlds.send(engine, world, number, body))


def as_history_grows(folder: Path) -> Ratio:
    """Record the first meetings of a cycle, and those that come when it is four times as long."""
    first: list[Span] = []
    last: list[Span] = []
    with worlds.a_database(folder, "history") as (_, engine):
        programme = worlds.programme(engine)
        _record(engine, worlds.group(engine, programme), 1)
        for _ in range(worlds.LOAN_EVERY):
            world = worlds.group(engine, programme)
            times = {n: _record(engine, world, n) for n in range(1, SHORT * GROWTH + 1)}
            first += [times[n] for n in range(worlds.LOAN_EVERY + 1, SHORT + 1)]
            last += [times[n] for n in range(SHORT * GROWTH - LAST + 1, SHORT * GROWTH + 1)]
    return Ratio(
        "P4 recording as history grows",
        f"meetings {SHORT * GROWTH - LAST + 1} to {SHORT * GROWTH} of a cycle, against meetings "
        f"{worlds.LOAN_EVERY + 1} to {SHORT}",
        middle(last),
        middle(first),
        1.2,
    )


def as_groups_grow(folder: Path) -> Ratio:
    """Record meetings of a few groups, and again when there are four times as many."""
    few: list[Span] = []
    many: list[Span] = []
    with worlds.a_database(folder, "groups") as (_, engine):
        programme = worlds.programme(engine)
        groups = [worlds.group(engine, programme) for _ in range(GROUPS)]
        _record(engine, groups[0], 1)
        few += [_record(engine, world, n) for n in (2, 3, 4, 5) for world in groups]
        groups += [worlds.group(engine, programme) for _ in range(GROUPS * (GROWTH - 1))]
        many += [_record(engine, world, n) for n in (2, 3, 4, 5) for world in groups[GROUPS:]]
    return Ratio(
        "P4 recording as groups grow",
        f"meetings of {GROUPS * GROWTH} groups, against meetings of {GROUPS} groups",
        middle(many),
        middle(few),
        1.2,
    )
