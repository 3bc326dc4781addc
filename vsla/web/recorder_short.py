"""Give the names inside a module one or two letters: a phone on 2G does not read them.

Constants become ``let``, one statement where several follow each other.

Only names that a module declares are shortened, one by one and everywhere in it, so that two names
never become one. Properties, what stands in texts, and names that any module takes from the browser
stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PIECE = re.compile(
    r"(?P<blank>\s+)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<sign>=>|\.\.\.|\?\.|.)",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?:[^/\\\n[]|\\.|\[(?:[^]\\]|\\.)*\])+/[a-z]*")
_INSIDE_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?P<end>`|\$\{)", re.DOTALL)
_RESERVED = (
    "async await break case catch class const continue default delete do else export extends "
    "false finally for from function get if import in instanceof let new null of return set "
    "static super switch this throw true try typeof undefined var void while yield arguments"
)
_KEYWORDS = frozenset(_RESERVED.split())
_BEFORE_A_PATTERN = frozenset([*"(,=:[!&|?{};", "=>", "return"])
_BEFORE_A_BLOCK = frozenset([")", "=>", "else", "try", "finally", "do", ";", "}", "{"])
_DECLARES = frozenset({"const", "let"})
_NO_PARAMETERS = frozenset(["if", "for", "while", "switch"])
_OPENS, _CLOSES = frozenset({"(", "[", "{", "${"}), frozenset({")", "]", "}"})
_GOES_ON = frozenset(["(", "[", "{", ";", ",", "=", ":", "?", "=>", "&", "|"])
_WENT_ON = frozenset([")", "]", "}", ".", ":", "?", "&", "|"])
_SHORT = 1
_USUAL = "etnrisouaflchpdvmgybwESxTNCkLAOMDPHBjFIqRUzWXVGJKQYZ"
"""Letters, those first that the keywords are made of: what is packed repeats them anyway."""

_BINDS_AFTER = frozenset(["(", "{", "[", ",", ":", "..."])
_BINDS_BEFORE = frozenset([")", "}", "]", ",", "="])


@dataclass(slots=True)
class _Piece:
    """A piece of a module, and what surrounds it: ``object``, ``class``, ``block`` and so on."""

    kind: str
    text: str
    inside: str = ""
    closes: int = -1


def short(modules: Mapping[str, str]) -> dict[str, str]:
    """Shorten the names of modules.

    Args:
        modules: what stands inside the function of each, without comments.

    Returns:
        The same, with other names.
    """
    read = {name: _read(source) for name, source in modules.items()}
    declared = {name: _declared(pieces) for name, pieces in read.items()}
    free = {
        piece.text
        for name, pieces in read.items()
        for at, piece in enumerate(pieces)
        if _is_reference(pieces, at) and piece.text not in declared[name]
    }
    usual: dict[str, str] = {}
    made = {}
    for name, pieces in read.items():
        names = {each for each in declared[name] - free if len(each) > _SHORT}
        made[name] = _renamed(pieces, _new_names(pieces, names, usual))
    return made


def _read(source: str) -> list[_Piece]:
    """Cut a module into pieces, without those blanks that stand between signs anyway."""
    pieces = list(_cut(source))
    open_: list[int] = []
    kinds: list[str] = []
    for at, piece in enumerate(pieces):
        piece.inside = kinds[-1] if kinds else "block"
        if piece.kind != "sign":
            continue
        if piece.text in "([{" or piece.text == "${":
            kinds.append(_kind(pieces, at))
            open_.append(at)
        elif piece.text in ")]}":
            kinds.pop()
            pieces[open_.pop()].closes = at
            piece.inside = kinds[-1] if kinds else "block"
    return pieces


def _cut(source: str) -> Iterator[_Piece]:
    at = 0
    templates: list[int] = []
    depth = 0
    before = ";"
    while at < len(source):
        resumes = source[at] == "}" and templates and templates[-1] == depth
        if source[at] == "`" or resumes:
            if resumes:
                templates.pop()
                depth -= 1
                yield _Piece("sign", "}")
            else:
                yield _Piece("raw", "`")
            found = _INSIDE_TEMPLATE.match(source, at + 1)
            assert found is not None, "a template ends"
            end = found["end"]
            yield _Piece("raw", source[at + 1 : found.end() - len(end)])
            yield _Piece("raw" if end == "`" else "sign", end)
            if end == "${":
                depth += 1
                templates.append(depth)
            at, before = found.end(), "`" if end == "`" else "("
            continue
        may_begin = source[at] == "/" and before in _BEFORE_A_PATTERN
        if may_begin and (found := _PATTERN.match(source, at)):
            yield _Piece("raw", found.group())
            at, before = found.end(), "/"
            continue
        found = _PIECE.match(source, at)
        assert found is not None, "every letter is a piece"
        kind = str(found.lastgroup)
        yield _Piece(kind, found.group())
        depth += (found.group() == "{") - (found.group() == "}")
        at = found.end()
        if kind != "blank":
            before = found.group()


def _near(pieces: Sequence[_Piece], at: int, step: int) -> _Piece:
    """Give the piece before or after, blanks apart."""
    at += step
    while 0 <= at < len(pieces):
        if pieces[at].kind != "blank" and pieces[at].text:
            return pieces[at]
        at += step
    return _Piece("sign", ";", "block")


def _kind(pieces: Sequence[_Piece], at: int) -> str:
    text = pieces[at].text
    if text != "{":
        return {"(": "paren", "[": "list", "${": "template"}[text]
    before = _near(pieces, at, -1)
    if before.text in _BEFORE_A_BLOCK:
        return "block"
    words = [each.text for each in pieces[max(0, at - 10) : at] if each.kind != "blank"]
    return "class" if "class" in words[-4:] else "object"


def _is_key(pieces: Sequence[_Piece], at: int) -> bool:
    before = _near(pieces, at, -1).text
    return pieces[at].inside == "object" and before in {"{", ",", "get", "set", "async", "*"}


def _is_short_key(pieces: Sequence[_Piece], at: int) -> bool:
    return _is_key(pieces, at) and _near(pieces, at, 1).text in {",", "}", "="}


def _is_reference(pieces: Sequence[_Piece], at: int) -> bool:
    """Tell a variable from a property, a method and a keyword."""
    piece = pieces[at]
    if piece.kind != "name" or piece.text in _KEYWORDS or piece.inside == "class":
        return False
    if _near(pieces, at, -1).text in {".", "?."}:
        return False
    return not _is_key(pieces, at) or _is_short_key(pieces, at)


def _declared(pieces: Sequence[_Piece]) -> set[str]:
    """Name what the module itself declares, at any depth."""
    found: set[str] = set()
    for at, piece in enumerate(pieces):
        if piece.kind == "name" and _is_declaration(pieces, at):
            found.add(piece.text)
        elif piece.kind == "sign" and piece.closes >= 0 and _is_pattern(pieces, at):
            found |= set(_bound(pieces, at, piece.closes))
    return {name for name in found if name not in _KEYWORDS and not name.startswith("$")}


def _is_declaration(pieces: Sequence[_Piece], at: int) -> bool:
    before = _near(pieces, at, -1).text
    if before == "*":
        # A generator, or a product.
        before = next(each.text for each in reversed(pieces[:at]) if each.text not in {" ", "*"})
    return before in {*_DECLARES, "function", "class"} or _near(pieces, at, 1).text == "=>"


def _is_pattern(pieces: Sequence[_Piece], at: int) -> bool:
    """Tell whether brackets declare names: a pattern after ``const``, or parameters."""
    before = _near(pieces, at, -1).text
    if pieces[at].text != "(":
        return before in _DECLARES
    after = _near(pieces, pieces[at].closes, 1).text
    return after == "=>" or (after == "{" and before not in _NO_PARAMETERS)


def _bound(pieces: Sequence[_Piece], start: int, end: int) -> Iterator[str]:
    for at in range(start + 1, end):
        piece = pieces[at]
        binds = (
            _near(pieces, at, -1).text in _BINDS_AFTER
            and _near(pieces, at, 1).text in _BINDS_BEFORE
        )
        if piece.kind == "name" and binds:
            yield piece.text


@dataclass(slots=True)
class _Use:
    """Where a name of a module stands: in which statements, how often, and whether at the top."""

    statements: set[int] = field(default_factory=set)
    count: int = 0
    top: bool = False


def _uses(pieces: Sequence[_Piece], names: set[str]) -> dict[str, _Use]:
    uses: dict[str, _Use] = {}
    statement = depth = pattern_ends = 0
    for at, piece in enumerate(pieces):
        if piece.kind == "sign":
            if depth == 0 and _near(pieces, at, -1).text in _DECLARES:
                # The names in `const { a } = b` belong to the module as well.
                pattern_ends = piece.closes
            depth += (piece.text in _OPENS) - (piece.text in _CLOSES)
        statement += piece.kind == "blank" and depth == 0 and "\n" in piece.text
        if piece.text in names and _is_reference(pieces, at):
            use = uses.setdefault(piece.text, _Use())
            use.statements.add(statement)
            use.count += 1
            use.top = use.top or depth == 0 or at < pattern_ends
    return uses


def _new_names(pieces: Sequence[_Piece], names: set[str], usual: dict[str, str]) -> dict[str, str]:
    """Choose letters: names that never meet share one, and a name keeps that of other modules."""
    uses = _uses(pieces, names)
    kept = {piece.text for piece in pieces if piece.kind == "name"} - names
    new: dict[str, str] = {}
    for name in sorted(uses, key=lambda each: (each not in usual, -uses[each].count, each)):
        use = uses[name]
        taken = kept | {
            letters
            for other, letters in new.items()
            if (use.top and uses[other].top) or use.statements & uses[other].statements
        }
        asked = usual.get(name)
        new[name] = asked if asked and asked not in taken else _first_free(taken)
        usual.setdefault(name, new[name])
    return new


def _first_free(taken: set[str]) -> str:
    return next(each for each in _letters() if each not in taken)


def _join_declarations(pieces: Sequence[_Piece]) -> None:
    """Write ``let a=1,b=2`` for constants that follow each other: the browser need not be told."""
    declares = [False]
    for at, piece in enumerate(pieces):
        if piece.kind == "sign":
            if piece.text in _OPENS:
                declares.append(False)
            elif piece.text in _CLOSES:
                declares.pop()
            elif piece.text == ";" and declares[-1]:
                following = _near(pieces, at, 1)
                declares[-1] = following.kind == "name" and following.text in _DECLARES
                if declares[-1]:
                    piece.text, following.text = ",", ""
        elif piece.kind == "name" and piece.text in _DECLARES and piece.inside != "object":
            piece.text = "let"
            declares[-1] = piece.inside != "paren"


def _leave_out_signs(pieces: Sequence[_Piece]) -> None:
    """Leave out the brackets of a single parameter, and what ends the last statement of a block.

    No module of ours has a loop that does nothing.
    """
    for at, piece in enumerate(pieces):
        if piece.text == ";" and piece.inside == "block" and _near(pieces, at, 1).text == "}":
            piece.text = ""
        elif piece.text == "(" and _near(pieces, piece.closes, 1).text == "=>":
            single = [each for each in pieces[at + 1 : piece.closes] if each.kind != "blank"]
            alone = len(single) == 1 and single[0].kind == "name"
            if alone and _near(pieces, at, -1).kind != "name":
                piece.text = pieces[piece.closes].text = ""


def _renamed(pieces: Sequence[_Piece], new: Mapping[str, str]) -> str:
    _join_declarations(pieces)
    _leave_out_signs(pieces)
    made = []
    for at, piece in enumerate(pieces):
        text = piece.text
        if text in new and piece.kind == "name" and _is_reference(pieces, at):
            text = f"{text}:{new[text]}" if _is_short_key(pieces, at) else new[text]
        if piece.kind == "blank":
            before, after = _near(pieces, at, -1), _near(pieces, at, 1)
            text = (
                ""
                if _may_touch(before, after, piece.text)
                else text[:1]
                if "\n" not in text
                else "\n"
            )
        made.append(text)
    return "".join(made)


def _may_touch(before: _Piece, after: _Piece, blank: str) -> bool:
    """Tell whether a blank is none: it parts no words and no signs, and ends no statement."""
    if "\n" in blank:
        return before.text in _GOES_ON or after.text in _WENT_ON
    apart = {"name", "number"}
    if before.kind in apart and after.kind in apart:
        return False
    return not (before.text in "+-" and after.text in "+-") and after.kind != "raw"


def _letters() -> Iterator[str]:
    for length in count(1):
        for letters in product(_USUAL, repeat=length):
            if (name := "".join(letters)) not in _KEYWORDS:
                yield name
