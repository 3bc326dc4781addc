"""Fields a programme added, as fields of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask_babel import lazy_gettext as _l

from vsla.domain.own_fields import NO, TEXT_MAX, YES, OwnField, Sort
from vsla.web.forms.base import CountField, Form, LengthMax, ListField, PickField, TextField
from vsla.web.roster_words import YES_NO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field

FormType = TypeVar("FormType", bound=Form)

_START = "own_"
_NONE = ("", _l("Not said"))


def _field(own: OwnField) -> Field:
    # Names are data: they are the programme's own words in one language.
    if own.sort is Sort.TEXT:
        return TextField(own.name, validators=[LengthMax(TEXT_MAX)])
    if own.sort is Sort.NUMBER:
        return CountField(own.name)
    if own.sort is Sort.YES_NO:
        words = [(YES, YES_NO[YES]), (NO, YES_NO[NO])]
        return PickField(own.name, choices=[*words, _NONE], default="")
    return ListField(own.name, choices=[_NONE, *((each, each) for each in own.choices)], default="")


def with_own(kind: type[FormType], fields: Sequence[OwnField]) -> type[FormType]:
    """Give a form with the fields of a programme behind its own.

    Args:
        kind: the form.
        fields: in use.

    Returns:
        A form whose fields ``own_<number>`` are these; ``own_data`` fills and ``own_typed`` reads
        them.
    """
    added = {f"{_START}{own.field_id}": _field(own) for own in fields}
    return type(kind.__name__, (kind,), added) if added else kind


def own_data(values: Sequence[tuple[OwnField, str]]) -> dict[str, object]:
    """Give what stands in the fields of a programme, as the form takes it."""
    return {f"{_START}{own.field_id}": own.typed(value) for own, value in values}


def own_typed(form: Form) -> dict[int, object]:
    """Read what was typed into the fields of a programme, by field."""
    return {
        int(field.name.removeprefix(_START)): field.data
        for field in form
        if field.name.startswith(_START)
    }


def own_of(form: Form) -> list[Field]:
    """List the fields of a programme in a form."""
    return [field for field in form if field.name.startswith(_START)]
