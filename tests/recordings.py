"""A folder of recorded words for tests: each word is a short tone, with silence around it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from vsla.services.audio import Recordings, Sound, as_wav
from vsla.services.audio_phrases import recordings

if TYPE_CHECKING:
    from pathlib import Path

RATE = 800
TONE = 40
SILENCE = 20


def tone(place: int, rate: int = RATE) -> bytes:
    """Make a recording whose loudness tells which word it is."""
    quiet = [0] * SILENCE
    return as_wav(Sound(rate, array("h", [*quiet, *[1_000 + place] * TONE, *quiet])))


def record_all(folder: Path, language: str) -> Recordings:
    """Record every word of a language."""
    shelf = Recordings(folder)
    (folder / language).mkdir(parents=True)
    for place, key in enumerate(recordings(language)):
        shelf.file(language, key).write_bytes(tone(place))
    return shelf


def heard(sound: bytes, language: str) -> list[str]:
    """Tell which words are in a sound, in order."""
    keys = list(recordings(language))
    samples = array("h", sound[44:])
    starts = [i for i in range(len(samples)) if samples[i] and (i == 0 or not samples[i - 1])]
    return [keys[samples[i] - 1_000] for i in starts]
