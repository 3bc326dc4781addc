"""What can go wrong, as codes and values: prose and status belong to the web."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from vsla.domain.codes import Code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value: TypeAlias = "int | str"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document or form cannot be taken as it stands.

    Attributes:
        path: place in the document, such as ``shares_bought.3.count``; "" for the whole.
        code: what is wrong.
        values: what the sentence needs; names ending in ``_minor`` are money.
    """

    path: str
    code: Code
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of the group that was broken: recorded and flagged, never refused.

    Attributes:
        path: place in the document.
        code: which rule.
        values: what the sentence needs.
    """

    path: str
    code: Code
    values: Mapping[str, Value] = field(default_factory=dict)


def breach(path: str, code: Code, **values: Value) -> Breach:
    """Name a broken rule with what its sentence needs."""
    return Breach(path, code, values)


class VSLAError(Exception):
    """The root of all errors a caller may answer to."""


class InvalidDocumentError(VSLAError):
    """A document or form that cannot be taken, with every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order of the document."""
        super().__init__(", ".join(f"{p.path}:{p.code}" for p in problems))
        self.problems = tuple(problems)


class TooLargeError(InvalidDocumentError):
    """More was sent than is read at once."""

    def __init__(self, most: int) -> None:
        """Say how much is read: bytes of a body, or items of a batch."""
        super().__init__([Problem("", Code.TOO_LARGE, {"most": most})])


class ConflictError(VSLAError):
    """Two things that cannot both be true; carries a code and values like a problem.

    Attributes:
        settled: how a person decided between the two, where that was done before; else "".
    """

    def __init__(self, code: Code, values: Mapping[str, Value] | None = None) -> None:
        """Keep the code and its values."""
        super().__init__(str(code))
        self.code = code
        self.values: Mapping[str, Value] = dict(values or {})
        self.settled = ""


class IdempotencyConflictError(ConflictError):
    """The same key came with another body."""


class MeetingNumberTakenError(ConflictError):
    """Another document already holds this meeting number."""


class CycleClosedError(ConflictError):
    """The cycle was shared out; its books are closed."""


class NotFoundError(VSLAError):
    """What was asked for is not here, or not for this person."""


class NotAllowedError(VSLAError):
    """This person may not do this."""
