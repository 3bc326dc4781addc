"""Set one document; run as a program, it reads the job from its input and writes the PDF."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass

import typst

_UNIVERSAL_ACCESS: typst.PDFStandards = ["ua-1"]


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to set a document.

    Attributes:
        source: file of the template; it may read files below ``root``.
        fonts: folders.
        data: JSON text.
        tagged: True for PDF/UA-1.
    """

    source: str
    root: str
    fonts: tuple[str, ...]
    data: str
    tagged: bool

    def to_bytes(self) -> bytes:
        """Write the job for another process."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @staticmethod
    def from_bytes(text: bytes) -> Job:
        """Read what ``to_bytes`` wrote."""
        return Job(**{**(given := json.loads(text)), "fonts": tuple(given["fonts"])})


def compile_job(job: Job) -> bytes:
    """Set a document in this process.

    Raises:
        typst.TypstError: the template or its data are wrong.
    """
    return typst.compile(
        job.source,
        root=job.root,
        font_paths=list(job.fonts),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": job.data},
        pdf_standards=_UNIVERSAL_ACCESS if job.tagged else [],
        pdf_tags=job.tagged,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(compile_job(Job.from_bytes(sys.stdin.buffer.read())))
