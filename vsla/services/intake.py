"""One group while what phones made for it is taken in: locked once, its ground read once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vsla.domain.errors import Breach
from vsla.services.books import ground_of, lock_for
from vsla.services.journal_writer import settle
from vsla.store import journal, position, projections

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.services.journal_writer import Appended
    from vsla.store.journal import Known, LastEntry
    from vsla.store.models import BreachRow
    from vsla.store.position import GroupFacts, Position


@dataclass(slots=True, kw_only=True)
class Intake:
    """One group, locked until the transaction ends.

    What is known of it is kept from one item to the next, so twenty meetings read its ground once
    and write where the group stands once, by ``settle``. Whoever writes otherwise than by
    ``moved`` calls ``settle`` before and ``forget`` after.

    Attributes:
        session: inside ``transaction()``.
        actor: who sends; the group is the actor's, duties are asked for by each use case.
        group: which group.
        now: moment of recording, aware.
        today: where the server is.
        device: which phone, form or file.
        secret: of the installation, for what is signed.
        bearer: who brought what the actor signed and could not send; None where the actor sends.
    """

    session: Session
    actor: Actor
    group: GroupFacts
    now: datetime
    today: date
    device: str = ""
    secret: str = ""
    bearer: int | None = None
    _here: Position | None = None
    _ground: Ground | None = None
    _known: dict[str, Known | None] = field(default_factory=dict)
    _last: LastEntry | None = None
    _broken: dict[int, tuple[Breach, ...]] = field(default_factory=dict)
    _behind: bool = False

    @property
    def group_id(self) -> int:
        """Name the group."""
        return self.group.group_id

    @property
    def last(self) -> LastEntry | None:
        """Give the end of the chain as ``known`` found it."""
        return self._last

    def ground(self) -> Ground:
        """Read where the group stands, unless that is at hand.

        Raises:
            ConflictError: GROUP_NOT_READY, no cycle was ever opened.
        """
        if self._ground is None:
            here = self._here or position.read(self.session, self.group_id)
            self._ground = ground_of(self.session, self.group, here)
        return self._ground

    def expect(self, uuids: Iterable[str]) -> None:
        """Look many keys up at once, with what the entries of those that are known broke."""
        wanted = list(uuids)
        found = journal.known(self.session, self.group_id, wanted)
        self._known.update({uuid: found.get(uuid) for uuid in wanted})
        self._last = journal.last_entry(self.session, self.group_id)
        numbers = [each.number for each in found.values()]
        if numbers:
            rows = projections.breaches_of_entries(self.session, self.group_id, numbers)
            for number in numbers:
                self._broken[number] = tuple(
                    Breach(path, code, json.loads(values)) for path, code, values in rows[number]
                )

    def known(self, uuid: str) -> Known | None:
        """Find the entry of a key in the journal."""
        if uuid not in self._known:
            self._known[uuid], self._last = journal.known_and_last(
                self.session, self.group_id, uuid
            )
        return self._known[uuid]

    def breaches(self, number: int) -> tuple[Breach, ...]:
        """Say which rules an entry of the journal broke."""
        if number not in self._broken:
            rows = projections.breaches_of(self.session, self.group_id, number)
            self._broken[number] = breaches_from(rows)
        return self._broken[number]

    def moved(self, uuid: str, appended: Appended) -> None:
        """Go on from an entry that was just written behind all others, but for ``settle``."""
        if self._behind and self.ground().slices.month != appended.ground.slices.month:
            self.settle()
        self._ground, self._last, self._behind = appended.ground, appended.last, True
        # Only a phone that sends the same twice in one request makes it be looked up again.
        self._known.pop(uuid, None)

    def settle(self) -> None:
        """Write where the group stands after the entries of this intake, unless that is written."""
        if self._behind:
            settle(self.session, self.ground())
            self._behind = False

    def retold(self) -> None:
        """Go on from a cycle that was written anew from its beginning: nothing is behind."""
        self._behind = False
        self.forget()

    def forget(self) -> None:
        """Read everything again when it is next asked for: something else was written or undone."""
        assert not self._behind, "what stands in the database is not where the group stands"
        self._here = self._ground = self._last = None
        self._known.clear()
        self._broken.clear()


def open_intake(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    now: datetime,
    today: date,
    device: str = "",
    secret: str = "",
    bearer: int | None = None,
) -> Intake:
    """Let an actor through to a group and lock it; arguments are those of ``Intake``.

    Returns:
        The group at work, before anything was read of its ground.

    Raises:
        NotFoundError: the group is not the actor's.
    """
    group, here = lock_for(session, actor, group_id)
    return Intake(
        session=session,
        actor=actor,
        group=group,
        now=now,
        today=today,
        device=device,
        secret=secret,
        bearer=bearer,
        _here=here,
    )


def breaches_from(rows: Iterable[BreachRow]) -> tuple[Breach, ...]:
    """Read breaches as they are stored."""
    return tuple(Breach(row.path, row.code, json.loads(row.values)) for row in rows)
