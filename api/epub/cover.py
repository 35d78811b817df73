"""The cover: a drawing (SVG), so that it needs no font of ours for any script.

Its bars are the articles, long as their titles are, in the colour of the editors' judgement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.epub.lettering import fit
from api.epub.markup import DECLARATION, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.epub.volume import Volume

_WIDTH, _HEIGHT, _MARGIN = 1600, 2400, 150
_INSIDE = _WIDTH - 2 * _MARGIN
_GROUNDS = ("#1f3d4d", "#3b3a52", "#2f4638", "#533434", "#4a3f2a", "#26384f", "#45324a")
"""One after the other, so that neighbours on a shelf differ; all are dark enough for the ink."""

_INK, _SOFT = "#fbf8f1", "#d6cfc1"
_COLOURS = {"IMPROVED": "#6fc4d3", "UNCHANGED": "#d6cfc1", "WORSENED": "#f09a75", None: "#8f969b"}
_TOP, _NAME, _TITLE, _FACTS = 200, (3, 176), (5, 112), (1, 60)  # lines at most, largest size
_BARS_FROM, _BARS_TO, _MOST_BARS, _BAR = 1720, 2140, 30, 14
_BOTTOM = 2220
_LONGEST_HEADLINE = 120


def write_cover(volume: Volume) -> str:
    """Draw the cover."""
    issue = volume.issue
    number = "" if issue["number"] is None else f"№ {issue['number']}"
    days = volume.days if issue["title"] else ""
    facts = " · ".join(each for each in (number, days) if each)
    end = _WIDTH - _MARGIN if volume.direction == "rtl" else _MARGIN
    name, below = fit(volume.publication["name"], *_NAME, _INSIDE).draw(end, _TOP)
    title, _ = fit(volume.name, *_TITLE, _INSIDE).draw(end, below + 120)
    last, _ = fit(facts, *_FACTS, _INSIDE).draw(end, _BOTTOM)
    bars = "".join(_bars(volume))
    return (
        f'{DECLARATION}<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{_WIDTH}"'
        f' height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' xml:lang="{text(volume.language)}">\n<title>{text(volume.title)}</title>\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{_ground(volume)}"/>\n'
        f'<g fill="{_INK}" direction="{volume.direction}" font-family="Palatino, Georgia,'
        " 'Noto Serif', serif\">\n"
        f'<g font-weight="700">{name}</g>\n'
        f'<rect x="{_MARGIN}" y="{below + 50}" width="{_INSIDE}" height="4" fill="{_SOFT}"/>\n'
        f'{title}\n{bars}<g fill="{_SOFT}">{last}</g>\n</g>\n</svg>\n'
    )


def _ground(volume: Volume) -> str:
    """Choose the colour by the number, or by the days."""
    digits = volume.issue["startsOn"].replace("-", "")
    return _GROUNDS[(volume.issue["number"] or int(digits)) % len(_GROUNDS)]


def _bars(volume: Volume) -> Iterator[str]:
    """Draw a bar for each article; the longest headlines reach across."""
    chapters = volume.chapters[:_MOST_BARS]
    step = min((_BARS_TO - _BARS_FROM) // max(len(chapters), 1), 3 * _BAR)
    top = _BARS_TO - step * len(chapters)
    for place, chapter in enumerate(chapters):
        share = min(len(chapter.article["title"]), _LONGEST_HEADLINE) / _LONGEST_HEADLINE
        width = round(_INSIDE * (0.25 + 0.75 * share))
        left = _WIDTH - _MARGIN - width if volume.direction == "rtl" else _MARGIN
        colour = _COLOURS[chapter.article["trend"]]
        yield (
            f'<rect x="{left}" y="{top + place * step}" width="{width}"'
            f' height="{min(_BAR, step - 4)}" fill="{colour}"/>\n'
        )
