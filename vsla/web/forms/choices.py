"""Choices whose labels are names of people and places: they are never translated."""

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice


def data_choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Mark the labels of choices as data.

    Args:
        pairs: value and label.

    Returns:
        Choices of a list, whose options carry ``translate="no"``.
    """
    return [SelectChoice(value, label, {"translate": "no"}) for value, label in pairs]
