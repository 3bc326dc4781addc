"""The registry of indicators, its page in the documentation and its words say the same."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from flask_babel import force_locale

from tests.tidy.catalogues import LOCALES, catalogue
from tests.tidy.indicator_docs import PAGE, page
from vsla.domain.indicators import Position
from vsla.domain.registry import INDICATORS, Split, Subject
from vsla.web.indicator_words import INDICATOR_WORDS, SPLITS, SUBJECTS

if TYPE_CHECKING:
    from flask import Flask

_FIGURES = {item.name for item in fields(Position)} | {
    name for name, item in vars(Position).items() if isinstance(item, property)
}


def test_the_page_of_indicators_is_what_the_registry_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"


def test_every_indicator_has_words_and_nothing_else_has() -> None:
    assert list(INDICATOR_WORDS) == list(INDICATORS)
    assert set(SUBJECTS) == set(Subject)
    assert set(SPLITS) == set(Split)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_definition_is_translated(app: Flask, locale: str) -> None:
    known = {str(message.id): str(message.string) for message in catalogue(locale)}

    with app.test_request_context(), force_locale("en"):
        for words in INDICATOR_WORDS.values():
            assert known[str(words.name)]
            assert known[str(words.definition)]


def test_formulas_are_made_of_known_figures_that_are_documented() -> None:
    documented = set(re.findall(r"^ {8}(\w+): ", Position.__doc__ or "", re.MULTILINE))

    for indicator in INDICATORS.values():
        words = f"{indicator.above} {indicator.below}".split()
        assert {word for word in words if word.isidentifier()} <= _FIGURES, indicator.code
    assert documented == {item.name for item in fields(Position)}
