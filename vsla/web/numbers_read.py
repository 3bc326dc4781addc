"""Read numbers as people write them, in any of the languages.

``12 500``, ``12.500`` and ``12,500`` are all twelve thousand five hundred: groups of three after
a mark are thousands. ``12,5`` and ``12.50`` have one or two digits after the last mark and are
decimals. No currency in use has three decimals, so no writing has two meanings.
"""

import re

_ID_DIGITS_MAX = 9
_BLANKS = re.compile(r"[\s\u00a0\u202f'\u2019]+")
_WHOLE = re.compile(r"\d{1,12}|\d{1,3}(?:[.,]\d{3}){1,3}")
_AMOUNT = re.compile(r"(?P<whole>\d{1,12}|\d{1,3}(?:[.,]\d{3}){1,3})(?:[.,](?P<cents>\d{1,2}))?")


def read_count(text: str) -> int:
    """Read a whole number, zero or more.

    Raises:
        ValueError: it is none.
    """
    bare = _BLANKS.sub("", text)
    if not bare.isascii() or _WHOLE.fullmatch(bare) is None:
        raise ValueError(text)
    return int(re.sub(r"[.,]", "", bare))


def read_amount(text: str, scale: int) -> int:
    """Read an amount and give it in minor units.

    Args:
        text: what was written, without a unit.
        scale: decimal places of the currency.

    Raises:
        ValueError: it is no amount, or has more decimals than the currency.
    """
    bare = _BLANKS.sub("", text)
    match = _AMOUNT.fullmatch(bare) if bare.isascii() else None
    if match is None:
        raise ValueError(text)
    cents = match["cents"] or ""
    if len(cents) > scale:
        raise ValueError(text)
    whole = int(re.sub(r"[.,]", "", match["whole"]))
    return int(whole * 10**scale) + int(cents.ljust(scale, "0") or "0")


def read_id(text: str) -> int | None:
    """Read the number of a row that an address or a hidden field carries.

    Args:
        text: of whoever wrote the address.

    Returns:
        The number, or None for anything that no row can have.
    """
    known = text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS_MAX
    return int(text) if known else None
