"""Find visible text that no catalogue can reach.

Ask for a page in the pseudo-locale (``session["language"] = "xx"``, only where TESTING is on) and
every translated text stands between the marks; what stands outside was forgotten, unless it is
data: numbers, or anything inside an element with ``translate="no"``.
"""

from __future__ import annotations

from html.parser import HTMLParser

OPEN, CLOSE = "⟦", "⟧"
_SILENT = frozenset({"script", "style"})
_VOID = frozenset({"br", "hr", "img", "input", "line", "link", "meta", "path", "rect", "use"})
_SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-label")
_BRAND = "· VSLA"


class _Reader(HTMLParser):
    """Walk a page and remember what stands outside the marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._depth = 0
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_data(self) -> bool:
        return any(data for _, data in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data = given.get("translate") == "no" or tag in _SILENT
        if not data and not self._is_data:
            for name in _SPOKEN:
                self._judge(given.get(name) or "", 0)
        if tag not in _VOID:
            self._open.append((tag, data))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_data:
            self._depth = self._judge(data.replace(_BRAND, ""), self._depth)

    def _judge(self, text: str, depth: int) -> int:
        outside = ""
        for char in text:
            depth += (char == OPEN) - (char == CLOSE)
            outside += char if depth == 0 else " "
        if any(char.isalpha() for char in outside):
            self.found.append(text.strip())
        return depth


def untranslated(html: str) -> list[str]:
    """List the visible texts of a page that are neither translated nor data."""
    reader = _Reader()
    reader.feed(html)
    return reader.found
