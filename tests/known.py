"""What a publication has, for documents that ask for it: slugs, ids, days, names, cursors."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

    from starlette.testclient import TestClient

_ALL = """
query All($language: LanguageCode!, $after: String) {
  languages { code }
  sections { slug }
  tags(first: 100) { nodes { slug } }
  issues(language: $language, first: 100) { nodes { id slug number startsOn endsOn publishedAt } }
  articles(language: $language, first: 50, after: $after) {
    nodes { id slug authors publishedAt }
    pageInfo { hasNextPage endCursor }
  }
}
"""
_INSTANTS = ["2030-01-14T09:00:00+03:00", "2026-09-21T06:00:00Z", "1970-01-01T00:00:00.5Z"]
_NEVER = ["0001-01-01", "9999-12-31", "2030-02-28"]
_WRONG: dict[str, list[Any]] = {
    "language": ["xx", "english", ""],
    "section": ["nope", ""],
    "size": [-1, 101, 2**31 - 1],
    "length": [0, -5, 2001],
    "words": ["", "-crane", "!", "x" * 501],
    "period": ["2030-01", "January", ""],
    "day": ["2030-02-30", "2030-1-1", ""],
    "moment": ["2030-01-14T09:00:00", "yesterday", "0001-01-01T00:00:00+01:00"],
    "cursor": ["", "x", "WyJ4Il0", "WyJ4IiwgMV0"],
    "token": ["", "x", "WzEsIngiLDEsMCwwLCIiXQ", "WzksIngiLDEsMCwwLCIiXQ"],
    "Article": ["SXNzdWU6ZW46MjAzMC0wMS0wNw"],
}
"""What is refused, by what it is instead of."""
_WORDS = [
    *("crane", "The ships", '"new crane"', "gull -fog", "fog", "tow", "ferry*", "lake", "council"),
    *("кран", "туман", "Порт", "корабля -новый", "паром", "возера", "совет", "бюджэт", "北京"),
]
_STRANGE = ["Туман 🦆", "", " ", "%", "fog # not a comment", 'O\'Brien \\ "B"', "\u2028{}"]


class Known:
    """The values of one seeded publication, by what they are; cursors are asked for when needed."""

    def __init__(self, client: TestClient, more: dict[str, list[Any]]) -> None:
        """Read all of it; `more` are values that no list has: aliases, and what was withdrawn."""
        self._client = client
        self._cursors: dict[str, list[str]] = {}
        pages = [(code, page) for code in ("en", "be", "ru") for page in self._pages(code)]
        issues = [issue for _, page in pages for issue in page["issues"]["nodes"]]
        articles = [(code, node) for code, page in pages for node in page["articles"]["nodes"]]
        self.paths = [(code, node["slug"]) for code, node in articles]
        instants = [node["publishedAt"] for node in (*issues, *(node for _, node in articles))]
        first = pages[0][1]
        sections = [section["slug"] for section in first["sections"]]
        tags = [tag["slug"] for tag in first["tags"]["nodes"]]
        languages = [language["code"] for language in first["languages"]]
        self.values: dict[str, list[Any]] = {
            "language": [*languages, languages[0].upper()],
            "section": sections,
            "instant": [*(instant for instant in instants if instant), *_INSTANTS],
            "period": sorted({instant[:4] for instant in instants if instant}),
            "tag": [*tags, *_STRANGE],
            "issue": [*{issue["slug"] for issue in issues}, "1999-01-01"],
            "number": [*{issue["number"] for issue in issues}, 0, -7, 2**31 - 1],
            "author": [*{name for _, node in articles for name in node["authors"]}, *_STRANGE],
            "day": [*{day for issue in issues for day in (issue["startsOn"], issue["endsOn"])}],
            "Article": [node["id"] for _, node in articles],
            "Issue": [issue["id"] for issue in issues],
            "Section": [write_id("Section", code, slug) for code in languages for slug in sections],
            "Tag": [write_id("Tag", code, slug) for code in languages for slug in tags],
            "nothing": ["", "x", write_id("Tag", "en", "nope"), write_id("Article", "de", "x")],
            "length": [1, 2, 17, 200, 2000],
            "truth": [True, False],
            "words": _WORDS,
            "size": [0, 1, 1, 2, 2, 3, 3, 4, 5, 20],
            "slug": [slug for _, slug in self.paths],
            "cursor": ["WyJ4Il0"],
            "token": self._tokens(),
        }
        for name, values in more.items():
            self.values[name] += values
        self.values["day"] += _NEVER
        self.values["moment"] = [*self.values["day"], *_INSTANTS, *filter(None, instants)]

    def _tokens(self) -> list[str]:
        """Give tokens of the start, of some way on, and of the end."""
        sizes = " ".join(f"a{n}: changes(first: {n}) {{ token }}" for n in (0, 1, 7, 40, 90))
        found = self._ask(f"{{ {sizes} revision {{ token }} }}", {})
        return [each["token"] for each in found.values()]

    def _pages(self, code: str) -> list[Any]:
        pages, after = [], None
        while True:
            page = self._ask(_ALL, {"language": code, "after": after})
            pages.append(page)
            after = page["articles"]["pageInfo"]["endCursor"]
            if not page["articles"]["pageInfo"]["hasNextPage"]:
                return pages

    def choose(self, random: Random, name: str, *, wrong: bool = False) -> Any:
        """Give one of the values of a kind; or one that is refused, where there are such."""
        return random.choice(_WRONG[name] if wrong and name in _WRONG else self.values[name])

    def cursors(self, field: str, around: str) -> list[str]:
        """Give the cursors of a list; `around` has `%s` where its field stands."""
        document = "{ " + around.replace("%s", f"{field} {{ edges {{ cursor }} }}") + " }"
        if document not in self._cursors:
            answer = self._client.post("/graphql", json={"query": document}).json()
            self._cursors[document] = list(_find_cursors(answer.get("data")))
        return self._cursors[document]

    def _ask(self, query: str, variables: dict[str, Any]) -> Any:
        sent = {"query": query, "variables": variables}
        answer = self._client.post("/graphql", json=sent).json()
        assert "errors" not in answer, answer
        return answer["data"]


def write_id(type_: str, language: str, key: str) -> str:
    """Write a node's id, as docs/graphql.md tells that it is not to be done."""
    plain = f"{type_}:{language}:{key}".encode()
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def _find_cursors(value: Any) -> Any:
    if isinstance(value, dict):
        if "cursor" in value:
            yield value["cursor"]
        for inside in value.values():
            yield from _find_cursors(inside)
    elif isinstance(value, list):
        for each in value:
            yield from _find_cursors(each)
