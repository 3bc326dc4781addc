"""The vectors that phone and server share: the same documents have the same answers on both."""

from __future__ import annotations

import json

import pytest

from tests.domain.vectors import FOLDER, answer, load, names, to_text
from vsla.domain.constitution import ChargeBasis
from vsla.domain.document import parse_meeting
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.ledger import DEBIT_NORMAL, Account

KEYS = ["name", "why", "constitution", "cash_step_minor", "roster", "books", "document", "expected"]


@pytest.mark.parametrize("name", names())
def test_a_vector_has_its_answer(name: str) -> None:
    vector = load(name)

    # Through text, for the browser's answer comes as text.
    assert json.loads(json.dumps(answer(vector))) == vector["expected"]


@pytest.mark.parametrize("name", names())
def test_a_vector_is_written_in_the_one_form(name: str) -> None:
    vector = load(name)

    assert list(vector) == KEYS
    assert vector["name"] == name
    assert len(vector["why"]) > 20
    assert (FOLDER / f"{name}.json").read_text("utf-8") == to_text(vector)


@pytest.mark.parametrize("name", names())
def test_the_answer_of_a_vector_balances(name: str) -> None:
    sums = load(name)["expected"].get("balances", {})

    signed = [amount if Account(a) in DEBIT_NORMAL else -amount for a, amount in sums.items()]
    assert sum(signed) == 0


def test_there_are_vectors_of_every_kind() -> None:
    vectors = [load(name) for name in names()]

    codes = {
        row[1]
        for v in vectors
        for part in ("problems", "breaches")
        for row in v["expected"].get(part, [])
    }
    kinds = {row[0] for v in vectors for row in v["expected"].get("movements", [])}
    assert len(vectors) >= 70
    assert {v["constitution"]["charge"]["basis"] for v in vectors} == set(ChargeBasis)
    assert len(codes) >= 40
    assert len(kinds) >= 30


def test_a_vector_that_cannot_be_read_says_why() -> None:
    wrong = load("document-with-everything-wrong")

    with pytest.raises(InvalidDocumentError):
        parse_meeting(wrong["document"])
    assert list(wrong["expected"]) == ["problems"]
