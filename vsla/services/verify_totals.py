"""Hold every total against the ledgers, or write it anew, without telling documents again.

Movements, attendance, fines and help are added up by ``domain/totals``, some groups at a time. The
chain, the documents, the facts and the list of loans are held by ``verify_ledger``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vsla.domain.facts import COUNTER_NAMES, Counters, numbers_of
from vsla.domain.roster import Gender
from vsla.domain.totals import add_up
from vsla.services import zone_sums
from vsla.services.verify_ledger import Check, Finding, rebuild_group
from vsla.store import position, rollups, totals
from vsla.store.canonical import to_text
from vsla.store.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.totals import Place, Totals
    from vsla.store.position import Position

AT_ONCE = 50
"""Groups that are read together, and written in one transaction."""

_ARREARS = COUNTER_NAMES.index("arrears_change_minor")
_NOTHING = (0,) * len(COUNTER_NAMES)

Numbers = dict[Gender, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Compared:
    """One group as it adds up and as it is stored.

    Attributes:
        position: as stored.
        totals: as added up.
        slices: the counters of every place where the two differ, as added up; sexes without
            anything are absent.
        found: each difference by name.
        columns: columns of the position that differ, as added up.
    """

    position: Position
    totals: Totals
    slices: dict[Place, dict[Gender, Counters]]
    found: list[Finding]
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuilding did.

    Attributes:
        groups: that were added up.
        changed: of them, those of which anything stored was not so.
        zones: whose sums were made anew.
    """

    groups: int
    changed: int
    zones: int


def verify_totals(
    session: Session, *, today: date, note: Callable[[int], object] = lambda _groups: None
) -> tuple[int, list[Finding]]:
    """Compare every total with what the ledgers add up to.

    Args:
        session: to read with.
        today: where the server is; sums of zones are kept by month before its own.
        note: told how many groups were compared, after each part.

    Returns:
        How many groups have a position, and every disagreement; zones last.
    """
    found = [Finding(number, Check.POSITION, "lost") for number in totals.lost(session)]
    numbers = totals.numbers(session)
    for first, last, count in _parts(numbers):
        for one in _compare(session, first, last):
            found += one.found
        note(count)
    for zones in zone_sums.batches(session):
        found += [
            Finding(0, Check.ZONE, f"zone {zone}: {table}")
            for zone, table in zone_sums.differing(session, zones, today=today)
        ]
    return len(numbers), found


def rebuild_totals(
    session: Session, *, today: date, note: Callable[[int], object] = lambda _groups: None
) -> Rebuilt:
    """Write every total as the ledgers add up: figures by month, positions, sums of zones.

    Each part is one transaction, in which nobody else writes to its groups; interrupted, all is
    well as far as it came. Slices and positions that are right stay untouched.

    Args:
        session: of the command line, outside of a transaction.
        today: where the server is.
        note: told how many groups were added up, after each part.

    Returns:
        What was done.
    """
    changed = 0
    numbers = totals.numbers(session)
    session.rollback()
    for first, last, count in _parts(numbers):
        with transaction(session):
            for one in list(_compare(session, first, last, lock=True)):
                changed += _write(session, one)
        note(count)
    return Rebuilt(len(numbers), changed, rebuild_zones(session, today=today))


def rebuild_zones(session: Session, *, today: date) -> int:
    """Make the sums of all zones anew, some zones in each transaction.

    Args:
        session: of the command line, outside of a transaction.
        today: where the server is.

    Returns:
        How many zones there are.
    """
    batches = zone_sums.batches(session)
    session.rollback()
    for part in batches:
        with transaction(session):
            zone_sums.make_anew(session, part, today=today)
    return sum(map(len, batches))


def _parts(numbers: list[int]) -> Iterator[tuple[int, int, int]]:
    """Cut the numbers of groups into ranges, each with its count."""
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        yield part[0], part[-1], len(part)


def _compare(session: Session, first: int, last: int, *, lock: bool = False) -> Iterator[_Compared]:
    positions = {one.group_id: one for one in position.read_some(session, first, last, lock=lock)}
    stored = rollups.slices_of_some(session, first, last)
    for group_id, ledger in totals.ledgers(session, first, last):
        here = positions.get(group_id)
        if here is not None:
            yield _compare_group(here, stored.get(group_id, {}), add_up(ledger))


def _compare_group(here: Position, stored: dict[Place, Numbers], summed: Totals) -> _Compared:
    skipped = None if summed.certain else _ARREARS
    slices, found = {}, []
    for place in sorted(stored.keys() | summed.slices.keys()):
        kept, added = stored.get(place, {}), summed.slices.get(place, {})
        differing = [
            gender
            for gender in kept.keys() | added.keys()
            if not _same(kept.get(gender), added.get(gender), skipped)
        ]
        if differing:
            slices[place] = added
            found += [
                Finding(
                    here.group_id,
                    Check.ROLLUP_LEDGER,
                    f"cycle {place[0]}, month {place[1]}, sex {gender}",
                )
                for gender in sorted(differing)
            ]
    columns: dict[str, Any] = {
        name: value
        for name, value in summed.standing.items()
        if getattr(here, name) != value and (summed.certain or name != "arrears")
    }
    books = _running(here, summed)
    if books is not None:
        columns["books"] = books
    found += [Finding(here.group_id, Check.POSITION, name) for name in sorted(columns)]
    return _Compared(here, summed, slices, found, columns)


def _same(kept: tuple[int, ...] | None, added: Counters | None, skipped: int | None) -> bool:
    one = kept or _NOTHING
    other = _NOTHING if added is None else numbers_of(added)
    if one == other:
        return True
    return skipped is not None and all(
        a == b for place, (a, b) in enumerate(zip(one, other, strict=True)) if place != skipped
    )


def _running(here: Position, summed: Totals) -> str | None:
    """Give the stored books with the slices of the running month as added up, if they differ."""
    stored = json.loads(here.books)
    cycle = summed.standing["cycle"]
    month = max((month for of, month in summed.slices if of == cycle), default=0)
    added = summed.slices.get((here.cycle, month), {})
    kept = {Gender(gender): tuple(values) for gender, values in stored.get("slices", {}).items()}
    skipped = None if summed.certain else _ARREARS
    same = stored.get("month", 0) == month and all(
        _same(kept.get(gender), added.get(gender), skipped) for gender in kept.keys() | added.keys()
    )
    if same:
        return None
    # Counting a month always names the group's own slice, though nothing may be in it.
    own = {Gender.UNSAID: Counters()} if month else {}
    slices = {str(gender): list(numbers_of(one)) for gender, one in sorted((own | added).items())}
    return to_text(stored | {"month": month, "slices": slices})


def _write(session: Session, one: _Compared) -> bool:
    """Write what differs; a group whose arrears only its documents tell is told again."""
    if not one.found:
        return False
    group_id = one.position.group_id
    if not one.totals.certain:
        rebuild_group(session, group_id)
        return True
    for (cycle, month), by_gender in one.slices.items():
        rollups.rewrite_slices(session, group_id, cycle, {month: by_gender})
    if one.columns:
        position.write(session, one.position._replace(**one.columns))
    return True
