"""Every code and every choice has its words, filled with names, money and days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import render_template_string

from vsla.domain.calendar import Period
from vsla.domain.codes import Code
from vsla.domain.constitution import Fund, Step
from vsla.domain.roster import Gender, Post
from vsla.web.labels import LABELS, label, labels_of
from vsla.web.messages import MESSAGES, text_of
from vsla.web.problem_texts import SHORTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from flask import Flask

    from vsla.domain.errors import Value

NB = "\u00a0"
_COLD = re.compile(r"\b(invalid|submit|error|required|field|null)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    """A request of someone who reads English."""
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def test_every_code_has_one_text() -> None:
    assert set(MESSAGES) == set(Code)
    assert set(SHORTER) <= set(Code)


@pytest.mark.parametrize("code", list(Code))
def test_every_text_says_what_to_do_in_plain_words(code: Code) -> None:
    texts = [str(MESSAGES[code]), str(SHORTER.get(code, MESSAGES[code]))]

    assert [text for text in texts if _COLD.search(text)] == []
    assert all(len(text) < 250 for text in texts)


@pytest.mark.parametrize("code", list(Code))
def test_a_text_without_its_values_is_still_a_sentence(code: Code) -> None:
    text = text_of(code, {})

    assert text
    assert "%(" not in text


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        (Code.LOAN_FUND_BELOW_ZERO, {"short_minor": 50_000}, f"500{NB}FC short"),
        (Code.OUT_OF_RANGE, {"low_minor": 5_000, "high_minor": 10_000}, f"50{NB}FC to 100{NB}FC"),
        (Code.OUT_OF_RANGE, {"low": 1, "high": 1_000}, "from 1 to 1,000"),
        (Code.DATE_BEFORE_CYCLE, {"opened_on": "2026-11-18"}, "Nov 18, 2026"),
        (Code.DATE_BEFORE_CYCLE, {"opened_on": "soon"}, "began on soon"),
        (Code.CHARGE_ABOVE_USUAL, {"rate_ppm": 150_000}, "15%"),
        (Code.CHARGE_ABOVE_USUAL, {"rate_ppm": 125_000}, "12.5%"),
        (Code.POST_VACANT, {"post": "key_holder", "count": 2}, "Key holder: places still empty 2"),
        (Code.FINE_ABOVE_DEBT, {"member": 7, "debt_minor": 0}, "Member 7 owes"),
        (Code.FINE_ABOVE_DEBT, {"member": 8, "debt_minor": 0}, "Furaha owes"),
        (Code.FINE_ABOVE_DEBT, {"member": "4 Zawadi", "debt_minor": 0}, "4 Zawadi owes"),
        (Code.SIGN_TAKEN, {"name": "Neema"}, "Neema has this sign"),
    ],
)
def test_values_are_put_into_words(code: Code, values: Mapping[str, Value], said: str) -> None:
    assert said in text_of(code, values, currency="CDF", names={8: "Furaha"})


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ("loan_fund, solidarity_fund", "Loan fund, Solidarity fund"),
        ("CDF, USD", "CDF, USD"),
        ("", "Choose one of the list."),
    ],
)
def test_choices_are_named_as_on_the_screen(choices: str, said: str) -> None:
    assert said in text_of(Code.UNKNOWN_CHOICE, {"choices": choices})


def test_an_amount_of_no_known_currency_is_left_out() -> None:
    values = {"short_minor": 50_000}

    bare = text_of(Code.LOAN_FUND_BELOW_ZERO, values)
    known = text_of(Code.LOAN_FUND_BELOW_ZERO, {**values, "currency": "CDF"})

    assert bare == str(SHORTER[Code.LOAN_FUND_BELOW_ZERO])
    assert f"500{NB}FC" in known


def test_the_reason_behind_a_problem_is_told_with_it() -> None:
    values: dict[str, Value] = {"number": 6, "short_minor": 100}

    told = text_of(
        Code.LATER_NO_LONGER_HOLDS, {**values, "because": "loan_fund_below_zero"}, currency="CDF"
    )
    unknown = text_of(Code.LATER_NO_LONGER_HOLDS, {**values, "because": "rain"}, currency="CDF")

    assert "meeting 6" in told
    assert told.endswith(text_of(Code.LOAN_FUND_BELOW_ZERO, values, currency="CDF"))
    assert "rain" not in unknown


@pytest.mark.parametrize("kind", list(LABELS))
def test_every_member_of_an_enumeration_has_its_label(kind: type[StrEnum]) -> None:
    assert list(LABELS[kind]) == [str(member) for member in kind]
    assert all(str(label(member)) for member in kind)


def test_the_enumeration_of_some_stored_words_is_found() -> None:
    assert labels_of(["loan_fund", "solidarity_fund"]) is LABELS[Fund]
    assert labels_of([Post.CHAIR, Post.COUNTER]) is LABELS[Post]
    assert labels_of([step.value for step in Step]) is LABELS[Step]
    assert labels_of(["nothing of ours"]) is None


def test_templates_ask_for_a_label_with_a_filter() -> None:
    template = "{{ sex|label }}, {{ period|label }}"

    page = render_template_string(template, sex=Gender.WOMAN, period=Period.FOUR_WEEKS)

    assert page == "Woman, Four weeks"
