"""Search: the articles that have the words of a query, and where they have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import strawberry
from strawberry.types import Info

from schema.graph import nodes
from schema.graph.article import Article
from schema.graph.batches import article_id
from schema.graph.connections import After, Before, First, Last, PageInfo
from schema.graph.cost import FACETS, PAGES
from schema.graph.cursors import Fingerprint, PageArguments, read_window, write_cursor
from schema.graph.facets import Counting, Facet, FacetKind
from schema.graph.fields import answered, batched, item
from schema.graph.filters import read_article_filter
from schema.graph.highlights import HIGHLIGHTS, Highlight, load_highlights
from schema.graph.names import Filter, InLanguage
from schema.graph.refusals import Refused, bad_input
from schema.graph.request import Entity, Request, ask
from schema.reads import articles
from schema.reads.conditions import ArticleFilter
from schema.reads.pages import List
from schema.reads.search import count_hits, read_hits
from schema.words.query import Query as Words
from schema.words.query import QueryError, read_again, read_query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from schema.graph.batches import Id
    from schema.reads.pages import Key, Window
    from schema.reads.search import Hit
    from schema.wanted import Wanted

Context = Info[Request, None]
LARGEST_SCORE = 9_999
"""More than any query gives: what a cursor may say."""
_SCORE = re.compile(r"[0-9]{1,18}")


class SearchPage(NamedTuple):
    """A page of what was found, the best first."""

    nodes: Sequence[Entity]
    hits: Sequence[Hit]
    typed: str
    wanted: Wanted
    query: Words
    chosen: ArticleFilter
    fingerprint: Fingerprint
    has_next: bool
    has_previous: bool

    def all_found(self, languages: Iterable[str]) -> List:
        """Give what is found as one list of articles, by the query as each language reads it."""
        words = tuple(read_again(self.typed, languages))
        return List("article", self.wanted, self.chosen._replace(words=words), descending=True)

    def cursor(self, place: int) -> str:
        """Write the cursor of one of its nodes."""
        hit = self.hits[place]
        return write_cursor(self.fingerprint, (str(hit.score), hit.sort_key, hit.key))


def _of_edge(edge: Any) -> tuple[Id, Words]:
    return article_id(edge["node"]), edge["query"]


@strawberry.type(description="One article that was found, and why.")
class SearchEdge:
    """Relay's Edge."""

    cursor: str = item(
        "cursor", "The article's place among all that were found: what `after` and `before` take."
    )
    node: Article = item("node", "The article itself.")
    score: int = item(
        "score",
        "How well it fits: for each word or phrase that was asked for, 16 where the title has it, "
        "8 the lead, 4 a tag, 2 the body, and half of that where it only begins a word; added up.",
    )
    highlights: list[Highlight] = batched(
        load_highlights,
        _of_edge,
        "Where the words stand, the title first; parts that have none of them are left out. Empty "
        "where only texts that are not cut into fragments have them.",
        cost=5,
        length=HIGHLIGHTS,
    )


def count_found(
    request: Request, asked: Collection[tuple[Words, ArticleFilter]]
) -> dict[tuple[Words, ArticleFilter], int]:
    """Count all that some queries find."""
    return {(query, chosen): count_hits(request.reader, query, chosen) for query, chosen in asked}


@strawberry.type(description="One page of what was found, the best first (Relay, Connection).")
class SearchConnection:
    """Relay's Connection, with `nodes` beside `edges`."""

    @answered("The articles that were found, each with its score and where it has the words.")
    def edges(root: SearchPage, info: Context) -> list[SearchEdge]:
        found = enumerate(zip(root.nodes, root.hits, strict=True))
        edges: Any = [
            {"cursor": root.cursor(place), "node": node, "score": hit.score, "query": root.query}
            for place, (node, hit) in found
        ]
        return edges

    @answered("The articles alone: the same as `edges { node }`.")
    def nodes(root: SearchPage, info: Context) -> list[Article]:
        return root.nodes  # type: ignore[return-value]

    @answered(
        "Whether there are pages before and after this one, and the cursors to ask for them with."
    )
    def page_info(root: SearchPage, info: Context) -> PageInfo:
        return root  # type: ignore[return-value]

    @answered(
        "How many articles are found, on all pages. It is counted only when it is asked for.",
        cost=10,
    )
    def total_count(root: SearchPage, info: Context) -> int:
        return ask(count_found, (root.query, root.chosen))

    @answered(
        "How many of the articles that are found, on all pages, have each section, tag, trend, "
        "language or year. Each is counted only when it is asked for.",
        length=FACETS,
    )
    def facets(
        root: SearchPage,
        info: Context,
        of: Annotated[
            list[FacetKind], strawberry.argument(description="By what to count: `[SECTION, YEAR]`.")
        ],
    ) -> list[Facet]:
        every, own = info.context.catalogue.languages, [root.wanted.language]
        found: Any = [
            Counting(kind, root.all_found(every if kind is FacetKind.LANGUAGE else own), None)
            for kind in dict.fromkeys(of)
        ]
        return found


@strawberry.type
class Searches:
    """What `Query` has for those who look for something."""

    @answered(
        "The articles that have all the words of a query, the best first, then the newest: full "
        "text in one language. Words are found in all their forms; the last one, and any with `*`, "
        'also as a beginning of three letters or more. `"Several words"` in quotes must stand so, '
        "and what follows `-` must not stand there.",
        cost=100,
        length=PAGES,
        heavy=True,
    )
    def search(  # noqa: PLR0913 - the arguments of a connection
        root: None,
        info: Context,
        query: Annotated[
            str,
            strawberry.argument(
                description='What readers type: `ferry "water level" -election`. Nothing else has '
                "a meaning. At most 500 characters and 16 words or phrases; without any word that "
                "is wanted it is an error, BAD_INPUT."
            ),
        ],
        language: InLanguage = None,
        filter_: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> SearchConnection:
        asked = PageArguments(first, after, last, before)
        return find_words(info.context, query, language, filter_, asked)  # type: ignore[return-value]


def find_words(
    request: Request, typed: str, language: str | None, given: Any, asked: PageArguments
) -> SearchPage:
    """Read a page of what a query finds. Raises Refused."""
    wanted = request.want(language)
    chosen = read_article_filter(given, request)
    try:
        query = read_query(typed, wanted.language)
    except QueryError as error:
        raise bad_input(str(error), argument="query") from error
    fingerprint = Fingerprint("search", query, chosen)
    window = _scored(read_window(asked, fingerprint, 3, request.largest_page))
    hits = read_hits(request.reader, query, chosen, window)
    further, shown = len(hits) > window.size, hits[: window.size]
    shown = shown[::-1] if window.backwards else shown
    return SearchPage(
        [nodes.article(row, wanted) for row in _rows(request, shown)],
        shown,
        typed,
        wanted,
        query,
        chosen,
        fingerprint,
        has_next=window.before is not None if window.backwards else further,
        has_previous=further if window.backwards else window.after is not None,
    )


def _rows(request: Request, hits: list[Hit]) -> list[dict[str, Any]]:
    """Give the articles' rows; a plan reads what it needs of them, and has the rest maybe."""
    if request.lean:
        return [{"language": h.language, "sort_key": h.sort_key, "key": h.key} for h in hits]
    ids = [(hit.key, hit.language) for hit in hits]
    found = articles.articles_by_id(request.reader, ids)
    return [found[id_] for id_ in ids]


def _scored(window: Window) -> Window:
    """Read the score in the cursors, which is a number and no text."""
    for name, bound in (("after", window.after), ("before", window.before)):
        if bound is not None and not _SCORE.fullmatch(bound[0]):
            message = f"{name} is no cursor of this API; take it from edges.cursor or pageInfo"
            raise Refused("CURSOR_INVALID", message, argument=name)
    return window._replace(after=_number_first(window.after), before=_number_first(window.before))


def _number_first(bound: Key | None) -> Key | None:
    return bound and (min(int(bound[0]), LARGEST_SCORE), *bound[1:])
