"""Every text is in every language, whole and up to date."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Message

from tests.tidy.catalogues import LOCALES, catalogue, extract, faults, run_pybabel, texts
from tests.tidy.sources import ROOT
from vsla.domain.codes import Code
from vsla.web.messages import MESSAGES

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The texts of the sources, as they are now."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    extract(template)
    return template


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_is_complete(locale: str) -> None:
    messages = [message for message in catalogue(locale) if message.id]

    assert messages
    assert {str(m.id): wrong for m in messages if (wrong := faults(m))} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_french_and_swahili_begin_and_end_like_the_english(locale: str) -> None:
    """A space lost at the edge of a text glues two words together on the page."""
    uneven = [
        str(message.id)
        for message in catalogue(locale)
        if message.id
        for text in texts(message.string)
        if _edges(text) != _edges(texts(message.id)[0])
    ]

    assert uneven == []


def _edges(text: str) -> tuple[bool, bool]:
    """Tell at which ends a blank stands; French puts a no-break space before a lone colon."""
    return text[:1] in {" ", "\n"}, text[-1:] in {" ", "\n"}


def test_the_catalogues_follow_the_sources(extracted: Path, tmp_path: Path) -> None:
    """Babel writes beside what it compares: into a copy, for others read the folder meanwhile."""
    copy = shutil.copytree(ROOT / "translations", tmp_path / "translations")

    check = run_pybabel(
        "update", "--check", "-i", str(extracted), "-d", str(copy),
        "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date",
    )  # fmt: skip

    assert check.returncode == 0, check.stderr


def test_folders_of_every_name_are_read(extracted: Path) -> None:
    """Babel passes over folders such as ``templates/_layout`` when nobody tells it not to."""
    folders = {line.split()[1].split("/")[1] for line in _places(extracted) if "templates/" in line}
    hidden = {folder.name for folder in (ROOT / "templates").iterdir() if folder.name[0] == "_"}

    assert hidden
    assert hidden <= folders


def _places(template: Path) -> list[str]:
    return [line for line in template.read_text("utf-8").splitlines() if line.startswith("#: ")]


def test_each_code_has_a_text() -> None:
    assert set(MESSAGES) == set(Code)


@pytest.mark.parametrize("locale", LOCALES)
def test_each_code_has_its_text_in_the_catalogue(app: Flask, locale: str) -> None:
    known = catalogue(locale)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        english = {str(text) for text in MESSAGES.values()}

    assert {text for text in english if (m := known.get(text)) is None or not m.string} == set()


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("a", ""), "untranslated"),
        (Message(("one", "%(n)s"), ("un", "")), "untranslated"),
        (Message("a", "b", flags={"fuzzy"}), "fuzzy"),
        (Message("%(n)s of {m}", "%(n)s sur"), "placeholders differ"),
        (Message("%(n)s of", "%(m)s sur"), "placeholders differ"),
    ],
)
def test_a_bad_translation_is_seen(message: Message, fault: str) -> None:
    assert faults(message) == [fault]


@pytest.mark.parametrize(
    "message",
    [
        Message("%(n)s %% of", "%(n)s %% de"),
        Message(("%(n)s day", "%(n)s days"), ("un jour", "%(n)s jours")),
    ],
)
def test_a_good_translation_is_let_through(message: Message) -> None:
    assert faults(message) == []
