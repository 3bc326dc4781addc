"""The catalogues for the phone: the texts of the recorder's modules, of codes and of choices."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from flask_babel import get_domain
from flask_babel import lazy_gettext as _l

from vsla.domain.money import CURRENCIES
from vsla.domain.roster import Gender, Post, Sign
from vsla.web import ledger_words
from vsla.web.course_words import COURSE_TEXTS
from vsla.web.labels import LABELS
from vsla.web.locale import LANGUAGES, current_locale, html_lang, spoken
from vsla.web.money_format import unit_of
from vsla.web.problem_texts import MESSAGES, OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

Text = str | tuple[str, str]
"""A text as it stands in a module: one, or the singular and plural of one that counts."""

_READ_ALOUD = _l(
    "In the loan fund there are %(loan_fund)s. In the solidarity fund there are %(solidarity)s. "
    "The loans out are %(loans)s. Remember these three figures until the next meeting."
)

_CHOICES: frozenset[type[StrEnum]] = frozenset(
    {
        *ledger_words.CHOICES,
        *(Gender, Post, Sign),
    }
)
"""Enumerations that stand in documents, and what a phone asks of a new member."""

_ELSEWHERE = OFFICE | COURSE_TEXTS.keys()
_COUNTED = "ngettext"
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_SAID = re.compile(
    rf"(?<![\w$.])(?:(?P<call>_|ngettext)\(\s*(?P<one>{_STRING})(?:,\s*(?P<many>{_STRING}))?)"
)
_NUMBERS = (1, 2)
"""One number of each plural form that English, French and Swahili have."""

_WEEK = (6, 0, 1, 2, 3, 4, 5)
"""Days as scripts count them, from Sunday; Babel counts from Monday."""


def texts_of(source: str) -> list[Text]:
    """Read the texts of a module without comments: each stands in it as one literal."""
    return [_text(found) for found in _SAID.finditer(source)]


def _text(found: re.Match[str]) -> Text:
    one, many = (json.loads(text) if text else "" for text in found.group("one", "many"))
    return (one, many) if found["call"] == _COUNTED else one


def numbered(source: str, order: Iterable[Text]) -> str:
    """Put numbers in the place of the texts of a module: no phone carries English beside its own.

    Args:
        source: of a module, without comments.
        order: all texts; the number of a text is its place.
    """
    places = {text: place for place, text in enumerate(order)}

    def number(found: re.Match[str]) -> str:
        place = places[_text(found)]
        return f"_({place}" if found["call"] == "_" else f"{_COUNTED}({place},0"

    return _SAID.sub(number, source)


def first_texts(language: str, wanted: Iterable[Text]) -> dict[str, Any]:
    """Say what the first screen needs: its texts, and how numbers and dates are printed."""
    with spoken(language):
        return {"lang": html_lang(), "format": _format(), "texts": _said(wanted)}


def other_texts(language: str, wanted: Iterable[Text]) -> dict[str, Any]:
    """Say everything else: other texts, what each code says, the word of each choice."""
    with spoken(language):
        return {
            "texts": _said(wanted),
            "aloud": {each: _aloud(each) for each in LANGUAGES},
            "codes": {c: str(text) for c, text in MESSAGES.items() if c not in _ELSEWHERE},
            "labels": {
                kind.__name__: {str(key): str(word) for key, word in words.items()}
                for kind, words in LABELS.items()
                if kind in _CHOICES
            },
        }


def course_texts(language: str, wanted: Iterable[Text]) -> dict[str, Any]:
    """Say what only trainers read."""
    with spoken(language):
        said = {code: str(text) for code, text in COURSE_TEXTS.items() if code not in OFFICE}
        return {"texts": _said(wanted), "codes": said}


def _aloud(language: str) -> str:
    """Say what is read aloud at the end of a meeting; a phone needs it in every language."""
    with spoken(language):
        return str(_READ_ALOUD)


def _said(wanted: Iterable[Text]) -> list[str | list[str]]:
    """Say texts in their order; one that counts in its forms."""
    catalogue = get_domain().get_translations()
    return [
        [catalogue.ungettext(*text, number) for number in _NUMBERS]
        if isinstance(text, tuple)
        else catalogue.ugettext(text)
        for text in wanted
    ]


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
