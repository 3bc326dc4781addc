"""Numbers in words: spelling, the grammar of recordings, and the way back from the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.number_readers import READERS
from vsla.domain.money_words import (
    has_words,
    money_in_words,
    money_phrases,
    money_recordings,
    money_words,
)
from vsla.domain.number_words import (
    LANGUAGES,
    LARGEST,
    in_words,
    number_recordings,
    phrases,
    spell,
)

FRENCH = {
    0: "zéro",
    1: "un",
    16: "seize",
    17: "dix-sept",
    20: "vingt",
    21: "vingt et un",
    22: "vingt-deux",
    61: "soixante et un",
    70: "septante",
    71: "septante et un",
    72: "septante-deux",
    80: "quatre-vingts",
    81: "quatre-vingt-un",
    88: "quatre-vingt-huit",
    90: "nonante",
    91: "nonante et un",
    99: "nonante-neuf",
    100: "cent",
    101: "cent un",
    121: "cent vingt et un",
    180: "cent quatre-vingts",
    200: "deux cents",
    201: "deux cent un",
    280: "deux cent quatre-vingts",
    1_000: "mille",
    1_001: "mille un",
    1_100: "mille cent",
    2_000: "deux mille",
    21_000: "vingt et un mille",
    80_000: "quatre-vingt mille",
    200_000: "deux cent mille",
    67_500: "soixante-sept mille cinq cents",
    1_000_000: "un million",
    2_000_200: "deux millions deux cents",
    80_000_000: "quatre-vingts millions",
    200_000_000: "deux cents millions",
    201_000_000: "deux cent un millions",
}
SWAHILI = {
    0: "sifuri",
    7: "saba",
    10: "kumi",
    11: "kumi na moja",
    20: "ishirini",
    67: "sitini na saba",
    100: "mia moja",
    105: "mia moja na tano",
    155: "mia moja hamsini na tano",
    1_000: "elfu moja",
    1_200: "elfu moja na mia mbili",
    1_250: "elfu moja mia mbili na hamsini",
    5_007: "elfu tano na saba",
    10_001: "elfu kumi pamoja na moja",
    11_000: "elfu kumi na moja",
    60_007: "elfu sitini pamoja na saba",
    67_000: "elfu sitini na saba",
    67_007: "elfu sitini na saba pamoja na saba",
    67_500: "elfu sitini na saba na mia tano",
    100_000: "laki moja",
    167_000: "laki moja na elfu sitini na saba",
    1_000_000: "milioni moja",
    200_000_050: "milioni mia mbili pamoja na hamsini",
    250_000_000: "milioni mia mbili na hamsini",
}
ENGLISH = {
    0: "zero",
    13: "thirteen",
    40: "forty",
    67: "sixty-seven",
    101: "one hundred and one",
    1_005: "one thousand and five",
    67_000: "sixty-seven thousand",
    250_300: "two hundred and fifty thousand three hundred",
    1_000_000: "one million",
}
SPELLED = [
    (language, number, words)
    for language, known in (("fr", FRENCH), ("sw", SWAHILI), ("en", ENGLISH))
    for number, words in known.items()
]
SUMS = [
    (6_700_000, "CDF", "fr", "soixante-sept mille francs"),
    (100, "CDF", "fr", "un franc"),
    (0, "CDF", "fr", "zéro franc"),
    (0, "CDF", "en", "zero francs"),
    (100_000_000, "CDF", "fr", "un million de francs"),
    (500_000_000, "CDF", "fr", "cinq millions de francs"),
    (120_000_000, "CDF", "fr", "un million deux cent mille francs"),
    (1_550, "USD", "fr", "quinze dollars cinquante centimes"),
    (101, "USD", "en", "one dollar and one cent"),
    (50, "USD", "fr", "cinquante centimes"),
    (6_700_000, "CDF", "sw", "faranga elfu sitini na saba"),
    (1_550, "USD", "sw", "dola kumi na tano na senti hamsini"),
    (50, "USD", "sw", "senti hamsini"),
    (5_000, "RWF", "fr", "cinq mille francs"),
    (5_000, "UGX", "sw", "shilingi elfu tano"),
]


@pytest.mark.parametrize(("language", "number", "words"), SPELLED)
def test_numbers_are_spelled_as_school_teaches(language: str, number: int, words: str) -> None:
    assert in_words(number, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_to_ten_thousand_is_understood_from_its_recordings(language: str) -> None:
    read = READERS[language]

    wrong = [n for n in range(10_001) if read(phrases(n, language)) != n]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, LARGEST))
def test_any_number_is_understood_from_its_recordings(language: str, number: int) -> None:
    assert READERS[language](phrases(number, language)) == number


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    group=st.sampled_from([10, 20, 60, 99, 100, 110, 200, 201, 250, 999]),
    rest=st.integers(0, 1_100),
    size=st.sampled_from([1_000, 100_000, 1_000_000]),
)
def test_a_rest_is_never_heard_as_a_part_of_what_stands_before(
    language: str, group: int, rest: int, size: int
) -> None:
    number = group * size + rest

    assert READERS[language](phrases(number, language)) == number


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, LARGEST))
def test_every_word_that_is_played_is_on_the_list_to_record(language: str, number: int) -> None:
    assert set(phrases(number, language)) <= set(number_recordings(language))


@pytest.mark.parametrize(("language", "most"), [("fr", 28), ("sw", 25), ("en", 32)])
def test_few_recordings_say_every_number(language: str, most: int) -> None:
    said = number_recordings(language)

    assert len(said) == most
    assert all(key.isascii() and key.replace("-", "").isalpha() for key in said)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_without_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        in_words(number, "fr")


@pytest.mark.parametrize(("amount", "currency", "language", "words"), SUMS)
def test_sums_are_written_with_their_unit(
    amount: int, currency: str, language: str, words: str
) -> None:
    assert money_in_words(amount, currency, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
@given(amount=st.integers(0, LARGEST * 100 + 99), currency=st.sampled_from(["CDF", "USD"]))
def test_every_sum_can_be_written_and_played(language: str, amount: int, currency: str) -> None:
    recorded = number_recordings(language) | money_recordings(language)

    assert has_words(amount, currency)
    assert set(money_phrases(amount, currency, language)) <= set(recorded)
    assert money_in_words(amount, currency, language) == spell(
        money_words(amount, currency, language)
    )


def test_debts_below_zero_and_sums_beyond_the_words_have_none() -> None:
    assert not has_words(-100, "CDF")
    assert not has_words((LARGEST + 1) * 100, "CDF")
    assert has_words(LARGEST, "UGX")
