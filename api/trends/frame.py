"""Where what stands in the picture, in pixels, and which of its texts have to be cut to fit.

Whoever shows it has fonts of their own, so widths of texts are guesses on the safe side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.widths import width_of

if TYPE_CHECKING:
    from api.trends.chart import Chart
    from api.trends.columns import Span

MARGIN, GAP = 24, 14
NAME, TEXT, DATE = 17, 13, 11
"""Sizes of letters: of the publication's name, of sections and trends, of dates."""

_LEAST, _MOST_NAME = 460, 230
_PLOT, _LEAST_PLOT, _THIN, _BROAD = 720, 180, 14, 76  # a row of columns, and a column
_ROW, _LOW_ROW, _MARK = 32, 22, 17
_LEGEND, _LINE, _AXIS, _KEY, _BETWEEN = 90, 24, 24, 18, 24
_A_DATE = 70
_SPARE = 1.05  # entries stand side by side: a broad font must not push one into the next


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: its mark's middle is at `x`, its words begin at `text`."""

    state: str
    words: str
    x: float
    text: float
    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Sizes. `left` is where columns begin, `pitch` and `row` are a cell's width and height.

    `mirrored`: it is read from the right. `heads` are the names of the rows, cut to their column.
    """

    name: str
    heads: tuple[str, ...]
    keys: tuple[Key, ...]
    left: float
    top: float
    width: int
    pitch: float
    row: int
    mark: float
    spans: int
    mirrored: bool

    @property
    def height(self) -> float:
        """Give the height of the picture."""
        return self.at(self.spans) - GAP + MARGIN

    def at(self, span: int, row: float = 0) -> float:
        """Give where a row of a span begins, from above."""
        each = len(self.heads) * self.row + _AXIS + GAP
        return round(self.top + span * each + row * self.row, 1)

    def across(self, place: float) -> float:
        """Give where something is across, from the left."""
        return round(self.width - place if self.mirrored else place, 1)

    def column(self, number: float) -> float:
        """Give where a column begins, from the left; from its other side if mirrored."""
        return self.across(self.left + number * self.pitch)

    def ticks(self, span: Span) -> list[tuple[float, str, bool]]:
        """Give the dates below a span: where, what, and whether that is a column's middle."""
        return [
            (self.column(tick.column + tick.middle / 2), tick.text, tick.middle)
            for tick in span.ticks(self.pitch, _A_DATE)
        ]


def fit_frame(chart: Chart) -> Frame:
    """Find room for everything."""
    longest = max(span.length for span in chart.spans)
    pitch = min(max(_PLOT / longest, _THIN), _BROAD)
    row = _LOW_ROW if len(chart.spans) > 1 else _ROW
    names = min(max((width_of(each.name) * TEXT for each in chart.rows), default=0), _MOST_NAME)
    left = math.ceil(MARGIN + names + GAP)
    width = max(math.ceil(left + max(longest * pitch, _LEAST_PLOT) + MARGIN), _LEAST)
    keys = _legend(chart, width)
    return Frame(
        name=_cut(chart.name, NAME, width - 2 * MARGIN),
        heads=tuple(_cut(each.name, TEXT, _MOST_NAME) for each in chart.rows),
        keys=keys,
        left=left,
        top=(keys[-1].y if keys else _LEGEND - _LINE) + GAP + 4,
        width=width,
        pitch=round(pitch, 1),
        row=row,
        mark=round(min(_MARK, pitch - 4, row - 9), 1),
        spans=len(chart.spans),
        mirrored=chart.direction == "rtl",
    )


def _legend(chart: Chart, width: float) -> tuple[Key, ...]:
    """Put the trends that occur side by side, and on a further line what has no room."""
    found: list[Key] = []
    x, y = float(MARGIN), float(_LEGEND)
    for state, words in chart.words.items():
        text = _cut(f"{words} · {chart.count(state)}", TEXT, width - 2 * MARGIN - _KEY)
        wide = _KEY + width_of(text) * TEXT
        if found and x + wide > width - MARGIN:
            x, y = float(MARGIN), y + _LINE
        found.append(Key(state, text, round(x + _KEY / 3, 1), round(x + _KEY, 1), y))
        x += wide * _SPARE + _BETWEEN
    return tuple(found)


def _cut(words: str, size: int, width: float) -> str:
    """Cut what is wider."""
    if width_of(words) * size <= width:
        return words
    while words and width_of(f"{words}…") * size > width:
        words = words[:-1]
    return f"{words.rstrip()}…"
