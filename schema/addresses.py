"""The addresses of pages on the publication's site, made by its own templates.

Templates are those of RFC 6570, level 1. What stands for a placeholder is a slug, a key, a language
or a number, none of which needs encoding: so a template is a format that one operation fills.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
Templates = str | dict[str, str]
"""One template for all languages, or one for each: {language: template}."""

DEFAULTS: dict[str, Templates] = {
    "front": "/{language}",
    "article": "/{language}/{slug}",
    "issue": "/{language}/issues/{slug}",
    "section": "/{language}/sections/{slug}",
    "tag": "/{language}/tags/{slug}",
}
"""Where pages stand whose publication says nothing else."""

_DAYS = ("year", "month", "day")
PLACEHOLDERS: dict[str, tuple[str, ...]] = {
    "front": ("language",),
    "article": ("language", "slug", "key", "issue", "section", *_DAYS),
    "issue": ("language", "slug", "number", *_DAYS),
    "section": ("language", "slug"),
    "tag": ("language", "slug"),
}
"""What may stand in braces in each kind of template."""

NAMING = {"front": (), "article": ("slug", "key"), "issue": ("slug", "number")}
"""Of which placeholders one must be there: without it all pages had one address."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNENCODED = "/?&=:@!$'()*+,;%~"
_COLUMNS = {"issue": "issue_slug", "section": "section_slug"}
_AT_ONCE = frozenset(("slug", "key"))
"""Placeholders whose columns are never empty."""


def names_in(template: str) -> list[str]:
    """Name a template's placeholders, in their order."""
    return _PLACEHOLDER.findall(template)


def in_language(templates: Templates, language: str) -> str:
    """Give the template of a language. Raises KeyError where there is none."""
    return templates if isinstance(templates, str) else templates[language]


Made = dict[str, dict[str, "Callable[[Row], str]"]]
"""How each kind of page has its address made of its row: {kind: {language: make}}."""


class Addresses(NamedTuple):
    """The paths of a publication's pages on its site, and their whole addresses."""

    paths: Made
    urls: Made


def make_addresses(publication: Row, languages: list[str]) -> Addresses:
    """Compile the templates of a publication."""
    zone, site = ZoneInfo(publication["timezone"]), publication["site_url"].rstrip("/")
    paths, urls = (
        {
            kind: {
                code: _compile(before, kind, in_language(templates, code), code, zone)
                for code in languages
            }
            for kind, templates in publication["urls"].items()
        }
        for before in ("", site)
    )
    return Addresses(paths, urls)


def _compile(
    before: str, kind: str, template: str, language: str, zone: ZoneInfo
) -> Callable[[Row], str]:
    template = template.replace("{language}", language)
    if _AT_ONCE.issuperset(names_in(template)):
        return (before.replace("%", "%%") + _format(template)).__mod__
    parts = [(names_in(part), _format(part)) for part in template.removeprefix("/").split("/")]
    values = _of_issue if kind == "issue" else partial(_of_article, zone)
    return partial(_fill, before, parts, values)


def _format(template: str) -> str:
    """Write a template as a format for `%`; what no address may hold is encoded."""
    pieces = _PLACEHOLDER.split(template)
    literal = [quote(piece, safe=_UNENCODED).replace("%", "%%") for piece in pieces[::2]]
    return literal[0] + "".join(
        f"%({name})s{after}" for name, after in zip(pieces[1::2], literal[1:], strict=True)
    )


def _fill(
    before: str, parts: list[tuple[list[str], str]], values: Callable[[Row], Row], row: Row
) -> str:
    """Leave out the parts between slashes that have a placeholder without a value."""
    given = values(row)
    return f"{before}/" + "/".join(
        written % given for names, written in parts if all(given[name] for name in names)
    )


def _of_issue(row: Row) -> Row:
    year, month, day = row["starts_on"].split("-")
    number = row["slug"] if row["number"] is None else str(row["number"])
    return {"slug": row["slug"], "number": number, "year": year, "month": month, "day": day}


def _of_article(zone: ZoneInfo, row: Row) -> Row:
    given = {name: row[name] for name in _AT_ONCE}
    given |= {name: row[column] for name, column in _COLUMNS.items()}
    days: tuple[str | None, ...] = (None, None, None)
    if row["published_at"]:
        at = datetime.fromisoformat(row["published_at"]).astimezone(zone)
        days = (f"{at.year:04}", f"{at.month:02}", f"{at.day:02}")
    return {**given, **dict(zip(_DAYS, days, strict=True))}
