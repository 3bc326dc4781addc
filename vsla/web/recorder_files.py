"""Everything a phone needs to record without network: one version of it, made once."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vsla.web.locale import LANGUAGES, PSEUDO
from vsla.web.recorder_style import used_rules, used_signs
from vsla.web.recorder_texts import first_texts, other_texts, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STATIC = Path(__file__).resolve().parent / "static"
FOLDER = STATIC / "recorder"
WORKER = "sw.js"
_MAIN = "main.js"
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_IMPORT = re.compile(r'^(?:import|export)\b[^"\n]*?"(\.{1,2}/[^"]+)";$', re.MULTILINE)
_MANY_LINES = re.compile(r"^(import|export) \{[^}]*\}", re.MULTILINE)
_COMMENT = re.compile(
    r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)$|/\*\* @type (?:(?!\*/).)*\*/ ?",
    re.MULTILINE | re.DOTALL,
)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


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
        first: paths of the modules that the first screen needs, each before what it imports.
        signs: the signs of the first screen, to stand in the page.
        worker: the service worker without the list of its files.
    """

    version: str
    files: Mapping[str, File]
    first: tuple[str, ...]
    signs: str
    worker: str


def bare(source: str) -> str:
    """Leave comments and indents out of a module; its lines keep their numbers.

    Our modules hold no text of several lines, so whatever begins a line is no text.
    """
    without = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), source)
    return _INDENT.sub("", without)


def imports_of(source: str) -> list[str]:
    """Name what a module imports at once, as written."""
    return _IMPORT.findall(_MANY_LINES.sub(r"\1 x", source))


def first_modules(sources: Mapping[str, str], start: str = _MAIN) -> tuple[str, ...]:
    """Follow the imports from the module that starts everything."""
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = None
        folder = Path("/", name).parent
        paths = [normpath(folder / path) for path in imports_of(sources[name])]
        waiting.extend(path.lstrip("/") for path in paths)
    return tuple(found)


@cache
def release(*, pseudo: bool) -> Release:
    """Make the version of the files that are installed.

    Call it in a request: texts are said through the catalogues.

    Args:
        pseudo: add the language of tests.
    """
    paths = [path for path in sorted(FOLDER.rglob("*")) if path.suffix in _TYPES]
    sources = {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in paths
        if path.suffix == ".js"
    }
    worker = sources.pop(WORKER)
    first = first_modules(sources)
    signs = (STATIC / "signs.svg").read_text("utf-8")
    style = (STATIC / "app.css").read_text("utf-8")
    files = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in paths
        if path.suffix != ".js"
    }
    files |= {name: bare(source).encode() for name, source in sources.items()}
    files["recorder.css"] = used_rules(style, sources.values()).encode()
    files["member-signs.svg"] = (STATIC / "member-signs.svg").read_bytes()
    files["signs.svg"] = used_signs(signs, sources.values()).encode()
    files["member-signs.svg"] = (STATIC / "member-signs.svg").read_bytes()
    files |= _texts(sources, first, [*LANGUAGES, *([PSEUDO] if pseudo else [])])
    here = used_signs(signs, [sources[name] for name in first])
    digest = hashlib.sha256(here.encode() + bare(worker).encode())
    for name, body in sorted(files.items()):
        digest.update(f"{name} {len(body)} ".encode() + body)
    made = {name: File(body, _TYPES[Path(name).suffix]) for name, body in files.items()}
    return Release(digest.hexdigest()[:12], made, first, here, bare(worker))


def _texts(
    sources: Mapping[str, str], first: Iterable[str], languages: Iterable[str]
) -> dict[str, bytes]:
    early = [text for name in first for text in texts_of(sources[name])]
    late = [
        text for name, source in sources.items() if name not in first for text in texts_of(source)
    ]
    [text for text in late if text not in set(early)]
    files: dict[str, bytes] = {}
    for language in languages:
        files[f"texts/{language}.json"] = _json(first_texts(language, early))
        files[f"texts/{language}.rest.json"] = _json(other_texts(language, late))
    return files


def _json(content: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
