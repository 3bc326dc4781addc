"""See which texts of a page never passed through a catalogue.

In the language of tests every translatable text stands between ⟦ and ⟧; what a reader would see
outside of them was written straight into a template. Data (names of people and places) stand in
elements with ``translate="no"``.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

PSEUDO_LOCALE = "xx"
_SILENT = frozenset({"script", "style", "template", "svg"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip
_READ_ALOUD = frozenset({"alt", "aria-label", "placeholder", "title", "data-label"})
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def _keep(self, text: str) -> None:
        bare = text
        while (shorter := _MARKED.sub(" ", bare)) != bare:
            bare = shorter
        if _WORD.search(bare):
            self.found.append(text.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        outer = bool(self._open) and self._open[-1][1]
        hidden = outer or tag in _SILENT or ("translate", "no") in attrs
        if not hidden:
            for name, value in attrs:
                if name in _READ_ALOUD and value:
                    self._keep(value)
        if tag not in _VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self._keep(data)


def untranslated(html: str) -> list[str]:
    """List the visible or spoken texts of a page that no catalogue has seen."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
