"""Everything a phone needs to record without network: one version of it, made once."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vsla.web.locale import LANGUAGES, PSEUDO
from vsla.web.recorder_bundle import BUNDLE, bundle, in_order, stand_in
from vsla.web.recorder_style import used_rules, used_signs
from vsla.web.recorder_texts import first_texts, other_texts, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Tree = dict[str, Any]

STATIC = Path(__file__).resolve().parent / "static"
FOLDER = STATIC / "recorder"
FIRST_STYLE = "first.css"
FIRST = (BUNDLE, FIRST_STYLE)
"""What the first screen needs beside its page and the texts of its language."""

ARCHIVE = "all.json"
"""All the other files in one: it is fetched once, and packs better than each by itself.

``files`` by their paths; ``texts`` of all ``languages`` in one tree, whose lists hold one value a
language, so that no English key stands there twice.
"""

_WORKER = "sw.js"
_MAIN = "main.js"
_TYPES_ONLY = "domain/types.js"
"""Read by the checker of types alone."""

_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_COMMENT = re.compile(
    r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)$|/\*\* @type (?:(?!\*/).)*\*/ ?",
    re.MULTILINE | re.DOTALL,
)
_BLANK = re.compile(r"^\s+", re.MULTILINE)
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_TEMPLATE = r"`(?:[^`\\]|\\.)*`"
_PATTERN = r"(?<=[(,=:&|?!])[ ]?/(?:[^/\\\n[]|\\.|\[(?:[^]\\]|\\.)*\])+/"
_SIGN = r"[ ]*(?P<sign>[=<>!&|?:,;(){}\[\]*%])(?:[ ]+(?![ /]))?"
_KEPT_OR_SIGN = re.compile(rf"(?P<kept>{_STRING}|{_TEMPLATE}|{_PATTERN})|{_SIGN}")


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    body: bytes
    mimetype: str

    @cached_property
    def gzipped(self) -> bytes:
        """Give the same, compressed."""
        return gzip.compress(self.body, 9, mtime=0)


@dataclass(frozen=True)
class Release:
    """One version of the recorder.

    Attributes:
        version: changes with any file.
        files: by their path below ``/recorder/<version>/``.
        signs: the signs of the first screen, to stand in the page.
        worker: the service worker without the list of its files.
    """

    version: str
    files: Mapping[str, File]
    signs: str
    worker: str


def bare(source: str) -> str:
    """Leave comments, indents and empty lines out of a module.

    Our modules hold no text of several lines, so whatever begins a line is no text. Lines stay, so
    that a statement may end with its line.
    """
    return _BLANK.sub("", _COMMENT.sub("", source))


def tight(source: str) -> str:
    """Leave out the blanks beside signs, but for + and -, two of which are another sign."""
    return _KEPT_OR_SIGN.sub(lambda found: found["kept"] or found["sign"], source)


@cache
def release(*, pseudo: bool) -> Release:
    """Make the version of the files that are installed.

    Call it in a request: texts are said through the catalogues.

    Args:
        pseudo: add the language of tests.
    """
    sources = {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in sorted(FOLDER.rglob("*.js"))
    }
    del sources[_TYPES_ONLY]
    worker = tight(bare(sources.pop(_WORKER)))
    first = in_order(sources, _MAIN)
    languages = [*LANGUAGES, *([PSEUDO] if pseudo else [])]
    files = _modules(sources, first)
    files[FIRST_STYLE], signs = _drawn(sources, first)
    files["recorder.css"], files["signs.svg"] = _drawn(sources, sources)
    files["member-signs.svg"] = (STATIC / "member-signs.svg").read_text("utf-8")
    for path in sorted(FOLDER.rglob("*.css")):
        files[path.relative_to(FOLDER).as_posix()] = path.read_text("utf-8")
    texts = _texts(sources, first, languages)
    archive = {
        "files": {name: text for name, text in sorted(files.items()) if name not in FIRST},
        "languages": languages,
        "texts": columns(list(texts.values())),
    }
    for language, (early, late) in texts.items():
        files[f"texts/{language}.json"] = _json(early)
        files[f"texts/{language}.rest.json"] = _json(late)
    files[ARCHIVE] = _json(archive)
    whole = "".join([signs, worker, *(files[name] for name in (*FIRST, ARCHIVE))])
    version = hashlib.sha256(whole.encode()).hexdigest()[:12]
    made = {name: File(text.encode(), _KINDS[Path(name).suffix]) for name, text in files.items()}
    return Release(version, made, signs, worker)


def _modules(sources: Mapping[str, str], first: tuple[str, ...]) -> dict[str, str]:
    """Make the bundle of the first screen, what stands in for its modules, and all the others."""
    plain = {name: bare(source) for name, source in sources.items()}
    stood = {name: stand_in(name, plain[name]) for name in first}
    made = {**plain, **stood, BUNDLE: bundle(plain, first)}
    return {name: tight(source) for name, source in made.items()}


def _drawn(sources: Mapping[str, str], names: Iterable[str]) -> tuple[str, str]:
    """Give the rules and the signs that some modules use."""
    wanted = [bare(sources[name]) for name in names]
    style = (STATIC / "app.css").read_text("utf-8")
    signs = (STATIC / "signs.svg").read_text("utf-8")
    return used_rules(style, wanted), used_signs(signs, wanted)


def _texts(
    sources: Mapping[str, str], first: Iterable[str], languages: Iterable[str]
) -> dict[str, tuple[Tree, Tree]]:
    """Give each language what the first screen says, and all the rest."""
    early = [text for name in first for text in texts_of(sources[name])]
    every = [text for source in sources.values() for text in texts_of(source)]
    late = [text for text in every if text not in set(early)]
    return {each: (first_texts(each, early), other_texts(each, late)) for each in languages}


def columns(trees: Sequence[Any]) -> Any:  # noqa: ANN401 - a tree of any shape
    """Lay trees of the same shape beside each other.

    Args:
        trees: mappings of mappings; what a tree lacks is None there.

    Returns:
        One tree whose leaves are lists of the trees' values, in their order.
    """
    if not any(isinstance(tree, (dict, tuple)) for tree in trees):
        return list(trees)
    if isinstance(trees[0], tuple):
        return [columns(parts) for parts in zip(*trees, strict=True)]
    keys = dict.fromkeys(key for tree in trees if tree for key in tree)
    return {key: columns([tree.get(key) if tree else None for tree in trees]) for key in keys}


def _json(content: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
