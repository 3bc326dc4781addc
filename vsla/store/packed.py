"""Texts kept packed: a meeting's document takes a sixteenth of its length and stays word for word.

The first byte names the way of packing, of which none may ever change: what is stored hangs on
it. 1 is deflate with the words of ``_WORDS`` known beforehand, so that even one short document
packs well. ``hashes`` are of the text itself.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_FIRST = b"\x01"
_RAW_DEFLATE = -15
_EFFORT, _WINDOW, _MEMORY = 6, -14, 7
"""How packing searches, how far back and with what: more takes longer for a few bytes."""
_MEMBERS = range(1, 31)


def _rows(start: str, end: str) -> str:
    return ",".join(f"{start}{member}{end}" for member in _MEMBERS)


_WORDS = (
    '{"channel":"paper","digest":"","other_income":[],"departures":[{"member":1,"reason":"moved"}],'
    '"write_offs":[],"transfers":[{"direction":"to_bank"},{"direction":"from_bank"}],'
    '"solidarity_loans":[],"solidarity_repaid":[],"confirmed_by":[1,2],"note":"",'
    '"state":"absent"},{"by_representative":true,"state":"excused"},{"state":"late"},'
    '{"attendance":['
    + _rows('{"by_representative":false,"member":', ',"state":"present"}')
    + '],"chaired_by":1,"closing_count":{"loan_fund_minor":10000000,"solidarity_fund_minor":'
    '1000000},"cycle":1,"expenses":[],"fines_charged":[{"amount_minor":20000,"member":1,"offence":'
    '"late"},{"amount_minor":10000,"member":2,"offence":"absent"}],"fines_paid":[{"amount_minor":'
    '20000,"member":3}],"held_on":"2018-01-01","loans_granted":[{"activity":"","amount_minor":'
    '300000,"guarantors":[1,2],"line":1,"member":1,"purpose":"trade","term":1}],"loans_refused":'
    '[],"meeting":1,"opening_count":{"loan_fund_minor":10000000,"solidarity_fund_minor":1000000},'
    '"recorded_by":1,"repayments":[{"amount_minor":300000,"loan":1}],"schema_version":1,'
    '"shares_bought":['
    + _rows('{"count":3,"member":', "}")
    + '],"solidarity_grants":[{"amount_minor":10000,"member":1,"need":"illness"}],'
    '"solidarity_paid":[' + _rows('{"amount_minor":20000,"member":', "}") + "]}"
).encode()


class UnreadableError(ValueError):
    """What is kept is no packed text: somebody changed it beside this program."""


def pack(text: str) -> bytes:
    """Pack a text.

    Args:
        text: any.

    Returns:
        What ``unpack`` gives the text of.
    """
    squeeze = zlib.compressobj(_EFFORT, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=_WORDS)
    return _FIRST + squeeze.compress(text.encode()) + squeeze.flush()


def unpack(kept: bytes) -> str:
    """Give the text word for word.

    Args:
        kept: of ``pack``.

    Raises:
        UnreadableError: it was not packed by ``pack``.
    """
    if kept[:1] != _FIRST:
        raise UnreadableError
    widen = zlib.decompressobj(_RAW_DEFLATE, _WORDS)
    try:
        text = widen.decompress(kept[1:]).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise UnreadableError from error
    if not widen.eof:
        raise UnreadableError
    return text


class PackedText(TypeDecorator[str]):
    """A text that is kept packed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> bytes | None:
        """Pack it."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> str | None:
        """Unpack it.

        Raises:
            UnreadableError: it was changed beside this program.
        """
        return None if value is None else unpack(bytes(value))
