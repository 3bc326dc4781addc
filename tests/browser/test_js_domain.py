"""The phone reckons as the server does: the same documents, answered by the modules in Chromium."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.browser.screens import chromium, open_page
from tests.browser.server import serving
from tests.conftest import build_app
from tests.domain import vectors
from tests.domain.random_lives import life
from tests.domain.random_slips import slipped
from vsla.domain.books import Books
from vsla.domain.books_form import books_to_json
from vsla.domain.calendar import Period, add_months
from vsla.domain.constitution import Charge, ChargeBasis, Penalty, PenaltyKind
from vsla.domain.ledger import Kind
from vsla.domain.loans import grant, loan_to_json, owed, pay
from vsla.domain.money import CURRENCIES
from vsla.domain.money_words import has_words, money_in_words
from vsla.domain.number_words import LANGUAGES, LARGEST, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_ANSWERS = Path(__file__).with_name("domain_answers.js").read_text("utf-8")
_SHARE_OUT = (
    "recognised",
    "close_",
    "shareout_",
    "remainder_",
    "pool",
    "solidarity_shared",
    "_carried",
)
_MEETING_KINDS = {
    str(kind)
    for kind in Kind
    if kind is Kind.SHAREOUT_ARREARS_PAID or not any(word in kind for word in _SHARE_OUT)
}


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _without_first_screen(page: Page, rest: str) -> None:
    """Let the rules be loaded by themselves: what they come with asks for modules of a page."""
    asked = re.findall(r'^import{([^}]*)}from"./first.js"', rest)
    names = ",".join(f"{name}={{}}" for name in asked[0].split(","))
    body = f"export const {names};"
    page.route(
        "**/first.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )


class Ask(Protocol):
    """Puts questions of one kind to the modules and gives their answers, in order."""

    def __call__(self, kind: str, questions: Iterable[Any]) -> list[Any]:
        """Ask; both ways go through JSON, as documents do."""


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """The modules as a phone gets them: shortened, in the version that is installed."""
    app = build_app("sqlite://", tmp_path_factory.mktemp("instance"))
    (base,) = re.findall('"base": "([^"]+)"', app.test_client().get("/sw.js").text)
    with serving(app) as address, chromium() as browser:
        page = open_page(browser)
        page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        _without_first_screen(page, app.test_client().get(f"{base}rest.js").text)
        page.goto(f"{address}/static/icon.svg")

        def ask(kind: str, questions: Iterable[Any]) -> list[Any]:
            asked = {"base": base, "ask": kind, "text": _text(list(questions))}
            answers: list[Any] = json.loads(page.evaluate(_ANSWERS, asked))
            return answers

        yield ask


def test_every_vector_has_its_answer_on_the_phone(phone: Ask) -> None:
    names = vectors.names()
    asked = [vectors.load(name) for name in names]

    answers = phone("vector", asked)

    assert len(names) >= 60
    told = dict(zip(names, answers, strict=True))
    assert told == {vector["name"]: vector["expected"] for vector in asked}


def test_five_hundred_group_lives_are_the_same_on_the_phone(phone: Ask) -> None:
    lives = [life(number) for number in range(500)]

    answers = phone("life", [{**vars(each), "answers": None} for each in lives])

    wrong = [
        (number, each.documents[place], told, expected)
        for number, (each, answered) in enumerate(zip(lives, answers, strict=True))
        for place, (told, expected) in enumerate(zip(answered, each.answers, strict=True))
        if told != expected
    ]
    posted = [answer for each in lives for answer in each.answers if "books" in answer]
    assert wrong[:1] == []
    assert len(posted) > 1_800
    assert {row[0] for answer in posted for row in answer["movements"]} == _MEETING_KINDS


_REST = (-1, 0, 1, 7, 21, 80, 81, 99, 100, 200, 280)


def _numbers() -> list[int]:
    """Give every small number, the round ones with their neighbours, and some of each length."""
    chance = Random(1)  # noqa: S311 - the same numbers each time
    round_ones = [part * 10**zeros for zeros in range(9) for part in range(1, 10)]
    near = {number + rest for number in round_ones for rest in _REST}
    any_length = {chance.randrange(10**digits) for digits in range(4, 10) for _ in range(150)}
    return sorted({*range(1_300), *near, *any_length, LARGEST})


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_have_the_same_words_on_the_phone(phone: Ask, language: str) -> None:
    numbers = _numbers()

    written = phone("call", [["inWords", number, language] for number in numbers])

    assert len(numbers) > 2_500
    assert written == [in_words(number, language) for number in numbers]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_of_money_have_the_same_words_on_the_phone(phone: Ask, language: str) -> None:
    amounts = [0, 1, 50, 99, 100, 101, 150, 200, 10**8, 10**8 + 1, 123_456_789, 6_000_700]
    sums = [(amount, code) for code in CURRENCIES for amount in amounts]

    written = phone("call", [["moneyInWords", *each, language] for each in sums])

    assert written == [money_in_words(*each, language) for each in sums]


def test_what_screens_ask_beside_meetings_is_answered_alike(phone: Ask) -> None:
    days = [date(2019, 12, 28) + timedelta(days=n) for n in range(70)]
    edges = [-1, 0, LARGEST, LARGEST * 100 + 99, (LARGEST + 1) * 100]

    ends = phone("call", [["addMonths", str(day), n] for day in days for n in (-3, 1, 2, 13)])
    can_be_said = phone("call", [["hasWords", edge, "CDF"] for edge in edges])
    empty = phone("call", [["openBooks", 3, "2020-01-01", "2020-12-31"]])

    assert ends == [str(add_months(day, n)) for day in days for n in (-3, 1, 2, 13)]
    assert can_be_said == [has_words(edge, "CDF") for edge in edges]
    assert empty == [books_to_json(Books(3, date(2020, 1, 1), date(2020, 12, 31)))]


def test_the_edges_of_a_document_are_the_same_on_the_phone(phone: Ask) -> None:
    usual = vectors.load("usual-meeting")
    sources = [usual["document"] | parts for parts in _edges()]
    asked = [usual | {"document": source} for source in sources]

    answers = phone("vector", asked)

    expected = [json.loads(json.dumps(vectors.answer(vector))) for vector in asked]
    refused = [bool(answer["problems"]) for answer in answers]
    assert answers == expected
    assert refused == [False, True] * (len(refused) // 2)


def test_slips_of_any_kind_are_told_alike(phone: Ask) -> None:
    usual = vectors.load("usual-meeting")
    asked = [usual | {"document": slipped(number)} for number in range(1_000)]

    answers = phone("vector", asked)

    wrong = [
        (vector["document"], told, expected)
        for vector, told in zip(asked, answers, strict=True)
        if told != (expected := json.loads(json.dumps(vectors.answer(vector))))
    ]
    assert wrong[:1] == []
    assert len({problem[1] for told in answers for problem in told["problems"]}) > 15


def _edges() -> Iterator[dict[str, Any]]:
    """Give parts that just fit, each before one that does not."""
    for rows in (2_000, 2_001):
        yield {"other_income": [{"amount_minor": 1, "what": "x"}] * rows}
    loan = {"line": 999, "member": 1, "amount_minor": 1, "term": 120}
    wrong_loans: list[dict[str, Any]] = [{"line": 1_000}, {"term": 121}, {"guarantors": [1] * 11}]
    for change in wrong_loans:
        for changed in ({}, change):
            yield {"loans_granted": [{**loan, "guarantors": [5] * 10, **changed}]}
    refused = {"member": 5, "amount_minor": 10**15, "reason": "é" * 120}
    for wrong in ({}, {"amount_minor": 10**15 + 1}, {}, {"reason": "é" * 121}):
        yield {"loans_refused": [{**refused, **wrong}]}
    for officers in ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 1]):
        yield {"confirmed_by": officers}
    for note in ("🐟" * 2_000, "🐟" * 2_001):
        yield {"note": note}
    for votes in (2_000, 2_001):
        yield {"fines_charged": [{"member": 1, "offence": "late", "amount_minor": votes}] * votes}


def test_a_loan_paid_in_time_has_no_penalty_on_either_side(phone: Ask) -> None:
    charge, penalty = Charge(ChargeBasis.FREE, 0, Period.MONTH), Penalty(PenaltyKind.FIXED, 7)
    granted = date(2018, 1, 31)
    loan = grant(
        loan=1, member=2, granted_on=granted, term=1, principal=5, charge=charge, penalty=penalty
    )
    paid, _, _ = pay(loan, 5, date(2018, 2, 28))
    days = [date(2018, 2, 27) + timedelta(days=n) for n in range(4)]

    answers = phone("call", [["owed", loan_to_json(x), str(d)] for x in (loan, paid) for d in days])

    assert answers == [list(owed(x, day)) for x in (loan, paid) for day in days]
    assert answers[-1] == [0, 0, 0]
