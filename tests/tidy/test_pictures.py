"""Pictures of the guides: few bytes, for offices on a bad network."""

from __future__ import annotations

import struct
import zlib

from tests.browser.palette import with_palette
from tests.tidy.sources import ROOT

MOST = 40_000


def _png(kind: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", 2, 2, 8, kind, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + bytes(4) for name, body in parts
    )


def test_pictures_of_the_guides_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in (ROOT / "docs/pictures").glob("*.png")}

    assert {name: size for name, size in sizes.items() if size > MOST} == {}


def test_a_picture_keeps_its_colours() -> None:
    red, blue = b"\xff\x00\x00", b"\x00\x00\xff"

    plain = with_palette(_png(2, b"\0" + red + blue + b"\2" + b"\0" * 6))

    assert plain[25] == 3
    assert red + blue in plain
    data = plain[plain.index(b"IDAT") + 4 : plain.index(b"IEND") - 8]
    assert zlib.decompress(data) == b"\0\0\1\0\0\1"
