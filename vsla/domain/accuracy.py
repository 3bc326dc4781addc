"""How well passbooks and books agree: a drawn sample, its accuracy, and how sure that figure is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vsla.domain.reader import Reader

Item = TypeVar("Item")

PERMILLE = 1000
_Z_SQUARED = 38_416
"""1.96 squared, in ten-thousandths: nineteen times in twenty the true figure is inside."""

_SCALE = 10_000

STARS_MOST = 5
DEFAULT_BANDS = (950, 900, 800, 700)
"""Per mille of passbooks that must agree for five, four, three and two stars; below that it is one.

The sector rates data by stars (SAVIX), but its scale was revised and differs from report to report,
so these limits are a setting of the programme and no standard. Source: features.md, case 43.
"""


def draw(
    items: Iterable[Item], most: int, *, seed: str, key: Callable[[Item], object]
) -> list[Item]:
    """Draw some of a list by chance, so that whoever knows the seed draws the same.

    Args:
        items: in any order; their keys differ.
        most: how many, if there are so many.
        seed: any text; the draw depends on it and on the keys alone.
        key: names an item in the same way everywhere, such as a code.

    Returns:
        The items with the smallest SHA-256 of seed and key, in that order.
    """

    def place(item: Item) -> bytes:
        return hashlib.sha256(f"{seed}/{key(item)}".encode()).digest()

    return sorted(items, key=place)[:most]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many passbooks agree, of those that were seen.

    Attributes:
        right: passbooks in which every figure asked for agrees with the books.
        checked: passbooks seen.
    """

    right: int
    checked: int

    def __add__(self, other: Accuracy) -> Accuracy:
        """Put two samples together."""
        return Accuracy(self.right + other.right, self.checked + other.checked)

    @property
    def permille(self) -> int | None:
        """Give the part that agrees, per mille rounded down; None when none was seen."""
        return self.right * PERMILLE // self.checked if self.checked else None

    @property
    def interval(self) -> tuple[int, int] | None:
        """Say between which figures the true one lies, nineteen times in twenty.

        Returns:
            Lower and upper end per mille, rounded outwards; None when no passbook was seen.

        Source: E. B. Wilson, Probable inference, 1927: the interval for a proportion that also
            holds for small samples and for a proportion of one.
        """
        n, x = self.checked, self.right
        if not n:
            return None
        middle = n * (2 * _SCALE * x + _Z_SQUARED) * PERMILLE
        squared = _Z_SQUARED * n * (_Z_SQUARED * n + 4 * _SCALE * x * (n - x)) * PERMILLE**2
        half = isqrt(squared)
        half += half * half < squared
        whole = 2 * n * (_SCALE * n + _Z_SQUARED)
        low, high = (middle - half) // whole, -(-(middle + half) // whole)
        return max(low, 0), min(high, PERMILLE)


NOTHING = Accuracy(0, 0)


def stars_for(permille: int, bands: Sequence[int]) -> int:
    """Give the stars of an accuracy.

    Args:
        permille: passbooks that agree.
        bands: limits for five, four, three and two stars, falling.
    """
    reached = (stars for stars, limit in zip(range(STARS_MOST, 1, -1), bands, strict=True)
               if permille >= limit)  # fmt: skip
    return next(reached, 1)


def read_bands(r: Reader, key: str) -> tuple[int, ...]:
    """Read the limits of the stars, each below the one before.

    Args:
        r: whose object has ``key``5, ``key``4, ``key``3 and ``key``2, in percent.
        key: how these names begin.

    Returns:
        Per mille; they count only when the reader has no problems.
    """
    most, bands = 100, []
    for stars in range(STARS_MOST, 1, -1):
        wrong = len(r.problems)
        percent = r.integer(f"{key}{stars}", 1, most)
        bands.append(percent * 10)
        # One wrong limit is one problem: those below it are held against the last good one.
        most = max(percent - 1, 1) if len(r.problems) == wrong else most
    return tuple(bands)
