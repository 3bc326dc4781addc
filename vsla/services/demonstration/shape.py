"""The words of the plan: groups, people, meetings and what is out of the ordinary in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from vsla.domain.constitution import Constitution
    from vsla.domain.facts import AttendanceFact
    from vsla.domain.roster import Gender, Post

SEED = 20170901
FROM_ON = date(2017, 12, 1)
TO_ON = date(2018, 2, 28)
"""The three months whose figures the programme published; the demonstration ends with them."""


class Mix(StrEnum):
    """Who is in a group."""

    WOMEN = "women"
    MEN = "men"
    MIXED = "mixed"


class Oddity(StrEnum):
    """What a meeting has that others have not."""

    RAIN = "rain"  # so few come that there is no quorum
    SIX_SHARES = "six_shares"
    SHORT = "short"  # the box counts less than the books
    EARLY_LOAN = "early_loan"  # lent outside a loan meeting
    LARGE_LOAN = "large_loan"  # above the ceiling
    LARGE_GRANT = "large_grant"
    UNPAID = "unpaid"  # some pay no solidarity
    BANK = "bank"  # money goes to mobile money
    WRONG_LINE = "wrong_line"  # recorded on another member's line, corrected later
    WRONG_COUNT = "wrong_count"  # recorded one share too many, corrected later
    LATE_ARRIVAL = "late_arrival"  # sent after the next meeting


QUIET = frozenset({Oddity.LATE_ARRIVAL, Oddity.WRONG_LINE, Oddity.WRONG_COUNT})
"""No loan, repayment or fine then, so that what comes later holds either way."""


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A member: the fields of ``enrol_member.Person`` in JSON, and her id."""

    member: int
    gender: Gender
    joined_on: date
    fields: dict[str, object]


@dataclass(slots=True)
class MeetingPlan:
    """A meeting before money is known: who comes, who buys how much, who is helped.

    Attributes:
        shares: count by member.
        helped: members given money of the solidarity fund.
    """

    number: int
    held_on: date
    attendance: tuple[AttendanceFact, ...]
    shares: dict[int, int]
    helped: list[int] = field(default_factory=list)
    oddities: set[Oddity] = field(default_factory=set)

    @property
    def quiet(self) -> bool:
        """Tell whether nothing but shares, solidarity and help happens."""
        return not QUIET.isdisjoint(self.oddities)

    @property
    def in_period(self) -> bool:
        """Tell whether it counts for the published three months."""
        return FROM_ON <= self.held_on <= TO_ON


@dataclass(slots=True)
class GroupPlan:
    """A group and its whole life.

    Attributes:
        facilitator: place of the facilitator in the plan.
        cycles: meetings of each cycle; all but the last are shared out.
        share_out_on: day of the share-out of the first cycle, or None.
        second_on: first day of the second cycle, or None.
        joining: members who join with the second cycle.
        disengaged_on: when the programme parted from it, or None.
        one_key_too_many: the treasurer also holds a key.
    """

    name: str
    zone: int
    mix: Mix
    currency: str
    cash_step: int
    constitution: Constitution
    facilitator: int
    opened_on: date
    people: list[PersonPlan]
    seats: list[tuple[Post, int]]
    cycles: list[list[MeetingPlan]]
    chance: Random
    share_out_on: date | None = None
    second_on: date | None = None
    disengaged_on: date | None = None
    one_key_too_many: bool = False

    @property
    def meetings(self) -> list[MeetingPlan]:
        """All meetings in order."""
        return [meeting for cycle in self.cycles for meeting in cycle]

    def gender_of(self, member: int) -> Gender:
        """Give the sex of a member."""
        return self.people[member - 1].gender


@dataclass(frozen=True, slots=True)
class UserPlan:
    """A person who logs in."""

    login: str
    name: str
    gender: Gender
    role: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole demonstration programme; equal for equal seeds.

    Attributes:
        facilitators: as many as ``GroupPlan.facilitator`` names.
        office: officer, trainer and administrator.
        groups: in the order in which they are made.
    """

    seed: int
    facilitators: tuple[UserPlan, ...]
    office: tuple[UserPlan, ...]
    groups: tuple[GroupPlan, ...]
