"""Words for files: the catalogues of the pages, without a page; the language is an argument."""

from __future__ import annotations

from functools import cache

from babel.support import NullTranslations, Translations

from vsla.documents import savix_words
from vsla.documents.marks import lazy as _l
from vsla.resources import resource_dir

LANGUAGES = ("fr", "sw", "en")
"""Languages a file can be written in."""


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        """Read its catalogue; English needs none."""
        self.language = language if language in LANGUAGES else "en"
        folder = str(resource_dir("translations"))
        self._texts: NullTranslations = (
            NullTranslations()
            if self.language == "en"
            else Translations.load(folder, [self.language])
        )

    def __call__(self, text: str, **values: object) -> str:
        """Say a text of the catalogues; ``%(name)s`` takes the value of that name."""
        said = str(self._texts.ugettext(text))
        return said % values if values else said


@cache
def words_of(language: str) -> Words:
    """Give the texts of a language, read once."""
    return Words(language)


CHOICES: dict[str, dict[str, str]] = {
    **savix_words.CHOICES,
    "Gender": {
        "F": _l("Woman"),
        "M": _l("Man"),
        "X": _l("Other"),
        "unknown": _l("Not said"),
    },
    "CheckOutcome": {
        "checked": _l("Passbook seen"),
        "lost": _l("No passbook"),
        "absent": _l("Not met"),
    },
    "Category": {
        "miner": _l("Miner"),
        "miner_spouse": _l("Wife or husband of a miner"),
        "gold_chain": _l("Other work in the gold chain"),
        "other": _l("Other"),
    },
    "Literacy": {
        "unknown": _l("Not said"),
        "none": _l("Does not read"),
        "small_numbers": _l("Reads small numbers"),
        "large_numbers": _l("Reads large numbers"),
        "reads_statement": _l("Reads her or his statement"),
        "writes": _l("Reads and writes"),
    },
    "Component": {
        "literacy": _l("Literacy"),
        "discussion": _l("Discussion group series"),
        "business": _l("Business skills"),
        "savings": _l("Savings group training"),
        "own": _l("Another kind, of this programme"),
    },
    "YesNo": {"yes": _l("Yes"), "no": _l("No"), "unknown": _l("Not said")},
    "Post": {
        "chair": _l("Chair"),
        "secretary": _l("Secretary"),
        "treasurer": _l("Treasurer"),
        "counter": _l("Money counter"),
        "key_holder": _l("Key holder"),
    },
    "GroupStatus": {
        "setting_up": _l("Being set up"),
        "active": _l("Active"),
        "disengaged": _l("No longer accompanied"),
    },
    "LeavingReason": {
        "left": _l("Leaves of her or his own will"),
        "moved": _l("Moves away"),
        "expelled": _l("Is expelled"),
        "died": _l("Has died"),
        "dropped_out": _l("Has stayed away"),
    },
}
"""Words of the choices that stand in files, by enumeration; a test holds them to the pages'."""
