"""Fields read what people write, keep it word for word, and say what is wanted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.probe import ProbeForm
from vsla.web.forms.base import AmountField, Chosen, Form, PickField
from vsla.web.locale import choose_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

GOOD = {
    "name": "  Kahindo \n R ",
    "price": "1 000",
    "count": "12",
    "held_on": "2026-11-18",
    "sex": "F",
    "zone": "1",
    "weight": "0",
    "day": "2026-11-18",
}


@pytest.fixture(autouse=True)
def request_in_english(app: Flask) -> Iterator[None]:
    """A request of somebody who reads English."""
    with app.test_request_context():
        choose_language("en")
        yield


def fill(**changes: str) -> ProbeForm:
    form = ProbeForm(formdata=MultiDict({**GOOD, **changes}), meta={"currency": "CDF"})
    form.validate()
    return form


def test_a_form_that_is_filled_in_gives_typed_values() -> None:
    form = fill()

    assert form.errors == {}
    assert form.name.data == "Kahindo R"
    assert form.price.data == 100_000
    assert form.count.data == 12
    assert form.held_on.data == date(2026, 11, 18)
    assert (form.sex.data, form.zone.data) == ("F", "1")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Please fill this in."),
        ("price", "much", "Write an amount, such as 5 000."),
        ("price", "99", "Write a number from 100 to 5,000."),
        ("count", "1,5", "Write a whole number, such as 12."),
        ("weight", "", "Please fill this in."),
        ("weight", "heavy", "Write a whole number, such as 12."),
        ("day", "tomorrow", "Write a date, such as 2026-11-18."),
        ("held_on", "tomorrow", "Write a date, such as 2026-11-18."),
        ("sex", "Q", "Choose one of the list."),
        ("zone", "9", "Choose one of the list."),
    ],
)
def test_an_error_says_what_is_wanted(field: str, typed: str, words: str) -> None:
    form = fill(**{field: typed})

    assert [str(text) for text in form.errors[field]] == [words]


def test_an_empty_number_is_none() -> None:
    form = fill(count="", price="")

    assert form.count.data is None
    assert form.price.data is None
    assert "count" not in form.errors


def test_what_was_typed_is_shown_again_and_stored_values_are_printed() -> None:
    form = fill(price="9 99x")
    stored = ProbeForm(formdata=None, data={"price": 123_450, "count": 1_000})

    assert 'value="9 99x"' in str(form.price())
    assert 'value="1,234.50"' in str(stored.price())
    assert 'value="1,000"' in str(stored.count())
    assert 'value=""' in str(ProbeForm(formdata=None).price())


def test_an_amount_field_may_have_a_currency_of_its_own() -> None:
    class Rate(Form):
        rate = AmountField("Rate", currency="USD")
        sex = PickField("Sex", choices=[("F", "Woman")], validators=[Chosen()])

    form = Rate(formdata=MultiDict({"rate": "4.30"}))
    form.validate()

    assert (form.rate.currency, form.rate.data) == ("USD", 430)
    assert "Choose one." in [str(text) for text in form.errors["sex"]]


def test_a_problem_finds_its_field_or_the_form() -> None:
    form = fill()

    form.add_error("name", "taken")
    form.add_error("nowhere", "closed")

    assert form.name.errors == ["taken"]
    assert form.form_errors == ["closed"]


def test_a_plural_of_wtforms_is_kept() -> None:
    words = ProbeForm(formdata=None).meta.get_translations(None)

    assert words.ngettext("one", "many", 1) == "one"
    assert words.ngettext("one", "many", 2) == "many"


def test_what_no_list_offers_is_refused_and_forgotten() -> None:
    form = fill(zone="1e400")

    assert form.zone.errors == ["Choose one of the list."]
    assert form.zone.data is None
