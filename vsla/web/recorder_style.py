"""Cut the one stylesheet and the one sprite down to what the recorder uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[\w-]+")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_NOT = re.compile(r":not\([^)]*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SYMBOL = re.compile(r'<symbol id="([^"]+)".*?</symbol>\n?', re.DOTALL)
_QUOTED = re.compile(r'"([\w-]+)"')
_ALWAYS = frozenset({"app", "rec", "skip", "vh"})


def used_rules(style: str, sources: Iterable[str]) -> str:
    """Keep the rules whose classes the modules name; print is left to the pages of the server."""
    words = _ALWAYS.union(*(_WORD.findall(source) for source in sources))
    return _filtered(_COMMENT.sub("", style), words)


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
    return words.issuperset(_CLASS.findall(_NOT.sub("", selector)))


def used_signs(sprite: str, sources: Iterable[str]) -> str:
    """Keep the signs that the modules name between quotes."""
    names = frozenset().union(*(_QUOTED.findall(source) for source in sources))
    return _SYMBOL.sub(lambda found: found.group() if found.group(1) in names else "", sprite)
