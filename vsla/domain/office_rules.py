"""What a programme measures its groups, its facilitators and its data by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.accuracy import DEFAULT_BANDS, read_bands

if TYPE_CHECKING:
    from vsla.domain.reader import Reader

VISIT_DAYS = 90
_EACH_MAX = 10_000
_DAYS_MAX = 730


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """The numbers a programme sets itself.

    Attributes:
        bands: per mille of passbooks that agree for five, four, three and two stars.
        members_each: the most members of one facilitator; None where the plan says it.
        groups_each: the most groups of one facilitator; None likewise.
        visit_days: a group without a visit for longer is on the list. Source: indicators.md,
            quarterly collection.
    """

    bands: tuple[int, ...] = DEFAULT_BANDS
    members_each: int | None = None
    groups_each: int | None = None
    visit_days: int = VISIT_DAYS


def read_office_rules(r: Reader) -> OfficeRules:
    """Read the numbers of a form; they count only when the reader has no problems.

    Args:
        r: with ``stars5`` to ``stars2`` in percent, ``members_each``, ``groups_each`` and
            ``visit_days``.
    """
    return OfficeRules(
        bands=read_bands(r, "stars"),
        members_each=r.optional_integer("members_each", 1, _EACH_MAX),
        groups_each=r.optional_integer("groups_each", 1, _EACH_MAX),
        visit_days=r.integer("visit_days", 1, _DAYS_MAX),
    )


def each(planned: int | None, facilitators: int | None) -> int | None:
    """Say what falls to one facilitator by the plan, rounded up; None without a plan.

    Args:
        planned: groups or members that are to be reached.
        facilitators: who are to accompany them.

    Source: indicators.md, caseload: AFECCOR planned 1,400 members for 35 facilitators.
    """
    if planned is None or not facilitators:
        return None
    return -(-planned // facilitators)
