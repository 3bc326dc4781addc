"""What a form sends, before anybody understands it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping


def filled(typed: Mapping[str, object]) -> dict[str, object]:
    """Give the fields of a form that were filled in; one left empty counts as left out."""
    return {key: value for key, value in typed.items() if value is not None and value != ""}


def form_reader(typed: Mapping[str, object]) -> Reader:
    """Start on a form."""
    return Reader(filled(typed))
