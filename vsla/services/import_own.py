"""The fields a programme added, as columns of the workbook in which groups are brought in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vsla.documents.import_form import HELP, SHEETS, YES_NO, Column, Kind, Sheet
from vsla.domain.own_fields import OwnField, Sort, Subject
from vsla.services.own_fields import fields_in_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from vsla.services.import_lines import Line

_START = "own_"
_KINDS = {
    Sort.TEXT: Kind.TEXT,
    Sort.NUMBER: Kind.NUMBER,
    Sort.YES_NO: Kind.CHOICE,
    Sort.CHOICE: Kind.CHOICE,
}
_SUBJECTS = {"groups": Subject.GROUP, "members": Subject.MEMBER}


def sheets_of(session: Session, programme_id: int | None) -> Sequence[Sheet]:
    """Give the sheets with a column behind the others for each field a programme has in use."""
    if programme_id is None:
        return SHEETS
    own = {
        key: tuple(map(_column, fields_in_use(session, programme_id, subject)))
        for key, subject in _SUBJECTS.items()
    }
    return tuple(replace(form, columns=form.columns + own.get(form.key, ())) for form in SHEETS)


def own_key(field_id: int) -> str:
    """Name the column of a field."""
    return f"{_START}{field_id}"


def own_cells(line: Line) -> dict[int, object]:
    """Give what a line says of the fields of the programme, by field."""
    return {
        int(key.removeprefix(_START)): value
        for key, value in line.cells.items()
        if key.startswith(_START)
    }


def _column(field: OwnField) -> Column:
    choices = YES_NO if field.sort is Sort.YES_NO else field.choices
    return Column(
        own_key(field.field_id), field.name, HELP["own"], _KINDS[field.sort], choices=choices
    )
