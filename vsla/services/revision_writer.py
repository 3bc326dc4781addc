"""Write a changed or late meeting: reversals, repostings, and everything derived anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vsla.domain.calendar import month_of
from vsla.domain.ledger import reverse, trial_balance
from vsla.services.books import MonthSlices
from vsla.services.journal_writer import (
    add_slices,
    append_entry,
    derive,
    kind_of,
    write_position,
    write_roster,
)
from vsla.store import journal, projections, rollups
from vsla.store.models import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from vsla.domain.correction import Retold, Revision
    from vsla.domain.facts import Counters
    from vsla.domain.roster import Gender
    from vsla.services.books import Ground
    from vsla.services.journal_writer import Header
    from vsla.store.journal import LastEntry


def write_revision(
    session: Session, ground: Ground, header: Header, revision: Revision, texts: Mapping[int, str]
) -> int:
    """Write a changed or late document: reverse what no longer holds, post it anew, in the open.

    Reversals come first, the latest meeting first; then the changed document and every later one
    that moves otherwise, in the order of their meetings. Entries that move as before stay.

    Args:
        session: inside ``transaction()``, with the ground loaded and locked.
        ground: as it was before.
        header: who, when, why, and the changed document word for word.
        revision: the cycle after the change, without problems.
        texts: documents of the cycle word for word, by entry number.

    Returns:
        The number of the entry that holds the changed document.
    """
    assert trial_balance(revision.books.balances) == 0, "debits differ from credits"
    last = _reverse_moved(session, ground, header, revision)
    numbers: dict[int, int] = {}
    for item in revision.all:
        if item.entry_number is not None and not item.moved:
            numbers[item.document.meeting] = item.entry_number
            continue
        last = _post_retold(session, ground, header, revision, item, texts, last)
        numbers[item.document.meeting] = last.number
    assert last is not None, "a revision writes at least its own document"
    _rewrite_cycle(session, ground, revision, numbers, last)
    return numbers[revision.changed.document.meeting]


def _reverse_moved(
    session: Session, ground: Ground, header: Header, revision: Revision
) -> LastEntry | None:
    group_id = ground.group.group_id
    gone = [(item.entry_number, item.document) for item in revision.later if item.moved]
    if revision.replaces is not None:
        gone.insert(0, (revision.replaces, revision.changed.document))
    last = journal.last_entry(session, group_id)
    numbers = [number for number, _ in gone if number is not None]
    moved = journal.movements_of(session, group_id, numbers)
    for number in reversed(numbers):
        old = journal.entry(session, group_id, number)
        assert old is not None, "the entry was read a moment ago"
        last = append_entry(
            session,
            ground,
            header,
            kind=EntryKind.REVERSAL,
            meeting=old.meeting,
            occurred_on=old.occurred_on,
            movements=reverse(moved.get(number, [])),
            last=last,
            reverses=number,
        )
    return last


def _post_retold(
    session: Session,
    ground: Ground,
    header: Header,
    revision: Revision,
    item: Retold,
    texts: Mapping[int, str],
    last: LastEntry | None,
) -> LastEntry:
    own = item is revision.changed
    if own:
        kind = kind_of(item.document.meeting) if revision.replaces is None else None
        words = header
        replaces = revision.replaces
    else:
        kind = EntryKind.REPOSTING
        assert item.entry_number is not None, "only the changed document is new"
        words = replace(header, uuid=None, document=texts[item.entry_number])
        replaces = item.entry_number
    return append_entry(
        session,
        ground,
        words,
        kind=kind or EntryKind.CORRECTION,
        meeting=item.document.meeting,
        occurred_on=item.document.held_on,
        movements=item.posted.posting.movements,
        last=last,
        replaces=replaces,
    )


def _rewrite_cycle(
    session: Session,
    ground: Ground,
    revision: Revision,
    numbers: Mapping[int, int],
    last: LastEntry,
) -> None:
    """Make everything derived of the running cycle anew after a revision."""
    group_id, cycle = ground.group.group_id, ground.books.cycle
    recorded = [
        projections.Recorded(
            numbers[item.document.meeting],
            cycle,
            item.document.meeting,
            item.document.held_on,
            item.posted.posting,
            item.posted.breaches,
        )
        for item in revision.all
    ]
    derive(session, group_id, ground.opening(session), recorded, cycle=cycle)
    write_roster(session, ground, recorded, revision.roster)
    by_month: dict[int, dict[Gender, Counters]] = {}
    for item in recorded:
        add_slices(by_month.setdefault(month_of(item.held_on), {}), item.posting.counters)
    rollups.delete_slices(session, group_id, cycle)
    rollups.rewrite_slices(session, group_id, cycle, by_month)
    month = max(by_month)
    slices = MonthSlices(month, by_month[month])
    held = sum(bool(item.meeting) for item in recorded)
    write_position(session, group_id, revision.books, revision.roster, last.number, held, slices)
