"""Everything that is served: each answer of `/v1`, and each issue with its articles by GraphQL."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_LISTS = (
    "languages",
    "sections?language={language}",
    "tags?first=100&language={language}",
    "issues?first=100&language={language}",
    "articles?first=100&language={language}",
)
_WALK = """
query Walk($language: LanguageCode!, $after: String) {
  revision { number }
  issues(language: $language, first: 20, after: $after) {
    nodes {
      id slug number title publishedAt
      articles {
        id slug title lead trend position body(format: MARKDOWN) authors publishedAt
        section { slug } tags { slug } translations { id slug }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def graph(client: TestClient, query: str, **variables: object) -> Any:
    """Ask GraphQL a question that has no errors; gives the data."""
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def fetch(client: TestClient, path: str) -> Any:
    """Read a JSON answer that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()


def answers(client: TestClient) -> dict[str, Any]:
    """Read all of `/v1`, in every language: {path: body}; one page of each list suffices."""
    found = {"/v1/publication": fetch(client, "/v1/publication")}
    for language in [entry["code"] for entry in found["/v1/publication"]["languages"]]:
        for name in _LISTS:
            path = f"/v1/{name.format(language=language)}"
            found[path] = fetch(client, path)
            assert found[path]["page"]["next"] is None
        for issue in found[f"/v1/issues?first=100&language={language}"]["items"]:
            path = f"/v1/issues/{issue['slug']}?language={language}"
            found[path] = fetch(client, path)
        for article in found[f"/v1/articles?first=100&language={language}"]["items"]:
            path = f"/v1/articles/{language}/{article['slug']}"
            found[path] = fetch(client, path)
    return found


def ids(client: TestClient) -> set[str]:
    """Collect every id in all of `/v1`."""
    found: set[str] = set()
    waiting: list[Any] = [answers(client)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {value["id"]} if "id" in value and "level" not in value else set()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def digest(client: TestClient, languages: tuple[str, ...] = ("en", "ru")) -> str:
    """Digest every issue with its articles: equal content, equal digest, whatever the revision."""
    content: list[Any] = []
    for language in languages:
        more, after = True, None
        while more:
            page = graph(client, _WALK, language=language, after=after)["issues"]
            content += page["nodes"]
            more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def revision(client: TestClient) -> int:
    """Ask which revision is served."""
    number: int = graph(client, "{ revision { number } }")["revision"]["number"]
    return number
