"""What was printed, and the statements of many groups in one go."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.builders import a_group, a_programme, meet
from tests.web.books import LONG_NAME, MEMBERS, Shelf, forgotten_texts
from vsla.services.print_log import prints_of
from vsla.web.papers import print_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient

    from tests.builders import GroupWorld
    from vsla.services.print_log import Print


@pytest.fixture
def second(shelf: Shelf) -> GroupWorld:
    """Another group of the programme that has met once."""
    world = a_group(shelf.session, shelf.programme, members=MEMBERS, name="Imani")
    meet(world, 1, shares={1: 1})
    shelf.session.commit()
    return world


@pytest.fixture
def trainer(shelf: Shelf) -> FlaskClient:
    """A trainer's browser."""
    return shelf.browser(shelf.programme.trainer)


def _job(shelf: Shelf, second: GroupWorld, what: str = "/job") -> str:
    groups = f"group={shelf.group.group_id}&group={second.group_id}"
    return f"/papers/statements{what}?{groups}&lang=sw&size=a5x2&layout=nonreader"


def _prints(shelf: Shelf) -> Sequence[Print]:
    shelf.session.rollback()
    return prints_of(shelf.session, shelf.group.officer, shelf.group.group_id)


def test_every_pdf_is_noted_without_figures_or_names(shelf: Shelf) -> None:
    browser = shelf.facilitator

    browser.get(shelf.path("/papers/statement.pdf?member=1&lang=sw"))
    browser.get(shelf.path("/papers/statement.pdf?lang=fr"))
    browser.get(shelf.path("/papers/statement?member=1"))
    browser.head(shelf.path("/papers/statement.pdf?member=1"))

    rows = [each.row for each in reversed(_prints(shelf))]
    assert [(row.kind, row.subject, row.entry_number, row.language) for row in rows] == [
        ("statement", 1, 2, "sw"),
        ("statement", 0, 2, "fr"),
    ]
    assert {row.printed_by for row in rows} == {shelf.group.facilitator.user_id}


def test_pages_say_when_a_paper_was_last_printed(shelf: Shelf, trainer: FlaskClient) -> None:
    paths = [shelf.path("/members/1"), shelf.path("/papers/statement?member=1"), "/"]
    before = [trainer.get(path).text for path in paths]

    trainer.get(shelf.path("/papers/statement.pdf?lang=fr"))
    after = [trainer.get(path).text for path in paths]
    other = trainer.get(shelf.path("/papers/poster")).text

    assert ["Last printed on" in page for page in before] == [False] * 3
    assert ["Last printed on" in page for page in after] == [True] * 3
    assert "Last printed on" not in other


def test_the_list_of_prints_names_nobody_but_who_printed(
    shelf: Shelf, trainer: FlaskClient
) -> None:
    path = shelf.path("/papers")
    empty = trainer.get(path).text
    for paper in ("statement.pdf?member=1", "statement.pdf", "constitution.pdf", "poster.pdf"):
        trainer.get(shelf.path(f"/papers/{paper}"))

    page = trainer.get(path).text

    assert "Nothing was printed yet." in empty
    assert page.count('<li class="line">') == 4
    assert "all members" in page
    assert LONG_NAME not in page
    assert f'href="{path}"' in trainer.get(shelf.path()).text
    assert forgotten_texts(trainer, path) == []


def test_a_second_statement_marks_what_came_since_the_first(shelf: Shelf) -> None:
    browser = shelf.facilitator
    path = shelf.path("/papers/statement.pdf?member=1&lang=en")
    browser.get(path)
    meet(shelf.group, 3, shares={1: 4})
    shelf.session.commit()

    texts = [PdfReader(BytesIO(browser.get(path).data)).pages[0].extract_text() for _ in range(2)]

    for text in texts:
        assert "Since your last statement" in text
        assert "4 stars more" in text


def test_a_trainer_chooses_among_all_groups_of_the_programme(
    shelf: Shelf, trainer: FlaskClient, second: GroupWorld
) -> None:
    page = trainer.get("/papers/statements").text

    assert 'href="/papers/statements"' in trainer.get("/").text
    assert f'value="{shelf.group.group_id}" checked' in page
    assert f'value="{second.group_id}" checked' in page
    assert f'value="{shelf.empty.group_id}" checked' not in page
    assert page.count("never printed") == 2


def test_a_facilitator_chooses_among_her_own(shelf: Shelf) -> None:
    away = a_group(shelf.session, a_programme(shelf.session), members=MEMBERS)
    shelf.session.commit()
    path = f"/papers/statements/job?group={away.group_id}&group={shelf.group.group_id}"

    page = shelf.facilitator.get(path).text

    assert shelf.path("/papers/statement.pdf") in page
    assert f"/groups/{away.group_id}/" not in page


def test_a_job_marks_each_group_once_it_was_made(
    shelf: Shelf, trainer: FlaskClient, second: GroupWorld
) -> None:
    path = _job(shelf, second)
    before = trainer.get(f"{path}&begun=0").text

    trainer.get(f"/groups/{second.group_id}/papers/statement.pdf?lang=sw")
    after = trainer.get(f"{path}&begun=0").text
    later = trainer.get(f"{path}&begun=99999999999").text
    ever = trainer.get(f"{path}&begun=-99999999999999999999").text

    said = ["0 of 2 groups are done.", "1 of 2 groups are done.", "0 of 2 groups are done."]
    assert [text in page for text, page in zip(said, (before, after, later), strict=True)] == [
        True
    ] * 3
    assert said[1] in ever
    assert "data-all-done" not in after


def test_one_file_holds_every_group_and_each_is_noted(
    shelf: Shelf, trainer: FlaskClient, second: GroupWorld
) -> None:
    answer = trainer.get(_job(shelf, second, ".zip"))
    archive = zipfile.ZipFile(BytesIO(answer.data))
    done = trainer.get(f"{_job(shelf, second)}&begun=0").text

    assert answer.mimetype == "application/zip"
    assert archive.testzip() is None
    names = archive.namelist()
    assert [name.partition(" ")[2] for name in names] == ["Imani.pdf", "Tujenge Pamoja.pdf"]
    for name in names:
        assert len(PdfReader(BytesIO(archive.read(name))).pages) == MEMBERS // 2
    assert [(each.row.subject, each.row.language) for each in _prints(shelf)] == [(0, "sw")]
    assert "data-all-done" in done


def test_the_file_is_made_one_group_at_a_time(
    shelf: Shelf, trainer: FlaskClient, second: GroupWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def set_one(group_id: int) -> bytes:
        made.append(group_id)
        return b"%PDF"

    monkeypatch.setattr(print_all, "_statements", set_one)

    answer = trainer.get(_job(shelf, second, ".zip"), buffered=False)
    parts = iter(answer.response)
    first = next(parts)

    assert b"%PDF" in first
    assert made == [second.group_id]
    rest = list(parts)
    assert made == [second.group_id, shelf.group.group_id]
    assert len(rest) == 2
    answer.close()


@pytest.mark.parametrize("query", ["", "?group=x", "?group=99999999999999999999", "?group=999"])
def test_without_groups_one_chooses_first(trainer: FlaskClient, query: str) -> None:
    for what in ("/job", ".zip"):
        answer = trainer.get(f"/papers/statements{what}{query}")

        assert answer.status_code == 302
        assert answer.location == "/papers/statements"


def test_long_lists_are_chosen_page_by_page(
    shelf: Shelf, trainer: FlaskClient, second: GroupWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsla.services.groups_list.PAGE_SIZE", 1)

    first = trainer.get("/papers/statements").text
    after = trainer.get(f"/papers/statements?after={second.group_id}~Imani").text

    assert "Imani" in first
    assert 'rel="next"' in first
    assert shelf.path() not in first
    assert "Tujenge Pamoja" in after
    assert 'rel="prev"' in after


def test_every_text_of_the_job_is_in_a_catalogue(
    shelf: Shelf, trainer: FlaskClient, second: GroupWorld
) -> None:
    trainer.get(_job(shelf, second, ".zip"))

    for path in ("/papers/statements", f"{_job(shelf, second)}&begun=0"):
        assert forgotten_texts(trainer, path) == []
