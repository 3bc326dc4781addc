"""The one text of JSON data: hashes of ten years hang on every byte of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.ledger import Kind
from vsla.store.canonical import digest, from_text, to_text

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | WORDS
DATA = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner))


def _as_the_standard_library_writes(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.uncounted
@given(DATA)
def test_any_data_has_the_text_that_every_implementation_can_write(value: object) -> None:
    assert to_text(value) == _as_the_standard_library_writes(value)


@pytest.mark.uncounted
@given(DATA)
def test_what_was_written_is_read_back(value: object) -> None:
    assert from_text(to_text(value)) == value


def test_words_of_the_ledger_are_written_as_their_texts() -> None:
    told = [(Kind.SHARES_BOUGHT, 7, None, True)]
    assert to_text({"é": told, "a": "\x7f\u2028\x01"}) == (
        '{"a":"\x7f\u2028\\u0001","é":[["shares_bought",7,null,true]]}'
    )


@pytest.mark.parametrize("value", [{"n": 2**64}, [-(2**63) - 1], {1: "a"}])
def test_what_only_a_foreign_file_holds_is_written_too(value: object) -> None:
    assert to_text(value) == _as_the_standard_library_writes(value)


def test_the_hash_of_a_text_never_changes() -> None:
    assert digest(to_text({"name": "Tujenge", "é": [1, None]})) == (
        "5db4db53fdd7b779fc3775a0046f1632c10d45357ccdbff0eecf96574ff8e4e1"
    )
