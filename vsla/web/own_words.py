"""Words of the fields a programme adds, and the one of them that narrows a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.own_fields import OwnField, Sort, Subject
from vsla.web.numbers_read import read_id
from vsla.web.roster_words import YES_NO

if TYPE_CHECKING:
    from vsla.services.own_values import Values

SUBJECTS: dict[Subject, LazyString] = {
    Subject.MEMBER: _l("Members"),
    Subject.GROUP: _l("Groups"),
}
SORTS: dict[Sort, LazyString] = {
    Sort.TEXT: _l("Some words"),
    Sort.NUMBER: _l("A whole number"),
    Sort.YES_NO: _l("Yes or no"),
    Sort.CHOICE: _l("One of some choices"),
}


def value_word(field: OwnField, value: str) -> str:
    """Say what stands in a field."""
    return str(YES_NO[value]) if field.sort is Sort.YES_NO else value


def read_narrowing() -> tuple[int, str] | None:
    """Read by which field and value a list is narrowed: ``?own=3~yes``."""
    number, _tilde, value = request.args.get("own", "").partition("~")
    known = read_id(number)
    return (known, value) if known is not None and value else None


def narrowing(own: tuple[int, str] | None) -> str | None:
    """Write by which field and value a list is narrowed, as ``read_narrowing`` reads it."""
    return None if own is None else f"{own[0]}~{own[1]}"


def narrowings(values: Values) -> list[tuple[str, str]]:
    """Give the choices of a list narrowed by a field: what the address says, and in words."""
    return [
        (
            f"{field.field_id}~{value}",
            str(_("%(name)s: %(value)s", name=field.name, value=value_word(field, value))),
        )
        for field, value in values
    ]
