"""P6, P7 and P14: a whole programme, filled in bulk, in ratios of the same run."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from tests.bench import worlds
from tests.bench.measure import Ratio, Span, middle, span_of
from vsla.domain.facts import COUNTER_NAMES
from vsla.domain.roster import Gender
from vsla.services import zone_sums
from vsla.services.access import system_actor
from vsla.services.bench_data import fill
from vsla.services.demonstration.shape import TO_ON
from vsla.services.monitoring import Choice, monitor
from vsla.services.programme_report import Period
from vsla.services.verify_ledger import rebuild_group, verify_group
from vsla.services.verify_totals import rebuild_totals, verify_totals
from vsla.store.groups import codes
from vsla.store.models import Group, Member, MovementRow, RollupMonth, ZoneMark
from vsla.store.rollups import By, add_up, sum_minor
from vsla.store.scope import Scope
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

ROUNDS = 9
WARM = 2
VERIFIED = 30
SCANNED = 1_000
MEETINGS = 4
_FROM, _TO = date(2017, 12, 1), date(2018, 2, 28)


def _filled(engine: Engine, groups: int, *, light: bool) -> int:
    """Fill a database and give the number of its programme."""
    with Session(engine) as session:
        return fill(session, groups=groups, light=light).programme_id


def _dashboard(engine: Engine, programme_id: int) -> Callable[[], object]:
    """Compute the board, of which the sums of zones are fresh."""
    choice = Choice(programme_id=programme_id, period=Period(_FROM, _TO))

    def read() -> None:
        with Session(engine) as session:
            assert not zone_sums.stale(session, programme_id)
            assert monitor(session, system_actor(), choice, today=_TO).groups

    return read


def _rollup(engine: Engine, programme_id: int) -> Callable[[], object]:
    def read() -> None:
        with Session(engine) as session:
            add_up(session, Scope(programme_id=programme_id), by=(By.GENDER,))

    return read


def _scan(engine: Engine, programme_id: int) -> Callable[[], object]:
    """Add the same up from the movements, by sex."""
    query = (
        select(Group.currency, Member.gender, MovementRow.kind, sum_minor(MovementRow.amount))
        .join_from(MovementRow, Group, Group.group_id == MovementRow.group_id)
        .join(
            Member,
            (Member.group_id == MovementRow.group_id) & (Member.member_id == MovementRow.member_id),
        )
        .where(Group.programme_id == programme_id)
        .group_by(Group.currency, Member.gender, MovementRow.kind)
    )

    def read() -> None:
        with Session(engine) as session:
            rows = session.execute(query).all()
            assert {row[1] for row in rows} <= set(Gender)

    return read


def _measured(work: Callable[[], object]) -> Span:
    return middle([span_of(work) for _ in range(ROUNDS)], WARM)


def _against_rollup(folder: Path, groups: int) -> Ratio:
    with worlds.a_database(folder) as (_file, engine):
        programme_id = _filled(engine, groups, light=True)
        took = _measured(_dashboard(engine, programme_id))
        limit = _measured(_rollup(engine, programme_id))
        anew = _measured(partial(_refresh, engine, programme_id))
    return Ratio(
        f"P6 board, {groups:,} groups",
        "monitor() of a programme over three months from the sums of its zones, against one query "
        "of the slices of all groups by sex",
        took,
        limit,
        2,
        f"making the sums of one zone of 200 groups anew, as after a meeting: {_ms(anew)}",
    )


def _refresh(engine: Engine, programme_id: int) -> None:
    with Session(engine) as session:
        zone = session.scalars(select(Group.zone_id).limit(1)).one()
        session.rollback()
        with transaction(session):
            session.execute(insert(ZoneMark).values(group_id=1, zone_id=zone, stamp=0))
            assert zone_sums.freshen(session, programme_id, today=_TO) == [zone]


def _ms(span: Span) -> str:
    return f"{1000 * span.wall:.0f} ms"


def of_four_years(folder: Path) -> Ratio:
    """Compute the board of 1,000 groups with four times the history, against once."""
    with worlds.a_database(folder) as (_file, engine):
        programme_id = _filled(engine, 1_000, light=True)
        limit = _measured(_dashboard(engine, programme_id))
        columns = ", ".join(COUNTER_NAMES)
        with Session(engine) as session, transaction(session):
            for years in (1, 2, 3):
                session.execute(
                    text(
                        "INSERT INTO rollup_month "  # noqa: S608 - names of columns
                        f"(group_id, cycle, month, gender, {columns}) "
                        f"SELECT group_id, cycle + 100, month - {100 * years}, gender, {columns} "
                        "FROM rollup_month WHERE cycle < 100"
                    )
                )
            session.execute(
                text(
                    "INSERT INTO zone_mark SELECT group_id, zone_id, 0 FROM savings_group "
                    "WHERE group_id NOT IN (SELECT group_id FROM zone_mark)"
                )
            )
            zone_sums.freshen(session, programme_id, today=_TO)
        took = _measured(_dashboard(engine, programme_id))
    return Ratio(
        "P6 board, four times the meetings",
        "monitor() of 1,000 groups with four years of meetings, against one year",
        took,
        limit,
        2,
    )


def of_a_thousand(folder: Path) -> Ratio:
    """Report on 1,000 groups."""
    return _against_rollup(folder, 1_000)


def of_ten_thousand(folder: Path) -> Ratio:
    """Report on 10,000 groups."""
    return _against_rollup(folder, 10_000)


def against_scanning(folder: Path) -> Ratio:
    """Report on groups whose ledgers are whole, against adding their movements up."""
    with worlds.a_database(folder) as (_file, engine):
        programme_id = _filled(engine, SCANNED, light=False)
        with Session(engine) as session:
            movements = session.scalars(select(func.count()).select_from(MovementRow)).one()
        took = _measured(_dashboard(engine, programme_id))
        limit = middle([span_of(_scan(engine, programme_id)) for _ in range(3)], 1)
    return Ratio(
        f"P6 board, {SCANNED:,} groups, against scanning",
        f"monitor() of a programme, against adding {movements:,} movements up by sex",
        took,
        limit,
        0.01,
    )


def of_a_hundred_thousand(folder: Path) -> Ratio:
    """Report on 100,000 groups, against 10,000."""
    spans = []
    for groups in (10_000, 100_000):
        with worlds.a_database(folder, str(groups)) as (_file, engine):
            with Session(engine) as session:
                programme_id = fill(session, groups=groups, meetings=MEETINGS).programme_id
            spans.append(_measured(_dashboard(engine, programme_id)))
    return Ratio(
        "P7 board, 100,000 groups",
        f"monitor() of a programme whose groups have members, ledgers and {MEETINGS} meetings each,"
        " against the same of 10,000 groups; P6 shows that meetings cost nothing",
        spans[1],
        spans[0],
        10,
    )


def verified(folder: Path) -> str:
    """Verify the totals of groups and make them anew, against the bare sums of their movements."""
    with worlds.a_database(folder) as (_file, engine):
        programme_id = _filled(engine, SCANNED, light=False)
        with Session(engine) as session:
            found = verify_totals(session, today=TO_ON)
            assert found == (SCANNED, []), found
        limit = _best(_scan(engine, programme_id))
        checked = _best(partial(_verify_totals, engine))
        kept = _best(partial(_rebuild, engine, 0))
        written = middle([_after_damage(engine) for _ in range(3)])
        replayed = span_of(partial(_replay, engine))
    told = (
        ("P14 verify totals", "vsla verify --totals: every counter, position and zone", checked),
        ("P14 rebuild totals", "vsla rebuild --totals where all is right", kept),
        ("P14 rebuild totals, all wrong", "the same with every slice of every group lost", written),
    )
    more = (
        f"chain, replay of every document and all derived rows anew (vsla verify, vsla rebuild): "
        f"{1000 * replayed.wall / VERIFIED:.0f} ms a group"
    )
    return "\n".join(
        str(Ratio(f"{goal}, {SCANNED:,} groups", f"{means}, {_AGAINST}", took, limit, 2, more))
        for goal, means, took in told
    )


_AGAINST = "against the bare GROUP BY of all movements"


def _best(work: Callable[[], object]) -> Span:
    return middle([span_of(work) for _ in range(4)], 1)


def _verify_totals(engine: Engine) -> None:
    with Session(engine) as session:
        assert verify_totals(session, today=TO_ON)[1] == []


def _rebuild(engine: Engine, changed: int) -> None:
    with Session(engine) as session:
        assert rebuild_totals(session, today=TO_ON).changed == changed


def _after_damage(engine: Engine) -> Span:
    with engine.begin() as connection:
        connection.execute(delete(RollupMonth))
    took = span_of(partial(_rebuild, engine, SCANNED))
    _verify_totals(engine)
    return took


def _replay(engine: Engine) -> None:
    with Session(engine) as session:
        for group_id, _code in codes(session)[:VERIFIED]:
            assert verify_group(session, group_id) == []
            with transaction(session):
                rebuild_group(session, group_id)
