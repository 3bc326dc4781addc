"""What a group can take along, as pages and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.books import forgotten_texts

if TYPE_CHECKING:
    from tests.web.books import Shelf


def test_the_page_leads_to_the_journal_and_every_text_can_be_translated(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path("/export")).text

    assert shelf.path("/export/journal.beancount") in page
    assert shelf.path("/export/journal.json") in page
    assert forgotten_texts(shelf.facilitator, shelf.path("/export")) == []


def test_the_journal_is_a_file_under_the_code_of_the_group(shelf: Shelf) -> None:
    code = shelf.group.group.code
    text = shelf.facilitator.get(shelf.path("/export/journal.beancount"))
    plain = shelf.facilitator.get(shelf.path("/export/journal.json"))

    assert f"{code}.beancount" in text.headers["Content-Disposition"]
    assert "no-store" in text.headers["Cache-Control"]
    assert " open Assets:Box-Loan-Fund CDF" in text.text
    assert plain.json is not None
    assert plain.json["group"] == code
