"""Courses beside the groups: what they teach, whom, and what the programme measures them by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vsla.domain.reader import Reader

LEVELS_MAX = 12
LEVEL_NAME_MAX = 80
PERCENT_MAX = 100
FOLLOW_UP_MONTHS = (3, 6, 12)
"""When a participant of a course is asked what became of her plan. Source: features.md."""


class Component(StrEnum):
    """What a course belongs to; a programme adds its own by name. Source: features.md, courses."""

    LITERACY = "literacy"
    DISCUSSION = "discussion"
    BUSINESS = "business"
    SAVINGS = "savings"
    OWN = "own"


class TrainerRole(StrEnum):
    """What a trainer is to the programme."""

    LITERACY_TEACHER = "literacy_teacher"
    FACILITATOR = "facilitator"
    OTHER = "other"


class Wish(StrEnum):
    """How somebody came to a course: she asked for it, or she was invited."""

    EXPRESSED = "expressed"
    INVITED = "invited"


class StoppedBecause(StrEnum):
    """Why somebody left a course before its end."""

    MOVED = "moved"
    NO_TIME = "no_time"
    ILLNESS = "illness"
    FAMILY = "family"
    NOT_USEFUL = "not_useful"
    LEFT_GROUP = "left_group"
    OTHER = "other"


class Moment(StrEnum):
    """When a level was tested."""

    BEFORE = "before"
    MIDDLE = "middle"
    AFTER = "after"


class MoneySource(StrEnum):
    """What paid for an activity."""

    LOAN = "loan"
    SHARE_OUT = "share_out"
    SAVINGS = "savings"
    GIFT = "gift"
    OTHER = "other"


class UsualLevel(StrEnum):
    """The scale of reading a programme starts with, from 0 upwards.

    Source: features.md, a record for the courses; it follows the finding on numbers of many digits.
    """

    NONE = "none"
    SMALL_NUMBERS = "small_numbers"
    LARGE_NUMBERS = "large_numbers"
    READS_STATEMENT = "reads_statement"
    WRITES = "writes"


@dataclass(frozen=True, slots=True)
class CourseRules:
    """What a programme measures its courses by.

    Attributes:
        complete_percent: of the sessions held, from 1 to 100: whoever came to as many has
            completed the course.
        levels: the programme's own scale, the lowest first; empty for ``UsualLevel``.
        reads_from: the level from which somebody reads her own statement line without help.
    """

    complete_percent: int = 75
    levels: tuple[str, ...] = ()
    reads_from: int = 3

    @property
    def highest(self) -> int:
        """Give the highest level of the scale."""
        return len(self.levels or tuple(UsualLevel)) - 1

    def completed(self, came: int, held: int) -> bool:
        """Tell whether who came to some of the sessions held has completed the course.

        Args:
            came: sessions at which the person was present or late.
            held: sessions that took place; without any nobody completes a course.

        Returns:
            The answer.

        Source: features.md: at least 75 % of held sessions, a setting.
        """
        return held > 0 and came * PERCENT_MAX >= held * self.complete_percent

    def reads(self, level: int) -> bool:
        """Tell whether a level means reading one's own statement line without help."""
        return level >= self.reads_from


def read_rules(r: Reader) -> CourseRules:
    """Read what a programme measures its courses by.

    Args:
        r: with ``complete_percent``, ``reads_from`` and ``levels``, rows of one ``name``.

    Returns:
        The rules; they count only when ``r`` has no problems.
    """
    levels = r.rows("levels", _level_name, LEVELS_MAX)
    r.unique("levels", levels)
    highest = CourseRules(levels=levels).highest
    return CourseRules(
        complete_percent=r.integer("complete_percent", 1, PERCENT_MAX),
        levels=levels,
        reads_from=r.integer("reads_from", 0, highest),
    )


def _level_name(r: Reader) -> str:
    return r.text("name", LEVEL_NAME_MAX, needed=True)


@dataclass(frozen=True, slots=True)
class Couple:
    """The sessions of a member and her or his life partner in one course.

    Attributes:
        member: sessions to which the member came; ``partner`` those to which the partner came.
        together: sessions to which both came.
        held: sessions that took place.
    """

    member: int
    partner: int
    together: int
    held: int
