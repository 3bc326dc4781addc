"""Everything a phone needs to record without network: one version of it, made once."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import brotli

from vsla.web.locale import LANGUAGES, PSEUDO
from vsla.web.recorder_bundle import bundles, in_order
from vsla.web.recorder_short import short
from vsla.web.recorder_style import used_rules, used_signs
from vsla.web.recorder_texts import course_texts, first_texts, numbered, other_texts, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vsla.web.recorder_texts import Text

STATIC = Path(__file__).resolve().parent / "static"
FOLDER = STATIC / "recorder"
PAGE = "index.html"
"""The page as the service worker keeps it: of one version, like its files."""

FIRST, REST, COURSES = "first.js", "rest.js", "courses.js"
"""The parts: the first screen; everything else a facilitator needs; what only trainers open."""

FIRST_STYLE, STYLE = "first.css", "recorder.css"
"""The rules of the first screen, which come with it; all rules."""

KEPT = (PAGE, FIRST, REST, STYLE, "signs.svg", "member-signs.svg")
"""What the service worker keeps for everybody, beside the texts of a language."""

PLACES = "places.json"
"""Where each module stands in the parts, and how it is called there: for tests of what is sent."""

_WORKER = "sw.js"
_MAIN = "main.js"
TYPES_ONLY = "domain/types.js"
"""Read by the checker of types alone."""

_BROTLI_BEST = 11

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
_REMARK = re.compile(r"<!--.*?-->\n?", re.DOTALL)
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
        """Give the same, compressed for every browser."""
        return gzip.compress(self.body, 9, mtime=0)

    @cached_property
    def brotli(self) -> bytes:
        """Give the same an eighth smaller, for browsers that came by a safe connection."""
        packed: bytes = brotli.compress(self.body, quality=_BROTLI_BEST)
        return packed

    def packed(self, packing: str | None) -> bytes:
        """Give the body as it is sent.

        Args:
            packing: ``br``, ``gzip`` or None.
        """
        if packing == "br":
            return self.brotli
        return self.gzipped if packing else self.body


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


_making = Lock()


def release(*, pseudo: bool) -> Release:
    """Make the version of the files that are installed, once; others wait for whoever makes it.

    Call it in a request: texts are said through the catalogues.

    Args:
        pseudo: add the language of tests.
    """
    with _making:
        return _made(pseudo=pseudo)


@cache
def _made(*, pseudo: bool) -> Release:
    sources = {
        path.relative_to(FOLDER).as_posix(): bare(path.read_text("utf-8"))
        for path in sorted(FOLDER.rglob("*.js"))
    }
    del sources[TYPES_ONLY]
    worker = tight(sources.pop(_WORKER))
    part_of = _parts(sources)
    first = [name for name, part in part_of.items() if part == FIRST]
    early, late, learning = _texts(sources, part_of)
    order = [*early, *late, *learning]
    plain = {name: numbered(text, order) for name, text in sources.items()}
    made = bundles(plain, part_of, short)
    files = {**made.files, PLACES: _json(made.places)}
    files[FIRST_STYLE], signs = _drawn([sources[name] for name in first])
    files[STYLE], every = _drawn(sources.values())
    files["signs.svg"] = _without(every, signs)
    drawings = (STATIC / "member-signs.svg").read_text("utf-8")
    files["member-signs.svg"] = _REMARK.sub("", drawings)
    for language in [*LANGUAGES, *([PSEUDO] if pseudo else [])]:
        files[f"texts/{language}.json"] = _json(first_texts(language, early))
        files[f"texts/{language}.rest.json"] = _json(other_texts(language, late))
        files[f"texts/{language}.courses.json"] = _json(course_texts(language, learning))
    whole = "".join([signs, worker, *files.values()])
    version = hashlib.sha256(whole.encode()).hexdigest()[:12]
    sent = {name: File(text.encode(), _KINDS[Path(name).suffix]) for name, text in files.items()}
    return Release(version, sent, signs, worker)


def _parts(sources: Mapping[str, str]) -> dict[str, str]:
    """Say in which file each module goes, in an order in which each finds what it needs."""
    first = in_order(sources, [_MAIN])

    def part(name: str) -> str:
        if name in first:
            return FIRST
        return COURSES if name.startswith("courses/") else REST

    return {name: part(name) for name in in_order(sources, [_MAIN, *sources])}


def _drawn(sources: Iterable[str]) -> tuple[str, str]:
    """Give the rules and the signs that some modules use."""
    wanted = list(sources)
    style = (STATIC / "app.css").read_text("utf-8")
    signs = (STATIC / "signs.svg").read_text("utf-8")
    return used_rules(style, wanted), used_signs(signs, wanted)


def _without(every: str, signs: str) -> str:
    """Take the signs that stand in the page out of the sprite."""
    there = set(signs.splitlines())
    kept = (line for line in every.splitlines() if line not in there or "<symbol" not in line)
    return "\n".join(kept)


def _texts(sources: Mapping[str, str], part_of: Mapping[str, str]) -> Iterator[list[Text]]:
    """Give what the first screen says, what the rest says, and the courses, each text once."""
    known: set[Text] = set()
    for part in (FIRST, REST, COURSES):
        modules = (sources[name] for name, each in part_of.items() if each == part)
        said = dict.fromkeys(text for source in modules for text in texts_of(source))
        yield [text for text in said if text not in known]
        known |= said.keys()


def _json(content: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
