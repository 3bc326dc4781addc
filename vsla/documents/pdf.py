"""Compile a template of ``templates/print`` into a PDF."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_noto_sans
import typst

from vsla.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNIVERSAL_ACCESS: typst.PDFStandards = ["ua-1"]


def compile_pdf(template: str, data: Mapping[str, object], *, tagged: bool = True) -> bytes:
    """Set one document.

    Args:
        template: name of a file of ``templates/print`` without its ending.
        data: what the template says; it travels as JSON, so a name with ``#`` is only a name.
        tagged: True for PDF/UA-1, which the compiler checks; False for a job of many pages that
            goes straight to a printer, an eighth of the size.

    Returns:
        The PDF.

    Raises:
        typst.TypstError: the template or its data are wrong.
    """
    folder = resource_dir("templates") / "print"
    return typst.compile(
        str(folder / f"{template}.typ"),
        root=str(folder),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=_UNIVERSAL_ACCESS if tagged else [],
        pdf_tags=tagged,
    )


@cache
def _fonts() -> typst.Fonts:
    """Look for fonts once: Andika if the system has it, and Noto Sans, which came with us."""
    ours = Path(fontpkg_noto_sans.ROOT) / "files"
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(ours)]
    )
