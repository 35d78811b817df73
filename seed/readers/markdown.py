"""An article file, `KEY.LANGUAGE.md`: YAML front matter between two `---` lines, Markdown body."""

from __future__ import annotations

import re

from seed.issue_file import LANGUAGE
from seed.mistakes import Place, suggest
from seed.readers.source import Source
from seed.readers.yaml_text import read_yaml

OF_ARTICLE = ("section", "trend", "tags", "position", "withdrawn_at")
"""What belongs to the article: it may stand in any of its files, and must agree."""

OF_TRANSLATION = (
    *("title", "lead", "slug", "published_at", "updated_at"),
    *("authors", "image", "aliases", "source_url"),
)
"""What belongs to one language."""

FILE_NAME = re.compile(rf"(?P<key>[^.]+)\.(?P<language>{LANGUAGE})\.md")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def read_markdown(file: str, text: str) -> Source:
    """Read one article file; the data is its front matter and `body`, flat, or None: unread."""
    fences = _FENCE.finditer(text)
    first, second = next(fences, None), next(fences, None)
    if first is None or text[: first.start()].strip():
        source = Source(file, None)
        message = "the file does not begin with front matter between two --- lines"
        source.wrong((), "BAD_SYNTAX", message, "begin with ---, title: …, ---")
        return source
    if second is None:
        source = Source(file, None)
        message = "the front matter has no end"
        source.wrong((), "BAD_SYNTAX", message, "add a line --- between front matter and body")
        return source
    source = read_yaml(file, text[first.end() : second.start()], _line(text, first.end()))
    if not isinstance(source.data, dict):
        source.data = None
        if not source.mistakes:
            source.wrong((), "BAD_SYNTAX", "the front matter has no keys", "begin with title: …")
        return source
    _check_keys(source)
    source.data["body"] = text[second.end() :].strip("\r\n")
    source.places[("body",)] = Place(file, _line(text, second.end()) + 1)
    return source


def _line(text: str, end: int) -> int:
    return text.count("\n", 0, end) + 1


def _check_keys(source: Source) -> None:
    known = (*OF_ARTICLE, *OF_TRANSLATION)
    for key in [key for key in source.data if key not in known]:
        source.data.pop(key)
        message = f"{key!r} means nothing in front matter"
        source.wrong((key, "@key"), "UNKNOWN_KEY", message, suggest(key, known))
