"""The publication, its languages, sections and tags."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import nodes
from schema.graph.connections import After, Before, Connection, First, Last
from schema.graph.cursors import PageArguments
from schema.graph.fields import answered, column, computed, item
from schema.graph.inputs import ArticleFilter, ArticleOrder
from schema.graph.lists import page_within
from schema.graph.request import Entity, Request
from schema.graph.scalars import LanguageCode

if TYPE_CHECKING:
    from schema.graph.article import Article

Context = Info[Request, None]
Row = dict[str, Any]

Filter = Annotated[
    ArticleFilter | None, strawberry.argument(name="filter", description="Which articles.")
]
Order = Annotated[ArticleOrder, strawberry.argument(description="In which order.")]
Fallback = Annotated[
    list[LanguageCode] | None,
    strawberry.argument(
        description="What may stand in for each article that is not there in the language asked "
        "for, best first. Left out: nothing stands in."
    ),
]
Articles = Annotated["Article", strawberry.lazy("schema.graph.article")]


def _articles(  # noqa: PLR0913 - the arguments of a connection
    root: Entity,
    info: Context,
    fallback: Fallback = None,
    filter_: Filter = None,
    order_by: Order = ArticleOrder.NEWEST,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[Articles]:
    wanted = info.context.want(root.language, fallback)
    asked = PageArguments(first, after, last, before)
    return page_within(info.context, root, wanted, filter_, order_by, asked)


def _own_name(entity: Entity, _request: Request) -> str:
    name: str = entity.row["name"][entity.language]
    return name


def _others(root: Entity, info: Context) -> Any:
    codes = [code for code in info.context.catalogue.languages if code != root.language]
    make = nodes.section if root.type == "Section" else nodes.tag
    return [make(root.row, info.context.want(code)) for code in codes]


@strawberry.type(description="A standing department of every issue, in one language.")
class Section(nodes.Node):
    """Values come from the `section` table."""

    is_type_of = nodes.is_type("Section")

    id: strawberry.ID = computed(nodes.node_id, "Opaque and stable; includes the language.")
    slug: str = column("slug", "Its name in addresses, the same in all languages.")
    name: str = computed(_own_name, "Its name, in the section's language.")
    position: int = column("position", "Its place among the sections, from 0.")
    language: LanguageCode = computed(
        lambda entity, _: entity.language, "The language that it is in."
    )
    articles: Connection[Articles] = answered("Its articles, in the section's language.")(_articles)

    @answered("The same section in the other languages.", rows="languages")
    def translations(root: Entity, info: Context) -> list[Section]:
        return _others(root, info)


@strawberry.type(description="A topic across sections and issues, in one language.")
class Tag(nodes.Node):
    """Values come from the `tag` table."""

    is_type_of = nodes.is_type("Tag")

    id: strawberry.ID = computed(nodes.node_id, "Opaque and stable; includes the language.")
    slug: str = column("slug", "Its name in addresses, the same in all languages.")
    name: str = computed(_own_name, "Its name, in the tag's language.")
    language: LanguageCode = computed(
        lambda entity, _: entity.language, "The language that it is in."
    )
    articles: Connection[Articles] = answered("The articles that carry it, in the tag's language.")(
        _articles
    )

    @answered("The same tag in the other languages.", rows="languages")
    def translations(root: Entity, info: Context) -> list[Tag]:
        return _others(root, info)


@strawberry.enum(description="Which way a language is written.")
class Direction(enum.Enum):
    """HTML's `dir`."""

    LTR = strawberry.enum_value("ltr", description="From left to right.")
    RTL = strawberry.enum_value("rtl", description="From right to left.")


@strawberry.type(description="A language that the publication appears in.")
class Language:
    """Values come from the `language` table."""

    code: LanguageCode = item("code", "Its BCP 47 code.")
    name: str = item("name", "Its own name for itself.")
    direction: Direction = computed(
        lambda root, _: Direction(root["direction"]), "Which way it is written."
    )
    fallback: list[LanguageCode] = item(
        "fallback", "What the editors suggest as `fallback` for it, best first."
    )
    is_default: bool = computed(
        lambda root, request: root["code"] == request.catalogue.default_language,
        "Whether it is served where no language is asked for.",
    )


@strawberry.type(description="The periodical.")
class Publication:
    """Values come from the `publication` table."""

    slug: str = column("slug", "Its short name.")
    name: str = computed(_own_name, "Its name, in the language asked for.")
    description: str = computed(
        lambda entity, _: entity.row["description"][entity.language],
        "What it is, in the language asked for.",
    )
    language: LanguageCode = computed(
        lambda entity, _: entity.language, "The language of name and description."
    )
    site_url: str = column("site_url", "The address of its site.")
    timezone: str = column("timezone", "The zone of its days, by its IANA name.")
    cadence: str = column("cadence", "How often it comes out: daily, weekly, monthly, …")
    default_language: LanguageCode = column(
        "default_language", "Served where no language is asked for."
    )
    license: str = column("license", "On what terms its content may be used.")

    @answered("Its languages, in the editors' order.", rows="languages")
    def languages(root: Entity, info: Context) -> list[Language]:
        return list(info.context.catalogue.languages.values())  # type: ignore[arg-type]

    @answered("Its sections, in their order.", rows="sections")
    def sections(root: Entity, info: Context) -> list[Section]:
        rows = info.context.catalogue.sections.values()
        return [nodes.section(row, root.wanted) for row in rows]  # type: ignore[misc]
