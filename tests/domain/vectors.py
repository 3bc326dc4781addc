"""Read the vectors of tests/vectors and give this software's answer to each.

``python -m tests.domain.vectors`` writes the answers into the files anew; see the README there.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vsla.domain.books_form import books_from_json
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.document import parse_meeting
from vsla.domain.errors import Breach, InvalidDocumentError
from vsla.domain.loans import owed
from vsla.domain.meeting import post_meeting
from vsla.domain.roster import Gender, Membership, Post, Roster, Term
from vsla.domain.run import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsla.domain.books import Books
    from vsla.domain.errors import Problem
    from vsla.domain.ledger import Movement

FOLDER = Path(__file__).resolve().parent.parent / "vectors"


def names() -> list[str]:
    """Name every vector."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    """Read one vector."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return read


def answer(vector: Mapping[str, Any]) -> dict[str, Any]:
    """Say what follows from a vector's document, in the form of its ``expected``."""
    try:
        document = parse_meeting(vector["document"])
    except InvalidDocumentError as error:
        return {"problems": told(error.problems)}
    rules = constitution_from_json(vector["constitution"])
    standing = Standing(rules, roster_of(vector["roster"]), vector["cash_step_minor"])
    posted = post_meeting(document, books_from_json(vector["books"]), standing)
    answered = {"problems": told(posted.problems), "breaches": told(posted.breaches)}
    if posted.problems:
        return answered
    movements = [moved(movement) for movement in posted.posting.movements]
    return answered | {"movements": movements} | _books(posted.posting.books, document.held_on)


def roster_of(source: Mapping[str, Any]) -> Roster:
    """Read a roster as vectors write it."""
    members = [
        Membership(
            item["member"],
            item["passbook_number"],
            Gender(item["gender"]),
            date.fromisoformat(item["joined_on"]),
            date.fromisoformat(item["left_on"]) if item.get("left_on") else None,
        )
        for item in source["members"]
    ]
    terms = [
        Term(
            Post(item["post"]),
            item["member"],
            date.fromisoformat(item["elected_on"]),
            date.fromisoformat(item["ended_on"]) if item.get("ended_on") else None,
        )
        for item in source["posts"]
    ]
    return Roster.of(members, terms)


def told(items: Iterable[Problem | Breach]) -> list[list[Any]]:
    """Write problems or breaches as they are sent."""
    return [[item.path, str(item.code), dict(item.values)] for item in items]


def moved(movement: Movement) -> list[Any]:
    """Write a movement as vectors do."""
    return [str(movement.kind), movement.amount, movement.member, movement.loan, movement.count]


def _books(books: Books, day: date) -> dict[str, Any]:
    return {
        "balances": {str(account): sum_ for account, sum_ in books.balances.items() if sum_},
        "shares": {str(member): books.shares[member] for member in sorted(books.shares)},
        "fines_owed": {str(n): books.fines_owed[n] for n in sorted(books.fines_owed)},
        "payable": {str(n): books.payable[n] for n in sorted(books.payable)},
        "loans_owed": {str(n): list(owed(books.loans[n], day)) for n in sorted(books.loans)},
    }


def to_text(vector: Mapping[str, Any]) -> str:
    """Write a vector as it stands in its file: one key a line, two levels deep."""
    lines = []
    for key, value in vector.items():
        if isinstance(value, dict) and value:
            parts = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()]
            lines.append(f" {json.dumps(key)}: {{\n" + ",\n".join(parts) + "\n }")
        else:
            lines.append(f" {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def rewrite() -> None:
    """Write every answer into its file."""
    for name in names():
        vector = load(name)
        text = to_text(vector | {"expected": answer(vector)})
        (FOLDER / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    rewrite()
