"""Lists to take along, as pages and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.documents.workbooks import column, sheets_of
from tests.web.books import forgotten_texts
from vsla.documents import savix_words
from vsla.documents.words import CHOICES, words_of
from vsla.services.table_rows import TABLES
from vsla.web.exports.group import OF_A_GROUP
from vsla.web.labels import LABELS

if TYPE_CHECKING:
    from tests.web.books import Shelf


def test_the_page_offers_every_list(shelf: Shelf) -> None:
    page = shelf.facilitator.get("/exports?from=2023-01-01&zone=1").text

    assert all(f"/exports/{key}.{form}?" in page for key in TABLES for form in ("csv", "xlsx"))
    assert "from=2023-01-01" in page
    assert "Workbook without names" in page
    assert (
        "Workbook without names" not in shelf.browser(shelf.programme.trainer).get("/exports").text
    )
    assert forgotten_texts(shelf.facilitator, "/exports") == []


@pytest.mark.parametrize("key", list(TABLES))
def test_each_list_comes_in_both_forms(shelf: Shelf, key: str) -> None:
    officer = shelf.browser(shelf.programme.officer)

    book = officer.get(f"/exports/{key}.xlsx")
    sheet = next(iter(sheets_of(book.data).values()))
    text = officer.get(f"/exports/{key}.csv")

    assert "attachment" in book.headers["Content-Disposition"]
    assert "no-store" in text.headers["Cache-Control"]
    assert len(text.text.splitlines()) == len(sheet)


def test_a_group_has_lists_of_its_own_in_the_language_of_the_person(shelf: Shelf) -> None:
    french = shelf.browser(shelf.group.facilitator, "fr")

    sheets = sheets_of(french.get(shelf.path("/export/members.xlsx")).data)

    assert list(sheets) == ["Membres", "Définitions"]
    assert len(column(sheets["Membres"], "Nom")) == 10
    assert set(column(sheets["Membres"], "Sexe")) == {"Femme", "Homme"}
    page = french.get(shelf.path("/export")).text
    assert all(shelf.path(f"/export/{key}.csv") in page for key in OF_A_GROUP)


@pytest.mark.parametrize(
    "path",
    ["/exports/secrets.csv", "/exports/groups.pdf", "/exports/groups.xlsx.", "/exports/.csv"],
)
def test_what_there_is_not_is_not_found(shelf: Shelf, path: str) -> None:
    assert shelf.facilitator.get(path).status_code == 404
    assert shelf.facilitator.get(shelf.path("/export/groups.csv")).status_code == 404


@pytest.mark.parametrize("query", ["from=soon", "from=2023-02-31", "zone=x", "programme=-1"])
def test_what_is_no_day_and_no_number_narrows_nothing(shelf: Shelf, query: str) -> None:
    officer = shelf.browser(shelf.programme.officer)

    answer = officer.get(f"/exports/groups.csv?{query}")

    assert answer.status_code == 200
    assert "Umoja" in answer.text or "Tujenge" in answer.text or query.startswith("programme")


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
def test_choices_in_files_are_said_as_on_the_pages(shelf: Shelf, language: str) -> None:
    words = words_of(language)
    of_pages = {kind.__name__: labels for kind, labels in LABELS.items()}

    with shelf.app.test_request_context(headers={"Accept-Language": language}):
        # The page of the quarterly set says them from the same table.
        for name in CHOICES.keys() - savix_words.CHOICES.keys():
            choices = CHOICES[name]
            said = {value: words(text) for value, text in choices.items()}
            assert said == {str(key): str(text) for key, text in of_pages[name].items()}
