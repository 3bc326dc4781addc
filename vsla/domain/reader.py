"""Read JSON into typed values, collecting every problem at its place instead of stopping."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from vsla.domain.codes import Code
from vsla.domain.errors import Problem, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")

FIRST_YEAR = 1900
LAST_YEAR = 2199

# No database keeps a NUL or half a character pair, as JSON may escape them.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_NUMBERED = re.compile("[1-9][0-9]{0,8}")


class Reader:
    """One JSON object being read; readers of its parts share the list of problems.

    Each ``read`` method returns a harmless value after noting a problem, so that reading goes on
    and every problem is found at once. The result counts only when ``problems`` stayed empty.
    """

    __slots__ = ("_path", "_row", "_seen", "_source", "problems")

    def __init__(
        self, source: object, path: str = "", problems: list[Problem] | None = None
    ) -> None:
        """Start on an object at a path; anything but an object is a problem and reads as empty."""
        self.problems: list[Problem] = [] if problems is None else problems
        self._path = path
        self._row: int | None = None
        self._seen: set[str] = set()
        if isinstance(source, dict):
            self._source: dict[str, Any] = source
        else:
            self._source = {}
            self.note("", Code.NOT_AN_OBJECT)

    def note(self, key: str, code: Code, **values: Value) -> None:
        """Add a problem at a key of this object, or at the object itself for ""."""
        self.problems.append(Problem(self._place(key), code, values))

    def _place(self, key: str) -> str:
        """Write the path of a key of this object, or of the object itself for ""."""
        here = self._path if self._row is None else f"{self._path}.{self._row}"
        return f"{here}.{key}" if here and key else here or key

    def _take(self, key: str, *, needed: bool) -> object:
        """Give what stands at a key; null is the same as nothing."""
        self._seen.add(key)
        value = self._source.get(key)
        if value is None and needed:
            self.note(key, Code.MISSING)
        return value

    def has(self, key: str) -> bool:
        """Tell whether the key carries anything but null."""
        return self._source.get(key) is not None

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Read a whole number from ``low`` to ``high``; without a default it must be there."""
        self._seen.add(key)
        value = self._source.get(key)
        # Yes and no are whole numbers too, but of a type of their own.
        if type(value) is int and low <= value <= high:
            return value
        fallback = low if default is None else default
        if value is None:
            if default is None:
                self.note(key, Code.MISSING)
            return fallback
        if type(value) is not int:
            self.note(key, Code.NOT_A_NUMBER)
            return fallback
        # Money reads as money in the sentence; its path says so.
        suffix = "_minor" if key.endswith("_minor") else ""
        self.note(key, Code.OUT_OF_RANGE, **{f"low{suffix}": low, f"high{suffix}": high})
        return fallback

    def optional_integer(self, key: str, low: int, high: int) -> int | None:
        """Read a whole number that may be left out."""
        if self.has(key):
            return self.integer(key, low, high, low)
        self._seen.add(key)
        return None

    def yes(self, key: str, *, default: bool = False) -> bool:
        """Read a yes or no."""
        value = self._take(key, needed=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.note(key, Code.NOT_YES_OR_NO)
            return default
        return value

    def text(self, key: str, most: int, *, needed: bool = False) -> str:
        """Read a text of at most ``most`` characters, trimmed."""
        value = self._take(key, needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.note(key, Code.NOT_TEXT)
            return ""
        value = value.strip()
        if _UNKEPT.search(value):
            self.note(key, Code.NOT_TEXT)
            return ""
        if len(value) > most:
            self.note(key, Code.TOO_LONG, most=most)
        if needed and not value:
            self.note(key, Code.MISSING)
        return value

    def verbatim(self, key: str, most: int) -> str:
        """Read a text that must be there word for word, not a blank of which is touched."""
        value = self._take(key, needed=True)
        if value is None:
            return ""
        if not isinstance(value, str) or _UNKEPT.search(value):
            self.note(key, Code.NOT_TEXT)
            return ""
        if len(value) > most:
            self.note(key, Code.TOO_LONG, most=most)
        return value

    def day(self, key: str) -> date:
        """Read a date in the form 2017-12-31."""
        value = self._take(key, needed=True)
        if value is None:
            return date.min
        day = parse_day(value)
        if day is None:
            self.note(key, Code.NOT_A_DATE)
            return date.min
        return day

    def optional_day(self, key: str) -> date | None:
        """Read a date that may be left out."""
        if self.has(key):
            return self.day(key)
        self._seen.add(key)
        return None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Read one of a fixed set of words; without a default it must be there."""
        value = self._take(key, needed=default is None)
        chosen = _chosen(kind, value)
        if chosen is not None:
            return chosen
        if value is not None:
            self.note(key, Code.UNKNOWN_CHOICE, choices=", ".join(kind))
        return next(iter(kind)) if default is None else default

    def choices(
        self, key: str, kind: type[Choice], default: tuple[Choice, ...]
    ) -> tuple[Choice, ...]:
        """Read a list of words of a fixed set."""
        value = self._take(key, needed=False)
        if value is None:
            return default
        if not isinstance(value, list):
            self.note(key, Code.NOT_A_LIST)
            return default
        chosen = tuple(word for word in (_chosen(kind, each) for each in value) if word is not None)
        if len(chosen) < len(value):
            self.note(key, Code.UNKNOWN_CHOICE, choices=", ".join(kind))
            return default
        return chosen

    def child(self, key: str) -> Reader | None:
        """Read an object that may be left out."""
        value = self._take(key, needed=False)
        if value is None:
            return None
        return Reader(value, self._place(key), self.problems)

    def rows(
        self,
        key: str,
        read: Callable[[Reader], Item],
        most: int,
        plain: Callable[[list[Any]], tuple[Item, ...] | None] | None = None,
    ) -> tuple[Item, ...]:
        """Read a list of objects; absent reads as empty.

        Args:
            key: where the list stands.
            read: reads one of them and notes what is wrong.
            most: so many rows at most.
            plain: reads a list in which nothing is wrong at less cost, or gives None: then it is
                read by ``read``.
        """
        self._seen.add(key)
        value = self._source.get(key)
        if value is None or value == []:
            return ()
        if not isinstance(value, list):
            self.note(key, Code.NOT_A_LIST)
            return ()
        if len(value) > most:
            self.note(key, Code.TOO_LONG, most=most)
            return ()
        quick = None if plain is None else plain(value)
        if quick is not None:
            return quick
        # One reader goes from row to row: a meeting has a hundred.
        reader = Reader({}, self._place(key), self.problems)
        items = []
        for place, row in enumerate(value):
            reader._turn_to(row, place)
            items.append(read(reader))
            reader.finish()
        return tuple(items)

    def pairs(
        self,
        key: str,
        make: Callable[[int, int], Item],
        first: tuple[str, int, int],
        second: tuple[str, int, int],
        most: int,
    ) -> tuple[Item, ...]:
        """Read a list of objects of two whole numbers, such as a member and an amount.

        Most rows of a meeting are such pairs.

        Args:
            key: where the list stands; absent reads as empty.
            make: what becomes of the two numbers.
            first: key, lowest and highest of the first number.
            second: of the second.
            most: so many rows at most.
        """
        (one, low, high), (other, least, largest) = first, second

        def plain(rows: list[Any]) -> tuple[Item, ...] | None:
            try:
                numbers = list(map(itemgetter(one, other), rows))
                if set(map(len, rows)) != {2}:
                    return None
            except (KeyError, TypeError):
                return None
            firsts, seconds = zip(*numbers, strict=True)
            if not (all_whole(firsts, low, high) and all_whole(seconds, least, largest)):
                return None
            return tuple(map(make, firsts, seconds))

        return self.rows(key, lambda r: make(r.integer(*first), r.integer(*second)), most, plain)

    def _turn_to(self, row: object, place: int) -> None:
        """Go on to a row of the list at whose path this reader was started."""
        self._row = place
        self._seen.clear()
        if isinstance(row, dict):
            self._source = row
        else:
            self._source = {}
            self.note("", Code.NOT_AN_OBJECT)

    def integers(self, key: str, low: int, high: int, most: int) -> tuple[int, ...]:
        """Read a list of whole numbers; absent reads as empty."""
        value = self._take(key, needed=False)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) > most:
            self.note(key, Code.NOT_A_LIST)
            return ()
        if any(
            isinstance(i, bool) or not isinstance(i, int) or not low <= i <= high for i in value
        ):
            self.note(key, Code.NOT_A_NUMBER)
            return ()
        return tuple(value)

    def numbered(self, low: int, high: int) -> tuple[tuple[int, int], ...]:
        """Read whole numbers whose fields are named by whole numbers above zero, in their order.

        A name has at most nine digits, so that a phone keeps the same order and adds up exactly;
        fields with other names stay unknown.
        """
        names = sorted(filter(_NUMBERED.fullmatch, self._source), key=int)
        numbers = [self._source[name] for name in names]
        if numbers and all_whole(numbers, low, high):
            self._seen.update(names)
            return tuple(zip(map(int, names), numbers, strict=True))
        return tuple([(int(name), self.integer(name, low, high)) for name in names])

    def finish(self) -> None:
        """Note every field nobody asked for: a phone of another version must not lose one."""
        if self._source.keys() <= self._seen:
            return
        # By their UTF-16 units, as a phone sorts.
        unknown = map(str, self._source.keys() - self._seen)
        for key in sorted(unknown, key=lambda name: name.encode("utf-16-be", "surrogatepass")):
            name = key[:80].encode("utf-8", "replace").decode()
            self.note(name, Code.UNKNOWN_FIELD)

    def unique(self, key: str, values: Iterable[object]) -> None:
        """Note the rows of a list whose value came before; rows not understood are left out."""
        values = list(values)
        if len(set(values)) == len(values):
            return
        start = f"{self._place(key)}."
        faulty = {p.path.removeprefix(start).split(".")[0] for p in self.problems}
        seen: set[object] = set()
        for place, value in enumerate(values):
            if str(place) in faulty:
                continue
            if value in seen:
                self.note(f"{key}.{place}", Code.DUPLICATE)
            seen.add(value)


def all_whole(values: Sequence[Any], low: int, high: int) -> bool:
    """Tell whether all are whole numbers from ``low`` to ``high``; yes and no are not."""
    return set(map(type, values)) == {int} and low <= min(values) and max(values) <= high


def _chosen(kind: type[Choice], value: object) -> Choice | None:
    """Find a word in a fixed set, or None when it is not one of it."""
    return _words(kind).get(value) if isinstance(value, str) else None


@lru_cache
def _words(kind: type[Choice]) -> dict[str, Choice]:
    """List a set by its words: asking the enumeration itself takes three times as long."""
    return {word.value: word for word in kind}


def parse_day(value: object) -> date | None:
    """Read a date in the form 2017-12-31, or None when it is not one.

    Args:
        value: of any type.

    Returns:
        A day of the years 1900 to 2199, so that terms may be added to it and taken from it.
    """
    if not isinstance(value, str):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    # Other forms of the standard, such as 2017-W52-7, are not known to every phone.
    return day if day.isoformat() == value and FIRST_YEAR <= day.year <= LAST_YEAR else None
