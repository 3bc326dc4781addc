"""Write docs/indicators.md from the registry: ``python -m tests.tidy.indicator_docs``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import Babel

from tests.tidy.sources import ROOT
from vsla.domain.indicators import Position
from vsla.domain.registry import INDICATORS, Subject
from vsla.web.indicator_words import INDICATOR_WORDS, SPLITS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsla.domain.registry import Indicator

PAGE = ROOT / "docs" / "indicators.md"
_HEAD = """# Indicators

Every figure of the reports, as the application computes it. `make docs` writes this page from
`vsla/domain/registry.py`; a test holds it, the registry and the translations against each other.

A ratio of several groups is the sum of the numerators over the sum of the denominators, never a
mean of ratios. Without a denominator there is a dash. Money of two currencies is added only at a
dated rate, which is printed. A figure told apart by sex is worked out for women and for men from
what is theirs; who gave no sex, or another, is counted under all.

Sources: keys of the manuals that define a figure, such as [DCA] and [SEED]; [own] is a choice of
this application, and "mended" says that the source's own formula was not kept.
"""


def lines_of(indicator: Indicator) -> Iterator[str]:
    """Write one indicator."""
    words = INDICATOR_WORDS[indicator.code]
    yield f"### {words.name} (`{indicator.code}`)"
    yield str(words.definition)
    yield ""
    yield f"- formula: `{indicator.formula}`"
    if indicator.below:
        yield f"- numerator: `{indicator.above}`; denominator: `{indicator.below}`"
    yield f"- unit: {indicator.unit}"
    splits = ", ".join(str(SPLITS[split]) for split in indicator.splits)
    yield f"- told apart by: {splits or 'nothing'}"
    yield f"- source: {indicator.source}"
    yield ""


def page() -> str:
    """Write the whole page in English."""
    app = Flask("indicators")
    Babel(app)
    lines = [_HEAD]
    with app.test_request_context():
        for subject in Subject:
            lines += [f"## {SUBJECTS[subject]}", ""]
            for indicator in INDICATORS.values():
                if indicator.subject is subject:
                    lines += lines_of(indicator)
    lines += ["## What the formulas are made of", "", *_figures(), ""]
    return "\n".join(lines)


def _figures() -> Iterator[str]:
    """List the figures of a position as its own documentation says them."""
    for name, text in re.findall(r"^ {8}(\w+): (.+)$", Position.__doc__ or "", re.MULTILINE):
        yield f"- `{name}`: {text}"
    for name, item in vars(Position).items():
        if isinstance(item, property):
            yield f"- `{name}`: {(item.__doc__ or '').partition(';')[0].partition(' Source')[0]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
