"""The saved text of a page of the weekly: its own layout, the older one, and the bare one."""

from __future__ import annotations

from types import MappingProxyType

from seed.readers.page.address import Address, read_address
from seed.readers.page.credit import take_credit
from seed.readers.page.facts import NotAnArticle, PageFacts
from seed.readers.page.head import Head, read_week_and_section
from seed.readers.page.language import language_of
from seed.readers.page.lines import Line, read_lines, without_switch, without_tail
from seed.readers.page.markdown import ends_a_sentence
from seed.readers.page.marks import read_marks, read_title
from seed.readers.page.refusals import refuse_others

TELLING = 60  # characters that suffice to tell a language


def read_page(text: str, address: str | None = None) -> PageFacts:
    """Read one page; `address`, whole or a path, adds the slug and an unprinted section.

    Raises NotAnArticle for pages of other kinds and for texts without an article in them.
    """
    place = read_address(address)
    lines = without_switch(read_lines(text))
    if not lines:
        raise NotAnArticle(kind="empty page", line=1, reason="there is no text")
    refuse_others(lines, place)
    content = without_tail(lines)
    head = Head(list(content))
    read_week_and_section(head)
    read_title(head)
    read_marks(head)
    credit = take_credit(head)
    read_marks(head)
    _require_an_article(head, content)
    _find_section(head, place)
    _warn_of_gaps(head, is_whole=len(content) < len(lines))
    return _facts(head, credit, place)


def _require_an_article(head: Head, content: list[Line]) -> None:
    headed = head.has_week or head.has_date or head.has_status
    if not head.title or not (head.rest or headed):
        line = content[0].number if content else 1
        raise NotAnArticle(kind="empty page", line=line, reason="no headline with a text is on it")


def _find_section(head: Head, place: Address | None) -> None:
    if head.section_label is None:
        head.section = place.section if place else None
        if head.section is None:
            head.warn(
                head.lines["title"],
                "NO_SECTION",
                "neither the page nor its address names a section of today",
                "Give the article a section, or leave it without one.",
            )
    elif head.section and place and place.section not in {None, head.section}:
        head.warn(
            head.lines["section"],
            "SECTIONS_DIFFER",
            f"the page says {head.section}, its address {place.section}",
            "The page counts; check which is right.",
        )


def _warn_of_gaps(head: Head, *, is_whole: bool) -> None:
    title = head.lines["title"]
    if not head.has_week:
        remedy = "Give the article an issue, or leave it without one."
        head.warn(title, "NO_WEEK", "the page names no week", remedy)
    if not head.rest:
        head.warn(title, "NO_TEXT", "nothing stands under the headline", "Save the page again.")
    elif not is_whole and not ends_a_sentence(head.rest[-1].text):
        head.is_cut = True
    if head.is_cut:
        last = head.rest[-1].number if head.rest else title
        message = "the page ends in the middle of a sentence"
        head.warn(last, "CUT", message, "Save the whole page again.")


def _facts(head: Head, credit: str | None, place: Address | None) -> PageFacts:
    paragraphs = [line.text for line in head.rest]
    for fact, line in zip(("lead", "body"), head.rest, strict=False):
        head.lines[fact] = line.number
    text = "\n".join(paragraphs)
    if len(text) < TELLING:
        text = f"{head.title}\n{text}"
    return PageFacts(
        language=language_of(text, place.edition if place else None),
        title=head.title,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        published_at=head.published_at,
        section=head.section,
        section_label=head.section_label,
        trend=head.trend,
        credit=credit,
        lead=paragraphs[0] if paragraphs else None,
        body=tuple(paragraphs[1:]),
        slug=place.slug if place else None,
        warnings=tuple(sorted(head.warnings, key=lambda warning: warning.line)),
        lines=MappingProxyType(head.lines),
    )
