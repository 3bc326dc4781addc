"""``vsla audio``: the words to record, and what the machine says of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.recordings import record_all, tone
from vsla.cli.audio import audio

if TYPE_CHECKING:
    import pytest
    from click.testing import Result
    from flask import Flask


def call(app: Flask, *words: str) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(audio, words)


def folder(app: Flask) -> Path:
    """Give the folder of recordings of an application."""
    return Path(app.config["VSLA_AUDIO"])


def test_the_words_to_record_are_listed_with_what_is_there(app: Flask) -> None:
    shelf = record_all(folder(app), "sw")
    shelf.file("sw", "laki").unlink()
    shelf.file("sw", "elfu").write_bytes(b"an mp3")

    told = call(app, "list", "--language", "sw").output.splitlines()

    assert f"{shelf.file('sw', 'moja')}\tmoja\tready" in told
    assert f"{shelf.file('sw', 'laki')}\tlaki\tmissing" in told
    assert f"{shelf.file('sw', 'elfu')}\telfu\tWRONG FORMAT" in told


def test_without_a_language_every_language_is_listed(app: Flask) -> None:
    told = call(app, "list").output

    assert all(f"/{language}/" in told for language in ("fr", "sw", "en"))


def test_missing_words_are_made_once(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tone.wav").write_bytes(tone(1))
    program = tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\ncp {tmp_path}/tone.wav "$6"\n', encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    first, second = (call(app, "make", "--language", "fr").output for _time in range(2))

    assert first == f"fr: 43 made in {folder(app) / 'fr'}\n"
    assert second.startswith("fr: 0 made")


def test_without_a_voice_nothing_is_made(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    told = call(app, "make")

    assert told.exit_code == 1
    assert told.output == "Error: espeak-ng cannot speak: it is not installed\n"
    assert not folder(app).exists()
