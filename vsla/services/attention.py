"""The list of groups that need attention, and setting a concern aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.attention import Concern
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.reader import Reader
from vsla.services.access import Role, group_for, programme_for
from vsla.services.zone_sums import last_meeting_on
from vsla.store import concern_pages
from vsla.store.models import AttentionSnooze, Group, User
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.attention import Noticed

READERS = (Role.OFFICER, Role.ADMINISTRATOR)
PAGE_SIZE = 40
REASON_MAX = 300
WEEKS_MAX = 52
ASIDE_SHOWN = 100


@dataclass(frozen=True, slots=True)
class GroupConcerns:
    """A group with all that is to be seen to, the most urgent first."""

    group_id: int
    name: str
    code: str
    zone: str
    currency: str
    concerns: tuple[Noticed, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A concern that somebody set aside; past ones are kept too."""

    snooze: AttentionSnooze
    group: str
    by: str


@dataclass(frozen=True, slots=True)
class AttentionPage:
    """One page of groups by name, and what was set aside and still is.

    Attributes:
        on: the day looked from: today, or that of a demonstration's last meeting.
    """

    on: date
    groups: tuple[GroupConcerns, ...]
    aside: tuple[Aside, ...]
    has_previous: bool
    has_next: bool


def attention_page(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    today: date,
    scope: Scope | None = None,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
    limit: int,
) -> AttentionPage:
    """List groups that need attention, in the same few statements for any number.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        today: where the server is.
        scope: only some of its groups.
        after: name and id of the last group of the page before.
        before: name and id of the first group of the page behind.
        limit: groups on the page.

    Returns:
        The page.

    Raises:
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    programme = programme_for(session, actor, programme_id, *READERS)
    last = last_meeting_on(session, programme_id) if programme.is_demo else None
    on = last or today
    scope = replace(scope or Scope(), programme_id=programme_id)
    found, more = concern_pages.noticed(
        session, scope, on=on, after=after, before=before, limit=limit
    )
    backwards = before is not None
    return AttentionPage(
        on,
        _by_group(found),
        _aside(session, scope, today),
        has_previous=more if backwards else after is not None,
        has_next=backwards or more,
    )


def _by_group(found: Sequence[Noticed]) -> tuple[GroupConcerns, ...]:
    groups: dict[int, list[Noticed]] = {}
    for each in found:
        groups.setdefault(each.group_id, []).append(each)
    return tuple(
        GroupConcerns(
            first.group_id, first.name, first.code, first.zone, first.currency, tuple(concerns)
        )
        for concerns in groups.values()
        for first in concerns[:1]
    )


def _aside(session: Session, scope: Scope, today: date) -> tuple[Aside, ...]:
    query = (
        select(AttentionSnooze, Group.name, User.name)
        .join(Group, Group.group_id == AttentionSnooze.group_id)
        .outerjoin(User, User.user_id == AttentionSnooze.snoozed_by)
        .where(*scope.conditions(), AttentionSnooze.until_on >= today)
        .order_by(AttentionSnooze.until_on, Group.name, AttentionSnooze.line)
        .limit(ASIDE_SHOWN)
    )
    return tuple(Aside(row[0], row[1], row[2] or "") for row in session.execute(query))


def snooze(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    concern: str,
    weeks: object,
    reason: str,
    today: date,
    now: datetime,
) -> AttentionSnooze:
    """Set a concern about a group aside until a day; the reason is kept and shown.

    Args:
        session: to write with.
        actor: an officer of the programme.
        group_id: which group.
        concern: a ``Concern``.
        weeks: for how long, from 1 to 52.
        reason: why; needed.
        today: where the server is.
        now: when.

    Returns:
        What was noted.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    group_for(session, actor, group_id, Role.OFFICER)
    r = Reader({"concern": concern, "reason": reason, "weeks": weeks})
    why = r.choice("concern", Concern)
    text = r.text("reason", REASON_MAX, needed=True)
    ahead = r.integer("weeks", 1, WEEKS_MAX)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    line = select(func.max(AttentionSnooze.line)).where(AttentionSnooze.group_id == group_id)
    noted = AttentionSnooze(
        group_id=group_id,
        line=(session.scalar(line) or 0) + 1,
        concern=why,
        until_on=today + timedelta(weeks=ahead),
        reason=text,
        snoozed_by=actor.user_id,
        snoozed_at=now,
    )
    session.add(noted)
    session.flush()
    return noted
