"""Fields a programme adds to what is known of its members and groups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.codes import Code

if TYPE_CHECKING:
    from vsla.domain.reader import Reader

NAME_MAX = 60
TEXT_MAX = 200
NUMBER_MAX = 999_999_999
CHOICES_MAX = 20
FIELDS_MAX = 20
"""Fields in use of one kind: a form of more is not filled in."""


class Subject(StrEnum):
    """What a field is about; stored text, so never rename."""

    MEMBER = "member"
    GROUP = "group"


class Sort(StrEnum):
    """What stands in a field; stored text, so never rename."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field as it was added; only whether it is in use may change.

    Attributes:
        choices: of a field of choices, in order; else none.
        retired: it is in no form any more; what was written in it stays.
    """

    field_id: int
    subject: Subject
    sort: Sort
    name: str
    choices: tuple[str, ...] = ()
    retired: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """List what can stand in it; none where anything can."""
        return (YES, NO) if self.sort is Sort.YES_NO else self.choices

    def typed(self, value: str) -> str | int:
        """Give what stands in it as a form sends it: numbers as numbers."""
        return int(value) if self.sort is Sort.NUMBER else value


def read_field(r: Reader) -> OwnField:
    """Read a new field; it counts only when the reader has no problems.

    Args:
        r: with ``subject``, ``sort`` and ``name``, and for a choice ``choices``, a text of one
            choice a line.
    """
    subject, sort = r.choice("subject", Subject), r.choice("sort", Sort)
    name = r.text("name", NAME_MAX, needed=True)
    lines = r.text("choices", CHOICES_MAX * (NAME_MAX + 2)).splitlines()
    choices = tuple(dict.fromkeys(text for line in lines if (text := " ".join(line.split()))))
    if sort is not Sort.CHOICE:
        return OwnField(0, subject, sort, name)
    if len(choices) < 2:  # noqa: PLR2004 - one choice is none
        r.note("choices", Code.MISSING)
    if len(choices) > CHOICES_MAX or any(len(choice) > NAME_MAX for choice in choices):
        r.note("choices", Code.TOO_LONG, most=CHOICES_MAX)
    return OwnField(0, subject, sort, name, choices)


def read_value(r: Reader, key: str, field: OwnField) -> str | None:
    """Read what stands in a field.

    Args:
        r: with a whole number of a field of numbers, and text of all others.
        key: where it stands.
        field: which.

    Returns:
        Its one text; None when nothing stands there.
    """
    if field.sort is Sort.NUMBER:
        number = r.optional_integer(key, 0, NUMBER_MAX)
        return None if number is None else str(number)
    text = r.text(key, TEXT_MAX)
    if text and field.values and text not in field.values:
        r.note(key, Code.UNKNOWN_CHOICE, choices=", ".join(field.values))
    return text or None
