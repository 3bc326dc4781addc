"""Whole numbers in words: written on paper, and as a row of recordings that are played.

One grammar for each language gives both. A ``Word`` carries its spelling in this place and the key
of the recording that says it; words that sound the same share a recording (``cent``, ``cents``).

French is that of the Congo: septante and nonante, but quatre-vingts. Source: glossary; the
traditional spelling (hyphens below a hundred, none beside ``et``; ``cent`` and ``vingt`` take an s
where they are multiplied and end the number or stand before ``million``; ``mille`` never).

Swahili counts behind the word, as Tanzanian markets do: 67,000 is ``elfu sitini na saba``; a
hundred thousand is a ``laki``. ``na`` stands before the last part of a number. Where a rest below
a hundred could be heard as a part of the multiplier (60,007 as 67,000), ``pamoja na`` stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 999_999_999
"""The largest number that has words here."""

LANGUAGES = ("fr", "sw", "en")

_MILLION = 1_000_000
_LAKI = 100_000


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FR_UNITS = _listed(
    "zéro un deux trois quatre cinq six sept huit neuf dix "
    "onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
)
_FR_TENS = _listed("- - vingt trente quarante cinquante soixante septante quatre-vingt nonante")
_EN_UNITS = _listed(
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = _listed("- - twenty thirty forty fifty sixty seventy eighty ninety")
_SW_UNITS = _listed("sifuri moja mbili tatu nne tano sita saba nane tisa")
_SW_TENS = _listed("- kumi ishirini thelathini arobaini hamsini sitini sabini themanini tisini")
_SW_AMBIGUOUS = 10
"""From this multiplier on, a small rest could be heard as a part of it."""
_PLAIN = str.maketrans({"é": "e", " ": "-"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a number.

    Attributes:
        text: how it is written in this place.
        sound: how the recording of it is called; a part of a file name.
        hyphen: a hyphen, not a space, stands before it.
    """

    text: str
    sound: str
    hyphen: bool = False


def in_words(amount: int, language: str) -> str:
    """Write a whole number in words, in lower case.

    Args:
        amount: from 0 to ``LARGEST``; of whatever is counted, not of minor units.
        language: one of ``LANGUAGES``.

    Raises:
        ValueError: the number has no words here; the figure alone must do.
    """
    return spell(number_words(amount, language))


def phrases(amount: int, language: str) -> tuple[str, ...]:
    """Name the recordings that say a whole number, in the order in which they are played.

    Args:
        amount: from 0 to ``LARGEST``.
        language: one of ``LANGUAGES``.

    Raises:
        ValueError: the number has no words here.
    """
    return tuple(word.sound for word in number_words(amount, language))


def number_recordings(language: str) -> dict[str, str]:
    """List every recording that numbers need, by its key, with the text to read into it."""
    samples = (*range(102), 1_000, 60_007, _LAKI, _MILLION)
    said: dict[str, str] = {}
    for sample in samples:
        for word in number_words(sample, language):
            said.setdefault(word.sound, word.text)
    return said


def spell(words: tuple[Word, ...]) -> str:
    """Write words in a row."""
    return "".join(("-" if word.hyphen else " ") + word.text for word in words).lstrip()


def number_words(amount: int, language: str) -> tuple[Word, ...]:
    """Give the words of a whole number.

    Args:
        amount: from 0 to ``LARGEST``.
        language: one of ``LANGUAGES``.

    Raises:
        ValueError: the number has no words here.
    """
    if not 0 <= amount <= LARGEST:
        raise ValueError(amount)
    return tuple(_GRAMMARS[language](amount))


def _word(text: str, *, sound: str | None = None, hyphen: bool = False) -> Word:
    return Word(text, (sound or text).translate(_PLAIN), hyphen)


def _compound(text: str) -> Iterator[Word]:
    """Give the parts of a word that is written with hyphens and said in parts."""
    for place, part in enumerate(text.split("-")):
        yield _word(part, hyphen=place > 0)


# French -----------------------------------------------------------------------------------------


def _french(amount: int) -> Iterator[Word]:
    millions, rest = divmod(amount, _MILLION)
    thousands, rest = divmod(rest, 1_000)
    if millions:
        yield from _french_hundreds(millions, agrees=True)
        yield _word("millions" if millions > 1 else "million", sound="million")
    if thousands > 1:
        yield from _french_hundreds(thousands, agrees=False)
    if thousands:
        yield _word("mille")
    if rest or not amount:
        yield from _french_hundreds(rest, agrees=True)


def _french_hundreds(number: int, *, agrees: bool) -> Iterator[Word]:
    hundreds, rest = divmod(number, 100)
    if hundreds > 1:
        yield _word(_FR_UNITS[hundreds])
    if hundreds:
        plural = agrees and hundreds > 1 and not rest
        yield _word("cents" if plural else "cent", sound="cent")
    if rest or not hundreds:
        yield from _french_tens(rest, agrees=agrees)


def _french_tens(number: int, *, agrees: bool) -> Iterator[Word]:
    if number < len(_FR_UNITS):
        yield from _compound(_FR_UNITS[number])
        return
    tens, units = divmod(number, 10)
    eighty = tens == 8  # noqa: PLR2004
    if eighty:
        yield _word("quatre")
        yield _word("vingts" if agrees and not units else "vingt", sound="vingt", hyphen=True)
    else:
        yield _word(_FR_TENS[tens])
    if units == 1 and not eighty:
        yield _word("et un")
    elif units:
        yield _word(_FR_UNITS[units], hyphen=True)


# Swahili ----------------------------------------------------------------------------------------


def _swahili(amount: int) -> Iterator[Word]:
    parts: list[list[Word]] = []
    left = amount
    for name, size in (("milioni", _MILLION), ("laki", _LAKI), ("elfu", 1_000)):
        count, left = divmod(left, size)
        if not count:
            continue
        parts.append([_word(name), *_joined(_swahili_parts(count))])
        if count >= _SW_AMBIGUOUS and 0 < left < 100:  # noqa: PLR2004
            parts.append([_word("pamoja na"), *_joined(_swahili_parts(left))])
            return (word for part in parts for word in part)
    return _joined(parts + _swahili_parts(left) if left or not parts else parts)


def _joined(parts: list[list[Word]]) -> Iterator[Word]:
    """Say parts one behind the other, with ``na`` before the last of several."""
    for place, part in enumerate(parts):
        if place and place == len(parts) - 1:
            yield _word("na")
        yield from part


def _swahili_parts(number: int) -> list[list[Word]]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    parts = [[_word("mia"), _word(_SW_UNITS[hundreds])]] if hundreds else []
    if tens:
        parts.append([_word(_SW_TENS[tens])])
    if units or not number:
        parts.append([_word(_SW_UNITS[units])])
    return parts


# English ----------------------------------------------------------------------------------------


def _english(amount: int) -> Iterator[Word]:
    millions, rest = divmod(amount, _MILLION)
    thousands, rest = divmod(rest, 1_000)
    for name, count in (("million", millions), ("thousand", thousands)):
        if count:
            yield from _english_hundreds(count, begun=False)
            yield _word(name)
    if rest or not amount:
        yield from _english_hundreds(rest, begun=amount > rest)


def _english_hundreds(number: int, *, begun: bool) -> Iterator[Word]:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        yield _word(_EN_UNITS[hundreds])
        yield _word("hundred")
    if rest and (hundreds or begun):
        yield _word("and")
    if rest >= len(_EN_UNITS):
        tens, units = divmod(rest, 10)
        yield _word(_EN_TENS[tens])
        if units:
            yield _word(_EN_UNITS[units], hyphen=True)
    elif rest or not hundreds:
        yield _word(_EN_UNITS[rest])


_GRAMMARS: dict[str, Callable[[int], Iterator[Word]]] = {
    "fr": _french,
    "sw": _swahili,
    "en": _english,
}
