"""A photo becomes a small grey square that tells nothing but a face; a bad file is named so."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random
from typing import Any

import pytest
from PIL import Image

from vsla.documents import portrait as portraits
from vsla.documents.portrait import PORTRAIT_MAX, SIDE, UPLOAD_MAX, portrait
from vsla.domain.errors import InvalidDocumentError

_ORIENTATION, _MAKE, _GPS = 0x0112, 0x010F, 0x8825


def a_photo(size: tuple[int, int] = (600, 800), kind: str = "JPEG", **more: Any) -> bytes:
    """Make a picture whose upper half is dark."""
    image = Image.new("RGB", size, "white")
    image.paste((40, 20, 10), (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def kept(photo: bytes) -> Image.Image:
    """Make a portrait and read it back."""
    made = portrait(photo)
    assert len(made) <= PORTRAIT_MAX
    return Image.open(io.BytesIO(made))


def shade(image: Image.Image, x: int, y: int) -> int:
    """Read how light a point is, 0 to 255."""
    return image.tobytes()[y * SIDE + x]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_is_small_square_and_grey(kind: str) -> None:
    image = kept(a_photo(kind=kind))

    assert (image.format, image.mode, image.size) == ("JPEG", "L", (SIDE, SIDE))


def test_place_and_telephone_are_not_kept_and_the_head_is_up() -> None:
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKE] = 6, "A telephone"
    exif.get_ifd(_GPS)[1] = "S"

    image = kept(a_photo((800, 600), exif=exif, comment=b"Bukavu"))

    assert not image.getexif()
    assert "comment" not in image.info
    # Held upright, what was the upper half stands at the right.
    assert shade(image, SIDE - 9, SIDE // 2) < 80 < shade(image, 9, SIDE // 2)


def test_what_is_clear_is_laid_on_white() -> None:
    out = io.BytesIO()
    clear = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 100, 200))
    clear.save(out, "PNG")

    image = kept(out.getvalue())

    assert shade(image, 9, 9) < 20
    assert shade(image, SIDE - 9, 9) > 235


def test_a_dark_face_before_a_bright_wall_is_printed_light_enough_to_be_known() -> None:
    photo = Image.new("L", (400, 400), 250)
    for step in range(200):
        photo.paste(20 + step // 4, (100 + step, 60, 101 + step, 340))
    out = io.BytesIO()
    photo.save(out, "PNG")

    image = kept(out.getvalue())

    cheek, wall = shade(image, SIDE // 2, SIDE // 2), shade(image, 9, 9)
    assert 120 < cheek < 170
    assert wall > 235


def test_a_picture_of_nothing_but_noise_fits_too() -> None:
    noise = Image.frombytes("L", (SIDE, SIDE), Random(4).randbytes(SIDE * SIDE))  # noqa: S311
    out = io.BytesIO()
    noise.save(out, "PNG")

    assert kept(out.getvalue()).size == (SIDE, SIDE)


def a_png_of(wide: int, high: int) -> bytes:
    """Write the head of a PNG that says it is huge, and nothing of it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("photo", "code"),
    [
        (b"no picture", "photo_unreadable"),
        (a_photo(kind="GIF"), "photo_unreadable"),
        (a_photo()[:900], "photo_unreadable"),
        (a_png_of(300, 300), "photo_unreadable"),
        (a_png_of(5_000, 5_000), "photo_too_large"),
        (a_png_of(12_000, 12_000), "photo_too_large"),
        (a_png_of(60_000, 60_000), "photo_too_large"),
        (bytes(UPLOAD_MAX + 1), "photo_too_large"),
        (a_photo((59, 900)), "photo_too_small"),
    ],
    ids=["text", "gif", "cut", "empty", "wide", "warned", "bomb", "heavy", "tiny"],
)
def test_a_file_that_is_no_photo_is_refused(photo: bytes, code: str) -> None:
    with pytest.raises(InvalidDocumentError, match=f"photo:{code}"):
        portrait(photo)


def test_a_photo_with_wrong_letters_is_a_photo_or_is_refused() -> None:
    chance = Random(11)  # noqa: S311 - the same slips every time
    wholes = [a_photo((90, 120), kind) for kind in ("JPEG", "PNG", "WEBP")]
    refused = 0

    for turn in range(240):
        photo = bytearray(wholes[turn % 3])
        for _slip in range(chance.randint(1, 6)):
            photo[chance.randrange(len(photo))] = chance.randrange(256)
        try:
            made = portrait(bytes(photo))
        except InvalidDocumentError:
            refused += 1
        else:
            assert len(made) <= PORTRAIT_MAX

    assert 0 < refused < 240


def test_every_kind_that_is_read_has_a_limit() -> None:
    assert set(portraits._PIXELS_MAX) == {"JPEG", "PNG", "WEBP"}  # noqa: SLF001 - its own table
