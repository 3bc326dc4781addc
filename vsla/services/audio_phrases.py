"""What is read aloud of a statement and of a meeting, as rows of recordings; what to record."""

from __future__ import annotations

from dataclasses import dataclass

from vsla.domain.money_words import has_words, money_phrases, money_recordings
from vsla.domain.number_words import number_recordings, phrases

PAUSE = "."
"""Stands between two sentences; silence, not a recording."""

_SENTENCES = {
    "fr": {
        "shares": "vos parts",
        "worth": "elles valent",
        "paid-solidarity": "vous avez payé à la solidarité",
        "owe": "vous devez",
        "owe-nothing": "vous ne devez rien",
        "fines": "et en amendes",
        "loan-fund": "dans la caisse de crédit, il y a",
        "solidarity-fund": "dans la caisse de solidarité, il y a",
        "loans-out": "les crédits en cours font",
        "remember": "retenez ces trois chiffres jusqu'à la prochaine réunion",
    },
    "sw": {
        "shares": "hisa zako",
        "worth": "thamani yake",
        "paid-solidarity": "umelipa mfuko wa mshikamano",
        "owe": "unadaiwa",
        "owe-nothing": "hudaiwi chochote",
        "fines": "na faini",
        "loan-fund": "katika mfuko wa mikopo kuna",
        "solidarity-fund": "katika mfuko wa mshikamano kuna",
        "loans-out": "mikopo ambayo haijalipwa ni",
        "remember": "kumbukeni namba hizi tatu hadi mkutano ujao",
    },
    "en": {
        "shares": "your shares",
        "worth": "they are worth",
        "paid-solidarity": "you paid to solidarity",
        "owe": "you owe",
        "owe-nothing": "you owe nothing",
        "fines": "and in fines",
        "loan-fund": "in the loan fund there are",
        "solidarity-fund": "in the solidarity fund there are",
        "loans-out": "the loans out are",
        "remember": "remember these three figures until the next meeting",
    },
}
"""The sentences around the figures: key of the recording, and the text to read into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """The three figures of one member; money in minor units.

    Attributes:
        shares: a count.
        worth: of the shares, or None where their value is not known.
        solidarity: paid in the cycle; where ``fund`` is given that is said instead, what the
            whole group has in its solidarity fund.
        debt: owed on loans today; ``fines`` owed besides.
    """

    currency: str
    shares: int
    worth: int | None
    solidarity: int
    debt: int
    fines: int
    fund: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """The three figures that all remember at the end of a meeting, in minor units."""

    currency: str
    loan_fund: int
    solidarity_fund: int
    loans_out: int


def recordings(language: str) -> dict[str, str]:
    """List all that has to be recorded of a language, by key, with the text to read."""
    return number_recordings(language) | money_recordings(language) | _SENTENCES[language]


def say_own(figures: OwnFigures, language: str) -> tuple[str, ...]:
    """Give the recordings that tell a member her three figures; none where a sum has no words."""
    sums = (figures.worth or 0, _solidarity(figures)[1], figures.debt, figures.fines)
    if not all(has_words(each, figures.currency) for each in sums):
        return ()

    def money(amount: int) -> tuple[str, ...]:
        return money_phrases(amount, figures.currency, language)

    shares = ("shares", *phrases(figures.shares, language))
    worth = (PAUSE, "worth", *money(figures.worth)) if figures.worth else ()
    key, amount = _solidarity(figures)
    paid = (key, *money(amount))
    owe = ("owe", *money(figures.debt)) if figures.debt else ()
    fines = ("fines", *money(figures.fines)) if figures.fines else ()
    if fines and not owe:
        owe = ("owe",)
    return (*shares, *worth, PAUSE, *paid, PAUSE, *(owe or ("owe-nothing",)), *fines)


def _solidarity(figures: OwnFigures) -> tuple[str, int]:
    if figures.fund is None:
        return "paid-solidarity", figures.solidarity
    return "solidarity-fund", figures.fund


def say_group(figures: GroupFigures, language: str) -> tuple[str, ...]:
    """Give the recordings that tell a meeting its three figures; none where one has no words."""
    told = (
        ("loan-fund", figures.loan_fund),
        ("solidarity-fund", figures.solidarity_fund),
        ("loans-out", figures.loans_out),
    )
    if not all(has_words(amount, figures.currency) for _key, amount in told):
        return ()
    said: tuple[str, ...] = ()
    for key, amount in told:
        said += (key, *money_phrases(amount, figures.currency, language), PAUSE)
    return (*said, "remember")
