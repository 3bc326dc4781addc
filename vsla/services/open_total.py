"""Open a total: by zone, by group, by entry of the ledger; the sums are equal at each step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.board import Heads, board, figure_of
from vsla.domain.calendar import month_of
from vsla.domain.errors import NotFoundError
from vsla.domain.opening import MEASURES
from vsla.services.monitoring import allowed
from vsla.store import opening, zone_level, zone_sums
from vsla.store.rollups import By, add_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from vsla.domain.facts import Counters
    from vsla.domain.first_results import Columns
    from vsla.domain.indicators import Ratio
    from vsla.domain.opening import Measure
    from vsla.domain.roster import Gender
    from vsla.services.access import Actor
    from vsla.services.monitoring import Choice
    from vsla.store.opening import Place, Step
    from vsla.store.rollups import Sums

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total: a zone, a group or an entry, with its figure in one currency."""

    place: Place
    currency: str
    figure: Columns[Ratio]


@dataclass(frozen=True, slots=True)
class Opened:
    """A total and what it is made of.

    Attributes:
        measure: which.
        totals: by currency, of all parts, also those on other pages.
        parts: on this page, in order.
        has_previous: there are parts before.
        has_next: there are parts behind.
    """

    measure: Measure
    totals: dict[str, Columns[Ratio]]
    parts: tuple[Part, ...]
    has_previous: bool = False
    has_next: bool = False


def measure_of(code: str) -> Measure:
    """Find a total that opens.

    Raises:
        NotFoundError: there is none of this code.
    """
    if code not in MEASURES:
        raise NotFoundError
    return MEASURES[code]


def by_zone(session: Session, actor: Actor, choice: Choice, code: str) -> Opened:
    """Open a total of a programme by zone, in two statements more than asking who may.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        choice: of groups and months.
        code: of the measure.

    Returns:
        Every zone that has any of it.

    Raises:
        NotFoundError: there is no such measure, or the programme is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    measure = measure_of(code)
    allowed(session, actor, choice)
    lines = _sums(session, measure, choice, By.ZONE)
    places = {place.number: place for place in opening.zones(session, choice.programme_id)}
    parts = [
        Part(places[zone], currency, figure)
        for (currency, zone), figure in _figures(measure, lines).items()
    ]
    parts.sort(key=lambda part: (part.place.name, part.place.number, part.currency))
    return Opened(measure, _totals(measure, lines), tuple(parts))


def by_group(
    session: Session,
    actor: Actor,
    choice: Choice,
    code: str,
    *,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
) -> Opened:
    """Open a total by group, by name and page by page.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        choice: of groups and months.
        code: of the measure.
        after: name and id of the last group of the page before.
        before: name and id of the first group of the page behind.

    Returns:
        At most ``PAGE_SIZE`` groups, zero ones among them, and the totals of all.

    Raises:
        NotFoundError: there is no such measure, or the programme is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    measure = measure_of(code)
    allowed(session, actor, choice)
    places, more = opening.groups(
        session, choice.scope, after=after, before=before, limit=PAGE_SIZE
    )
    numbers = [place.number for place in places]
    figures = _figures(measure, _sums(session, measure, choice, By.GROUP, numbers))
    empty = figure_of(measure.indicator, board({}, {}, Heads(), months=1))
    parts = tuple(
        Part(place, place.currency, figures.get((place.currency, place.number), empty))
        for place in places
    )
    totals = _totals(measure, _sums(session, measure, choice))
    backwards = before is not None
    return Opened(
        measure,
        totals,
        parts,
        has_previous=more if backwards else after is not None,
        has_next=backwards or more,
    )


def by_entry(session: Session, actor: Actor, choice: Choice, code: str) -> Opened:
    """Open the total of one group by entry of its ledger, the first first, in one statement.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        choice: of one group and months.
        code: of the measure.

    Returns:
        Every entry that stands and is part of it.

    Raises:
        NotFoundError: there is no such measure, no group was chosen, or it is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    measure = measure_of(code)
    allowed(session, actor, choice)
    if choice.group_id is None:
        raise NotFoundError
    period = choice.period
    steps = opening.entries(
        session,
        choice.group_id,
        added=measure.added,
        taken=measure.taken,
        of_members=measure.of_members,
        from_on=None if measure.stands else period.from_on,
        to_on=period.to_on,
    )
    by_entry: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        by_entry[step.place.number].append(step)
    parts = tuple(
        Part(lines[0].place, lines[0].place.currency, opening.columns(lines))
        for lines in by_entry.values()
    )
    totals = {steps[0].place.currency: opening.columns(steps)} if steps else {}
    return Opened(measure, totals, parts)


def _sums(
    session: Session,
    measure: Measure,
    choice: Choice,
    kept: By | None = None,
    group_ids: Sequence[int] | None = None,
) -> list[Sums]:
    """Add up the slices a measure is read from: of the period, or of all months before its end.

    Whole zones are read from their sums, while these are as new as the groups.
    """
    months = {
        "from_month": 0 if measure.stands else month_of(choice.period.from_on),
        "to_month": month_of(choice.period.to_on),
    }
    of_zones = kept in {None, By.ZONE} and group_ids is None
    if of_zones and zone_level.is_fresh(session, choice.scope):
        return zone_sums.add_up(session, choice.scope, by=_kept(kept), **months)
    scope = choice.scope if group_ids is None else choice.scope.of_groups(group_ids)
    return add_up(session, scope, by=_kept(kept), **months)


def _kept(kept: By | None) -> tuple[By, ...]:
    return (By.GENDER,) if kept is None else (kept, By.GENDER)


def _figures(measure: Measure, lines: Iterable[Sums]) -> dict[tuple[str, int], Columns[Ratio]]:
    """Work a measure out for each currency and part; the last of a key is the sex."""
    found: dict[tuple[str, int], dict[Gender, Counters]] = defaultdict(dict)
    for line in lines:
        found[line.currency, line.key[0]][line.key[-1]] = line.counters
    return {key: _figure(measure, by_gender) for key, by_gender in found.items()}


def _totals(measure: Measure, lines: Iterable[Sums]) -> dict[str, Columns[Ratio]]:
    found: dict[str, dict[Gender, Counters]] = defaultdict(dict)
    for line in lines:
        have = found[line.currency].get(line.key[-1])
        found[line.currency][line.key[-1]] = line.counters if have is None else have + line.counters
    return {currency: _figure(measure, by_gender) for currency, by_gender in found.items()}


def _figure(measure: Measure, by_gender: dict[Gender, Counters]) -> Columns[Ratio]:
    slices = ({}, by_gender) if measure.stands else (by_gender, {})
    return figure_of(measure.indicator, board(*slices, Heads(), months=1))
