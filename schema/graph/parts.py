"""The parts of an article that are no nodes: the forms of its body, headings, the picture."""

from __future__ import annotations

import enum
from typing import Any

import strawberry

from schema.graph.fields import item


@strawberry.enum(description="The forms in which `Article.body` can be had.")
class BodyFormat(enum.Enum):
    """The forms that a body is kept in; the values are columns."""

    HTML = strawberry.enum_value(
        "html",
        description="Safe HTML, to be put into a page as it is: no scripts and no raw HTML of the "
        'source. Headings have ids. Cells of tables may have `style="text-align:…"`, which a '
        "Content-Security-Policy must allow (`style-src-attr`).",
    )
    MARKDOWN = strawberry.enum_value(
        "markdown",
        description="Markdown as the editors wrote it: CommonMark with tables and strikethrough. "
        "For apps that render it themselves; raw HTML in it is to be shown as text.",
    )
    TEXT = strawberry.enum_value(
        "text",
        description="Plain text with a blank line between paragraphs, for speech and for search.",
    )


def column_of(format: Any) -> tuple[str]:  # noqa: A002 - the argument's name
    """Give the column of a format, the one that `Article.body` looks at."""
    return (format.value,)


@strawberry.type(description="A heading inside an article's body, for a table of contents.")
class Heading:
    """One `h1` to `h6`."""

    level: int = item("level", "Its level from 1 to 6: 2 is an `h2`.")
    text: str = item("text", "Its words as plain text.")
    id: str = item("id", "The `id` of its element in the HTML body: link to it with `#` and this.")


@strawberry.type(description="A picture, and what is to be shown with it.")
class Image:
    """A picture as the issue file describes it."""

    src: str = item(
        "src",
        "Where the file is: a whole address, or a path that begins with `/`, to be read against "
        "`Publication.siteUrl`.",
    )
    alt: str = item(
        "alt", "What it shows, for those who cannot see it: HTML's `alt`. Empty if nobody wrote it."
    )
    caption: str | None = item(
        "caption", "The line to show below it, plain text; null if there is none."
    )
    credit: str | None = item(
        "credit", "Whose picture it is, to be shown with it; null if the editors name nobody."
    )
    width: int | None = item("width", "The file's width in pixels; null if it is not known.")
    height: int | None = item("height", "The file's height in pixels; null if it is not known.")
