"""How much each facilitator carries, which groups were visited, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from vsla.domain.office_rules import each
from vsla.services.access import Role, programme_for
from vsla.services.office_rules import office_rules
from vsla.store import visits as store

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.office_rules import OfficeRules
    from vsla.services.access import Actor
    from vsla.store.models import Programme
    from vsla.store.visits import FacilitatorLine, Unvisited

PAGE_SIZE = 40
UNVISITED_MAX = 40


@dataclass(frozen=True, slots=True)
class Caseload:
    """What the facilitators of a programme carry.

    Attributes:
        lines: at most ``PAGE_SIZE`` of them, by name.
        groups_each: the most groups of one facilitator, as set or planned; None when neither is.
        members_each: the most members likewise.
        since: visits from this day on count.
        unvisited: groups without one, at most ``UNVISITED_MAX``.
        has_previous: there are facilitators before these.
        has_next: there are facilitators behind these.
    """

    programme: Programme
    rules: OfficeRules
    lines: tuple[FacilitatorLine, ...]
    groups_each: int | None
    members_each: int | None
    since: date
    unvisited: tuple[Unvisited, ...]
    has_previous: bool = False
    has_next: bool = False

    def is_over(self, line: FacilitatorLine) -> bool:
        """Tell whether a facilitator carries more than the programme set or planned."""
        most = ((line.groups, self.groups_each), (line.members, self.members_each))
        return any(limit is not None and count > limit for count, limit in most)


def caseload(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    today: date,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
) -> Caseload:
    """Show what facilitators carry page by page, in as many statements for five as for forty.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        today: where the server is.
        after: name and id of the last facilitator of the page before.
        before: name and id of the first facilitator of the page behind.

    Raises:
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor reads no reports.

    Source: indicators.md, caseload.
    """
    programme = programme_for(session, actor, programme_id, Role.OFFICER, Role.ADMINISTRATOR)
    rules = office_rules(session, programme_id)
    since = today - timedelta(days=rules.visit_days)
    planned = [programme.planned_women, programme.planned_men]
    people = None if None in planned else sum(n or 0 for n in planned)
    groups = each(programme.planned_groups, programme.planned_facilitators)
    lines, more = store.facilitators(
        session,
        programme_id,
        since=since,
        today=today,
        limit=PAGE_SIZE,
        after=after,
        before=before,
    )
    backwards = before is not None
    return Caseload(
        programme=programme,
        rules=rules,
        lines=tuple(lines),
        groups_each=rules.groups_each or groups,
        members_each=rules.members_each or each(people, programme.planned_facilitators),
        since=since,
        unvisited=tuple(store.unvisited(session, programme_id, since=since, limit=UNVISITED_MAX)),
        has_previous=more if backwards else after is not None,
        has_next=backwards or more,
    )
