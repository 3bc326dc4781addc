"""Geometry of the charts: bars from zero, women and men side by side, in whole numbers.

The macro ``chart`` in ``templates/_macros/charts.html`` draws what this module lays out, and puts
the data table below it. Lengths across are parts per thousand of the width, heights are pixels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vsla.web.money_format import NO_FIGURE

HEIGHT = 240
_BASE = 208
_TOP = 24
_LEFT = 150
"""Room for the numbers at the grid lines: 45 pixels of a telephone."""
_TICKS_MAX = 4

WOMEN, MEN, ALL = "f", "h", "a"


@dataclass(frozen=True)
class Series:
    """One row of figures; ``kind`` is WOMEN, MEN or ALL and decides the pattern of its bars.

    ``letter`` stands on the highest bar, ``values`` has None where there is no figure.
    """

    label: str
    letter: str
    kind: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Bar:
    """A rectangle; ``x`` and ``width`` per mille of the width, ``y`` and ``height`` in pixels."""

    kind: str
    x: int
    width: int
    y: int
    height: int


@dataclass(frozen=True)
class Label:
    """A text at a place; ``short`` is what a phone has room for."""

    text: str
    short: str
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """All that the macro draws, and the table under it."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Label, ...]
    categories: tuple[Label, ...]
    peaks: tuple[Label, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    height: int = HEIGHT
    base: int = _BASE


def step_for(highest: int) -> int:
    """Choose the distance between grid lines: 1, 2 or 5 times a power of ten, at most four lines.

    Args:
        highest: the largest value, zero or more.
    """
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * _TICKS_MAX >= highest:
                return step * factor
        step *= 10


def bar_chart(
    title: str,
    categories: Sequence[tuple[str, str]],
    series: Sequence[Series],
    *,
    show: Callable[[int], str],
    show_tick: Callable[[int], str] | None = None,
    head: str = "",
) -> Chart:
    """Lay out bars for one to three series over the same categories.

    Args:
        title: says what is drawn and in which unit.
        categories: label and short label of each place, such as a month and its letter.
        series: figures, zero or more each, as many as there are categories.
        show: prints a value in the table.
        show_tick: prints a value at a grid line and on the highest bars, where a phone has room
            for four characters: thousands or millions, named in the title; ``show`` by default.
        head: heading of the first column of the table.
    """
    highest = max((v for s in series for v in s.values if v is not None), default=0)
    step = step_for(max(highest, 1))
    top = step * -(-max(highest, 1) // step)
    slot = (1000 - _LEFT) // max(len(categories), 1)
    width = min(slot * 8 // 10 // max(len(series), 1), 120)

    def height(value: int) -> int:
        return value * (_BASE - _TOP) // top

    def left(place: int, row: int) -> int:
        whole = width * len(series)
        return _LEFT + place * slot + (slot - whole) // 2 + row * width

    def tip(place: int, row: int, value: int) -> tuple[int, int]:
        return left(place, row) + width // 2, _BASE - height(value) - 6

    return Chart(
        title=title,
        bars=tuple(
            Bar(s.kind, left(place, row), width - width // 10, _BASE - height(v), height(v))
            for row, s in enumerate(series)
            for place, v in enumerate(s.values)
            if v is not None
        ),
        ticks=tuple(
            Label((show_tick or show)(v), "", 0, _BASE - height(v))
            for v in range(step, top + 1, step)
        ),
        categories=tuple(
            Label(text, short, _LEFT + place * slot + slot // 2, _BASE + 22)
            for place, (text, short) in enumerate(categories)
        ),
        peaks=_peaks(series, show_tick or show, tip),
        header=(head, *(s.label for s in series)),
        rows=_rows([text for text, _ in categories], series, show),
    )


def _rows(
    names: Sequence[str], series: Sequence[Series], show: Callable[[int], str]
) -> tuple[tuple[str, ...], ...]:
    def cell(value: int | None) -> str:
        return NO_FIGURE if value is None else show(value)

    return tuple(
        (name, *(cell(each.values[place]) for each in series)) for place, name in enumerate(names)
    )


def _peaks(
    series: Sequence[Series],
    show: Callable[[int], str],
    at: Callable[[int, int, int], tuple[int, int]],
) -> tuple[Label, ...]:
    """Label the highest bar of each series, in place of a legend."""
    labels = []
    for row, each in enumerate(series):
        known = [(v, -place) for place, v in enumerate(each.values) if v]
        if not known:
            continue
        value, place = max(known)
        x, y = at(-place, row, value)
        labels.append(Label(f"{each.letter} {show(value)}".strip(), each.letter, x, y))
    return tuple(labels)
