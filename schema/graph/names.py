"""The publication, its languages, sections and tags."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import nodes
from schema.graph.connections import After, Before, First, Last
from schema.graph.cost import LANGUAGES, PAGES, SECTIONS
from schema.graph.cursors import PageArguments
from schema.graph.derived import front_of, license_url, url_of
from schema.graph.facets import FacetedConnection
from schema.graph.fields import answered, column, computed, item
from schema.graph.inputs import ArticleFilter, ArticleOrder
from schema.graph.lists import page_within
from schema.graph.request import Entity, Request
from schema.graph.scalars import LanguageCode

if TYPE_CHECKING:
    from schema.graph.article import Article

Context = Info[Request, None]
Row = dict[str, Any]

InLanguage = Annotated[
    LanguageCode | None,
    strawberry.argument(
        description='In which language, by its code: `"be"`. The publication\'s default if left '
        "out: `Accept-Language` does not count. An unknown one is an error, BAD_INPUT."
    ),
]
Slug = Annotated[str, strawberry.argument(description="Its slug, or an earlier one.")]
Filter = Annotated[
    ArticleFilter | None,
    strawberry.argument(name="filter", description="Which articles; all if left out."),
]
Order = Annotated[
    ArticleOrder, strawberry.argument(description="In which order; NEWEST if left out.")
]
Fallback = Annotated[
    list[LanguageCode] | None,
    strawberry.argument(
        description="Languages that may stand in, best first, for each article or issue that is "
        'not there in the language asked for: `["ru", "en"]`. Without it they are left out. '
        "`Language.fallback` has the editors' suggestion."
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
) -> FacetedConnection[Articles]:
    wanted = info.context.want(root.language, fallback)
    asked = PageArguments(first, after, last, before)
    return page_within(info.context, root, wanted, filter_, order_by, asked)


def own_name(entity: Entity, _request: Request) -> str:
    """Give the name that a row of the catalogue has in the node's language."""
    name: str = entity.row["name"][entity.language]
    return name


def _others(root: Entity, info: Context) -> Any:
    codes = [code for code in info.context.catalogue.languages if code != root.language]
    return [Entity(root.type, root.row, code, info.context.want(code)) for code in codes]


@strawberry.type(
    description='A standing department of the periodical, such as "The Council", in one language.'
)
class Section(nodes.Node):
    """Values come from the `section` table."""

    is_type_of = nodes.is_type("Section")

    id: strawberry.ID = computed(nodes.node_id, nodes.ID)
    slug: str = column(
        "slug", "Its name in addresses and filters, the same in all languages: `council`."
    )
    name: str = computed(own_name, "Its name for readers, in the section's language.")
    position: int = column("position", "Its place among the sections: 0 comes first.")
    language: LanguageCode = computed(
        lambda entity, _: entity.language, "The language of its name, and of its `articles`."
    )
    url: str = computed(
        url_of,
        "The address of its page on the publication's website, in the section's language.",
        "slug",
    )
    articles: FacetedConnection[Articles] = answered(
        "Its articles in pages, in the section's language.", length=PAGES
    )(_articles)

    @answered(
        "The same section in the publication's other languages, without this one.", length=LANGUAGES
    )
    def translations(root: Entity, info: Context) -> list[Section]:
        return _others(root, info)


@strawberry.type(
    description='A topic that articles of any section and issue may have, such as "Ferries", in '
    "one language."
)
class Tag(nodes.Node):
    """Values come from the `tag` table."""

    is_type_of = nodes.is_type("Tag")

    id: strawberry.ID = computed(nodes.node_id, nodes.ID)
    slug: str = column(
        "slug", "Its name in addresses and filters, the same in all languages: `ferry`."
    )
    name: str = computed(own_name, "Its name for readers, in the tag's language.")
    language: LanguageCode = computed(
        lambda entity, _: entity.language, "The language of its name, and of its `articles`."
    )
    url: str = computed(
        url_of,
        "The address of its page on the publication's website, in the tag's language.",
        "slug",
    )
    articles: FacetedConnection[Articles] = answered(
        "The articles that have it, in pages, in the tag's language.", length=PAGES
    )(_articles)

    @answered(
        "The same tag in the publication's other languages, without this one.", length=LANGUAGES
    )
    def translations(root: Entity, info: Context) -> list[Tag]:
        return _others(root, info)


@strawberry.enum(description="Which way a language is written: HTML's `dir`, in capitals.")
class Direction(enum.Enum):
    """HTML's `dir`."""

    LTR = strawberry.enum_value("ltr", description="From left to right.")
    RTL = strawberry.enum_value("rtl", description="From right to left.")


@strawberry.type(description="A language that the publication appears in.")
class Language:
    """Values come from the `language` table."""

    code: LanguageCode = item(
        "code", "Its BCP 47 code: for HTML's `lang`, and for the arguments that take a language."
    )
    name: str = item(
        "name", "Its own name for itself, such as `Беларуская`: for language switches."
    )
    direction: Direction = computed(
        lambda root, _: Direction(root["direction"]),
        "Which way it is written: for HTML's `dir`, in lower case there.",
    )
    fallback: list[LanguageCode] = item(
        "fallback",
        "Which languages the editors suggest as `fallback` for it, best first; may be empty. "
        "Nothing stands in by itself: pass them on.",
    )
    is_default: bool = computed(
        lambda root, request: root["code"] == request.catalogue.default_language,
        "Whether it is the one that is served where no language is asked for.",
    )


@strawberry.type(description="The periodical itself. There is one.")
class Publication(nodes.Node):
    """Values come from the `publication` table."""

    is_type_of = nodes.is_type("Publication")

    id: strawberry.ID = computed(nodes.node_id, nodes.ID)
    slug: str = column("slug", "Its short name, such as `vyrai-weekly`.")
    name: str = computed(own_name, "Its name, in the language asked for.")
    description: str = computed(
        lambda entity, _: entity.row["description"][entity.language],
        "What it is, in a sentence or two of plain text, in the language asked for.",
    )
    language: LanguageCode = computed(
        lambda entity, _: entity.language, "The language of `name`, `description` and `sections`."
    )
    site_url: str = column(
        "site_url", "The address of its website, where articles and issues have their `url`."
    )
    url: str = computed(
        front_of,
        "The address of its front page, in the language asked for.",
    )
    timezone: str = column(
        "timezone",
        "The time zone in which its days begin and end, by its IANA name: `Europe/Minsk`. Instants "
        "are in UTC all the same.",
    )
    cadence: str = column(
        "cadence",
        "How often it comes out: `daily`, `weekly`, `biweekly`, `monthly`, `quarterly`, `yearly` "
        "or `irregular`.",
    )
    default_language: LanguageCode = column(
        "default_language", "The code of the language that is served where none is asked for."
    )
    license: str = column(
        "license", "On what terms its content may be used, as the editors put it: `CC-BY-4.0`."
    )
    license_url: str | None = computed(
        lambda _, request: license_url(request.catalogue.publication["license"]),
        "The address of these terms; null where `license` is neither an address nor the name of a "
        "Creative Commons licence.",
    )
    contact: str | None = column(
        "contact", "The e-mail address of those who run it; null if the files name none."
    )

    @answered(
        "The publication in its other languages, without this one: for hreflang on a front page.",
        length=LANGUAGES,
    )
    def translations(root: Entity, info: Context) -> list[Publication]:
        return _others(root, info)

    @answered("Its languages, in the editors' order.", length=LANGUAGES)
    def languages(root: Entity, info: Context) -> list[Language]:
        return list(info.context.catalogue.languages.values())  # type: ignore[arg-type]

    @answered("Its sections, in their order.", length=SECTIONS)
    def sections(root: Entity, info: Context) -> list[Section]:
        rows = info.context.catalogue.sections.values()
        return [nodes.section(row, root.wanted) for row in rows]  # type: ignore[misc]


def publication_of(entity: Entity, request: Request) -> Entity:
    """Give the publication in an entity's language."""
    return Entity("Publication", request.catalogue.publication, entity.language, entity.wanted)
