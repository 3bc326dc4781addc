"""The short code of a printed paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_group, an_empty_group, meet
from vsla.services.paper_code import (
    Claim,
    EntryMark,
    address_of,
    code_for,
    entry_mark,
    in_threes,
    key_from,
    last_entry,
    read_address,
)
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEY = key_from("a secret of thirty-two characters and more")
CLAIM = Claim(
    kind="statement",
    group_code="KAM-01",
    subject=7,
    entry_number=28,
    printed_on=date(2026, 11, 23),
    figures=(76, 7_600_000, 4_600_000, 4_790_000),
)


def _code(claim: Claim = CLAIM, *, key: bytes = KEY, group: int = 1, entry: str = "ab") -> str:
    return code_for(key, claim, group_id=group, entry_hash=entry)


def test_a_code_has_nine_digits_and_is_the_same_twice() -> None:
    code = _code()

    assert len(code) == 9
    assert code.isdecimal()
    assert code == _code()
    assert in_threes(code).replace(" ", "") == code
    assert [len(part) for part in in_threes(code).split(" ")] == [3, 3, 3]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "poster"},
        {"group_code": "KAM-02"},
        {"subject": 8},
        {"entry_number": 29},
        {"printed_on": date(2026, 11, 24)},
        {"figures": (77, 7_600_000, 4_600_000, 4_790_000)},
        {"figures": (76, 7_600_000, 4_600_000)},
    ],
)
def test_a_paper_that_says_anything_else_has_another_code(change: dict[str, Any]) -> None:
    assert _code(replace(CLAIM, **change)) != _code()


def test_another_key_group_or_chain_gives_another_code() -> None:
    others = {_code(key=key_from("another")), _code(group=2), _code(entry="ac")}

    assert _code() not in others
    assert len(others) == 3


def test_the_address_in_the_square_says_the_claim_and_its_code() -> None:
    address = address_of(CLAIM, "123456789")

    assert address == "STATEMENT/KAM-01/7/28/20261123/76.7600000.4600000.4790000/123456789"
    assert read_address(address) == (CLAIM, "123456789")
    assert read_address(address.lower()) == (CLAIM, "123456789")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "STATEMENT/KAM-01/7/28/20261123/76/12345678",
        "STATEMENT/KAM-01/7/28/20261345/76/123456789",
        "STATEMENT/KAM-01/seven/28/20261123/76/123456789",
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    assert read_address(text) is None


def test_the_last_entry_closes_the_chain(session: Session) -> None:
    world = a_group(session, members=10)
    meet(world, 1)

    mark = last_entry(session, world.group_id)

    assert mark.hash == session.get_one(JournalEntry, (world.group_id, mark.number)).hash
    assert mark == entry_mark(session, world.group_id, mark.number)


def test_before_the_first_entry_there_is_nothing_to_close(session: Session) -> None:
    world = an_empty_group(session)

    assert last_entry(session, world.group_id) == EntryMark(0, "")
