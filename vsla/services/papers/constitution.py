"""A version of a group's rules with its vote, and those who sign it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.clauses import clauses
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.errors import NotFoundError
from vsla.services import group_page
from vsla.services.paper_code import EntryMark, last_entry

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.clauses import Clause
    from vsla.domain.constitution import Constitution
    from vsla.services.access import Actor
    from vsla.services.group_page import Committee, Cover, Version


@dataclass(frozen=True, slots=True)
class ConstitutionPaper:
    """All that stands on the printed rules.

    Attributes:
        here: the cover of the group.
        version: with its vote.
        rules: as the software holds meetings against them.
        clauses: every sentence, in the order of the articles.
        committee: who signs: today's posts, or for an earlier version those of the day of its vote.
        is_latest: no later version was adopted.
        entry: where the journal stands.
    """

    here: Cover
    version: Version
    rules: Constitution
    clauses: tuple[Clause, ...]
    committee: Committee
    is_latest: bool
    entry: EntryMark

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the figures the code vouches for: the vote and the price of a star."""
        row = self.version.row
        return (
            ("present", row.present),
            ("votes_for", row.votes_for),
            ("votes_against", row.votes_against),
            ("share_value", self.rules.share_value),
        )


def constitution_paper(
    session: Session, actor: Actor, group_id: int, *, on: date, version: int | None = None
) -> ConstitutionPaper:
    """Read a version of the rules, in four statements and two for the mark of the journal.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        on: the day of printing.
        version: its number; None for the latest.

    Returns:
        The paper.

    Raises:
        NotFoundError: the group is not the actor's, or has no such version.
    """
    here = group_page.cover(session, actor, group_id, on=on)
    versions = group_page.versions(session, group_id)
    chosen = next((v for v in versions if version in {None, v.row.number}), None)
    if chosen is None:
        raise NotFoundError
    is_latest = chosen is versions[0]
    rules = constitution_from_json(chosen.rules)
    day = on if is_latest else chosen.row.adopted_on
    return ConstitutionPaper(
        here=here,
        version=chosen,
        rules=rules,
        clauses=clauses(rules),
        committee=group_page.committee(session, group_id, on=day),
        is_latest=is_latest,
        entry=last_entry(session, group_id),
    )
