"""Print every goal that is measured here, as ratios of this run: ``python -m tests.bench``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench import cycles, pages, papers, programmes, recording, sending, sharing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.measure import Bytes, Ratio

_GOALS: tuple[tuple[str, Callable[[Path], Ratio | Bytes | str]], ...] = (
    ("P1", recording.against_raw_rows),
    ("P2", sending.one_by_one),
    ("P3", sending.many_at_once),
    ("P3", sending.sent_again),
    ("P3", sending.bytes_of_one),
    ("P3", sending.bytes_of_many),
    ("P4", recording.as_history_grows),
    ("P4", recording.as_groups_grow),
    ("P5", pages.group_page),
    ("P6", programmes.of_a_thousand),
    ("P6", programmes.of_ten_thousand),
    ("P6", programmes.of_four_years),
    ("P6", programmes.against_scanning),
    ("P7", programmes.of_a_hundred_thousand),
    ("P8", sharing.against_raw_rows),
    ("P9", papers.statements),
    ("P12", cycles.disk_of_sqlite),
    ("P12", cycles.disk_of_postgres),
    ("P14", programmes.verified),
)


def main(wanted: list[str]) -> None:
    """Measure the goals named, or all.

    Args:
        wanted: such as ``P1``; none for all.
    """
    for name, measure in _GOALS:
        if not wanted or name in wanted:
            with TemporaryDirectory(prefix="vsla-bench-") as folder:
                print(measure(Path(folder)), flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(sys.argv[1:])
