"""Sums of money in words, written and spoken: the number, and how each language names the unit."""

from __future__ import annotations

from dataclasses import dataclass

from vsla.domain.money import CURRENCIES
from vsla.domain.number_words import LARGEST, Word, number_words, spell


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of money: what one is called, what several are called, and its recording."""

    one: str
    several: str
    sound: str


_FRANC = _Unit("franc", "francs", "franc")
_DOLLAR = _Unit("dollar", "dollars", "dollar")
_SHILLING = _Unit("shilling", "shillings", "shilling")
_CENTIME = _Unit("centime", "centimes", "centime")
_CENT = _Unit("cent", "cents", "cents")
_FARANGA, _DOLA, _SHILINGI, _SENTI = (
    _Unit(name, name, name) for name in ("faranga", "dola", "shilingi", "senti")
)
_UNITS: dict[str, dict[str, tuple[_Unit, _Unit]]] = {
    "fr": {
        "CDF": (_FRANC, _CENTIME),
        "RWF": (_FRANC, _CENTIME),
        "USD": (_DOLLAR, _CENTIME),
        "UGX": (_SHILLING, _CENTIME),
    },
    "sw": {
        "CDF": (_FARANGA, _SENTI),
        "RWF": (_FARANGA, _SENTI),
        "USD": (_DOLA, _SENTI),
        "UGX": (_SHILINGI, _SENTI),
    },
    "en": {
        "CDF": (_FRANC, _CENTIME),
        "RWF": (_FRANC, _CENTIME),
        "USD": (_DOLLAR, _CENT),
        "UGX": (_SHILLING, _CENT),
    },
}
"""The unit that people name and its hundredth, by language and currency."""

_MILLION = 1_000_000


def money_words(amount: int, currency: str, language: str) -> tuple[Word, ...]:
    """Give the words of a sum.

    Args:
        amount: minor units, from 0 to ``LARGEST`` of the unit that people name.
        currency: ISO code known to ``vsla.domain.money``.
        language: ``fr``, ``sw`` or ``en``.

    Raises:
        ValueError: the sum has no words here.
    """
    whole, cents = divmod(amount, CURRENCIES[currency].unit)
    unit, hundredth = _UNITS[language][currency]
    words = _counted(whole, unit, language) if whole or not cents else ()
    if cents:
        joint = _JOINTS[language] if whole else ()
        words += joint + _counted(cents, hundredth, language)
    return words


_JOINTS = {"fr": (), "sw": (Word("na", "na"),), "en": (Word("and", "and"),)}


def _counted(number: int, unit: _Unit, language: str) -> tuple[Word, ...]:
    """Lay a number and its unit in the order of the language."""
    words = number_words(number, language)
    if language == "sw":
        return (Word(unit.one, unit.sound), *words)
    # Nothing is singular in French and plural in English.
    single = number == 1 or (language == "fr" and not number)
    linked = language == "fr" and number and number % _MILLION == 0
    link = (Word("de", "de"),) if linked else ()
    return (*words, *link, Word(unit.one if single else unit.several, unit.sound))


def money_in_words(amount: int, currency: str, language: str) -> str:
    """Write a sum in words, in lower case: ``soixante-sept mille francs``.

    Args:
        amount: minor units, from 0 to ``LARGEST`` of the unit that people name.
        currency: ISO code known to ``vsla.domain.money``.
        language: ``fr``, ``sw`` or ``en``.

    Raises:
        ValueError: the sum has no words here; the figure alone must do.
    """
    return spell(money_words(amount, currency, language))


def money_phrases(amount: int, currency: str, language: str) -> tuple[str, ...]:
    """Name the recordings that say a sum, in the order in which they are played.

    Args:
        amount: minor units, from 0 to ``LARGEST`` of the unit that people name.
        currency: ISO code known to ``vsla.domain.money``.
        language: ``fr``, ``sw`` or ``en``.

    Raises:
        ValueError: the sum has no words here.
    """
    return tuple(word.sound for word in money_words(amount, currency, language))


def has_words(amount: int, currency: str) -> bool:
    """Tell whether a sum in minor units can be said: not below zero, and not above the words."""
    return 0 <= amount < (LARGEST + 1) * CURRENCIES[currency].unit


def money_recordings(language: str) -> dict[str, str]:
    """List the recordings that sums need beside the numbers, by key, with the text to read."""
    said = {"de": "de"} if language == "fr" else {}
    for pair in _UNITS[language].values():
        said.update({unit.sound: unit.several for unit in pair})
    return said
