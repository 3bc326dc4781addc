"""Draw passbooks by chance, write down what they say, and see how well the books agree."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.accuracy import NOTHING, draw
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.domain.money import MINOR_MAX
from vsla.domain.passbook_check import CheckOutcome, Paper, booked_on, differences
from vsla.domain.reader import Reader
from vsla.services.access import Role, group_for, programme_for
from vsla.services.days import not_in_future
from vsla.services.typed import filled, form_reader
from vsla.store import passbook_checks as store
from vsla.store import passbooks
from vsla.store.canonical import to_text
from vsla.store.models import (
    Group,
    GroupPosition,
    Member,
    PassbookCheck,
    PassbookSample,
    User,
    Zone,
)
from vsla.store.passbook_checks import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.statement import Entry, Fact
    from vsla.services.access import Actor

READERS = (Role.OFFICER, Role.ADMINISTRATOR)
"""Who sees samples; officers alone draw and enter them: nobody checks her own books."""

GROUPS_MAX = 100
PASSBOOKS_MAX = 20
SAMPLES_MAX = 40
SEED_MAX = 40
_CODE_MAX = 20
_ID_MAX = 999_999_999
_SHARES_MAX = 100_000


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


def _drawn(sample: PassbookSample) -> dict[int, list[int]]:
    return dict(json.loads(sample.drawn))


def _add(parts: Sequence[Told]) -> Told:
    return Told(
        sum((part.accuracy for part in parts), NOTHING),
        sum(part.lost for part in parts),
        sum(part.absent for part in parts),
    )


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
        drawn = _drawn(sample)
        here = [part for (sample_id, _group), part in told.items() if sample_id == sample.sample_id]
        passbooks_drawn = sum(map(len, drawn.values()))
        lines.append(
            SampleLine(sample, zone or "", by or "", len(drawn), passbooks_drawn, _add(here))
        )
    return Samples(tuple(lines), _add([line.told for line in lines]))


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
    drawn = _drawn(sample)
    told = store.told(session, [sample_id])
    groups = {
        group.group_id: group
        for group in session.scalars(select(Group).where(Group.group_id.in_(drawn)))
    }
    lines = tuple(
        GroupOfSample(groups[number], len(members), told.get((sample_id, number), Told()))
        for number, members in drawn.items()
    )
    return SampleGroups(sample, lines, _add([line.told for line in lines]))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passbook that was drawn, and the last word about it."""

    member: Member
    check: PassbookCheck | None


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """The passbooks drawn in one group, in the order of their numbers."""

    sample: PassbookSample
    group: Group
    passbooks: tuple[Drawn, ...]


def drawn_group(session: Session, actor: Actor, *, group_id: int, sample_id: int) -> DrawnGroup:
    """Give the passbooks drawn in one group.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        group_id: which group.
        sample_id: of which sample.

    Raises:
        NotFoundError: the group is not the actor's, or is not in the sample.
        NotAllowedError: the actor sees no samples.
    """
    group = group_for(session, actor, group_id, *READERS)
    sample = sample_for(session, actor, sample_id)
    chosen = _drawn(sample).get(group_id)
    if chosen is None:
        raise NotFoundError
    checks = store.checks(session, group_id, sample_id)
    query = (
        select(Member)
        .where(Member.group_id == group_id, Member.member_id.in_(chosen))
        .order_by(Member.passbook_number)
    )
    found = [Drawn(member, checks.get(member.member_id)) for member in session.scalars(query)]
    return DrawnGroup(sample, group, tuple(found))


@dataclass(frozen=True, slots=True)
class _Read:
    """One passbook as a form gives it."""

    outcome: CheckOutcome
    paper: Paper


def _read_passbook(r: Reader, now: datetime) -> _Read:
    outcome = r.choice("outcome", CheckOutcome)
    if outcome is not CheckOutcome.CHECKED:
        return _Read(outcome, Paper(None, 0, 0))
    last_on = r.day("last_on") if r.has("last_on") else None
    if last_on is not None:
        not_in_future(r, "last_on", last_on, now)
    shares = r.integer("shares", 0, _SHARES_MAX)
    return _Read(outcome, Paper(last_on, shares, r.integer("owed_minor", 0, MINOR_MAX)))


def enter_checks(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    sample_id: int,
    checked_on: str,
    passbooks_read: Mapping[int, Mapping[str, object]],
    now: datetime,
) -> int:
    """Write down what passbooks of one group say; the books' figures of the same day are kept too.

    Args:
        session: to write with.
        actor: an officer of the programme.
        group_id: which group.
        sample_id: of which sample.
        checked_on: ISO date.
        passbooks_read: by member: ``outcome``, and of a passbook that was seen ``last_on``,
            ``shares`` and ``owed_minor``; members about whom nothing was written are left out.
        now: when.

    Returns:
        How many were written down.

    Raises:
        InvalidDocumentError: with every problem at once; paths begin with the member.
        NotFoundError: the group is not the actor's, or is not in the sample.
        NotAllowedError: the actor is no officer.
    """
    group_for(session, actor, group_id, Role.OFFICER)
    here = drawn_group(session, actor, group_id=group_id, sample_id=sample_id)
    r = Reader(filled({"checked_on": checked_on}))
    day = r.day("checked_on")
    not_in_future(r, "checked_on", day, now)
    earlier = {each.member.member_id: each.check for each in here.passbooks}
    read: dict[int, _Read] = {}
    for member_id, typed in passbooks_read.items():
        if member_id not in earlier:
            raise NotFoundError
        read[member_id] = _read_passbook(Reader(filled(typed), str(member_id), r.problems), now)
    if not read:
        r.note("passbooks", Code.NOBODY_CHOSEN)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    books = _Books(session, here.group, list(read))
    for member_id, each in read.items():
        before = earlier[member_id]
        row = books.held_against(member_id, each)
        row.sample_id, row.line = sample_id, before.line + 1 if before is not None else 1
        row.checked_on, row.checked_by, row.recorded_at = day, actor.user_id, now
        session.add(row)
    session.flush()
    return len(read)


class _Books:
    """The books of one group, read once for all its passbooks."""

    def __init__(self, session: Session, group: Group, member_ids: list[int]) -> None:
        position = session.get_one(GroupPosition, group.group_id)
        self.group = group
        self.entry_number = position.entry_number
        self.entries: list[Entry]
        self.facts: dict[int, list[Fact]]
        self.entries, self.facts = passbooks.read(session, group.group_id, position.cycle)
        self.owed = store.owed(session, group.group_id, member_ids)

    def held_against(self, member_id: int, read: _Read) -> PassbookCheck:
        """Make the row of a passbook, without its place in a sample."""
        paper = read.paper
        booked = booked_on(
            self.entries,
            self.facts.get(member_id, ()),
            owed_now=self.owed.get(member_id, 0),
            day=paper.last_on,
        )
        seen = read.outcome is CheckOutcome.CHECKED
        wrong = differences(paper, booked, step=self.group.cash_step)
        return PassbookCheck(
            group_id=self.group.group_id,
            member_id=member_id,
            outcome=read.outcome,
            last_on=paper.last_on,
            shares=paper.shares,
            owed=paper.owed,
            met=booked.met,
            book_shares=booked.shares,
            book_owed=booked.owed,
            behind=booked.behind,
            agrees=seen and not wrong,
            entry_number=self.entry_number,
        )
