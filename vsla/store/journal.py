"""The journal of a group: append entries, read them, prove that nothing was changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, false, func, insert, null, or_, select

from vsla.domain.ledger import Kind, Movement
from vsla.store.canonical import digest, to_text
from vsla.store.fast import Reading, Writing, filled
from vsla.store.models import JournalEntry, MovementRow
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.store.models import EntryKind

_ENTRY = table_of(JournalEntry)
_MOVEMENT = table_of(MovementRow)
_NOBODYS_KEY = ""
_KNOWN_AND_LAST = Reading(
    select(_ENTRY.c.number, _ENTRY.c.hash, _ENTRY.c.uuid, _ENTRY.c.body_hash).where(
        _ENTRY.c.group_id == bindparam("of_group"),
        or_(
            _ENTRY.c.uuid == bindparam("of_uuid"),
            _ENTRY.c.number
            == select(func.max(_ENTRY.c.number))
            .where(_ENTRY.c.group_id == bindparam("of_group"))
            .scalar_subquery(),
        ),
    ),
    "of_group",
    "of_uuid",
    "of_group",
)
_KEYS = tuple(f"key_{place}" for place in range(20))
_KNOWN = Reading(
    select(_ENTRY.c.uuid, _ENTRY.c.number, _ENTRY.c.body_hash).where(
        _ENTRY.c.group_id == bindparam("of_group"),
        _ENTRY.c.uuid.in_([bindparam(key) for key in _KEYS]),
    ),
    "of_group",
    *_KEYS,
)
"""As many keys as an outbox sends at once."""

HEADER = (
    "group_id",
    "number",
    "kind",
    "cycle",
    "meeting",
    "occurred_on",
    "recorded_at",
    "recorded_by",
    "device",
    "uuid",
    "body_hash",
    "constitution_version",
    "reverses",
    "replaces",
    "reason",
    "previous_hash",
)
"""What a hash closes over beside the movements, in the order of the columns."""

_INSERT_ENTRY = Writing(insert(_ENTRY), *HEADER, "hash", "document")
_KINDS = {kind: kind.value for kind in Kind}

_OF_MEMBER = ("group_id", "entry_number", "line", "kind", "member_id", "amount")
_NO_LOAN = {"loan_id": null(), "reversed": false()}
_INSERT_SHARES = Writing(insert(_MOVEMENT).values(_NO_LOAN), *_OF_MEMBER, "count")
_INSERT_MONEY = Writing(insert(_MOVEMENT).values(_NO_LOAN | {"count": null()}), *_OF_MEMBER)
_INSERT_OTHER = Writing(insert(_MOVEMENT), *(column.name for column in _MOVEMENT.columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry about to be written; its number and hashes follow from the entry before it.

    Attributes:
        meeting: number within the cycle; None for a share-out; of a reversal, that of the entry
            it undoes.
        recorded_by: the user, or None for the system.
        uuid: key of the document's maker; None for a reversal or reposting.
        document: word for word, or None for a reversal.
        constitution_version: in force on ``occurred_on``.
        reverses: number of the entry undone, in a reversal.
        replaces: number of the entry whose place it takes, in a correction or reposting.
        movements: in the order of the money.
    """

    group_id: int
    kind: EntryKind
    cycle: int
    meeting: int | None
    occurred_on: date
    recorded_at: datetime
    recorded_by: int | None
    device: str = ""
    uuid: str | None = None
    document: str | None = None
    constitution_version: int | None = None
    reverses: int | None = None
    replaces: int | None = None
    reason: str = ""
    movements: Sequence[Movement] = ()


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The end of a group's chain."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """An entry whose journal is not what was written.

    ``fault`` is one of ``number``, ``link``, ``body`` and ``hash``.
    """

    group_id: int
    entry_number: int
    fault: str


def append(session: Session, new: NewEntry, *, last: LastEntry | None) -> LastEntry:
    """Write an entry and its movements behind the last one, in four statements at most.

    Args:
        session: inside ``transaction()``, with the group locked.
        new: what to write.
        last: the end of the chain, or None for the first entry of a group.

    Returns:
        The new end of the chain.

    Raises:
        sqlalchemy.exc.IntegrityError: the uuid is already in the journal, among others.
    """
    header: dict[str, Any] = {name: getattr(new, name, None) for name in HEADER}
    header["kind"] = new.kind.value
    header["number"] = last.number + 1 if last else 1
    header["previous_hash"] = last.hash if last else ""
    header["body_hash"] = None if new.document is None else digest(new.document)
    group_id, number = new.group_id, header["number"]
    told = _told(new.movements)
    chained = _closed_over(header, told)
    _INSERT_ENTRY.run(session, (*header.values(), chained, new.document))
    _write_movements(session, group_id, number, told)
    return LastEntry(number, chained)


def _write_movements(
    session: Session, group_id: int, number: int, told: Iterable[tuple[Any, ...]]
) -> None:
    """Write movements by what they say: shares of members, their money, and all else.

    Most are of the first two, and the driver takes longer over a value that says nothing than
    over a number.
    """
    shares, money, others = [], [], []
    for line, each in enumerate(told, start=1):
        kind, member, loan, amount, count, backwards = each
        if member is None or loan is not None or backwards:
            others.append((group_id, number, line, *each))
        elif count is None:
            money.append((group_id, number, line, kind, member, amount))
        else:
            shares.append((group_id, number, line, kind, member, amount, count))
    _INSERT_SHARES.run(session, *shares)
    _INSERT_MONEY.run(session, *money)
    _INSERT_OTHER.run(session, *others)


def _told(movements: Iterable[Movement]) -> list[tuple[Any, ...]]:
    """Tell movements as their rows do behind the entry and the line, and as the hash takes them."""
    return [
        (_KINDS[kind], member, loan, amount, count, backwards)
        for kind, amount, member, loan, count, backwards in movements
    ]


def chain_hash(header: Mapping[str, Any], movements: Iterable[Movement]) -> str:
    """Close over an entry: a change of any word of it, or of a movement, changes the hash.

    Args:
        header: a row of the journal, with day and moment as such; what is more is passed over.
        movements: of the entry, in their order.

    Returns:
        What stands as ``hash`` of the entry.
    """
    return _closed_over(header, _told(movements))


def _closed_over(header: Mapping[str, Any], told: Sequence[tuple[Any, ...]]) -> str:
    plain = {name: header[name] for name in HEADER}
    plain["occurred_on"] = header["occurred_on"].isoformat()
    plain["recorded_at"] = header["recorded_at"].astimezone(UTC).isoformat(timespec="microseconds")
    return digest(to_text([plain, told]))


def last_entry(session: Session, group_id: int) -> LastEntry | None:
    """Find the end of a group's chain, or None before its first entry."""
    return known_and_last(session, group_id, _NOBODYS_KEY)[1]


def entry(session: Session, group_id: int, number: int) -> JournalEntry | None:
    """Read one entry."""
    return session.get(JournalEntry, (group_id, number))


def entry_by_uuid(session: Session, group_id: int, uuid: str) -> JournalEntry | None:
    """Find the entry of a document by its maker's key."""
    query = select(JournalEntry).where(JournalEntry.group_id == group_id, JournalEntry.uuid == uuid)
    return session.scalars(query).first()


@dataclass(frozen=True, slots=True)
class Known:
    """An entry found by its maker's key."""

    number: int
    body_hash: str


def known(session: Session, group_id: int, uuids: Sequence[str]) -> dict[str, Known]:
    """Look many keys up at once, without their documents; those not in the journal are absent."""
    return {
        uuid: Known(number, kept)
        for few in filled(uuids, len(_KEYS), "")
        for uuid, number, kept in _KNOWN.rows(session, group_id, *few)
    }


def known_and_last(
    session: Session, group_id: int, uuid: str
) -> tuple[Known | None, LastEntry | None]:
    """Look a key up, without its document, and find the end of the chain, in one statement.

    Args:
        session: any.
        group_id: whose journal.
        uuid: the maker's key.

    Returns:
        The entry with the key, if there is one, and the end of the chain, if it has begun.
    """
    known, last = None, None
    for number, chained, key, body_hash in _KNOWN_AND_LAST.rows(session, group_id, uuid, group_id):
        if key == uuid:
            known = Known(number, body_hash)
        if last is None or number > last.number:
            last = LastEntry(number, chained)
    return known, last


def reversal_of(session: Session, group_id: int, number: int) -> JournalEntry | None:
    """Find the entry that undoes another one, or None while that one stands."""
    query = select(JournalEntry).where(
        JournalEntry.group_id == group_id, JournalEntry.reverses == number
    )
    return session.scalars(query).first()


def effective_documents(session: Session, group_id: int, cycle: int) -> list[JournalEntry]:
    """List the entries of a cycle that hold a document and stand, in the order they tell.

    Args:
        session: any.
        group_id: whose.
        cycle: number of the cycle.

    Returns:
        The opening (meeting 0) first, meetings by number, the share-out last.
    """
    undone = select(JournalEntry.reverses).where(
        JournalEntry.group_id == group_id,
        JournalEntry.cycle == cycle,
        JournalEntry.reverses.is_not(None),
    )
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.group_id == group_id,
            JournalEntry.cycle == cycle,
            JournalEntry.document.is_not(None),
            JournalEntry.number.not_in(undone),
        )
        .order_by(JournalEntry.meeting.is_(None), JournalEntry.meeting, JournalEntry.number)
    )
    return list(session.scalars(query))


def numbers_of(session: Session, group_id: int, cycle: int) -> list[int]:
    """List the numbers of all entries of a cycle, undone ones among them."""
    query = select(_ENTRY.c.number).where(_ENTRY.c.group_id == group_id, _ENTRY.c.cycle == cycle)
    return list(session.scalars(query.order_by(_ENTRY.c.number)))


def effective_entry(
    session: Session, group_id: int, cycle: int, meeting: int | None
) -> JournalEntry | None:
    """Find the entry that stands for a meeting, or with None for the share-out.

    Args:
        session: any.
        group_id: whose.
        cycle: number of the cycle.
        meeting: number within the cycle.

    Returns:
        The entry, or None when the number is free.
    """
    here = (
        JournalEntry.group_id == group_id,
        JournalEntry.cycle == cycle,
        JournalEntry.meeting.is_(None) if meeting is None else JournalEntry.meeting == meeting,
    )
    # A reversal carries the meeting of the entry it undoes.
    undone = select(JournalEntry.reverses).where(*here, JournalEntry.reverses.is_not(None))
    query = select(JournalEntry).where(
        *here, JournalEntry.document.is_not(None), JournalEntry.number.not_in(undone)
    )
    return session.scalars(query).first()


def movements_of(
    session: Session, group_id: int, numbers: Iterable[int] | None = None
) -> dict[int, list[Movement]]:
    """Read the movements of entries in one statement.

    Args:
        session: any.
        group_id: whose.
        numbers: of which entries; None for all of the group.

    Returns:
        Movements in their order by entry number; entries without any are absent.
    """
    m = _MOVEMENT.c
    query = select(
        m.entry_number, m.kind, m.amount, m.member_id, m.loan_id, m.count, m.reversed
    ).where(m.group_id == group_id)
    if numbers is not None:
        query = query.where(m.entry_number.in_(list(numbers)))
    found: dict[int, list[Movement]] = defaultdict(list)
    for number, *rest in session.execute(query.order_by(m.entry_number, m.line)):
        found[number].append(Movement(*rest))
    return dict(found)


def rows_of(session: Session, group_id: int) -> list[dict[str, Any]]:
    """Read every entry of a group as plain values by column, the first one first."""
    query = select(_ENTRY).where(_ENTRY.c.group_id == group_id).order_by(_ENTRY.c.number)
    return [dict(row) for row in session.execute(query).mappings()]


def verify_chain(session: Session, group_id: int) -> list[ChainFault]:
    """Prove that a group's journal is what was written, in two statements.

    Args:
        session: any.
        group_id: whose.

    Returns:
        Every fault; the entries behind a changed one still link, so each is judged by itself.
    """
    movements = movements_of(session, group_id)
    faults = []
    expected, previous = 1, ""
    for row in rows_of(session, group_id):
        number = row["number"]
        body = None if row["document"] is None else digest(row["document"])
        sound = {
            "number": number == expected,
            "link": row["previous_hash"] == previous,
            "body": row["body_hash"] == body,
            "hash": row["hash"] == chain_hash(row, movements.pop(number, [])),
        }
        faults += [ChainFault(group_id, number, name) for name, holds in sound.items() if not holds]
        expected, previous = number + 1, row["hash"]
    return faults + [ChainFault(group_id, number, "number") for number in sorted(movements)]
