"""Records: what archives and partners harvest, in the order in which it changed."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.article import Article
from schema.graph.connections import After, Connection, Page
from schema.graph.cost import Length
from schema.graph.cursors import PAGE_SIZE, Fingerprint, PageArguments, read_window
from schema.graph.fields import answered, batched, column, computed
from schema.graph.filters import read_sections, read_span
from schema.graph.find import find_article_id
from schema.graph.ids import encode_id
from schema.graph.inputs import ArticleBy, ArticlePath, MomentRange
from schema.graph.names import Section
from schema.graph.request import Entity, Request
from schema.graph.scalars import DateTime, LanguageCode
from schema.reads import articles
from schema.reads.records import (
    ORDER,
    PRESENT,
    RecordList,
    earliest_change,
    read_records,
    record_of,
)

if TYPE_CHECKING:
    from schema.reads.articles import Id

Context = Info[Request, None]

_PAGES = Length(PAGE_SIZE, ("first",), ("edges", "nodes"))


@strawberry.enum(description="What has become of an article.")
class RecordStatus(enum.Enum):
    """Values as the log has them, and PRESENT."""

    PRESENT = strawberry.enum_value("PRESENT", description="It is there: `article` has it.")
    WITHDRAWN = strawberry.enum_value(
        "WITHDRAWN", description="The editors took it back: show it no more."
    )
    REMOVED = strawberry.enum_value(
        "REMOVED", description="It is no longer among the publication's files."
    )


def _section(entity: Entity, request: Request) -> Entity | None:
    row = request.catalogue.sections.get(entity.row["section_slug"])
    language = entity.language
    there = row is not None and language in request.catalogue.languages
    return nodes.section(row, batches.own(language)) if row and there else None


def _present(entity: Entity) -> Id | None:
    row = entity.row
    return (row["key"], row["language"]) if row["status"] == PRESENT else None


def _load(request: Request, ids: Any) -> dict[Id, Entity]:
    rows = articles.articles_by_id(request.reader, ids, request.columns)
    return {id_: nodes.article(row, batches.own(id_[1])) for id_, row in rows.items()}


@strawberry.type(
    description="An article in one language as archives and partners follow it: it has its record "
    "for ever, also when it is withdrawn or removed."
)
class ArticleRecord:
    """Values come from the change log."""

    id: strawberry.ID = computed(
        lambda entity, _: encode_id("Article", entity.language, entity.row["key"]),
        "The id of the article, `Article.id`, also when it is gone.",
    )
    key: str = column("key", "The article's key, `Article.key`.")
    language: LanguageCode = column(
        "language",
        "Its language: of what is gone, one that the publication may have no longer.",
    )
    slug: str = column("slug", "Its slug, of what is gone the last one.")
    status: RecordStatus = column("status", "Whether it is there.")
    changed_at: DateTime = column(
        "changed_at",
        "When the record last changed: the seeding (`Revision.seededAt`) that changed or took back "
        "the article, or changed what stands in it of others: its section, its tags, its issue, "
        "the publication.",
    )
    section: Section | None = computed(
        _section,
        "Its section, of what is gone the last one; null if it had none, or that is gone too.",
    )
    article: Article | None = batched(
        _load, _present, "The article; null where `status` is not PRESENT."
    )


@strawberry.input(description="Which records to list. All the conditions that are given must hold.")
class RecordFilter:
    """Conditions on what the log tells."""

    language: LanguageCode | None = strawberry.field(
        default=None, description="Of articles in this language."
    )
    section: str | None = strawberry.field(
        default=None,
        description="Of articles in this section, by slug, and of all articles that were removed "
        "by a version that did not note their sections. An unknown one is an error, BAD_INPUT.",
    )
    in_section: bool | None = strawberry.field(
        default=None,
        description="True: only of articles that are in a section. Else it does not count.",
    )
    changed_at: MomentRange | None = strawberry.field(
        default=None, description="Changed in this span."
    )


def _read_filter(given: RecordFilter | None, request: Request) -> RecordList:
    if given is None:
        return RecordList()
    language = request.language(given.language, "filter.language") if given.language else None
    slugs = None if given.section is None else [given.section]
    sections = read_sections(slugs, request, "filter.section")
    first, last = read_span(given.changed_at, request)
    section = sections[0] if sections else None
    return RecordList(language, section, first, last, in_section=bool(given.in_section))


@strawberry.type
class Records:
    """The entry points for those who harvest."""

    @answered(
        "One article's record by its id or its path. An earlier slug finds it too. Null, without "
        "an error, if there is none; of a removed article only its id finds it, and only its path "
        "finds one that was withdrawn before it was ever shown.",
        cost=10,
    )
    def record(
        root: None,
        info: Context,
        by: Annotated[
            ArticleBy, strawberry.argument(description="Whose record: its path or its id.")
        ],
    ) -> ArticleRecord | None:
        id_ = find_article_id(by, info.context)
        row = record_of(info.context.reader, id_) if id_ else None
        if row is None and id_ and isinstance(by.path, ArticlePath):
            row = _never_shown(info.context, id_)
        return _entity(row) if row else None  # type: ignore[return-value]

    @answered(
        "The records of all articles in pages, those that changed first at the beginning: for "
        "archives and partners, who come again from where they were. What is withdrawn or removed "
        "stays in the list. A record that changes moves to the end.",
        cost=10,
        length=_PAGES,
    )
    def records(
        root: None,
        info: Context,
        filter_: Annotated[
            RecordFilter | None,
            strawberry.argument(name="filter", description="Which records; all if left out."),
        ] = None,
        first: Annotated[
            int | None,
            strawberry.argument(description="How many, 0 to 100; 20 if left out."),
        ] = None,
        after: After = None,
    ) -> Connection[ArticleRecord]:
        request = info.context
        of = _read_filter(filter_, request)
        fingerprint = Fingerprint("records", of.values, of.in_section)
        asked = PageArguments(first, after)
        window = read_window(asked, fingerprint, len(ORDER), request.largest_page)
        rows = read_records(request.reader, of, window.size, window.after)
        return Page(  # type: ignore[return-value]
            nodes=[_entity(row) for row in rows[: window.size]],
            order=ORDER,
            fingerprint=fingerprint,
            has_next=len(rows) > window.size,
            has_previous=window.after is not None,
            of=of,
        )

    @answered(
        "When the record changed that has not changed for longest; null as long as there is none.",
        cost=10,
    )
    def earliest_change(root: None, info: Context) -> DateTime | None:
        return earliest_change(info.context.reader)  # type: ignore[return-value]


def _never_shown(request: Request, id_: Id) -> dict[str, Any] | None:
    """Read what was withdrawn before it was ever shown: the log does not know it."""
    article = articles.article_by_id(request.reader, id_)
    if article is None or article["withdrawn_at"] is None:
        return None
    return article | {"status": "WITHDRAWN", "changed_at": article["withdrawn_at"]}


def _entity(row: dict[str, Any]) -> Entity:
    return Entity("ArticleRecord", row, row["language"], batches.own(row["language"]))
