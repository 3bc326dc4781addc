"""Cut the one stylesheet and the one sprite down to what the recorder uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_SPOKEN = re.compile(rf"\b(?:_|ngettext)\(\s*{_TEXT}(?:,\s*{_TEXT})?")
_MODULE = re.compile(r'"\.{1,2}/[^"]*"')
_QUOTED = re.compile(rf"{_TEXT}|`[^`]*`")
_FILLED = re.compile(r"\$\{[^}]*\}")
_WORD = re.compile(r"[\w-]+")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_ASIDE = re.compile(r"\[[^\]]*\]|::?[\w-]+(?:\([^)]*\))?")
_ELEMENT = re.compile(r"(?<![\w.-])[a-z][a-z0-9]*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SYMBOL = re.compile(r'<symbol id="([^"]+)".*?</symbol>\n?', re.DOTALL)
_PAGE = frozenset({"html", "body", "main", "a", "app", "rec", "skip", "vh"})
"""What stands in the page before any module draws."""


def words_of(sources: Iterable[str]) -> frozenset[str]:
    """Read the words a module may mean a class, an element or a sign by: those between quotes.

    Texts for people and names of modules are left out, so that "two" in a sentence brings no rule.
    """
    plain = (_MODULE.sub("", _SPOKEN.sub("", source)) for source in sources)
    quoted = (text for source in plain for text in _QUOTED.findall(source))
    return frozenset(word for text in quoted for word in _WORD.findall(_FILLED.sub(" ", text)))


def used_rules(style: str, sources: Iterable[str]) -> str:
    """Keep the rules whose classes and elements the modules name; print is for the office."""
    return _filtered(_COMMENT.sub("", style), _PAGE | words_of(sources))


def _filtered(style: str, words: frozenset[str]) -> str:
    kept: list[str] = []
    at = 0
    while (opening := style.find("{", at)) >= 0:
        head = style[at:opening].strip()
        closing = _end_of_block(style, opening)
        body = style[opening + 1 : closing]
        at = closing + 1
        if head.startswith("@media print"):
            continue
        if head.startswith("@"):
            inner = _filtered(body, words)
            kept += [f"{head}{{\n{inner}}}\n"] if inner else []
        elif selectors := [each for each in head.split(",") if _is_used(each, words)]:
            kept.append(f"{','.join(selectors)}{{{body.strip()}}}\n")
    return "".join(kept)


def _end_of_block(style: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(style)):
        depth += (style[at] == "{") - (style[at] == "}")
        if depth == 0:
            return at
    raise ValueError("a block of the stylesheet does not end")


def _is_used(selector: str, words: frozenset[str]) -> bool:
    plain = _ASIDE.sub("", selector)
    return words.issuperset(_CLASS.findall(plain)) and words.issuperset(_ELEMENT.findall(plain))


def used_signs(sprite: str, sources: Iterable[str]) -> str:
    """Keep the signs that the modules name."""
    names = words_of(sources)
    return _SYMBOL.sub(lambda found: found.group() if found.group(1) in names else "", sprite)
