"""Plain paragraphs as Markdown: nothing in them may be misread as markup."""

from __future__ import annotations

import re

LONGEST_SUBHEADING = 80  # characters
INLINE = re.compile(r"[\\`*_\[\]<~|]|&(?=#?\w+;)|#(?=#*$)")
MARKER = re.compile(r"[#>+=-]")
NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def ends_a_sentence(text: str) -> bool:
    """Tell whether the text ends as a finished sentence does, closing quotation marks aside."""
    return SENTENCE_END.search(text) is not None


def to_markdown(paragraphs: tuple[str, ...]) -> str:
    """Join paragraphs with blank lines, each escaped, short titles among them as `## …`."""
    following = (*paragraphs[1:], "")
    return "\n\n".join(
        f"## {escape(text)}" if is_subheading(text, after) else escape(text)
        for text, after in zip(paragraphs, following, strict=False)
    )


def is_subheading(text: str, following: str) -> bool:
    """Tell a subheading: one word, or a short line with no stop, above an ordinary paragraph."""
    return looks_like_heading(text) and following != "" and not looks_like_heading(following)


def looks_like_heading(text: str) -> bool:
    """Tell whether a line alone could be a headline: short, begins with a letter, has no stop."""
    stopped = ends_a_sentence(text) or text.endswith((",", ";"))
    introduces = text.endswith(":") and " " in text
    return (
        len(text) <= LONGEST_SUBHEADING
        and text.lstrip("\"'“‘«„")[:1].isalnum()
        and NUMBERED.match(text) is None
        and not stopped
        and not introduces
    )


def escape(text: str) -> str:
    """Put a backslash before whatever Markdown would take for markup in one line of text."""
    escaped = INLINE.sub(lambda found: "\\" + found.group(), text)
    if MARKER.match(escaped):
        return "\\" + escaped
    return NUMBERED.sub(r"\1\\\2", escaped, count=1) if NUMBERED.match(escaped) else escaped
