"""The recorded words that pages read aloud: list them, and make them with the machine's voice."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from vsla.domain.number_words import LANGUAGES
from vsla.services.audio import NoVoiceError, Recordings, State, find_voice

_IN_WORDS = {State.READY: "ready", State.MISSING: "missing", State.WRONG: "WRONG FORMAT"}
_LANGUAGE = click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="May be given more than once; all languages without it.",
)


def _shelf() -> Recordings:
    return Recordings(Path(current_app.config["VSLA_AUDIO"]))


@click.group("audio")
def audio() -> None:
    """Keep the recorded words that pages read aloud."""


@audio.command("list")
@_LANGUAGE
@with_appcontext
def list_words(languages: Iterable[str]) -> None:
    """Print the words to record: file, text to read, and whether it is there."""
    shelf = _shelf()
    for language in languages or LANGUAGES:
        for key, text, state in shelf.states(language):
            click.echo(f"{shelf.file(language, key)}\t{text}\t{_IN_WORDS[state]}")


@audio.command("make")
@_LANGUAGE
@with_appcontext
def make(languages: Iterable[str]) -> None:
    """Make the recordings that are missing with espeak-ng; those that are there stay."""
    shelf = _shelf()
    try:
        speak = find_voice()
        for language in languages or LANGUAGES:
            made = shelf.make(language, speak)
            click.echo(f"{language}: {made} made in {shelf.folder / language}")
    except NoVoiceError as error:
        raise click.ClickException(f"espeak-ng cannot speak: {error}") from error
