"""The table of trends for spreadsheets: CSV (RFC 4180), one line for each judgement."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

CSV = "text/csv; charset=utf-8; header=present"

COLUMNS = (
    "issue",
    "startsOn",
    "endsOn",
    "section",
    "sectionName",
    "trend",
    "trendLabel",
    "language",
    "path",
    "url",
)
"""The names in the first line; new ones are added at the end."""

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_table(data: dict[str, Any]) -> bytes:
    """Write the result of the document `trends-csv`."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for point in data["trends"]:
        lines.writerow(map(_plain, _cells(point)))
    return text.getvalue().encode()


def _cells(point: dict[str, Any]) -> tuple[str | None, ...]:
    section, article = point["section"], point["article"]
    return (
        point["issue"]["slug"],
        point["startsOn"],
        point["endsOn"],
        section["slug"],
        section["name"],
        point["trend"],
        point["trendLabel"],
        article["language"],
        article["path"],
        article["url"],
    )


def _plain(cell: str | None) -> str:
    """Let spreadsheets take for text what they would run: an apostrophe before it (OWASP)."""
    text = cell or ""
    return f"'{text}" if text.startswith(_BEGIN_FORMULAS) else text
