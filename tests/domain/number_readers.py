"""Listeners of spoken numbers: from the recordings played back to the number, as an ear does.

They know the words and the grammar of the languages, and nothing of the code under test.
"""

from collections.abc import Callable, Sequence


def _listed(text: str) -> list[str]:
    return text.split()


_FR = _listed(
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_FR_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_FR_TENS |= {"septante": 70, "nonante": 90}
_EN = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_SW = _listed("sifuri moja mbili tatu nne tano sita saba nane tisa")
_SW_TENS = _listed("kumi ishirini thelathini arobaini hamsini sitini sabini themanini tisini")


def _read_western(words: Sequence[str], values: dict[str, int], scales: dict[str, int]) -> int:
    """Add up what stands before each scale word; a hundred multiplies what was just heard."""
    total = part = 0
    for word in words:
        if word in scales:
            total += (part or 1) * scales[word]
            part = 0
        elif word in {"cent", "hundred"}:
            part = (part or 1) * 100
        elif word == "vingt" and part % 100 == 4:
            part += 76
        else:
            part += values[word]
    return total + part


def _french(words: Sequence[str]) -> int:
    values = {word: number for number, word in enumerate(_FR)} | _FR_TENS | {"et-un": 1}
    return _read_western(words, values, {"mille": 1_000, "million": 1_000_000})


def _english(words: Sequence[str]) -> int:
    values = {word: number for number, word in enumerate(_EN)} | {"and": 0}
    values |= {word: 10 * place for place, word in enumerate(_EN_TENS, 2)}
    return _read_western(words, values, {"thousand": 1_000, "million": 1_000_000})


def _swahili(words: Sequence[str]) -> int:
    """Take after a scale word as much as can belong to it; ``pamoja na`` ends that."""
    left = list(words)
    total = 0
    for scale, size in (("milioni", 1_000_000), ("laki", 100_000), ("elfu", 1_000)):
        _skip(left, "na")
        if left and left[0] == scale:
            left.pop(0)
            total += _swahili_hundreds(left) * size
    _skip(left, "na", "pamoja-na")
    total += _swahili_hundreds(left)
    assert not left, words
    return total


def _skip(left: list[str], *words: str) -> None:
    if left and left[0] in words:
        left.pop(0)


def _swahili_hundreds(left: list[str]) -> int:
    number = 0
    if left and left[0] == "mia":
        left.pop(0)
        number = 100 * _SW.index(left.pop(0))
    for known, size in ((_SW_TENS, 10), (_SW, 1)):
        place = 1 if number and left and left[0] == "na" else 0
        if len(left) > place and left[place] in known:
            index = known.index(left[place])
            number += size * (index + 1) if size > 1 else index
            del left[: place + 1]
    return number


READERS: dict[str, Callable[[Sequence[str]], int]] = {
    "fr": _french,
    "sw": _swahili,
    "en": _english,
}
