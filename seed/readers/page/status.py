"""The editors' judgement of the week, told by its sentence alone and never by the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.readers.page.words import SITUATION, STATUS_SENTENCES, STATUSES, normal

if TYPE_CHECKING:
    from seed.readers.page.facts import Trend

LONGEST = 60  # characters
WORDS = 8
TRENDS: tuple[Trend, ...] = ("unchanged", "improved", "worsened")


def trend_of(text: str) -> Trend | None:
    """Give the trend a status sentence names, bracketed or not; None for any other wording."""
    sentence = _bare(text)
    return next((trend for trend in TRENDS if STATUSES[trend].fullmatch(sentence)), None)


def is_status(text: str) -> bool:
    """Tell a status by its form, known wording or not: `The situation …`, a few words long."""
    short = len(text) <= LONGEST and len(text.split()) <= WORDS
    return trend_of(text) is not None or (SITUATION.match(text) is not None and short)


def is_cut_status(text: str) -> bool:
    """Tell whether the text is the beginning of a known sentence, as where a page was cut."""
    return any(sentence.startswith(_bare(text)) for sentence in STATUS_SENTENCES)


def _bare(text: str) -> str:
    return normal(text).strip("-()[] .!").replace("’", "'")
