"""Lists of articles, issues and tags as pages: arguments checked, one read, one count if asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schema.graph import batches, nodes
from schema.graph.connections import Page, make_page
from schema.graph.cursors import PageArguments, make_fingerprint, read_window
from schema.graph.inputs import (
    ArticleFilter,
    ArticleOrder,
    IssueFilter,
    IssueOrder,
    read_article_filter,
    read_issue_filter,
)
from schema.reads.pages import count_rows, list_articles, list_issues, list_tags, read_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from schema.graph.request import Entity, Request
    from schema.reads.pages import Listing
    from schema.wanted import Wanted

Row = dict[str, Any]

_ARTICLE_ORDER = ("sort_key", "key")


def page_of_articles(
    request: Request,
    wanted: Wanted,
    given: ArticleFilter | None,
    order: ArticleOrder,
    asked: PageArguments,
) -> Page:
    """Page through all articles."""
    chosen = read_article_filter(given, request)
    fingerprint = make_fingerprint("articles", wanted, repr(chosen), order.value)
    listing = list_articles(wanted, chosen, descending=order is ArticleOrder.NEWEST)
    return _page(request, listing, asked, fingerprint, lambda row: nodes.article(row, wanted))


def page_of_issues(
    request: Request,
    wanted: Wanted,
    given: IssueFilter | None,
    order: IssueOrder,
    asked: PageArguments,
) -> Page:
    """Page through all issues."""
    chosen = read_issue_filter(given, request)
    fingerprint = make_fingerprint("issues", wanted, repr(chosen), order.value)
    listing = list_issues(wanted, chosen, descending=order is IssueOrder.NEWEST)
    return _page(request, listing, asked, fingerprint, lambda row: nodes.issue(row, wanted))


def page_of_tags(request: Request, wanted: Wanted, asked: PageArguments) -> Page:
    """Page through all tags."""
    fingerprint = make_fingerprint("tags", wanted)
    return _page(request, list_tags(), asked, fingerprint, lambda row: nodes.tag(row, wanted))


def _page(
    request: Request,
    listing: Listing,
    asked: PageArguments,
    fingerprint: str,
    make: Callable[[Row], Entity],
) -> Page:
    window = read_window(asked, fingerprint, len(listing.order))

    async def count() -> int:
        return count_rows(request.connection, listing).get((), 0)

    rows = read_page(request.connection, listing, window)
    return make_page(rows, window, listing.order, fingerprint, make, count)


async def page_within(
    request: Request,
    parent: Entity,
    wanted: Wanted,
    given: ArticleFilter | None,
    order: ArticleOrder,
    asked: PageArguments,
) -> Page:
    """Page through the articles of a section or tag, together with those of its siblings."""
    kind, slug = parent.type.lower(), parent.row["slug"]
    chosen = read_article_filter(given, request)
    fingerprint = make_fingerprint(kind, slug, wanted, repr(chosen), order.value)
    window = read_window(asked, fingerprint, len(_ARTICLE_ORDER))
    descending = order is ArticleOrder.NEWEST
    key = ((slug, wanted), window)
    rows = await request.load(batches.load_pages_of, key, kind, chosen, descending)

    async def count() -> int:
        number: int = await request.load(batches.count_pages_of, (slug, wanted), kind, chosen)
        return number

    def make(row: Row) -> Entity:
        return nodes.article(row, wanted)

    return make_page(rows, window, _ARTICLE_ORDER, fingerprint, make, count)
