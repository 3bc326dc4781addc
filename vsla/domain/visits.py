"""Visits to groups: how a checklist is scored."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.indicators import Ratio

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mark(StrEnum):
    """How an item of the checklist was found; stored text, so never rename."""

    GOOD = "good"
    PARTLY = "partly"
    NOT = "not"


POINTS = {Mark.GOOD: 2, Mark.PARTLY: 1, Mark.NOT: 0}
POINTS_MOST = max(POINTS.values())


def score(marks: Iterable[Mark]) -> Ratio:
    """Score a checklist: points of the points that could be had.

    Args:
        marks: of the items that were looked at; others count neither way.

    Returns:
        Zero of zero where nothing was looked at.
    """
    points = [POINTS[mark] for mark in marks]
    return Ratio(sum(points), POINTS_MOST * len(points))
