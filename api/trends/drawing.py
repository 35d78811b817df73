"""The picture of the table of trends: SVG, drawn by drawsvg.

A judgement is a shape, not only a colour: a triangle up, a bar, a triangle down. drawsvg escapes
what stands between tags and nothing else, so no content is ever an attribute here.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import drawsvg as draw

from api.html import policy_of
from api.trends.chart import read_chart
from api.trends.frame import DATE, MARGIN, NAME, TEXT, fit_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.trends.chart import Chart, Row
    from api.trends.columns import Span
    from api.trends.frame import Frame

SVG = "image/svg+xml"
_STYLE = resources.files("api.trends").joinpath("style.css").read_text("utf-8")
POLICY = policy_of(f"/**/{_STYLE}/**/")  # drawsvg puts comments around it
"""The header of the picture, for where it is opened as a page of its own."""

_BASELINE, _DAYS = 42, 63
_DATE_BELOW, _MIDDLE = 16, 4.5
_TITLE, _DESCRIPTION = "trends-title", "trends-description"


class _Description(draw.Title):  # type: ignore[misc]
    TAG_NAME = "desc"


def draw_chart(data: dict[str, Any], variables: dict[str, Any]) -> bytes:
    """Draw the result of the document `trends-svg`; the same bytes for the same result."""
    chart = read_chart(data, variables)
    frame = fit_frame(chart)
    picture = draw.Drawing(
        frame.width,
        frame.height,
        xml__lang=chart.language,
        direction=chart.direction,
        role="img",
        aria_labelledby=_TITLE,
        aria_describedby=_DESCRIPTION,
    )
    picture.append_css(_STYLE)
    picture.extend(
        [
            draw.Title(chart.title, id=_TITLE),
            _Description(chart.description, id=_DESCRIPTION),
            draw.Rectangle(0, 0, frame.width, frame.height, class_="paper"),
            *_heading(chart, frame),
        ]
    )
    for place, span in enumerate(chart.spans):
        picture.extend(_axis(frame, span, place))
        picture.extend(_row(chart, frame, span, place, number) for number in range(len(chart.rows)))
    return f"{picture.as_svg()}\n".encode()


def _heading(chart: Chart, frame: Frame) -> Iterator[Any]:
    """Draw whose the judgements are, of which days, and what each mark means."""
    x = frame.across(MARGIN)
    yield draw.Text(frame.name, NAME, x, _BASELINE, class_="name")
    if chart.days:
        yield draw.Text(chart.days, TEXT, x, _DAYS, class_="soft")
    for key in frame.keys:
        yield _mark(key.state, frame.across(key.x), key.y - _MIDDLE, TEXT - 1)
        yield draw.Text(key.words, TEXT, frame.across(key.text), key.y)


def _axis(frame: Frame, span: Span, place: int) -> Iterator[Any]:
    """Draw the lines between the rows, and the dates below them."""
    top, bottom = frame.at(place), frame.at(place, len(frame.heads))
    start, end = frame.across(MARGIN), frame.across(frame.width - MARGIN)
    lines = [f"M{start} {frame.at(place, row)}H{end}" for row in range(len(frame.heads) + 1)]
    ticks = frame.ticks(span)
    lines += [f"M{x} {top}V{bottom + _DATE_BELOW}" for x, _, middle in ticks if not middle]
    yield draw.Path("".join(lines), class_="line")
    for x, text, middle in ticks:
        anchor = "middle" if middle else "start"
        inside = 0 if middle else (-4 if frame.mirrored else 4)
        below = bottom + _DATE_BELOW
        look = "year" if text.endswith("-01") and not middle else "soft"
        yield draw.Text(text, DATE, x + inside, below, text_anchor=anchor, class_=look)


def _row(chart: Chart, frame: Frame, span: Span, place: int, number: int) -> Any:
    """Draw a section's name and its judgements, each with its own words."""
    row: Row = chart.rows[number]
    middle = frame.at(place, number + 0.5)
    found = draw.Group()
    head = draw.Text(frame.heads[number], TEXT, frame.across(MARGIN), middle + _MIDDLE)
    if frame.heads[number] != row.name:
        head.append_title(row.name)
    found.append(head)
    for issue, column in span.columns.items():
        if issue in row.states:
            mark = _mark(row.states[issue], frame.column(column + 0.5), middle, frame.mark)
            mark.append_title(chart.tell(row, issue))
            found.append(mark)
    return found


def _mark(state: str, x: float, y: float, size: float) -> Any:
    """Draw a mark around its middle."""
    half, tall, flat = size / 2, size * 0.8, size * 0.26
    rest = {
        "IMPROVED": (tall / 2, f"l{-half:g} {-tall:.4g}"),
        "UNCHANGED": (-flat / 2, f"v{flat:.4g}h{-size:g}"),
        "WORSENED": (-tall / 2, f"l{-half:g} {tall:.4g}"),
    }
    begin, sides = rest[state]
    path = f"M{x - half:.6g} {y + begin:.6g}h{size:g}{sides}z"
    return draw.Path(path, class_=f"mark {state.lower()}")
