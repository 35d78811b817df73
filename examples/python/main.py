"""Read Newsstand with gql: the latest issue, an article, a list page by page, and what is new."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, TypedDict

import httpx
from gql import Client, gql
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.httpx import HTTPXTransport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gql.client import SyncClientSession

API = os.environ.get("NEWSSTAND", "http://127.0.0.1:8000")
TIMEOUT = 10  # seconds

LATEST_ISSUE = """
    query LatestIssue($language: LanguageCode!, $fallback: [LanguageCode!]) {
      latestIssue(language: $language, fallback: $fallback) {
        number title startsOn endsOn
        articles { title slug language isFallback trend section { name } }
      }
    }
"""
ARTICLE = """
    query Article($path: ArticlePath!) {
      article(by: { path: $path }) { title lead slug readingMinutes body(format: TEXT) }
    }
"""
ARTICLES = """
    query Articles($language: LanguageCode!, $tag: String!, $after: String) {
      articles(
        language: $language, filter: { tags: { any: [$tag] } }, first: 5, after: $after
      ) {
        nodes { title slug language isFallback trend section { name } }
        pageInfo { hasNextPage endCursor }
      }
    }
"""


class Section(TypedDict):
    """A section's name in the article's language."""

    name: str


class Card(TypedDict):
    """What a list shows of an article."""

    title: str
    slug: str
    language: str
    isFallback: bool
    trend: Literal["IMPROVED", "UNCHANGED", "WORSENED"] | None
    section: Section | None


class Issue(TypedDict):
    """An issue with its articles; days are `2018-07-02`."""

    number: int | None
    title: str | None
    startsOn: str
    endsOn: str
    articles: list[Card]


class Article(TypedDict):
    """One article, its body as plain text."""

    title: str
    lead: str | None
    slug: str
    readingMinutes: int
    body: str


def latest_issue(session: SyncClientSession, language: str, fallback: list[str]) -> Issue | None:
    """Ask for the newest issue; None if there is none in these languages."""
    query = gql(LATEST_ISSUE)
    query.variable_values = {"language": language, "fallback": fallback}
    issue: Issue | None = session.execute(query)["latestIssue"]
    return issue


def fallback_of(session: SyncClientSession, language: str) -> list[str]:
    """Ask in which languages the publication lets other ones stand in; none for an unknown one."""
    languages = session.execute(gql("{ languages { code fallback } }"))["languages"]
    fallbacks: dict[str, list[str]] = {each["code"]: each["fallback"] for each in languages}
    return fallbacks.get(language, [])


def find_article(session: SyncClientSession, language: str, slug: str) -> Article | None:
    """Ask for an article by its address, or an earlier one; None if there is none."""
    query = gql(ARTICLE)
    query.variable_values = {"path": {"language": language, "slug": slug}}
    article: Article | None = session.execute(query)["article"]
    return article


def articles_about(session: SyncClientSession, language: str, tag: str) -> Iterator[Card]:
    """Give all articles with a tag, newest first, asking for a page when it is needed."""
    query = gql(ARTICLES)
    after: str | None = None
    while True:
        query.variable_values = {"language": language, "tag": tag, "after": after}
        page = session.execute(query)["articles"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


class Watch:
    """Tells whether an address has anything new, for a few bytes: 304 as long as it has not."""

    def __init__(self, address: str) -> None:
        """Begin without having seen anything."""
        self._client = httpx.Client(timeout=TIMEOUT)
        self._address = address
        self._etag: str | None = None

    def look(self) -> bool:
        """Ask whether there is anything that was not there at the last look."""
        headers = {"If-None-Match": self._etag} if self._etag else {}
        response = self._client.get(self._address, headers=headers)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return False
        response.raise_for_status()
        self._etag = response.headers["ETag"]
        return True


def line(card: Card) -> str:
    """Write an article on a line: section, title, the language if it stands in."""
    section = f"{card['section']['name']}: " if card["section"] else ""
    return f"- {section}{card['title']}" + (f" ({card['language']})" if card["isFallback"] else "")


def explain(error: TransportQueryError) -> str:
    """Word a refusal by its code; https://…/errors describes them all."""
    first = (error.errors or [{}])[0]
    more = first.get("extensions", {})
    if "withdrawnAt" in more:
        return f"The article was withdrawn at {more['withdrawnAt']}."
    return f"{more.get('code')}: {first.get('message')}"


def show(session: SyncClientSession, language: str, slug: str | None) -> None:
    """Print the latest issue, one article, and all articles on the ferry."""
    issue = latest_issue(session, language, fallback_of(session, language))
    if issue is None:
        print(f"There is no issue in {language}.")
        return
    print(f"No. {issue['number']}, {issue['startsOn']} to {issue['endsOn']}: {issue['title']}")
    print(*map(line, issue["articles"]), sep="\n")
    first = issue["articles"][0]
    article = find_article(
        session, *((language, slug) if slug else (first["language"], first["slug"]))
    )
    if article is None:
        print(f"\nThere is no article {slug} in {language}.")
    else:
        print(f"\n{article['title']}\n{article['lead'] or ''}")
        print(f"{article['readingMinutes']} min, {len(article['body'])} characters")
    print("\nFerries:", *map(line, articles_about(session, language, "ferry")), sep="\n")


def main(language: str = "en", slug: str | None = None) -> None:
    """Print it all, and ask twice whether there is a new issue."""
    transport = HTTPXTransport(url=f"{API}/graphql", timeout=TIMEOUT)
    try:
        with Client(transport=transport) as session:
            show(session, language, slug)
        watch = Watch(f"{API}/v1/issues/latest?language={language}")
        print(f"\nNew: {watch.look()}, and now: {watch.look()}")
    except TransportQueryError as error:
        sys.exit(explain(error))
    except (TransportError, httpx.HTTPError) as error:
        sys.exit(f"{API} cannot be asked: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
