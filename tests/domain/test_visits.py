"""How a checklist is scored."""

from vsla.domain.indicators import Ratio
from vsla.domain.visits import Mark, score


def test_a_checklist_is_scored_by_what_was_looked_at() -> None:
    assert score([Mark.GOOD, Mark.PARTLY, Mark.NOT]) == Ratio(3, 6)
    assert score([]) == Ratio(0, 0)
