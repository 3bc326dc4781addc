"""The phone reckons as the server does: the same documents, answered by the modules in Chromium."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.browser.screens import chromium, open_page
from tests.browser.server import serving
from tests.conftest import build_app
from tests.domain import vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = pytest.mark.browser

_ANSWERS = Path(__file__).with_name("domain_answers.js").read_text("utf-8")
_FOLDER = "/static/recorder/domain"


class Ask(Protocol):
    """Puts questions of one kind to the modules and gives their answers, in order."""

    def __call__(self, kind: str, questions: Iterable[Any]) -> list[Any]:
        """Ask; both ways go through JSON, as documents do."""


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    app = build_app("sqlite://", tmp_path_factory.mktemp("instance"))
    with serving(app) as address, chromium() as browser:
        page = open_page(browser)
        page.goto(f"{address}/static/icon.svg")

        def ask(kind: str, questions: Iterable[Any]) -> list[Any]:
            asked = {"folder": _FOLDER, "ask": kind, "text": json.dumps(list(questions))}
            answers: list[Any] = json.loads(page.evaluate(_ANSWERS, asked))
            return answers

        yield ask


def test_every_vector_has_its_answer_on_the_phone(phone: Ask) -> None:
    names = vectors.names()
    asked = [vectors.load(name) for name in names]

    answers = phone("vector", asked)

    assert len(names) >= 60
    told = dict(zip(names, answers, strict=True))
    assert told == {vector["name"]: vector["expected"] for vector in asked}
