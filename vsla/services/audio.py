"""The folder of recorded words: what is there, made by a voice of the machine, and joined."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import wave
from array import array
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from vsla.services.audio_phrases import PAUSE, recordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_VOICES = {"fr": ("fr", 140), "sw": ("sw", 170), "en": ("en", 150)}
"""Voice of espeak-ng and its speed in words a minute, slow enough for somebody who counts along."""

_BYTES_PER_SAMPLE = 2
_QUIET = 300
"""Samples nearer to zero than this, of 32,768, are silence before or behind a word."""
_PAUSES_PER_SECOND = 2
_GAPS_PER_SECOND = 20
"""A gap of a twentieth of a second keeps words apart; a pause of half a second, sentences."""


class State(StrEnum):
    """What is found of one recording."""

    READY = "ready"
    MISSING = "missing"
    WRONG = "wrong"


class NoVoiceError(Exception):
    """The machine has no program that speaks, or the program does not know the language."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of 16 bits, one channel."""

    rate: int
    samples: array[int]


class WrongRecordingError(Exception):
    """A file is no WAV of 16 bits and one channel, or its rate differs from the others'."""


@dataclass(frozen=True, slots=True)
class Recordings:
    """A folder with one folder a language, and in it one WAV file a word.

    Attributes:
        folder: where; it need not exist.
    """

    folder: Path

    def file(self, language: str, key: str) -> Path:
        """Name the file of a word."""
        return self.folder / language / f"{key}.wav"

    def has(self, language: str, keys: Iterable[str]) -> bool:
        """Tell whether everything of a row is there; a row of nothing cannot be played."""
        wanted = {key for key in keys if key != PAUSE}
        there = bool(wanted) and (self.folder / language).is_dir()
        return there and all(self.file(language, key).is_file() for key in wanted)

    def states(self, language: str) -> Iterator[tuple[str, str, State]]:
        """Walk through all that has to be recorded: key, text to read, and what is found."""
        rate = 0
        for key, text in recordings(language).items():
            file = self.file(language, key)
            if not file.is_file():
                yield key, text, State.MISSING
                continue
            try:
                sound = read_sound(file)
            except WrongRecordingError:
                yield key, text, State.WRONG
                continue
            rate = rate or sound.rate
            yield key, text, State.READY if sound.rate == rate else State.WRONG

    def join(self, language: str, keys: Iterable[str]) -> bytes:
        """Lay recordings one behind the other, without the silence around each.

        Returns:
            A WAV file.

        Raises:
            WrongRecordingError: one is missing, or cannot be joined to the others.
        """
        rate = 0
        joined: array[int] = array("h")
        for key in keys:
            if key == PAUSE:
                joined.extend(_silence(rate // _PAUSES_PER_SECOND))
                continue
            sound = read_sound(self.file(language, key))
            rate = rate or sound.rate
            if sound.rate != rate:
                raise WrongRecordingError(key)
            joined.extend(trimmed(sound.samples))
            joined.extend(_silence(rate // _GAPS_PER_SECOND))
        return as_wav(Sound(rate, joined))

    def make(self, language: str, speak: Callable[[str, str, Path], None]) -> int:
        """Make what is missing; a recording that is there stays, so that a voice can replace it.

        Args:
            language: whose words.
            speak: writes a text in a language to a WAV file.

        Returns:
            How many were made.
        """
        (self.folder / language).mkdir(parents=True, exist_ok=True)
        made = 0
        for key, text in recordings(language).items():
            file = self.file(language, key)
            if file.is_file():
                continue
            with tempfile.TemporaryDirectory(dir=file.parent) as folder:
                draft = Path(folder) / "draft.wav"
                speak(text, language, draft)
                draft.write_bytes(as_wav(halved(read_sound(draft))))
                draft.replace(file)
            made += 1
        return made


def find_voice() -> Callable[[str, str, Path], None]:
    """Find the program that speaks on this machine.

    Raises:
        NoVoiceError: espeak-ng is not installed.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise NoVoiceError("it is not installed")

    def speak(text: str, language: str, file: Path) -> None:
        voice, speed = _VOICES[language]
        options = ["-v", voice, "-s", str(speed), "-w", str(file)]
        told = subprocess.run([program, *options, "--", text], check=False, capture_output=True)  # noqa: S603
        if told.returncode:
            raise NoVoiceError(language)

    return speak


def read_sound(file: Path) -> Sound:
    """Read a recording.

    Raises:
        WrongRecordingError: it is missing, or no WAV of 16 bits and one channel.
    """
    try:
        with wave.open(str(file), "rb") as source:
            if source.getnchannels() != 1 or source.getsampwidth() != _BYTES_PER_SAMPLE:
                raise WrongRecordingError(file.name)
            return Sound(source.getframerate(), array("h", source.readframes(source.getnframes())))
    except (OSError, EOFError, wave.Error) as error:
        raise WrongRecordingError(file.name) from error


def as_wav(sound: Sound) -> bytes:
    """Write samples as a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_BYTES_PER_SAMPLE)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples.tobytes())
    return target.getvalue()


def trimmed(samples: array[int]) -> array[int]:
    """Cut the silence before and behind a word; of silence alone nothing is left."""
    loud = range(len(samples))
    first = next((i for i in loud if abs(samples[i]) > _QUIET), len(samples))
    last = next((i for i in reversed(loud) if abs(samples[i]) > _QUIET), first - 1)
    return samples[first : last + 1]


def halved(sound: Sound) -> Sound:
    """Halve the rate of a recording: a telephone on a slow network loads half as much."""
    pairs = list(pairwise(sound.samples))[::2]
    return Sound(sound.rate // 2, array("h", ((one + two) // 2 for one, two in pairs)))


def _silence(samples: int) -> array[int]:
    return array("h", bytes(_BYTES_PER_SAMPLE * samples))
