"""Pages that are no article: lists, the front page, pages about the weekly and its contests."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from seed.readers.page.dates import read_moment, read_week
from seed.readers.page.facts import NotAnArticle
from seed.readers.page.lines import Line, without_tail
from seed.readers.page.markdown import ends_a_sentence
from seed.readers.page.status import trend_of
from seed.readers.page.words import (
    ABOUT_TITLES,
    LIST_TITLES,
    PROJECTS,
    SECTIONS,
    STATUS_LABEL,
    normal,
)

if TYPE_CHECKING:
    from seed.readers.page.address import Address

HEAD = 4  # lines within which a page's own date stands
LONG = 250  # characters: longer lines are paragraphs
SENTENCE = 120  # characters: a shorter line with a stop may be a headline that asks
SUBHEADINGS = 2  # an article may have as many that are named like sections
ALL_SECTIONS = len(set(SECTIONS.values()))
BULLET = re.compile(r"[>•*·–—-]\s*")
ABOUT_PATH = re.compile(
    r"about(?:-(?:us|monitoring|the-monitoring|project|the-project|site|belarus-in-focus))?"
    r"|contacts?|contact-us|our-team|pra-nas|pra-praekt|o-nas|o-proekte|o-monitoringe",
)

CONTEST = re.compile(r"\b(?:contests?|competitions?|call for \w+)\b|\bконкурс(?!н)", re.IGNORECASE)
CONTEST_PATH = re.compile(r"(?:^|-)(?:contests?|competitions?|konkurs\w{0,2}|call-for-\w+)(?:-|$)")
# Headlines that no analysis bears: analysts write of competition rules, and of calls for papers
# to be signed, so a word alone is not enough.
SURE_TITLE = re.compile(
    r"\b(?:essays?|photo|video|writing|journalis\w+|articles?|analytical|students?|drawing|quiz)\s+"
    r"(?:writing\s+)?(?:contest|competition)\b"
    r"|\b(?:contest|competition)\s+(?:for|of)\s+(?:the\s+)?(?:best\s+|young\s+)*"
    r"(?:journalis|analysts|articles\b|essay|bloggers|writers|photos)"
    r"|\bcontest\s+(?:rules|winners|entries)|\b(?:winners|finalists|jury)\s+of\s+(?:the|our)\s+"
    r"(?:\w+\s+)?(?:contest|competition)\b|\bcall for (?:papers|applications|essays|entries)\b"
    r"|\bapplication deadline\b|\bdeadline for (?:submissions|entries)\b"
    r"|^(?:apply|nominate|submit)\b|\bhow to (?:apply|enter)(?:$|[:?])"
    r"|^(?:contest|competition|конкурс)(?:\s*[:!]|$)"
    r"|\bконкурс(?:а|е|у)?\s+(?:эссе|эсэ|журналист|журналіст|аналитик|аналітык|статей|артыкул"
    r"|фоторабот|фотаработ|студенч|студэнц|творч)|\b(?:фото|фота)конкурс"
    r"|\b(?:условия|правила|положение|умовы|правілы)\s+конкурс",
    re.IGNORECASE,
)
# Words with which a contest speaks to those who may enter; a report on a tender has none of them.
INVITATIONS = tuple(
    re.compile("|".join(words), re.IGNORECASE)
    for words in (
        (r"\bjury\b", r"\bjudging panel\b", r"\bjudges\b", r"жюри", r"журы\b"),
        (
            *(r"(?<!nobel )(?<!peace )\bprizes\b", r"\bprize (?:money|winners|fund)"),
            *(r"\bприз(?:ы|ов|ами)\b", r"\bпрыз(?:ы|оў|амі)\b", r"\baward ceremony\b"),
        ),
        (
            *(r"\b(?:submit|send|upload|enter) (?:us|your)\b", r"присыла(?:йте|ть)"),
            *(r"прысыла(?:йце|ць)", r"дасыла(?:йце|ць)"),
            *(r"\bsubmissions\b", r"\bentries\b", r"\bentrants?\b"),
        ),
        (
            *(r"\bapplications? (?:deadline|form)\b", r"\bdeadline:", r"\bapply by\b"),
            *(r"\bdeadline for (?:applications|entries|submissions)\b", r"\bnominate your\b"),
            *(r"срок подачи (?:работ|эссе|статей)", r"тэрмін падачы (?:прац|работ|эсэ)"),
            *("дедлайн", "дэдлайн"),
        ),
        (
            *(r"\beligib", r"\byour? .{0,40}\b(?:article|essay|work|entry)\b", r"\bplease\b"),
            *(r"\bwe (?:invite|accept)", r"приглашаем", r"запрашаем", r"\be-mail", r"\w@\w"),
        ),
        (
            r"\b(?:competition|contest) (?:for|of) (?:\w+ )?(?:journalis|article|essay|author)",
            r"\b(?:journalis\w+|essay|writing|photo|article) (?:competition|contest)",
            r"\bконкурс\w* (?:эссе|эсэ|журналист|журналіст|статей|артыкул)",
        ),
    )
)
ENOUGH = 2  # invitations beside the word itself, in the headline or the address
PLENTY = 3  # invitations where only the text speaks of a contest


def refuse_others(lines: list[Line], address: Address | None) -> None:
    """Raise NotAnArticle where the page, read after its switch line, is not an article's."""
    _refuse_lists(lines, address)
    if _has_week_on_top(lines):
        return
    _refuse_front_page(lines, address)
    _refuse_about_page(lines, address)
    _refuse_contests(lines, address)


def _refuse_lists(lines: list[Line], address: Address | None) -> None:
    for line in lines[:2]:
        if normal(line.text) in LIST_TITLES and not _has_week_on_top(lines):
            raise NotAnArticle(
                kind="section list", line=line.number, reason=f"it is headed `{line.text}`"
            )
    weeks = [line for line in lines if read_week(line.text) is not None]
    prose = any(_is_prose(line.text) for line in lines)
    if not prose and len(weeks) >= (3 if _has_week_on_top(lines) else 2):
        raise NotAnArticle(
            kind="section list", line=weeks[0].number, reason="headlines with weeks, and no text"
        )
    if address is not None and not prose and (address.numbered or "analytics" in address.parts[:1]):
        raise NotAnArticle(
            kind="section list", line=lines[0].number, reason="its address is that of a list"
        )


def _is_prose(text: str) -> bool:
    return len(text) > LONG or (len(text) > SENTENCE and ends_a_sentence(text))


def _refuse_front_page(lines: list[Line], address: Address | None) -> None:
    if not without_tail(lines):
        raise NotAnArticle(
            kind="front page" if len(lines) > HEAD else "empty page",
            line=lines[0].number,
            reason=f"it begins with `{lines[0].text}`, the words around the articles",
        )
    if address is not None and not address.parts and not _has_date_on_top(lines):
        raise NotAnArticle(
            kind="front page", line=lines[0].number, reason="its address is the site's own"
        )
    for line in lines[1:]:
        if normal(line.text) in PROJECTS and not _has_date_on_top(lines):
            raise NotAnArticle(
                kind="front page", line=line.number, reason=f"it has a block `{line.text}`"
            )
    teasers = [_is_teaser(above, line) for above, line in pairwise(lines[:HEAD])]
    if teasers == [True, False, True]:
        raise NotAnArticle(
            kind="front page", line=lines[1].number, reason="headlines with shortened first words"
        )


def _is_teaser(above: Line, line: Line) -> bool:
    return not ends_a_sentence(above.text) and line.text.endswith(("...", "…"))


def _refuse_about_page(lines: list[Line], address: Address | None) -> None:
    title = normal(lines[0].text)
    by_address = address is not None and ABOUT_PATH.fullmatch((*address.parts, "")[0])
    if ABOUT_TITLES.fullmatch(title) or by_address:
        raise NotAnArticle(
            kind="about page", line=lines[0].number, reason="it is about the weekly itself"
        )
    bulleted = [line for line in lines if BULLET.match(line.text) and _section_of(line)]
    named = {_section_of(line): line for line in lines[1:] if _section_of(line)}
    quoted = any(line.text.startswith(">") for line in bulleted)
    in_one = [line for line in lines if len(_sections_in(line)) >= ALL_SECTIONS]
    if quoted or len(bulleted) > 1 or len(named) > SUBHEADINGS or in_one:
        listed = bulleted or in_one or list(named.values())
        raise NotAnArticle(
            kind="about page", line=listed[0].number, reason="it lists the weekly's sections"
        )


def _section_of(line: Line) -> str | None:
    return SECTIONS.get(normal(BULLET.sub("", line.text, count=1)).rstrip(";,"))


def _sections_in(line: Line) -> set[str]:
    text = normal(line.text)
    return {slug for label, slug in SECTIONS.items() if label in text}


def _refuse_contests(lines: list[Line], address: Address | None) -> None:
    title = lines[0].text
    text = "\n".join(line.text for line in without_tail(lines))
    parts = address.parts if address else ()
    calls = sum(pattern.search(text) is not None for pattern in INVITATIONS)
    hinted = CONTEST.search(title) or any(CONTEST_PATH.search(part) for part in parts)
    spoken_of = CONTEST.search(text) is not None and not _is_judged(lines, address)
    sure = SURE_TITLE.search(title) or (parts and CONTEST_PATH.fullmatch(parts[0]))
    if sure or (spoken_of and calls >= (ENOUGH if hinted else PLENTY)):
        raise NotAnArticle(
            kind="contest page", line=lines[0].number, reason="it calls for entries to a contest"
        )


def _is_judged(lines: list[Line], address: Address | None) -> bool:
    """Tell an analysis by its status line or its section: only the surest words refuse it."""
    judged = any(trend_of(line.text) is not None for line in lines[1 : HEAD + 1])
    return judged or (address is not None and address.section is not None)


def _has_week_on_top(lines: list[Line]) -> bool:
    weeks = [read_week(line.text) for line in lines[:2]]
    return any(week is not None and week.has_year for week in weeks)


def _has_date_on_top(lines: list[Line]) -> bool:
    return any(
        read_moment(line.text) is not None or STATUS_LABEL.fullmatch(line.text)
        for line in lines[1:HEAD]
    )
