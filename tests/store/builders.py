"""Small worlds for the tests of the store, and a count of the statements they cost."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from vsla.domain.ledger import Kind, Movement
from vsla.domain.roster import Category, Gender
from vsla.store.journal import LastEntry, NewEntry, append
from vsla.store.models import (
    ConstitutionVersion,
    Cycle,
    EntryKind,
    Group,
    GroupStatus,
    Member,
    Programme,
    Role,
    User,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 18)
BOUGHT = Movement(Kind.SHARES_BOUGHT, 5000, member=1, count=5)
PAID = Movement(Kind.SOLIDARITY_PAID, 500, member=2)


def a_programme(session: Session, code: str = "AFECCOR") -> int:
    """Add a programme with one zone of the same number."""
    programme = Programme(code=code, name=code.title(), reporting_currency="USD", created_at=NOW)
    session.add(programme)
    session.flush()
    session.add(Zone(programme_id=programme.programme_id, name="Mongbwalu"))
    session.flush()
    return programme.programme_id


def a_user(session: Session, login: str = "furaha") -> int:
    """Add a facilitator."""
    user = User(
        login=login,
        name=login.title(),
        gender=Gender.WOMAN,
        password_hash="-",  # noqa: S106 - nobody logs in with it
        role=Role.FACILITATOR,
        locale="fr_CD",
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user.user_id


def a_group(session: Session, programme_id: int, code: str = "G-01", **values: Any) -> int:
    """Add an active group with its first cycle, constitution and two members."""
    zone_id = session.query(Zone.zone_id).filter_by(programme_id=programme_id).scalar()
    defaults: dict[str, Any] = {
        "programme_id": programme_id,
        "zone_id": zone_id,
        "code": code,
        "name": f"Group {code}",
        "place": "Centre",
        "currency": "USD",
        "cash_step": 5,
        "formed_on": DAY,
        "status": GroupStatus.ACTIVE,
        "created_at": NOW,
    }
    group = Group(**{**defaults, **values})
    session.add(group)
    session.flush()
    group_id = group.group_id
    session.add(a_cycle(group_id))
    session.add(a_constitution(group_id, 1, DAY))
    session.add(a_member(group_id, 1, Gender.WOMAN))
    session.add(a_member(group_id, 2, Gender.MAN))
    session.flush()
    return group_id


def a_cycle(group_id: int, number: int = 1) -> Cycle:
    """Make a cycle of a year."""
    return Cycle(
        group_id=group_id,
        number=number,
        opened_on=DAY,
        share_out_on=date(2027, 11, 17),
        opening_books="{}",
    )


def a_constitution(group_id: int, number: int, adopted_on: date) -> ConstitutionVersion:
    """Make a version of the rules that everybody wanted."""
    return ConstitutionVersion(
        group_id=group_id,
        number=number,
        adopted_on=adopted_on,
        present=2,
        votes_for=2,
        votes_against=0,
        body="{}",
        recorded_at=NOW,
        hash="",
    )


def a_member(group_id: int, number: int, gender: Gender, **values: Any) -> Member:
    """Make a member whose passbook number is her id."""
    defaults: dict[str, Any] = {
        "group_id": group_id,
        "member_id": number,
        "passbook_number": number,
        "name": f"Member {number}",
        "gender": gender,
        "category": Category.MINER,
        "joined_on": DAY,
    }
    return Member(**{**defaults, **values})


def a_new_entry(group_id: int, meeting: int | None = 1, **values: Any) -> NewEntry:
    """Make the entry of a meeting at which shares were bought."""
    defaults: dict[str, Any] = {
        "group_id": group_id,
        "kind": EntryKind.MEETING,
        "cycle": 1,
        "meeting": meeting,
        "occurred_on": DAY,
        "recorded_at": NOW,
        "recorded_by": None,
        "uuid": f"uuid-{meeting}",
        "document": f'{{"meeting":{meeting}}}',
        "constitution_version": 1,
        "movements": (BOUGHT, PAID),
    }
    return NewEntry(**{**defaults, **values})


def a_recorded_group(session: Session, entries: int = 1) -> tuple[int, LastEntry | None]:
    """Add a programme with one group that has recorded its first meetings."""
    group_id = a_group(session, a_programme(session))
    last = None
    for meeting in range(1, entries + 1):
        last = append(session, a_new_entry(group_id, meeting), last=last)
    return group_id, last


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Collect the statements sent to the database, savepoints left out."""
    session.flush()
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "SAVEPOINT" not in statement:
            sent.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)
