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
    from collections.abc import Iterable, Mapping

STATIC = Path(__file__).resolve().parent / "static"
FOLDER = STATIC / "recorder"
FIRST_STYLE = "first.css"
FIRST = (BUNDLE, FIRST_STYLE)
"""What the first screen needs beside its page and the texts of its language."""

ARCHIVE = "all.json"
"""All the other files in one: it is fetched once, and packs better than each by itself."""

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

    Our modules hold no text of several lines, so whatever begins a line is no text.
    """
    return _BLANK.sub("", _COMMENT.sub("", source))


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
    worker = bare(sources.pop(_WORKER))
    first = in_order(sources, _MAIN)
    languages = [*LANGUAGES, *([PSEUDO] if pseudo else [])]
    files = {**_modules(sources, first), **_texts(sources, first, languages)}
    files[FIRST_STYLE], signs = _drawn(sources, first)
    files["recorder.css"], files["signs.svg"] = _drawn(sources, sources)
    files["member-signs.svg"] = (STATIC / "member-signs.svg").read_text("utf-8")
    for path in sorted(FOLDER.rglob("*.css")):
        files[path.relative_to(FOLDER).as_posix()] = path.read_text("utf-8")
    others = {name: text for name, text in sorted(files.items()) if name not in FIRST}
    files[ARCHIVE] = _json(others)
    whole = "".join([signs, worker, *(files[name] for name in (*FIRST, ARCHIVE))])
    version = hashlib.sha256(whole.encode()).hexdigest()[:12]
    made = {name: File(text.encode(), _KINDS[Path(name).suffix]) for name, text in files.items()}
    return Release(version, made, signs, worker)


def _modules(sources: Mapping[str, str], first: tuple[str, ...]) -> dict[str, str]:
    """Make the bundle of the first screen, what stands in for its modules, and all the others."""
    plain = {name: bare(source) for name, source in sources.items()}
    stood = {name: stand_in(name, plain[name]) for name in first}
    return {**plain, **stood, BUNDLE: bundle(plain, first)}


def _drawn(sources: Mapping[str, str], names: Iterable[str]) -> tuple[str, str]:
    """Give the rules and the signs that some modules use."""
    wanted = [sources[name] for name in names]
    style = (STATIC / "app.css").read_text("utf-8")
    signs = (STATIC / "signs.svg").read_text("utf-8")
    return used_rules(style, wanted), used_signs(signs, wanted)


def _texts(
    sources: Mapping[str, str], first: Iterable[str], languages: Iterable[str]
) -> dict[str, str]:
    early = [text for name in first for text in texts_of(sources[name])]
    every = [text for source in sources.values() for text in texts_of(source)]
    late = [text for text in every if text not in set(early)]
    files: dict[str, str] = {}
    for language in languages:
        files[f"texts/{language}.json"] = _json(first_texts(language, early))
        files[f"texts/{language}.rest.json"] = _json(other_texts(language, late))
    return files


def _json(content: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
