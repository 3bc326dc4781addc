"""The statements of members: on the screen, as PDF, for one and for the whole group."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from tests.web.books import LONG_NAME

if TYPE_CHECKING:
    from tests.web.books import Shelf


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_statement_is_a_page_and_a_pdf(shelf: Shelf) -> None:
    browser = shelf.facilitator

    page = browser.get(shelf.path("/papers/statement?member=1"))
    answer = browser.get(shelf.path("/papers/statement.pdf?member=1&lang=fr"))

    assert LONG_NAME in page.text
    assert answer.mimetype == "application/pdf"
    assert LONG_NAME in _text(answer.data)
