"""The picture before it is drawn: whose judgements stand where, and what is said of them.

There are no words of our own in it, since it may be in any language: the publication names itself,
its sections and its trends; days and numbers are written as ISO 8601 and with digits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from api.markup import clean
from api.trends.columns import Key, Span, lay_out

STATES = ("IMPROVED", "UNCHANGED", "WORSENED")
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A section with its judgements: the state of each issue that has one, the earliest first."""

    name: str
    states: dict[Key, str]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `words` names the states that occur; `direction` is CSS's.

    `name` is the publication's, `days` from the first to the last day.
    """

    name: str
    days: str
    language: str
    direction: str
    rows: tuple[Row, ...]
    words: dict[str, str]
    spans: list[Span]

    @property
    def title(self) -> str:
        """Say what it shows: of whom, and of which days."""
        return ", ".join(each for each in (self.name, self.days) if each)

    @property
    def description(self) -> str:
        """Say in words what there is to be seen: how often what was judged, and what at last."""
        return "\n".join(map(self._describe, self.rows))

    def count(self, state: str) -> int:
        """Count the judgements of one kind."""
        return sum(Counter(row.states.values())[state] for row in self.rows)

    def tell(self, row: Row, issue: Key) -> str:
        """Say what one mark says."""
        return f"{row.name}, {self.isolate(issue[0])}: {self.words[row.states[issue]]}"

    def isolate(self, days: str) -> str:
        """Keep a date's parts in order after letters that are read from the right (UAX 9)."""
        return f"\u2066{days}\u2069" if self.direction == "rtl" else days

    def _describe(self, row: Row) -> str:
        counted = Counter(row.states.values())
        if not counted:
            return f"{row.name}: {_NOTHING}"
        numbers = "; ".join(
            f"{word}: {counted[state]}" for state, word in self.words.items() if counted[state]
        )
        (day, _), state = list(row.states.items())[-1]
        return f"{row.name}: {numbers}. {self.isolate(day)}: {self.words[state]}."


def read_chart(data: dict[str, Any], variables: dict[str, Any]) -> Chart:
    """Make it of the result of the document `trends-svg` and the variables that it ran with."""
    points, publication = data["trends"], data["publication"]
    directions = {each["code"]: each["direction"] for each in data["languages"]}
    rows = _rows(points, data["sections"]) or _empty_rows(data["sections"], variables)
    issues = dict.fromkeys((point["startsOn"], point["issue"]["slug"]) for point in points)
    labels = {point["trend"]: point["trendLabel"] for point in points}
    return Chart(
        _line(publication["name"]),
        _days(points, variables),
        publication["language"],
        directions[publication["language"]].lower(),
        tuple(rows),
        {each: _line(labels[each] or each.lower()) for each in STATES if each in labels},
        lay_out(list(issues)),
    )


def _rows(points: list[dict[str, Any]], sections: list[dict[str, Any]]) -> list[Row]:
    """Make a row of each section that was judged, in the editors' order."""
    found: dict[str, dict[Key, str]] = {}
    for point in points:
        states = found.setdefault(point["section"]["slug"], {})
        states[point["startsOn"], point["issue"]["slug"]] = point["trend"]
    return [
        Row(_line(each["name"]), found[each["slug"]]) for each in sections if each["slug"] in found
    ]


def _empty_rows(sections: list[dict[str, Any]], variables: dict[str, Any]) -> list[Row]:
    """Make the rows of a table without judgements: of the section asked for, else of all."""
    asked = variables.get("section")
    return [Row(_line(each["name"]), {}) for each in sections if asked in (None, each["slug"])]


def _line(text: str) -> str:
    """Make a text one line, of what XML can have."""
    return " ".join(clean(text).split())


def _days(points: list[dict[str, Any]], variables: dict[str, Any]) -> str:
    if points:
        first = points[0]["startsOn"]
        last = max(point["endsOn"] for point in points)
        return str(first) if first == last else f"{first} – {last}"
    ends = [str(variables.get(name, "")) for name in ("from", "until")]
    return " – ".join(ends).strip() if any(ends) else ""
