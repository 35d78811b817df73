"""One article over REST: as JSON, as a file, moved, withdrawn, missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import write_piece, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

CRANE = "/v1/articles/en/the-new-crane-lifts-its-first-ship"

SITE = "http://127.0.0.1:8000"


def test_an_article_is_its_fields_with_the_body_as_html(http: TestClient) -> None:
    answer = http.get(CRANE)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Language"] == "en"
    article = answer.json()
    assert article["title"] == "The new crane lifts its first ship"
    assert article["body"].startswith('<h2 id="one-heading">')
    assert article["issue"]["slug"] == "2030-01-07"
    assert [each["language"] for each in article["translations"]] == ["be", "ru"]
    assert [each["slug"] for each in article["tags"]] == ["cranes", "gulls"]
    assert (article["previous"], article["next"]["slug"]) == (None, "gulls")


def test_an_article_as_markdown(http: TestClient) -> None:
    answer = http.get(f"{CRANE}.md")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.text.startswith(
        "# The new crane lifts its first ship\n\nA crane was set up.\n\n## One *heading*\n\nA ["
    )


def test_an_article_as_text(http: TestClient) -> None:
    answer = http.get("/v1/articles/ru/kran-stoit.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Language"] == "ru"
    assert answer.text == "Кран остановился\n\nИз-за тумана.\n\nКран стоит.\n"


def test_an_article_as_a_page(http: TestClient) -> None:
    answer = http.get("/v1/articles/be/kran-staic.html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert '<html lang="be" dir="ltr">' in answer.text
    assert '<link rel="canonical" href="https://harbour.example/be/kran-staic">' in answer.text
    assert "<h1>Кран спыніўся</h1>" in answer.text
    assert "Порт · Пагоршылася · № 2 · 2030-01-21 · B. Quay" in answer.text
    assert "<p><strong>Праз туман.</strong></p>\n<p>Кран стаіць.</p>" in answer.text
    default = '<link rel="alternate" hreflang="x-default" href="https://harbour.example/be/kran-'
    assert default in answer.text
    translation = '/v1/articles/ru/kran-stoit.html" lang="ru" hreflang="ru">Русский</a>'
    assert f'<a href="http://127.0.0.1:8000{translation}' in answer.text
    assert answer.text.count("<script") == 1
    assert '<script type="application/ld+json">{"@context":"https://schema.org",' in answer.text


def test_addresses_in_a_page_are_whole(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_publication(tmp_path)
    body = '[There](/en/other "a > b"), [a part](#end), ![map](map.png)'
    image = {"src": "/i/pier.jpg?x=1&y=2", "alt": "A <pier>"}
    write_piece(folder / "2030-03-04" / "links.en.md", body, slug="links", image=image)
    seed(folder)
    page = client.get("/v1/articles/en/links.html").text
    assert '<a href="https://ferry.example/en/other" title="a &gt; b"' in page
    assert '<a href="#end"' in page, "its headings are on this page"
    assert '<img src="https://ferry.example/en/map.png" alt="map"' in page
    assert '<img src="https://ferry.example/i/pier.jpg?x=1&amp;y=2" alt="A &lt;pier&gt;"' in page


@pytest.mark.parametrize("suffix", ["", ".html", ".md", ".txt"])
def test_an_earlier_slug_leads_to_the_new_one_and_keeps_the_suffix(
    http: TestClient, suffix: str
) -> None:
    answer = http.get(f"/v1/articles/en/gulls-old{suffix}", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{SITE}/v1/articles/en/gulls{suffix}"
    assert "max-age" in answer.headers["Cache-Control"]
    assert http.get(answer.headers["Location"]).status_code == 200


def test_a_language_in_other_case_leads_to_its_own(http: TestClient) -> None:
    answer = http.get("/v1/articles/EN/gulls.md", follow_redirects=False)
    moved = (answer.status_code, answer.headers["Location"])
    assert moved == (301, f"{SITE}/v1/articles/en/gulls.md")


@pytest.mark.parametrize("suffix", ["", ".html", ".md", ".txt"])
def test_a_withdrawn_article_is_gone(http: TestClient, suffix: str) -> None:
    answer = http.get(f"/v1/articles/en/whale{suffix}")
    assert answer.status_code == 410
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (410, "NOT_FOUND")
    assert problem["withdrawnAt"] == "2030-01-16T09:00:00Z"


@pytest.mark.parametrize(
    "path",
    [
        "en/nothing",
        "en/nothing.md",
        "be/gulls",
        "de/gulls",
        "en/gulls.pdf",
        "en/gulls.",
        "en/gulls.md.md",
        "en/.md",
        "en/gulls/x",
        "en",
        "e%20n/gulls",
    ],
)
def test_what_there_is_not_is_not_found(http: TestClient, path: str) -> None:
    answer = http.get(f"/v1/articles/{path}")
    assert answer.status_code in {400, 404}
    assert answer.json()["code"] in {"NOT_FOUND", "BAD_INPUT"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/articles/en/%00", "/v1/issues/%00", "/v1/issues/a%00b"])
def test_a_path_with_nul_is_the_clients_mistake_on_both_engines(
    http: TestClient, path: str
) -> None:
    assert http.get(path).json()["code"] == "BAD_INPUT"


def test_the_representation_is_chosen_by_the_suffix_and_never_by_accept(http: TestClient) -> None:
    answer = http.get(CRANE, headers={"Accept": "text/html"})
    assert answer.headers["Content-Type"] == "application/json"
