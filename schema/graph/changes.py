"""What has changed since a client last asked: the last entry of each node, and the node itself."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import strawberry
from strawberry.types import Info

from schema.graph import find, nodes
from schema.graph.batches import own
from schema.graph.cost import CHANGES
from schema.graph.cursors import Fingerprint, PageArguments, read_window
from schema.graph.fields import answered, computed, item
from schema.graph.ids import encode_id
from schema.graph.nodes import Node
from schema.graph.refusals import bad_input
from schema.graph.request import Entity, Request, ask
from schema.graph.revision import Revision
from schema.graph.scalars import LanguageCode
from schema.graph.tokens import end_of, name_scope, read_token, write_token
from schema.reads.changes import Place, Scope, read_changes

if TYPE_CHECKING:
    from collections.abc import Collection

Row = dict[str, Any]
Context = Info[Request, None]

_MOST_LANGUAGES = 50


@strawberry.enum(description="The types of nodes that `changes` tells of.")
class ChangedType(enum.Enum):
    """Named as in the graph, in capitals."""

    ARTICLE = strawberry.enum_value("Article", description="An article in one language.")
    ISSUE = strawberry.enum_value("Issue", description="An issue in one language.")
    SECTION = strawberry.enum_value("Section", description="A section in one language.")
    TAG = strawberry.enum_value("Tag", description="A tag in one language.")
    PUBLICATION = strawberry.enum_value(
        "Publication", description="The publication in one language, with its languages."
    )


@strawberry.enum(description="What to do with a node that has changed.")
class ChangeAction(enum.Enum):
    """As the log has it."""

    UPSERT = strawberry.enum_value(
        "UPSERT", description="Put `node` in the place of what you have, or add it."
    )
    DELETE = strawberry.enum_value("DELETE", description="Drop it, if you have it.")


@strawberry.enum(description="Why a node is not there any more.")
class ChangeReason(enum.Enum):
    """As the log has it."""

    REMOVED = strawberry.enum_value("REMOVED", description="The files do not have it any more.")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="The editors took the article back.")


class Told(NamedTuple):
    """A page of changes as it was read; `place` is where it ends, `scope` names what was asked."""

    rows: list[Row]
    has_more: bool
    place: Place
    scope: str


def _id_of(row: Row, _request: Request | None = None) -> str:
    return encode_id(row["type"], row["language"], row["key"])


def _load(request: Request, ids: Collection[str]) -> dict[str, Entity]:
    return find.load_nodes(request, ids)


@strawberry.type(
    description="The last that happened to one node: what to do with it, and the node as it is now."
)
class Change:
    """Values come from the `change` table."""

    type: ChangedType = computed(lambda row, _: ChangedType(row["type"]), "The type of the node.")
    id: strawberry.ID = computed(_id_of, "The node's id, also where it is deleted.")
    language: LanguageCode = item("language", "The language of the node.")
    slug: str = item(
        "slug",
        "The node's slug; of one that is deleted, its last one: for addresses to be dropped.",
    )
    action: ChangeAction = computed(
        lambda row, _: ChangeAction(row["action"]), "What to do with the node."
    )
    reason: ChangeReason | None = computed(
        lambda row, _: ChangeReason(row["reason"]) if row["reason"] else None,
        "Why it is deleted; null unless it is.",
    )
    revision: int = item("revision", "The number of the revision with which it changed.")

    @answered(
        "The node as it is now, in this answer's revision; null where `action` is DELETE.",
        needs=(),
    )
    def node(root: Row, info: Context) -> Node | None:
        if root["action"] == "DELETE":
            return None
        request, type_ = info.context, root["type"]
        if request.lean and type_ in ("Article", "Issue"):  # a plan may have the rest
            named = {nodes.KEYS[type_]: root["key"], "language": root["language"]}
            row = {"slug": root["slug"], **named}
            return Entity(type_, row, root["language"], own(root["language"]))  # type: ignore[return-value]
        return ask(_load, _id_of(root))


@strawberry.type(
    description="A page of changes, oldest first: apply them in this order. Of each node only the "
    "last change is told, so a node comes twice only where it changes between two pages."
)
class ChangePage:
    """A page of the log; its tokens are its cursors."""

    @answered("The changes of the page.")
    def nodes(root: Told, info: Context) -> list[Change]:
        return root.rows  # type: ignore[return-value]

    has_more: bool = computed(
        lambda told, _: told.has_more, "Whether there are more by now: ask on with `token` at once."
    )
    token: str = computed(
        lambda told, request: write_token(request.catalogue, told.place, told.scope),
        "What to ask with next, in `since`: at once where `hasMore` is true, else when you next "
        "want to know. Keep it with the content; it does not age.",
    )

    @answered(
        "The state that the nodes of this page are in. Once `hasMore` is false, it is yours too."
    )
    def revision(root: Told, info: Context) -> Revision:
        catalogue = info.context.catalogue
        return {"number": catalogue.revision, "seeded_at": catalogue.seeded_at}  # type: ignore[return-value]


@strawberry.type
class Changes:
    """The root field."""

    @answered(
        "What has changed since you last asked, in pages, deletions too: for clients that keep "
        "the content. Whoever applies all pages in their order has what there is, and nothing "
        "else. Without `since` it is everything that there is. What changes in another node is "
        "told of that one: a section's new name is no change of its articles.",
        length=CHANGES,
    )
    def changes(
        root: None,
        info: Context,
        since: Annotated[
            str | None,
            strawberry.argument(
                description="The `token` of the page before, or of a `Revision`; all content from "
                "the start if left out. It does not age. One of another database, or of one that "
                "was made anew, is the error SYNC_TOKEN_EXPIRED: drop what you have and begin "
                "again without it. What is none, or is of other arguments, is CURSOR_INVALID."
            ),
        ] = None,
        languages: Annotated[
            list[LanguageCode] | None,
            strawberry.argument(
                description="Only nodes in these languages; all if left out. Keep them from page "
                "to page."
            ),
        ] = None,
        types: Annotated[
            list[ChangedType] | None,
            strawberry.argument(
                description="Only nodes of these types; all if left out. Keep them from page to "
                "page."
            ),
        ] = None,
        first: Annotated[
            int | None,
            strawberry.argument(description="How many at most, 0 to 100; 20 if left out."),
        ] = None,
    ) -> ChangePage:
        return _told(info.context, since, _scope(info.context, languages, types), first)  # type: ignore[return-value]


def _scope(request: Request, languages: Any, types: list[ChangedType] | None) -> Scope:
    if len(languages or ()) > _MOST_LANGUAGES:
        message = f"languages has {len(languages or ())} values; {_MOST_LANGUAGES} are taken"
        raise bad_input(message, argument="languages")
    codes = None
    if languages is not None:
        codes = tuple(sorted({request.language(code, "languages") for code in languages}))
    return Scope(
        codes, None if types is None else tuple(sorted({str(each.value) for each in types}))
    )


def _told(request: Request, since: str | None, scope: Scope, first: int | None) -> Told:
    window = read_window(PageArguments(first), Fingerprint(), 0, request.largest_page)
    name = name_scope(scope)
    bare = request.catalogue.revision
    start = Place(bare=bare) if since is None else read_token(since, request, name)
    rows = read_changes(request.reader, scope, start, window.size + 1)
    shown = rows[: window.size]
    if len(rows) <= window.size:
        return Told(shown, has_more=False, place=end_of(request.catalogue), scope=name)
    place = start
    if shown:
        place = Place(shown[-1]["revision"], shown[-1]["position"], start.bare)
    return Told(shown, has_more=True, place=place, scope=name)
