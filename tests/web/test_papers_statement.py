"""The statements of members: on the screen, as PDF, for one and for the whole group."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.builders import NOW, TODAY, a_group, a_meeting, a_uuid, meet
from tests.domain_builders import a_constitution
from tests.web.books import LONG_NAME, Shelf, forgotten_texts
from vsla.services.correct_meeting import correct
from vsla.services.group_page import cover
from vsla.services.member_page import passbook
from vsla.store import paper_prints
from vsla.store.models import Member
from vsla.web.papers import statement

if TYPE_CHECKING:
    from flask.testing import FlaskClient

MEMBERS = 10


def _read(browser: FlaskClient, path: str) -> list[str]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return [re.sub("[\u00a0\u202f]", " ", page.extract_text()) for page in pages]


def _correct(shelf: Shelf) -> None:
    correct(
        shelf.session,
        shelf.group.facilitator,
        group_id=shelf.group.group_id,
        entry_number=1,
        uuid=a_uuid("correction"),
        body=json.dumps(a_meeting(shelf.group, 1, shares={1: 5, 2: 5})),
        reason="Carnet : 5 étoiles ; cahier : 3.",
        now=NOW,
        today=TODAY,
    )
    shelf.session.commit()


def test_the_paper_says_the_figures_of_the_books(shelf: Shelf) -> None:
    (text,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=1&lang=fr"))

    assert LONG_NAME in text
    assert "Tujenge Pamoja · réunion 2 · mercredi 11 janvier 2023" in text
    assert "= 5 000 FC" in text
    assert "cinq mille francs" in text
    assert "5 500 FC" in text
    assert re.search(r"1 4 janv\. 3 3 200 100\n", text)
    assert re.search(r"2 11 janv\. 2 5 200 5 000\n", text)
    assert re.search(r"Total 5 400 100 5 000\n", text)


def test_every_line_of_the_passbook_stands_on_the_paper(shelf: Shelf) -> None:
    _correct(shelf)
    session, group = shelf.session, shelf.group
    here = cover(session, group.officer, group.group_id, on=date(2024, 6, 1))

    (text,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=1&lang=en"))

    rows = [line for line in text.splitlines() if re.match(r"\d+ Jan ", line)]
    book = passbook(session, here, 1)
    assert len(rows) == len(book.lines) == 3
    for row, line in zip(rows, reversed(book.lines), strict=True):
        cells = row.split()
        assert cells[:2] == [str(line.entry.meeting), "Jan"]
        assert cells[3] == str(line.shares)


def test_a_correction_is_crossed_out_with_the_new_line_and_the_reason(shelf: Shelf) -> None:
    _correct(shelf)

    (text,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=1&lang=fr"))
    (other,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=3&lang=fr"))
    page = shelf.facilitator.get(shelf.path("/papers/statement?member=1")).text

    assert re.search(r"1 4 janv\. 3 200 100\n1 4 janv\. 5 5 200\n.*Carnet : 5 étoiles", text)
    assert "Carnet : 5" not in other
    assert page.index("Crossed out:") < page.index("Carnet : 5 étoiles")


def _printed(shelf: Shelf, entry: int) -> None:
    paper_prints.add(
        shelf.session,
        group_id=shelf.group.group_id,
        kind=paper_prints.STATEMENT,
        subject=paper_prints.EVERYBODY,
        entry_number=entry,
        printed_at=NOW,
        printed_by=None,
        language="fr",
    )
    shelf.session.commit()


def test_what_is_new_since_the_last_statement_is_told(shelf: Shelf) -> None:
    _printed(shelf, entry=1)
    path = shelf.path("/papers/statement{}?member=1&lang=en")

    (text,) = _read(shelf.facilitator, path.format(".pdf"))
    page = shelf.facilitator.get(path.format("")).text

    told = "2 stars more, 5,000 FC received as a loan"
    assert "Since your last statement, Jan 4, 2023:" in text
    assert told in text
    assert told in re.sub("[\u00a0\u202f]", " ", page)


def test_without_an_earlier_statement_nothing_is_told(shelf: Shelf) -> None:
    (text,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=1&lang=en"))

    assert "Since your last statement" not in text


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("layout=reader", MEMBERS),
        ("layout=nonreader", MEMBERS),
        ("size=a5x2", MEMBERS // 2),
        ("size=a5x2&layout=nonreader", MEMBERS // 2),
        ("layout=unknown&size=unknown", MEMBERS),
    ],
)
def test_a_whole_group_is_printed_in_the_order_of_the_passbooks(
    shelf: Shelf, query: str, pages: int
) -> None:
    texts = _read(shelf.facilitator, shelf.path(f"/papers/statement.pdf?lang=sw&{query}"))

    assert len(texts) == pages
    names = re.findall("Member [0-9]+|Lobo Aimé", "\n".join(texts))
    order = list(dict.fromkeys(names))
    assert order == ["Lobo Aimé", *(f"Member {number}" for number in range(2, MEMBERS + 1))]


def test_a_paper_carries_its_code_and_the_square(shelf: Shelf) -> None:
    (text,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=1&lang=en"))
    page = shelf.facilitator.get(shelf.path("/papers/statement?member=1&lang=en")).text

    found = re.search(r"Code to check this paper\n(\d{3} \d{3} \d{3})", text)
    assert found is not None
    assert found[1] in page
    assert 'class="paper-square"' in page


def test_half_a_sheet_brings_forward_what_does_not_fit(shelf: Shelf) -> None:
    for meeting in range(3, 22):
        meet(shelf.group, meeting, shares={1: 1})
    shelf.session.commit()

    (text,) = _read(
        shelf.facilitator, shelf.path("/papers/statement.pdf?member=1&lang=en&size=a5x2")
    )

    assert re.search(r"Brought forward ?\n? ?6 600 100 5,000", text)
    assert "4 Jan 25 1 7 200" in text
    assert re.search(r"Total 24 4,200 100 5,000", text)


def test_rare_events_stand_under_their_line(shelf: Shelf) -> None:
    helped = [{"member": 2, "need": "illness", "amount_minor": 10_000}]
    meet(shelf.group, 3, shares={}, solidarity_grants=helped)
    shelf.session.commit()

    (text,) = _read(shelf.facilitator, shelf.path("/papers/statement.pdf?member=2&lang=en"))

    assert "Help received: 100 FC" in text


def test_a_loan_in_arrears_says_so_in_white_on_black(shelf: Shelf) -> None:
    for layout in ("reader", "nonreader"):
        path = f"/papers/statement.pdf?member=1&lang=fr&layout={layout}"
        (text,) = _read(shelf.facilitator, shelf.path(path))

        assert "En retard : 5 500 FC" in text
        assert "plus des amendes : 100 FC" in text
    page = shelf.facilitator.get(shelf.path("/papers/statement?member=1&lang=fr")).text
    assert 'class="paper-late"' in page


def test_a_loan_in_time_says_until_when(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement, "today", lambda: date(2023, 1, 12))
    path = shelf.path("/papers/statement.pdf?member=1&lang=fr")

    (text,) = _read(shelf.facilitator, path)
    (pictures,) = _read(shelf.facilitator, f"{path}&layout=nonreader")

    assert "au plus tard le 8 févr." in text
    assert "8 février" in pictures
    assert "En retard" not in text + pictures


def test_a_share_that_no_single_note_pays_is_written_as_a_sum(shelf: Shelf) -> None:
    rules = a_constitution(share_value=150_000)
    group = a_group(shelf.session, shelf.programme, members=10, constitution=rules, name="Nusu")
    meet(group, 1, shares={1: 2})
    shelf.session.commit()
    path = f"/groups/{group.group_id}/papers/statement.pdf?member=1&lang=fr&layout=nonreader"

    (text,) = _read(shelf.browser(group.facilitator), path)

    assert "1 500" in text
    assert "3 000" in text


def test_dollars_and_a_member_with_nothing(shelf: Shelf) -> None:
    rules = a_constitution(share_value=500, solidarity_contribution=100, fines=(), helps=())
    group = a_group(
        shelf.session, shelf.programme, members=10, currency="USD", cash_step=100,
        constitution=rules, name="Dola",
    )  # fmt: skip
    shelf.session.commit()
    path = f"/groups/{group.group_id}/papers/statement.pdf?member=1&lang=en"
    browser = shelf.browser(group.facilitator)

    (empty,) = _read(browser, path)
    meet(group, 1, shares={1: 5}, solidarity=100)
    shelf.session.commit()
    (first,) = _read(browser, path)

    assert "I owe nothing." in empty
    assert "No meeting yet." in empty
    assert "= 25 USD" in first
    assert "twenty-five dollars" in first


def test_a_member_without_a_sign_and_an_endless_name_fits_on_a_page(shelf: Shelf) -> None:
    name = "Nzuvandeka Kavira wa Mwamini-Bahati Furaha Ndoole Ngabu Mateso"
    member = shelf.session.get_one(Member, (shelf.group.group_id, 1))
    member.name, member.sign = name, None
    shelf.session.commit()

    for layout in ("reader", "nonreader"):
        texts = _read(
            shelf.facilitator, shelf.path(f"/papers/statement.pdf?member=1&layout={layout}")
        )

        assert len(texts) == 1
        assert name in texts[0].replace("\n", " ").replace("  ", " ")


def test_a_year_of_weekly_meetings_fits_on_a_page(shelf: Shelf) -> None:
    for meeting in range(3, 53):
        meet(shelf.group, meeting, shares={1: 5})
    shelf.session.commit()

    for layout in ("reader", "nonreader"):
        path = shelf.path(f"/papers/statement.pdf?member=1&lang=fr&layout={layout}")

        assert len(_read(shelf.facilitator, path)) == 1


def test_the_pages_where_one_looks_for_it_lead_to_the_paper(shelf: Shelf) -> None:
    trainer = shelf.browser(shelf.programme.trainer)
    one, everybody = shelf.path("/papers/statement?member=1"), shelf.path("/papers/statement")

    assert one in shelf.facilitator.get(shelf.path("/members/1")).text
    assert f'"{everybody}"' in shelf.facilitator.get(shelf.path("/members")).text
    assert f'"{everybody}"' in trainer.get("/", follow_redirects=True).text


def test_every_text_of_the_page_passed_through_a_catalogue(shelf: Shelf) -> None:
    _correct(shelf)
    _printed(shelf, entry=1)

    for query in ("member=1", "layout=nonreader"):
        assert forgotten_texts(shelf.facilitator, shelf.path(f"/papers/statement?{query}")) == []


def test_there_is_no_statement_of_a_stranger(shelf: Shelf) -> None:
    browser = shelf.facilitator

    assert browser.get(shelf.path("/papers/statement?member=99")).status_code == 404
    assert browser.get(f"/groups/{shelf.empty.group_id}/papers/statement").status_code == 404


@pytest.mark.parametrize("asked", ["99999999999999999999", "-1", "x"])
def test_a_number_that_no_member_has_is_not_found(shelf: Shelf, asked: str) -> None:
    answer = shelf.facilitator.get(shelf.path(f"/papers/statement?member={asked}"))

    assert answer.status_code == 404
