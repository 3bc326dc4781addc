"""Texts are kept small, and come back letter by letter for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.store.packed import UnreadableError, pack, unpack

PACKED = "0123632002a9510e6942c5d60200"


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unpack(pack(text)) == text


def test_a_usual_row_of_a_meeting_takes_a_few_bytes() -> None:
    row = '{"by_representative":false,"member":7,"state":"present"}'

    assert len(pack(row)) <= 8


def test_what_was_packed_in_another_year_is_still_read() -> None:
    kept = bytes.fromhex(PACKED)

    assert unpack(kept) == '{"attendance":[{"by_representative":false,"member":3,"state":"late"}]}'


@pytest.mark.parametrize("kept", [b"", b"{}", b"\x01", b"\x01\xff\xff", b"\x02abc"])
def test_what_is_no_packed_text_is_said_so(kept: bytes) -> None:
    with pytest.raises(UnreadableError):
        unpack(kept)
