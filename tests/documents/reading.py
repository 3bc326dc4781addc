"""Read printed documents back: their text, page by page, and the figures in it."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader

_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page, with every space a plain one."""
    return [_SPACES.sub(" ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def plain(text: str) -> str:
    """Write a text as ``pages_of`` gives it."""
    return _SPACES.sub(" ", text)


def is_tagged(pdf: bytes) -> bool:
    """Tell whether a screen reader finds its way: a tagged document in a language, with title."""
    root = PdfReader(BytesIO(pdf)).root_object
    return "/StructTreeRoot" in root and bool(root.get("/Lang"))
