"""Slips of any kind in documents: what no form would let through, and what no phone would send."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from tests.domain.builders import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

_JUNK: tuple[Any, ...] = (
    None, True, False, -1, 0, 1.5, 999, 1_000, 10**9, 10**9 + 1, 10**15, 10**15 + 1, 10**30, "7",
    "2018-02-30", "2018-2-03", "2016-02-29", "2200-01-01", "1899-12-31", "20180203", "2018-W05-6",
    "2018-02-03 ", "", "late", "Late", "a\x00b", "\ud800", "\ud83d\udc1f", "\x1d", "\ufeff",
    "🐟" * 121, [], [1], [[]], [None], [5, 5], {}, {"x": 1}, {"member": 1},
)  # fmt: skip
_KEYS = (
    "weather",
    "0",
    "10",
    "member",
    "",
    "é",
    "\ud800",
    "🐟" * 81,
    "\uffe5",
    "__proto__",
    "note",
)


def slip(rng: Random, source: dict[str, Any]) -> None:
    """Put something in a place where it does not belong, take something away, or say it twice."""
    place = rng.choice(list(_containers(source)))
    what = rng.randrange(10)
    if isinstance(place, list):
        if what < 3 and place:
            place.append(_fresh(rng.choice(place)))
        else:
            place.insert(rng.randint(0, len(place)), _fresh(rng.choice(_JUNK)))
    elif what < 2 and place:
        del place[rng.choice(list(place))]
    else:
        place[rng.choice([*place, *place, *place, rng.choice(_KEYS)])] = _fresh(rng.choice(_JUNK))


def _fresh(value: Any) -> Any:
    """Copy a value, so that a later slip in it stays in one place."""
    return json.loads(json.dumps(value))


def _containers(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from _containers(part)


def slipped(number: int) -> dict[str, Any]:
    """Make a meeting in which every part has something, with the slips of a number."""
    rng = Random(number)  # noqa: S311 - the same slips each time
    source: dict[str, Any] = _fresh(FULL)
    for _ in range(rng.randint(1, 4)):
        slip(rng, source)
    return source
