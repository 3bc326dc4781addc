"""What each code says to a person: what happened, and what to do next, in plain words."""

import re
from collections.abc import Mapping
from datetime import date

from flask import current_app
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code
from vsla.domain.errors import Value
from vsla.domain.money import PPM
from vsla.web.labels import labels_of
from vsla.web.locale import current_locale, spoken
from vsla.web.money_format import NO_FIGURE, day_short, format_count, money, percent
from vsla.web.problem_texts import MESSAGES, SHORTER

_ASKED = re.compile(r"%\((\w+)\)s")
_PPM_IN_PERCENT = PPM // 100
_STORED_WORDS = frozenset({"choices", "post"})
"""Values in words of the code, which have labels."""


def text_of(
    code: Code,
    values: Mapping[str, Value],
    *,
    currency: str | None = None,
    names: Mapping[int, str] | None = None,
) -> str:
    """Say a problem or a breach in the language of the request.

    Args:
        code: what is wrong or broken.
        values: as the domain gives them: ``*_minor`` is money, ``*_ppm`` a rate, ``*_on`` a date,
            ``member`` an id (or a name), ``post`` a post, ``choices`` words of one enumeration,
            ``because`` another code.
        currency: ISO code of the group's currency; without it, and without ``currency`` among the
            values, nobody knows what an amount is worth, and it counts as missing.
        names: of members, by id; who is not in it is named by number.

    Returns:
        One or two sentences. A value that is missing never fails: a shorter text stands in, or a
        dash in its place.
    """
    unit = currency or str(values.get("currency") or "") or None
    words = _Words(values, unit, names or {})
    full = str(MESSAGES[code])
    if code in SHORTER and not words.fill(full):
        full = str(SHORTER[code])
    text = full % words
    return text[:1].upper() + text[1:]


def without_request(code: Code, values: Mapping[str, Value]) -> str:
    """Say a problem in English where nobody sent a request, such as on the command line.

    Args:
        code: what is wrong.
        values: as for ``text_of``.

    Returns:
        One or two sentences.
    """
    with current_app.test_request_context(), spoken("en"):
        return text_of(code, values)


class _Words(dict[str, str]):
    """The words a sentence is filled with; what it lacks reads as a dash."""

    def __init__(
        self, values: Mapping[str, Value], currency: str | None, names: Mapping[int, str]
    ) -> None:
        super().__init__()
        self._currency = currency
        self._names = names
        for name, value in values.items():
            if name == "because":
                self[name] = self._because(value, values)
            elif value != "" and (currency or not name.endswith("_minor")):
                self[name.removesuffix("_minor").removesuffix("_ppm")] = self._word(name, value)

    def __missing__(self, name: str) -> str:
        return NO_FIGURE

    def fill(self, text: str) -> bool:
        """Tell whether every value that a text asks for is there."""
        return set(_ASKED.findall(text)) <= self.keys()

    def _word(self, name: str, value: Value) -> str:
        if isinstance(value, str):
            return _text(name, value)
        if name == "member":
            return self._names.get(value) or str(_l("member %(number)s", number=value))
        if name.endswith("_minor"):
            return money(value, self._currency or "")
        if name.endswith("_ppm"):
            return percent(value, PPM, 1 if value % _PPM_IN_PERCENT else 0)
        return format_count(value, current_locale())

    def _because(self, code: Value, values: Mapping[str, Value]) -> str:
        if code not in list(Code):
            return NO_FIGURE
        others = {name: value for name, value in values.items() if name != "because"}
        return text_of(Code(code), others, currency=self._currency, names=self._names)


def _text(name: str, value: str) -> str:
    if name.endswith("_on"):
        return _day(value)
    if name not in _STORED_WORDS:
        return value
    words = value.split(", ")
    known = labels_of(words)
    return ", ".join(str(known[word]) if known else word for word in words)


def _day(text: str) -> str:
    try:
        return day_short(date.fromisoformat(text))
    except ValueError:
        return text


__all__ = ["MESSAGES", "text_of"]
