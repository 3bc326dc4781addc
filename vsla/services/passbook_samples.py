"""Draw passbooks by chance, write down what they say, and see how well the books agree."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.accuracy import draw
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.services.access import Role, programme_for
from vsla.services.office_rules import office_rules
from vsla.services.typed import form_reader
from vsla.store import passbook_checks as store
from vsla.store.canonical import to_text
from vsla.store.models import Group, PassbookSample, User, Zone
from vsla.store.passbook_checks import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

READERS = (Role.OFFICER, Role.ADMINISTRATOR)
"""Who sees samples; officers alone draw and enter them: nobody checks her own books."""

GROUPS_MAX = 100
PASSBOOKS_MAX = 20
SAMPLES_MAX = 40
SEED_MAX = 40
_CODE_MAX = 20
_ID_MAX = 999_999_999


def draw_sample(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    wanted: Mapping[str, object],
    today: date,
    now: datetime,
) -> PassbookSample:
    """Draw groups by chance, and in each of them passbooks by chance.

    Args:
        session: to write with.
        actor: an officer of the programme.
        programme_id: which programme.
        wanted: ``seed`` and the numbers ``groups`` and ``passbooks``; ``zone_id`` or ``code`` of a
            group narrow the draw. The same seed on the same members draws the same passbooks.
        today: the day of the draw.
        now: when.

    Returns:
        The sample.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    programme_for(session, actor, programme_id, Role.OFFICER)
    r = form_reader(wanted)
    seed = r.text("seed", SEED_MAX, needed=True)
    zone_id = r.optional_integer("zone_id", 1, _ID_MAX)
    code = r.text("code", _CODE_MAX).upper()
    most = r.integer("groups", 1, GROUPS_MAX)
    each = r.integer("passbooks", 1, PASSBOOKS_MAX)
    r.finish()
    groups = store.groups_to_draw(session, programme_id, zone_id=zone_id, code=code)
    if not groups:
        r.note("code" if code else "groups", Code.NO_GROUP_TO_DRAW)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    chosen = draw(groups, most, seed=seed, key=lambda group: group.code)
    sample = PassbookSample(
        programme_id=programme_id,
        seed=seed,
        zone_id=zone_id,
        group_code=code,
        groups_asked=most,
        passbooks_each=each,
        drawn=to_text(_passbooks(session, chosen, each, seed)),
        drawn_on=today,
        drawn_by=actor.user_id,
        drawn_at=now,
    )
    session.add(sample)
    session.flush()
    return sample


def _passbooks(
    session: Session, groups: Sequence[Group], each: int, seed: str
) -> list[tuple[int, list[int]]]:
    """Draw members of each group by their passbooks, in the order of the draw of groups."""
    people: dict[int, list[tuple[int, int]]] = {group.group_id: [] for group in groups}
    for group_id, member_id, number in store.present(session, people):
        people[group_id].append((number, member_id))
    found = []
    for group in groups:
        of_group = f"{seed}/{group.code}"
        chosen = draw(people[group.group_id], each, seed=of_group, key=lambda person: person[0])
        found.append((group.group_id, [member_id for _number, member_id in sorted(chosen)]))
    return found


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample in the list.

    Attributes:
        groups: how many were drawn; ``passbooks`` likewise.
        told: what was entered so far.
    """

    sample: PassbookSample
    zone: str
    by: str
    groups: int
    passbooks: int
    told: Told


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of a programme, the latest first, and all of them together."""

    lines: tuple[SampleLine, ...]
    together: Told


def passbooks_of(sample: PassbookSample) -> dict[int, list[int]]:
    """Give the members whose passbooks were drawn, by group, in the order of the draw."""
    return dict(json.loads(sample.drawn))


def list_samples(session: Session, actor: Actor, *, programme_id: int) -> Samples:
    """List the samples of a programme with their accuracy, in two statements.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.

    Returns:
        At most ``SAMPLES_MAX``.

    Raises:
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor sees no samples.
    """
    programme_for(session, actor, programme_id, *READERS)
    query = (
        select(PassbookSample, Zone.name, User.name)
        .outerjoin(Zone, Zone.zone_id == PassbookSample.zone_id)
        .outerjoin(User, User.user_id == PassbookSample.drawn_by)
        .where(PassbookSample.programme_id == programme_id)
        .order_by(PassbookSample.sample_id.desc())
        .limit(SAMPLES_MAX)
    )
    rows = session.execute(query).all()
    told = store.told(session, [row[0].sample_id for row in rows])
    lines = []
    for sample, zone, by in rows:
        drawn = passbooks_of(sample)
        here = [part for (sample_id, _group), part in told.items() if sample_id == sample.sample_id]
        passbooks_drawn = sum(map(len, drawn.values()))
        lines.append(
            SampleLine(
                sample, zone or "", by or "", len(drawn), passbooks_drawn, store.add_up(here)
            )
        )
    return Samples(tuple(lines), store.add_up([line.told for line in lines]))


@dataclass(frozen=True, slots=True)
class GroupAccuracy:
    """How well the passbooks of a group agree with its books, over all samples.

    Attributes:
        told: of every passbook drawn, what was last entered in each sample.
        sample_id: the last sample with an entry.
        bands: stars of the programme, as ``stars_for`` takes them.
    """

    told: Told
    sample_id: int
    bands: tuple[int, ...]


def group_accuracy(session: Session, actor: Actor, group: Group) -> GroupAccuracy | None:
    """Give the accuracy of a group's passbooks; None before any was entered.

    Args:
        session: to read with.
        actor: who asks; who sees no samples gets nothing.
        group: one that is the actor's.
    """
    if actor.role not in READERS:
        return None
    told, sample_id = store.told_of_group(session, group.group_id)
    if sample_id is None:
        return None
    return GroupAccuracy(told, sample_id, office_rules(session, group.programme_id).bands)


@dataclass(frozen=True, slots=True)
class GroupOfSample:
    """A group that was drawn, and what its passbooks came to."""

    group: Group
    passbooks: int
    told: Told


@dataclass(frozen=True, slots=True)
class SampleGroups:
    """A sample group by group, in the order of the draw."""

    sample: PassbookSample
    groups: tuple[GroupOfSample, ...]
    told: Told

    @property
    def passbooks(self) -> int:
        """Count the passbooks drawn."""
        return sum(each.passbooks for each in self.groups)


def sample_for(session: Session, actor: Actor, sample_id: int, *roles: Role) -> PassbookSample:
    """Load a sample for one of some roles.

    Raises:
        NotFoundError: there is no such sample, or it is not of the actor's programme.
        NotAllowedError: this is not the actor's duty.
    """
    sample = session.get(PassbookSample, sample_id)
    if sample is None:
        raise NotFoundError
    programme_for(session, actor, sample.programme_id, *(roles or READERS))
    return sample


def sample_groups(session: Session, actor: Actor, *, sample_id: int) -> SampleGroups:
    """Show a sample by group, in three statements.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        sample_id: which sample.

    Raises:
        NotFoundError: there is no such sample, or it is not of the actor's programme.
        NotAllowedError: the actor sees no samples.
    """
    sample = sample_for(session, actor, sample_id)
    drawn = passbooks_of(sample)
    told = store.told(session, [sample_id])
    groups = {
        group.group_id: group
        for group in session.scalars(select(Group).where(Group.group_id.in_(drawn)))
    }
    lines = tuple(
        GroupOfSample(groups[number], len(members), told.get((sample_id, number), Told()))
        for number, members in drawn.items()
    )
    return SampleGroups(sample, lines, store.add_up([line.told for line in lines]))
