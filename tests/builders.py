"""Small worlds on a database for tests: a programme, its people, a group ready to meet."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from tests.domain_builders import OPENED_ON, STEP, a_constitution, a_document
from tests.remembered_rows import remembered
from vsla.domain.constitution import Adoption
from vsla.domain.constitution_form import constitution_to_json
from vsla.domain.document import parse_meeting
from vsla.domain.ledger import Account
from vsla.domain.meeting import post_meeting
from vsla.domain.money import CURRENCIES, notes_for
from vsla.domain.roster import SEATS, Gender, Sign
from vsla.services.access import Actor, Role, actor_of, group_for, system_actor
from vsla.services.amend_constitution import adopt
from vsla.services.books import Ground, load
from vsla.services.elect_committee import elect
from vsla.services.enrol_member import enrol
from vsla.services.open_cycle import first_cycle
from vsla.services.open_group import open_group
from vsla.services.passwords import hash_password
from vsla.services.programmes import add_programme, add_zone
from vsla.services.record_meeting import Recorded, record
from vsla.store.models import Group, User

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution

NOW = datetime(2024, 6, 1, 8, 0, tzinfo=UTC)
TODAY = date(2024, 6, 1)
PASSWORD = "akiba na mkopo"  # noqa: S105 - of nobody but tests
_NAMESPACE = UUID("6f1c2a52-0000-4000-8000-000000000000")
_NUMBERS = count(1)


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def a_user(
    session: Session, role: Role, programme_id: int | None, login: str | None = None
) -> Actor:
    """Add a user whose password is ``PASSWORD``; hashing is done once for all tests."""
    number = next(_NUMBERS)
    user = User(
        login=login or f"{role}-{number}",
        name=f"{role.title()} {number}",
        gender=Gender.WOMAN,
        password_hash=_hashed(),
        role=role,
        programme_id=programme_id,
        locale="fr",
        active=True,
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return actor_of(session, user.user_id)


@dataclass(frozen=True, slots=True)
class ProgrammeWorld:
    """A programme with a zone and one user of each role, two officers."""

    programme_id: int
    zone_id: int
    facilitator: Actor
    officer: Actor
    second_officer: Actor
    trainer: Actor
    administrator: Actor


def a_programme(session: Session, code: str | None = None, **settings: Any) -> ProgrammeWorld:
    """Add a programme, a zone and its users."""
    programme = add_programme(
        session,
        system_actor(),
        code=code or f"P{next(_NUMBERS)}",
        name="Programme",
        reporting_currency="USD",
        now=NOW,
        **settings,
    )
    number = programme.programme_id
    zone = add_zone(session, system_actor(), programme_id=number, name="Kamituga")
    return ProgrammeWorld(
        number,
        zone.zone_id,
        a_user(session, Role.FACILITATOR, number),
        a_user(session, Role.OFFICER, number),
        a_user(session, Role.OFFICER, number),
        a_user(session, Role.TRAINER, number),
        a_user(session, Role.ADMINISTRATOR, None),
    )


@dataclass(frozen=True, slots=True)
class GroupWorld:
    """A group ready to meet, with those who work with it."""

    session: Session
    programme: ProgrammeWorld
    group_id: int
    facilitator: Actor
    officer: Actor
    members: tuple[int, ...]
    opened_on: date

    @property
    def group(self) -> Group:
        """Read the group itself."""
        return group_for(self.session, self.officer, self.group_id)

    def ground(self) -> Ground:
        """Read where its books stand."""
        return load(self.session, self.group)


def an_empty_group(
    session: Session,
    programme: ProgrammeWorld | None = None,
    **facts: Any,
) -> GroupWorld:
    """Open a group that is still without rules and members."""
    world = programme or a_programme(session)
    opened = open_group(
        session,
        world.facilitator,
        **{
            "name": "Umoja",
            "zone_id": world.zone_id,
            "place": "Centre",
            "currency": "CDF",
            "cash_step": STEP,
            "formed_on": OPENED_ON,
            "now": NOW,
            **facts,
        },
    )
    facilitator = actor_of(session, world.facilitator.user_id or 0)
    return GroupWorld(session, world, opened.group_id, facilitator, world.officer, (), OPENED_ON)


def a_person(number: int, gender: Gender = Gender.WOMAN, **facts: Any) -> dict[str, Any]:
    """Make what a form says of a member."""
    signs = list(Sign)
    usual = {
        "name": f"Member {number}",
        "gender": str(gender),
        "birth_year": 1985,
        "category": "miner",
        "joined_on": OPENED_ON.isoformat(),
        "sign": str(signs[number - 1]) if number <= len(signs) else None,
    }
    return {**usual, **facts}


def a_group(
    session: Session,
    programme: ProgrammeWorld | None = None,
    *,
    members: int = 25,
    women: int | None = None,
    constitution: Constitution | None = None,
    **facts: Any,
) -> GroupWorld:
    """Open a group with rules, members (women first), all posts and cycle 1 open.

    One that was made before on an empty database is remembered.
    """
    if programme is not None:
        return _make_group(session, programme, members, women, constitution, **facts)
    known = remembered(
        session,
        repr((members, women, constitution, sorted(facts.items()))),
        lambda: _make_group(session, None, members, women, constitution, **facts),
    )
    return replace(known, session=session)


def _make_group(
    session: Session,
    programme: ProgrammeWorld | None,
    members: int,
    women: int | None,
    constitution: Constitution | None,
    **facts: Any,
) -> GroupWorld:
    empty = an_empty_group(session, programme, **facts)
    actor, group_id = empty.facilitator, empty.group_id
    women = members * 3 // 5 if women is None else women
    adopt_rules(empty, constitution or a_constitution(), voters=members)
    ids = tuple(
        enrol(
            session,
            actor,
            group_id=group_id,
            person=a_person(number, Gender.WOMAN if number <= women else Gender.MAN),
            now=NOW,
        ).member_id
        for number in range(1, members + 1)
    )
    elect(session, actor, group_id=group_id, elected_on=OPENED_ON, seats=all_seats(ids))
    first_cycle(session, actor, group_id=group_id, opened_on=OPENED_ON, now=NOW)
    return GroupWorld(session, empty.programme, group_id, actor, empty.officer, ids, OPENED_ON)


def adopt_rules(
    world: GroupWorld, constitution: Constitution, on: date = OPENED_ON, voters: int = 25
) -> int:
    """Let everybody vote for rules."""
    return adopt(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        source=constitution_to_json(constitution),
        adoption=Adoption(on, voters, voters, 0),
        now=NOW,
    )


def all_seats(members: tuple[int, ...]) -> list[dict[str, Any]]:
    """Elect the first members to all posts."""
    posts = [post for post, seats in SEATS.items() for _ in range(seats)]
    return [
        {
            "post": str(post),
            "member": members[place % len(members)],
            "votes_for": len(members),
            "votes_against": 0,
        }
        for place, post in enumerate(posts)
    ]


def a_meeting(
    world: GroupWorld,
    meeting: int = 1,
    *,
    held_on: date | None = None,
    shares: Mapping[int, int] | None = None,
    by_note: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Make the JSON of a meeting with both boxes counted as the books say, if asked note by note.

    A meeting before others that are recorded has no counts.
    """
    ground = world.ground()
    books = ground.books
    day = held_on or books.opened_on + timedelta(weeks=max(meeting - 1, 0))
    here = [member.member for member in ground.roster.on(day)]
    document = a_document(
        meeting, members=here, cycle=books.cycle, held_on=day, shares=shares, **more
    )
    if meeting <= books.last_meeting:
        return document
    document.setdefault("opening_count", a_count(books.balances, by_note=by_note))
    posted = post_meeting(parse_meeting(document), books, ground.standing_on(day))
    after = posted.posting.books.balances
    document.setdefault("closing_count", a_count(after, by_note=by_note))
    return document


def a_count(balances: Mapping[Account, int], *, by_note: bool = False) -> dict[str, Any]:
    """Count both boxes as the books say, in francs where notes are asked for."""
    made: dict[str, Any] = {
        "loan_fund_minor": max(0, balances[Account.CASH_LOAN_FUND]),
        "solidarity_fund_minor": max(0, balances[Account.CASH_SOLIDARITY]),
    }
    if by_note:
        for fund in ("loan_fund", "solidarity_fund"):
            notes, left = notes_for(made[f"{fund}_minor"], CURRENCIES["CDF"].cash)
            if notes and not left:
                made[f"{fund}_notes"] = {str(value): number for value, number in notes.items()}
    return made


@cache
def a_uuid(name: Hashable) -> str:
    """Make the same key of the same name."""
    return str(uuid5(_NAMESPACE, str(name)))


def meet(world: GroupWorld, meeting: int = 1, **parts: Any) -> Recorded:
    """Record a meeting as its facilitator."""
    body = json.dumps(a_meeting(world, meeting, **parts))
    return record(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        uuid=a_uuid((world.group_id, meeting, body)),
        body=body,
        now=NOW,
        today=TODAY,
    )
