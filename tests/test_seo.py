"""`seo`: what the head of a page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SEO = "seo { title description canonical image alternates { hreflang url } }"
SITE = "https://harbour.example"


def alternates(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"hreflang": code, "url": f"{SITE}/{path}"} for code, path in pairs]


def test_the_head_of_an_article(ask: Callable[..., Any]) -> None:
    path = '{language: "be", slug: "kran-staic"}'
    found = ask(f"{{ article(by: {{path: {path}}}) {{ {SEO} }} }}")["article"]["seo"]
    assert found == {
        "title": "Кран спыніўся — Партовая газета",
        "description": "Праз туман.",
        "canonical": f"{SITE}/be/kran-staic",
        "image": None,
        "alternates": alternates(
            ("be", "be/kran-staic"), ("ru", "ru/kran-stoit"), ("x-default", "be/kran-staic")
        ),
    }


def test_the_head_of_an_issue(ask: Callable[..., Any]) -> None:
    found = ask(f'{{ issue(by: {{slug: "2030-01-07"}}) {{ {SEO} }} }}')["issue"]["seo"]
    assert found == {
        "title": "The first tide — The Harbour Gazette",
        "description": "The new crane lifts its first ship; Nobody has counted the gulls",
        "canonical": f"{SITE}/en/issues/2030-01-07",
        "image": f"{SITE}/crane.jpg",
        "alternates": alternates(
            ("en", "en/issues/2030-01-07"),
            ("be", "be/issues/2030-01-07"),
            ("ru", "ru/issues/2030-01-07"),
            ("x-default", "en/issues/2030-01-07"),
        ),
    }


def test_all_languages_of_a_page_name_the_same_ones(ask: Callable[..., Any]) -> None:
    query = f"{{ articles(first: 100) {{ nodes {{ {SEO} translations {{ {SEO} }} }} }} }}"
    nodes = ask(query)["articles"]["nodes"]
    assert any(node["translations"] for node in nodes)
    for node in nodes:
        for other in node["translations"]:
            assert other["seo"]["alternates"] == node["seo"]["alternates"]


def test_without_a_lead_the_body_describes(ask: Callable[..., Any]) -> None:
    path = '{language: "en", slug: "gulls"}'
    found = ask(f"{{ article(by: {{path: {path}}}) {{ {SEO} }} }}")["article"]["seo"]
    assert found["description"] == "The gulls were not counted."
