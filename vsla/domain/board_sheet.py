"""The people behind a board, table by table, so that a report of it hides what tells of few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.indicators import Position
from vsla.domain.sharing import ALL, Hidden, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsla.domain.board import Board
    from vsla.domain.sharing import Numbers

MEMBERS, LEFT, POSTS, CHAIRS = "members", "left", "posts", "chairs"
_SOME = ("savers", "borrowers", "helped")
"""Who are some of the members."""

_BEHIND = {
    "savings": "savers",
    "savings_of_cycle": "savers",
    "members_saving": "savers",
    "loans_out": "borrowers",
    "average_loan_outstanding": "borrowers",
    "arrears": "borrowers",
    "portfolio_at_risk": "borrowers",
    "members_with_loan": "borrowers",
    "loans_open": "borrowers",
    "members_assisted": "helped",
    "solidarity_reach": "helped",
    "solidarity_grants": "helped",
    "retention": LEFT,
}
"""Whose number decides whether a figure may be shared, beside that of the members."""

_ALONE = {"members_left": LEFT, "committee_posts": POSTS, "groups_female_chair": CHAIRS}
"""Figures about others than those who are members on the last day."""


def board_sheet(boards: Mapping[str, Board]) -> Sheet:
    """Lay out who stands behind the boards of some currencies and behind all of them together.

    Args:
        boards: by currency; each group is in one of them.

    Source: features.md, case 22.
    """
    sheet = Sheet()
    for name in (MEMBERS, *_SOME, LEFT, POSTS):
        sheet.table(name, {of: _people(board, name) for of, board in boards.items()})
    for name in _SOME:
        sheet.rest(name, MEMBERS)
    sheet.table(CHAIRS, {of: _chairs(board) for of, board in boards.items()})
    return sheet


def _people(board: Board, name: str) -> Numbers:
    women, men, everybody = (
        getattr(each or Position(), name) for each in (board.women, board.men, board.all)
    )
    return women, men, max(0, everybody - women - men)


def _chairs(board: Board) -> Numbers:
    whole = board.all or Position()
    return whole.chairs_female, whole.chairs - whole.chairs_female, 0


def hidden_columns(hidden: Hidden, code: str, currency: str | None = None) -> frozenset[int]:
    """Give the columns of an indicator that are hidden.

    Args:
        hidden: of a report.
        code: of the indicator.
        currency: of the board it stands on; None for all together.
    """
    if code in _ALONE:
        columns = hidden.of(_ALONE[code], currency)
        # The part of women among chairs stands in the last column, and says all others.
        return frozenset({ALL}) if columns and _ALONE[code] == CHAIRS else columns
    behind = _BEHIND.get(code, MEMBERS)
    return hidden.of(MEMBERS, currency) | hidden.of(behind, currency)
