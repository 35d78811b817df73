"""What is asked for: the workloads, in one table."""

from __future__ import annotations

from dataclasses import dataclass

CARD = """
fragment Card on Article {
  id
  slug
  path
  language
  title
  lead
  trend
  trendLabel
  readingMinutes
  publishedAt
  image { src alt width height }
  section { id slug name }
  tags { id slug name }
}
"""
"""What a front end shows of an article in a list."""

W1 = (
    """
query Latest($language: LanguageCode!) {
  latestIssue(language: $language) {
    id
    slug
    number
    title
    startsOn
    endsOn
    language
    articles {
      ...Card
      wordCount
      authors
      body
    }
  }
}
"""
    + CARD
)
W2 = (
    """
query Read($language: LanguageCode!, $slug: String!) {
  article(by: {path: {language: $language, slug: $slug}}) {
    ...Card
    url
    updatedAt
    wordCount
    authors
    body
    headings { level text id }
    issue { id slug number title startsOn endsOn }
    translations { id language slug title }
  }
}
"""
    + CARD
)
W3 = (
    """
query Newest($language: LanguageCode!) {
  articles(language: $language, first: 20) {
    nodes { ...Card }
  }
}
"""
    + CARD
)
W4 = (
    """
query Tagged($language: LanguageCode!, $tag: String!) {
  articles(language: $language, filter: {tags: {any: [$tag]}}, first: 20) {
    nodes { ...Card }
  }
}
"""
    + CARD
)
W6 = """
query Issues($language: LanguageCode!, $day: Date!) {
  issues(language: $language, filter: {startsOn: {until: $day}}, first: 10) {
    nodes {
      id
      slug
      number
      title
      startsOn
      endsOn
      articles {
        id
        slug
        title
        trend
        section { id name }
        tags { id name }
        translations { id language slug title }
      }
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Workload:
    """One kind of request.

    `document` is sent by POST to /graphql, or `path` is asked for by GET; its `arguments` (one of
    the lists of `bench.arguments`) are the document's variables or stand in the path. `weight` is
    its share of the mixed load.
    """

    name: str
    what: str
    arguments: str
    weight: int
    document: str = ""
    path: str = ""


WORKLOADS = (
    Workload("W1", "the latest issue, its articles with bodies", "languages", 20, W1),
    Workload("W2", "an article with section, tags, issue, translations", "articles", 25, W2),
    Workload("W3", "the 20 newest articles with section and tags", "languages", 15, W3),
    Workload("W4", "the 20 newest articles of a tag", "tags", 10, W4),
    Workload("W5", "REST, an article", "articles", 20, path="/v1/articles/{language}/{slug}"),
    Workload("W6", "10 issues, 50 articles, their translations", "days", 5, W6),
    Workload("W7", "the Atom feed", "languages", 5, path="/feeds/{language}.atom"),
)

MIXED = Workload("mixed", "all of them by weight, few articles often, GET and POST", "", 0)
"""Made of the others."""
