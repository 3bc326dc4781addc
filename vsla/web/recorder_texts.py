"""The catalogues for the phone: the texts of the recorder's modules, of codes and of choices."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from babel.messages.extract import extract_javascript
from flask_babel import get_domain

from vsla.domain.calendar import Period
from vsla.domain.constitution import Step, Weekday
from vsla.domain.money import CURRENCIES
from vsla.domain.roster import Category, Gender, Literacy, Post, Sign, YesNo
from vsla.web import ledger_words
from vsla.web.labels import LABELS
from vsla.web.locale import current_locale, html_lang, spoken
from vsla.web.money_format import unit_of
from vsla.web.problem_texts import MESSAGES, OFFICE, SHORTER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

Text = str | tuple[str, str]
"""A text as it stands in a module: one, or the singular and plural of one that counts."""

_CHOICES: frozenset[type[StrEnum]] = frozenset(
    {
        *ledger_words.CHOICES,
        *(Category, Gender, Literacy, Period, Post, Sign, Step, Weekday, YesNo),
    }
)
"""Enumerations that stand in documents, in the roster, or in how a meeting goes."""

_COUNTED = "ngettext"
_KEYWORDS: dict[str, None] = {"_": None, _COUNTED: None}
_NUMBERS = (1, 2)
"""One number of each plural form that English, French and Swahili have."""

_WEEK = (6, 0, 1, 2, 3, 4, 5)
"""Days as scripts count them, from Sunday; Babel counts from Monday."""


def texts_of(source: str) -> list[Text]:
    """Read the texts of a module, as the catalogues do."""
    found: list[Text] = []
    # Babel gives one word as it is and several as a tuple, whatever its types say.
    rows: Any = extract_javascript(io.BytesIO(source.encode()), _KEYWORDS, (), {})
    for _line, function, words, _comments in rows:
        given = [words] if isinstance(words, str) else words
        found.append((given[0], given[1]) if function == _COUNTED else given[0])
    return found


def first_texts(language: str, wanted: Iterable[Text]) -> dict[str, Any]:
    """Say what the first screen needs: its texts, and how numbers and dates are printed."""
    with spoken(language):
        return {"lang": html_lang(), "format": _format(), "texts": _said(wanted)}


def other_texts(language: str, wanted: Iterable[Text]) -> dict[str, Any]:
    """Say everything else: other texts, what each code says, the word of each choice."""
    with spoken(language):
        return {
            "texts": _said(wanted),
            "codes": {c: str(text) for c, text in MESSAGES.items() if c not in OFFICE},
            "shorter": {c: str(text) for c, text in SHORTER.items() if c not in OFFICE},
            "labels": {
                kind.__name__: {str(key): str(word) for key, word in words.items()}
                for kind, words in LABELS.items()
                if kind in _CHOICES
            },
        }


def _said(wanted: Iterable[Text]) -> dict[str, str | list[str]]:
    """Give the texts that differ from their English key."""
    catalogue = get_domain().get_translations()
    said: dict[str, str | list[str]] = {}
    for text in dict.fromkeys(wanted):
        if isinstance(text, tuple):
            forms = [catalogue.ungettext(*text, number) for number in _NUMBERS]
            if forms != list(text):
                said[text[0]] = forms
        elif (other := catalogue.ugettext(text)) != text:
            said[text] = other
    return said


def _format() -> dict[str, Any]:
    """Give the marks, patterns and names that ``money_format`` prints with."""
    locale = current_locale()
    symbols = locale.number_symbols["latn"]
    percent = str(locale.percent_formats[None].pattern)
    days, months = locale.days["format"], locale.months["format"]
    return {
        "thousands": symbols["group"],
        "decimal": symbols["decimal"],
        "percent": percent[percent.rindex("0") + 1 :],
        "day": str(locale.datetime_skeletons["yMMMEd"].pattern),
        "dayLong": str(locale.date_formats["full"].pattern),
        "days": [days["abbreviated"][day] for day in _WEEK],
        "daysLong": [days["wide"][day] for day in _WEEK],
        "months": [months["abbreviated"][month] for month in range(1, 13)],
        "monthsLong": [months["wide"][month] for month in range(1, 13)],
        "currencies": {code: [each.scale, unit_of(code)] for code, each in CURRENCIES.items()},
    }
