"""One group of a workbook on its way in: what is wrong with it, and what becomes of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError, Problem
from vsla.services.import_own import own_cells, own_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.import_lines import Book, Line
    from vsla.services.own_values import Values

_COLUMN_OF = {
    "share_value_minor": "share_value",
    "shares_max": "shares_max",
    "solidarity_contribution_minor": "solidarity",
    "charge.rate_ppm": "charge_percent",
    "zone_id": "zone",
    "gender": "sex",
    "passbook_number": "passbook",
}


@dataclass(slots=True)
class GroupOutcome:
    """What becomes of a group: how many members and meetings come in, 0 and 0 when all is there.

    Attributes:
        fields: how many fields of the programme are filled of who and what is here already.
        is_new: it was not in the programme.
        refused: something of it is wrong; nothing of it comes in.
    """

    code: str
    name: str
    is_new: bool = False
    refused: bool = False
    members: int = 0
    meetings: int = 0
    fields: int = 0


@dataclass(slots=True)
class Outcome:
    """What a workbook brings.

    Attributes:
        problems: each at ``sheet.line.column``.
        groups: in the order of the file.
        written: False for a trial, and when something was wrong that nobody accepted.
    """

    problems: list[Problem] = field(default_factory=list)
    groups: list[GroupOutcome] = field(default_factory=list)
    written: bool = False

    @property
    def anything_right(self) -> bool:
        """Tell whether something would come in without the groups that are refused."""
        return any(not each.refused for each in self.groups)


@dataclass(slots=True)
class Work:
    """One group on its way in."""

    session: Session
    actor: Actor
    book: Book
    line: Line
    told: GroupOutcome
    now: datetime
    problems: list[Problem] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Give the code of the group as it is kept."""
        return self.line.text("code").upper()

    @contextmanager
    def at(self, place: Callable[[Problem], Problem]) -> Iterator[None]:
        """Put what a service refuses at the cell it comes from, and go on."""
        try:
            yield
        except InvalidDocumentError as error:
            self.problems += [place(problem) for problem in error.problems]
        except ConflictError as error:
            self.problems.append(place(Problem("", error.code, error.values)))

    def in_line(self, line: Line) -> Callable[[Problem], Problem]:
        """Put a problem into a column of a line, by the name of its field."""

        def place(problem: Problem) -> Problem:
            name = _COLUMN_OF.get(problem.path, problem.path)
            return line.problem(name, problem.code, **problem.values)

        return place

    def fill(self, line: Line, here: Values) -> dict[int, object]:
        """Say what stands in all fields once those that are empty here are filled from a line.

        What differs is a problem; nothing is said where nothing is to be filled.
        """
        known = {field.field_id: value for field, value in here}
        told = own_cells(line)
        for number, value in told.items():
            if known.get(number, str(value)) != str(value):
                there = known[number]
                differs = line.problem(own_key(number), Code.IMPORT_DIFFERS, name=there)
                self.problems.append(differs)
        missing = {number: value for number, value in told.items() if number not in known}
        self.told.fields += len(missing)
        return {f.field_id: f.typed(value) for f, value in here} | missing if missing else {}
