"""Lists of articles, issues and tags as pages: arguments checked, one read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schema.graph import batches
from schema.graph.connections import Page, make_page
from schema.graph.cursors import Fingerprint, PageArguments, read_window
from schema.graph.filters import read_article_filter, read_issue_filter
from schema.graph.inputs import (
    ArticleFilter,
    ArticleOrder,
    IssueFilter,
    IssueOrder,
)
from schema.graph.known_issues import known_keys
from schema.graph.request import ask
from schema.reads.conditions import ArticleFilter as NoFilter
from schema.reads.pages import List, read_keys, read_page

if TYPE_CHECKING:
    from schema.graph.request import Entity, Request
    from schema.reads.pages import Window
    from schema.wanted import Wanted

Row = dict[str, Any]


def page_of_articles(
    request: Request,
    wanted: Wanted,
    given: ArticleFilter | None,
    order: ArticleOrder,
    asked: PageArguments,
) -> Page:
    """Page through all articles."""
    chosen = read_article_filter(given, request)
    of = List("article", wanted, chosen, order is ArticleOrder.NEWEST)
    return _page_of(request, of, Fingerprint("articles", wanted, chosen, order.value), asked)


def page_of_issues(
    request: Request,
    wanted: Wanted,
    given: IssueFilter | None,
    order: IssueOrder,
    asked: PageArguments,
) -> Page:
    """Page through all issues."""
    chosen = read_issue_filter(given, request)
    of = List("issue", wanted, chosen, order is IssueOrder.NEWEST)
    return _page_of(request, of, Fingerprint("issues", wanted, chosen, order.value), asked)


def _page_of(request: Request, of: List, fingerprint: Fingerprint, asked: PageArguments) -> Page:
    window = read_window(asked, fingerprint, len(of.order), request.largest_page)
    if request.lean:
        rows: list[Any] = _read_keys(request, of, window)
    else:
        rows = read_page(request.reader, of, window)
    return make_page(rows, window, of, fingerprint)


def _read_keys(request: Request, of: List, window: Window) -> list[Any]:
    known = known_keys(request, of, window)
    if known is not None:
        return known
    if window.after is window.before is None and not of.chosen.is_of_days:
        rows: list[Any] = request.read_first(
            (of, window), lambda: read_keys(request.reader, of, window)
        )
        return rows
    return read_keys(request.reader, of, window)


def page_of_tags(request: Request, wanted: Wanted, asked: PageArguments) -> Page:
    """Page through all tags, which the catalogue has."""
    fingerprint = Fingerprint("tags", wanted)
    of = List("tag", wanted, NoFilter(), descending=False)
    window = read_window(asked, fingerprint, len(of.order), request.largest_page)
    (after,), (before,) = window.after or (None,), window.before or (None,)
    rows = [
        row
        for slug, row in request.catalogue.tags.items()
        if (after is None or slug > after) and (before is None or slug < before)
    ]
    rows = rows[::-1] if window.backwards else rows
    return make_page(rows, window, of, fingerprint)


def page_within(
    request: Request,
    parent: Entity,
    wanted: Wanted,
    given: ArticleFilter | None,
    order: ArticleOrder,
    asked: PageArguments,
) -> Any:
    """Page through the articles of a section or tag, together with those of its siblings."""
    kind, slug = parent.type.lower(), parent.row["slug"]
    chosen = read_article_filter(given, request)
    fingerprint = Fingerprint(kind, slug, wanted, chosen, order.value)
    of = List("article", wanted, chosen, order is ArticleOrder.NEWEST, kind)
    window = read_window(asked, fingerprint, len(of.order), request.largest_page)

    def page(rows: list[Row]) -> Page:
        return make_page(rows, window, of, fingerprint, slug)

    return ask(batches.load_pages, (slug, window), of, then=page)
