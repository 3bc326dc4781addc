"""What the README promises exists, and nothing committed tells where it was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.tidy.sources import ROOT, committed_files, place

if TYPE_CHECKING:
    from flask import Flask

README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# Folders of one person's machine: the README's commands work anywhere.
_PRIVATE_PATH = re.compile(r"(?<![\w.\-/])/(?:work|root)(?=/[a-z.])")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))


def test_the_set_up_is_two_commands() -> None:
    block = README.split("## Set up")[1].split("```sh\n")[1].split("```")[0]

    assert [line.split("#")[0].strip() for line in block.splitlines()] == ["make run", "make test"]


def test_every_make_command_of_the_readme_exists() -> None:
    commands = re.findall(r"(?:`|^)make ([a-z -]+?)(?:`|\s{2})", README, re.MULTILINE)
    wanted = {target for command in commands for target in command.split()}

    assert {"run", "test"} <= wanted
    assert wanted - make_targets() == set()


def test_every_vsla_command_of_the_readme_exists(app: Flask) -> None:
    named = set(re.findall(r"`vsla ([a-z-]+)", README))

    assert named
    assert named - set(app.cli.commands) - {"db"} == set()


def test_the_linked_documents_exist() -> None:
    links = re.findall(r"\]\(([^):]+)\)", README)

    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_continuous_integration_runs_the_test_command() -> None:
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    assert "exec make test" in script.read_text("utf-8")


def test_nothing_committed_names_a_private_folder() -> None:
    found = []
    for file in committed_files():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if _PRIVATE_PATH.search(text):
            found.append(place(file))

    assert found == []


@pytest.mark.parametrize("folder", ["root", "work"])
def test_a_private_folder_is_seen(folder: str) -> None:
    assert _PRIVATE_PATH.search(f"see /{folder}/notes")
    assert _PRIVATE_PATH.search("https://example.org/work/x") is None
