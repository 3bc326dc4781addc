"""Class sheets: a learner's own lines with blanks, and the solution on the next page."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.builders import NOW, TODAY, a_person, meet
from tests.services.meetings import body_of, put_right
from tests.web.books import LONG_NAME, forgotten_texts
from vsla.domain.money_words import money_in_words
from vsla.services.check_paper import Verdict, check_paper
from vsla.services.enrol_member import enrol
from vsla.services.paper_code import Claim, key_from
from vsla.services.papers.class_sheet import LINES_MAX, ClassSheet, class_sheets
from vsla.services.papers.statement import statements
from vsla.web.clock import today

if TYPE_CHECKING:
    from tests.web.books import Shelf

pytestmark = pytest.mark.uncounted

SHEET = "/papers/class-sheet"
STARS = [3, 2, 0, 5, 1, 4, 2, 3, 5, 1, 2]


def pages(shelf: Shelf, query: str) -> list[str]:
    """Read the pages of the PDF, each as one line with plain spaces."""
    answer = shelf.facilitator.get(shelf.path(f"{SHEET}.pdf?{query}"))
    assert answer.mimetype == "application/pdf"
    return [" ".join(each.extract_text().split()) for each in PdfReader(BytesIO(answer.data)).pages]


def sheet_of(shelf: Shelf, member: int = 1) -> ClassSheet:
    """Read the figures of one sheet."""
    shelf.session.rollback()
    group = shelf.group
    job = class_sheets(shelf.session, group.facilitator, group.group_id, on=TODAY, member_id=member)
    return job.each[0]


def go_on(shelf: Shelf) -> None:
    """Hold meetings 3 to 11, in which member 1 buys as ``STARS`` says."""
    for number, stars in enumerate(STARS[2:], 3):
        meet(shelf.group, number, shares={1: stars} if stars else {2: 1})
    shelf.session.commit()


def test_the_solution_stands_on_the_next_page_and_is_the_ledger(shelf: Shelf) -> None:
    go_on(shelf)

    exercise, solution = pages(shelf, "member=1&lang=en")

    sheet = sheet_of(shelf)
    assert [line.shares for line in sheet.lines] == STARS[-LINES_MAX:]
    assert (sheet.before, sheet.totals()[-1]) == (sum(STARS[:-LINES_MAX]), sum(STARS))
    assert sheet.cost == sheet.stars * sheet.price
    for total, line in zip(sheet.totals(), sheet.lines, strict=True):
        row = [str(line.shares), str(total), f"{line.saved // 100:,}" if line.saved else "0"]
        assert " ".join(row) in solution
        assert " ".join(row) not in exercise
    assert LONG_NAME in exercise
    assert LONG_NAME in solution


def test_sums_are_to_be_read_and_written(shelf: Shelf) -> None:
    go_on(shelf)

    exercise, solution = pages(shelf, "member=1&lang=fr")

    sheet = sheet_of(shelf)
    cost = money_in_words(sheet.cost, "CDF", "fr")
    solidarity = money_in_words(sheet.solidarity, "CDF", "fr")
    assert cost in exercise
    assert solidarity in solution
    assert solidarity not in exercise


def test_the_sheet_agrees_with_the_statement(shelf: Shelf) -> None:
    group = shelf.group

    sheet = sheet_of(shelf)

    job = statements(shelf.session, group.facilitator, group.group_id, on=TODAY, member_id=1)
    (statement,) = job.each
    assert sheet.before + sheet.stars == statement.stars
    assert (sheet.cost, sheet.solidarity) == (statement.worth, statement.solidarity)
    assert sheet.figures()[0] == ("stars", statement.stars)


def test_a_line_that_was_crossed_out_is_not_counted(shelf: Shelf) -> None:
    right = {**body_of(shelf.group, 2), "shares_bought": [{"member": 1, "count": 4}]}
    put_right(shelf.group, 2, right)
    shelf.session.commit()

    sheet = sheet_of(shelf)

    assert [line.shares for line in sheet.lines] == [3, 4]


def test_a_whole_class_has_two_pages_for_each_learner(shelf: Shelf) -> None:
    read = pages(shelf, "lang=sw")

    assert len(read) == 2 * 10
    assert [page.count(LONG_NAME) > 0 for page in read] == [True, True, *[False] * 18]


def test_a_member_without_stars_gets_no_sums_to_write(shelf: Shelf) -> None:
    sheet = sheet_of(shelf, member=10)

    page = shelf.facilitator.get(shelf.path(f"{SHEET}?member=10")).text

    assert sheet.stars == 0
    assert "Write in words" not in page


def test_a_new_member_gets_an_empty_sheet(shelf: Shelf) -> None:
    group, person = shelf.group, a_person(11, joined_on=TODAY.isoformat())
    enrol(group.session, group.facilitator, group_id=group.group_id, person=person, now=NOW)
    shelf.session.commit()

    exercise, solution = pages(shelf, "member=11&lang=en")

    assert "No meeting yet." in exercise
    assert "No meeting yet." in solution
    assert "No meeting yet." in shelf.facilitator.get(shelf.path(f"{SHEET}?member=11")).text


def test_the_screen_keeps_the_solution_closed(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path(f"{SHEET}?member=1")).text

    before, _, behind = page.partition("<details>")
    answer = f'<b class="num" translate="no">{sheet_of(shelf).cost // 100:,}</b>'
    assert answer not in before
    assert answer in behind


def test_every_word_of_the_screen_can_be_translated(shelf: Shelf) -> None:
    found = forgotten_texts(shelf.facilitator, shelf.path(f"{SHEET}?member=2"))

    assert [text for text in found if "Member 2" not in text] == []


def test_the_code_vouches_for_the_sums_and_for_no_others(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path(f"{SHEET}?member=1")).text
    code = "".join(re.findall(r">(\d{3}) (\d{3}) (\d{3})</b>", page)[0])
    right = [figure for _name, figure in sheet_of(shelf).figures()]

    answers = [check(shelf, figures, code) for figures in (right, [right[0] + 1, *right[1:]])]

    assert answers == [Verdict.AGREES, Verdict.NEVER]


def check(shelf: Shelf, figures: list[int], code: str) -> Verdict:
    """Hold the sheet of passbook 1 against the books."""
    with shelf.app.test_request_context():
        day = today()
    claim = Claim(
        kind="class_sheet",
        group_code=shelf.group.group.code,
        subject=1,
        entry_number=2,
        printed_on=day,
        figures=tuple(figures),
    )
    key = key_from(shelf.app.config["SECRET_KEY"])
    return check_paper(shelf.session, key, [claim], code).verdict


def test_who_may_not_see_the_group_gets_no_sheet(shelf: Shelf) -> None:
    group = shelf.empty

    answer = shelf.facilitator.get(f"/groups/{group.group_id}{SHEET}")

    assert answer.status_code == 404
