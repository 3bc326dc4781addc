"""The worked examples of the trade, all forty; a trap in its source asserts the right behaviour."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.domain import worked_figures, worked_loans, worked_meetings, worked_share_out

FOLDER = Path(__file__).parent / "worked_examples"
EXAMPLES: dict[str, dict[str, Any]] = {
    case: example
    for file in sorted(FOLDER.glob("*.json"))
    for case, example in json.loads(file.read_text("utf-8")).items()
}
CHECKS = {
    **worked_share_out.CHECKS,
    **worked_loans.CHECKS,
    **worked_meetings.CHECKS,
    **worked_figures.CHECKS,
}


def test_every_example_is_checked() -> None:
    assert set(CHECKS) == set(EXAMPLES)
    assert len(EXAMPLES) == 40


@pytest.mark.parametrize("case", list(EXAMPLES))
def test_the_worked_example_comes_out(case: str) -> None:
    example = EXAMPLES[case]

    CHECKS[case](example["given"], example["expect"])
