"""The pages of a book: the cover, and one for each article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.epub.links import leave
from api.epub.markup import page, spoken, text
from api.epub.prose import describe_picture, write_prose

if TYPE_CHECKING:
    from api.epub.links import Shelf
    from api.epub.volume import Chapter, Part, Volume

_DAY = len("2026-11-01")


def write_cover_page(volume: Volume) -> str:
    """Write the page that shows the cover."""
    body = (
        '<body class="cover" epub:type="cover">\n'
        f'<p><img src="cover.svg" alt="{text(volume.title)}"/></p>\n</body>'
    )
    return page(volume.title, spoken(volume.language, volume.direction), body)


def write_chapter(chapter: Chapter, part: Part, volume: Volume, shelf: Shelf) -> str:
    """Write an article."""
    article = chapter.article
    kicker = (
        f'<p class="kicker"{_own(chapter, volume)}>{text(part.name)}</p>\n' if part.name else ""
    )
    lead = f'<p class="lead">{text(article["lead"])}</p>\n' if article["lead"] else ""
    body = (
        '<body epub:type="bodymatter">\n'
        '<section epub:type="chapter" role="doc-chapter" aria-labelledby="headline">\n'
        f'<header>\n{kicker}<h1 id="headline">{text(article["title"])}</h1>\n'
        f"{_facts(article)}</header>\n"
        f"{lead}{_picture(chapter, shelf)}{write_prose(chapter, shelf)}\n"
        f"{_end(chapter)}</section>\n</body>"
    )
    return page(article["title"], spoken(article["language"], chapter.direction), body, "../")


def _own(chapter: Chapter, volume: Volume) -> str:
    """Say the language of the book's own words, where the article is in another."""
    if chapter.article["language"] == volume.language:
        return ""
    return spoken(volume.language, volume.direction)


def _facts(article: dict[str, Any]) -> str:
    """Write the editors' judgement, who wrote it, and when."""
    facts = []
    if article["trendLabel"]:
        trend = article["trend"].lower()
        facts.append(f'<bdi class="trend {trend}">{text(article["trendLabel"])}</bdi>')
    facts += [f"<bdi>{text(author)}</bdi>" for author in article["authors"]]
    if article["publishedAt"]:
        moment = article["publishedAt"]
        day = f'<time datetime="{text(moment)}">{text(moment[:_DAY])}</time>'
        facts.append(f"<bdi>{day}</bdi>")
    return f'<p class="facts">{" · ".join(facts)}</p>\n' if facts else ""


def _picture(chapter: Chapter, shelf: Shelf) -> str:
    """Link to the article's picture, with what is said of it."""
    image = chapter.article["image"]
    href = shelf.follow(image["src"], chapter) if image else None
    if href is None:
        return ""
    words = describe_picture(image["alt"], image["caption"], image["src"])
    more = [line for line in (image["caption"], image["credit"]) if line and line != words]
    said = f"<br/><small>{text(' · '.join(more))}</small>" if more else ""
    return f'<p class="picture"><a href="{text(href)}">{text(words)}</a>{said}</p>\n'


def _end(chapter: Chapter) -> str:
    """Lead to the article on the publication's site."""
    address = leave(chapter.article["url"])
    if address is None:
        return ""
    shown = text(chapter.article["url"])
    return f'<footer><p><a href="{text(address)}" dir="ltr">{shown}</a></p></footer>\n'
