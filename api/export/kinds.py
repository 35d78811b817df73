"""The one list of what is exported: each kind of address, and over what it is filled.

An address of the application is in `KINDS`, or stands in `LEFT_OUT` with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from api.article_files import FORMATS
from api.export.links import archives, bundle, pages, parts
from api.feeds.paths import MEDIA_TYPES, PATHS
from api.issue_files import FILES
from api.offline.routes import BUNDLES, LASTING, MANIFESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.export.holdings import Holdings
    from api.export.links import Follow

_PARAMETER = re.compile(r"{(\w+)}")
_SEGMENTS = {"name": "[^/]+", "languages": "[^/]+", "part": "[^/]+"}
_SEGMENT = "[^/.]+"


@dataclass(frozen=True)
class Kind:
    """Addresses of one form. `over` names the set of `Holdings` that fills the form.

    `follow` finds further addresses in an answer. An address that is answered 404 is left out:
    a host of plain files answers the same. So is one that is answered 400, where it is `bounded`:
    there is more than one answer may have. One that is `long` is never in memory as a whole.
    """

    form: str
    over: str = "once"
    follow: Follow | None = None
    bounded: bool = False
    long: bool = False

    @property
    def path(self) -> str:
        """Give the form without its parameters."""
        return self.form.partition("?")[0]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Give what all paths of the form match."""
        return re.compile(pattern_of(self.path))


def pattern_of(path: str) -> str:
    """Write a form's path as a regular expression of Python and PCRE."""
    parts = _PARAMETER.split(path)
    for place, part in enumerate(parts):
        parts[place] = _SEGMENTS.get(part, _SEGMENT) if place % 2 else re.escape(part)
    return "".join(parts)


_ARTICLE = "/v1/articles/{language}/{slug}"
_IN = "?language={language}"
_ARTICLES = f"/v1/articles{_IN}"
_SETS = {"language": "languages", "section": "sections", "tag": "tags"}

_FILES_OF_ISSUES = (
    *(f"/v1/issues/{slug}.{suffix}" for suffix in FILES for slug in ("latest", "{slug}")),
    "/v1/issues/{slug}.jsonld",
)

KINDS = (
    Kind("/"),
    Kind(f"/{_IN}", "languages"),
    Kind("/schema.graphql"),
    Kind("/openapi.json"),
    Kind("/docs"),
    Kind("/errors"),
    Kind("/favicon.ico"),
    Kind("/robots.txt"),
    Kind("/sitemap.xml", follow=parts),
    Kind("/sitemap-news.xml"),
    Kind("/sitemap-{part}.xml", "found"),
    Kind("/v1/export.ndjson", long=True),
    Kind(f"/v1/export.ndjson{_IN}", "languages", long=True),
    Kind("/assets/{name}", "assets"),
    Kind("/v1/publication"),
    Kind(f"/v1/publication{_IN}", "languages"),
    Kind("/v1/languages"),
    Kind("/v1/sections"),
    Kind(f"/v1/sections{_IN}", "languages"),
    Kind("/v1/tags", follow=pages),
    Kind(f"/v1/tags{_IN}", "languages", pages),
    Kind(f"/v1/tags{_IN}&first=100", "languages", pages),
    Kind("/v1/issues", follow=pages),
    Kind(f"/v1/issues{_IN}", "languages", pages),
    Kind("/v1/issues/latest"),
    Kind(f"/v1/issues/latest{_IN}", "languages"),
    Kind("/v1/issues/{slug}", "slugs"),
    Kind(f"/v1/issues/{{slug}}{_IN}", "issues"),
    *(
        Kind(f"{path}{query}", over, bundle if path in MANIFESTS else None)
        for path in (*MANIFESTS, *BUNDLES, *_FILES_OF_ISSUES)
        for query, over in (
            (("", "slugs"), (_IN, "issues"))
            if "{slug}" in path
            else (("", "once"), (_IN, "languages"))
        )
    ),
    Kind(LASTING, "found"),
    Kind("/v1/archive"),
    Kind(f"/v1/archive{_IN}", "languages"),
    Kind("/v1/articles", follow=pages),
    Kind(_ARTICLES, "languages", pages),
    Kind(f"{_ARTICLES}&section={{slug}}", "sections", pages),
    Kind(f"{_ARTICLES}&tag={{slug}}", "tags", pages),
    Kind(f"{_ARTICLES}&issue={{slug}}", "issues", pages),
    Kind(f"{_ARTICLES}&trend={{trend}}", "trends", pages),
    Kind("/v1/articles.ninjs", follow=pages),
    Kind(f"/v1/articles.ninjs{_IN}", "languages", pages),
    Kind(f"/v1/articles.ninjs{_IN}&section={{slug}}", "sections", pages),
    *(
        Kind(f"/v1/trends{suffix}{query}", over, bounded=True)
        for suffix in ("", ".csv", ".svg")
        for query, over in (
            ("", "once"),
            (_IN, "languages"),
            (f"{_IN}&section={{slug}}", "sections"),
        )
    ),
    *(
        Kind(f"{_ARTICLE}{suffix}", over)
        for suffix in ("", *(f".{name}" for name in (*FORMATS, "ninjs", "jsonld")))
        for over in ("articles", "moved")
    ),
    Kind(f"{_ARTICLE}.ninjs", "withdrawn"),
    Kind("/feeds.opml"),
    *(
        Kind(f"{path.replace('{suffix}', suffix)}{query}", _SETS[of], archives)
        for of, path in PATHS.items()
        for suffix in MEDIA_TYPES
        for query in ("", "?content=summary")
    ),
)
"""What is exported, in the order in which hosts look for a path's form."""

LEFT_OUT = {
    "/graphql": "its answers depend on the document that is sent",
    "/explorer": "it asks GraphQL",
    "/v1/search": "its answers depend on what is typed",
    "/v1/records.ninjs": "who asks comes again from an instant, or a cursor of the last time",
    "/v1/changes": "its answers depend on the token of who asks",
    "/v1/events": "it is a stream that does not end",
    "/oai": "its answers have the instant at which they are given",
    "/healthz": "it speaks of a process",
    "/readyz": "it speaks of a process",
    "/metrics": "they are a process's numbers",
}
"""Routes that are not exported, with the reason."""


def known(holdings: Holdings) -> Iterator[tuple[Kind, str]]:
    """Give the addresses that are known beforehand, those of one article or issue together.

    So what was rendered for one of them is still there for the next.
    """
    for over, values in holdings.sets.items():
        kinds = [kind for kind in KINDS if kind.over == over]
        for each in values:
            yield from ((kind, kind.form.format(**each)) for kind in kinds)


def kind_of(address: str) -> Kind:
    """Find the kind of an address that was found in an answer. Raises LookupError."""
    path = address.partition("?")[0]
    for kind in KINDS:
        if kind.pattern.fullmatch(path):
            return kind
    message = f"{address} is of no kind that is exported"
    raise LookupError(message)
