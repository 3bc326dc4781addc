"""Ratios: what is measured, against which limit, and what it is to be at most."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took, in seconds.

    Attributes:
        wall: as a person waits, the disk's part in it.
        cpu: of this process alone, which other work on the machine disturbs less.
    """

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """One goal as measured in this run.

    Attributes:
        goal: its number and words, such as ``P1 record a meeting``.
        means: what was measured against what.
        took: median of what was measured.
        limit: median of what it is held against.
        most: the ratio of the two on the wall clock that is aimed at.
        more: what else is to be said, such as a count of queries.
    """

    goal: str
    means: str
    took: Span
    limit: Span
    most: float
    more: str = ""

    def __str__(self) -> str:
        """Write the goal with its definition and figures."""
        ratio = self.took.wall / self.limit.wall
        verdict = "reached" if ratio <= self.most else "MISSED"
        wall = f"wall {_ms(self.took.wall)} / limit {_ms(self.limit.wall)}"
        cpu = f"cpu {_ms(self.took.cpu)} / {_ms(self.limit.cpu)} = {self._cpu_ratio():.2f}x"
        lines = [
            f"{self.goal}: {ratio:.2f}x, goal <= {self.most:g}x, {verdict}",
            f"    {self.means}",
            f"    {wall}; {cpu}",
        ]
        return "\n".join([*lines, f"    {self.more}"] if self.more else lines)

    def _cpu_ratio(self) -> float:
        return self.took.cpu / self.limit.cpu


@dataclass(frozen=True, slots=True)
class Bytes:
    """One goal of weight.

    Attributes:
        goal: its number and words.
        means: what was weighed.
        size: in bytes.
        most: bytes that are aimed at.
    """

    goal: str
    means: str
    size: int
    most: int

    def __str__(self) -> str:
        """Write the goal with its definition and figures."""
        verdict = "reached" if self.size <= self.most else "MISSED"
        return f"{self.goal}: {self.size} B, goal <= {self.most} B, {verdict}\n    {self.means}"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"


def span_of(work: Callable[[], object]) -> Span:
    """Measure one piece of work."""
    wall, cpu = perf_counter(), process_time()
    work()
    return Span(perf_counter() - wall, process_time() - cpu)


def middle(spans: Sequence[Span], warm: int = 0) -> Span:
    """Give the medians of all but the first ``warm``, in which caches fill."""
    counted = spans[warm:]
    return Span(median(one.wall for one in counted), median(one.cpu for one in counted))
