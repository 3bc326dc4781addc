"""Compile a template of ``templates/print`` into a PDF."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import fontpkg_noto_sans
import typst

from vsla.documents.job import Job, compile_job
from vsla.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

_LITERACY_FONT = "Andika"
_AT_ONCE = BoundedSemaphore(2)
"""A job of 30 pages holds a processor for half a second and 250 MB; others wait their turn."""


def compile_pdf(template: str, data: Mapping[str, object], *, tagged: bool = True) -> bytes:
    """Set one document.

    Args:
        template: name of a file of ``templates/print`` without its ending.
        data: what the template says; it travels as JSON, so a name with ``#`` is only a name.
        tagged: True for PDF/UA-1, which the compiler checks; False for a job of many pages that
            goes straight to a printer: an eighth of the size, and made in a process of its own,
            because the compiler keeps what it made of the last ten documents.

    Returns:
        The PDF.

    Raises:
        typst.TypstError: the template or its data are wrong.
    """
    folder = resource_dir("templates") / "print"
    job = Job(
        source=str(folder / f"{template}.typ"),
        root=str(folder),
        fonts=_font_folders(),
        data=json.dumps(data, ensure_ascii=False),
        tagged=tagged,
    )
    return compile_job(job) if tagged else _apart(job)


def _apart(job: Job) -> bytes:
    """Set a document in another process, which gives its memory back at its end."""
    command = [sys.executable, "-m", "vsla.documents.job"]
    with _AT_ONCE:
        done = subprocess.run(  # noqa: S603 - our own module, its input on a pipe
            command, input=job.to_bytes(), capture_output=True, check=False
        )
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise typst.TypstError(message, message)
    return done.stdout


@cache
def _font_folders() -> tuple[str, ...]:
    """Look for fonts once: Andika if the system has it, and Noto Sans, which came with us."""
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    paths = {Path(font.path) for font in found if font.family == _LITERACY_FONT and font.path}
    ours = Path(fontpkg_noto_sans.ROOT) / "files"
    return (*sorted({str(path.parent) for path in paths}), str(ours))
