"""Pictures of screens with 256 colours: a third of the bytes, and nobody sees it."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_WIDE = {2: 3, 6: 4}
"""Bytes a dot, by the kind of picture a browser makes: with and without transparency."""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_HEAD)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _near(left: int, up: int, corner: int) -> int:
    """Guess a byte from its neighbours, as the format has it (Paeth)."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def _rows(data: bytes, width: int, wide: int) -> Iterator[bytes]:
    """Undo the filter of each row."""
    length = width * wide
    before = bytes(length)
    for start in range(0, len(data), length + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + length])
        for at in range(length if kind else 0):
            left, corner = (row[at - wide], before[at - wide]) if at >= wide else (0, 0)
            up = before[at]
            guesses = (0, left, up, (left + up) // 2, _near(left, up, corner))
            row[at] = (row[at] + guesses[kind]) % 256
        before = bytes(row)
        yield before


def with_palette(png: bytes) -> bytes:
    """Write a picture anew with its 256 commonest colours; any other becomes the nearest of them.

    Args:
        png: 8 bits a colour, not interlaced, as browsers make them; transparency is left out.
    """
    chunks = list(_chunks(png))
    width, height, _depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    wide = _WIDE[kind]
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = [
        [row[at : at + 3] for at in range(0, len(row), wide)] for row in _rows(data, width, wide)
    ]
    counted = Counter(dot for row in rows for dot in row)
    palette = [dot for dot, _ in counted.most_common(_COLOURS)]
    place = {dot: min(range(len(palette)), key=lambda n: _far(dot, palette[n])) for dot in counted}
    packed = zlib.compress(b"".join(b"\0" + bytes(place[dot] for dot in row) for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    made = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", packed), (b"IEND", b""))
    return _HEAD + b"".join(_chunk(name, body) for name, body in made)


def _far(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
