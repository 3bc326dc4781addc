"""Lives of invented groups, each made from one number: all that happens at meetings, and slips.

The documents are kept as they would be sent, those that cannot be posted too, with the answer of
``vsla.domain`` to each. They are drawn by a plain generator: what is drawn need not be made small,
and five hundred lives take a few seconds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.domain.random_meetings import RandomMeetings
from tests.domain.random_slips import slip
from tests.domain.vectors import moved, told
from vsla.domain.books_form import books_from_json, books_to_json
from vsla.domain.constitution_form import constitution_to_json
from vsla.domain.document import parse_meeting
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.loans import arrears, days_late, owed
from vsla.domain.meeting import post_meeting, with_departures

if TYPE_CHECKING:
    from datetime import date

_HEAD = ("schema_version", "cycle", "meeting", "held_on")
_MENDED_MOST = 4


@dataclass
class Life:
    """One group: what it begins with, its documents in order, and the answer to each."""

    constitution: dict[str, Any]
    roster: dict[str, Any]
    cash_step_minor: int
    books: dict[str, Any]
    documents: list[tuple[Any, str]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)


def life(number: int) -> Life:
    """Make the life of one number; the eight bases of the charge take turns."""
    return _Maker(number).live()


def _json(value: Any) -> Any:
    """Give a value as it arrives by network."""
    return json.loads(json.dumps(value))


class _Maker(RandomMeetings):
    """Posts each meeting as it is drawn, so that most documents are likely ones."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.life = Life(
            _json(constitution_to_json(self.standing.constitution)),
            self.written,
            self.standing.cash_step,
            _json(books_to_json(self.books)),
        )

    def live(self) -> Life:
        """Hold some meetings; what cannot be posted is mended and sent again."""
        for _ in range(self.rng.randint(3, 5)):
            self.day += timedelta(days=self.rng.choice((0, 7, 7, 14, 28, 29, 31, 61, 400, 1500)))
            source = _json(self.document())
            if self.chance(12):
                slip(self.rng, source)
            for _ in range(_MENDED_MOST):
                problems = self._send(source)
                if not problems:
                    break
                self._mend(source, problems[0][0])
        return self.life

    def _send(self, source: Any) -> list[Any]:
        """Post a document and keep it with its answer; give its problems."""
        look_on = self.day + timedelta(days=self.rng.randint(0, 500))
        self.life.documents.append((_json(source), look_on.isoformat()))
        answer = self._answer(source, look_on)
        self.life.answers.append(_json(answer))
        problems: list[Any] = answer["problems"]
        return problems

    def _answer(self, source: Any, look_on: date) -> dict[str, Any]:
        try:
            document = parse_meeting(source)
        except InvalidDocumentError as error:
            return {"problems": told(error.problems)}
        posted = post_meeting(document, self.books, self.standing)
        answer = {"problems": told(posted.problems), "breaches": told(posted.breaches)}
        if posted.problems:
            return answer
        self.books = books = posted.posting.books
        gone = posted.posting.departures
        roster = with_departures(self.standing.roster, gone, document.held_on)
        self.standing = replace(self.standing, roster=roster)
        written = books_to_json(books)
        assert books_from_json(written) == books
        return answer | {
            "movements": [moved(movement) for movement in posted.posting.movements],
            "books": written,
            "loans": [
                [n, owed(loan, look_on), arrears(loan, look_on), days_late(loan, look_on)]
                for n, loan in sorted(books.loans.items())
            ],
            "left": [
                [m.member, m.left_on.isoformat()] for m in roster.members.values() if m.left_on
            ],
        }

    def _mend(self, source: dict[str, Any], path: str) -> None:
        """Take out what the first problem is about; a wrong head is written anew."""
        part, *place = path.split(".")
        rows = source.get(part)
        if part in _HEAD:
            source.update(_json(self.head()))
        elif isinstance(rows, list) and place and place[0].isdigit():
            del rows[int(place[0])]
        elif part in source:
            del source[part]
        else:
            source.clear()
            source.update(_json(self.head()))
