"""What goes over the wire between a phone and the server: counted at the server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from playwright.sync_api import Page

BUDGETS: dict[str, int] = json.loads(Path(__file__).with_name("budgets.json").read_text("utf-8"))
"""Bytes as they are sent, packed, without the lines of the protocol."""

FIRST_SCREEN = ("/recorder", "first.js", "first.css", "texts/fr.json", ".webmanifest", "icon.svg")
"""What the first screen is made of: ends of addresses."""

_KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("recorder-"));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its address, the bytes of its body, and those of its head."""

    path: str
    body: int
    head: int


@dataclass
class Wire:
    """An application whose answers are counted."""

    app: WSGIApplication
    answers: list[Answer] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer, and count."""
        sizes = [0, 0]

        def counted(
            status: str, headers: list[tuple[str, str]], error: OptExcInfo | None = None
        ) -> Any:
            sizes[1] = len(status) + sum(len(name) + len(value) + 4 for name, value in headers)
            return start(status, headers, error) if error else start(status, headers)

        def chunks(answer: Iterable[bytes]) -> Iterator[bytes]:
            for chunk in answer:
                sizes[0] += len(chunk)
                yield chunk

        answer = self.app(environ, counted)
        path = environ["PATH_INFO"]

        def done() -> None:
            getattr(answer, "close", lambda: None)()
            self.answers.append(Answer(path, *sizes))

        return ClosingIterator(chunks(answer), done)

    def of(self, *ends: str) -> list[Answer]:
        """Give the answers whose addresses end in one of these."""
        return [each for each in self.answers if each.path.endswith(ends)]

    def bytes_of(self, *ends: str) -> int:
        """Add up the bodies whose addresses end in one of these, all for none."""
        return sum(each.body for each in (self.of(*ends) if ends else self.answers))


def bytes_kept(page: Page, wire: Wire) -> dict[str, int]:
    """Tell how many bytes each file took that the phone keeps for offline use."""
    return {
        path: max(each.body for each in wire.answers if each.path == path)
        for path in sorted(page.evaluate(_KEPT))
    }
