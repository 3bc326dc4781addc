"""Extract and read the catalogues for the tests that compare them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from tests.tidy.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

LOCALES = ("fr", "sw")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def run_pybabel(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``pybabel`` in the project's folder."""
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *arguments]
    return subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )


def extract(target: Path) -> None:
    """Write the texts of the sources to ``target``, as the Makefile does."""
    run_pybabel(
        "extract", "-F", "pyproject.toml", "-k", "_l", "--omit-header", "--add-location=file",
        "--sort-by-file", "--ignore-dirs", ".*", "-o", str(target), ".",
    ).check_returncode()  # fmt: skip


def catalogue(locale: str) -> Catalog:
    """Read the committed catalogue of one language."""
    file = ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as source:
        return read_po(source, locale=locale)


def texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Give every form of a text: one, or one for each plural."""
    if value is None:
        return [""]
    return [value] if isinstance(value, str) else list(value)


def placeholders(value: str) -> set[str]:
    """Name what is filled in when the text is shown."""
    return set(_PLACEHOLDER.findall(value.replace("%%", "")))


def faults(message: Message) -> list[str]:
    """Say what is wrong with the translation of one message."""
    forms = texts(message.string)
    found = []
    if message.fuzzy:
        found.append("fuzzy")
    if not all(form.strip() for form in forms):
        found.append("untranslated")
        return found
    allowed = set().union(*(placeholders(text) for text in texts(message.id)))
    # The singular may say "one" in words; no form may ask for what the program does not give.
    if any(placeholders(form) - allowed for form in forms) or placeholders(forms[-1]) != allowed:
        found.append("placeholders differ")
    return found
