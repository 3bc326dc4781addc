"""Which figures of a whole report are hidden, so that none of few people follows from the others.

A report says of the same people more than once: by age and by occupation, who borrows and who is a
member, each zone and all of them. What is hidden in one place must not follow from another. So all
figures are sums over the same parts of people, and a hidden one is safe when it is no combination
of those shown. Source: indicators.md, client protection; features.md, case 22.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    Part = tuple[str, Hashable, int]
    Vector = dict[Part, int]
    Uses = dict["FigureKey", int]

WOMEN, MEN, OTHERS, ALL = range(4)
"""Columns of a row; ``ALL`` holds everybody."""

_SEXES = (WOMEN, MEN, OTHERS)
_PRIME = 2**61 - 1
"""Sums are reckoned modulo this: no combination of so few figures divides by it."""

Numbers = tuple[int, int, int]
FigureKey = tuple[str, "Hashable", int]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of people.

    Attributes:
        key: table, row (None for the totals) and column.
        parts: of which it is the sum.
        printed: False for one that nobody prints and that must not follow either.
    """

    key: FigureKey
    parts: Vector
    value: int
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown of a report."""

    keys: frozenset[FigureKey] = frozenset()

    def of(self, name: str, row: Hashable = None) -> frozenset[int]:
        """Give the columns of a row that are hidden; the row of totals when none is named."""
        return frozenset(column for table, key, column in self.keys if (table, key) == (name, row))


NOTHING_HIDDEN = Hidden()


@dataclass(slots=True)
class Sheet:
    """The figures of a report, table by table."""

    _figures: list[_Figure] = field(default_factory=list)
    _equal: list[Vector] = field(default_factory=list)
    _rows: dict[str, dict[Hashable, Numbers]] = field(default_factory=dict)

    def table(
        self, name: str, rows: Mapping[Any, Numbers], *, others_printed: bool = False
    ) -> None:
        """Add a table of women, men and others, with the totals of its rows and columns.

        Args:
            name: of the table.
            rows: people by sex, each of whom is in one row.
            others_printed: the column of others is printed; otherwise it is known only when
                nobody is in it.
        """
        self._rows[name] = dict(rows)
        for key, numbers in rows.items():
            self._line(name, key, numbers, others_printed=others_printed)
        women, men, others = (sum(row[sex] for row in rows.values()) for sex in _SEXES)
        self._line(name, None, (women, men, others), others_printed=others_printed)

    def _line(self, name: str, key: Hashable, numbers: Numbers, *, others_printed: bool) -> None:
        for sex in _SEXES:
            printed = sex != OTHERS or others_printed or not numbers[OTHERS]
            parts = self._parts(name, key, (sex,))
            self._figures.append(_Figure((name, key, sex), parts, numbers[sex], printed))
        parts = self._parts(name, key, _SEXES)
        self._figures.append(_Figure((name, key, ALL), parts, sum(numbers)))

    def _parts(self, name: str, key: Hashable, sexes: Iterable[int], sign: int = 1) -> Vector:
        keys = self._rows[name] if key is None else (key,)
        return {(name, each, sex): sign for each in keys for sex in sexes}

    def column(self, name: str, rows: Mapping[Any, int], *, of: str) -> None:
        """Add a column of people without their sex, whose sum is the total of a table."""
        self._rows[name] = {key: (0, 0, number) for key, number in rows.items()}
        for key, number in rows.items():
            self._figures.append(_Figure((name, key, ALL), {(name, key, OTHERS): 1}, number))
        whole = self._parts(of, None, _SEXES, -1)
        self._equal.append(whole | self._parts(name, None, (OTHERS,)))

    def same(self, one: str, other: str, *, without: Hashable = None) -> None:
        """Say that two tables are about the same people, but for one row of the first."""
        for sex in _SEXES:
            parts = self._parts(one, None, (sex,)) | self._parts(other, None, (sex,), -1)
            self._equal.append({p: n for p, n in parts.items() if p[1] != without or p[0] != one})

    def row_is(self, name: str, row: Hashable, other: str) -> None:
        """Say that the women of one row of a table, and all of it, are those of another table."""
        for sexes in ((WOMEN,), _SEXES):
            parts = self._parts(name, row, sexes) | self._parts(other, None, sexes, -1)
            self._equal.append(parts)

    def rest(self, part: str, whole: str) -> None:
        """Say that people of one table are some of another, row by row: nor may the rest follow."""
        for key in (*self._rows[part], None):
            for column, sexes in (*((sex, (sex,)) for sex in _SEXES), (ALL, _SEXES)):
                keys = self._rows[part] if key is None else (key,)
                value = sum(
                    self._rows[whole][each][sex] - self._rows[part][each][sex]
                    for each in keys
                    for sex in sexes
                )
                parts = self._parts(whole, key, sexes) | self._parts(part, key, sexes, -1)
                self._figures.append(
                    _Figure((f"rest {part}", key, column), parts, value, printed=False)
                )

    def hide(self, least: int) -> Hidden:
        """Choose what is hidden.

        Every printed figure from 1 to ``least - 1`` is, and further ones, the smallest first and
        totals last, until none that is hidden, and none so small that nobody prints, is a
        combination of those shown. Zero tells about nobody and stays.

        Args:
            least: the smallest number of people that is shown; 1 hides nothing.
        """
        small = [each for each in self._figures if 0 < each.value < least]
        hidden = {each.key: each for each in small if each.printed}
        guarded = {each.key: each for each in small}
        known = {each.key: each for each in self._figures}
        while guarded and (further := self._that_tell(guarded.values(), self._basis(hidden))):
            for key in further:
                hidden[key] = guarded[key] = known[key]
        return Hidden(frozenset(hidden))

    def _that_tell(self, guarded: Iterable[_Figure], basis: _Basis) -> set[FigureKey]:
        """Choose one figure of each combination that tells what must not follow."""
        cost = {each.key: (len(each.parts) > 1, each.value) for each in self._figures}
        chosen: set[FigureKey] = set()
        for each in guarded:
            uses = basis.told(each.parts)
            if uses and chosen.isdisjoint(uses):
                chosen.add(min(uses, key=lambda key: cost[key]))
        return chosen

    def _basis(self, hidden: Mapping[FigureKey, _Figure]) -> _Basis:
        """Put together what a reader knows: the figures shown, and what is the same by itself."""
        basis = _Basis()
        for equal in self._equal:
            basis.add(equal, {})
        shown = [each for each in self._figures if each.printed and each.key not in hidden]
        for each in shown:
            if not each.value:
                for part in each.parts:
                    basis.add({part: 1}, {})
        for each in shown:
            if each.value:
                basis.add(each.parts, {each.key: 1})
        return basis


@dataclass(slots=True)
class _Basis:
    """Sums that a reader knows, each with a part of its own, and of which figures it is made."""

    _rows: dict[Part, tuple[Vector, Uses]] = field(default_factory=dict)

    def add(self, vector: Vector, uses: Uses) -> None:
        """Add a sum that is known, unless it follows already."""
        left, made = self._reduced(vector, uses)
        if left:
            part, factor = next(iter(left.items()))
            inverse = pow(factor, -1, _PRIME)
            self._rows[part] = (
                {key: n * inverse % _PRIME for key, n in left.items()},
                {key: n * inverse % _PRIME for key, n in made.items()},
            )

    def told(self, vector: Vector) -> Uses | None:
        """Give the figures of which a sum is a combination; None where it is none."""
        left, made = self._reduced(vector, {})
        return None if left else made

    def _reduced(self, vector: Vector, uses: Uses) -> tuple[Vector, Uses]:
        """Take the known sums off a sum, one after the other."""
        left, made = dict(vector), dict(uses)
        while (part := next((each for each in left if each in self._rows), None)) is not None:
            row, of = self._rows[part]
            factor = left[part]
            _take(left, row, factor)
            _take(made, of, factor)
        return left, made


def _take(left: dict[Part, int] | Uses, row: Mapping[Part, int] | Uses, factor: int) -> None:
    """Take a multiple of a row off a sum; what comes to nothing is dropped."""
    for key, number in row.items():
        rest = (left.get(key, 0) - factor * number) % _PRIME
        if rest:
            left[key] = rest
        else:
            left.pop(key, None)
