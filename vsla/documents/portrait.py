"""A photo of a face from any camera: made small, grey and square, and emptied of all it tells."""

from __future__ import annotations

import io
import struct
from math import log
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageOps, ImageStat

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem

if TYPE_CHECKING:
    from typing import NoReturn

UPLOAD_MAX = 12_000_000
"""Bytes of a photo as a camera makes it."""

PORTRAIT_MAX = 30_000
"""Bytes of what is kept."""

SIDE = 320
"""Points of the square that is kept: 26 millimetres on paper at 300 to the inch."""

_PIXELS_MAX = {"JPEG": 80_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A JPEG is read at a fraction of its size, the others whole."""

_SMALLEST = 60
_QUALITIES = (85, 70, 55, 40, 25)
_HIGHER = (0.5, 0.35)
"""Which part of a tall picture is kept: faces stand above its middle."""

_FACE = (SIDE // 5, SIDE // 8, SIDE - SIDE // 5, SIDE - SIDE // 5)
"""Where a face stands in a portrait."""

_LIGHT = 140
"""How light the middle of a face is printed, of 255."""

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, TypeError, LookupError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def portrait(photo: bytes) -> bytes:
    """Make a portrait of a photo.

    Nothing of the file but its points is kept: no place, no time, no name of a telephone.

    Args:
        photo: a file as somebody sent it; JPEG, PNG or WebP.

    Returns:
        A grey JPEG of ``SIDE`` by ``SIDE`` points, at most ``PORTRAIT_MAX`` bytes.

    Raises:
        InvalidDocumentError: PHOTO_TOO_LARGE, of more bytes or points than are read;
            PHOTO_TOO_SMALL, a face of so few points is nobody's; PHOTO_UNREADABLE, anything else.
    """
    if len(photo) > UPLOAD_MAX:
        _refuse(Code.PHOTO_TOO_LARGE)
    try:
        with Image.open(io.BytesIO(photo), formats=tuple(_PIXELS_MAX)) as picture:
            _check_size(picture)
            picture.draft("L", (2 * SIDE, 2 * SIDE))
            return _written(_squared(picture))
    except _BOMBS:
        _refuse(Code.PHOTO_TOO_LARGE)
    except _BROKEN:
        _refuse(Code.PHOTO_UNREADABLE)


def _check_size(picture: Image.Image) -> None:
    wide, high = picture.size
    if wide * high > _PIXELS_MAX[str(picture.format)]:
        _refuse(Code.PHOTO_TOO_LARGE)
    if min(wide, high) < _SMALLEST:
        _refuse(Code.PHOTO_TOO_SMALL)


def _squared(picture: Image.Image) -> Image.Image:
    """Turn it as the camera was held, lay it on white, and cut a square out of it."""
    picture.thumbnail((4 * SIDE, 4 * SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    return _lit(ImageOps.fit(ground.convert("L"), (SIDE, SIDE), centering=_HIGHER))


def _lit(square: Image.Image) -> Image.Image:
    """Give the face, not the sky behind it, the whole range, and bring its middle into the light.

    A dark face before a bright wall comes out of an office printer as a black patch otherwise.
    """
    middle = Image.new("L", square.size, 0)
    ImageDraw.Draw(middle).ellipse(_FACE, fill=255)
    spread = ImageOps.autocontrast(square, cutoff=1, mask=middle)
    median = ImageStat.Stat(spread, middle).median[0]
    if not 0 < median < _LIGHT:
        return spread
    bend = log(_LIGHT / 255) / log(median / 255)
    return spread.point([round(255 * (step / 255) ** bend) for step in range(256)])


def _written(square: Image.Image) -> bytes:
    """Write a JPEG without a word beside it, as good as its bytes allow.

    Nothing but noise needs the lowest quality, and fits with it.
    """
    written = (_jpeg(square, quality) for quality in _QUALITIES)
    return next(each for each in written if len(each) <= PORTRAIT_MAX)


def _jpeg(square: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    square.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _refuse(code: Code) -> NoReturn:
    limit = UPLOAD_MAX // 1_000_000
    raise InvalidDocumentError([Problem("photo", code, {"megabytes": limit})])
