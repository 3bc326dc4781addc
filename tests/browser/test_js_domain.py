"""The phone reckons as the server does: the same documents, answered by the modules in Chromium."""

from __future__ import annotations

import json
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
from vsla.domain.books import Books
from vsla.domain.books_form import books_to_json
from vsla.domain.calendar import add_months, week_of
from vsla.domain.ledger import Kind
from vsla.domain.money import CURRENCIES
from vsla.domain.money_words import has_words, money_in_words, money_phrases
from vsla.domain.number_words import LANGUAGES, LARGEST, in_words, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = pytest.mark.browser

_ANSWERS = Path(__file__).with_name("domain_answers.js").read_text("utf-8")
_FOLDER = "/static/recorder/domain"
_SHARE_OUT = ("recognised", "close_", "shareout_", "remainder_", "pool", "solidarity_shared")
_MEETING_KINDS = {
    str(kind)
    for kind in Kind
    if kind is Kind.SHAREOUT_ARREARS_PAID or not any(word in kind for word in _SHARE_OUT)
}


class Ask(Protocol):
    """Puts questions of one kind to the modules and gives their answers, in order."""

    def __call__(self, kind: str, questions: Iterable[Any]) -> list[Any]:
        """Ask; both ways go through JSON, as documents do."""


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    app = build_app("sqlite://", tmp_path_factory.mktemp("instance"))
    with serving(app) as address, chromium() as browser:
        page = open_page(browser)
        page.goto(f"{address}/static/icon.svg")

        def ask(kind: str, questions: Iterable[Any]) -> list[Any]:
            asked = {"folder": _FOLDER, "ask": kind, "text": json.dumps(list(questions))}
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

    answers = phone("life", [vars(each) for each in lives])

    wrong = [
        (number, each.documents[place], told, expected)
        for number, (each, answered) in enumerate(zip(lives, answers, strict=True))
        for place, (told, expected) in enumerate(zip(answered, each.answers, strict=True))
        if told != expected
    ]
    posted = [answer for each in lives for answer in each.answers if "books" in answer]
    assert wrong[:1] == []
    assert len(posted) > 2_000
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
    said = phone("call", [["phrases", number, language] for number in numbers])

    assert len(numbers) > 2_500
    assert written == [in_words(number, language) for number in numbers]
    assert said == [list(phrases(number, language)) for number in numbers]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_of_money_have_the_same_words_on_the_phone(phone: Ask, language: str) -> None:
    amounts = [0, 1, 50, 99, 100, 101, 150, 200, 10**8, 10**8 + 1, 123_456_789, 6_000_700]
    sums = [(amount, code) for code in CURRENCIES for amount in amounts]

    written = phone("call", [["moneyInWords", *each, language] for each in sums])
    said = phone("call", [["moneyPhrases", *each, language] for each in sums])

    assert written == [money_in_words(*each, language) for each in sums]
    assert said == [list(money_phrases(*each, language)) for each in sums]


def test_what_screens_ask_beside_meetings_is_answered_alike(phone: Ask) -> None:
    days = [date(2019, 12, 28) + timedelta(days=n) for n in range(70)]
    edges = [-1, 0, LARGEST, LARGEST * 100 + 99, (LARGEST + 1) * 100]

    weeks = phone("call", [["weekOf", str(days[0]), str(day)] for day in days])
    ends = phone("call", [["addMonths", str(day), n] for day in days for n in (-3, 1, 2, 13)])
    can_be_said = phone("call", [["hasWords", edge, "CDF"] for edge in edges])
    empty = phone("call", [["openBooks", 3, "2020-01-01", "2020-12-31"]])

    assert weeks == [week_of(days[0], day) for day in days]
    assert ends == [str(add_months(day, n)) for day in days for n in (-3, 1, 2, 13)]
    assert can_be_said == [has_words(edge, "CDF") for edge in edges]
    assert empty == [books_to_json(Books(3, date(2020, 1, 1), date(2020, 12, 31)))]
